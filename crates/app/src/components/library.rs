//! What is kept in this browser.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, For, Get, GetUntracked, GlobalAttributes,
    IntoView, Memo, OnAttribute, Signal, With, WithUntracked, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::components::lane::{DownloadButton, PlayButton, TakeWave};
use crate::components::part::If;
use crate::state::take::Take;
use crate::studio::{Studio, View};
use crate::words;

/// What is kept, newest first.
#[component]
pub(crate) fn Library() -> impl IntoView {
    let studio = Studio::here();
    let ids = Memo::new(move |_| {
        studio.library.with(|library| {
            library
                .shown()
                .map(|take| take.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let size = move || {
        let count = words::count(ids.with(Vec::len) as u64, "track");
        format!(
            "{count} · {} in this browser only",
            words::size(studio.library.with(|library| library.bytes()))
        )
    };
    let size = Signal::derive(size);
    view! {
        <section class="library" aria-labelledby="library-head">
            <header class="library-head">
                <h2 id="library-head">"Library"</h2>
                <If when=move || ids.with(|ids| !ids.is_empty())><p class="library-size">{size}</p></If>
            </header>
            <If when=move || ids.with(Vec::is_empty)>
                <div class="empty">
                    <p class="empty-head">"Nothing kept yet."</p>
                    <p class="empty-more">"Every finished track is kept here by itself, in this browser only."</p>
                    <p><button type="button" class="plain" on:click=move |_| studio.go_to(View::Create)>"Make one"</button></p>
                </div>
            </If>
            <ul class="shelf">
                <For each=move || ids.get() key=String::clone let:id><Row id /></For>
            </ul>
        </section>
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
            take.with(|take| format!("{} · {when}", take.model_name()))
        };
        let facts = Signal::derive(facts);
        view! {
            <li class="row">
                <PlayButton take=take />
                <div class="row-who">
                    <p class="row-title">{Signal::derive(move || take.with(Take::title))}</p>
                    <p class="row-facts">{facts}</p>
                </div>
                <TakeWave take=take />
                <span class="length">{Signal::derive(move || take.with(|take| take.seconds.map(words::clock)))}</span>
                <div class="row-acts">
                    <button
                        type="button"
                        class="quiet round"
                        title="Use again"
                        aria-label=Signal::derive(move || take.with(|take| format!("Use again: {}", take.spoken())))
                        on:click=move |_| studio.edit(&take.get_untracked().order)
                    >
                        <Icon glyph=Glyph::Again />
                    </button>
                    <DownloadButton take=take />
                    <button
                        type="button"
                        class="quiet round"
                        title="Delete"
                        aria-label=Signal::derive(move || take.with(|take| format!("Delete: {}", take.spoken())))
                        on:click=move |_| studio.delete(take.get_untracked())
                    >
                        <Icon glyph=Glyph::Trash />
                    </button>
                </div>
            </li>
        }
    })
}
