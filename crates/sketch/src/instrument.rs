//! The instruments, as rows: what a prompt calls them, where they play, how they sound.

use crate::{
    genre::Role,
    synth::{
        drum::Sound, keys::KeysPatch, pluck::PluckPatch, struck::StruckPatch, voice::SynthPatch,
    },
};

mod bands;
mod keys;
mod kits;
mod synths;

/// One instrument.
#[derive(Debug)]
pub(crate) struct Instrument {
    pub(crate) name: &'static str,
    /// Words and phrases in a prompt that mean it.
    pub(crate) words: &'static [&'static str],
    /// What it does when a prompt asks for it in a style that has no place for it.
    pub(crate) role: Role,
    /// Lowest and highest note, as MIDI note numbers.
    pub(crate) range: (i32, i32),
    /// Evens out how loud the instruments are, in dB.
    pub(crate) trim_db: f32,
    pub(crate) patch: Patch,
    pub(crate) insert: Insert,
}

/// How it makes its sound.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "patches are rows of constant tables, never moved"
)]
pub(crate) enum Patch {
    Synth(SynthPatch),
    Pluck(PluckPatch),
    Struck(StruckPatch),
    Keys(KeysPatch),
    Drums(Kit),
}

/// What its sound passes on the way to the mixer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Insert {
    /// Amplifier overdrive, 0 to 1.
    pub(crate) drive: f32,
    /// Corner of the loudspeaker in Hz (0 for none).
    pub(crate) speaker: f32,
    /// Width by chorus, 0 to 1.
    pub(crate) chorus: f32,
    /// Lowest frequency it keeps, in Hz; 0 keeps all, since the master takes off what nobody hears.
    pub(crate) low_cut: f32,
}

/// A set of drums.
#[derive(Debug)]
pub(crate) struct Kit {
    pub(crate) kick: Sound,
    pub(crate) snare: Sound,
    pub(crate) clap: Sound,
    pub(crate) hat: Sound,
    pub(crate) ride: Sound,
    /// Pitch of the lowest tom in Hz.
    pub(crate) tom: f32,
}

const DRY: Insert = Insert {
    drive: 0.0,
    speaker: 0.0,
    chorus: 0.0,
    low_cut: 0.0,
};

/// Every instrument a prompt can name.
pub(crate) fn all() -> impl Iterator<Item = &'static Instrument> {
    [keys::KEYS, bands::BANDS]
        .into_iter()
        .flatten()
        .chain(synths::SYNTHS)
        .chain(kits::KITS)
}

/// The instrument of that name, which must be in a table.
pub(crate) fn named(name: &str) -> &'static Instrument {
    all()
        .find(|instrument| instrument.name == name)
        .unwrap_or(&keys::KEYS[0])
}

impl Kit {
    /// The sound of a General MIDI percussion key.
    pub(crate) fn sound(&self, key: u8) -> Sound {
        kits::sound(self, key)
    }
}

/// Highest corner of a dark synthesizer's filter in Hz, when it is open.
const DARK: f32 = 4_500.0;

/// Brightness of a steel string, which is heard up there where no loudspeaker takes it away.
const STEEL: f32 = 0.6;

/// Most overdrive of a dark instrument: what is bent further has more to say up there than it was given.
const CLEAN: f32 = 0.25;

impl Instrument {
    /// Whether it is next to silent above ten kHz.
    pub(crate) fn is_dark(&self) -> bool {
        match &self.patch {
            Patch::Synth(patch) => patch.cutoff * libm::exp2f(patch.sweep) < DARK,
            Patch::Pluck(patch) => {
                let soft = patch.brightness < STEEL || self.insert.speaker > 0.0;
                soft && self.insert.drive < CLEAN
            }
            Patch::Struck(_) | Patch::Keys(_) => true,
            Patch::Drums(_) => false,
        }
    }

    /// Whether its amplifier makes mud of close chords.
    pub(crate) fn is_overdriven(&self) -> bool {
        self.insert.drive > 0.5
    }

    pub(crate) fn is_drums(&self) -> bool {
        matches!(self.patch, Patch::Drums(_))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_instrument_or_word_is_there_twice() {
        let mut words: Vec<&str> = super::all().flat_map(|i| i.words).copied().collect();
        let mut names: Vec<&str> = super::all().map(|i| i.name).collect();
        for list in [&mut words, &mut names] {
            let count = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), count);
        }
    }

    #[test]
    fn at_least_twenty_instruments_can_be_named() {
        assert!(super::all().filter(|i| !i.words.is_empty()).count() >= 20);
    }
}
