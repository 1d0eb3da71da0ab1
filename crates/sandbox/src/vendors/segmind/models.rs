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
    /// The field that says what to make, and what holds without it; where nothing does it is required.
    pub(super) words: (&'static str, Option<&'static str>),
    /// What may stand beside it. A seed of -1 asks for a random one.
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
    /// What this field says, in seconds.
    Asked { field: &'static str, usual: f64 },
}

static ALL: [Model; 5] = [
    Model {
        slug: "lyria-2",
        usd: 0.09,
        latency: Duration::from_millis(27_300),
        words: PROMPT,
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
        words: PROMPT,
        fields: &MUSICGEN,
        seed: Some(42),
        takes_negative_prompt: false,
        length: Length::Asked {
            field: "duration",
            usual: 10.0,
        },
        sound: Sound::MONO_32,
    },
    Model {
        slug: "ace-step-music",
        usd: 0.035,
        latency: Duration::from_millis(11_600),
        words: ("genres", None),
        fields: &ACE_STEP,
        seed: None,
        takes_negative_prompt: false,
        length: Length::Asked {
            field: "output_seconds",
            usual: 60.0,
        },
        sound: Sound::wav(44_100, 2, 0),
    },
    Model {
        slug: "minimax-music-01",
        usd: 0.069,
        latency: Duration::from_millis(43_900),
        words: ("lyrics", Some("[verse] In the silence, I hear your name")),
        fields: &MINIMAX,
        seed: None,
        takes_negative_prompt: false,
        length: Length::Fixed(12_000),
        sound: Sound::MP3,
    },
    Model {
        slug: "seed-audio-1.0",
        usd: 0.047,
        latency: Duration::from_millis(24_500),
        words: ("text_prompt", None),
        fields: &SEED_AUDIO,
        seed: None,
        takes_negative_prompt: false,
        length: Length::Fixed(12_000),
        sound: Sound::MP3,
    },
];

const PROMPT: (&str, Option<&str>) = ("prompt", None);

/// Where the page names no range.
const ANY: Rule = Rule::Number(0.0..=f64::MAX);

static LYRIA: [Field; 2] = [
    Field::optional("negative_prompt", Rule::Text(0..=usize::MAX)),
    // The page names no range; 32 bits is what Google's own documents allow.
    Field::optional("seed", Rule::Whole(-1..=u32::MAX as i64)),
];

static MUSICGEN: [Field; 2] = [
    Field::optional("seed", Rule::Whole(-1..=9999)),
    Field::optional("duration", Rule::Number(1.0..=30.0)),
];

static ACE_STEP: [Field; 8] = [
    Field::required("output_seconds", Rule::Whole(10..=240)),
    Field::optional("lyrics", Rule::Text(0..=usize::MAX)),
    Field::optional("lyrics_strength", ANY),
    Field::optional("shift", ANY),
    Field::optional("seed", Rule::Whole(-1..=i64::MAX)),
    Field::optional("steps", Rule::Whole(1..=i64::MAX)),
    Field::optional("cfg", Rule::Number(1.0..=15.0)),
    Field::optional("base64", Rule::Switch),
];

static MINIMAX: [Field; 8] = [
    Field::optional("lyrics", Rule::Text(0..=400)),
    Field::optional("bitrate", Rule::OneOf(&[32_000, 64_000, 128_000, 256_000])),
    Field::optional("sample_rate", Rule::Whole(1..=48_000)),
    Field::optional("song_file", Rule::Url),
    Field::optional("instrumental_file", Rule::Url),
    Field::optional("voice_file", Rule::Url),
    Field::optional("instrumental_id", Rule::Text(0..=usize::MAX)),
    Field::optional("voice_id", Rule::Text(0..=usize::MAX)),
];

static SEED_AUDIO: [Field; 3] = [
    Field::required("text_prompt", Rule::Text(1..=2_048)),
    Field::optional("format", Rule::Text(1..=20)),
    Field::optional("sample_rate", Rule::Whole(1..=48_000)),
];

pub(super) fn find(slug: &str) -> Option<&'static Model> {
    ALL.iter().find(|model| model.slug == slug)
}
