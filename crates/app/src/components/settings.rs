//! The settings: where each provider's orders go, and its key.

use leptos::html::Dialog;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, Effect, ElementChild, Get, GetUntracked,
    GlobalAttributes, IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute, PropAttribute,
    Signal, Track, With, WithValue, component, event_target_checked, event_target_value, view,
};
use tutti_core::catalog::{Auth, ProviderInfo};
use tutti_core::providers;

use crate::browser;
use crate::components::icon::{Glyph, Icon};
use crate::components::key::KeyField;
use crate::components::models::KeyState;
use crate::components::part::If;
use crate::components::spending::Spending;
use crate::components::vault::VaultPart;
use crate::platform;
use crate::state::settings::{Endpoint, Tongue, usable};
use crate::studio::{LANGUAGE, Studio};
use crate::text::common::sandbox as sandbox_word;
use crate::text::library;
use crate::text::runs::notify_more;
use crate::text::settings as text;

/// The settings' dialog.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let studio = Studio::here();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let (Some(dialog), Some(provider)) = (dialog.get(), studio.settings_open.get()) else {
            return;
        };
        if !dialog.open() {
            // It is in the document and closed, so it opens.
            let _ = dialog.show_modal();
        }
        if !provider.is_empty() {
            browser::focus(&format!("settings-key-{provider}"));
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="settings"
            node_ref=dialog
            aria-labelledby="settings-head"
            on:close=move |_| studio.close_settings()
        >
            <If when=move || studio.settings_open.with(Option::is_some)>
                <header class="settings-head">
                    <h2 id="settings-head">{text::settings()}</h2>
                    <button type="button" class="quiet round" aria-label=text::close_settings() on:click=close>
                        <Icon glyph=Glyph::Close />
                    </button>
                </header>
                <div class="settings-general">
                    <Language />
                    <Notify />
                    <Files />
                </div>
                <p class="settings-lead">{text::keys_lead()}</p>
                {paid().map(|provider| view! { <Provider provider /> }).collect_view()}
                <VaultPart />
                <Spending />
                <Install />
            </If>
        </dialog>
    }
}

/// What is written into the files that are downloaded.
#[component]
fn Files() -> impl IntoView {
    let studio = Studio::here();
    view! {
        <label class="way">
            <input
                type="checkbox"
                class="switch"
                role="switch"
                prop:checked=Signal::derive(move || studio.settings.with(|it| it.recipe_in_files))
                on:change=move |event| studio.set_recipe_in_files(event_target_checked(&event))
            />
            {library::recipe_in_files()}
        </label>
    }
}

