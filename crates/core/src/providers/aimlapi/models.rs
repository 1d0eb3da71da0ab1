//! AI/ML API's music models as rows of the catalogue. All go through the same call; the model is a field of it.

use std::time::Duration;

use crate::catalog::{
    Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset, Price,
    Retention, Standing,
};
use crate::operation::Operation;

pub(super) const ALL: &[ModelInfo] = &[LYRIA_2, STABLE_AUDIO, ELEVEN_MUSIC, MINIMAX_2];

/// The vendor's name of a model.
pub(super) fn wire(id: &str) -> &'static str {
    match id {
        "aimlapi/stable-audio" => "stable-audio",
        "aimlapi/eleven-music" => "elevenlabs/eleven_music",
        "aimlapi/minimax-music-2.0" => "minimax/music-2.0",
        _ => "google/lyria2",
    }
}

const TEXT: ParamKind = ParamKind::Text { max_chars: 10_000 };

const LYRIA_2: ModelInfo = ModelInfo {
    id: "aimlapi/lyria2",
    name: "Lyria 2",
    summary: "Google DeepMind's instrumental model: 48 kHz stereo from words.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt(TEXT),
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
        usual: Duration::from_secs(35),
        source: "AI/ML API's Lyria 2 page: 30 to 40 s, rarely over 40 s",
    }),
    retention: Retention::UNKNOWN,
    standing: Standing::Documented,
    ignored: &[],
};

const STABLE_AUDIO: ModelInfo = partial(
    "aimlapi/stable-audio",
    "Stable Audio",
    "Stability AI's model for short pieces and loops.",
    None,
    &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt(TEXT),
            ParamInfo::field(
                "seconds",
                "seconds_total",
                "Length",
                ParamKind::Number {
                    min: 1.0,
                    max: 47.0,
                    unit: "s",
                },
                "duration of the audio.",
            )
            .preset(Preset::Number(30.0)),
            ParamInfo::own(
                "steps",
                "Steps",
                ParamKind::Integer { min: 1, max: 1_000 },
                "more steps take longer and may sound cleaner.",
            )
            .preset(Preset::Number(100.0)),
        ],
        one_of: &[],
    }],
);

const ELEVEN_MUSIC: ModelInfo = partial(
    "aimlapi/eleven-music",
    "Eleven Music",
    "ElevenLabs' model for songs of up to five minutes.",
    None,
    &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt(ParamKind::Text { max_chars: 2_000 }),
            ParamInfo::own(
                "music_length_ms",
                "Length in ms",
                ParamKind::Integer {
                    min: 10_000,
                    max: 300_000,
                },
                "duration of the song in milliseconds.",
            )
            .preset(Preset::Number(10_000.0)),
        ],
        one_of: &[],
    }],
);

const MINIMAX_2: ModelInfo = partial(
    "aimlapi/minimax-music-2.0",
    "MiniMax Music 2.0",
    "MiniMax' model for songs from words and lyrics.",
    None,
    &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt(ParamKind::Text { max_chars: 2_000 }),
            ParamInfo::field(
                "lyrics",
                "lyrics",
                "Lyrics",
                ParamKind::Text { max_chars: 3_000 },
                "the words that are sung.",
            )
            .required(),
        ],
        one_of: &[],
    }],
);

/// A row whose parameters are known only in part.
const fn partial(
    id: &'static str,
    name: &'static str,
    summary: &'static str,
    price: Option<Price>,
    operations: &'static [OperationInfo],
) -> ModelInfo {
    ModelInfo {
        id,
        name,
        summary,
        operations,
        modes: &[Mode::Queued],
        output: Output {
            mime: "audio/mpeg",
            sample_rate_hz: None,
            channels: None,
            seconds: None,
        },
        price,
        latency: None,
        retention: Retention::UNKNOWN,
        standing: Standing::Partial,
        ignored: &[],
    }
}

const fn prompt(kind: ParamKind) -> ParamInfo {
    ParamInfo::field(
        "prompt",
        "prompt",
        "Prompt",
        kind,
        "what the music should be.",
    )
    .required()
}
