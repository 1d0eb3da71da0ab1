//! Local renders, done by the sketch module that lives outside this one.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use tutti_core::audio::AudioFacts;
use tutti_core::{Error, ErrorKind, Map};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use crate::audio;
use crate::bytes::Chunks;
use crate::host::{self, Ending};
use crate::store::told;
use crate::value::{from_js, get, to_js};

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
        let progress = Closure::<dyn Fn(f64)>::new(move |done| on_progress(done));
        let asked = to_js(&order.into());
        if let Some(recording) = recording {
            // Setting a field of a fresh plain object cannot fail.
            let _ = Reflect::set(&asked, &"audio".into(), &recording);
        }
        let task = host::render(function, &asked, progress.as_ref());
        let made = Ending::new(task).promise().await;
        let made = made.map_err(|thrown| refused(&thrown))?;
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
    let chunks = Array::of1(&Uint8Array::new(bytes));
    let taken =
        audio::take(&Chunks::of(chunks)).map_err(|_| failed("The sketch module made no audio."))?;
    Ok(Some(taken))
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
