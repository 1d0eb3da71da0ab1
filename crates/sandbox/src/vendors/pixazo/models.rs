//! The music models the vendor serves here, as rows.

use std::time::Duration;

use crate::audio::Sound;
use crate::vendors::fields::{Field, Rule};

/// A model and what its page says of it.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: &'static str,
    /// What its orders' path has below the version.
    below: &'static str,
    /// The price of a job in US dollars.
    pub(super) usd: f64,
    /// How long a job takes.
    pub(super) latency: Duration,
    /// How long its audio is where an order does not say, in milliseconds.
    pub(super) millis: u32,
    pub(super) sound: Sound,
    /// The name that the universal route gives a file, and the type it says it has.
    pub(super) file: (&'static str, &'static str),
    pub(super) fields: &'static [Field],
}

static ALL: [Model; 10] = [
    Model {
        name: "lyria-2",
        below: "lyria-2/generate",
        usd: 0.06,
        latency: Duration::from_secs(15),
        millis: 32_768,
        sound: Sound::STEREO_48,
        file: ("output.ext", "application/octet-stream"),
        fields: &LYRIA_2,
    },
    Model {
        name: "lyria-3",
        below: "lyria-3/generate",
        usd: 0.04,
        latency: Duration::from_secs(30),
        millis: 30_000,
        sound: Sound::MP3,
        file: ("output.mpeg", "audio/mpeg"),
        fields: &LYRIA_3,
    },
    Model {
        name: "lyria-3-pro",
        below: "lyria-3-pro/generate",
        usd: 0.08,
        latency: Duration::from_secs(56),
        millis: 60_000,
        sound: Sound::MP3,
        file: ("output.mpeg", "audio/mpeg"),
        fields: &LYRIA_3_PRO,
    },
    song("tracks", "generate", &SONG),
    song("ace-step", "generate", &SONG),
    song("ace-step-xl", "generate", &SONG),
    song(
        "stable-audio-3-small-music-text-to-audio",
        "stable-audio-3-small-music-text-to-audio-request",
        &STABLE_AUDIO,
    ),
    song("minimax-music-3-0", "text-to-music", &MINIMAX),
    song("minimax-music-3-0-fast", "text-to-music", &MINIMAX),
    song("minimax-music-generation-2-6", "generate", &MINIMAX),
];

/// A model of which the routes and the fields are known: price, time and sound are the sandbox's own.
const fn song(name: &'static str, below: &'static str, fields: &'static [Field]) -> Model {
    Model {
        name,
        below,
        usd: 0.05,
        latency: Duration::from_secs(30),
        millis: 12_000,
        sound: Sound::MP3,
        file: ("output.mp3", "audio/mpeg"),
        fields,
    }
}

static LYRIA_2: [Field; 5] = [
    PROMPT,
    Field::optional("negative_prompt", ANY),
    Field::optional("seed", Rule::Whole(i64::MIN..=i64::MAX)),
    WEBHOOK,
    EVENTS,
];

// Its page could not be fetched: what its neighbours share.
static LYRIA_3: [Field; 3] = [PROMPT, WEBHOOK, EVENTS];

static LYRIA_3_PRO: [Field; 4] = [
    PROMPT,
    Field::optional("images", Rule::Urls(10)),
    WEBHOOK,
    EVENTS,
];

static SONG: [Field; 12] = [
    PROMPT,
    Field::optional("lyrics", ANY),
    Field::optional("instrumental", Rule::Switch),
    Field::optional("duration", SECONDS),
    Field::optional("bpm", Rule::Number(1.0..=1_000.0)),
    Field::optional("key", ANY),
    Field::optional("time_signature", ANY),
    Field::optional("infer_steps", Rule::Whole(1..=i64::MAX)),
    Field::optional("guidance_scale", Rule::Number(0.0..=f64::MAX)),
    Field::optional("seed", Rule::Whole(-1..=i64::MAX)),
    WEBHOOK,
    EVENTS,
];

static STABLE_AUDIO: [Field; 9] = [
    PROMPT,
    Field::optional("negative_prompt", ANY),
    Field::optional("duration", SECONDS),
    Field::optional("num_inference_steps", Rule::Whole(1..=i64::MAX)),
    Field::optional("guidance_scale", Rule::Number(0.0..=f64::MAX)),
    Field::optional("output_format", ANY),
    Field::optional("bitrate", ANY),
    WEBHOOK,
    EVENTS,
];

static MINIMAX: [Field; 8] = [
    PROMPT,
    Field::optional("lyrics", ANY),
    Field::optional("is_instrumental", Rule::Switch),
    Field::optional("format", Rule::Word(&["mp3", "wav", "pcm"])),
    Field::optional("sample_rate", Rule::Whole(1..=48_000)),
    Field::optional("bitrate", Rule::Whole(1..=320_000)),
    WEBHOOK,
    EVENTS,
];

const SECONDS: Rule = Rule::Number(1.0..=600.0);
const ANY: Rule = Rule::Text(0..=usize::MAX);
const PROMPT: Field = Field::required("prompt", ANY);
const WEBHOOK: Field = Field::optional("webhook", Rule::Url);
const EVENTS: Field = Field::optional("webhook_events_filter", Rule::Texts);

/// The model whose orders go to this path.
pub(super) fn find(name: &str, below: &str) -> Option<&'static Model> {
    named(name).filter(|model| model.below == below)
}

/// The model that an id begins with.
pub(super) fn of_id(id: &str) -> Option<&'static Model> {
    id.split_once('_').and_then(|(name, _)| named(name))
}

fn named(name: &str) -> Option<&'static Model> {
    ALL.iter().find(|model| model.name == name)
}
