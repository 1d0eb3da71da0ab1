//! A field for a key, and where the key is kept.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes,
    IntoAny, IntoView, Memo, OnAttribute, PropAttribute, RwSignal, Set, Signal, With,
    WithUntracked, component, event_target_value, view,
};
use tutti_core::catalog::ProviderInfo;
use tutti_core::providers;
use wasm_bindgen_futures::spawn_local;

use crate::components::part::If;
use crate::components::vault::{NewPassphrase, Unlock, said_view, told};
use crate::crypto;
use crate::state::keys::Standing;
use crate::studio::Studio;
use crate::text::keys as text;
use crate::told;
use crate::words;

/// A field for a provider's key at an address, with a free test of it. On a card a press of its button takes the key
/// up; elsewhere it is taken up as it is typed. What was taken up is not shown again.
#[component]
pub(crate) fn KeyField(
    provider: &'static ProviderInfo,
    base: String,
    scope: &'static str,
) -> impl IntoView {
    let on_card = scope == "card";
    let entry = Entry::new(provider, base, on_card);
    let id = format!("{scope}-key-{}", provider.id);
    let said_id = format!("{id}-said");
    let (typed, said, busy) = (entry.typed, entry.said, entry.busy);
    let (for_input, for_change, for_test) = (entry.clone(), entry.clone(), entry.clone());
    let (for_hint, for_rest) = (entry.clone(), entry.clone());
    let write = move |event| for_input.write(event_target_value(&event));
    let go_on = on_card.then(|| {
        view! { <button type="button" class="plain" on:click=move |_| entry.take_up()>{text::go_on()}</button> }
    });
    let testing = move || {
        if busy.get() {
            text::testing()
        } else {
            text::test()
        }
    };
    let test = has_test(provider).then(|| {
        view! {
            <button type="button" class="plain" disabled=Signal::derive(move || busy.get()) on:click=move |_| for_test.test()>
                {Signal::derive(testing)}
            </button>
        }
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
                    placeholder=Signal::derive(move || for_hint.standing())
                    aria-describedby=said_id.clone()
                    prop:value=Signal::derive(move || typed.get())
                    on:input=write
                    on:change=move |_| if !on_card { for_change.take_up() }
                />
                {go_on}
                {test}
            </div>
            <div id=said_id class="key-said" role="status">{move || said.get().map(said_view)}</div>
            {(!has_test(provider)).then(|| view! { <p class="hint">{text::no_free_test(provider.name)}</p> })}
            {for_rest.keeping()}
        </div>
    }
}

/// Whether a provider has a question that is free and shows whether a key is good.
fn has_test(provider: &ProviderInfo) -> bool {
    providers::provider(provider.id).is_some_and(|it| it.credits(provider.base_url).is_some())
}

/// A key on its way from the keyboard into memory, and from there to the vault if it is wanted there.
#[derive(Clone)]
struct Entry {
    studio: Studio,
    provider: &'static ProviderInfo,
    base: String,
    on_card: bool,
    typed: RwSignal<String>,
    /// Whether it is wanted in the vault.
    wanted: RwSignal<bool>,
    /// What a test said, or the vault.
    said: RwSignal<Option<Result<String, String>>>,
    /// Whether a test is under way.
    busy: RwSignal<bool>,
}

impl Entry {
    fn new(provider: &'static ProviderInfo, base: String, on_card: bool) -> Self {
        let studio = Studio::here();
        let kept = studio.vault.with_untracked(|vault| {
            vault
                .as_ref()
                .is_some_and(|it| it.holds(provider.id, &base))
        });
        Self {
            studio,
            provider,
            base,
            on_card,
            typed: RwSignal::default(),
            wanted: RwSignal::new(kept),
            said: RwSignal::default(),
            busy: RwSignal::default(),
        }
    }

    fn is_at_hand(&self) -> bool {
        self.studio
            .keys
            .with(|keys| keys.key(self.provider.id, &self.base).is_some())
    }

    /// How it stands with the key, where none is being typed.
    fn standing(&self) -> &'static str {
        if self.is_at_hand() {
            text::is_set()
        } else if self.studio.is_locked(self.provider.id, &self.base) {
            text::is_locked()
        } else {
            ""
        }
    }

    fn write(&self, key: String) {
        self.typed.set(key);
        if !self.on_card {
            self.hold();
        }
    }

    fn hold(&self) {
        let (studio, id) = (self.studio, self.provider.id);
        studio.set_key(self.provider, &self.base, &self.typed.get_untracked());
        studio.want_kept(id, &self.base, self.wanted.get_untracked());
        studio.settle_models();
    }

    /// Holds the key and goes on with what waited for it.
    fn take_up(&self) {
        if self.typed.with_untracked(|typed| typed.trim().is_empty()) {
            return;
        }
        self.hold();
        // What is held is not left standing in the page.
        self.typed.set(String::new());
        self.keep();
        self.studio.key_came(&self.base);
    }

    fn remove(&self) {
        self.typed.set(String::new());
        self.studio.set_key(self.provider, &self.base, "");
        self.studio.leave_key(self.provider, &self.base);
        self.studio.settle_models();
    }

    fn want(&self, wanted: bool) {
        self.wanted.set(wanted);
        if wanted {
            self.studio.want_kept(self.provider.id, &self.base, true);
            self.keep();
        } else {
            self.studio.leave_key(self.provider, &self.base);
        }
    }

    /// Encrypts what is wanted in the vault, if it is open.
    fn keep(&self) {
        let (studio, said) = (self.studio, self.said);
        spawn_local(async move {
            if let Err(refusal) = studio.keep_wanted().await {
                // The field may be gone by now.
                said.try_set(Some(Err(told(&refusal))));
            }
        });
    }

    fn test(&self) {
        if !self.typed.with_untracked(|typed| typed.trim().is_empty()) {
            self.hold();
        }
        self.busy.set(true);
        let entry = self.clone();
        spawn_local(async move {
            let said = entry.studio.test_key(entry.provider, &entry.base).await;
            entry.said.try_set(Some(said));
            entry.busy.try_set(false);
        });
    }

    /// The choice of where the key is kept, where there is one.
    fn keeping(self) -> Option<AnyView> {
        let made_up = self.studio.is_own_sandbox(self.provider, &self.base);
        let choose = !self.on_card && !made_up && crypto::can();
        choose.then(|| view! { <Keeping entry=self /> }.into_any())
    }
}

