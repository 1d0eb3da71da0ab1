//! All there is to know of a kept piece, and what the person says of it.

use leptos::html::{Dialog, Input};
use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, Effect, ElementChild, For, Get,
    GetUntracked, GlobalAttributes, IntoAny, IntoView, Memo, NodeRef, NodeRefAttribute,
    OnAttribute, PropAttribute, Set, Signal, With, WithUntracked, component, event_target_value,
    view,
};

use crate::components::compare::CompareButton;
use crate::components::edit::EditButton;
use crate::components::icon::{Glyph, Icon};
use crate::components::lane::PlayButton;
use crate::components::part::If;
use crate::components::picked::{KnownTags, TAGS};
use crate::components::shelf::FavouriteButton;
use crate::state::edit::relation;
use crate::state::lineage::{Kin, tree};
use crate::state::share::fragment;
use crate::state::take::Take;
use crate::studio::Studio;
use crate::text::common::{close, delete};
use crate::text::composer::prompt;
use crate::text::library as text;
use crate::text::listen::length;
use crate::words;

/// The dialog.
#[component]
pub(crate) fn Details() -> impl IntoView {
    let studio = Studio::here();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    // A piece that is removed for good meanwhile is no longer shown.
    let shown = Memo::new(move |_| {
        let id = studio.details.get()?;
        studio
            .library
            .with(|library| library.find(&id).map(|it| it.id.clone()))
    });
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else {
            return;
        };
        match (shown.with(Option::is_some), dialog.open()) {
            // It is in the document and closed, so it opens.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="settings sheet" node_ref=dialog aria-labelledby="details-head" on:close=move |_| studio.details.set(None)>
            {move || shown.get().map(|id| view! { <Body id /> })}
        </dialog>
    }
}

#[component]
fn Body(id: String) -> impl IntoView {
    let studio = Studio::here();
    let first = studio
        .library
        .with_untracked(|library| library.find(&id).cloned());
    first.map(|first| {
        let take = Memo::new(move |_| {
            studio.library.with(|library| library.find(&id).cloned()).unwrap_or_else(|| first.clone())
        });
        view! {
            <header class="settings-head">
                <h2 id="details-head">{Signal::derive(move || take.with(Take::title))}</h2>
                <button type="button" class="quiet round" aria-label=close() on:click=move |_| studio.details.set(None)>
                    <Icon glyph=Glyph::Close />
                </button>
            </header>
            <div class="details">
                <div class="details-acts">
                    <PlayButton take=take />
                    <FavouriteButton take />
                    <EditButton take=take />
                    <CompareButton take=take />
                </div>
                <Name take />
                <Rating take />
                <Tags take />
                <Facts take />
                <Lineage take />
                <Acts take />
            </div>
        }
    })
}

#[component]
fn Name(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let rename = move |event| {
        let name = event_target_value(&event);
        let id = take.with_untracked(|take| take.id.clone());
        studio.change_kept(&[id], |take| take.rename(&name));
    };
    view! {
        <div class="field">
            <label class="label" for="details-name">{text::name_of_it()}</label>
            <input
                type="text"
                id="details-name"
                maxlength="120"
                autocomplete="off"
                prop:value=Signal::derive(move || take.with(Take::title))
                on:change=rename
            />
        </div>
    }
}

