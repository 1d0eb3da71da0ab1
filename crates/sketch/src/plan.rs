//! The piece as notes in time, before any sound.

use std::fmt;

/// A piece ready to be played: what [`compose`](crate::compose) decided.
///
/// Its `Display` prints the whole plan readably.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the brief asked for and the sketch could not honour, one sentence each.
    pub warnings: Vec<String>,
    /// The form, in order and without gaps.
    pub sections: Vec<Section>,
    pub(crate) seconds: f64,
    pub(crate) bpm: f64,
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
        "D minor".into()
    }

    /// The style's name, as in "lo-fi".
    #[must_use]
    pub fn genre(&self) -> &'static str {
        "lo-fi"
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} in {}, {} bpm, {:.1} s", self.genre(), self.key(), self.bpm, self.seconds)
    }
}
