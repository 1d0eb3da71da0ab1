//! One fetch: send, read in chunks, stop when told.
//!
//! gloo-net cannot serve here: it always calls the host's own fetch, and it hides the redirect mode that keeps a key
//! from being sent on.

use std::time::Duration;

use js_sys::{Array, Function, Object};
use tutti_core::exchange::{Answer, Came, Extent, is_too_large};
use tutti_core::millis;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::bytes::{Chunks, head};
use crate::host::{self, Ending};
use crate::value::get;

/// Timers count in 31 bits.
const LONGEST: u64 = i32::MAX as u64;

/// Hears how many bytes are here, and how many there will be.
pub(crate) type Meter = Box<dyn Fn(f64, Option<f64>)>;

/// Sends a request (`method`, `headers`, `body`) and reads the answer; of a refusal in place of audio only the head. Says after
/// every chunk how many bytes are here, and how many there will be.
pub(crate) async fn exchange(
    fetch: &Function,
    url: &str,
    request: &Object,
    is_audio: bool,
    limit: Duration,
    told: Option<Meter>,
) -> Came<Chunks> {
    let heard = move |received, chunks: Array, total| {
        if let Some(told) = &told {
            told(received, total);
        }
        !is_too_large(received, || head(&chunks))
    };
    let heard = Closure::<dyn Fn(f64, Array, Option<f64>) -> bool>::new(heard);
    let limit = millis(limit).min(LONGEST) as f64;
    let task = host::exchange(fetch, url, request, is_audio, limit, heard.as_ref());
    let came = Ending::new(task).promise().await;
    let came = came.unwrap_or(JsValue::UNDEFINED);
    match get(&came, "ending").as_string().as_deref() {
        Some("whole") => Came::Answer(answer(&came, Extent::Whole)),
        Some("broken") => Came::Answer(answer(&came, Extent::Broken)),
        Some("large") => Came::Answer(answer(&came, Extent::TooLarge)),
        Some("late") => Came::Late,
        _ => Came::Lost(code(&get(&came, "thrown"))),
    }
}

fn answer(came: &JsValue, extent: Extent) -> Answer<Chunks> {
    let pairs: Array = get(came, "headers").unchecked_into();
    let status = get(came, "status").as_f64();
    Answer {
        status: status.map_or(0, |status| status as u16),
        opaque: get(came, "type") == "opaqueredirect",
        headers: pairs.iter().filter_map(|pair| header(&pair)).collect(),
        total: get(came, "total").as_f64(),
        extent,
        body: Chunks::of(get(came, "chunks").unchecked_into()),
    }
}

/// Browsers tell nothing apart here; Node names a cause.
fn code(thrown: &JsValue) -> String {
    let code = get(&get(thrown, "cause"), "code");
    code.as_string().unwrap_or_default()
}

fn header(pair: &JsValue) -> Option<(String, String)> {
    let pair: &Array = pair.unchecked_ref();
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}
