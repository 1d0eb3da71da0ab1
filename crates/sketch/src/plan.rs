//! The piece as notes in time, before any sound.

use std::fmt;
use std::sync::Arc;

use crate::{
    compose::Band,
    genre::Genre,
    instrument::Instrument,
    theory::{Chord, Key},
};

/// A piece ready to be played: what [`compose`](crate::compose) decided.
///
/// Its `Display` prints the whole plan readably.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the brief asked for and the sketch could not honour, one sentence each.
    pub warnings: Vec<String>,
    /// The form, in order and without gaps.
    pub sections: Vec<Section>,
    pub(crate) genre: &'static Genre,
    pub(crate) key: Key,
    pub(crate) seed: u64,
    pub(crate) seconds: f64,
    pub(crate) bpm: f64,
    /// Sixteenth notes in a bar.
    pub(crate) steps: usize,
    /// From 0 (dark, soft) to 1 (bright, hard).
    pub(crate) energy: f64,
    pub(crate) chords: Vec<ChordSpan>,
    pub(crate) tracks: Vec<Track>,
    /// Who plays, and the chance behind the tune: what an edit goes on from.
    pub(crate) band: Band,
    pub(crate) tune_seed: u64,
    /// The plan whose sound check sets the level, where that is not this one: a continuation is as loud as its clip.
    pub(crate) rehearsal: Option<Arc<Self>>,
    /// Windows that another plan plays, in the order in which they were cut.
    pub(crate) splices: Vec<Splice>,
    /// What made the piece, as text to make it again by.
    pub(crate) recipe: String,
}

/// A window of a piece that was made anew.
#[derive(Clone, Debug)]
pub(crate) struct Splice {
    /// In seconds from the beginning.
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) plan: Arc<Plan>,
}

/// One part of the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What a musician would call it ("Intro", "Chorus").
    pub name: &'static str,
    /// Where it begins, in seconds.
    pub start: f64,
    /// How long it lasts, in seconds.
    pub seconds: f64,
    /// The first of its bars, counted from 0.
    pub(crate) bar: usize,
    pub(crate) bars: usize,
    /// How full it is: 1 sparse, 2 the normal texture, 3 everything.
    pub(crate) energy: u8,
    /// Which of the piece's materials it uses: 0 the first theme, 1 the second.
    pub(crate) theme: usize,
}

/// A chord and how long it lasts, in sixteenths from the beginning.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChordSpan {
    pub(crate) start: usize,
    pub(crate) steps: usize,
    pub(crate) chord: Chord,
}

/// One instrument's notes and its place in the mix.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    pub(crate) role: &'static str,
    pub(crate) instrument: &'static Instrument,
    /// Level relative to the others, in dB.
    pub(crate) level_db: f32,
    /// From -1 (left) to 1 (right).
    pub(crate) pan: f32,
    /// Sends to the shared reverb and delay, 0 to 1.
    pub(crate) reverb: f32,
    pub(crate) delay: f32,
    /// How far the kick ducks it, 0 to 1.
    pub(crate) duck: f32,
    /// In order of time.
    pub(crate) notes: Vec<Note>,
}

/// One note. For drums the pitch is the General MIDI percussion key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Note {
    /// In seconds from the beginning.
    pub(crate) start: f64,
    pub(crate) seconds: f64,
    /// The sixteenth it belongs to, however it is played around it.
    pub(crate) step: usize,
    pub(crate) pitch: u8,
    /// 0 to 1.
    pub(crate) velocity: f32,
}

impl Plan {
    /// Length of the audio in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Tempo in beats a minute.
    #[must_use]
    pub fn bpm(&self) -> f64 {
        self.bpm
    }

    /// Key and mode, as in "D minor".
    #[must_use]
    pub fn key(&self) -> String {
        self.key.to_string()
    }

    /// The style's name, as in "lo-fi".
    #[must_use]
    pub fn genre(&self) -> &'static str {
        self.genre.name
    }

    /// What made the piece, as text: the clip's id, from which [`Recipe`](crate::Recipe) makes it again.
    #[must_use]
    pub fn recipe(&self) -> &str {
        &self.recipe
    }

    /// Seconds of one bar.
    pub(crate) fn bar_seconds(&self) -> f64 {
        self.steps as f64 * self.step_seconds()
    }

    /// Bars before the final chord.
    pub(crate) fn bars(&self) -> usize {
        self.sections.last().map_or(0, |section| section.bar)
    }

    /// Seconds of one sixteenth note.
    pub(crate) fn step_seconds(&self) -> f64 {
        15.0 / self.bpm
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let beats = self.steps as f64 / 4.0;
        writeln!(
            f,
            "{} in {}, {} bpm, {beats} beats a bar, {:.2} s, seed {}",
            self.genre.name, self.key, self.bpm, self.seconds, self.seed
        )?;
        for section in &self.sections {
            self.section(section, f)?;
        }
        for track in &self.tracks {
            self.track(track, f)?;
        }
        for warning in &self.warnings {
            writeln!(f, "warning: {warning}")?;
        }
        Ok(())
    }
}

impl Plan {
    fn section(&self, section: &Section, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = section.bar * self.steps..(section.bar + section.bars.max(1)) * self.steps;
        let chords: Vec<String> = self
            .chords
            .iter()
            .filter(|c| steps.contains(&c.start))
            .map(|c| c.chord.name())
            .collect();
        writeln!(
            f,
            "  {:7.2} s  {:<8} {:>2} bars  energy {}  {}",
            section.start,
            section.name,
            section.bars,
            section.energy,
            chords.join(" ")
        )
    }

    fn track(&self, track: &Track, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "  {:<7} {:<16} {:>4} notes ",
            track.role,
            track.instrument.name,
            track.notes.len()
        )?;
        for note in track.notes.iter().take(8) {
            write!(f, " {}@{:.2}", note.pitch, note.start)?;
        }
        writeln!(f)
    }
}
