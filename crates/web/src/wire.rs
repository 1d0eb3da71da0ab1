//! One fetch: send, read in chunks, stop when told. By name rather than through web-sys types, since the caller's own
//! `fetch` may return something that only looks like a `Response`.
//!
//! gloo-net cannot serve here: it always calls the host's own fetch, and it hides the redirect mode that keeps a key
//! from being sent on.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Uint8Array};
use tutti_core::audio::{Bytes, Container};
use tutti_core::millis;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::bytes::Chunks;
use crate::value::{get, object};

/// The most bytes of an answer in words: half a minute of uncompressed stereo in base64 is eight million and a little.
const MOST_WORDS: u64 = 16 << 20;
/// The most bytes of audio.
const MOST_AUDIO: u64 = 1 << 30;

/// Why a body is not there, or not all of it.
pub(crate) enum Fault {
    /// The body broke off; this much came.
    Broken(Chunks),
    /// It was larger than any answer should be.
    TooLarge,
}

/// Ends its request when it is dropped.
pub(crate) struct Ending(AbortController);

impl Ending {
    pub(crate) fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    pub(crate) fn signal(&self) -> JsValue {
        self.0.signal().into()
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends a request and waits for the head of the answer.
pub(crate) async fn send(fetch: &Function, url: &str, init: &Object) -> Result<JsValue, JsValue> {
    let promise = fetch.call2(&JsValue::UNDEFINED, &url.into(), init)?;
    let response = JsFuture::from(Promise::resolve(&promise)).await?;
    if response.is_object() {
        Ok(response)
    } else {
        Err(JsValue::UNDEFINED)
    }
}

/// What every request of ours has: no cookies, no referrer, no cache.
pub(crate) fn init(method: &str, redirect: &str, signal: &JsValue) -> Object {
    object([
        ("method", method.into()),
        ("redirect", redirect.into()),
        ("credentials", "omit".into()),
        ("referrerPolicy", "no-referrer".into()),
        ("cache", "no-store".into()),
        ("signal", signal.clone()),
    ])
}

pub(crate) fn status(response: &JsValue) -> u16 {
    get(response, "status")
        .as_f64()
        .map_or(0, |status| status as u16)
}

/// The headers that can be read, names in lower case.
pub(crate) fn headers(response: &JsValue) -> Vec<(String, String)> {
    let Ok(Some(entries)) = js_sys::try_iter(&get(response, "headers")) else {
        return Vec::new();
    };
    let pairs = entries.filter_map(Result::ok).filter_map(|entry| {
        let pair = entry.dyn_into::<Array>().ok()?;
        Some((
            pair.get(0).as_string()?.to_ascii_lowercase(),
            pair.get(1).as_string()?,
        ))
    });
    pairs.collect()
}

/// Reads the body to its end, and says after every chunk how many bytes are here. Audio may be large; anything else
/// may not.
pub(crate) async fn read(response: &JsValue, mut told: impl FnMut(u64)) -> Result<Chunks, Fault> {
    let mut chunks = Chunks::default();
    let body = get(response, "body");
    let Ok(reader) = invoke(&body, "getReader") else {
        return read_whole(response).await;
    };
    loop {
        let Ok(step) = settle(invoke(&reader, "read")).await else {
            return Err(Fault::Broken(chunks));
        };
        if get(&step, "done").is_truthy() {
            return Ok(chunks);
        }
        let Ok(part) = get(&step, "value").dyn_into::<Uint8Array>() else {
            return Err(Fault::Broken(chunks));
        };
        chunks.push(part);
        told(chunks.len());
        if chunks.len() > most(&chunks) {
            // Nobody waits for a cancel to be acknowledged.
            let _ = invoke(&reader, "cancel");
            return Err(Fault::TooLarge);
        }
    }
}

/// The future's result, or none when it took longer than this.
pub(crate) async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    // Timers count in 31 bits.
    let limit = u32::try_from(millis(limit))
        .unwrap_or(u32::MAX)
        .min(i32::MAX as u32);
    let mut future = pin!(future);
    let mut timer = pin!(TimeoutFuture::new(limit));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        timer.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// Bodies without a stream: null ones, and those of a caller's own fetch.
async fn read_whole(response: &JsValue) -> Result<Chunks, Fault> {
    let mut chunks = Chunks::default();
    if get(response, "arrayBuffer").is_function() {
        let buffer = settle(invoke(response, "arrayBuffer")).await;
        let Ok(buffer) = buffer.and_then(|it| it.dyn_into::<js_sys::ArrayBuffer>()) else {
            return Err(Fault::Broken(chunks));
        };
        chunks.push(Uint8Array::new(&buffer));
    }
    if chunks.len() > most(&chunks) {
        Err(Fault::TooLarge)
    } else {
        Ok(chunks)
    }
}

fn most(chunks: &Chunks) -> u64 {
    if chunks.len() <= MOST_WORDS || Container::of(&chunks.head()).is_none() {
        MOST_WORDS
    } else {
        MOST_AUDIO
    }
}

fn invoke(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    get(target, name).dyn_into::<Function>()?.call0(target)
}

async fn settle(said: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&said?)).await
}
