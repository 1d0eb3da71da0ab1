//! What takes time at the host, in JavaScript (`js/host.js`): a promise there weighs a quarter of a future in here.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/host.js")]
extern "C" {
    /// Something under way, with a way to end it.
    pub(crate) type Task;

    #[wasm_bindgen(method, getter)]
    fn promise(this: &Task) -> Promise;

    #[wasm_bindgen(method)]
    fn end(this: &Task);

    pub(crate) fn exchange(
        fetch: &Function,
        url: &str,
        request: &Object,
        is_audio: bool,
        limit: f64,
        heard: &JsValue,
    ) -> Task;

    pub(crate) fn sleep(ms: f64) -> Task;

    pub(crate) fn hold(name: &str) -> Task;

    pub(crate) fn held() -> Promise;

    pub(crate) fn render(run: &Function, order: &JsValue, on_progress: &JsValue) -> Task;

    pub(crate) fn ask(journal: &JsValue, method: &str, must: bool, argument: &JsValue) -> Promise;

    #[wasm_bindgen(catch)]
    pub(crate) fn text(chunks: &Array) -> Result<String, JsValue>;
}

/// A task that ends when this is dropped.
pub(crate) struct Ending(Task);

impl Ending {
    pub(crate) const fn new(task: Task) -> Self {
        Self(task)
    }

    /// What the task comes to.
    pub(crate) fn promise(&self) -> JsFuture {
        self.0.promise().into()
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.end();
    }
}
