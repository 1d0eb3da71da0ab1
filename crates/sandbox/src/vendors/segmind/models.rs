//! The models the vendor serves here, as rows.

use std::time::Duration;

use crate::audio::Sound;
use crate::vendors::fields::{Field, Rule};

/// A slug that stands for a model the vendor has retired.
pub(super) const RETIRED: &str = "retired-music-model";

/// A model and what its page says of it.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) slug: &'static str,
    /// The price of a job in US dollars.
    pub(super) usd: f64,
    /// How long a job takes.
    pub(super) latency: Duration,
    /// What may stand beside the prompt. A seed of -1 asks for a random one.
    pub(super) fields: &'static [Field],
    /// The seed of a job that names none; nothing means a random one.
    pub(super) seed: Option<u64>,
    /// What it does with `negative_prompt`.
    pub(super) takes_negative_prompt: bool,
    pub(super) length: Length,
    pub(super) sound: Sound,
}

/// How long a model's audio is.
#[derive(Debug)]
pub(super) enum Length {
    /// Always so many milliseconds.
    Fixed(u32),
    /// What `duration` says, in seconds.
    Asked { usual: f64 },
}

static ALL: [Model; 2] = [
    Model {
        slug: "lyria-2",
        usd: 0.09,
        latency: Duration::from_millis(27_300),
        fields: &LYRIA,
        seed: None,
        takes_negative_prompt: true,
        length: Length::Fixed(32_800),
        sound: Sound::STEREO_48,
    },
    Model {
        slug: "meta-musicgen-medium",
        usd: 0.037,
        latency: Duration::from_millis(22_000),
        fields: &MUSICGEN,
        seed: Some(42),
        takes_negative_prompt: false,
        length: Length::Asked { usual: 10.0 },
        sound: Sound::MONO_32,
    },
];

static LYRIA: [Field; 2] = [
    Field::optional("negative_prompt", Rule::Text(0..=usize::MAX)),
    // The page names no range; 32 bits is what Google's own documents allow.
    Field::optional("seed", Rule::Whole(-1..=u32::MAX as i64)),
];

static MUSICGEN: [Field; 2] = [
    Field::optional("seed", Rule::Whole(-1..=9999)),
    Field::optional("duration", Rule::Number(1.0..=30.0)),
];

pub(super) fn find(slug: &str) -> Option<&'static Model> {
    ALL.iter().find(|model| model.slug == slug)
}
