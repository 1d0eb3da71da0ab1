//! What tests in a browser share: a running sandbox's controls, and a client that goes there.
//!
//! The sandbox's address is compiled in from `TUTTI_SANDBOX`, which `cargo xtask test` sets.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, JSON, Promise, global};
use tutti_core::{Map, Policy, Value};
use tutti_web::{Client, Journal, KeyRing, Options, value};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The key of every request.
pub const KEY: &str = "SG_planted0123456789";

const SANDBOX: Option<&str> = option_env!("TUTTI_SANDBOX");

/// The sandbox's address.
///
/// # Panics
///
/// When the tests were built without one.
pub fn sandbox() -> &'static str {
    SANDBOX.expect("run these tests with `cargo xtask test`, which starts a sandbox")
}

/// An order for one second of MusicGen.
pub fn order(prompt: &str) -> Value {
    Map::new()
        .with("model", "segmind/meta-musicgen-medium")
        .with("prompt", prompt)
        .with("seconds", 1.0)
        .into()
}

/// Options for a client that goes to the sandbox with a good key and looks often.
pub fn options() -> Options {
    let keys = KeyRing::default();
    keys.set("segmind", KEY);
    Options {
        endpoints: vec![("segmind".to_owned(), format!("{}/segmind", sandbox()))],
        keys,
        policy: Policy {
            first_check: Some(Duration::from_millis(100)),
            interval: Some(Duration::from_millis(150)),
            ..Policy::default()
        },
        ..Options::default()
    }
}

/// A client with those options and the browser's own journal.
pub fn client() -> Client {
    Client::new(Options {
        journal: Journal::indexed_db(),
        ..options()
    })
}

/// Forgets everything, in the sandbox and in the journal, and lets jobs take a quarter of a second.
pub async fn fresh() {
    control("POST", "reset", None).await;
    control("POST", "clock", Some(r#"{"speed": 100}"#)).await;
    let client = client();
    for record in client.pending().await.expect("a journal") {
        let id = record.get("id").text().unwrap_or_default().to_owned();
        client.forget(&id).await.expect("a journal");
    }
}

/// Asks for a fault, as JSON.
pub async fn fault(json: &str) {
    control("POST", "faults", Some(json)).await;
}

/// What the sandbox saw and billed.
pub async fn ledger() -> Value {
    control("GET", "ledger", None).await
}

/// Jobs billed.
pub async fn billed() -> usize {
    ledger()
        .await
        .get("billed")
        .list()
        .map_or(0, <[Value]>::len)
}

/// Orders seen.
pub async fn orders() -> usize {
    let ledger = ledger().await;
    let requests = ledger.get("requests").list().unwrap_or_default();
    let orders = requests.iter().filter(|it| {
        it.get("route").text() == Some("submit") && it.get("method").text() == Some("POST")
    });
    orders.count()
}

/// Calls one of the sandbox's own routes.
///
/// # Panics
///
/// When it refuses.
pub async fn control(method: &str, route: &str, body: Option<&str>) -> Value {
    let url = format!("{}/_sandbox/{route}", sandbox());
    let init = Map::new().with("method", method).with("body", body);
    let fetch: Function = member(&global(), "fetch").dyn_into().expect("fetch");
    let promise = fetch.call2(
        &JsValue::UNDEFINED,
        &url.into(),
        &value::to_js(&init.into()),
    );
    let response = settle(promise.expect("a promise")).await;
    let text: Function = member(&response, "text").dyn_into().expect("a response");
    let text = settle(text.call0(&response).expect("a promise"))
        .await
        .as_string()
        .unwrap_or_default();
    assert!(member(&response, "ok").is_truthy(), "{route}: {text}");
    JSON::parse(&text)
        .ok()
        .and_then(|json| value::from_js(&json).ok())
        .unwrap_or_default()
}

/// Sleeps.
pub async fn pause(millis: u32) {
    TimeoutFuture::new(millis).await;
}

/// A member of a JavaScript value.
pub fn member(target: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(target, &name.into()).unwrap_or_default()
}

/// A function that always does this.
pub fn function(arguments: &[&str], body: &str) -> Function {
    Function::new_with_args(&arguments.join(","), body)
}

/// The first bytes of a blob.
///
/// # Panics
///
/// When it cannot be read.
pub async fn head(blob: &web_sys::Blob) -> Vec<u8> {
    let buffer = settle(blob.array_buffer().into()).await;
    js_sys::Uint8Array::new(&buffer)
        .to_vec()
        .into_iter()
        .take(12)
        .collect()
}

/// Members of an array of texts.
pub fn texts(list: &Array) -> Vec<String> {
    list.iter().filter_map(|it| it.as_string()).collect()
}

async fn settle(promise: JsValue) -> JsValue {
    JsFuture::from(Promise::resolve(&promise))
        .await
        .expect("a value")
}
