//! What is done to many pieces at once.

use leptos::html::Input;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GetUntracked, GlobalAttributes,
    IntoView, Memo, NodeRef, NodeRefAttribute, OnAttribute, PropAttribute, Signal, With, component,
    view,
};

use crate::components::icon::{Glyph, Icon};
use crate::studio::Studio;
use crate::text::common::delete;
use crate::text::library as text;
use crate::text::listen::download;

/// The id of the list of the tags there are.
pub(crate) const TAGS: &str = "known-tags";

/// How many are picked, and what can be done to them.
#[component]
pub(crate) fn Picked(found: Memo<usize>) -> impl IntoView {
    let studio = Studio::here();
    let count = Memo::new(move |_| {
        studio
            .picked
            .with(|it| it.as_ref().map_or(0, |it| it.len()))
    });
    let none = Signal::derive(move || count.get() == 0);
    let all = Memo::new(move |_| count.get() != 0 && count.get() >= found.get());
    let word = move || {
        if all.get() {
            text::pick_none()
        } else {
            text::pick_all()
        }
    };
    let like = move |_| studio.change_kept(&studio.picked_ids(), |take| take.favourite = true);
    view! {
        <div class="picked" role="group" aria-label=text::pick()>
            <p class="picked-count" role="status">{Signal::derive(move || text::picked(count.get() as u64))}</p>
            <button type="button" class="plain" on:click=move |_| studio.pick_all(!all.get_untracked())>{Signal::derive(word)}</button>
            <button type="button" class="plain" prop:disabled=none on:click=like>
                <Icon glyph=Glyph::Star />
                {text::favourite()}
            </button>
            <TagThem none />
            <button type="button" class="plain" prop:disabled=none on:click=move |_| studio.download_picked()>
                <Icon glyph=Glyph::Download />
                {download()}
            </button>
            <button type="button" class="plain" prop:disabled=none on:click=move |_| studio.delete_picked()>
                <Icon glyph=Glyph::Trash />
                {delete()}
            </button>
            <button type="button" class="plain" on:click=move |_| studio.pick_some(false)>{text::pick_done()}</button>
        </div>
    }
}

#[component]
fn TagThem(none: Signal<bool>) -> impl IntoView {
    let studio = Studio::here();
    let input: NodeRef<Input> = NodeRef::new();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            let tag = input.value();
            studio.change_kept(&studio.picked_ids(), |take| take.tag(&tag));
            input.set_value("");
        }
    };
    view! {
        <form class="tag-form" on:submit=add>
            <input type="text" node_ref=input aria-label=text::tag_them() placeholder=text::tag() list=TAGS maxlength="40" />
            <button type="submit" class="plain" prop:disabled=none>{text::add_tag()}</button>
            <KnownTags />
        </form>
    }
}

/// The tags there are, for whoever writes one.
#[component]
pub(crate) fn KnownTags() -> impl IntoView {
    let studio = Studio::here();
    let tags = Memo::new(move |_| studio.library.with(|library| library.tags()));
    let options = move || {
        let tags = tags.get().into_iter();
        tags.map(|tag| view! { <option value=tag></option> })
            .collect_view()
    };
    view! { <datalist id=TAGS>{options}</datalist> }
}
