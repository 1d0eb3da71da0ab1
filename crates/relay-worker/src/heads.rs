//! Headers between the worker and the policy, as pairs of texts.

use http::{HeaderMap, HeaderName, HeaderValue};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

/// Pairs of texts; what is no such pair is left out.
pub(crate) fn texts(pairs: &Array) -> Vec<(String, String)> {
    let read = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    pairs.iter().filter_map(read).collect()
}

/// Headers; none when one of them is no header.
pub(crate) fn from_pairs(pairs: &Array) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in texts(pairs) {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_str(&value).ok()?);
    }
    Some(headers)
}

/// Pairs of texts.
pub(crate) fn to_pairs(headers: &HeaderMap) -> Array {
    let pair = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        Array::of2(&name.as_str().into(), &JsValue::from_str(&value))
    };
    headers.iter().map(pair).collect()
}
