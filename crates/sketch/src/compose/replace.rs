//! A window of a piece made anew.

use std::sync::Arc;

use super::{Score, play, window::with_window};
use crate::{
    Plan,
    plan::Splice,
    prompt::{Reading, Words},
    recipe::Fault,
};

/// The shortest window, in seconds: its two fades need room.
const SHORTEST: f64 = 0.25;

/// Plays `from` to `to` (in seconds) anew: another tune on the same harmony, with what the words change.
///
/// # Errors
///
/// When the window is no window of the piece.
pub(crate) fn replace(base: &Plan, from: f64, to: f64, words: &Words) -> Result<Plan, Fault> {
    let to = if to > base.seconds { base.seconds } else { to };
    if !(from >= 0.0 && from < base.seconds) {
        let message = format!("The clip is {:.2} s long.", base.seconds);
        return Err(Fault::of("startsAt", message));
    }
    if to.is_nan() || to - from < SHORTEST {
        let message = format!("The window must end {SHORTEST} s after its start, or later.");
        return Err(Fault::of("endsAt", message));
    }
    let mut reading = Reading::of(&words.brief());
    reading.refuse_new_frame(base, "A replaced part");
    let mut sections = base.sections.clone();
    reading.set_energy(&mut sections);
    let band = base.band.clone().adapted(&mut reading);
    let seed = words.seed(base.tune_seed);
    let score = Score {
        seed,
        tune_seed: seed,
        tune: None,
        genre: base.genre,
        key: base.key,
        energy: base.energy,
        steps: base.steps,
        step_seconds: base.step_seconds(),
        seconds: base.seconds,
        sections: &sections,
        chords: &base.chords,
    };
    let fresh = play(&score, &band, &mut reading.warnings);
    let step = |seconds: f64| libm::ceil(seconds / base.step_seconds() - 1.0e-6) as usize;
    let insert = Plan {
        tracks: with_window(&base.tracks, &fresh, step(from)..step(to)),
        rehearsal: None,
        splices: Vec::new(),
        ..base.clone()
    };
    let mut splices = base.splices.clone();
    splices.push(Splice {
        from,
        to,
        plan: Arc::new(insert),
    });
    Ok(Plan {
        warnings: reading.warnings,
        splices,
        ..base.clone()
    })
}
