//! The styles, as rows a musician can edit.
//!
//! Patterns are strings of sixteenth notes; a bar of another length repeats or cuts them.
//!
//! - Chords: `C` a chord, `c` a soft one, `P` and `p` only its root, fifth and octave, `S` a strum down, `s` a soft strum
//!   up, `1` to `6` one note of the voicing from the bottom, `-` hold, `.` rest.
//! - Bass: `R` root, `r` soft root, `8` its octave, `5` fifth, `3` third, `a` a step towards the next root, `w` a
//!   walking note, `-` hold, `.` rest.
//! - Drums: `X` accent, `x` stroke, `o` ghost note, `?` a ghost note now and then, `.` rest.
//! - Lead rhythms: `x` a note, `-` hold, `.` rest.
//! - Progressions: one token a bar, `/` splits it; see `theory::Chord::read`.

use crate::theory::{Mode, Stack};

mod acoustic;
mod band;
mod beats;
mod club;
mod electronic;
mod roots;

/// One style.
#[derive(Debug)]
pub(crate) struct Genre {
    pub(crate) name: &'static str,
    /// Words and phrases in a prompt that mean it.
    pub(crate) words: &'static [&'static str],
    /// Words that only suggest it, when nothing names a style.
    pub(crate) hints: &'static [&'static str],
    /// Slowest and fastest usual tempo, in beats a minute.
    pub(crate) bpm: (f64, f64),
    /// Modes to choose from; repeat one to make it likelier.
    pub(crate) modes: &'static [Mode],
    pub(crate) stack: Stack,
    /// Progressions for a major and for a minor third: two at least, one for each theme.
    pub(crate) major: &'static [&'static str],
    pub(crate) minor: &'static [&'static str],
    /// Whether the melody keeps to the five notes that clash with nothing.
    pub(crate) pentatonic: bool,
    /// Rhythms for the lead, one bar each.
    pub(crate) rhythms: &'static [&'static str],
    pub(crate) parts: &'static [Part],
    pub(crate) drums: Option<Drums>,
    /// How late every second note of the swung grid comes, as a part of it (0 straight, 0.33 triplets).
    pub(crate) swing: f64,
    /// Sixteenths in one swung note: 1 or 2.
    pub(crate) swing_grid: usize,
    /// Spread of the timing by hand, in milliseconds.
    pub(crate) loose_ms: f64,
    pub(crate) space: Space,
    /// What its sections are called.
    pub(crate) names: Names,
}

/// What a part does in the music.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Bass,
    Chords,
    Pad,
    Arp,
    Lead,
}

impl Role {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bass => "bass",
            Self::Chords => "chords",
            Self::Pad => "pad",
            Self::Arp => "arp",
            Self::Lead => "lead",
        }
    }
}

/// One instrument's part in a style.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) role: Role,
    /// A name in the instrument table.
    pub(crate) instrument: &'static str,
    /// Patterns from sparse to full; a lead has none.
    pub(crate) patterns: &'static [&'static str],
    /// Middle of its register, as a MIDI note number.
    pub(crate) centre: i32,
    pub(crate) level_db: f32,
    pub(crate) pan: f32,
    pub(crate) reverb: f32,
    pub(crate) delay: f32,
    pub(crate) duck: f32,
    /// The least energy of a section (1 to 3) in which it plays.
    pub(crate) from: u8,
}

/// The drums of a style.
#[derive(Debug)]
pub(crate) struct Drums {
    /// A drum kit's name in the instrument table.
    pub(crate) kit: &'static str,
    pub(crate) level_db: f32,
    pub(crate) reverb: f32,
    /// Piece (General MIDI key) and its patterns for energy 1, 2 and 3.
    pub(crate) rows: &'static [(u8, [&'static str; 3])],
    /// Patterns of the last half bar before a new section, as (piece, eight sixteenths).
    pub(crate) fills: &'static [&'static [(u8, &'static str)]],
}

/// The room and the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Space {
    /// Time the reverb takes to fall by 60 dB, in seconds.
    pub(crate) decay: f32,
    /// Sixteenths between the echoes.
    pub(crate) echo: f32,
    /// Record crackle and tape wobble, 0 to 1.
    pub(crate) vinyl: f32,
    /// Corner of the master's tone, in Hz (20,000 leaves it open).
    pub(crate) tone: f32,
    /// How far the master lifts the highest octaves, 0 (not) to 1 (6 dB).
    pub(crate) air: f32,
    /// How hard the mix leans on the bus compressor, 0 to 1.
    pub(crate) glue: f32,
}

