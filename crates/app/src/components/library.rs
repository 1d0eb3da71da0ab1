//! What is kept in this browser.

use leptos::html::Input;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, For, Get, GetUntracked,
    GlobalAttributes, IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute, PropAttribute, Set,
    Signal, Update, With, WithUntracked, component, event_target_value, view,
};

use crate::components::compare::CompareButton;
use crate::components::edit::EditButton;
use crate::components::icon::{Glyph, Icon};
use crate::components::lane::{DownloadButton, PlayButton, TakeWave};
use crate::components::part::If;
use crate::state::edit::relation;
use crate::state::library::{Filter, Sorting};
use crate::state::take::Take;
use crate::studio::{SEARCH, Studio, View};
use crate::words;

/// What is kept, newest first.
#[component]
pub(crate) fn Library() -> impl IntoView {
    let studio = Studio::here();
    let filter = studio.filter;
    let ids = Memo::new(move |_| filter.with(|filter| studio.library.with(|it| it.listed(filter))));
    let all = Memo::new(move |_| studio.library.with(|library| library.shown().count()));
    let found = Memo::new(move |_| ids.with(Vec::len));
    let size = move || {
        let count = match (found.get(), all.get()) {
            (found, all) if found < all => {
                format!("{found} of {}", words::count(all as u64, "track"))
            }
            (_, all) => words::count(all as u64, "track"),
        };
        format!(
            "{count} · {} in this browser only",
            words::size(studio.library.with(|library| library.bytes()))
        )
    };
    let size = Signal::derive(size);
    view! {
        <section class="library" aria-labelledby="library-head">
            <header class="library-head">
                <h2 id="library-head">"Library"</h2>
                <If when=move || all.get() != 0><p class="library-size" role="status">{size}</p></If>
                <Backup />
            </header>
            <If when=move || all.get() != 0><Finder /></If>
            <If when=move || all.get() != 0 && found.get() == 0>
                <div class="empty">
                    <p class="empty-head">"Nothing like that is kept."</p>
                    <p><button type="button" class="plain" on:click=move |_| filter.set(Filter::default())>"Show all"</button></p>
                </div>
            </If>
            <If when=move || all.get() == 0>
                <div class="empty">
                    <p class="empty-head">"Nothing kept yet."</p>
                    <p class="empty-more">"Every finished track is kept here by itself, in this browser only."</p>
                    <p><button type="button" class="plain" on:click=move |_| studio.go_to(View::Create)>"Make one"</button></p>
                </div>
            </If>
            <ul class="shelf">
                <For each=move || ids.get() key=String::clone let:id><Row id /></For>
            </ul>
        </section>
    }
}

/// The whole library as one file, and back.
#[component]
fn Backup() -> impl IntoView {
    let studio = Studio::here();
    let input: NodeRef<Input> = NodeRef::new();
    let some = Memo::new(move |_| {
        studio
            .library
            .with(|library| library.shown().next().is_some())
    });
    let ask = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let take = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            studio.restore_from(file);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    view! {
        <div class="library-acts">
            <If when=move || some.get()>
                <button type="button" class="quiet" on:click=move |_| studio.back_up()>"Back up"</button>
            </If>
            <button type="button" class="quiet" on:click=ask>"Restore"</button>
            <input type="file" hidden accept=".tar" node_ref=input on:change=take />
        </div>
    }
}

/// Words to search for, favourites only, and the order.
#[component]
fn Finder() -> impl IntoView {
    let studio = Studio::here();
    let filter = studio.filter;
    let search = move |event| filter.update(|it| it.words = event_target_value(&event));
    let sort = move |event| {
        let name = event_target_value(&event);
        let chosen = Sorting::ALL.into_iter().find(|(_, it)| *it == name);
        filter.update(|it| it.order = chosen.map(|(order, _)| order).unwrap_or_default());
    };
    let order = move || {
        let now = filter.with(|it| it.order);
        Sorting::ALL
            .into_iter()
            .find(|(it, _)| *it == now)
            .map(|(_, name)| name)
    };
    let favourites = Memo::new(move |_| filter.with(|it| it.favourites));
    view! {
        <div class="finder" role="search">
            <label class="finder-words">
                <Icon glyph=Glyph::Search />
                <span class="visually-hidden">"Search the library"</span>
                <input
                    type="search"
                    id=SEARCH
                    placeholder="Search"
                    aria-keyshortcuts="/"
                    prop:value=Signal::derive(move || filter.with(|it| it.words.clone()))
                    on:input=search
                />
            </label>
            <button
                type="button"
                class="plain toggle"
                aria-pressed=Signal::derive(move || favourites.get().to_string())
                on:click=move |_| filter.update(|it| it.favourites = !it.favourites)
            >
                <Icon glyph=Glyph::Star />
                "Favourites"
            </button>
            <label class="finder-order">
                <span class="visually-hidden">"Order"</span>
                <select prop:value=Signal::derive(order) on:change=sort>
                    {Sorting::ALL.into_iter().map(|(_, name)| view! { <option value=name>{name}</option> }).collect_view()}
                </select>
            </label>
        </div>
    }
}

/// Marks a piece as a favourite, or not.
#[component]
fn FavouriteButton(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let on = Memo::new(move |_| take.with(|take| take.favourite));
    let turn = move |_| take.with_untracked(|take| studio.set_favourite(&take.id, !take.favourite));
    view! {
        <button
            type="button"
            class="quiet round toggle star"
            title="Favourite"
            aria-pressed=Signal::derive(move || on.get().to_string())
            aria-label=Signal::derive(move || take.with(|take| format!("Favourite: {}", take.spoken())))
            on:click=turn
        >
            <Icon glyph=Glyph::Star />
        </button>
    }
}

#[component]
fn Row(id: String) -> impl IntoView {
    let studio = Studio::here();
    let first = studio
        .library
        .with_untracked(|library| library.find(&id).cloned());
    first.map(|first| {
        let take = Memo::new(move |_| {
            studio.library.with(|library| library.find(&id).cloned()).unwrap_or_else(|| first.clone())
        });
        let facts = move || {
            let when = words::ago(studio.now.get(), take.with(|take| take.made_ms));
            take.with(|take| match relation(take, studio.parent_of(take).as_ref()) {
                Some(relation) => format!("{relation} · {when}"),
                None => format!("{} · {when}", take.model_name()),
            })
        };
        let facts = Signal::derive(facts);
        view! {
            <li class="row">
                <PlayButton take=take />
                <div class="row-who">
                    <p class="row-title">{Signal::derive(move || take.with(Take::title))}</p>
                    <p class="row-facts">{facts}</p>
                </div>
                <TakeWave take=take />
                <span class="length">{Signal::derive(move || take.with(|take| take.seconds.map(words::clock)))}</span>
                <div class="row-acts">
                    <FavouriteButton take=take />
                    <EditButton take=take />
                    <CompareButton take=take />
                    <button
                        type="button"
                        class="quiet round"
                        title="Use again"
                        aria-label=Signal::derive(move || take.with(|take| format!("Use again: {}", take.spoken())))
                        on:click=move |_| studio.edit_order(&take.get_untracked().order)
                    >
                        <Icon glyph=Glyph::Again />
                    </button>
                    <DownloadButton take=take />
                    <button
                        type="button"
                        class="quiet round"
                        title="Delete"
                        aria-label=Signal::derive(move || take.with(|take| format!("Delete: {}", take.spoken())))
                        on:click=move |_| studio.delete(take.get_untracked())
                    >
                        <Icon glyph=Glyph::Trash />
                    </button>
                </div>
            </li>
        }
    })
}
