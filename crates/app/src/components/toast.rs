//! A line at the foot of the page, with what can be taken back.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GlobalAttributes, IntoView, OnAttribute,
    Set, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::studio::{Studio, UNDO};
use crate::text::common::{close, notice, undo};

/// The line, while there is one.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let studio = Studio::here();
    move || {
        studio.toast.get().map(|toast| {
            let undo = toast.undo.map(|id| {
                view! { <button type="button" class="link" id=UNDO on:click=move |_| studio.undelete(id.clone())>{undo()}</button> }
            });
            view! {
                <section class="toast" aria-label=notice()>
                    <p>{toast.text}</p>
                    {undo}
                    <button type="button" class="quiet round" aria-label=close() on:click=move |_| studio.toast.set(None)>
                        <Icon glyph=Glyph::Close />
                    </button>
                </section>
            }
        })
    }
}
