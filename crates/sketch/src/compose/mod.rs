//! From a brief to a plan, and from a plan to one that goes on from it.

use crate::{
    Brief, Plan,
    genre::{self, Genre},
    plan::{ChordSpan, Section, Track},
    prompt::Reading,
    recipe::Recipe,
    rng::Rng,
    theory::{Key, Mode},
};

mod arrange;
mod bass;
mod chords;
mod cover;
mod drums;
mod extend;
mod feel;
mod form;
mod harmony;
mod melody;
mod replace;
mod time;
mod window;

pub(crate) use arrange::Band;
pub(crate) use cover::{cover, heard};
pub(crate) use extend::extend;
pub(crate) use replace::replace;

/// Styles to choose from when a prompt names none.
const DEFAULTS: [&str; 6] = ["lo-fi", "synthwave", "house", "folk", "bossa nova", "pop"];

/// Tonics to choose from: those that players like.
const USUAL_TONICS: [&str; 9] = ["C", "D", "Eb", "E", "F", "F#", "G", "A", "Bb"];

/// What every part of the composition looks at.
pub(crate) struct Score<'a> {
    pub(crate) seed: u64,
    /// The chance behind the tune, which an edit may share with the piece it goes on from.
    pub(crate) tune_seed: u64,
    /// A tune to play instead of an invented one.
    pub(crate) tune: Option<&'a [Sung]>,
    pub(crate) genre: &'static Genre,
    pub(crate) key: Key,
    pub(crate) energy: f64,
    /// Sixteenths in a bar, and seconds in a sixteenth.
    pub(crate) steps: usize,
    pub(crate) step_seconds: f64,
    pub(crate) seconds: f64,
    pub(crate) sections: &'a [Section],
    pub(crate) chords: &'a [ChordSpan],
}

/// A note of a tune that is played again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sung {
    pub(crate) step: usize,
    /// In sixteenths.
    pub(crate) steps: f64,
    pub(crate) pitch: i32,
    pub(crate) velocity: f64,
}

impl Score<'_> {
    /// The chord that sounds at a sixteenth, counted from the beginning.
    pub(crate) fn chord_at(&self, step: usize) -> &ChordSpan {
        let after = self.chords.partition_point(|span| span.start <= step);
        &self.chords[after.saturating_sub(1).min(self.chords.len() - 1)]
    }

    /// The first sixteenth of the final chord.
    pub(crate) fn end(&self) -> usize {
        self.sections
            .last()
            .map_or(0, |section| section.bar * self.steps)
    }
}

/// Writes the piece a brief asks for.
///
/// Any brief gives a plan; what was not honoured is in its `warnings`.
#[must_use]
pub fn compose(brief: &Brief) -> Plan {
    let mut reading = Reading::of(brief);
    // Other words are another piece, also with the same seed.
    let seed = Rng::new(brief.seed, &brief.prompt).next();
    let mut rng = Rng::new(seed, "piece");
    let genre = reading
        .genre
        .unwrap_or_else(|| genre::named(rng.pick::<&str>(&DEFAULTS)));
    reading.warn_of_no_style(&brief.prompt);
    let key = choose_key(&reading, genre, &mut rng);
    let time = time::choose(brief, &mut reading, genre, &mut rng);
    let (sections, opening) = form::build(&time, genre, brief, reading.steps);
    let chords = harmony::build(
        &sections,
        genre,
        &key,
        reading.steps,
        opening,
        &mut Rng::new(seed, "harmony"),
    );
    let score = Score {
        seed,
        tune_seed: seed,
        tune: None,
        genre,
        key,
        energy: reading.energy,
        steps: reading.steps,
        step_seconds: 15.0 / time.bpm,
        seconds: time.seconds,
        sections: &sections,
        chords: &chords,
    };
    let band = Band::of(genre).adapted(&mut reading);
    let tracks = play(&score, &band, &mut reading.warnings);
    Plan {
        warnings: reading.warnings,
        genre,
        key,
        seed: brief.seed,
        seconds: time.seconds,
        bpm: time.bpm,
        steps: reading.steps,
        energy: reading.energy,
        sections,
        chords,
        tracks,
        band,
        tune_seed: seed,
        rehearsal: None,
        splices: Vec::new(),
        recipe: Recipe::create(brief).to_string(),
    }
}

fn choose_key(reading: &Reading, genre: &Genre, rng: &mut Rng) -> Key {
    let tonic = rng.pick::<&str>(&USUAL_TONICS);
    let fitting: Vec<_> = genre
        .modes
        .iter()
        .filter(|mode| reading.minor.is_none_or(|minor| mode.is_minor() == minor))
        .copied()
        .collect();
    let other = if reading.minor == Some(true) {
        Mode::Minor
    } else {
        Mode::Major
    };
    let mode = if fitting.is_empty() {
        other
    } else {
        *rng.pick(&fitting)
    };
    reading.key(tonic, mode)
}

/// Every track of the arrangement with its notes.
fn play(score: &Score<'_>, band: &Band, warnings: &mut Vec<String>) -> Vec<Track> {
    let mut tracks: Vec<Track> = band
        .parts
        .iter()
        .enumerate()
        .map(|(index, part)| part.play(score, index))
        .filter(|track| !track.notes.is_empty())
        .collect();
    if let Some((drums, kit)) = band.drums {
        tracks.push(drums::play(score, drums, kit));
    }
    if tracks.iter().all(|track| track.notes.is_empty()) {
        warnings.push("The prompt leaves nothing to play.".into());
    }
    tracks
}
