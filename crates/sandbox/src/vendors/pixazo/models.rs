//! The music models the vendor serves here, as rows.

use std::time::Duration;

use crate::audio::Sound;
use crate::vendors::fields::{Field, Rule};

/// A model and what its page says of it.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: &'static str,
    /// The price of a job in US dollars.
    pub(super) usd: f64,
    /// How long a job takes.
    pub(super) latency: Duration,
    /// How long its audio is, in milliseconds.
    pub(super) millis: u32,
    pub(super) sound: Sound,
    /// The name that the universal route gives a file, and the type it says it has.
    pub(super) file: (&'static str, &'static str),
    pub(super) fields: &'static [Field],
}

static ALL: [Model; 3] = [
    Model {
        name: "lyria-2",
        usd: 0.06,
        latency: Duration::from_secs(15),
        millis: 32_768,
        sound: Sound::STEREO_48,
        file: ("output.ext", "application/octet-stream"),
        fields: &LYRIA_2,
    },
    Model {
        name: "lyria-3",
        usd: 0.04,
        latency: Duration::from_secs(30),
        millis: 30_000,
        sound: Sound::MP3,
        file: ("output.mpeg", "audio/mpeg"),
        fields: &LYRIA_3,
    },
    Model {
        name: "lyria-3-pro",
        usd: 0.08,
        latency: Duration::from_secs(56),
        millis: 60_000,
        sound: Sound::MP3,
        file: ("output.mpeg", "audio/mpeg"),
        fields: &LYRIA_3_PRO,
    },
];

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

const ANY: Rule = Rule::Text(0..=usize::MAX);
const PROMPT: Field = Field::required("prompt", ANY);
const WEBHOOK: Field = Field::optional("webhook", Rule::Url);
const EVENTS: Field = Field::optional("webhook_events_filter", Rule::Texts);

pub(super) fn find(name: &str) -> Option<&'static Model> {
    ALL.iter().find(|model| model.name == name)
}

/// The model that an id begins with.
pub(super) fn of_id(id: &str) -> Option<&'static Model> {
    id.split_once('_').and_then(|(name, _)| find(name))
}
