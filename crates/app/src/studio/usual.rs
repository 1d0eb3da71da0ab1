//! How long jobs usually take, as far as this browser has seen.

use std::collections::HashMap;

use leptos::prelude::{GetUntracked, Set, untrack};
use tutti_core::catalog::Auth;
use tutti_core::{Value, providers};
use tutti_web::Client;
use wasm_bindgen_futures::spawn_local;

use super::Studio;

impl Studio {
    /// Looks up how long jobs like this one took, for its card.
    pub(super) fn reckon(self, id: &str, client: Client, order: Value) {
        let id = id.to_owned();
        spawn_local(async move {
            if let Some(seen) = client.usual(&order).await {
                self.change(&id, |job| job.usual = Some(seen));
            }
        });
    }

    /// Looks up how long such jobs took as the form describes, for every model.
    pub(crate) fn reckon_models(self) {
        spawn_local(async move {
            let draft = self.draft.get_untracked();
            let mut usual = HashMap::new();
            for (provider, model) in providers::rows() {
                let info = provider;
                if info.auth == Auth::None {
                    continue;
                }
                let (client, _) = self.client(info, &untrack(|| self.base(info)));
                if let Some(seen) = client.usual(&draft.likely(model)).await {
                    usual.insert(model.id, seen);
                }
            }
            self.usual.set(usual);
        });
    }
}
