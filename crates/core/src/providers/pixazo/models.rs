//! Pixazo's Lyria models as rows of the catalogue.

use std::time::Duration;

use crate::catalog::{
    Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset, Price,
    Retention, Standing,
};
use crate::operation::Operation;

pub(super) const ALL: &[ModelInfo] = &[LYRIA_3_PRO, LYRIA_3, LYRIA_2];

/// The second way to ask for a job of Lyria 2.
pub(super) const PREDICTION: &str = "/lyria-2/v1/lyria-2/prediction";

/// Where an order for this model goes: paths follow no single pattern.
pub(super) fn path(id: &str) -> &'static str {
    match id {
        "pixazo/lyria-3-pro" => "/lyria-3-pro/v1/lyria-3-pro/generate",
        "pixazo/lyria-3" => "/lyria-3/v1/lyria-3/generate",
        _ => "/lyria-2/v1/lyria-2/generate",
    }
}

/// Whether that second way is documented for this model.
pub(super) fn has_prediction(id: &str) -> bool {
    id == "pixazo/lyria-2"
}

const TEXT: ParamKind = ParamKind::Text { max_chars: 10_000 };

const LYRIA_2: ModelInfo = ModelInfo {
    id: "pixazo/lyria-2",
    name: "Lyria 2",
    summary: "Google DeepMind's instrumental model: 48 kHz stereo from words.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt("what the music should be."),
            ParamInfo::field(
                "negativePrompt",
                "negative_prompt",
                "Leave out",
                TEXT,
                "what should not be heard.",
            ),
            ParamInfo::field(
                "seed",
                "seed",
                "Seed",
                ParamKind::Integer {
                    min: 0,
                    max: 4_294_967_295,
                },
                "the same seed repeats a generation; left out, each one is different.",
            )
            .preset(Preset::Random),
        ],
        one_of: &[],
    }],
    modes: &[Mode::Queued],
    output: Output {
        mime: "audio/wav",
        sample_rate_hz: Some(48_000),
        channels: Some(2),
        seconds: Some(32.8),
    },
    price: None,
    latency: Some(Latency {
        usual: Duration::from_secs(15),
        source: "the example on Pixazo's Lyria page",
    }),
    retention: Retention::UNKNOWN,
    standing: Standing::Documented,
    ignored: &[],
};

const LYRIA_3: ModelInfo = ModelInfo {
    id: "pixazo/lyria-3",
    name: "Lyria 3",
    summary: "Google DeepMind's third model; Pixazo's page for it could not be read, so only the prompt is known.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: &[prompt("what the music should be.")],
        one_of: &[],
    }],
    modes: &[Mode::Queued],
    output: SONG,
    price: None,
    latency: None,
    retention: Retention::UNKNOWN,
    standing: Standing::Partial,
    ignored: &[],
};

const LYRIA_3_PRO: ModelInfo = ModelInfo {
    id: "pixazo/lyria-3-pro",
    name: "Lyria 3 Pro",
    summary: "Google DeepMind's song model: vocals, sections and timing from one prompt, with pictures for a mood.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt(
                "genre, instruments, mood, tempo, lyrics and sections, as in [Verse]; [0:00 - 0:30] sets their time.",
            ),
            ParamInfo::field(
                "images",
                "images",
                "Pictures",
                ParamKind::Urls { max: 10 },
                "addresses of pictures to inspire the music.",
            ),
        ],
        one_of: &[],
    }],
    modes: &[Mode::Queued],
    output: SONG,
    price: Some(Price {
        usd: 0.08,
        source: "the 402 example on Pixazo's Lyria page",
    }),
    latency: Some(Latency {
        usual: Duration::from_secs(56),
        source: "the example on Pixazo's Lyria page",
    }),
    retention: Retention::UNKNOWN,
    standing: Standing::Documented,
    ignored: &[],
};

const SONG: Output = Output {
    mime: "audio/mpeg",
    sample_rate_hz: None,
    channels: None,
    seconds: None,
};

const fn prompt(doc: &'static str) -> ParamInfo {
    ParamInfo::field("prompt", "prompt", "Prompt", TEXT, doc).required()
}
