//! What can be done with a file that was dropped on the page.

use leptos::html::Dialog;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, Effect, ElementChild, Get, GlobalAttributes, IntoAny, IntoView,
    NodeRef, NodeRefAttribute, OnAttribute, Set, With, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::studio::{Arrived, Studio};
use crate::text::common::close;
use crate::text::library as text;

/// The dialog.
#[component]
pub(crate) fn Arrival() -> impl IntoView {
    let studio = Studio::here();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else {
            return;
        };
        match (studio.arrived.with(Option::is_some), dialog.open()) {
            // It is in the document and closed, so it opens.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="settings sheet" node_ref=dialog aria-labelledby="arrival-head" on:close=move |_| studio.arrived.set(None)>
            {move || studio.arrived.get().map(|arrived| view! { <Body arrived /> })}
        </dialog>
    }
}

#[component]
fn Body(arrived: Arrived) -> impl IntoView {
    let studio = Studio::here();
    let offer = match arrived.take {
        Some(take) => {
            let keep = (!arrived.known).then(|| {
                let take = take.clone();
                view! {
                    <button type="button" class="plain" on:click=move |_| studio.keep_arrived(take.clone())>
                        <Icon glyph=Glyph::Library />
                        {text::keep_file()}
                    </button>
                }
            });
            let more = if arrived.known {
                text::file_known()
            } else {
                text::file_told()
            };
            view! {
                <p>{take.spoken()}</p>
                <p class="hint">{more}</p>
                <div class="details-more">{keep}</div>
            }
            .into_any()
        }
        None => view! {
            <p>{text::own_recording()}</p>
            <div class="details-more">
                <button type="button" class="plain" on:click=move |_| studio.listen_to_arrived()>
                    <Icon glyph=Glyph::Create />
                    {text::let_sketch_listen()}
                </button>
            </div>
            <p class="hint">{text::upload_hint()}</p>
        }
        .into_any(),
    };
    view! {
        <header class="settings-head">
            <h2 id="arrival-head">{arrived.name}</h2>
            <button type="button" class="quiet round" aria-label=close() on:click=move |_| studio.arrived.set(None)>
                <Icon glyph=Glyph::Close />
            </button>
        </header>
        <div class="details">{offer}</div>
    }
}
