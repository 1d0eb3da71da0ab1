//! Chords, pads and arpeggios: the style's patterns on the harmony's voicings.

use crate::{
    compose::{
        Score,
        feel::{Feel, strokes},
    },
    genre::{Part, Role},
    instrument::Instrument,
    plan::{Note, Section},
    theory::lead_voices,
};

/// Plays the chords of the whole piece.
pub(super) fn play(
    score: &Score<'_>,
    part: &Part,
    instrument: &Instrument,
    player: &str,
) -> Vec<Note> {
    let mut feel = Feel::new(score, player);
    let voicings = voicings(score, part, instrument);
    let mut notes = Vec::new();
    for section in score.sections {
        if section.bars == 0 {
            finish(score, part, section, &voicings, &mut feel, &mut notes);
        } else if section.energy >= part.from {
            let pattern = pattern(part, section);
            for bar in 0..section.bars {
                let loud = feel.dynamics(section, bar);
                play_bar(
                    score,
                    part,
                    pattern,
                    (section.bar + bar) * score.steps,
                    loud,
                    &voicings,
                    &mut feel,
                    &mut notes,
                );
            }
        }
    }
    notes.sort_by(|a, b| a.start.total_cmp(&b.start));
    notes
}

fn voicings(score: &Score<'_>, part: &Part, instrument: &Instrument) -> Vec<Vec<i32>> {
    let mut previous = Vec::new();
    let (low, high) = instrument.range;
    score
        .chords
        .iter()
        .map(|span| {
            previous = lead_voices(&span.chord, &previous, part.centre);
            previous
                .iter()
                .map(|&pitch| into(pitch, low, high))
                .collect()
        })
        .collect()
}

/// A pitch moved by octaves into a range.
pub(super) fn into(mut pitch: i32, low: i32, high: i32) -> i32 {
    while pitch < low {
        pitch += 12;
    }
    while pitch > high {
        pitch -= 12;
    }
    pitch
}

/// The pattern for a section: fuller sections take later ones.
pub(super) fn pattern(part: &Part, section: &Section) -> &'static str {
    let level = usize::from(section.energy.saturating_sub(part.from.max(1)));
    // With patterns for every energy the sections pick theirs; with fewer, the sparse one is for the quiet.
    let index = level.min(part.patterns.len().saturating_sub(1));
    part.patterns.get(index).copied().unwrap_or("")
}

#[allow(clippy::too_many_arguments)]
fn play_bar(
    score: &Score<'_>,
    part: &Part,
    pattern: &str,
    start: usize,
    loud: f64,
    voicings: &[Vec<i32>],
    feel: &mut Feel<'_>,
    notes: &mut Vec<Note>,
) {
    for (at, stroke, length) in strokes(pattern, score.steps) {
        let index = score
            .chords
            .partition_point(|span| span.start <= start + at)
            .saturating_sub(1);
        let span = &score.chords[index];
        let left = span.start + span.steps - start - at;
        let voicing = &voicings[index];
        strike(
            part,
            stroke,
            voicing,
            start + at,
            length.min(left),
            loud,
            feel,
            notes,
        );
        // A held chord is struck again when the harmony moves under it.
        if length > left
            && stroke.is_ascii_alphabetic()
            && index + 1 < voicings.len()
            && at + left < score.steps
        {
            strike(
                part,
                b'c',
                &voicings[index + 1],
                start + at + left,
                length - left,
                loud,
                feel,
                notes,
            );
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn strike(
    part: &Part,
    stroke: u8,
    voicing: &[i32],
    step: usize,
    steps: usize,
    loud: f64,
    feel: &mut Feel<'_>,
    notes: &mut Vec<Note>,
) {
    // Short strokes are played short; held ones reach almost to the next.
    let length = if steps == 1 && part.role == Role::Chords {
        0.7
    } else {
        steps as f64 * 0.97
    };
    let soft = if stroke.is_ascii_lowercase() {
        0.72
    } else {
        1.0
    };
    match stroke {
        b'1'..=b'6' => {
            let index = usize::from(stroke - b'1');
            let octave = 12 * (index / voicing.len()) as i32;
            let accent = if step % 4 == 0 { 0.78 } else { 0.66 };
            let ring = if part.role == Role::Arp {
                length + 1.0
            } else {
                length
            };
            feel.note(
                notes,
                step,
                ring,
                voicing[index % voicing.len()] + octave,
                accent * loud,
                0.0,
            );
        }
        b'S' | b's' => {
            let order: Vec<i32> = if stroke == b'S' {
                voicing.to_vec()
            } else {
                voicing.iter().rev().copied().collect()
            };
            for (index, pitch) in order.into_iter().enumerate() {
                feel.note(
                    notes,
                    step,
                    length,
                    pitch,
                    0.72 * soft * loud,
                    0.011 * index as f64,
                );
            }
        }
        _ => {
            let weight = 0.76 * soft * loud / (voicing.len() as f64 / 4.0).sqrt();
            for &pitch in voicing {
                feel.note(notes, step, length, pitch, weight, 0.0);
            }
        }
    }
}

/// The last chord, rolled upwards and left to ring.
fn finish(
    score: &Score<'_>,
    part: &Part,
    section: &Section,
    voicings: &[Vec<i32>],
    feel: &mut Feel<'_>,
    notes: &mut Vec<Note>,
) {
    let Some(voicing) = voicings.last().filter(|_| section.bar > 0) else {
        return;
    };
    let roll = if part.role == Role::Pad { 0.0 } else { 0.028 };
    let steps = section.seconds / score.step_seconds;
    for (index, &pitch) in voicing.iter().enumerate() {
        feel.note(
            notes,
            section.bar * score.steps,
            steps * 0.8,
            pitch,
            0.62,
            roll * index as f64,
        );
    }
}
