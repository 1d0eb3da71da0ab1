//! Where an order is written.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes, IntoAny,
    IntoView, Memo, OnAttribute, PropAttribute, Signal, Update, With, component,
    event_target_value, view,
};

use crate::components::compose::{Counts, Dice, Recent, Styles};
use crate::components::field::FieldView;
use crate::components::icon::{Glyph, Icon};
use crate::components::models::Models;
use crate::components::part::{Fold, If};
use crate::components::spending::in_words;
use crate::state::draft::{MOST_VARIATIONS, Place};
use crate::state::fields::{self, Field};
use crate::state::spend::Sum;
use crate::studio::{GENERATE, PROMPT, Studio, sends};
use crate::text::common::jobs as jobs_in_words;
use crate::text::composer as text;
use crate::text::spend;
use crate::words;

/// Where an order is written.
#[component]
pub(crate) fn Composer() -> impl IntoView {
    let studio = Studio::here();
    let generate = move || studio.with_rest(move |rest| (rest.generate)(studio));
    view! {
        <form
            class="composer"
            aria-label=text::new_run()
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                generate();
            }
            on:keydown=move |event| {
                if sends(&event) {
                    generate();
                }
            }
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
    let told = move || {
        let problem = wrong.with(|it| it.is_some().then_some("prompt-problem"));
        let ids = problem.into_iter().chain(["prompt-counts"]);
        ids.collect::<Vec<_>>().join(" ")
    };
    view! {
        <div class="block">
            <div class="prompt-head">
                <label class="label" for=PROMPT>{text::prompt()}</label>
                <Dice />
            </div>
            <textarea
                id=PROMPT
                class="prompt"
                dir="auto"
                rows="4"
                maxlength="10000"
                placeholder=text::prompt_hint()
                aria-invalid=Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")))
                aria-describedby=Signal::derive(told)
                prop:value=Signal::derive(move || studio.draft.with(|draft| draft.prompt.clone()))
                on:input=write
            ></textarea>
            <ProblemLine id="prompt-problem" wrong />
            <Counts field="prompt" id="prompt-counts" />
            <Styles />
            <Recent />
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
    let summary = view! {
        {text::more_settings()}
        <If when=move || set.get() != 0><span class="count">{Signal::derive(move || set.get())}</span></If>
    };
    let summary = summary.into_any();
    view! {
        <div class="fields">{main.into_iter().map(|field| view! { <FieldView field /> }).collect_view()}</div>
        <Fold calls=wrong summary>
            <div class="fields">{more.into_iter().map(|field| view! { <ShownField field /> }).collect_view()}</div>
        </Fold>
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
    let cost = move || cost_in_words(jobs(), studio.cost(), studio.offers_paid());
    let cost = Signal::derive(cost);
    view! {
        <div class="send">
            <Today />
            <Variations />
            <button type="submit" id=GENERATE class="generate" aria-keyshortcuts="Control+Enter Meta+Enter">
                <span class="generate-word">{text::generate()}</span>
                <span class="generate-cost">{cost}</span>
            </button>
        </div>
    }
}

/// What one press of Generate would cost.
fn cost_in_words(jobs: u64, cost: Sum, paid_elsewhere: bool) -> String {
    let all = jobs_in_words(jobs);
    let usd = words::dollars(cost.usd);
    match cost {
        Sum { orders: 0, .. } if paid_elsewhere => text::cost_none(&all),
        Sum { orders: 0, .. } if jobs > 1 => text::cost_free(&all),
        Sum { orders: 0, .. } => text::free().to_owned(),
        Sum { unknown: 0, .. } => text::cost_about(&all, &usd),
        cost if cost.usd > 0.0 => spend::cost_at_least(&all, &usd),
        _ => text::cost_unknown(&all),
    }
}

/// What was ordered today, where anything was or there is a limit; leads to the settings.
#[component]
fn Today() -> impl IntoView {
    let studio = Studio::here();
    let limit = move || studio.settings.with(|settings| settings.daily_limit);
    let shown = Memo::new(move |_| limit().is_some() || studio.today().orders > 0);
    let line = move || {
        let spent = in_words(studio.today());
        match limit() {
            Some(limit) => spend::today_of(&spent, &words::dollars(limit)),
            None => spend::today(&spent),
        }
    };
    view! {
        <If when=move || shown.get()>
            <button type="button" class="link today" on:click=move |_| studio.open_spending()>{Signal::derive(line)}</button>
        </If>
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
