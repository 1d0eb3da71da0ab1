//! Chords, pads and arpeggios: the style's patterns on the harmony's voicings.

use crate::{
    compose::{
        Score,
        feel::{Feel, strokes},
    },
    genre::{Part, Role},
    instrument::{Instrument, Patch},
    plan::{ChordSpan, Note, Section},
    theory::lead_voices,
};

/// Plays the chords of the whole piece.
pub(super) fn play(
    score: &Score<'_>,
    part: &Part,
    instrument: &Instrument,
    player: &str,
) -> Vec<Note> {
    let voicings = voicings(score, part, instrument);
    let mut hands = Hands {
        score,
        part,
        voicings,
        feel: Feel::new(score, player),
        notes: Vec::new(),
    };
    for section in score.sections {
        if section.bars == 0 {
            hands.finish(section);
        } else if section.energy >= part.from {
            let pattern = pattern(part, section);
            for bar in 0..section.bars {
                let loud = hands.feel.dynamics(section, bar);
                hands.bar(pattern, (section.bar + bar) * score.steps, loud);
            }
        }
    }
    hands.notes.sort_by(|a, b| a.start.total_cmp(&b.start));
    hands.notes
}

fn voicings(score: &Score<'_>, part: &Part, instrument: &Instrument) -> Vec<Vec<i32>> {
    let mut previous = Vec::new();
    let (low, high) = instrument.range;
    // A synthesizer plays four notes as soon as three.
    let full = matches!(instrument.patch, Patch::Synth(_));
    let tonic = score.key.pitch(0).rem_euclid(12);
    let mut voice = |span: &ChordSpan| {
        previous = if instrument.is_overdriven() {
            span.chord.open(part.centre - 5)
        } else if full && span.chord.root == tonic {
            lead_voices(&span.chord.with_octave(), &previous, part.centre)
        } else {
            lead_voices(&span.chord, &previous, part.centre)
        };
        previous
            .iter()
            .map(|&pitch| into(pitch, low, high))
            .collect()
    };
    score.chords.iter().map(&mut voice).collect()
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

/// A player of chords, with what is played so far.
struct Hands<'a> {
    score: &'a Score<'a>,
    part: &'a Part,
    /// One for each chord of the score.
    voicings: Vec<Vec<i32>>,
    feel: Feel<'a>,
    notes: Vec<Note>,
}

