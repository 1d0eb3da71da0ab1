//! The list of the library: of thousands of pieces those that are in sight are drawn, and a few around them.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CustomAttribute, Effect, ElementChild, For, Get, GetUntracked,
    GlobalAttributes, IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute, PropAttribute,
    RwSignal, Set, Signal, StyleAttribute, With, WithUntracked, component, event_target_checked,
    request_animation_frame, view,
};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::browser;
use crate::components::compare::CompareButton;
use crate::components::edit::EditButton;
use crate::components::icon::{Glyph, Icon};
use crate::components::lane::{DownloadButton, PlayButton, TakeWave};
use crate::components::part::If;
use crate::state::edit::relation;
use crate::state::take::Take;
use crate::state::window::{Window, step};
use crate::studio::Studio;
use crate::text::common::delete;
use crate::text::library as text;
use crate::words;

/// What the list scrolls in, and which part of it is in sight.
#[derive(Clone, Copy)]
pub(crate) struct Pane {
    pub(crate) scroller: NodeRef<html::Section>,
    list: NodeRef<html::Ul>,
    window: RwSignal<Window>,
    count: RwSignal<usize>,
}

impl Pane {
    pub(crate) fn new() -> Self {
        Self {
            scroller: NodeRef::new(),
            list: NodeRef::new(),
            window: RwSignal::default(),
            count: RwSignal::default(),
        }
    }

    /// Looks which rows are in sight.
    pub(crate) fn look(self) {
        let (Some(scroller), Some(list)) =
            (self.scroller.get_untracked(), self.list.get_untracked())
        else {
            return;
        };
        let (seen, all) = (
            scroller.get_bounding_client_rect(),
            list.get_bounding_client_rect(),
        );
        let count = self.count.get_untracked();
        let window = Window::of(count, all.height(), seen.top() - all.top(), seen.height());
        if self.window.get_untracked() != window {
            self.window.set(window);
        }
    }

    /// Looks once what was just changed is laid out.
    fn look_soon(self) {
        request_animation_frame(move || self.look());
    }
}

/// The list.
#[component]
pub(crate) fn Shelf(ids: Memo<Vec<String>>, pane: Pane) -> impl IntoView {
    let studio = Studio::here();
    let focused: RwSignal<Option<String>> = RwSignal::new(None);
    let count = Memo::new(move |_| ids.with(Vec::len));
    Effect::new(move |_| {
        let _ = (
            studio.view.get(),
            studio.narrow.get(),
            studio.picked.with(Option::is_some),
        );
        pane.count.set(count.get());
        pane.look_soon();
    });
    let resized =
        leptos::prelude::window_event_listener(leptos::ev::resize, move |_| pane.look_soon());
    leptos::prelude::on_cleanup(move || resized.remove());
    // What has the focus stays, however far it is scrolled away.
    let drawn = Memo::new(move |_| {
        let held = focused.get();
        ids.with(|ids| pane.window.get().drawn(ids, held.as_deref()))
    });
    let hold = move |event: FocusEvent| {
        let row = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let row = row.and_then(|it| it.closest(".row").ok().flatten());
        focused.set(row.and_then(|row| row.get_attribute("data-id")));
    };
    view! {
        <ul
            class="shelf"
            class:picking=Signal::derive(move || studio.picked.with(Option::is_some))
            role="list"
            node_ref=pane.list
            style:height=Signal::derive(move || format!("calc(var(--row) * {})", count.get()))
            on:focusin=hold
            on:keydown=move |event| walk(&event, pane)
        >
            <For each=move || drawn.get() key=|(_, id)| id.clone() let:drawn_row>
                <Row id=drawn_row.1 drawn count />
            </For>
        </ul>
    }
}

/// Up and down go to the same button of another row; Home and End to the first and the last one.
fn walk(event: &KeyboardEvent, pane: Pane) {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let row = target
        .as_ref()
        .and_then(|it| it.closest(".row").ok().flatten());
    let (Some(target), Some(row)) = (target, row) else {
        return;
    };
    let at = row
        .get_attribute("aria-posinset")
        .and_then(|it| it.parse::<usize>().ok());
    let count = pane.count.get_untracked();
    let to = at.and_then(|at| step(&event.key(), at - 1, count, pane.window.get_untracked()));
    let (Some(to), Some(scroller), Some(list)) =
        (to, pane.scroller.get_untracked(), pane.list.get_untracked())
    else {
        return;
    };
    event.prevent_default();
    let (seen, all) = (
        scroller.get_bounding_client_rect(),
        list.get_bounding_client_rect(),
    );
    let tall = all.height() / count as f64;
    let top = all.top() - seen.top() + tall * to as f64;
    let by = top.min(0.0) + (top + tall - seen.height()).max(0.0);
    scroller.set_scroll_top(scroller.scroll_top() + by.round() as i32);
    pane.look();
    let act = target.get_attribute("data-act").unwrap_or_default();
    request_animation_frame(move || {
        let row = format!(".row[aria-posinset='{}']", to + 1);
        let same = format!("{row}>*>[data-act='{act}']");
        browser::focus_first(&[&same, &format!("{row}>button"), &format!("{row}>*>button")]);
    });
}

