//! A piece that goes on.

use std::sync::Arc;

use super::{Score, form, harmony, play, time::Time, window::with_window};
use crate::{
    Plan,
    plan::{ChordSpan, Section},
    prompt::{Reading, Words},
    rng::Rng,
};

/// Longest piece that a continuation may make, in seconds.
const LONGEST: f64 = 360.0;

/// What is added when nothing is asked for, and the least and most that may be, in seconds.
const USUAL: f64 = 20.0;
const SECONDS: (f64, f64) = (2.0, 180.0);

/// Room for the final chord, in seconds.
const FINAL: f64 = 2.6;

/// Goes on from the bar nearest to `at` seconds, or from the final chord, for about so many seconds more.
///
/// What sounds before that bar keeps every bit; the tune, the harmony and the players stay those of the piece, with what
/// the words change.
pub(crate) fn extend(base: &Plan, at: Option<f64>, seconds: Option<f64>, words: &Words) -> Plan {
    let mut reading = Reading::of(&words.brief());
    reading.refuse_new_frame(base, "A continuation");
    let join = join(base, at, &mut reading.warnings);
    let bars = bars(base, join, seconds, &mut reading.warnings);
    let time = Time {
        seconds: libm::round(((join + bars) as f64 * base.bar_seconds() + FINAL) * 100.0) / 100.0,
        bpm: base.bpm,
        bars: join + bars,
    };
    let kept = until(base, join);
    let first_new = kept.len();
    let lyrics = words.lyrics.as_deref();
    let mut sections = form::go_on(kept, bars, &time, base.genre, lyrics, base.steps);
    reading.set_energy(&mut sections[first_new..]);
    let chords = chords(base, &sections, join);
    let band = base.band.clone().adapted(&mut reading);
    let score = Score {
        seed: words.seed(base.tune_seed),
        tune_seed: base.tune_seed,
        tune: None,
        genre: base.genre,
        key: base.key,
        energy: base.energy,
        steps: base.steps,
        step_seconds: base.step_seconds(),
        seconds: time.seconds,
        sections: &sections,
        chords: &chords,
    };
    let fresh = play(&score, &band, &mut reading.warnings);
    let tracks = with_window(&base.tracks, &fresh, join * base.steps..usize::MAX);
    let splices = splices(base, join as f64 * base.bar_seconds());
    let rehearsal = base
        .rehearsal
        .clone()
        .unwrap_or_else(|| Arc::new(base.clone()));
    Plan {
        warnings: reading.warnings,
        sections,
        seconds: time.seconds,
        chords,
        tracks,
        band,
        rehearsal: Some(rehearsal),
        splices,
        ..base.clone()
    }
}

/// The bar at which the new part begins.
fn join(base: &Plan, at: Option<f64>, warnings: &mut Vec<String>) -> usize {
    let end = base.bars();
    let Some(at) = at.filter(|at| at.is_finite()) else {
        return end;
    };
    let bar = libm::round(at.max(0.0) / base.bar_seconds()) as usize;
    let bar = bar.clamp(end.min(1), end);
    let used = bar as f64 * base.bar_seconds();
    if (used - at).abs() > 0.05 {
        warnings.push(format!(
            "The new part begins at the nearest bar, at {used:.2} s."
        ));
    }
    bar
}

/// How many bars are added: whole phrases, as near to what was asked for as they come.
fn bars(base: &Plan, join: usize, seconds: Option<f64>, warnings: &mut Vec<String>) -> usize {
    let asked = seconds.filter(|it| it.is_finite()).unwrap_or(USUAL);
    let room = LONGEST - join as f64 * base.bar_seconds();
    let used = asked.clamp(SECONDS.0, SECONDS.1).min(room.max(SECONDS.0));
    if used != asked {
        warnings.push(format!(
            "A continuation adds {} to {} seconds, and a piece is {LONGEST} seconds long at most; {used:.0} s were added.",
            SECONDS.0, SECONDS.1
        ));
    }
    let exact = (used - FINAL).max(0.0) / base.bar_seconds();
    let pairs = 2.0 * libm::round(exact / 2.0);
    let whole = if pairs * base.bar_seconds() + FINAL <= used + 1.0 {
        pairs
    } else {
        libm::floor(exact)
    };
    whole.max(1.0) as usize
}

/// The sections before a bar, the last of them cut there.
fn until(base: &Plan, bar: usize) -> Vec<Section> {
    let kept = base.sections.iter().filter(|section| section.bar < bar);
    kept.map(|section| {
        let bars = section.bars.min(bar - section.bar);
        Section {
            bars,
            seconds: bars as f64 * base.bar_seconds(),
            ..section.clone()
        }
    })
    .collect()
}

/// The chords that were, then those of the new sections, from the same progressions.
fn chords(base: &Plan, sections: &[Section], join: usize) -> Vec<ChordSpan> {
    let start = join * base.steps;
    let mut rng = Rng::new(base.tune_seed, "harmony");
    let fresh = harmony::build(sections, base.genre, &base.key, base.steps, false, &mut rng);
    let old = base.chords.iter().filter(|span| span.start < start);
    let cut = old.map(|span| ChordSpan {
        steps: span.steps.min(start - span.start),
        ..span.clone()
    });
    cut.chain(fresh.into_iter().filter(|span| span.start >= start))
        .collect()
}

/// The windows that still play before a moment in seconds; one that reaches over it ends there.
fn splices(base: &Plan, join: f64) -> Vec<crate::plan::Splice> {
    let mut splices = base.splices.clone();
    splices.retain_mut(|splice| {
        splice.to = splice.to.min(join);
        splice.from < splice.to
    });
    splices
}
