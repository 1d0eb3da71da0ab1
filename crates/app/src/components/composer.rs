//! Where an order is written.

use leptos::ev::KeyboardEvent;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes, IntoView,
    Memo, OnAttribute, PropAttribute, Signal, Update, With, component, event_target_value, view,
};

use crate::components::field::FieldView;
use crate::components::icon::{Glyph, Icon};
use crate::components::models::Models;
use crate::components::part::If;
use crate::state::draft::{MOST_VARIATIONS, Place};
use crate::state::fields::{self, Field};
use crate::studio::{PROMPT, Studio};
use crate::text::common::jobs as jobs_in_words;
use crate::text::composer as text;
use crate::words;

/// Where an order is written.
#[component]
pub(crate) fn Composer() -> impl IntoView {
    let studio = Studio::here();
    let send_by_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            studio.generate();
        }
    };
    view! {
        <form
            class="composer"
            aria-label=text::new_run()
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                studio.generate();
            }
            on:keydown=send_by_key
        >
            <div class="composer-body">
                <Prompt />
                <Models />
                <Fields />
            </div>
            <Send />
        </form>
    }
}

#[component]
fn Prompt() -> impl IntoView {
    let studio = Studio::here();
    let wrong = studio.problem_at(Place::Prompt);
    let write = move |event| {
        studio
            .draft
            .update(|draft| draft.prompt = event_target_value(&event));
        studio.settle(&Place::Prompt);
    };
    view! {
        <div class="block">
            <label class="label" for=PROMPT>{text::prompt()}</label>
            <textarea
                id=PROMPT
                class="prompt"
                dir="auto"
                rows="4"
                maxlength="10000"
                placeholder=text::prompt_hint()
                aria-invalid=Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")))
                aria-describedby=Signal::derive(move || wrong.with(|it| it.is_some().then_some("prompt-problem")))
                prop:value=Signal::derive(move || studio.draft.with(|draft| draft.prompt.clone()))
                on:input=write
            ></textarea>
            <ProblemLine id="prompt-problem" wrong />
        </div>
    }
}

/// What is wrong with a place of the form.
#[component]
pub(crate) fn ProblemLine(#[prop(into)] id: String, wrong: Memo<Option<String>>) -> impl IntoView {
    view! {
        <If when=move || wrong.with(Option::is_some)>
            <p class="problem" id=id.clone()><Icon glyph=Glyph::Alert />{Signal::derive(move || wrong.get())}</p>
        </If>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let studio = Studio::here();
    let (main, more): (Vec<_>, Vec<_>) = fields::all().into_iter().partition(Field::is_main);
    let names: Vec<_> = more.iter().map(|field| field.name).collect();
    let told = names.clone();
    let set = Memo::new(move |_| {
        studio.draft.with(|draft| {
            names
                .iter()
                .filter(|it| !draft.entry(it).is_empty())
                .count()
        })
    });
    // A problem in the fold opens it.
    let wrong = Memo::new(move |_| {
        let is_told =
            |place: &Place| matches!(place, Place::Field(name) if told.contains(&name.as_str()));
        studio
            .problems
            .with(|problems| problems.iter().any(|it| is_told(&it.place)))
    });
    view! {
        <div class="fields">{main.into_iter().map(|field| view! { <FieldView field /> }).collect_view()}</div>
        <details class="fold" prop:open=Signal::derive(move || wrong.get())>
            <summary>
                {text::more_settings()}
                <If when=move || set.get() != 0><span class="count">{Signal::derive(move || set.get())}</span></If>
            </summary>
            <div class="fields">{more.into_iter().map(|field| view! { <ShownField field /> }).collect_view()}</div>
        </details>
    }
}

/// A field, beside the models that it belongs to.
#[component]
fn ShownField(field: Field) -> impl IntoView {
    let studio = Studio::here();
    let asked = field.clone();
    view! {
        <If when=move || studio.draft.with(|draft| asked.is_shown(draft.models()))>
            <FieldView field=field.clone() />
        </If>
    }
}

#[component]
fn Send() -> impl IntoView {
    let studio = Studio::here();
    let jobs = move || {
        studio
            .draft
            .with(|draft| draft.models().len() as u64 * u64::from(draft.variations))
    };
    let unknown = move || studio.draft.with(|draft| draft.has_unknown_price());
    let cost = move || {
        let (usd, all) = (
            studio.draft.with(|draft| draft.usd()),
            jobs_in_words(jobs()),
        );
        match usd {
            _ if unknown() && !studio.spends_nothing() => text::cost_unknown(&all),
            _ if unknown() || (usd > 0.0 && studio.spends_nothing()) => text::cost_none(&all),
            usd if usd > 0.0 => text::cost_about(&all, &words::dollars(usd)),
            _ if jobs() > 1 => text::cost_free(&all),
            _ => text::free().to_owned(),
        }
    };
    let cost = Signal::derive(cost);
    view! {
        <div class="send">
            <Variations />
            <button type="submit" class="generate" aria-keyshortcuts="Control+Enter Meta+Enter">
                <span class="generate-word">{text::generate()}</span>
                <span class="generate-cost">{cost}</span>
            </button>
        </div>
    }
}

#[component]
fn Variations() -> impl IntoView {
    let studio = Studio::here();
    let write = move |event| {
        let chosen = event_target_value(&event).parse().unwrap_or(1);
        studio.draft.update(|draft| draft.variations = chosen);
    };
    view! {
        <label class="variations">
            <span class="visually-hidden">{text::variations_of_each()}</span>
            <select prop:value=Signal::derive(move || studio.draft.with(|draft| draft.variations.to_string())) on:change=write>
                {(1..=MOST_VARIATIONS).map(|it| view! { <option value=it.to_string()>{format!("× {it}")}</option> }).collect_view()}
            </select>
        </label>
    }
}
