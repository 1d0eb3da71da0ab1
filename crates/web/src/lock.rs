//! One watcher for a job among all tabs: a Web Lock of the job's name, where the host has them.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::host::{self, Ending};

const PREFIX: &str = "tutti:";

/// A lock that is held until this is dropped.
pub(crate) type Held = Ending;

/// Waits until no other tab holds this job's lock, and holds it, where the host has locks.
pub(crate) async fn hold(id: &str) -> Held {
    let task = Ending::new(host::hold(&[PREFIX, id].concat()));
    // It does not reject.
    let _ = task.promise().await;
    task
}

/// The ids of jobs that some tab holds.
pub(crate) async fn held() -> Vec<String> {
    let names = JsFuture::from(host::held()).await.unwrap_or_default();
    let names: Array = names.dyn_into().unwrap_or_default();
    let ours = names.iter().filter_map(|name| {
        let name = name.as_string()?;
        name.strip_prefix(PREFIX).map(str::to_owned)
    });
    ours.collect()
}
