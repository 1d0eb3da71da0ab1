//! What the JavaScript side hands over, already checked there.

use std::rc::Rc;

use js_sys::{Array, Function};
use tutti_core::{Error, ErrorKind, Keep, Policy, Update, Value};
use tutti_web::value::to_js;
use tutti_web::{Journal, KeyRing, Options, Relay, Render, RunOptions};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::{data, thrown};

#[wasm_bindgen]
extern "C" {
    /// What a client is made with.
    pub type Settings;

    /// Pairs of a provider's id and its base address.
    #[wasm_bindgen(method, getter)]
    fn endpoints(this: &Settings) -> Array;

    /// Pairs of a provider's id and its key, or a function that resolves to it.
    #[wasm_bindgen(method, getter)]
    fn keys(this: &Settings) -> Array;

    #[wasm_bindgen(method, getter, js_name = mediaRelay)]
    fn media_relay(this: &Settings) -> Option<String>;

    /// A relay's address.
    #[wasm_bindgen(method, getter)]
    fn relay(this: &Settings) -> Option<String>;

    #[wasm_bindgen(method, getter, js_name = relayToken)]
    fn relay_token(this: &Settings) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Settings) -> Option<Function>;

    /// An object with `put`, `delete` and `list`, or nothing.
    #[wasm_bindgen(method, getter)]
    fn journal(this: &Settings) -> JsValue;

    #[wasm_bindgen(method, getter)]
    fn policy(this: &Settings) -> JsValue;

    /// `(order, { onProgress, signal }) => Promise<{ wav?, plan }>`
    #[wasm_bindgen(method, getter)]
    fn render(this: &Settings) -> Function;

    /// What one job is run with.
    pub type Run;

    #[wasm_bindgen(method, getter, js_name = onUpdate)]
    fn on_update(this: &Run) -> Function;

    /// `"bytes"` or `"url"`.
    #[wasm_bindgen(method, getter)]
    fn keep(this: &Run) -> String;

    #[wasm_bindgen(method, getter, js_name = fetch)]
    fn run_fetch(this: &Run) -> Option<Function>;

    #[wasm_bindgen(method, getter, js_name = policy)]
    fn run_policy(this: &Run) -> JsValue;
}

/// The options of a client.
pub(crate) fn options(settings: &Settings) -> Result<Options, JsValue> {
    let policy = Policy::default().patched(&policy(&settings.policy())?);
    Ok(Options {
        endpoints: pairs(&settings.endpoints())
            .filter_map(|(id, base)| Some((id, base.as_string()?)))
            .collect(),
        media_relay: settings.media_relay(),
        relay: settings
            .relay()
            .map(|url| Relay::new(&url, settings.relay_token().as_deref())),
        keys: key_ring(&settings.keys()),
        fetch: settings.fetch(),
        journal: journal(settings.journal()),
        render: Render::function(settings.render()),
        policy: policy.map_err(|field| wrong_policy(&field))?,
        keep_records: false,
    })
}

/// The options of one job.
pub(crate) fn run_options(run: &Run) -> Result<RunOptions, JsValue> {
    let listener = run.on_update();
    Ok(RunOptions {
        on_update: Some(Rc::new(move |update: &Update| {
            // The listener is ours: it stores the update and does not throw.
            let _ = listener.call1(&JsValue::UNDEFINED, &to_js(&update.to_value()));
        })),
        keep: if run.keep() == "url" {
            Keep::Url
        } else {
            Keep::Bytes
        },
        policy: Some(policy(&run.run_policy())?).filter(|it| !it.is_null()),
        fetch: run.run_fetch(),
    })
}

fn key_ring(keys: &Array) -> KeyRing {
    let ring = KeyRing::default();
    for (id, source) in pairs(keys) {
        match source.dyn_into::<Function>() {
            Ok(function) => ring.set_function(&id, function),
            Err(key) => ring.set(&id, &key.as_string().unwrap_or_default()),
        }
    }
    ring
}

fn journal(journal: JsValue) -> Journal {
    if journal.is_object() {
        Journal::custom(journal)
    } else {
        Journal::none()
    }
}

fn policy(given: &JsValue) -> Result<Value, JsValue> {
    data(given, "options.policy")
}

fn wrong_policy(field: &str) -> JsValue {
    let error = Error::new(
        ErrorKind::InvalidOrder,
        "A policy is made of milliseconds above zero.",
    );
    thrown(&error.field(field))
}

fn pairs(list: &Array) -> impl Iterator<Item = (String, JsValue)> {
    list.iter().filter_map(|pair| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1)))
    })
}
