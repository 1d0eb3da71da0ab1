//! A job's card: who makes it, how far it is, and what can be done about it.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes,
    IntoAny, IntoView, Memo, OnAttribute, Signal, StyleAttribute, With, WithUntracked, component,
    view,
};

use crate::components::compare::CompareButton;
use crate::components::compose::SeedButton;
use crate::components::edit::{EditButton, JoinsButton};
use crate::components::icon::{Glyph, Icon};
use crate::components::lane::{DownloadButton, PlayButton, TakeWave, WorkingLane};
use crate::components::part::If;
use crate::components::trouble::{ParkedLane, Trouble};
use crate::state::job::{Job, Stage, Step};
use crate::state::take::Take;
use crate::studio::{Studio, View};
use crate::text::common::sandbox;
use crate::text::runs as text;
use crate::words;

/// Which of its faces a card shows. It only changes with the stage, so that a face is not built anew for each update.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Face {
    Done,
    Failed,
    Parked,
    Working,
}

/// A job's card.
#[component]
pub(crate) fn Card(id: String) -> impl IntoView {
    let studio = Studio::here();
    let first = studio.jobs.with_untracked(|jobs| jobs.job(&id).cloned());
    first.map(|first| {
        let name = first.model_name();
        let heading = format!("job-{id}");
        let labelled = heading.clone();
        // A job that has gone is shown as it was, for the moment until its card goes.
        let job = Memo::new(move |last: Option<&Job>| {
            let now = studio.jobs.with(|jobs| jobs.job(&id).cloned());
            now.or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
        });
        let face = Memo::new(move |_| job.with(|job| face(&job.stage)));
        view! {
            <article class="card" class:failed=Signal::derive(move || face.get() == Face::Failed) aria-labelledby=labelled>
                <div class="card-who">
                    <h4 class="card-name" id=heading tabindex="-1">{name}</h4>
                    <p class="card-facts">{Signal::derive(move || job.with(|job| facts(studio, job)))}</p>
                </div>
                {move || body(face.get(), job.into())}
            </article>
        }
    })
}

fn body(face: Face, job: Signal<Job>) -> AnyView {
    match face {
        Face::Done => view! { <DoneLanes job /> }.into_any(),
        Face::Failed => view! { <Trouble job /> }.into_any(),
        Face::Parked => view! { <ParkedLane job /> }.into_any(),
        Face::Working => view! { <Working job /> }.into_any(),
    }
}

#[component]
fn Working(job: Signal<Job>) -> impl IntoView {
    let studio = Studio::here();
    let stop = move |_| job.with_untracked(|job| studio.stop(&job.id));
    let local = job.with_untracked(|job| job.base.is_empty());
    let sending = move || {
        job.with(|job| matches!(&job.stage, Stage::Working(it) if it.step == Step::Submitting))
    };
    let why = move || match (local, sending()) {
        (true, _) => text::cancel_more(),
        (false, true) => text::take_back_more(),
        (false, false) => text::stop_waiting_more(),
    };
    let why = Signal::derive(why);
    let id = job.with_untracked(|job| job.id.clone());
    let offers = Memo::new(move |_| studio.could_notify() && studio.is_first_to_wait_for(&id));
    let word = if local {
        text::cancel()
    } else {
        text::stop_waiting()
    };
    view! {
        <div class="lane"><WorkingLane job /></div>
        <div class="card-acts">
            <If when=move || offers.get()>
                <button
                    type="button"
                    class="quiet round"
                    title=text::notify()
                    aria-label=text::notify()
                    aria-description=text::notify_more()
                    on:click=move |_| studio.ask_to_notify()
                >
                    <Icon glyph=Glyph::Bell />
                </button>
            </If>
            <button type="button" class="quiet" title=why aria-description=why on:click=stop>{word}</button>
        </div>
    }
}

#[component]
fn DoneLanes(job: Signal<Job>) -> impl IntoView {
    let studio = Studio::here();
    let count = job.with_untracked(|job| job.takes.len());
    let lanes = (0..count).filter_map(move |nth| {
        let first = job.with_untracked(|job| job.takes.get(nth).cloned())?;
        let take = Memo::new(move |_| {
            job.with(|job| job.takes.get(nth).cloned())
                .unwrap_or_else(|| first.clone())
        });
        Some(view! { <DoneLane take=take.into() /> })
    });
    let note = Memo::new(move |_| job.with(|job| job.note.clone()));
    view! {
        {lanes.collect_view()}
        <If when=move || note.with(Option::is_some)>
            <p class="note"><Icon glyph=Glyph::Alert />{Signal::derive(move || note.get())}</p>
            <If when=move || job.with(|job| studio.could_keep(job))>
                <div class="remedies">
                    <button type="button" class="plain" on:click=move |_| studio.keep_again(&job.with_untracked(|job| job.id.clone()))>
                        {text::keep_now()}
                    </button>
                    <button type="button" class="quiet" on:click=move |_| studio.go_to(View::Library)>{text::make_room()}</button>
                </div>
            </If>
        </If>
    }
}

#[component]
fn DoneLane(take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let kept = Memo::new(move |_| {
        take.with(|take| {
            studio
                .library
                .with(|library| library.find(&take.id).is_some())
        })
    });
    let seconds = move || take.with(|take| take.seconds.map(words::clock));
    let seconds = Signal::derive(seconds);
    let share = Memo::new(move |_| {
        take.with(|take| {
            studio
                .jobs
                .with(|jobs| jobs.share(&take.job, take.seconds.unwrap_or_default()))
        })
    });
    let unread = Memo::new(move |_| take.with(|take| studio.is_unread(&take.id)));
    view! {
        <div class="lane done">
            <If when=move || unread.get()>
                <span class="unread" title=text::new()><span class="visually-hidden">{text::new()}</span></span>
            </If>
            <PlayButton take />
            <div class="span" style:width=Signal::derive(move || format!("{:.2}%", share.get() * 100.0))><TakeWave take /></div>
            <span class="length">{seconds}</span>
            <SeedButton take />
        </div>
        <div class="card-acts">
            <If when=move || kept.get()>
                <span class="kept" title=text::kept()><Icon glyph=Glyph::Check /><span class="visually-hidden">{text::kept()}</span></span>
            </If>
            <JoinsButton take />
            <EditButton take />
            <CompareButton take />
            <DownloadButton take />
        </div>
    }
}

fn face(stage: &Stage) -> Face {
    match stage {
        Stage::Done => Face::Done,
        Stage::Failed(_) => Face::Failed,
        Stage::Parked(_) => Face::Parked,
        Stage::Working(_) => Face::Working,
    }
}

/// What is known about a job in a line: how long it took, what it cost.
fn facts(studio: Studio, job: &Job) -> String {
    let Some((provider, model)) = job.rows() else {
        return String::new();
    };
    let spent = job.takes.first().and_then(|take| take.usd);
    let price = match spent {
        _ if studio.is_sandbox(&job.base) => sandbox().to_owned(),
        Some(usd) => words::dollars(usd),
        None => words::price(provider, model),
    };
    let took = words::took(job.elapsed_ms(job.at_ms) / 1_000.0);
    match &job.stage {
        Stage::Done => format!("{price} · {took}"),
        _ if job.base.is_empty() => price,
        _ => format!("{} · {price}", provider.name),
    }
}
