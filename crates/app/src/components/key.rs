//! A field for a key, which stays in memory.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes, IntoView,
    OnAttribute, PropAttribute, RwSignal, Set, Signal, component, event_target_value, view,
};
use tutti_core::catalog::ProviderInfo;
use wasm_bindgen_futures::spawn_local;

use crate::components::icon::{Glyph, Icon};
use crate::state::keys::Standing;
use crate::studio::Studio;
use crate::text::keys as text;
use crate::words;

/// A field for a provider's key at an address, with a free test of it. On a card a press of its button takes the key
/// up; elsewhere it is taken up as it is typed.
#[component]
pub(crate) fn KeyField(
    provider: &'static ProviderInfo,
    base: String,
    scope: &'static str,
) -> impl IntoView {
    let entry = Entry::new(provider, base);
    let on_card = scope == "card";
    let id = format!("{scope}-key-{}", provider.id);
    let said_id = format!("{id}-said");
    let (typed, said, busy) = (entry.typed, entry.said, entry.busy);
    let (for_input, for_change, for_test) = (entry.clone(), entry.clone(), entry.clone());
    let write = move |event| {
        typed.set(event_target_value(&event));
        if !on_card {
            for_input.hold();
        }
    };
    let go_on = on_card.then(|| {
        view! { <button type="button" class="plain" on:click=move |_| entry.take_up()>{text::go_on()}</button> }
    });
    view! {
        <div class="key-field">
            <label class="label" for=id.clone()>{text::key_of(provider.name)}</label>
            <div class="key-row">
                <input
                    type="password"
                    autocomplete="off"
                    spellcheck="false"
                    id=id
                    aria-describedby=said_id.clone()
                    prop:value=Signal::derive(move || typed.get())
                    on:input=write
                    on:change=move |_| if !on_card { for_change.take_up() }
                />
                {go_on}
                <button type="button" class="plain" disabled=Signal::derive(move || busy.get()) on:click=move |_| for_test.test()>
                    {Signal::derive(move || if busy.get() { text::testing() } else { text::test() })}
                </button>
            </div>
            <div id=said_id class="key-said" role="status">{move || said.get().map(said_view)}</div>
        </div>
    }
}

/// A key on its way from the keyboard into memory.
#[derive(Clone)]
struct Entry {
    studio: Studio,
    provider: &'static ProviderInfo,
    base: String,
    typed: RwSignal<String>,
    /// What a test said.
    said: RwSignal<Option<Result<String, String>>>,
    /// Whether a test is under way.
    busy: RwSignal<bool>,
}

impl Entry {
    fn new(provider: &'static ProviderInfo, base: String) -> Self {
        let studio = Studio::here();
        let keys = studio.keys.get_untracked();
        let held = keys
            .key(provider.id, &base)
            .map(|key| key.expose().to_owned());
        Self {
            studio,
            provider,
            base,
            typed: RwSignal::new(held.unwrap_or_default()),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn hold(&self) {
        self.studio
            .set_key(self.provider, &self.base, &self.typed.get_untracked());
        self.studio.settle_models();
    }

    /// Holds the key and goes on with what waited for it.
    fn take_up(&self) {
        self.hold();
        self.studio.key_came(&self.base);
    }

    fn test(&self) {
        self.hold();
        self.busy.set(true);
        let entry = self.clone();
        spawn_local(async move {
            let said = entry.studio.test_key(entry.provider, &entry.base).await;
            // The field may be gone by now.
            entry.said.try_set(Some(said));
            entry.busy.try_set(false);
        });
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
                self.learn(provider.id, base, Standing::Works);
                Ok(match credits.credits {
                    Some(left) => text::balance(&words::number(left, 2)),
                    None => text::works().to_owned(),
                })
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