impl Hands<'_> {
    /// One bar of a pattern, from a sixteenth on.
    fn bar(&mut self, pattern: &str, start: usize, loud: f64) {
        for (at, stroke, length) in strokes(pattern, self.score.steps) {
            let index = self
                .score
                .chords
                .partition_point(|span| span.start <= start + at)
                .saturating_sub(1);
            let span = &self.score.chords[index];
            let left = span.start + span.steps - start - at;
            self.strike(stroke, index, start + at, length.min(left), loud);
            // A held chord is struck again when the harmony moves under it.
            if length > left && stroke.is_ascii_alphabetic() && index + 1 < self.voicings.len() {
                self.strike(b'c', index + 1, start + at + left, length - left, loud);
            }
        }
    }

    /// One stroke on a chord.
    fn strike(&mut self, stroke: u8, chord: usize, step: usize, steps: usize, loud: f64) {
        let voicing = self.voicings[chord].clone();
        // Short strokes are played short; held ones reach almost to the next.
        let short = steps == 1 && self.part.role == Role::Chords;
        let length = if short { 0.7 } else { steps as f64 * 0.97 };
        let soft = if stroke.is_ascii_lowercase() {
            0.72
        } else {
            1.0
        };
        match stroke {
            b'1'..=b'6' => self.pick(usize::from(stroke - b'1'), &voicing, step, length, loud),
            b'S' => self.strum(voicing.iter(), step, length, 0.72 * loud),
            b's' => self.strum(voicing.iter().rev(), step, length, 0.72 * soft * loud),
            b'P' | b'p' => {
                let floor = self.part.centre - 5;
                let notes = self.score.chords[chord].chord.power(floor);
                for pitch in notes {
                    self.feel.note(
                        &mut self.notes,
                        step,
                        length,
                        pitch,
                        0.88 * soft * loud,
                        0.0,
                    );
                }
            }
            _ => {
                let weight = 0.76 * soft * loud / (voicing.len() as f64 / 4.0).sqrt();
                for &pitch in &voicing {
                    self.feel
                        .note(&mut self.notes, step, length, pitch, weight, 0.0);
                }
            }
        }
    }

    /// One note of a voicing; beyond its top it goes on an octave higher.
    fn pick(&mut self, index: usize, voicing: &[i32], step: usize, length: f64, loud: f64) {
        let octave = 12 * (index / voicing.len()) as i32;
        let accent = if step.is_multiple_of(4) { 0.78 } else { 0.66 };
        let ring = if self.part.role == Role::Arp {
            length + 1.0
        } else {
            length
        };
        self.feel.note(
            &mut self.notes,
            step,
            ring,
            voicing[index % voicing.len()] + octave,
            accent * loud,
            0.0,
        );
    }

    /// The strings of a chord one after the other.
    fn strum<'p>(
        &mut self,
        order: impl Iterator<Item = &'p i32>,
        step: usize,
        length: f64,
        loud: f64,
    ) {
        for (index, &pitch) in order.enumerate() {
            self.feel.note(
                &mut self.notes,
                step,
                length,
                pitch,
                loud,
                0.011 * index as f64,
            );
        }
    }

    /// The last chord, rolled upwards and left to ring.
    fn finish(&mut self, section: &Section) {
        let Some(voicing) = self.voicings.last().filter(|_| section.bar > 0).cloned() else {
            return;
        };
        let roll = if self.part.role == Role::Pad {
            0.0
        } else {
            0.028
        };
        let steps = section.seconds / self.score.step_seconds * 0.8;
        for (index, &pitch) in voicing.iter().enumerate() {
            let step = section.bar * self.score.steps;
            self.feel.note(
                &mut self.notes,
                step,
                steps,
                pitch,
                0.62,
                roll * index as f64,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Brief, Plan, compose, plan::Note};

    fn plan(prompt: &str) -> Plan {
        compose(&Brief {
            prompt: prompt.into(),
            seed: 3,
            ..Brief::default()
        })
    }

    fn notes<'a>(plan: &'a Plan, instrument: &'a str) -> impl Iterator<Item = &'a Note> {
        let tracks = plan.tracks.iter();
        tracks
            .filter(move |track| track.instrument.name == instrument)
            .flat_map(|track| &track.notes)
    }

    #[test]
    fn the_home_chord_of_a_synthesizer_has_its_tonic_twice() {
        let plan = plan("trance in F# minor");
        let first: Vec<u8> = notes(&plan, "string pad")
            .filter(|note| note.step == 0)
            .map(|note| note.pitch % 12)
            .collect();
        assert_eq!(first.len(), 4, "{plan}");
        assert_eq!(
            first.iter().filter(|pitch| **pitch == 6).count(),
            2,
            "{plan}"
        );
    }

    #[test]
    fn distorted_guitars_never_turn_a_chord_over() {
        for prompt in [
            "metal in E minor",
            "rock in C major",
            "pop with distorted guitar",
        ] {
            let plan = plan(prompt);
            let mut chords = 0;
            for span in &plan.chords {
                let within = |note: &&Note| (span.start..span.start + 1).contains(&note.step);
                let Some(lowest) = notes(&plan, "rhythm guitar")
                    .filter(within)
                    .map(|note| i32::from(note.pitch))
                    .min()
                else {
                    continue;
                };
                assert_eq!((lowest - span.chord.root).rem_euclid(12), 0, "{plan}");
                chords += 1;
            }
            assert!(chords > 4, "{plan}");
        }
    }
}
