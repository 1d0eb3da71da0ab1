//! Audio: fetched without credentials, kept in JavaScript, read by its headers.

use std::cell::Cell;
use std::time::Duration;

use js_sys::{Date, Function};
use tutti_core::audio::{AudioFacts, BadAudio, Bytes, probe};
use tutti_core::http::{Body, Response};
use tutti_core::{FetchFault, Secret, Update, origin};
use web_sys::Blob;

use crate::bytes::Chunks;
use crate::client::Listener;
use crate::global;
use crate::relay;
use crate::value::{object, set};
use crate::wire::{self, Answer, Ended, Extent, Meter};

/// How long a whole file may take.
const LIMIT: Duration = Duration::from_secs(600);
/// The pause between two words on how far it is, in milliseconds.
const PACE: f64 = 100.0;

/// Fetches a file, says how far it is, and reads what it says of itself.
pub(crate) async fn fetch(
    fetch: &Function,
    url: &str,
    relay: Option<(String, Option<&Secret>)>,
    listener: Option<Listener>,
) -> Result<(AudioFacts, Blob), FetchFault> {
    let request = object([]);
    let (url, token) = match relay {
        Some((prefix, token)) if !url.starts_with("data:") => {
            (prefix + &origin::encode(url), token)
        }
        _ => (url.to_owned(), None),
    };
    if let Some(token) = token {
        let shown = object([(relay::TOKEN, token.expose().into())]);
        set(&request, "headers", &shown);
    }
    let told = listener.map(meter);
    match wire::exchange(fetch, &url, &request, true, LIMIT, told).await {
        Ended::Answer(answer) => read(answer),
        Ended::Late | Ended::Thrown(_) => Err(FetchFault::Unreadable),
    }
}

/// The facts of bytes that are here already, as a blob.
pub(crate) fn take(chunks: &Chunks) -> Result<(AudioFacts, Blob), FetchFault> {
    let facts = probe(chunks).map_err(FetchFault::Bad)?;
    let blob = chunks
        .blob(facts.container.mime())
        .map_err(|_| FetchFault::Unreadable)?;
    Ok((facts, blob))
}

/// Tells the listener how far it is, ten times a second.
fn meter(listener: Listener) -> Meter {
    let last = Cell::new(0.0);
    Box::new(move |received, total| {
        let now = Date::now();
        if now - last.get() >= PACE {
            last.set(now);
            listener(&Update::Fetching {
                received: received as u64,
                total: total.map(|total| total as u64),
            });
        }
    })
}

fn read(answer: Answer) -> Result<(AudioFacts, Blob), FetchFault> {
    if relay::own(&answer).is_some() {
        return Err(FetchFault::Unreadable);
    }
    let (status, got) = (answer.status, answer.chunks.len());
    if !(200..300).contains(&status) {
        let response = Response {
            status,
            headers: answer.headers,
            body: Body::Text(String::new()),
        };
        return Err(FetchFault::Status(
            status,
            response.retry_after(global::now()),
        ));
    }
    match answer.body {
        Extent::Whole => take(&answer.chunks),
        Extent::Broken => Err(FetchFault::Bad(BadAudio::Truncated {
            expected: answer.total.map_or(0, |total| total as u64).max(got + 1),
            got,
        })),
        Extent::TooLarge => Err(FetchFault::Unreadable),
    }
}
