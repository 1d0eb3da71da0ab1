//! One fetch: send, read in chunks, stop when told.
//!
//! gloo-net cannot serve here: it always calls the host's own fetch, and it hides the redirect mode that keeps a key
//! from being sent on.

use std::time::Duration;

use js_sys::{Array, Function, Object};
use tutti_core::audio::Container;
use tutti_core::millis;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::bytes::{Chunks, head};
use crate::host::{self, Ending};
use crate::value::get;

/// The most bytes of an answer in words: half a minute of uncompressed stereo in base64 is eight million and a little.
const MOST_WORDS: f64 = (16_u32 << 20) as f64;
/// The most bytes of audio.
const MOST_AUDIO: f64 = (1_u32 << 30) as f64;
/// Timers count in 31 bits.
const LONGEST: u64 = i32::MAX as u64;

/// Hears how many bytes are here, and how many there will be.
pub(crate) type Meter = Box<dyn Fn(f64, Option<f64>)>;

/// What came of a fetch.
pub(crate) enum Ended {
    /// An answer; how much of its body came is another matter.
    Answer(Answer),
    /// It took too long.
    Late,
    /// There is none, for what fetch threw.
    Thrown(JsValue),
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where it came from is hidden, since it leads elsewhere.
    pub(crate) opaque: bool,
    /// The headers that can be read, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// How many bytes there will be, where that is said.
    pub(crate) total: Option<f64>,
    pub(crate) body: Extent,
    pub(crate) chunks: Chunks,
}

/// How much of a body is here.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Extent {
    /// It broke off.
    Broken,
    /// It was larger than any answer should be.
    TooLarge,
    /// All of it.
    Whole,
}

impl Answer {
    fn of(came: &JsValue, body: Extent) -> Self {
        let pairs: Array = get(came, "headers").unchecked_into();
        let status = get(came, "status").as_f64();
        Self {
            status: status.map_or(0, |status| status as u16),
            opaque: get(came, "type") == "opaqueredirect",
            headers: pairs.iter().filter_map(|pair| header(&pair)).collect(),
            total: get(came, "total").as_f64(),
            body,
            chunks: Chunks::of(get(came, "chunks").unchecked_into()),
        }
    }

    /// The header of this name, in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Sends a request (`method`, `headers`, `body`) and reads the answer; of a refusal in place of audio only the head. Says after
/// every chunk how many bytes are here, and how many there will be.
pub(crate) async fn exchange(
    fetch: &Function,
    url: &str,
    request: &Object,
    is_audio: bool,
    limit: Duration,
    told: Option<Meter>,
) -> Ended {
    let heard = move |received, chunks: Array, total| {
        if let Some(told) = &told {
            told(received, total);
        }
        // Audio may be large; anything else may not.
        received <= MOST_WORDS
            || (received <= MOST_AUDIO && Container::of(&head(&chunks)).is_some())
    };
    let heard = Closure::<dyn Fn(f64, Array, Option<f64>) -> bool>::new(heard);
    let limit = millis(limit).min(LONGEST) as f64;
    let task = host::exchange(fetch, url, request, is_audio, limit, heard.as_ref());
    let came = Ending::new(task).promise().await;
    let came = came.unwrap_or(JsValue::UNDEFINED);
    match get(&came, "ending").as_string().as_deref() {
        Some("whole") => Ended::Answer(Answer::of(&came, Extent::Whole)),
        Some("broken") => Ended::Answer(Answer::of(&came, Extent::Broken)),
        Some("large") => Ended::Answer(Answer::of(&came, Extent::TooLarge)),
        Some("late") => Ended::Late,
        _ => Ended::Thrown(get(&came, "thrown")),
    }
}

fn header(pair: &JsValue) -> Option<(String, String)> {
    let pair: &Array = pair.unchecked_ref();
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}
