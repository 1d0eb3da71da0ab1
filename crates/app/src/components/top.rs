//! The head of the page: name, views, what the endpoints mean, theme, settings.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, CustomAttribute, ElementChild, Get,
    GlobalAttributes, IntoAny, IntoView, Memo, OnAttribute, Set, Signal, With, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::state::settings::Theme;
use crate::studio::{Studio, View};
use crate::text::common as text;
use crate::text::library::library;
use crate::text::settings::settings;

/// The head of the page.
#[component]
pub(crate) fn Top() -> impl IntoView {
    let studio = Studio::here();
    view! {
        <a class="skip" href="#prompt" on:click=move |event| studio.skip(&event)>{text::skip()}</a>
        <header class="top">
            <h1 class="brand"><Logo />"Tutti"</h1>
            <Tabs />
            <div class="top-end">
                <Offline />
                <Badge />
                <ThemeButton />
                <button
                    type="button"
                    class="quiet round wide-only"
                    aria-label=text::keys()
                    title=text::keys()
                    aria-keyshortcuts="?"
                    on:click=move |_| studio.keys_open.set(true)
                >
                    <Icon glyph=Glyph::Question />
                </button>
                <button type="button" class="quiet" on:click=move |_| studio.open_settings(None)>
                    <Icon glyph=Glyph::Gear />
                    <span class="wide-only">{settings()}</span>
                    <span class="narrow-only visually-hidden">{settings()}</span>
                </button>
            </div>
        </header>
    }
}

/// The bracket that joins the staves of a score.
#[component]
fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
            <path d="M9 3.5H5v21h4" />
            <path class="logo-staves" d="M11.5 8h6M11.5 14h13M11.5 20h9" />
        </svg>
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let tabs = [
        (View::Create, text::create(), Glyph::Create),
        (View::Runs, text::runs(), Glyph::Runs),
        (View::Library, library(), Glyph::Library),
    ];
    view! {
        <nav class="tabs" aria-label=text::views()>
            {tabs.into_iter().map(|(view, name, glyph)| view! { <Tab view name glyph /> }).collect_view()}
        </nav>
    }
}

#[component]
fn Tab(view: View, name: &'static str, glyph: Glyph) -> impl IntoView {
    let studio = Studio::here();
    let current = move || studio.shows(view).then_some("page");
    let current = Signal::derive(current);
    let count = Memo::new(move |_| match view {
        View::Create => 0,
        View::Library => studio.library.with(|library| library.shown().count()),
        View::Runs => studio.jobs.with(|jobs| jobs.working()),
    });
    view! {
        <button
            type="button"
            class="tab"
            class:narrow-only=view == View::Runs
            aria-current=current
            on:click=move |_| studio.go_to(view)
        >
            <Icon glyph />
            {name}
            <If when=move || count.get() != 0>
                <span class="count">{Signal::derive(move || shortened(count.get()))}</span>
            </If>
        </button>
    }
}

/// Says so, calmly, while there is no network.
#[component]
fn Offline() -> impl IntoView {
    let studio = Studio::here();
    view! {
        <If when=move || !studio.platform.online.get()>
            <p class="badge offline"><span class="badge-word">{text::offline()}</span><span class="badge-more">{text::offline_more()}</span></p>
        </If>
    }
}

/// A count that has room on a tab.
fn shortened(count: usize) -> String {
    match count {
        0..1_000 => count.to_string(),
        _ => "999+".to_owned(),
    }
}

/// Says plainly when no money can be spent.
#[component]
fn Badge() -> impl IntoView {
    let studio = Studio::here();
    view! {
        <If when=move || studio.spends_nothing()>
            <p class="badge"><span class="badge-word">{text::sandbox()}</span><span class="badge-more">{text::no_money()}</span></p>
        </If>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let studio = Studio::here();
    let theme = Memo::new(move |_| studio.settings.with(|settings| settings.theme));
    let icon = move || match theme.get() {
        Theme::Dark => view! { <Icon glyph=Glyph::Dark /> }.into_any(),
        Theme::Light => view! { <Icon glyph=Glyph::Light /> }.into_any(),
        Theme::System => view! { <Icon glyph=Glyph::System /> }.into_any(),
    };
    let label = move || match theme.get() {
        Theme::Dark => text::theme_dark(),
        Theme::Light => text::theme_light(),
        Theme::System => text::theme_system(),
    };
    let label = Signal::derive(label);
    view! {
        <button
            type="button"
            class="quiet round"
            aria-label=label
            title=label
            on:click=move |_| studio.set_theme(theme.get().next())
        >
            {icon}
        </button>
    }
}
