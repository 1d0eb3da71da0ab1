//! Local renders, done by the sketch module that lives outside this one.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use tutti_core::audio::AudioFacts;
use tutti_core::{Error, ErrorKind, FetchFault, Map};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::audio;
use crate::bytes::Chunks;
use crate::store::told;
use crate::value::{from_js, get, object, to_js};
use crate::wire::Ending;

/// Who renders: a function `(order, { onProgress, signal }) => Promise<{ wav?: ArrayBuffer, plan }>`. The order has the
/// fields of an order to the sketch, and `audio`, a `Blob`, where its `operation` is `upload`; then there is no `wav`.
#[derive(Clone)]
pub struct Render(Option<Function>);

impl Render {
    /// Nobody: a local model fails with a sentence that says so.
    pub const fn none() -> Self {
        Self(None)
    }

    /// This function.
    pub const fn function(function: Function) -> Self {
        Self(Some(function))
    }

    /// Renders an order; `recording` is the audio that it names, where it names one.
    pub(crate) async fn render(
        &self,
        order: Map,
        recording: Option<Blob>,
        on_progress: Rc<dyn Fn(f64)>,
    ) -> Result<Rendered, Error> {
        let function = self.0.as_ref();
        let function = function.ok_or_else(|| failed("There is no sketch module here."))?;
        let ending = Ending::new().ok_or_else(|| failed("This host has no AbortController."))?;
        let progress = Closure::<dyn Fn(f64)>::new(move |done| on_progress(done));
        let options = object([
            ("onProgress", progress.as_ref().clone()),
            ("signal", ending.signal()),
        ]);
        let asked = to_js(&order.into());
        if let Some(recording) = recording {
            // Setting a field of a fresh plain object cannot fail.
            let _ = Reflect::set(&asked, &"audio".into(), &recording);
        }
        let promise = function
            .call2(&JsValue::UNDEFINED, &asked, &options)
            .map_err(|thrown| refused(&thrown))?;
        let made = JsFuture::from(Promise::resolve(&promise))
            .await
            .map_err(|thrown| refused(&thrown))?;
        let plan = from_js(&get(&made, "plan")).unwrap_or_default();
        Ok(Rendered {
            audio: wav(&get(&made, "wav"))?,
            plan: plan.map().cloned().unwrap_or_default(),
        })
    }
}

/// What came out of a render.
pub(crate) struct Rendered {
    pub(crate) audio: Option<(AudioFacts, Blob)>,
    pub(crate) plan: Map,
}

fn wav(made: &JsValue) -> Result<Option<(AudioFacts, Blob)>, Error> {
    if made.is_undefined() {
        return Ok(None);
    }
    let bytes: &ArrayBuffer = made
        .dyn_ref()
        .ok_or_else(|| failed("The sketch module answered without audio."))?;
    let mut chunks = Chunks::default();
    chunks.push(Uint8Array::new(bytes));
    let taken = audio::take(&chunks).map_err(|_| failed("The sketch module made no audio."))?;
    Ok(Some(taken))
}

/// Why a recording that an order names is not at hand.
pub(crate) fn unheard(fault: &FetchFault) -> Error {
    let (kind, message) = match fault {
        FetchFault::Bad(_) => (ErrorKind::BadAudio, "What is at this address is no audio."),
        FetchFault::Status(404 | 410, _) => {
            (ErrorKind::NotFound, "There is nothing at this address.")
        }
        FetchFault::Status(..) | FetchFault::Unreadable => {
            (ErrorKind::Network, "The recording could not be read.")
        }
    };
    Error::new(kind, message).field("audioUrl")
}

/// What the sketch module threw: a refusal of its own names its kind and the field.
fn refused(thrown: &JsValue) -> Error {
    let text = |name| get(thrown, name).as_string();
    let Some(kind) = text("kind").and_then(|name| ErrorKind::by_name(&name)) else {
        return failed(&told(thrown));
    };
    let error = Error::new(kind, told(thrown));
    match text("field") {
        Some(field) => error.field(&field),
        None => error,
    }
}

fn failed(why: &str) -> Error {
    Error::new(ErrorKind::JobFailed, "The sketch could not be rendered.").detail(why)
}
