//! The npm package: the wasm-bindgen surface under its hand-written JavaScript and types.
//!
//! It is thin: plain data in and out, errors as plain objects. Names, checks of options, `TuttiError`, tracks and
//! everything with a callback in it live in `npm/`, in JavaScript, where they cost the fewest bytes.

#![warn(clippy::use_debug)]

mod client;
mod running;
mod settings;

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use rlsf::SmallGlobalTlsf;
use tutti_core::{Error, ErrorKind, Value};
use tutti_web::value::{from_js, to_js};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

pub use client::Client;
pub use running::Running;
pub use settings::{Run, Settings};

/// Allocates in constant time, in half the bytes of the standard library's own allocator.
#[global_allocator]
static ALLOCATOR: SmallGlobalTlsf = SmallGlobalTlsf::new();

/// An error as the plain object that the JavaScript side makes a `TuttiError` of.
fn thrown(error: &Error) -> JsValue {
    to_js(&error.to_value())
}

/// A promise of what the future comes to. Boxed, so that the machinery around it is there once.
fn promise(future: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    let boxed: Pin<Box<dyn Future<Output = Result<JsValue, Error>>>> = Box::pin(future);
    future_to_promise(async move { boxed.await.map_err(|error| thrown(&error)) })
}

/// Plain data of a caller's, or the error that names what it was given for.
fn data(given: &JsValue, field: &str) -> Result<Value, JsValue> {
    from_js(given).map_err(|why| {
        let message = ["The ", field, " is not plain data: ", &why, "."].concat();
        thrown(&Error::new(ErrorKind::InvalidOrder, message).field(field))
    })
}
