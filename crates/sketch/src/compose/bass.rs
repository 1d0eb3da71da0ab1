//! The bass line.

use crate::{
    compose::{
        Score,
        chords::{into, pattern},
        feel::{Feel, strokes},
    },
    genre::Part,
    instrument::Instrument,
    plan::Note,
};

/// Plays the bass of the whole piece.
pub(super) fn play(
    score: &Score<'_>,
    part: &Part,
    instrument: &Instrument,
    player: &str,
) -> Vec<Note> {
    let mut feel = Feel::new(score, player);
    let mut notes = Vec::new();
    let mut last = part.centre;
    for section in score
        .sections
        .iter()
        .filter(|section| section.energy >= part.from || section.bars == 0)
    {
        for bar in 0..section.bars {
            let start = (section.bar + bar) * score.steps;
            let loud = feel.dynamics(section, bar);
            for (at, stroke, length) in strokes(pattern(part, section), score.steps) {
                let step = start + at;
                let pitch = choose(score, part, stroke, step, last, &mut feel);
                let pitch = into(pitch, instrument.range.0, instrument.range.1);
                let accent = if stroke == b'r' { 0.7 } else { 0.84 };
                let gap = if length == 1 { 0.85 } else { 0.95 };
                feel.note(
                    &mut notes,
                    step,
                    length as f64 * gap,
                    pitch,
                    accent * loud,
                    0.0,
                );
                last = pitch;
            }
        }
        if section.bars == 0 && section.bar > 0 {
            let root = into(
                score
                    .chord_at(score.end())
                    .chord
                    .tone_above(0, part.centre - 8),
                instrument.range.0,
                instrument.range.1,
            );
            feel.note(
                &mut notes,
                score.end(),
                section.seconds / score.step_seconds * 0.8,
                root,
                0.75,
                0.0,
            );
        }
    }
    notes
}

/// The pitch of one stroke.
fn choose(
    score: &Score<'_>,
    part: &Part,
    stroke: u8,
    step: usize,
    last: i32,
    feel: &mut Feel<'_>,
) -> i32 {
    let chord = &score.chord_at(step).chord;
    let root = chord.tone_above(0, part.centre - 6);
    match stroke {
        b'8' => root + 12,
        b'5' => chord.tone_above(if chord.tones.len() == 2 { 1 } else { 2 }, root),
        b'3' => chord.tone_above(1, root),
        b'w' => walk(score, step, last, feel),
        b'a' => approach(score, step, root, part),
        _ => root,
    }
}

/// A walking note: the chord or scale tone next to the last one, on the way to somewhere.
fn walk(score: &Score<'_>, step: usize, last: i32, feel: &mut Feel<'_>) -> i32 {
    let chord = &score.chord_at(step).chord;
    let up = last < 40 || (last < 47 && feel.rng().chance(0.5));
    let from = if up { last + 3 } else { last - 3 };
    let tone = chord.nearest(from);
    if tone == last {
        chord.nearest(last + if up { 5 } else { -5 })
    } else {
        tone
    }
}

/// A step from above or below to the next chord's root.
fn approach(score: &Score<'_>, step: usize, root: i32, part: &Part) -> i32 {
    let next = score
        .chord_at(step + score.steps - step % score.steps)
        .chord
        .tone_above(0, part.centre - 6);
    if next == root {
        return score.chord_at(step).chord.tone_above(2, root - 12 + 1);
    }
    let degree = score.key.degree_near(next);
    score
        .key
        .pitch(if next > root { degree - 1 } else { degree + 1 })
}
