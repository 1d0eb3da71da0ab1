//! One watcher for a job among all tabs: a Web Lock of the job's name, where the host has them.

use js_sys::{Array, Function, Promise, global};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::value::{get, object};
use crate::wire::Ending;

/// A lock that is held until this is dropped.
pub(crate) struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        // Resolving a promise of our own cannot fail.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Waits until no other tab holds this job's lock, and holds it. None where the host has no locks.
pub(crate) async fn hold(id: &str) -> Option<Held> {
    let locks = locks()?;
    let request: Function = get(&locks, "request").dyn_into().ok()?;
    // Ends the waiting, but not a lock that is held, when this future is dropped.
    let ending = Ending::new()?;
    let options = object([("signal", ending.signal())]);
    let mut release = None;
    let until_dropped = Promise::new(&mut |resolve, _| release = Some(resolve));
    let mut grant = None;
    let granted = Promise::new(&mut |resolve, _| grant = Some(resolve));
    let grant = grant?;
    let callback = Closure::once_into_js(move || {
        let _ = grant.call0(&JsValue::UNDEFINED);
        until_dropped
    });
    let over = request
        .call3(&locks, &format!("{PREFIX}{id}").into(), &options, &callback)
        .ok()?;
    // It ends with the lock, or is rejected when the waiting was given up: nobody need know.
    spawn_local(async move {
        let _ = JsFuture::from(Promise::resolve(&over)).await;
    });
    JsFuture::from(granted).await.ok()?;
    release.map(Held)
}

/// The ids of jobs that some tab holds.
pub(crate) async fn held() -> Vec<String> {
    query().await.unwrap_or_default()
}

async fn query() -> Option<Vec<String>> {
    let locks = locks()?;
    let query: Function = get(&locks, "query").dyn_into().ok()?;
    let promise = query.call0(&locks).ok()?;
    let state = JsFuture::from(Promise::resolve(&promise)).await.ok()?;
    let held: Array = get(&state, "held").dyn_into().ok()?;
    let ids = held.iter().filter_map(|lock| {
        let name = get(&lock, "name").as_string()?;
        name.strip_prefix(PREFIX).map(str::to_owned)
    });
    Some(ids.collect())
}

const PREFIX: &str = "tutti:";

fn locks() -> Option<JsValue> {
    let locks = get(&get(&global(), "navigator"), "locks");
    locks.is_object().then_some(locks)
}
