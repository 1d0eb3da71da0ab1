//! The lead: a motif that returns and varies.

use crate::{
    compose::{
        Score, Sung,
        chords::into,
        feel::{Feel, strokes},
    },
    genre::Part,
    instrument::Instrument,
    plan::{Note, Section},
    rng::Rng,
};

/// One bar of a motif: where its notes begin, how long they are, and how many scale steps each moves from the last.
#[derive(Clone, Debug)]
struct Bar {
    notes: Vec<(usize, usize, i32)>,
}

/// Two bars that belong together: a statement and its continuation.
#[derive(Clone, Debug)]
struct Motif {
    bars: [Bar; 2],
    /// The scale step above the register's middle on which it begins.
    lift: i32,
}

/// Plays the melody of the whole piece.
pub(super) fn play(
    score: &Score<'_>,
    part: &Part,
    instrument: &Instrument,
    player: &str,
) -> Vec<Note> {
    let mut feel = Feel::new(score, player);
    if let Some(tune) = score.tune {
        return replay(tune, part, instrument, &mut feel);
    }
    // The motifs belong to the piece, not to the player: a second lead plays the same tune.
    let mut rng = Rng::new(score.tune_seed, "motif");
    let first = Motif::invent(score, &mut rng, 0);
    let second = Motif::invent(score, &mut rng, 3);
    let mut singer = Singer {
        score,
        part,
        instrument,
        last: part.centre,
        notes: Vec::new(),
    };
    let mut heard = [0_usize; 2];
    for section in score.sections {
        if section.bars == 0 {
            singer.finish(section, &mut feel);
        } else if section.energy >= part.from {
            let motif = if section.theme == 0 { &first } else { &second };
            singer.section(section, motif, heard[section.theme], &mut feel);
            heard[section.theme] += 1;
        }
    }
    singer.notes
}

/// Plays a tune that is there already, an octave away where the instrument needs it.
fn replay(tune: &[Sung], part: &Part, instrument: &Instrument, feel: &mut Feel<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    let middle = tune.iter().map(|note| note.pitch).sum::<i32>() / tune.len().max(1) as i32;
    // The tune moves as a whole, so that its line stays what it was.
    let octaves = libm::round(f64::from(part.centre - middle) / 12.0) as i32;
    for note in tune {
        let pitch = into(
            note.pitch + 12 * octaves,
            instrument.range.0,
            instrument.range.1,
        );
        feel.note(&mut notes, note.step, note.steps, pitch, note.velocity, 0.0);
    }
    notes
}

impl Motif {
    fn invent(score: &Score<'_>, rng: &mut Rng, lift: i32) -> Self {
        let first = rng.index(score.genre.rhythms.len());
        let second =
            (first + 1 + rng.index(score.genre.rhythms.len() - 1)) % score.genre.rhythms.len();
        let up = rng.chance(0.6);
        Self {
            bars: [
                Bar::invent(score, first, up, rng),
                Bar::invent(score, second, !up, rng),
            ],
            lift,
        }
    }
}

impl Bar {
    /// A rhythm with a contour: mostly steps one way, a leap now and then, and the way back after it.
    fn invent(score: &Score<'_>, rhythm: usize, up: bool, rng: &mut Rng) -> Self {
        let sign = if up { 1 } else { -1 };
        let mut leapt = 0;
        let notes = strokes(score.genre.rhythms[rhythm], score.steps)
            .into_iter()
            .map(|(at, _, length)| {
                let step = match leapt {
                    0 => sign * *rng.pick(&[1, 1, 1, 0, -1, 2, 2, 3]),
                    after => -i32::signum(after),
                };
                leapt = if step.abs() >= 2 { step } else { 0 };
                (at, length, step)
            })
            .collect();
        Self { notes }
    }
}

/// Where the melody is, and what was sung so far.
struct Singer<'a> {
    score: &'a Score<'a>,
    part: &'a Part,
    instrument: &'a Instrument,
    last: i32,
    notes: Vec<Note>,
}

