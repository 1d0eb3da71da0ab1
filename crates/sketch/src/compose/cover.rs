//! The same song in another style.

use super::{Band, Score, Sung, form, harmony, play, time::Time};
use crate::{
    Brief, Plan,
    genre::{self, Genre, Role},
    instrument,
    plan::{ChordSpan, Section},
    prompt::{Reading, Words},
    recipe::Heard,
    rng::Rng,
    theory::{Chord, Key, Stack},
};

/// Below this strength the players change their instruments only.
const SAME_STYLE: f64 = 0.35;

/// Above this strength the tempo goes where the new style has it.
const SAME_TEMPO: f64 = 0.5;

/// Plays harmony and melody of a piece in the style that the words name; `strength` (0 to 1) is how far it goes.
///
/// Low strengths keep the groove and change instruments; middle ones take over the whole style at the old tempo; high ones
/// move the tempo too.
pub(crate) fn cover(base: &Plan, strength: f64, words: &Words) -> Plan {
    let strength = if strength.is_finite() {
        strength.clamp(0.0, 1.0)
    } else {
        0.5
    };
    let mut reading = Reading::of(&words.brief());
    reading.refuse_new_metre(base, "A cover");
    let seed = words.seed(base.tune_seed);
    let other = style(base, &reading, seed);
    let genre = if strength < SAME_STYLE {
        base.genre
    } else {
        other
    };
    let (key, shift) = key(base, &mut reading);
    let bpm = tempo(base, &mut reading, other, strength);
    let (sections, seconds) = at_tempo(base, bpm);
    let chords: Vec<ChordSpan> = base
        .chords
        .iter()
        .map(|span| ChordSpan {
            chord: stacked(&span.chord, shift, genre.stack),
            ..span.clone()
        })
        .collect();
    let band = band(base, other, strength).adapted(&mut reading);
    let tune = tune(base, shift);
    let energy = if words.brief().prompt.is_empty() {
        base.energy
    } else {
        reading.energy
    };
    let score = Score {
        seed,
        tune_seed: base.tune_seed,
        tune: Some(tune.as_slice()).filter(|tune| !tune.is_empty()),
        genre,
        key,
        energy,
        steps: base.steps,
        step_seconds: 15.0 / bpm,
        seconds,
        sections: &sections,
        chords: &chords,
    };
    let tracks = play(&score, &band, &mut reading.warnings);
    Plan {
        warnings: reading.warnings,
        genre,
        key,
        seconds,
        bpm,
        energy,
        sections,
        chords,
        tracks,
        band,
        rehearsal: None,
        splices: Vec::new(),
        ..base.clone()
    }
}

/// The frame of a recording: its form as far as its length tells, and the chords that were heard; no notes.
pub(crate) fn heard(heard: &Heard, words: &Words) -> Plan {
    let reading = Reading::of(&words.brief());
    let genre = reading.genre.unwrap_or_else(|| genre::named("pop"));
    let key = Key::new(heard.tonic, heard.mode);
    let steps = 16;
    let bar = steps as f64 * 15.0 / heard.bpm;
    let bars = (((heard.seconds - 1.6) / bar) as usize).max(1);
    let time = Time {
        seconds: heard.seconds.max(bars as f64 * bar + 1.0),
        bpm: heard.bpm,
        bars,
    };
    let (sections, opening) = form::build(&time, genre, &Brief::default(), steps);
    let seed = words.seed(0);
    let mut rng = Rng::new(seed, "harmony");
    let mut chords = harmony::build(&sections, genre, &key, steps, opening, &mut rng);
    for (bar, degree) in heard.chords.iter().enumerate() {
        for span in chords
            .iter_mut()
            .filter(|span| span.start / steps == bar && bar < bars)
        {
            span.chord = Chord::read(&degree.to_string(), &key, genre.stack);
        }
    }
    Plan {
        warnings: Vec::new(),
        genre,
        key,
        seed,
        seconds: time.seconds,
        bpm: heard.bpm,
        steps,
        energy: reading.energy,
        sections,
        chords,
        tracks: Vec::new(),
        band: Band::of(genre),
        tune_seed: seed,
        rehearsal: None,
        splices: Vec::new(),
        recipe: String::new(),
    }
}

