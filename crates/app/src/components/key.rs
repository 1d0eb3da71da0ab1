//! A field for a key, which stays in memory.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes, IntoView,
    OnAttribute, PropAttribute, RwSignal, Set, Show, component, event_target_value, view,
};
use tutti_core::catalog::ProviderInfo;
use wasm_bindgen_futures::spawn_local;

use crate::components::icon::{Glyph, Icon};
use crate::state::keys::Standing;
use crate::studio::Studio;

/// A field for a provider's key at an address, with a free test of it.
#[component]
pub(crate) fn KeyField(
    provider: &'static ProviderInfo,
    base: String,
    scope: &'static str,
) -> impl IntoView {
    let studio = Studio::here();
    let held = studio
        .keys
        .get_untracked()
        .key(provider.id, &base)
        .map(|key| key.expose().to_owned());
    let typed = RwSignal::new(held.unwrap_or_default());
    let said: RwSignal<Option<Result<String, String>>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let id = format!("{scope}-key-{}", provider.id);
    let said_id = format!("{id}-said");
    let take = {
        let base = base.clone();
        move || {
            studio.set_key(provider, &base, &typed.get_untracked());
            studio.settle_models();
            studio.key_came(&base);
        }
    };
    let test = {
        let (take, base) = (take.clone(), base.clone());
        move |_| {
            take();
            busy.set(true);
            let base = base.clone();
            spawn_local(async move {
                said.set(Some(studio.test_key(provider, &base).await));
                busy.set(false);
            });
        }
    };
    let on_card = scope == "card";
    view! {
        <div class="key-field">
            <label class="label" for=id.clone()>{format!("{} key", provider.name)}</label>
            <div class="key-row">
                <input
                    type="password"
                    autocomplete="off"
                    spellcheck="false"
                    id=id
                    aria-describedby=said_id.clone()
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:change={
                        let take = take.clone();
                        move |_| if !on_card { take() }
                    }
                />
                <Show when=move || on_card>
                    <button type="button" class="plain" on:click={ let take = take.clone(); move |_| take() }>"Go on"</button>
                </Show>
                <button type="button" class="plain" disabled=move || busy.get() on:click=test>
                    {move || if busy.get() { "Testing" } else { "Test" }}
                </button>
            </div>
            <div id=said_id class="key-said" role="status">{move || said.get().map(said_view)}</div>
        </div>
    }
}

fn said_view(said: Result<String, String>) -> impl IntoView {
    let (class, glyph, text) = match said {
        Ok(text) => ("good", Glyph::Check, text),
        Err(text) => ("problem", Glyph::Alert, text),
    };
    view! { <p class=class><Icon glyph />{text}</p> }
}

impl Studio {
    /// Asks a provider for the balance: free, and shows whether the key is good.
    async fn test_key(self, provider: &'static ProviderInfo, base: &str) -> Result<String, String> {
        let (client, _) = self.client(provider, base);
        match client.credits(provider.id).await {
            Ok(credits) => {
                let balance = credits.credits.map(|it| format!("{it:.2} credits left"));
                self.learn(provider.id, base, Standing::Works(balance.clone()));
                Ok(balance.map_or_else(
                    || "The key works.".to_owned(),
                    |it| format!("The key works; {it}."),
                ))
            }
            Err(error) => {
                if error.kind == tutti_core::ErrorKind::Unauthorized {
                    self.learn(provider.id, base, Standing::Refused);
                }
                let advice = error
                    .advice()
                    .map(|advice| format!(" {advice}"))
                    .unwrap_or_default();
                Err(format!("{}{advice}", error.message))
            }
        }
    }
}
