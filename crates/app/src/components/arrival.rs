//! What can be done with a file that was dropped on the page.

use leptos::html::Dialog;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, Effect, ElementChild, Get, GlobalAttributes,
    IntoAny, IntoView, NodeRef, NodeRefAttribute, OnAttribute, Set, With, component, view,
};
use tutti_core::catalog::{Auth, ModelInfo, ProviderInfo};
use tutti_core::{Operation, providers};

use crate::components::by_address::ByAddress;
use crate::components::icon::{Glyph, Icon};
use crate::studio::{Arrived, SKETCH, Studio};
use crate::text::common::close;
use crate::text::library as text;
use crate::words;

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
        None => view! { <Recording /> }.into_any(),
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

/// A recording of one's own: to the sketch as it is, to others by an address.
#[component]
fn Recording() -> impl IntoView {
    let studio = Studio::here();
    let others = by_address().map(|(provider, model)| view! { <ByAddress provider model /> });
    view! {
        <section class="recording">
            <h3>{words::model_name(SKETCH)}</h3>
            <p>{text::upload_hint()}</p>
            <div class="details-more">
                <button type="button" class="plain" on:click=move |_| studio.listen_to_arrived()>
                    <Icon glyph=Glyph::Create />
                    {text::let_sketch_listen()}
                </button>
            </div>
        </section>
        {others.collect_view()}
    }
}

/// The models that fetch a recording themselves.
fn by_address() -> impl Iterator<Item = (&'static ProviderInfo, &'static ModelInfo)> {
    let all = providers::rows();
    all.filter(|(provider, model)| {
        provider.auth != Auth::None && model.operation(Operation::Upload).is_some()
    })
}
