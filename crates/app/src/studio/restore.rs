//! After a load: what the journal holds is watched again, by one tab only.

use std::time::Duration;

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::{
    GetUntracked, GetValue, Set, SetValue, StoredValue, Update, UpdateValue, WithUntracked,
    set_timeout, window,
};
use tutti_core::Value;
use tutti_core::providers;
use tutti_web::Client;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::Studio;
use crate::browser;
use crate::state::job::{Call, Job, Parked, Stage};
use crate::text::runs as text;
use crate::told;

/// A lock that is free is granted within this time.
const ALONE_WITHIN: Duration = Duration::from_millis(500);

const LOCK: &str = "tutti-journal";

impl Studio {
    /// Shows what is kept, and takes up the journal's jobs as soon as no other tab has them.
    pub(crate) fn restore(self) {
        spawn_local(async move {
            self.load_library().await;
            self.reckon_models();
            let alone = StoredValue::new(false);
            let granted = move || {
                alone.set_value(true);
                spawn_local(self.take_up());
            };
            if !when_alone(granted) {
                granted();
            }
            set_timeout(move || self.elsewhere.set(!alone.get_value()), ALONE_WITHIN);
        });
    }

    /// Takes a job up whose key has come to hand.
    pub(crate) fn key_came(self, base: &str) {
        let waiting: Vec<Job> = self.jobs.with_untracked(|jobs| {
            let all = jobs.runs().iter().flat_map(|run| &run.jobs);
            all.filter(|job| job.base == base && job.stage == Stage::Parked(Parked::NoKey))
                .cloned()
                .collect()
        });
        for job in waiting {
            self.look_again(&job);
        }
    }

    async fn take_up(self) {
        self.elsewhere.set(false);
        // Any client reads the one journal.
        let Some(any) = providers::INFOS.first() else {
            return;
        };
        let (client, _) = self.client(any, "");
        let records = self.records(&client).await;
        let now = browser::now_ms();
        for record in records {
            let id = record.get("id").text().unwrap_or_default().to_owned();
            if self.jobs.with_untracked(|jobs| jobs.job(&id).is_some()) {
                continue;
            }
            if self.library.with_untracked(|library| library.has_job(&id)) {
                let _ = client.forget(&id).await;
                continue;
            }
            self.adopt(record, now);
        }
        self.tick();
    }

    async fn records(self, client: &Client) -> Vec<Value> {
        client.pending().await.unwrap_or_else(|error| {
            let why = told::error(&error, "", false).what;
            let text = text::earlier_unread(&why);
            self.show_notice(text);
            Vec::new()
        })
    }

    fn adopt(self, record: Value, now_ms: f64) {
        let keys = self.keys.get_untracked();
        let has_key = |provider: &str, base: &str| keys.key(provider, base).is_some();
        let Some((job, call)) = Job::from_record(&record, has_key, now_ms) else {
            return;
        };
        let id = job.id.clone();
        self.jobs.update(|jobs| jobs.adopt(job));
        match call {
            Call::Park(_) => self.backstage.update_value(|it| {
                it.records.insert(id, record);
            }),
            Call::Resume => self.resume(&id, &record),
        }
    }
}

/// Calls once this tab is the only one that holds the journal's lock, and holds it for as long as the tab lives.
/// False where the browser has no locks.
fn when_alone(call: impl FnOnce() + 'static) -> bool {
    let navigator: JsValue = window().navigator().into();
    let member = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let Some(locks) = member(&navigator, "locks").filter(JsValue::is_object) else {
        return false;
    };
    let Some(request) = member(&locks, "request").and_then(|it| it.dyn_into::<Function>().ok())
    else {
        return false;
    };
    let granted = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        call();
        // Never settled: the lock is held until the tab is gone.
        Promise::new(&mut |_, _| {}).into()
    });
    request
        .call3(&locks, &LOCK.into(), &Object::new(), &granted)
        .is_ok()
}
