//! What is kept in this browser: its head, its room, and what stands there when there is nothing.

use leptos::html::Input;
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes,
    IntoAny, IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute, RwSignal, Set, Signal, Update,
    With, component, view,
};

use crate::components::finder::Finder;
use crate::components::part::If;
use crate::components::picked::Picked;
use crate::components::shelf::{Pane, Shelf};
use crate::studio::{LIBRARY_HEAD, Studio, View};
use crate::text::common::tracks;
use crate::text::library as text;
use crate::words;

/// The library, to be loaded when it is wanted.
pub(crate) fn library() -> AnyView {
    view! { <Library /> }.into_any()
}

/// What is kept, newest first, or what was deleted lately.
#[component]
fn Library() -> impl IntoView {
    let studio = Studio::here();
    let filter = studio.filter;
    let ids = Memo::new(move |_| filter.with(|filter| studio.library.with(|it| it.listed(filter))));
    let kept = Memo::new(move |_| studio.library.with(|library| library.shown().count()));
    let trash = Memo::new(move |_| studio.library.with(|library| library.trash().count()));
    let in_trash = Memo::new(move |_| filter.with(|it| it.trash));
    let all = Memo::new(move |_| {
        if in_trash.get() {
            trash.get()
        } else {
            kept.get()
        }
    });
    let found = Memo::new(move |_| ids.with(Vec::len));
    let picks = Memo::new(move |_| studio.picked.with(Option::is_some));
    let pane = Pane::new();
    let head = move || {
        if in_trash.get() {
            text::trash_head()
        } else {
            text::library()
        }
    };
    view! {
        <section class="library" aria-labelledby=LIBRARY_HEAD node_ref=pane.scroller on:scroll=move |_| pane.look()>
            <header class="library-head">
                <h2 id=LIBRARY_HEAD tabindex="-1">{Signal::derive(head)}</h2>
                <If when=move || all.get() != 0><Size found all /></If>
                <Acts kept trash in_trash />
            </header>
            <If when=move || kept.get() != 0 && !in_trash.get()><Room /></If>
            <If when=move || in_trash.get() && all.get() != 0><p class="library-note">{text::deleted_note()}</p></If>
            <If when=move || all.get() != 0 && picks.get()><Picked found /></If>
            <If when=move || all.get() != 0 && !picks.get()><Finder /></If>
            <If when=move || all.get() != 0 && found.get() == 0>
                <div class="empty">
                    <p class="empty-head">{text::nothing_like_that()}</p>
                    <p><button type="button" class="plain" on:click=move |_| filter.update(|it| *it = it.opened())>{text::show_all()}</button></p>
                </div>
            </If>
            <If when=move || all.get() == 0><Empty in_trash /></If>
            <Shelf ids pane />
        </section>
    }
}

/// How many pieces are listed, and how large they are.
#[component]
fn Size(found: Memo<usize>, all: Memo<usize>) -> impl IntoView {
    let studio = Studio::here();
    let size = move || {
        let count = match (found.get(), all.get()) {
            (found, all) if found < all => {
                text::found_of(&words::number(found as f64, 0), &tracks(all as u64))
            }
            (_, all) => tracks(all as u64),
        };
        if studio.filter.with(|filter| filter.trash) {
            return count;
        }
        let bytes = studio.library.with(|library| library.bytes());
        text::in_this_browser(&count, &words::size(bytes))
    };
    view! { <p class="library-size" role="status">{Signal::derive(size)}</p> }
}

/// What stands in place of a list.
#[component]
fn Empty(in_trash: Memo<bool>) -> impl IntoView {
    let studio = Studio::here();
    view! {
        <div class="empty">
            <If when=move || in_trash.get()><p class="empty-head">{text::nothing_deleted()}</p></If>
            <If when=move || !in_trash.get()>
                <p class="empty-head">{text::nothing_kept()}</p>
                <p class="empty-more">{text::kept_by_itself()}</p>
                <p><button type="button" class="plain" on:click=move |_| studio.go_to(View::Create)>{text::make_one()}</button></p>
            </If>
        </div>
    }
}

