//! The page's relay: what it says of itself, and what it asks for.

use leptos::prelude::{
    Get, GetUntracked, GetValue, Set, UpdateValue, With, WithUntracked, WithValue, untrack,
};
use tutti_core::providers;
use tutti_web::Relay;
use wasm_bindgen_futures::spawn_local;

use super::Studio;
use crate::state::relay::Relayed;
use crate::state::settings::{Endpoint, is_local};

impl Studio {
    /// Asks the relay what it has, if a provider's orders go through it.
    pub(crate) fn ask_relay(self) {
        if !untrack(|| self.uses(Endpoint::Relay)) {
            return;
        }
        let relay = Relay::new(&self.site.with_value(|site| site.relay.clone()), None);
        spawn_local(async move {
            let said = relay.health().await;
            self.relayed.set(said.as_ref().map(Relayed::from_value));
            self.give_sandbox_keys();
            self.settle_models();
        });
    }

    /// Whether a provider's orders go such a way.
    pub(super) fn uses(self, endpoint: Endpoint) -> bool {
        let mut all = providers::INFOS.into_iter();
        all.any(|info| self.endpoint(info) == endpoint)
    }

    /// Whether no money is spent at an address: a sandbox is there, or behind the relay that is.
    pub(crate) fn is_sandbox(self, base: &str) -> bool {
        if self.is_relay(base) {
            let behind = |relayed: &Option<Relayed>| relayed.as_ref().is_some_and(|it| it.sandbox);
            return self.relayed.with(behind);
        }
        is_local(base)
    }

    /// Whether the relay holds a provider's key for an address of its own.
    pub(crate) fn relay_holds(self, provider: &str, base: &str) -> bool {
        let holds =
            |relayed: &Option<Relayed>| relayed.as_ref().is_some_and(|it| it.holds(provider));
        self.is_relay(base) && self.relayed.with(holds)
    }

    /// Whether the relay asks for a token.
    pub(crate) fn relay_asks(self) -> bool {
        self.relayed.get().is_some_and(|it| it.token)
    }

    /// Shows this token to the relay from now on; it stays in memory.
    pub(crate) fn set_relay_token(self, token: String) {
        self.relay_token.set(token);
        let site = self.site.get_value();
        // Jobs under way keep the client that they have.
        self.backstage
            .update_value(|it| it.clients.retain(|(_, base), _| !site.is_relay(base)));
    }

    /// The relay, for an address of its own.
    pub(super) fn relay_for(self, base: &str) -> Option<Relay> {
        let token = self.relay_token.get_untracked();
        self.is_relay(base).then(|| {
            Relay::new(
                &self.site.with_value(|site| site.relay.clone()),
                Some(&token),
            )
        })
    }

    /// The address of the relay for a provider, if a sandbox is behind it.
    pub(super) fn relayed_sandbox(self, provider: &str) -> Option<String> {
        let behind = |relayed: &Option<Relayed>| relayed.as_ref().is_some_and(|it| it.sandbox);
        let address = || {
            self.site
                .with_value(|site| format!("{}/{provider}", site.relay))
        };
        self.relayed.with_untracked(behind).then(address)
    }

    fn is_relay(self, base: &str) -> bool {
        self.site.with_value(|site| site.is_relay(base))
    }
}