impl Singer<'_> {
    /// One section: phrases of four bars as statement, continuation, varied statement, close.
    fn section(&mut self, section: &Section, motif: &Motif, heard: usize, feel: &mut Feel<'_>) {
        let anchor = self.score.key.degree_near(self.part.centre) + motif.lift;
        for bar in 0..section.bars {
            let place = bar % 4;
            let closes = place == 3 || bar + 1 == section.bars && bar > 0;
            let mut shape = motif.bars[place % 2].clone();
            if place >= 2 || heard > 0 {
                vary(&mut shape, heard + bar / 4, feel.rng());
            }
            if closes {
                close(&mut shape, self.score.steps);
            }
            if place % 2 == 0 {
                // Each statement sets out from its own place, a little higher the second time.
                self.last = self
                    .score
                    .key
                    .pitch(anchor + if place == 2 { 1 } else { 0 });
            }
            let loud = feel.dynamics(section, bar);
            self.sing(
                &shape,
                (section.bar + bar) * self.score.steps,
                loud,
                closes,
                feel,
            );
        }
    }

    fn sing(&mut self, bar: &Bar, start: usize, loud: f64, closes: bool, feel: &mut Feel<'_>) {
        let count = bar.notes.len();
        for (index, &(at, length, step)) in bar.notes.iter().enumerate() {
            let strong = at % 4 == 0 || length >= 4 || (closes && index + 1 == count);
            let pitch = self.next(start + at, step, strong);
            let accent = if at % 4 == 0 { 0.86 } else { 0.74 };
            let arc = 0.06 * libm::sin(core::f64::consts::PI * (index as f64 + 0.5) / count as f64);
            feel.note(
                &mut self.notes,
                start + at,
                length as f64 * 0.93,
                pitch,
                (accent + arc) * loud,
                0.0,
            );
            self.last = pitch;
        }
    }

    /// The next pitch: so many scale steps on, drawn to the chord where it is strong, kept in the register.
    fn next(&self, at: usize, step: i32, strong: bool) -> i32 {
        let chord = &self.score.chord_at(at).chord;
        let degree = self.score.key.degree_near(self.last) + step;
        let mut pitch = self.sweeten(self.score.key.pitch(degree), step);
        if strong {
            pitch = chord.nearest_plain(pitch);
        } else if self.clashes(pitch, chord) {
            pitch = chord.nearest(pitch);
        }
        // What strays from the middle by more than an octave comes back.
        let pitch = into(pitch, self.part.centre - 9, self.part.centre + 14);
        into(pitch, self.instrument.range.0, self.instrument.range.1)
    }

    /// Leaves out the two notes of the scale that clash, in styles that do.
    fn sweeten(&self, pitch: i32, step: i32) -> i32 {
        let key = &self.score.key;
        let degree = key.degree_near(pitch);
        let avoided: [i32; 2] = if key.mode.is_minor() { [1, 5] } else { [3, 6] };
        if !self.score.genre.pentatonic || !avoided.contains(&degree.rem_euclid(7)) {
            return pitch;
        }
        key.pitch(degree + if step < 0 { -1 } else { 1 })
    }

    /// A note a semitone above a chord tone, or one of the scale that the chord has altered.
    fn clashes(&self, pitch: i32, chord: &crate::theory::Chord) -> bool {
        !chord.contains(pitch)
            && (chord.contains(pitch - 1)
                || chord.contains(pitch + 1) && !chord.contains(pitch - 2))
    }

    /// The last note: the tonic nearest to where the melody is.
    fn finish(&mut self, section: &Section, feel: &mut Feel<'_>) {
        if self.notes.is_empty() || section.bar == 0 {
            return;
        }
        let tonic = self.score.key.pitch(0);
        let up = (tonic - self.last).rem_euclid(12);
        let pitch = self.last + if up > 6 { up - 12 } else { up };
        let pitch = into(pitch, self.instrument.range.0, self.instrument.range.1);
        let steps = (section.seconds / self.score.step_seconds * 0.6).min(16.0);
        feel.note(
            &mut self.notes,
            section.bar * self.score.steps,
            steps,
            pitch,
            0.68,
            0.02,
        );
    }
}

/// Changes a bar a little: splits a long note, drops a short one, or turns its end around.
fn vary(bar: &mut Bar, heard: usize, rng: &mut Rng) {
    let count = bar.notes.len();
    if count < 2 {
        return;
    }
    match (rng.index(4) + heard) % 4 {
        0 => {
            if let Some(index) = (0..count).find(|&index| bar.notes[index].1 >= 4) {
                let (at, length, step) = bar.notes[index];
                bar.notes[index] = (at, length / 2, step);
                bar.notes
                    .insert(index + 1, (at + length / 2, length - length / 2, 1));
            }
        }
        1 => bar.notes[count - 1].2 = -bar.notes[count - 1].2,
        2 if count > 3 => {
            bar.notes.remove(count - 2);
        }
        _ => bar.notes[count / 2].2 += 1,
    }
}

/// Ends a bar on a long note: what comes after the middle gives way to it.
fn close(bar: &mut Bar, steps: usize) {
    let half = steps / 2;
    let keep = bar
        .notes
        .iter()
        .filter(|(at, _, _)| *at <= half)
        .count()
        .max(1);
    bar.notes.truncate(keep);
    if let Some((at, length, _)) = bar.notes.last_mut() {
        *length = (steps - *at).saturating_sub(2).clamp(1, 10);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Brief, compose};

    #[test]
    fn what_is_sung_on_the_beat_is_of_the_triad() {
        for seed in 0..20 {
            let plan = compose(&Brief {
                prompt: "bossa nova in C minor".into(),
                seed,
                ..Brief::default()
            });
            let leads = plan.tracks.iter().filter(|track| track.role == "lead");
            let beats = leads.flat_map(|track| &track.notes);
            for note in beats.filter(|note| (note.step % plan.steps).is_multiple_of(4)) {
                let after = plan.chords.partition_point(|span| span.start <= note.step);
                let chord = &plan.chords[after - 1].chord;
                let pitch = i32::from(note.pitch);
                let above = (pitch - chord.root).rem_euclid(12);
                assert!(chord.tones[..3].contains(&above), "{plan}");
            }
        }
    }

    #[test]
    fn melodies_keep_to_their_key_and_chords() {
        for seed in 0..20 {
            let plan = compose(&Brief {
                prompt: "folk in G major with flute".into(),
                seed,
                ..Brief::default()
            });
            let lead = plan
                .tracks
                .iter()
                .find(|track| track.role == "lead")
                .unwrap();
            assert!(lead.notes.len() >= 8, "{plan}");
            for note in &lead.notes {
                let degree = plan.key.degree_near(i32::from(note.pitch));
                assert_eq!(plan.key.pitch(degree), i32::from(note.pitch), "{plan}");
            }
        }
    }
}