#[component]
fn Rating(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let rating = Memo::new(move |_| take.with(|take| take.rating));
    let rate = move |rating: u8| {
        let id = take.with_untracked(|take| take.id.clone());
        studio.change_kept(&[id], move |take| take.rating = rating);
    };
    let choices = (0..=5).map(|nth: u8| {
        let name = match nth {
            0 => text::no_rating().to_owned(),
            nth => nth.to_string(),
        };
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="rating"
                    prop:checked=Signal::derive(move || rating.get() == nth)
                    on:change=move |_| rate(nth)
                />
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <fieldset class="rating">
            <legend class="label">{text::rating()}</legend>
            <div class="segments">{choices.collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn Tags(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let input: NodeRef<Input> = NodeRef::new();
    let id = move || [take.with_untracked(|take| take.id.clone())];
    let tags = Memo::new(move |_| take.with(|take| take.tags.clone()));
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            let tag = input.value();
            studio.change_kept(&id(), |take| take.tag(&tag));
            input.set_value("");
        }
    };
    let remove = move |tag: &str| {
        studio.change_kept(&id(), |take| take.tags.retain(|it| it != tag));
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    view! {
        <div class="field">
            <label class="label" for="details-tag">{text::tags()}</label>
            <If when=move || !tags.with(Vec::is_empty)>
                <ul class="tags">
                    <For each=move || tags.get() key=String::clone let:tag>
                        <li class="tag">
                            {tag.clone()}
                            <button
                                type="button"
                                class="quiet round"
                                aria-label=text::untag(&tag)
                                on:click=move |_| remove(&tag)
                            >
                                <Icon glyph=Glyph::Close />
                            </button>
                        </li>
                    </For>
                </ul>
            </If>
            <form class="tag-form" on:submit=add>
                <input type="text" id="details-tag" node_ref=input list=TAGS maxlength="40" autocomplete="off" />
                <button type="submit" class="plain">{text::add_tag()}</button>
                <KnownTags />
            </form>
        </div>
    }
}

#[component]
fn Facts(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let facts = move || {
        let now = studio.now.get();
        let take = take.get();
        let written = Some(take.prompt().to_owned()).filter(|it| !it.is_empty());
        let facts = [
            (prompt(), written),
            (text::model(), Some(take.model_name())),
            (text::made(), Some(words::ago(now, take.made_ms))),
            (length(), take.seconds.map(words::clock)),
            (text::size(), take.bytes.map(words::size)),
            (text::seed(), take.seed()),
            (text::price(), take.usd.map(words::dollars)),
        ];
        let known = facts
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        known
            .map(|(name, value)| view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> })
            .collect_view()
    };
    view! { <dl class="facts">{facts}</dl> }
}

/// What it came of and what came of it, where there is any of that.
#[component]
fn Lineage(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let here = take.with_untracked(|take| take.id.clone());
    let kin = Memo::new(move |_| studio.library.with(|library| tree(library, &take.get())));
    move || {
        let kin = kin.get()?;
        Some(view! {
            <section class="lineage" aria-labelledby="lineage-head">
                <h3 class="label" id="lineage-head">{text::came_of_it()}</h3>
                <ul class="kin">{branch(studio, &kin, &here)}</ul>
            </section>
        })
    }
}

/// A piece with what came of it below; its depth is bounded by the tree's own.
fn branch(studio: Studio, kin: &Kin, here: &str) -> AnyView {
    let take = kin.id.as_deref().and_then(|id| {
        studio
            .library
            .with_untracked(|library| library.find(id).cloned())
    });
    let name = match take {
        None => view! { <span class="kin-gone">{text::gone_parent()}</span> }.into_any(),
        Some(take) => {
            let current = (take.id == here).then_some("true");
            let title = take.title();
            // A piece without a name of its own says by itself how it was made.
            let how = relation(&take, None)
                .and(kin.how)
                .map(crate::state::edit::name)
                .filter(|how| !title.starts_with(how));
            let id = take.id.clone();
            view! {
                <button type="button" class="kin-name" aria-current=current on:click=move |_| studio.details.set(Some(id.clone()))>
                    {how.map(|how| view! { <span class="kin-how">{how}</span>" " })}
                    {title}
                </button>
            }
            .into_any()
        }
    };
    let children: Vec<AnyView> = kin
        .children
        .iter()
        .map(|it| branch(studio, it, here))
        .collect();
    let below = (!children.is_empty()).then(|| view! { <ul class="kin">{children}</ul> });
    view! { <li>{name}{below}</li> }.into_any()
}

#[component]
fn Acts(take: Memo<Take>) -> impl IntoView {
    let studio = Studio::here();
    let shareable = Memo::new(move |_| take.with(|take| fragment(&take.order).is_some()));
    let again = move |_| {
        studio.details.set(None);
        studio.edit_order(&take.with_untracked(|take| take.order.clone()));
    };
    let remove = move |_| {
        studio.details.set(None);
        take.with_untracked(|take| studio.delete(take));
    };
    view! {
        <div class="details-more">
            <button type="button" class="plain" on:click=again>
                <Icon glyph=Glyph::Again />
                {text::use_again()}
            </button>
            <button type="button" class="plain" on:click=move |_| studio.download(take.get_untracked())>
                <Icon glyph=Glyph::Download />
                {text::download_original()}
            </button>
            <button type="button" class="plain" on:click=move |_| studio.download_wav(take.get_untracked())>
                <Icon glyph=Glyph::Download />
                {text::convert()}
            </button>
            <If when=move || shareable.get()>
                <button type="button" class="plain" on:click=move |_| take.with_untracked(|take| studio.copy_link(take))>
                    {text::copy_link()}
                </button>
            </If>
            <button type="button" class="plain" on:click=remove>
                <Icon glyph=Glyph::Trash />
                {delete()}
            </button>
        </div>
        <p class="hint">{text::converted_hint()}</p>
    }
}