/// How full the browser's room is, and whether it keeps what is there.
#[component]
fn Room() -> impl IntoView {
    let studio = Studio::here();
    let room = studio.room;
    let said = move |told: fn(crate::state::room::Room) -> String| room.get().map(told);
    let short = Memo::new(move |_| room.get().is_some_and(|it| it.is_short()));
    let lasting = Memo::new(move |_| room.get().is_some_and(|it| it.lasting));
    view! {
        <If when=move || room.with(Option::is_some)>
            <div class="room">
                <meter
                    class="room-meter"
                    aria-label=text::room_label()
                    min="0"
                    max="1"
                    high="0.8"
                    value=Signal::derive(move || said(|it| format!("{:.4}", it.share())))
                ></meter>
                <p>
                    <span>{Signal::derive(move || said(|it| it.told()))}</span>
                    " · "
                    <span>{Signal::derive(move || if lasting.get() { text::lasting() } else { text::passing() })}</span>
                </p>
                <If when=move || !lasting.get()>
                    <button type="button" class="link" on:click=move |_| studio.ask_to_persist()>{text::keep_it()}</button>
                </If>
                <If when=move || short.get()><p class="problem">{text::room_short()}</p></If>
            </div>
        </If>
    }
}

/// Selecting, the trash, and the whole library as one file and back.
#[component]
fn Acts(kept: Memo<usize>, trash: Memo<usize>, in_trash: Memo<bool>) -> impl IntoView {
    let studio = Studio::here();
    let picks = Memo::new(move |_| studio.picked.with(Option::is_some));
    let show = move |trash: bool| {
        studio.pick_some(false);
        studio.filter.update(|it| {
            *it = it.opened();
            it.trash = trash;
        });
        crate::browser::focus_soon(LIBRARY_HEAD.to_owned());
    };
    view! {
        <div class="library-acts">
            <If when=move || !in_trash.get() && kept.get() != 0 && !picks.get()>
                <button type="button" class="quiet" on:click=move |_| studio.pick_some(true)>{text::pick()}</button>
            </If>
            <If when=move || !in_trash.get() && trash.get() != 0>
                <button type="button" class="quiet" on:click=move |_| show(true)>
                    {Signal::derive(move || text::trash(trash.get() as u64))}
                </button>
            </If>
            <If when=move || in_trash.get()>
                <If when=move || trash.get() != 0><EmptyTrash /></If>
                <button type="button" class="quiet" on:click=move |_| show(false)>{text::to_library()}</button>
            </If>
            <If when=move || !in_trash.get()><Backup kept /></If>
        </div>
    }
}

/// Empties the trash at the second press: what is gone then is gone.
#[component]
fn EmptyTrash() -> impl IntoView {
    let studio = Studio::here();
    let asked = RwSignal::new(false);
    let press = move |_| {
        if asked.get_untracked() {
            studio.empty_trash();
        } else {
            asked.set(true);
        }
    };
    let word = move || {
        if asked.get() {
            text::empty_really()
        } else {
            text::empty_it()
        }
    };
    view! {
        <button type="button" class="quiet" on:click=press on:blur=move |_| asked.set(false)>{Signal::derive(word)}</button>
    }
}

#[component]
fn Backup(kept: Memo<usize>) -> impl IntoView {
    let studio = Studio::here();
    let input: NodeRef<Input> = NodeRef::new();
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
            studio.take_in_file(file);
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    view! {
        <If when=move || kept.get() != 0>
            <button type="button" class="quiet" on:click=move |_| studio.back_up()>{text::back_up()}</button>
        </If>
        <button type="button" class="quiet" on:click=ask>{text::open_file()}</button>
        <input type="file" hidden accept=".tar,audio/*" node_ref=input on:change=take />
    }
}
