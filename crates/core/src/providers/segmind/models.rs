//! Segmind's music models as rows of the catalogue.

use std::time::Duration;

use crate::catalog::{
    Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset, Price,
    Retention, Standing,
};
use crate::operation::Operation;

/// "Results are retained for 1 hour"; output files are said to be deleted after seven days.
const RETENTION: Retention = Retention {
    record: Some(Duration::from_secs(3_600)),
    file: Some(Duration::from_secs(7 * 86_400)),
};

const MODES: &[Mode] = &[Mode::Queued, Mode::Direct];

const TEXT: ParamKind = ParamKind::Text { max_chars: 10_000 };

pub(super) const LYRIA_2: ModelInfo = ModelInfo {
    id: "segmind/lyria-2",
    name: "Lyria 2",
    summary: "Google DeepMind's instrumental model: 48 kHz stereo from words.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt("directs the piece with a detailed theme; guides tone and mood."),
            ParamInfo::field(
                "negativePrompt",
                "negative_prompt",
                "Leave out",
                TEXT,
                "what should not be heard. Left out, the vendor's own default may hold.",
            )
            .preset(Preset::Text("No loud drums, no vocals.")),
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
    modes: MODES,
    output: Output {
        mime: "audio/wav",
        sample_rate_hz: Some(48_000),
        channels: Some(2),
        seconds: Some(32.8),
    },
    price: Some(Price {
        usd: 0.09,
        source: "Segmind's pricing page",
    }),
    latency: Some(Latency {
        usual: Duration::from_millis(27_320),
        source: "Segmind's lyria-2 page",
    }),
    retention: RETENTION,
    standing: Standing::Documented,
    ignored: &[],
};

pub(super) const MUSICGEN_MEDIUM: ModelInfo = ModelInfo {
    id: "segmind/meta-musicgen-medium",
    name: "MusicGen Medium",
    summary: "Meta's open model: short pieces of up to 30 seconds.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: &[
            prompt("what the music should be."),
            ParamInfo::field(
                "seconds",
                "duration",
                "Length",
                ParamKind::Number {
                    min: 1.0,
                    max: 30.0,
                    unit: "s",
                },
                "duration of the audio.",
            )
            .preset(Preset::Number(10.0)),
            ParamInfo::field(
                "seed",
                "seed",
                "Seed",
                ParamKind::Integer { min: -1, max: 9_999 },
                "left out, the vendor uses 42, so that each run is the same; -1 is said to be random.",
            )
            .preset(Preset::Number(42.0)),
        ],
        one_of: &[],
    }],
    modes: MODES,
    output: UNKNOWN_OUTPUT,
    price: Some(Price {
        usd: 0.037,
        source: "Segmind's meta-musicgen-medium page",
    }),
    latency: Some(Latency {
        usual: Duration::from_millis(21_970),
        source: "Segmind's meta-musicgen-medium page",
    }),
    retention: RETENTION,
    standing: Standing::Documented,
    ignored: &[],
};

const UNKNOWN_OUTPUT: Output = Output {
    mime: "audio/wav",
    sample_rate_hz: None,
    channels: None,
    seconds: None,
};

const fn prompt(doc: &'static str) -> ParamInfo {
    ParamInfo::field("prompt", "prompt", "Prompt", TEXT, doc).required()
}
