//! A job under way.

use js_sys::{Array, Object, Promise, Reflect};
use tutti_core::catalog::Auth;
use tutti_core::{Track, providers};
use tutti_web::value::to_js;
use tutti_web::{Ended, Kept};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::promise;

/// A job under way.
#[wasm_bindgen]
pub struct Running(tutti_web::Running);

impl Running {
    pub(crate) const fn new(running: tutti_web::Running) -> Self {
        Self(running)
    }
}

#[wasm_bindgen]
impl Running {
    /// The provider's id for it, once it was taken on.
    #[wasm_bindgen(getter, js_name = requestId)]
    pub fn request_id(&self) -> Option<String> {
        self.0.request_id()
    }

    /// What to store so that it can be resumed.
    pub fn snapshot(&self) -> JsValue {
        to_js(&self.0.snapshot())
    }

    /// Whether it is made here, so that calling it off costs nothing.
    #[wasm_bindgen(getter)]
    pub fn local(&self) -> bool {
        let snapshot = self.0.snapshot();
        let row = snapshot.get("model").text().and_then(providers::model);
        row.is_some_and(|(provider, _)| provider.info().auth == Auth::None)
    }

    /// Ends the watching.
    pub fn stop(&self) {
        self.0.stop();
    }

    /// Resolves to true once the provider took it on, a render began or it is done, and to false when it was stopped
    /// before that; rejects when it failed before that.
    pub fn taken(&self) -> Promise {
        let running = self.0.clone();
        promise(async move {
            match running.taken().await {
                Ok(()) => Ok(JsValue::TRUE),
                Err(Ended::Failed(error)) => Err(error),
                Err(Ended::Stopped) => Ok(JsValue::FALSE),
            }
        })
    }

    /// Resolves to its pieces as `{ track, source, blob }`, or to nothing when it was stopped; rejects when it failed.
    pub fn finished(&self) -> Promise {
        let running = self.0.clone();
        promise(async move {
            match running.finished().await {
                Ok(kept) => Ok(kept.iter().map(piece).collect::<Array>().into()),
                Err(Ended::Failed(error)) => Err(error),
                Err(Ended::Stopped) => Ok(JsValue::UNDEFINED),
            }
        })
    }
}

fn piece(kept: &Kept) -> Object {
    let piece = Object::new();
    let set = |name: &str, value: JsValue| {
        // A plain object of our own takes every member.
        let _ = Reflect::set(&piece, &name.into(), &value);
    };
    set("track", to_js(&described(&kept.track)));
    set("source", kept.track.found.url.as_deref().into());
    set("blob", kept.blob.clone().into());
    piece
}

/// The track as data; where nobody has read its bytes, the vendor's word for its media type stands.
fn described(track: &Track) -> tutti_core::Value {
    let mut value = track.to_value();
    if let tutti_core::Value::Map(map) = &mut value
        && map.get("mimeType").is_null()
        && let Some((_, model)) = providers::model(track.model)
    {
        map.set("mimeType", model.output.mime);
    }
    value
}
