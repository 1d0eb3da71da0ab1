//! A lane of a run: one finished piece with its waveform, or what stands in its place while it is made.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes, IntoAny,
    IntoView, Memo, OnAttribute, Signal, StyleAttribute, With, WithUntracked, component, view,
};

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::components::wave::Wave;
use crate::state::job::{Job, Stage, Working};
use crate::state::take::Take;
use crate::studio::Studio;
use crate::text::{listen, runs};
use crate::words;

/// Plays or pauses a piece.
#[component]
pub(crate) fn PlayButton(
    #[prop(into)] take: Signal<Take>,
    /// Whether it shows that a piece plays whose name is hidden, and calls it by that.
    #[prop(optional)]
    veiled: bool,
) -> impl IntoView {
    let studio = Studio::here();
    let plays = Memo::new(move |_| {
        let shows = veiled || !take.with(|take| studio.is_veiled(&take.id));
        shows && take.with(|take| studio.player.with(|player| player.plays(&take.id)))
    });
    let label = move || {
        let name = take.with(|take| match veiled {
            true => studio.spoken_name_of(take),
            false => take.spoken(),
        });
        if plays.get() {
            listen::pause_of(&name)
        } else {
            listen::play_of(&name)
        }
    };
    let label = Signal::derive(label);
    let inviting = Memo::new(move |_| studio.player.with(|player| player.take.is_none()));
    let icon = move || match plays.get() {
        true => view! { <Icon glyph=Glyph::Pause /> }.into_any(),
        false => view! { <Icon glyph=Glyph::Play /> }.into_any(),
    };
    view! {
        <button
            type="button"
            class="play"
            class:inviting=Signal::derive(move || inviting.get())
            aria-label=label
            on:click=move |_| studio.toggle(&take.get_untracked())
        >
            {icon}
        </button>
    }
}

/// A piece's waveform, in step with the player. It plays from where it is pressed.
#[component]
pub(crate) fn TakeWave(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let peaks = studio.outline_of(take);
    let played = move || {
        let (has, seconds) = take.with(|take| {
            let shows = !studio.is_veiled(&take.id);
            studio
                .player
                .with(|player| (shows && player.has(&take.id), player.seconds()))
        });
        if has && seconds > 0.0 {
            studio.position.get() / seconds
        } else {
            0.0
        }
    };
    let pick = move |part| studio.play_from(take.get_untracked(), part);
    view! { <Wave peaks=peaks played=Signal::derive(played) on_pick=pick /> }
}

/// Hands a piece out as a file.
#[component]
pub(crate) fn DownloadButton(#[prop(into)] take: Signal<Take>) -> impl IntoView {
    let studio = Studio::here();
    let label = move || take.with(|take| listen::download_of(&take.spoken()));
    let label = Signal::derive(label);
    view! {
        <button
            type="button"
            class="quiet round"
            aria-label=label
            title=listen::download()
            on:click=move |_| studio.download(take.get_untracked())
        >
            <Icon glyph=Glyph::Download />
        </button>
    }
}

/// What stands in the place of a waveform while a job goes on.
#[component]
pub(crate) fn WorkingLane(#[prop(into)] job: Signal<Job>) -> impl IntoView {
    let studio = Studio::here();
    let working = Memo::new(move |_| {
        job.with(|job| match &job.stage {
            Stage::Working(working) => Some(working.clone()),
            _ => None,
        })
    });
    let progress = move || working.with(|it| it.as_ref().and_then(|it| it.progress));
    let percent = move || progress().map(|it| format!("{:.0}", it * 100.0));
    let percent = Signal::derive(percent);
    let width =
        move || progress().map_or_else(|| "100%".to_owned(), |it| format!("{:.1}%", it * 100.0));
    let width = Signal::derive(width);
    let label = job.with_untracked(Job::model_name);
    view! {
        <div
            class="making"
            class:measured=Signal::derive(move || progress().is_some())
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent
        >
            <span class="making-done" style:width=width></span>
        </div>
        <p class="lane-state">
            <strong class="state-word">{Signal::derive(move || working.with(|it| it.as_ref().map(state_word)))}</strong>
            <span class="elapsed">{Signal::derive(move || job.with(|job| words::clock(job.elapsed_ms(studio.now.get()) / 1_000.0)))}</span>
            <span class="usual">{Signal::derive(move || usual(&job.get(), studio.now.get()))}</span>
            <If when=move || working.with(|it| it.as_ref().is_some_and(|it| it.trouble.is_some()))>
                <span class="mark">{Signal::derive(move || working.with(|it| it.as_ref().and_then(trouble)))}</span>
            </If>
        </p>
    }
}

fn state_word(working: &Working) -> &'static str {
    working.step.word()
}

/// The usual time, and well past it the truth.
fn usual(job: &Job, now_ms: f64) -> Option<String> {
    let latency = job.rows()?.1.latency.as_ref();
    let usual = words::usual(latency, job.usual)?;
    if job.base.is_empty() {
        return None;
    }
    let told = || latency.map(|latency| latency.usual * 2);
    let most = job.usual.map(|it| it.most * 3 / 2).or_else(told)?;
    let late = job.elapsed_ms(now_ms) > 1_000.0 * most.as_secs_f64();
    let usual = match job.usual {
        Some(seen) => runs::usual_seen(seen.jobs as u64, &usual),
        None => usual,
    };
    Some(if late {
        runs::longer_than_usual(&usual)
    } else {
        runs::usually(&usual)
    })
}

fn trouble(working: &Working) -> Option<String> {
    use tutti_core::ErrorKind::{Network, Offline, RateLimited};
    let (reason, wait) = working.trouble?;
    let seconds = words::number(wait.as_secs_f64().ceil(), 0);
    Some(match reason {
        Network | Offline => runs::reconnecting(&seconds),
        RateLimited => runs::slowed_down(&seconds),
        _ => runs::trying_again(&seconds),
    })
}
