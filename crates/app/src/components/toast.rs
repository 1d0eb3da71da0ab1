//! A line at the foot of the page, with what can be taken back.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GlobalAttributes, IntoView, Memo,
    OnAttribute, Set, Signal, With, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::platform;
use crate::state::jobs::Jobs;
use crate::studio::{Studio, UNDO};
use crate::text::common as text;

/// The line, while there is one; else, that a newer version of the page is ready.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let studio = Studio::here();
    let newer = move || studio.platform.newer.get() && studio.toast.with(Option::is_none);
    let undo = move |ids: Vec<String>| studio.with_rest(move |rest| (rest.undelete)(studio, &ids));
    let toast = move || {
        studio.toast.get().map(|toast| {
            let undo = toast.undo.map(|ids| {
                view! { <button type="button" class="link" id=UNDO on:click=move |_| undo(ids.clone())>{text::undo()}</button> }
            });
            view! {
                <section class="toast" aria-label=text::notice()>
                    <p>{toast.text}</p>
                    {undo}
                    <button type="button" class="quiet round" aria-label=text::close() on:click=move |_| studio.toast.set(None)>
                        <Icon glyph=Glyph::Close />
                    </button>
                </section>
            }
        })
    };
    view! {
        {toast}
        <If when=newer><Newer /></If>
    }
}

/// Offers the newer version, unless that would lose the answer to an order.
#[component]
fn Newer() -> impl IntoView {
    let studio = Studio::here();
    let busy = Memo::new(move |_| studio.jobs.with(Jobs::ordering));
    let words = move || {
        if busy.get() {
            text::newer_soon()
        } else {
            text::newer()
        }
    };
    view! {
        <section class="toast" aria-label=text::notice()>
            <p>{Signal::derive(words)}</p>
            <If when=move || !busy.get()>
                <button type="button" class="link" on:click=|_| platform::take_over()>{text::reload()}</button>
            </If>
            <button type="button" class="quiet round" aria-label=text::close() on:click=move |_| studio.platform.newer.set(false)>
                <Icon glyph=Glyph::Close />
            </button>
        </section>
    }
}
