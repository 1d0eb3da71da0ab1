//! Passphrases: unlocking the keys on this device, choosing one, changing it, forgetting it all.

use leptos::ev::KeyboardEvent;
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes,
    IntoAny, IntoView, Memo, OnAttribute, PropAttribute, RwSignal, Set, Signal, With, component,
    event_target_value, view,
};
use tutti_core::providers;
use wasm_bindgen_futures::spawn_local;

use crate::browser;
use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::state::fields::listed;
use crate::state::vault::LEAST_LETTERS;
use crate::studio::{Refusal, Studio, is_unreadable};
use crate::text::keys as text;

/// The field that unlocks, to be loaded when it is wanted.
pub(crate) fn unlock(id: String, then: &'static str) -> AnyView {
    view! { <Unlock id then /> }.into_any()
}

/// A field for the passphrase that unlocks all keys on this device; `id` is the field's.
#[component]
pub(crate) fn Unlock(#[prop(into)] id: String, then: &'static str) -> impl IntoView {
    let studio = Studio::here();
    let form = Form::new();
    let (typed, busy) = (form.now, form.busy);
    let unlock = move || {
        form.run(async move {
            studio.unlock(&typed.get_untracked()).await?;
            browser::focus_soon(then.to_owned());
            Ok(None)
        });
    };
    let label = Signal::derive(move || word(busy.get(), text::unlocking(), text::unlock()));
    view! {
        <div class="key-field unlock" on:keydown=move |event| by_enter(&event, unlock)>
            <Secret id=id.clone() label=text::passphrase() typed form complete="current-password" />
            <div class="key-row">
                <button type="button" class="plain" disabled=busy on:click=move |_| unlock()>
                    <Icon glyph=Glyph::Key />{label}
                </button>
            </div>
            <Said form id=said_id(&id) />
        </div>
    }
}

/// Two fields for a first passphrase.
#[component]
pub(crate) fn NewPassphrase(#[prop(into)] id: String) -> impl IntoView {
    let studio = Studio::here();
    let form = Form::new();
    let (typed, again, busy) = (form.next, form.again, form.busy);
    let begin = move || {
        form.run(async move {
            form.chosen()?;
            studio.make_vault(&typed.get_untracked()).await?;
            Ok(None)
        });
    };
    let label = Signal::derive(move || word(busy.get(), text::working(), text::encrypt()));
    view! {
        <div class="key-field" on:keydown=move |event| by_enter(&event, begin)>
            <p class="hint">{text::passphrase_hint()}</p>
            <Secret id=id.clone() label=text::new_passphrase() typed form complete="new-password" />
            <Secret id=format!("{id}-again") label=text::again() typed=again form complete="new-password" />
            <div class="key-row">
                <button type="button" class="plain" disabled=busy on:click=move |_| begin()>{label}</button>
            </div>
            <Said form id=said_id(&id) />
        </div>
    }
}

/// The keys on this device, in the settings.
#[component]
pub(crate) fn VaultPart() -> impl IntoView {
    let studio = Studio::here();
    let there = Memo::new(move |_| studio.vault.with(Option::is_some));
    let count = Memo::new(move |_| {
        let keys = studio
            .vault
            .with(|vault| vault.as_ref().map(|it| it.keys().count()));
        keys.unwrap_or_default() as u64
    });
    let state = move || match (there.get(), studio.unlocked.get()) {
        (false, _) if is_unreadable() => text::something_else_here().to_owned(),
        (false, _) => text::no_keys_here().to_owned(),
        (true, true) => text::unlocked_here(count.get()),
        (true, false) => text::locked_here(count.get()),
    };
    let some = move || there.get() || is_unreadable();
    view! {
        <section class="settings-part" aria-labelledby="vault-head">
            <h3 id="vault-head">{text::keys_on_device()}</h3>
            <p class="hint" role="status">{Signal::derive(state)}</p>
            {places}
            <If when=move || there.get() && !studio.unlocked.get()><Unlock id="vault-unlock" then="vault-lock" /></If>
            <If when=move || there.get() && studio.unlocked.get()>
                <div class="key-row">
                    <button type="button" class="plain" id="vault-lock" on:click=move |_| studio.lock()>{text::lock_now()}</button>
                </div>
            </If>
            <If when=move || there.get()><ChangePassphrase /></If>
            <If when=some><ForgetAll /></If>
            <details class="fold">
                <summary>{text::where_it_lives()}</summary>
                <p class="hint">{text::where_keys()}</p>
                <p class="hint">{text::where_orders()}</p>
                <p class="hint">{text::where_tracks()}</p>
            </details>
        </section>
    }
}

/// What each stored key is for.
fn places() -> AnyView {
    let studio = Studio::here();
    let rows = studio.vault.with(|vault| {
        let keys = vault.iter().flat_map(|it| it.keys());
        let rows = keys.filter_map(|(id, base, _)| {
            let name = providers::info(id)?.name;
            Some(view! { <li>{name}<span class="hint">{base.to_owned()}</span></li> })
        });
        rows.collect::<Vec<_>>()
    });
    (!rows.is_empty())
        .then(|| view! { <ul class="vault-keys">{rows}</ul> })
        .into_any()
}

