//! Audio: fetched without credentials, kept in JavaScript, read by its headers.

use std::time::Duration;

use js_sys::{Date, Function, Reflect};
use tutti_core::audio::{AudioFacts, BadAudio, Bytes, probe};
use tutti_core::http::{Body, Response};
use tutti_core::{FetchFault, Secret, origin};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use crate::bytes::Chunks;
use crate::global;
use crate::relay;
use crate::value::object;
use crate::wire::{self, Ending, Fault};

/// How long a whole file may take.
const LIMIT: Duration = Duration::from_secs(600);
/// The pause between two words on how far it is, in milliseconds.
const PACE: f64 = 100.0;

/// Fetches a file, says how far it is, and reads what it says of itself.
pub(crate) async fn fetch(
    fetch: &Function,
    url: &str,
    relay: Option<(String, Option<&Secret>)>,
    told: &dyn Fn(u64, Option<u64>),
) -> Result<(AudioFacts, Blob), FetchFault> {
    let (url, token) = match relay {
        Some((prefix, token)) if !url.starts_with("data:") => {
            (prefix + &origin::encode(url), token)
        }
        _ => (url.to_owned(), None),
    };
    wire::within(LIMIT, exchange(fetch, &url, token, told))
        .await
        .unwrap_or(Err(FetchFault::Unreadable))
}

/// The facts of bytes that are here already, as a blob.
pub(crate) fn take(chunks: &Chunks) -> Result<(AudioFacts, Blob), FetchFault> {
    let facts = probe(chunks).map_err(FetchFault::Bad)?;
    let blob = chunks
        .blob(facts.container.mime())
        .map_err(|_| FetchFault::Unreadable)?;
    Ok((facts, blob))
}

async fn exchange(
    fetch: &Function,
    url: &str,
    token: Option<&Secret>,
    told: &dyn Fn(u64, Option<u64>),
) -> Result<(AudioFacts, Blob), FetchFault> {
    let ending = Ending::new().ok_or(FetchFault::Unreadable)?;
    let init = wire::init("GET", "follow", &ending.signal());
    if let Some(token) = token {
        let shown = object([(relay::TOKEN, token.expose().into())]);
        // A plain object of our own takes every member.
        let _ = Reflect::set(&init, &"headers".into(), &shown.into());
    }
    let response = wire::send(fetch, url, &init)
        .await
        .map_err(|_| FetchFault::Unreadable)?;
    if relay::own(&response).is_some() {
        return Err(FetchFault::Unreadable);
    }
    let status = wire::status(&response);
    if !(200..300).contains(&status) {
        return Err(FetchFault::Status(status, retry_after(&response, status)));
    }
    let total = length(&response);
    let mut last = 0.0;
    let read = wire::read(&response, |received| {
        if Date::now() - last >= PACE {
            last = Date::now();
            told(received, total);
        }
    });
    match read.await {
        Ok(chunks) => take(&chunks),
        Err(Fault::Broken(chunks)) => Err(FetchFault::Bad(BadAudio::Truncated {
            expected: total.unwrap_or_default().max(chunks.len() + 1),
            got: chunks.len(),
        })),
        Err(Fault::TooLarge) => Err(FetchFault::Unreadable),
    }
}

fn length(response: &JsValue) -> Option<u64> {
    let headers = wire::headers(response);
    let encoded = headers.iter().any(|(name, _)| name == "content-encoding");
    let length = headers.iter().find(|(name, _)| name == "content-length")?;
    length.1.parse().ok().filter(|_| !encoded)
}

fn retry_after(response: &JsValue, status: u16) -> Option<Duration> {
    let response = Response {
        status,
        headers: wire::headers(response),
        body: Body::Text(String::new()),
    };
    response.retry_after(global::now())
}
