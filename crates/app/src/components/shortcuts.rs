//! The keys that act anywhere, in a dialog.

use leptos::html::Dialog;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, Effect, ElementChild, Get, GetUntracked,
    GlobalAttributes, IntoView, NodeRef, NodeRefAttribute, OnAttribute, PropAttribute, Set, Signal,
    With, component, event_target_checked, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::studio::{Studio, keys};
use crate::text::{common, shortcuts as text};

/// The keys, and a switch for those that are letters.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let studio = Studio::here();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|_| studio.keys_open.get())
            && !dialog.open()
        {
            // It is in the document and closed, so it opens.
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let rows = keys().map(|(keys, act)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> });
        view! { <div class="key-line"><dt>{keys.collect_view()}</dt><dd>{act}</dd></div> }
    });
    view! {
        <dialog class="settings shortcuts" node_ref=dialog aria-labelledby="keys-head" on:close=move |_| studio.keys_open.set(false)>
            <header class="settings-head">
                <h2 id="keys-head">{common::keys()}</h2>
                <button type="button" class="quiet round" aria-label=text::close_keys() on:click=close>
                    <Icon glyph=Glyph::Close />
                </button>
            </header>
            <dl class="key-lines">{rows.collect_view()}</dl>
            <label class="way">
                <input
                    type="checkbox"
                    class="switch"
                    role="switch"
                    prop:checked=Signal::derive(move || studio.settings.with(|it| it.letter_keys))
                    on:change=move |event| studio.set_letter_keys(event_target_checked(&event))
                />
                {text::letters_act()}
            </label>
        </dialog>
    }
}
