//! The drums.

use crate::{
    compose::{
        Score,
        feel::{Feel, strokes},
    },
    genre::{Drums, gm},
    instrument::Instrument,
    plan::{Note, Section, Track},
};

/// Plays the drums of the whole piece.
pub(super) fn play(score: &Score<'_>, drums: &'static Drums, kit: &'static Instrument) -> Track {
    let mut feel = Feel::new(score, "drums");
    let mut notes = Vec::new();
    for (index, section) in score.sections.iter().enumerate() {
        let next = score.sections.get(index + 1);
        for bar in 0..section.bars {
            play_bar(score, drums, section, bar, next, &mut feel, &mut notes);
        }
        mark_entry(score, index, section, &mut feel, &mut notes);
    }
    notes.sort_by(|a, b| a.start.total_cmp(&b.start));
    Track {
        role: "drums",
        instrument: kit,
        level_db: drums.level_db,
        pan: 0.0,
        reverb: drums.reverb,
        delay: 0.0,
        duck: 0.0,
        notes,
    }
}

fn play_bar(
    score: &Score<'_>,
    drums: &Drums,
    section: &Section,
    bar: usize,
    next: Option<&Section>,
    feel: &mut Feel<'_>,
    notes: &mut Vec<Note>,
) {
    let start = (section.bar + bar) * score.steps;
    let last = bar + 1 == section.bars;
    // Phrases of four end with a small fill, sections with a whole one.
    let fill =
        last && section.bars > 1 && next.is_some_and(|next| next.energy >= 2 || next.bars == 0);
    let turn = !last && section.bars > 4 && bar % 4 == 3;
    let from = if fill {
        score.steps - score.steps.min(8)
    } else {
        score.steps
    };
    let loud = feel.dynamics(section, bar);
    let level = usize::from(section.energy.clamp(1, 3)) - 1;
    for (piece, patterns) in drums.rows {
        for (at, stroke, _) in strokes(patterns[level], score.steps) {
            let keeps_time = matches!(*piece, gm::HAT | gm::RIDE | gm::SHAKER);
            if at < from || keeps_time && at % 4 == 0 {
                hit(*piece, stroke, start + at, loud, feel, notes);
            }
        }
    }
    if fill && section.energy >= 2 || turn && section.energy == 3 {
        let choice = *feel.rng().pick(drums.fills);
        // A turn takes only the fill's second half.
        let skip = if fill { 0 } else { 4 };
        let base = start + score.steps - score.steps.min(8);
        for (piece, pattern) in choice {
            for (at, stroke, _) in strokes(pattern, 8)
                .into_iter()
                .filter(|(at, _, _)| *at >= skip)
            {
                let rise = 0.85 + 0.15 * at as f64 / 8.0;
                hit(*piece, stroke, base + at, loud * rise, feel, notes);
            }
        }
    }
}

fn hit(piece: u8, stroke: u8, step: usize, loud: f64, feel: &mut Feel<'_>, notes: &mut Vec<Note>) {
    let velocity = match stroke {
        b'X' => 0.98,
        b'x' => 0.78,
        b'o' => 0.38,
        _ if feel.rng().chance(0.4) => 0.34,
        _ => return,
    };
    // Off-beat strokes of a hand are a little lighter.
    let lean = if piece == gm::HAT && step % 4 == 2 {
        0.9
    } else {
        1.0
    };
    feel.note(
        notes,
        step,
        1.0,
        i32::from(piece),
        velocity * lean * loud,
        0.0,
    );
}

/// A cymbal and the kick where a fuller section begins, and on the final chord.
fn mark_entry(
    score: &Score<'_>,
    index: usize,
    section: &Section,
    feel: &mut Feel<'_>,
    notes: &mut Vec<Note>,
) {
    let before = index
        .checked_sub(1)
        .map_or(0, |before| score.sections[before].energy);
    let ending = section.bars == 0 && before >= 2;
    let rises = section.energy == 3 && before < 3 && index > 0;
    if rises || ending {
        let soft = matches!(
            score.genre.name,
            "jazz" | "bossa nova" | "lo-fi" | "folk" | "hip hop" | "reggae"
        );
        let step = section.bar * score.steps;
        feel.note(
            notes,
            step,
            4.0,
            i32::from(gm::CRASH),
            if soft { 0.35 } else { 0.7 },
            0.0,
        );
        if ending {
            feel.note(notes, step, 1.0, i32::from(gm::KICK), 0.8, 0.0);
        }
    }
}
