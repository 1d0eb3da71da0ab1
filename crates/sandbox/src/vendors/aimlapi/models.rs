//! The music models the vendor serves on its one pair of calls, as rows.

use std::time::Duration;

use uuid::Uuid;

use crate::audio::Sound;
use crate::vendors::fields::{Body, Field, Rule, given, text};

/// Where a documented field has no limit of its own.
const ANY: Rule = Rule::Text(0..=usize::MAX);

/// A model and what its page says of it.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) name: &'static str,
    /// What stands behind the colon of its ids; nothing for ids that are one short word.
    suffix: Option<&'static str>,
    /// The price of a job in US dollars.
    pub(super) usd: f64,
    /// How long a job takes.
    pub(super) latency: Duration,
    pub(super) fields: &'static [Field],
    length: Length,
    sound: Sound,
    /// What an answer says of its files' type.
    pub(super) content_type: &'static str,
}

/// How long a model's audio is.
#[derive(Debug)]
enum Length {
    /// Always so many milliseconds.
    Fixed(u32),
    /// What this field says in units of so many milliseconds, or else so many units.
    Asked(&'static str, u32, u32),
}

static ALL: [Model; 8] = [
    Model {
        // 32.768 s and 88 bytes of header make the 6,291,544 bytes of the page's example.
        length: Length::Fixed(32_768),
        sound: Sound::wav(48_000, 2, 44),
        content_type: "audio/wav",
        ..row("google/lyria2", Some("lyria2"), 0.06, 35, &LYRIA)
    },
    Model {
        // The type and the 78 bytes of header of the page's example.
        length: Length::Asked("seconds_total", 1000, 30),
        sound: Sound::wav(44_100, 2, 34),
        content_type: "application/octet-stream",
        ..row("stable-audio", Some("stable-audio"), 0.1, 30, &STABLE)
    },
    Model {
        length: Length::Asked("music_length_ms", 1, 10_000),
        ..row(
            "elevenlabs/eleven_music",
            Some("elevenlabs/eleven_music"),
            0.15,
            30,
            &ELEVEN,
        )
    },
    row(
        "minimax/music-1.5",
        Some("minimax/music-1.5"),
        0.04,
        55,
        &MINIMAX_15,
    ),
    row(
        "minimax/music-2.0",
        Some("minimax/music-2.0"),
        0.04,
        75,
        &MINIMAX_20,
    ),
    row("minimax/music-2.6", None, 0.195, 90, &MINIMAX_26),
    row("minimax/music-cover", None, 0.195, 90, &MINIMAX_COVER),
    row(
        "minimax-music",
        Some("minimax-music"),
        0.04,
        55,
        &MINIMAX_LEGACY,
    ),
];

const fn row(
    name: &'static str,
    suffix: Option<&'static str>,
    usd: f64,
    seconds: u64,
    fields: &'static [Field],
) -> Model {
    Model {
        name,
        suffix,
        usd,
        latency: Duration::from_secs(seconds),
        fields,
        length: Length::Fixed(12_000),
        sound: Sound::MP3,
        content_type: "audio/mpeg",
    }
}

static LYRIA: [Field; 3] = [
    Field::required("prompt", ANY),
    Field::optional("negative_prompt", ANY),
    Field::optional("seed", Rule::Whole(0..=i64::MAX)),
];

static STABLE: [Field; 4] = [
    Field::required("prompt", ANY),
    Field::optional("seconds_start", Rule::Whole(1..=47)),
    Field::optional("seconds_total", Rule::Whole(1..=47)),
    Field::optional("steps", Rule::Whole(1..=1000)),
];

static ELEVEN: [Field; 2] = [
    Field::required("prompt", Rule::Text(1..=2000)),
    Field::optional("music_length_ms", Rule::Whole(10_000..=300_000)),
];

static MINIMAX_15: [Field; 3] = [
    Field::required("prompt", Rule::Text(10..=300)),
    Field::required("lyrics", Rule::Text(10..=3000)),
    AUDIO_SETTING,
];

static MINIMAX_20: [Field; 3] = [
    Field::required("prompt", Rule::Text(10..=2000)),
    Field::required("lyrics", Rule::Text(10..=3000)),
    AUDIO_SETTING,
];

static MINIMAX_26: [Field; 5] = [
    Field::optional("prompt", Rule::Text(0..=2000)),
    Field::optional("lyrics", Rule::Text(0..=3000)),
    Field::optional("lyrics_optimizer", Rule::Switch),
    Field::optional("is_instrumental", Rule::Switch),
    AUDIO_SETTING,
];

static MINIMAX_COVER: [Field; 4] = [
    Field::required("prompt", Rule::Text(10..=2000)),
    Field::required("reference_audio_url", ANY),
    Field::optional("lyrics", Rule::Text(10..=3000)),
    AUDIO_SETTING,
];

static MINIMAX_LEGACY: [Field; 2] = [
    Field::required("prompt", ANY),
    Field::required("reference_audio_url", Rule::Url),
];

const AUDIO_SETTING: Field = Field::optional("audio_setting", Rule::Object(&SETTINGS));

static SETTINGS: [Field; 4] = [
    Field::optional("audio_sample_rate", Rule::OneOf(&RATES)),
    Field::optional("sample_rate", Rule::OneOf(&RATES)),
    Field::optional("bitrate", Rule::OneOf(&[32_000, 64_000, 128_000, 256_000])),
    Field::optional("format", Rule::Word(&["mp3", "wav", "pcm"])),
];

static RATES: [i64; 4] = [16_000, 24_000, 32_000, 44_100];

pub(super) fn find(name: &str) -> Option<&'static Model> {
    ALL.iter().find(|model| model.name == name)
}

/// The names of all.
pub(super) fn names() -> [&'static str; 8] {
    ALL.each_ref().map(|model| model.name)
}

/// The ids that a file's name may stand for.
pub(super) fn ids(token: &str) -> impl Iterator<Item = String> {
    ALL.iter().map(move |model| model.id(token))
}

/// What an id's file is named by: the id up to its colon.
pub(super) fn token(id: &str) -> &str {
    id.split(':').next().unwrap_or(id)
}

impl Model {
    /// An id nobody has yet.
    pub(super) fn new_id(&self, random: Uuid) -> String {
        match self.suffix {
            Some(_) => self.id(&random.to_string()),
            None => random.simple().to_string()[..21].to_owned(),
        }
    }

    fn id(&self, token: &str) -> String {
        self.suffix
            .map_or_else(|| token.to_owned(), |suffix| format!("{token}:{suffix}"))
    }

    /// How long an order's audio is, in milliseconds.
    pub(super) fn millis(&self, order: &Body) -> u32 {
        match self.length {
            Length::Fixed(millis) => millis,
            Length::Asked(field, unit, usual) => {
                let asked = given(order, field).and_then(serde_json::Value::as_u64);
                let count = asked.and_then(|count| u32::try_from(count).ok());
                count.unwrap_or(usual) * unit
            }
        }
    }

    /// What an order's audio is made of.
    pub(super) fn sound(&self, order: &Body) -> Sound {
        let setting = order.get("audio_setting").and_then(|set| set.as_object());
        match setting.and_then(|setting| text(setting, "format")) {
            Some("wav") => Sound::wav(44_100, 2, 0),
            Some("pcm") => Sound::PCM,
            _ => self.sound,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_to_its_files_name_and_back() {
        for model in &ALL {
            let id = model.new_id(Uuid::new_v4());
            assert!(ids(token(&id)).any(|other| other == id), "{id}");
            assert!(!token(&id).contains([':', '/']));
        }
    }
}
