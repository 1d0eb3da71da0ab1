//! What went wrong with a job: what happened, was it charged, what now.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes, IntoAny,
    IntoView, Memo, OnAttribute, Signal, WithUntracked, component, view,
};
use tutti_core::{Charge, Error, ErrorKind};

use crate::components::icon::{Glyph, Icon};
use crate::components::key::KeyField;
use crate::components::vault::Unlock;
use crate::state::job::{Job, Parked, Remedy, Stage, resumable};
use crate::studio::{PROMPT, Studio};
use crate::text::{errors as say, keys, runs as text};
use crate::told;

/// A job that failed, or whose watching did.
#[component]
pub(crate) fn Trouble(job: Signal<Job>) -> impl IntoView {
    let error = job.with_untracked(|job| match &job.stage {
        Stage::Failed(error) => Some(error.clone()),
        _ => None,
    });
    error.map(|error| {
        let words = error
            .words()
            .map(|words| view! { <TheirWords words=words.to_owned() /> });
        let (who, lives) = job.with_untracked(|job| (job.provider_name(), resumable(&error)));
        let told = told::error(&error, who, lives);
        let advice = told.now.map(|advice| view! { <p class="advice">{advice}</p> });
        let exactly = told.exactly.map(|words| view! {
            <details class="their-words"><summary>{say::exactly()}</summary><p lang="en">{words}</p></details>
        });
        let glyph = if error.kind == ErrorKind::OutcomeUnknown {
            Glyph::Question
        } else {
            Glyph::Alert
        };
        view! {
            <div class="trouble" class:unknown=error.kind == ErrorKind::OutcomeUnknown>
                <p class="what"><Icon glyph />{told.what}</p>
                {words}
                <p class="charge">{charged(&error)}</p>
                {advice}
                {exactly}
                <Remedies job />
            </div>
        }
    })
}

/// What the provider said: a sentence as it is, anything else folded away.
#[component]
fn TheirWords(words: String) -> impl IntoView {
    if words.starts_with(['{', '[', '<']) {
        view! { <details class="their-words"><summary>{text::they_sent()}</summary><code tabindex="0">{words}</code></details> }
            .into_any()
    } else {
        view! { <p class="their-words">{text::they_said()}" "<q>{words}</q></p> }.into_any()
    }
}

/// A job that nobody watches.
#[component]
pub(crate) fn ParkedLane(job: Signal<Job>) -> impl IntoView {
    let studio = Studio::here();
    let why = job.with_untracked(|job| match &job.stage {
        Stage::Parked(why) => Some(why.clone()),
        _ => None,
    });
    let provider = job.with_untracked(Job::rows).map(|(provider, _)| provider);
    provider.zip(why).map(|(provider, why)| {
        let (what, more) = parked(&why, provider.name);
        let base = job.with_untracked(|job| job.base.clone());
        let waits = why == Parked::NoKey;
        let at = base.clone();
        let locked = Memo::new(move |_| studio.is_locked(provider.id, &at));
        let more = move || if waits && locked.get() { keys::waits_locked(provider.name) } else { more.clone() };
        let id = job.with_untracked(|job| format!("unlock-{}", job.id));
        let field = move || waits.then(|| {
            if locked.get() {
                view! { <Unlock id=id.clone() then=PROMPT /> }.into_any()
            } else {
                view! { <KeyField provider base=base.clone() scope="card" /> }.into_any()
            }
        });
        view! {
            <div class="trouble parked">
                <p class="what"><Icon glyph=if waits { Glyph::Key } else { Glyph::Question } />{what}</p>
                <p class="advice">{Signal::derive(more)}</p>
                {field}
                <Remedies job />
            </div>
        }
    })
}

#[component]
fn Remedies(job: Signal<Job>) -> impl IntoView {
    let studio = Studio::here();
    let (id, remedies, name) =
        job.with_untracked(|job| (job.id.clone(), job.remedies(), job.model_name()));
    // The key has its own field on the card of a job that waits for it.
    let waits_for_key = job.with_untracked(|job| job.stage == Stage::Parked(Parked::NoKey));
    let shown = remedies
        .iter()
        .filter(move |it| !(waits_for_key && **it == Remedy::FixKey));
    let buttons = shown.enumerate().map(|(nth, remedy)| {
        let (id, remedy) = (id.clone(), *remedy);
        let class = if nth == 0 && remedy != Remedy::Dismiss { "plain" } else { "quiet" };
        view! {
            <button type="button" class=class aria-label=text::remedy_of(remedy.label(), &name) on:click=move |_| studio.remedy(&id, remedy)>
                {remedy.label()}
            </button>
        }
    });
    view! { <div class="remedies">{buttons.collect_view()}</div> }.into_any()
}

/// Whether it was charged, in a sentence.
fn charged(error: &Error) -> &'static str {
    match error.charge {
        Charge::No => text::charged_no(),
        Charge::Maybe => text::charged_maybe(),
        Charge::Yes => text::charged_yes(),
    }
}

fn parked(why: &Parked, provider: &str) -> (&'static str, String) {
    match why {
        Parked::Left => (text::left(), text::left_more(provider)),
        Parked::NoKey => (text::no_key(), text::no_key_more(provider)),
        Parked::Old => (text::old(), text::old_more().to_owned()),
        Parked::Withdrawn => (text::withdrawn(), text::withdrawn_more().to_owned()),
    }
}
