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
use crate::text::common::{delete, tracks};
use crate::text::library as text;
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
                text::found_of(&words::number(found as f64, 0), &tracks(all as u64))
            }
            (_, all) => tracks(all as u64),
        };
        let size = words::size(studio.library.with(|library| library.bytes()));
        text::in_this_browser(&count, &size)
    };
    let size = Signal::derive(size);
    view! {
        <section class="library" aria-labelledby="library-head">
            <header class="library-head">
                <h2 id="library-head">{text::library()}</h2>
                <If when=move || all.get() != 0><p class="library-size" role="status">{size}</p></If>
                <Backup />
            </header>
            <If when=move || all.get() != 0><Finder /></If>
            <If when=move || all.get() != 0 && found.get() == 0>
                <div class="empty">
                    <p class="empty-head">{text::nothing_like_that()}</p>
                    <p><button type="button" class="plain" on:click=move |_| filter.set(Filter::default())>{text::show_all()}</button></p>
                </div>
            </If>
            <If when=move || all.get() == 0>
                <div class="empty">
                    <p class="empty-head">{text::nothing_kept()}</p>
                    <p class="empty-more">{text::kept_by_itself()}</p>
                    <p><button type="button" class="plain" on:click=move |_| studio.go_to(View::Create)>{text::make_one()}</button></p>
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
                <button type="button" class="quiet" on:click=move |_| studio.back_up()>{text::back_up()}</button>
            </If>
            <button type="button" class="quiet" on:click=ask>{text::restore()}</button>
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
        let chosen = Sorting::ALL.into_iter().find(|it| it.word() == name);
        filter.update(|it| it.order = chosen.unwrap_or_default());
    };
    let order = move || filter.with(|it| it.order.word());
    let favourites = Memo::new(move |_| filter.with(|it| it.favourites));
    view! {
        <div class="finder" role="search">
            <label class="finder-words">
                <Icon glyph=Glyph::Search />
                <span class="visually-hidden">{text::search_the_library()}</span>
                <input
                    type="search"
                    id=SEARCH
                    placeholder=text::search()
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
                {text::favourites()}
            </button>
            <label class="finder-order">
                <span class="visually-hidden">{text::order()}</span>
                <select prop:value=Signal::derive(order) on:change=sort>
                    {Sorting::ALL.into_iter().map(|it| view! { <option value=it.word()>{it.name()}</option> }).collect_view()}
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
            title=text::favourite()
            aria-pressed=Signal::derive(move || on.get().to_string())
            aria-label=Signal::derive(move || take.with(|take| text::favourite_of(&take.spoken())))
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
                    <p class="row-title" dir="auto">{Signal::derive(move || take.with(Take::title))}</p>
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
                        title=text::use_again()
                        aria-label=Signal::derive(move || take.with(|take| text::use_again_of(&take.spoken())))
                        on:click=move |_| studio.edit_order(&take.get_untracked().order)
                    >
                        <Icon glyph=Glyph::Again />
                    </button>
                    <DownloadButton take=take />
                    <button
                        type="button"
                        class="quiet round"
                        title=delete()
                        aria-label=Signal::derive(move || take.with(|take| text::delete_of(&take.spoken())))
                        on:click=move |_| studio.delete(take.get_untracked())
                    >
                        <Icon glyph=Glyph::Trash />
                    </button>
                </div>
            </li>
        }
    })
}
