//! The models to choose from, each with its price, its usual time and the state of its key.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes,
    IntoAny, IntoView, Memo, OnAttribute, PropAttribute, Signal, Update, With, component,
    event_target_checked, view,
};
use tutti_core::catalog::{Auth, ModelInfo, ProviderInfo};
use tutti_core::providers;

use crate::components::composer::ProblemLine;
use crate::components::icon::{Glyph, Icon};
use crate::components::later;
use crate::components::part::{Fold, If};
use crate::state::draft::Place;
use crate::state::fields::{listed, offered, without_prompt};
use crate::state::keys::Standing;
use crate::studio::{GENERATE, Studio, field_id};
use crate::text::common::sandbox;
use crate::text::{composer as text, keys, of_catalogue};
use crate::words;

/// How many models stand in front, in the catalogue's order.
const IN_FRONT: usize = 4;

/// A model with its provider.
type Row = (&'static ProviderInfo, &'static ModelInfo);

/// The models to choose from.
#[component]
pub(crate) fn Models() -> impl IntoView {
    let studio = Studio::here();
    let wrong = studio.problem_at(Place::Models(None));
    let mut all = offered();
    let first: Vec<Row> = all.by_ref().take(IN_FRONT).collect();
    let more: Vec<Row> = all.collect();
    let others: Vec<String> = without_prompt().map(words::model_name).collect();
    let paid = providers::INFOS
        .into_iter()
        .filter(|info| info.auth != Auth::None);
    view! {
        <fieldset
            class="block models"
            id=field_id(&Place::Models(None))
            tabindex="-1"
            aria-describedby=Signal::derive(move || wrong.with(|it| it.is_some().then_some("models-problem")))
        >
            <legend class="label">{text::models()}</legend>
            {chips(first)}
            {(!more.is_empty()).then(|| view! { <More rows=more /> })}
            {(!others.is_empty()).then(|| view! { <p class="hint">{text::without_prompt(&listed(others.into_iter()))}</p> })}
            <ProblemLine id="models-problem" wrong />
            {paid.map(|provider| view! { <MissingKey provider /> }).collect_view()}
        </fieldset>
    }
}

/// The models that are folded away, until one of them is chosen.
#[component]
fn More(rows: Vec<Row>) -> impl IntoView {
    let studio = Studio::here();
    let ids: Vec<&str> = rows.iter().map(|(_, model)| model.id).collect();
    let chosen = Memo::new(move |_| {
        studio
            .draft
            .with(|draft| draft.models().iter().filter(|id| ids.contains(id)).count())
    });
    let summary = view! {
        {text::more_models(rows.len() as u64)}
        <If when=move || chosen.get() != 0><span class="count">{Signal::derive(move || chosen.get())}</span></If>
    };
    let summary = summary.into_any();
    view! {
        <Fold calls=Signal::derive(move || chosen.get() != 0) summary>
            <div class="models">{chips(rows)}</div>
        </Fold>
    }
}

fn chips(rows: Vec<Row>) -> AnyView {
    let chips = rows
        .into_iter()
        .map(|(provider, model)| view! { <Chip provider model /> });
    chips.collect_view().into_any()
}

#[component]
fn Chip(provider: &'static ProviderInfo, model: &'static ModelInfo) -> impl IntoView {
    let studio = Studio::here();
    let chosen = Memo::new(move |_| {
        studio
            .draft
            .with(|draft| draft.models().contains(&model.id))
    });
    let choose = move |event| {
        studio
            .draft
            .update(|draft| draft.choose(model.id, event_target_checked(&event)));
        studio.settle_models();
    };
    let name = words::model_name(model.id);
    let says_whose = provider.auth == Auth::None || name != model.name;
    let seen = move || studio.usual.with(|usual| usual.get(model.id).copied());
    let takes = Memo::new(move |_| studio.draft.with(|draft| draft.variations));
    let facts = move || {
        let facts = [
            (!says_whose).then(|| provider.name.to_owned()),
            Some(words::price_of(provider, model, takes.get())),
            words::usual(model.latency.as_ref(), seen()),
        ];
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let basis = move || words::basis(provider, model, takes.get(), seen());
    let basis = Signal::derive(basis);
    view! {
        <label class="chip" class:chosen=Signal::derive(move || chosen.get())>
            <input
                type="checkbox"
                aria-description=basis
                prop:checked=Signal::derive(move || chosen.get())
                on:change=choose
            />
            <span class="tick"><Icon glyph=Glyph::Check /></span>
            <span class="chip-name">{name}</span>
            <span class="chip-key"><KeyState provider /></span>
            <span class="chip-facts" title=basis>{Signal::derive(facts)}</span>
            <span class="chip-summary">{of_catalogue(model.summary)}</span>
        </label>
    }
}

/// In a word how it stands with a provider's key.
#[component]
pub(crate) fn KeyState(provider: &'static ProviderInfo) -> impl IntoView {
    let studio = Studio::here();
    let word = move || {
        if provider.auth == Auth::None {
            return text::no_key_needed().to_owned();
        }
        let in_sandbox = studio.is_sandbox(&studio.base(provider));
        let whose = if in_sandbox { sandbox() } else { provider.name };
        match studio.key_standing(provider) {
            None => text::key_needed(whose),
            Some(Standing::Locked) => text::key_locked(whose),
            Some(Standing::Refused) => text::key_refused(whose),
            Some(Standing::Untested) if in_sandbox => whose.to_owned(),
            Some(Standing::Relay) => text::key_at_relay(whose),
            Some(Standing::Untested) => text::key_set(whose),
            Some(Standing::Works) => text::key_works(whose),
        }
    };
    let word = Signal::derive(word);
    view! { {word} }
}

/// Asks for the key of a provider whose model is chosen, where there is none.
#[component]
fn MissingKey(provider: &'static ProviderInfo) -> impl IntoView {
    let studio = Studio::here();
    let place = Place::Models(Some(provider.id));
    let wrong = studio.problem_at(place.clone());
    let chosen = move || {
        let of_it = |model: &&str| provider.models.iter().any(|row| row.id == *model);
        studio.draft.with(|draft| draft.models().iter().any(of_it))
    };
    let locked = Memo::new(move |_| studio.key_standing(provider) == Some(Standing::Locked));
    let lacks = move || studio.key_standing(provider).is_none();
    let shown =
        Memo::new(move |_| wrong.with(Option::is_some) || (chosen() && (locked.get() || lacks())));
    let id = field_id(&place);
    let told = format!("{id}-problem");
    let for_unlock = id.clone();
    view! {
        <If when=move || shown.get() && locked.get()>
            <div class="missing">
                <ProblemLine id=format!("{for_unlock}-problem") wrong />
                <p class="hint">{keys::unlock_to_go_on(provider.name)}</p>
                {unlock(for_unlock.clone())}
            </div>
        </If>
        <If when=move || shown.get() && !locked.get()>
            <div class="missing">
                <ProblemLine id=told.clone() wrong />
                <button
                    type="button"
                    class="plain"
                    id=id.clone()
                    aria-describedby=told.clone()
                    on:click=move |_| studio.open_settings(Some(provider.id))
                >
                    <Icon glyph=Glyph::Key />
                    {text::key_and_endpoint(provider.name)}
                </button>
            </div>
        </If>
    }
}

/// The field that unlocks the keys, which somebody waits for.
fn unlock(id: String) -> impl IntoView {
    Studio::here().bring_rest();
    later::place(move |rest| (rest.unlock)(id.clone(), GENERATE))
}