/// Names of the sections: opening, first theme, second theme, quiet contrast, close.
pub(crate) type Names = [&'static str; 5];

const SONG: Names = ["Intro", "Verse", "Chorus", "Bridge", "Outro"];
const CLUB: Names = ["Intro", "Groove", "Drop", "Break", "Outro"];
const PIECE: Names = ["Opening", "Theme A", "Theme B", "Interlude", "Coda"];
const TUNE: Names = ["Intro", "Head", "Bridge", "Solo", "Outro"];

/// General MIDI percussion keys.
pub(crate) mod gm {
    pub(crate) const KICK: u8 = 36;
    pub(crate) const RIM: u8 = 37;
    pub(crate) const SNARE: u8 = 38;
    pub(crate) const CLAP: u8 = 39;
    pub(crate) const LOW_TOM: u8 = 41;
    pub(crate) const HAT: u8 = 42;
    pub(crate) const MID_TOM: u8 = 45;
    pub(crate) const OPEN_HAT: u8 = 46;
    pub(crate) const HIGH_TOM: u8 = 48;
    pub(crate) const CRASH: u8 = 49;
    pub(crate) const RIDE: u8 = 51;
    pub(crate) const TAMBOURINE: u8 = 54;
    pub(crate) const CONGA: u8 = 63;
    pub(crate) const SHAKER: u8 = 70;
}

/// Every style, in the order in which a prompt is searched for them.
pub(crate) fn all() -> impl Iterator<Item = &'static Genre> {
    [
        beats::GENRES,
        electronic::GENRES,
        club::GENRES,
        band::GENRES,
        acoustic::GENRES,
        roots::GENRES,
    ]
    .into_iter()
    .flatten()
}

/// The style of that name, which must be in a table.
pub(crate) fn named(name: &str) -> &'static Genre {
    all()
        .find(|genre| genre.name == name)
        .unwrap_or(&beats::GENRES[0])
}

/// A part with the middle of everything, to be changed with `..`.
const PART: Part = Part {
    role: Role::Pad,
    instrument: "warm pad",
    patterns: &["C---------------"],
    centre: 62,
    level_db: 0.0,
    pan: 0.0,
    reverb: 0.2,
    delay: 0.0,
    duck: 0.0,
    from: 1,
};

const fn part(
    role: Role,
    instrument: &'static str,
    patterns: &'static [&'static str],
    centre: i32,
) -> Part {
    Part {
        role,
        instrument,
        patterns,
        centre,
        ..PART
    }
}

/// Fills on sticks and drums.
const DRUMMER_FILLS: &[&[(u8, &str)]] = &[
    &[(gm::SNARE, "x.xxX.XX"), (gm::KICK, "x...x...")],
    &[
        (gm::HIGH_TOM, "xx......"),
        (gm::MID_TOM, "..xx...."),
        (gm::LOW_TOM, "....XX.."),
        (gm::SNARE, "......Xx"),
    ],
    &[(gm::SNARE, "o.o.xoXX"), (gm::KICK, "X.....x.")],
];

/// Fills on machines.
const MACHINE_FILLS: &[&[(u8, &str)]] = &[
    &[(gm::CLAP, "x..x..xx")],
    &[(gm::SNARE, "o.o.xxXX")],
    &[(gm::KICK, "X.....X."), (gm::SNARE, "..x..x.X")],
];

/// Fills for soft grooves.
const SOFT_FILLS: &[&[(u8, &str)]] = &[
    &[(gm::RIM, "x..x..x.")],
    &[(gm::SNARE, "o..o.oox")],
    &[(gm::OPEN_HAT, "....x...")],
];

#[cfg(test)]
mod tests {
    use crate::instrument;

    #[test]
    fn every_row_names_instruments_that_exist() {
        for genre in super::all() {
            for part in genre.parts {
                assert_eq!(
                    instrument::named(part.instrument).name,
                    part.instrument,
                    "{}",
                    genre.name
                );
            }
            if let Some(drums) = &genre.drums {
                assert_eq!(
                    instrument::named(drums.kit).name,
                    drums.kit,
                    "{}",
                    genre.name
                );
            }
        }
    }

    #[test]
    fn every_row_has_two_progressions_a_third_and_sane_numbers() {
        for genre in super::all() {
            assert!(
                genre.major.len() >= 2 && genre.minor.len() >= 2,
                "{}",
                genre.name
            );
            assert!(
                genre.rhythms.len() >= 2 && !genre.modes.is_empty(),
                "{}",
                genre.name
            );
            assert!(
                40.0 <= genre.bpm.0 && genre.bpm.0 < genre.bpm.1 && genre.bpm.1 <= 220.0,
                "{}",
                genre.name
            );
            assert!(
                genre.swing_grid == 1 || genre.swing_grid == 2,
                "{}",
                genre.name
            );
        }
    }

    #[test]
    fn no_style_is_named_twice() {
        let mut words: Vec<&str> = super::all()
            .flat_map(|genre| genre.words.iter().chain(genre.hints))
            .copied()
            .collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
    }
}