#[component]
fn Keeping(entry: Entry) -> impl IntoView {
    let (studio, wanted) = (entry.studio, entry.wanted);
    let id = entry.provider.id;
    let there = Memo::new(move |_| studio.vault.with(Option::is_some));
    let (for_tab, for_device, for_remove) = (entry.clone(), entry.clone(), entry.clone());
    let (shown, waits) = (entry.clone(), entry.clone());
    let choice = move |on: bool, name: &'static str, choose: Entry| {
        view! {
            <label class="way">
                <input
                    type="radio"
                    name=format!("keep-{id}")
                    prop:checked=Signal::derive(move || wanted.get() == on)
                    on:change=move |_| choose.want(on)
                />
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="ways">
            <legend class="label">{text::keep_it()}</legend>
            {choice(false, text::keep_in_tab(), for_tab)}
            {choice(true, text::keep_encrypted(), for_device)}
        </fieldset>
        <If when=move || wanted.get()>
            <p class="hint">{text::device_more()}</p>
        </If>
        <If when=move || wanted.get() && !there.get()><NewPassphrase id=format!("new-{id}") /></If>
        <If when=move || wanted.get() && there.get() && !studio.unlocked.get()>
            <Unlock id=format!("unlock-{id}") then="vault-lock" />
        </If>
        <If when=move || wanted.get() && studio.unlocked.get() && !waits.is_at_hand()>
            <p class="hint">{text::not_encrypted_yet()}</p>
        </If>
        <If when=move || shown.is_at_hand()>
            <button type="button" class="quiet" aria-label=text::remove_key(entry.provider.name) on:click={
                let entry = for_remove.clone();
                move |_| entry.remove()
            }>
                {text::remove()}
            </button>
        </If>
    }
}

impl Studio {
    /// Asks a provider for the balance: free, and shows whether the key is good.
    async fn test_key(self, provider: &'static ProviderInfo, base: &str) -> Result<String, String> {
        let (client, _) = self.client(provider, base);
        match client.credits(provider.id).await {
            Ok(credits) => {
                let balance = credits.credits.map(|it| words::number(it, 2));
                self.learn(provider.id, base, Standing::Works);
                Ok(balance.map_or_else(
                    || text::key_works().to_owned(),
                    |it| text::credits_left(&it),
                ))
            }
            Err(error) => {
                if error.kind == tutti_core::ErrorKind::Unauthorized {
                    self.learn(provider.id, base, Standing::Refused);
                }
                Err(told::error(&error, provider.name, false).line())
            }
        }
    }
}