#[component]
fn Row(id: String, drawn: Memo<Vec<(usize, String)>>, count: Memo<usize>) -> impl IntoView {
    let studio = Studio::here();
    let first = studio
        .library
        .with_untracked(|library| library.find(&id).cloned());
    first.map(|first| {
        let own = id.clone();
        let take = Memo::new(move |_| {
            studio.library.with(|library| library.find(&id).cloned()).unwrap_or_else(|| first.clone())
        });
        let name = own.clone();
        let at = Memo::new(move |_| {
            drawn.with(|drawn| drawn.iter().find(|(_, id)| *id == own).map_or(0, |(at, _)| *at))
        });
        let facts = move || {
            let when = words::ago(studio.now.get(), take.with(|take| take.made_ms));
            take.with(|take| facts(take, studio.parent_of(take).as_ref(), &when))
        };
        let picks = Memo::new(move |_| studio.picked.with(Option::is_some));
        let in_trash = Memo::new(move |_| take.with(|take| take.deleted_ms.is_some()));
        view! {
            <li
                class="row"
                data-id=name
                aria-setsize=Signal::derive(move || count.get().to_string())
                aria-posinset=Signal::derive(move || (at.get() + 1).to_string())
                style:top=Signal::derive(move || format!("calc(var(--row) * {})", at.get()))
            >
                <If when=move || picks.get()><Pick take /></If>
                <If when=move || !picks.get()><PlayButton take=take /></If>
                <div class="row-who">
                    <button
                        type="button"
                        class="row-title"
                        dir="auto"
                        data-act="details"
                        aria-haspopup="dialog"
                        aria-label=Signal::derive(move || take.with(|take| text::details_of(&take.spoken())))
                        on:click=move |_| studio.details.set(Some(take.with_untracked(|take| take.id.clone())))
                    >
                        {Signal::derive(move || take.with(Take::title))}
                    </button>
                    <p class="row-facts">{Signal::derive(facts)}</p>
                </div>
                <TakeWave take=take />
                <span class="length">{Signal::derive(move || take.with(|take| take.seconds.map(words::clock)))}</span>
                <div class="row-acts">
                    <If when=move || !in_trash.get()><RowActs take /></If>
                    <If when=move || in_trash.get()><BringBack take /></If>
                </div>
            </li>
        }
    })
}

/// Where it comes from, when, and what the person thinks of it.
fn facts(take: &Take, parent: Option<&Take>, when: &str) -> String {
    let made = relation(take, parent).unwrap_or_else(|| take.model_name());
    let mut facts = vec![made, when.to_owned()];
    if take.rating > 0 {
        facts.push(text::rated(&take.rating.to_string()));
    }
    if !take.tags.is_empty() {
        facts.push(take.tags.join(", "));
    }
    facts.join(" · ")
}

#[component]
fn RowActs(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    view! {
        <FavouriteButton take />
        <EditButton take=take />
        <CompareButton take=take />
        <DownloadButton take=take />
        <button
            type="button"
            class="quiet round"
            data-act="delete"
            title=delete()
            aria-label=Signal::derive(move || take.with(|take| text::delete_of(&take.spoken())))
            on:click=move |_| take.with_untracked(|take| studio.delete(take))
        >
            <Icon glyph=Glyph::Trash />
        </button>
    }
}

#[component]
fn BringBack(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    view! {
        <button
            type="button"
            class="plain"
            data-act="back"
            aria-label=Signal::derive(move || take.with(|take| text::bring_back_of(&take.spoken())))
            on:click=move |_| studio.undelete(&[take.with_untracked(|take| take.id.clone())])
        >
            {text::bring_back()}
        </button>
    }
}

/// Picks a piece, or not.
#[component]
fn Pick(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let id = Memo::new(move |_| take.with(|take| take.id.clone()));
    let on = Memo::new(move |_| {
        let picked = |it: &Option<std::collections::BTreeSet<String>>| {
            it.as_ref().is_some_and(|it| id.with(|id| it.contains(id)))
        };
        studio.picked.with(picked)
    });
    view! {
        <label class="pick">
            <input
                type="checkbox"
                data-act="pick"
                aria-label=Signal::derive(move || take.with(|take| text::pick_of(&take.spoken())))
                prop:checked=on
                on:change=move |event| studio.select(&id.get_untracked(), event_target_checked(&event))
            />
        </label>
    }
}

/// Marks a piece as a favourite, or not.
#[component]
pub(crate) fn FavouriteButton(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let on = Memo::new(move |_| take.with(|take| take.favourite));
    let turn = move |_| take.with_untracked(|take| studio.set_favourite(&take.id, !take.favourite));
    view! {
        <button
            type="button"
            class="quiet round toggle star"
            data-act="favourite"
            title=text::favourite()
            aria-pressed=Signal::derive(move || on.get().to_string())
            aria-label=Signal::derive(move || take.with(|take| text::favourite_of(&take.spoken())))
            on:click=turn
        >
            <Icon glyph=Glyph::Star />
        </button>
    }
}