/// The style that the words name, or another one by the seed.
fn style(base: &Plan, reading: &Reading, seed: u64) -> &'static Genre {
    reading.genre.unwrap_or_else(|| {
        let others: Vec<&Genre> = genre::all()
            .filter(|genre| genre.name != base.genre.name)
            .collect();
        Rng::new(seed, "cover").pick::<&Genre>(&others)
    })
}

/// The key that is asked for, and how many semitones it is up from the old one. The mode stays: it is in the melody.
fn key(base: &Plan, reading: &mut Reading) -> (Key, i32) {
    let key = reading.key(base.key.tonic(), base.key.mode);
    if key.mode != base.key.mode {
        reading.warnings.push(format!(
            "A cover keeps its melody, and with it the mode: it is {}.",
            base.key.mode.name()
        ));
    }
    let key = Key::new(key.tonic(), base.key.mode);
    let up = (key.pitch(0) - base.key.pitch(0)).rem_euclid(12);
    (key, if up > 6 { up - 12 } else { up })
}

fn tempo(base: &Plan, reading: &mut Reading, style: &Genre, strength: f64) -> f64 {
    if let Some(asked) = reading.bpm {
        let used = asked.clamp(40.0, 220.0);
        if used != asked {
            reading
                .warnings
                .push(format!("bpm must be 40 to 220; {used} was used."));
        }
        return used;
    }
    let (slow, fast) = style.bpm;
    let target = (base.bpm * reading.tempo_factor).clamp(slow, fast);
    let far = ((strength - SAME_TEMPO) / (1.0 - SAME_TEMPO)).max(0.0);
    libm::round((base.bpm + (target - base.bpm) * far) * 100.0) / 100.0
}

/// The form at another tempo, and how long the piece then is, in seconds. The final chord keeps its time.
fn at_tempo(base: &Plan, bpm: f64) -> (Vec<Section>, f64) {
    let ratio = base.bpm / bpm;
    let last = base.sections.last();
    let ending = last.map_or(0.0, |section| base.seconds - section.start);
    let sections: Vec<Section> = base
        .sections
        .iter()
        .map(|section| Section {
            start: section.start * ratio,
            seconds: if section.bars == 0 {
                ending
            } else {
                section.seconds * ratio
            },
            ..section.clone()
        })
        .collect();
    let seconds = last.map_or(base.seconds, |section| section.start * ratio + ending);
    (sections, seconds)
}

/// A chord moved, with no more thirds than the style stacks.
fn stacked(chord: &Chord, shift: i32, stack: Stack) -> Chord {
    let most = match stack {
        Stack::Triad => 3,
        Stack::Seventh => 4,
        Stack::Ninth => 5,
    };
    let mut tones = chord.tones.clone();
    tones.truncate(most);
    Chord {
        root: (chord.root + shift).rem_euclid(12),
        tones,
    }
}

/// The players: the old ones with instruments of the new style, or the new style's own.
fn band(base: &Plan, style: &'static Genre, strength: f64) -> Band {
    let fresh = Band::of(style);
    if strength >= SAME_STYLE {
        return fresh;
    }
    let mut band = base.band.clone();
    for player in &mut band.parts {
        let same = |role: Role| {
            style
                .parts
                .iter()
                .find(move |part| part.role == role)
                .map(|part| instrument::named(part.instrument))
        };
        if let Some(instrument) = same(player.part.role) {
            player.instrument = instrument;
        }
    }
    band
}

/// The melody: the lead with the most to say.
fn tune(base: &Plan, shift: i32) -> Vec<Sung> {
    let leads = base
        .tracks
        .iter()
        .filter(|track| track.role == Role::Lead.name());
    let Some(lead) = leads.max_by_key(|track| track.notes.len()) else {
        return Vec::new();
    };
    let sung = |note: &crate::plan::Note| Sung {
        step: note.step,
        steps: note.seconds / base.step_seconds(),
        pitch: i32::from(note.pitch) + shift,
        velocity: f64::from(note.velocity),
    };
    lead.notes.iter().map(sung).collect()
}
