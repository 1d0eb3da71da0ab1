//! What came of a request, as the JavaScript side tells it; the body stays there.

use tutti_core::Value;
use tutti_core::audio::Bytes;
use tutti_core::exchange::{Answer, Came, Extent, Held, Words};
use tutti_core::packed::unpack;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "tutti-body")]
extern "C" {
    /// How many bytes the body has that is read at the moment.
    #[wasm_bindgen(js_name = bodyLength)]
    fn body_length() -> f64;

    /// Copies bytes of it, from this offset on, and says how many.
    #[wasm_bindgen(js_name = readBody)]
    fn read_body(at: f64, into: &mut [u8]) -> usize;

    /// It as words, packed: a list of its JSON, or its text alone; nothing when it is too long.
    #[wasm_bindgen(js_name = bodyWords)]
    fn body_words() -> Vec<u8>;
}

/// The body that is read at the moment.
pub(crate) struct Body;

impl Bytes for Body {
    fn len(&self) -> u64 {
        body_length() as u64
    }

    fn read(&self, at: u64, into: &mut [u8]) -> usize {
        read_body(at as f64, into).min(into.len())
    }
}

impl Held for Body {
    fn words(&self) -> Option<Words> {
        match unpack(&body_words()) {
            Value::Text(text) => Some(Words::Text(text)),
            Value::List(mut json) => json.pop().map(Words::Json),
            _ => None,
        }
    }
}

/// What came, by its `ending`.
pub(crate) fn came(event: &Value) -> Came<Body> {
    let extent = match event.get("ending").text().unwrap_or_default() {
        "whole" => Extent::Whole,
        "broken" => Extent::Broken,
        "large" => Extent::TooLarge,
        "late" => return Came::Late,
        _ => return Came::Lost(event.get("code").text().unwrap_or_default().to_owned()),
    };
    let headers = event.get("headers").list().unwrap_or_default();
    Came::Answer(Answer {
        status: event.get("status").number().map_or(0, |it| it as u16),
        opaque: event.get("type").text() == Some("opaqueredirect"),
        headers: headers.iter().filter_map(header).collect(),
        total: event.get("total").number(),
        extent,
        body: Body,
    })
}

fn header(pair: &Value) -> Option<(String, String)> {
    let [name, value, ..] = pair.list()? else {
        return None;
    };
    Some((name.text()?.to_owned(), value.text()?.to_owned()))
}
