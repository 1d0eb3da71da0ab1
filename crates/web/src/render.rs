//! Local renders, done by the sketch module that lives outside this one.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use tutti_core::audio::AudioFacts;
use tutti_core::{Brief, Map, Value};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::audio;
use crate::bytes::Chunks;
use crate::store::told;
use crate::value::{from_js, get, object, to_js};
use crate::wire::Ending;

/// Who renders: a function `(brief, { onProgress, signal }) => Promise<{ wav: ArrayBuffer, plan }>`.
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

    pub(crate) async fn render(
        &self,
        brief: &Brief,
        on_progress: Rc<dyn Fn(f64)>,
    ) -> Result<(AudioFacts, Map, Blob), String> {
        let function = self.0.as_ref().ok_or("There is no sketch module here.")?;
        let ending = Ending::new().ok_or("This host has no AbortController.")?;
        let progress = Closure::<dyn Fn(f64)>::new(move |done| on_progress(done));
        let options = object([
            ("onProgress", progress.as_ref().clone()),
            ("signal", ending.signal()),
        ]);
        let promise = function
            .call2(&JsValue::UNDEFINED, &to_js(&brief_value(brief)), &options)
            .map_err(|thrown| told(&thrown))?;
        let made = JsFuture::from(Promise::resolve(&promise))
            .await
            .map_err(|thrown| told(&thrown))?;
        let wav: ArrayBuffer = get(&made, "wav")
            .dyn_into()
            .map_err(|_| "The sketch module answered without audio.".to_owned())?;
        let mut chunks = Chunks::default();
        chunks.push(Uint8Array::new(&wav));
        let (facts, blob) =
            audio::take(&chunks).map_err(|_| "The sketch module made no audio.".to_owned())?;
        let plan = from_js(&get(&made, "plan")).unwrap_or_default();
        Ok((facts, plan.map().cloned().unwrap_or_default(), blob))
    }
}

fn brief_value(brief: &Brief) -> Value {
    Map::new()
        .with("prompt", brief.prompt.as_str())
        .with("negativePrompt", brief.negative_prompt.as_deref())
        .with("lyrics", brief.lyrics.as_deref())
        .with("seed", brief.seed as f64)
        .with("seconds", brief.seconds)
        .with("bpm", brief.bpm)
        .with("instrumental", brief.instrumental)
        .into()
}