#[component]
fn ChangePassphrase() -> impl IntoView {
    let studio = Studio::here();
    let form = Form::new();
    let change = move || {
        form.run(async move {
            form.chosen()?;
            let (old, new) = (form.now.get_untracked(), form.next.get_untracked());
            studio.change_passphrase(&old, &new).await?;
            Ok(Some(text::passphrase_changed().to_owned()))
        });
    };
    let busy = form.busy;
    let label =
        Signal::derive(move || word(busy.get(), text::working(), text::change_passphrase()));
    view! {
        <details class="fold">
            <summary>{text::change_passphrase()}</summary>
            <div class="key-field" on:keydown=move |event| by_enter(&event, change)>
                <Secret id="vault-now" label=text::passphrase_now() typed=form.now form complete="current-password" />
                <Secret id="vault-next" label=text::new_passphrase() typed=form.next form complete="new-password" />
                <Secret id="vault-again" label=text::again() typed=form.again form complete="new-password" />
                <div class="key-row">
                    <button type="button" class="plain" disabled=busy on:click=move |_| change()>{label}</button>
                </div>
                <Said form id=said_id("vault-next") />
            </div>
        </details>
    }
}

#[component]
fn ForgetAll() -> impl IntoView {
    let studio = Studio::here();
    let asked = RwSignal::new(false);
    let ask = move |on: bool| {
        asked.set(on);
        browser::focus_soon(
            if on {
                "vault-forget"
            } else {
                "vault-forget-ask"
            }
            .to_owned(),
        );
    };
    view! {
        <If when=move || !asked.get()>
            <button type="button" class="quiet" id="vault-forget-ask" on:click=move |_| ask(true)>{text::forget_all()}</button>
        </If>
        <If when=move || asked.get()>
            <p class="hint">{text::forget_all_sure()}</p>
            <div class="key-row">
                <button type="button" class="plain" id="vault-forget" on:click=move |_| studio.forget_keys()>{text::forget_them()}</button>
                <button type="button" class="quiet" on:click=move |_| ask(false)>{text::keep_them()}</button>
            </div>
        </If>
    }
}

/// What is typed into a form of passphrases, and what came of it.
#[derive(Clone, Copy)]
struct Form {
    now: RwSignal<String>,
    next: RwSignal<String>,
    again: RwSignal<String>,
    busy: RwSignal<bool>,
    said: RwSignal<Option<Result<String, String>>>,
}

impl Form {
    fn new() -> Self {
        Self {
            now: RwSignal::default(),
            next: RwSignal::default(),
            again: RwSignal::default(),
            busy: RwSignal::default(),
            said: RwSignal::default(),
        }
    }

    /// Whether the new passphrase will do.
    fn chosen(self) -> Result<(), Trouble> {
        let (next, again) = (self.next.get_untracked(), self.again.get_untracked());
        if next.chars().count() < LEAST_LETTERS {
            return Err(Trouble(text::passphrase_short().to_owned()));
        }
        if next != again {
            return Err(Trouble(text::not_the_same().to_owned()));
        }
        Ok(())
    }

    fn run(self, act: impl Future<Output = Result<Option<String>, Trouble>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let said = act.await.map_err(|trouble| trouble.0).transpose();
            if matches!(said, None | Some(Ok(_))) {
                for typed in [self.now, self.next, self.again] {
                    typed.try_set(String::new());
                }
            }
            // The form may be gone by now.
            self.said.try_set(said);
            self.busy.try_set(false);
        });
    }
}

/// Why it was not done, in words.
struct Trouble(String);

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self(told(&refusal))
    }
}

/// Why the vault did not do what was asked.
pub(crate) fn told(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Browser(why) => text::cannot_encrypt(why),
        Refusal::Damaged(names) => text::could_not_open(&listed(names.iter().cloned())),
        Refusal::Locked => text::not_unlocked().to_owned(),
        Refusal::Wrong => text::wrong_passphrase().to_owned(),
    }
}

#[component]
fn Secret(
    #[prop(into)] id: String,
    label: &'static str,
    typed: RwSignal<String>,
    form: Form,
    complete: &'static str,
) -> impl IntoView {
    let said_id = said_id(&id);
    let wrong = move || form.said.with(|it| matches!(it, Some(Err(_))));
    view! {
        <label class="label" for=id.clone()>{label}</label>
        <input
            type="password"
            autocomplete=complete
            spellcheck="false"
            id=id
            aria-invalid=Signal::derive(move || wrong().then_some("true"))
            aria-describedby=Signal::derive(move || wrong().then(|| said_id.clone()))
            prop:value=Signal::derive(move || typed.get())
            on:input=move |event| typed.set(event_target_value(&event))
        />
    }
}

#[component]
fn Said(form: Form, id: String) -> impl IntoView {
    view! {
        <div id=id class="key-said" role="status">
            {move || form.said.get().map(said_view)}
        </div>
    }
}

/// What came of something, good or not.
pub(crate) fn said_view(said: Result<String, String>) -> AnyView {
    let (class, glyph, text) = match said {
        Ok(text) => ("good", Glyph::Check, text),
        Err(text) => ("problem", Glyph::Alert, text),
    };
    view! { <p class=class><Icon glyph />{text}</p> }.into_any()
}

fn said_id(id: &str) -> String {
    format!("{id}-said")
}

fn word(busy: bool, going_on: &'static str, act: &'static str) -> &'static str {
    if busy { going_on } else { act }
}

/// These fields may stand in another form, which Enter must not send.
fn by_enter(event: &KeyboardEvent, act: impl FnOnce()) {
    let target = browser::target_is(event, "input");
    if event.key() == "Enter" && target {
        event.prevent_default();
        event.stop_propagation();
        act();
    }
}
