//! What every JavaScript host has: a clock, chance, and whether there is a network.

use js_sys::{Date, Function, Math, global};
use tutti_core::Moment;
use wasm_bindgen::{JsCast, JsValue};

use crate::value::get;

/// The moment by the host's clock.
pub(crate) fn now() -> Moment {
    Moment::from_millis(Date::now() as u64)
}

/// A number for pauses and for seeds nobody chose; not for secrets.
pub(crate) fn entropy() -> u64 {
    (Math::random() * (1_u64 << 53) as f64) as u64
}

/// An id that no other job has.
pub(crate) fn unique_id() -> String {
    let crypto = get(&global(), "crypto");
    let random = get(&crypto, "randomUUID").dyn_into::<Function>().ok();
    let made = random
        .and_then(|it| it.call0(&crypto).ok())
        .and_then(|id| id.as_string());
    // Pages on plain http have no randomUUID.
    made.unwrap_or_else(|| {
        format!(
            "{:x}-{:013x}-{:013x}",
            Date::now() as u64,
            entropy(),
            entropy()
        )
    })
}

/// Whether the host says that it has no network. It may say otherwise and be wrong; this it knows.
pub(crate) fn is_offline() -> bool {
    get(&get(&global(), "navigator"), "onLine") == JsValue::FALSE
}

/// The host's own fetch.
pub(crate) fn fetch() -> Option<Function> {
    get(&global(), "fetch").dyn_into().ok()
}