/// The language of the page: each is named in itself.
#[component]
fn Language() -> impl IntoView {
    let studio = Studio::here();
    let choose = move |event| studio.set_tongue(Tongue::by_tag(&event_target_value(&event)));
    let chosen = move || {
        studio.tongue.track();
        let chosen = studio.settings.with(|settings| settings.tongue);
        chosen.map_or("", Tongue::tag)
    };
    let options = Tongue::ALL.into_iter().map(|it| {
        view! { <option value=it.tag() lang=it.tag()>{it.name()}</option> }
    });
    view! {
        <div class="language">
            <label class="label" for=LANGUAGE>{text::language()}</label>
            <select id=LANGUAGE prop:value=Signal::derive(chosen) on:change=choose>
                <option value="">{text::language_of_browser()}</option>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// Offers to install the page, where the browser can.
#[component]
fn Install() -> impl IntoView {
    let studio = Studio::here();
    view! {
        <If when=move || studio.platform.installable.get()>
            <div class="install">
                <button type="button" class="plain" on:click=|_| platform::install()>{text::install()}</button>
                <span class="hint">{text::install_more()}</span>
            </div>
        </If>
    }
}

/// Whether one is called back when a job ends.
#[component]
fn Notify() -> impl IntoView {
    let studio = Studio::here();
    let set = move |event| match event_target_checked(&event) {
        true => studio.ask_to_notify(),
        false => studio.set_notify(false),
    };
    let refused = move || {
        studio
            .may_notify
            .with(|it| !matches!(it.as_str(), "default" | "granted"))
    };
    view! {
        <label class="way">
            <input
                type="checkbox"
                class="switch"
                role="switch"
                disabled=Signal::derive(refused)
                prop:checked=Signal::derive(move || studio.settings.with(|settings| settings.notify))
                on:change=set
            />
            {notify_more()}
        </label>
        <If when=refused><p class="hint">{text::notify_refused()}</p></If>
    }
}

fn paid() -> impl Iterator<Item = &'static ProviderInfo> {
    providers::INFOS
        .into_iter()
        .filter(|info| info.auth != Auth::None)
}

#[component]
fn Provider(provider: &'static ProviderInfo) -> impl IntoView {
    let studio = Studio::here();
    let base = Memo::new(move |_| studio.base(provider));
    // The one that was asked for, else the first.
    let asked = studio
        .settings_open
        .get_untracked()
        .filter(|it| !it.is_empty());
    let is_first = paid().next().is_some_and(|first| first.id == provider.id);
    let open = asked.map_or(is_first, |asked| asked == provider.id);
    let page = provider.keys_page.map(|page| {
        let link = text::get_key_at(provider.name);
        view! { <p class="hint"><a href=page target="_blank" rel="noopener noreferrer">{link}</a>" "{text::small_limit()}</p> }
    });
    view! {
        <details class="provider" name="provider" open=open>
            <summary>
                <h3>{provider.name}</h3>
                <span class="hint"><KeyState provider /></span>
            </summary>
            <div class="provider-body">
                <Endpoints provider />
                {move || view! { <KeyField provider base=base.get() scope="settings" /> }}
                {page}
            </div>
        </details>
    }
}

#[component]
fn Endpoints(provider: &'static ProviderInfo) -> impl IntoView {
    let studio = Studio::here();
    let chosen = Memo::new(move |_| studio.endpoint(provider));
    let sandbox = studio.site.with_value(|site| site.sandbox(provider.id));
    let relay = studio.site.with_value(|site| site.relay.clone());
    let choices = [
        (
            Endpoint::Live,
            text::live(),
            text::live_more(provider.base_url),
        ),
        (
            Endpoint::Sandbox,
            sandbox_word(),
            text::sandbox_more(&sandbox),
        ),
        (Endpoint::Relay, text::relay(), text::relay_more(&relay)),
        (
            Endpoint::Custom(String::new()),
            text::another_address(),
            text::another_more().to_owned(),
        ),
    ];
    let choices = choices.into_iter().map(|(endpoint, name, more)| {
        let word = endpoint.word();
        let choose = move |_| studio.set_endpoint(provider, endpoint.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=format!("endpoint-{}", provider.id)
                    value=word
                    prop:checked=Signal::derive(move || chosen.with(|it| it.word() == word))
                    on:change=choose
                />
                <span class="choice-name">{name}</span>
                <span class="hint">{more}</span>
            </label>
        }
    });
    view! {
        <fieldset class="endpoints">
            <legend class="label">{text::endpoint()}</legend>
            {choices.collect_view()}
            <If when=move || chosen.with(|it| it.word() == "custom")><Custom provider /></If>
            <If when=move || chosen.with(|it| it.word() == "relay")><Through provider /></If>
        </fieldset>
    }
}

/// How the relay stands, and its token where it asks for one.
#[component]
fn Through(provider: &'static ProviderInfo) -> impl IntoView {
    let studio = Studio::here();
    let away = move || studio.relayed.with(Option::is_none);
    let asks = move || studio.relay_asks();
    let id = format!("relay-token-{}", provider.id);
    view! {
        <If when=away>
            <p class="problem"><Icon glyph=Glyph::Alert />{text::no_relay_answers()}</p>
        </If>
        <If when=asks>
            <label class="label" for=id.clone()>{text::relay_token()}</label>
            <input
                type="password"
                autocomplete="off"
                spellcheck="false"
                id=id.clone()
                on:change=move |event| studio.set_relay_token(event_target_value(&event))
            />
        </If>
    }
}

#[component]
fn Custom(provider: &'static ProviderInfo) -> impl IntoView {
    let studio = Studio::here();
    let url = move || match studio.endpoint(provider) {
        Endpoint::Custom(url) => url,
        _ => String::new(),
    };
    let wrong = Memo::new(move |_| {
        let url = url();
        let found = studio
            .site
            .with_value(|site| usable(&url, provider, site).err());
        found.filter(|_| !url.is_empty())
    });
    let id = format!("address-{}", provider.id);
    let problem = format!("{id}-problem");
    let told = problem.clone();
    view! {
        <label class="label" for=id.clone()>{text::address()}</label>
        <input
            type="url"
            autocomplete="off"
            id=id
            placeholder="http://127.0.0.1:9000/segmind"
            aria-invalid=Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")))
            aria-describedby=Signal::derive(move || wrong.with(|it| it.is_some().then(|| told.clone())))
            prop:value=Signal::derive(url)
            on:change=move |event| studio.set_endpoint(provider, Endpoint::Custom(event_target_value(&event)))
        />
        <If when=move || wrong.with(Option::is_some)>
            <p class="problem" id=problem.clone()><Icon glyph=Glyph::Alert />{Signal::derive(move || wrong.get())}</p>
        </If>
    }
}
