//! Audio: fetched without credentials, kept in JavaScript, read by its headers.

use std::cell::Cell;
use std::time::Duration;

use js_sys::{Date, Function};
use tutti_core::audio::{AudioFacts, probe};
use tutti_core::exchange::{Header, audio_url, read_audio};
use tutti_core::{FetchFault, Update};
use web_sys::Blob;

use crate::bytes::Chunks;
use crate::client::Listener;
use crate::global;
use crate::value::{object, set};
use crate::wire::{self, Meter};

/// How long a whole file may take.
const LIMIT: Duration = Duration::from_secs(600);
/// The pause between two words on how far it is, in milliseconds.
const PACE: f64 = 100.0;

/// What audio is fetched through: what stands before its encoded address, and what that wants to be shown.
pub(crate) type Through = (String, Option<Header>);

/// Fetches a file, says how far it is, and reads what it says of itself.
pub(crate) async fn fetch(
    fetch: &Function,
    url: &str,
    through: Option<Through>,
    listener: Option<Listener>,
) -> Result<(AudioFacts, Blob), FetchFault> {
    let request = object([]);
    let (prefix, header) = through.unzip();
    let header = header.flatten().filter(|_| !url.starts_with("data:"));
    if let Some((name, value)) = header {
        set(&request, "headers", &object([(name, value.into())]));
    }
    let url = audio_url(url, prefix.as_deref());
    let told = listener.map(meter);
    let came = wire::exchange(fetch, &url, &request, true, LIMIT, told).await;
    let (facts, chunks) = read_audio(came, global::now())?;
    kept(facts, &chunks)
}

/// The facts of bytes that are here already, as a blob.
pub(crate) fn take(chunks: &Chunks) -> Result<(AudioFacts, Blob), FetchFault> {
    let facts = probe(chunks).map_err(FetchFault::Bad)?;
    kept(facts, chunks)
}

fn kept(facts: AudioFacts, chunks: &Chunks) -> Result<(AudioFacts, Blob), FetchFault> {
    let blob = chunks.blob(facts.container.mime());
    Ok((facts, blob.map_err(|_| FetchFault::Unreadable)?))
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
