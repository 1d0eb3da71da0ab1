//! A line at the foot of the page, with what can be taken back.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, IntoView, OnAttribute, Set, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::studio::Studio;

/// The line, while there is one.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let studio = Studio::here();
    move || {
        studio.toast.get().map(|toast| {
            let undo = toast.undo.map(|id| {
                view! { <button type="button" class="link" on:click=move |_| studio.undelete(&id)>"Undo"</button> }
            });
            view! {
                <div class="toast">
                    <p>{toast.text}</p>
                    {undo}
                    <button type="button" class="quiet round" aria-label="Close" on:click=move |_| studio.toast.set(None)>
                        <Icon glyph=Glyph::Close />
                    </button>
                </div>
            }
        })
    }
}
