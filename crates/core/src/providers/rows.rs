//! What rows of several vendors have in common: parameters that mean the same, and short ways to write the rest.

use std::time::Duration;

use crate::catalog::{
    Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset, Price,
    Retention, Standing, prose,
};
use crate::operation::Operation;

/// Text whose length the vendor does not limit.
pub(super) const TEXT: ParamKind = ParamKind::text(10_000);
/// A quantity whose range the vendor does not name: what no model takes is kept out, and no more.
pub(super) const ANY_AMOUNT: ParamKind = ParamKind::Number {
    min: 0.0,
    max: 100.0,
    unit: "",
};
/// A count whose range the vendor does not name.
pub(super) const ANY_COUNT: ParamKind = ParamKind::Integer { min: 1, max: 1_000 };

pub(super) const MP3: Output = output("audio/mpeg");
pub(super) const WAV: Output = output("audio/wav");
/// Audio of a kind that no page names.
pub(super) const UNHEARD: Output = output("");
/// "48 kHz stereo"; 32.8 s by Google's own documents.
pub(super) const LYRIA_2: Output = Output {
    mime: "audio/wav",
    sample_rate_hz: Some(48_000),
    channels: Some(2),
    seconds: Some(32.8),
};
pub(super) const ABOUT_LYRIA_2: &str =
    "Google DeepMind's instrumental model: 48 kHz stereo from words.";

pub(super) const NEGATIVE_PROMPT: ParamInfo = ParamInfo::field(
    "negativePrompt",
    "negative_prompt",
    "Leave out",
    TEXT,
    "what should not be heard.",
);
pub(super) const SEED: ParamInfo = ParamInfo {
    doc: prose("the same seed repeats a generation; left out, each one is different."),
    default: Preset::Random,
    ..ANY_SEED
};
/// A seed of which the vendor does not say what holds without it.
pub(super) const ANY_SEED: ParamInfo = ParamInfo::field(
    "seed",
    "seed",
    "Seed",
    ParamKind::Integer {
        min: 0,
        max: 4_294_967_295,
    },
    "the same seed repeats a generation.",
);
pub(super) const LYRICS: ParamInfo = lyrics(
    TEXT,
    "the words that are sung, with [Verse] and [Chorus] marks.",
);
pub(super) const BITRATES: ParamKind = ParamKind::Numbers(&["32000", "64000", "128000", "256000"]);
pub(super) const SAMPLE_RATES: ParamKind =
    ParamKind::Numbers(&["16000", "24000", "32000", "44100"]);
/// Raw samples, which some vendors offer as well, say nothing of themselves and could not be checked.
pub(super) const FORMATS: ParamKind = ParamKind::Choice(&["mp3", "wav"]);

/// A queued model that creates music, of which nothing else is known.
pub(super) const ROW: ModelInfo = ModelInfo {
    id: "",
    wire: "",
    name: "",
    summary: "",
    operations: &[],
    modes: &[Mode::Queued],
    output: UNHEARD,
    price: None,
    latency: None,
    retention: Retention::UNKNOWN,
    standing: Standing::Partial,
    ignored: &[],
};

pub(super) const fn create(
    params: &'static [ParamInfo],
    one_of: &'static [&'static str],
) -> OperationInfo {
    OperationInfo {
        operation: Operation::Create,
        params,
        one_of,
    }
}

pub(super) const fn prompt(wire: &'static str, kind: ParamKind, doc: &'static str) -> ParamInfo {
    ParamInfo::field("prompt", wire, "Prompt", kind, doc)
}

pub(super) const fn lyrics(kind: ParamKind, doc: &'static str) -> ParamInfo {
    ParamInfo::field("lyrics", "lyrics", "Lyrics", kind, doc)
}

pub(super) const fn instrumental(wire: &'static str) -> ParamInfo {
    ParamInfo::field(
        "instrumental",
        wire,
        "Instrumental",
        ParamKind::Flag,
        "asks for a piece without vocals.",
    )
}

pub(super) const fn reference(wire: &'static str, doc: &'static str) -> ParamInfo {
    ParamInfo::field("audioUrl", wire, "Reference", ParamKind::Url, doc)
}

pub(super) const fn format(wire: &'static str, kind: ParamKind) -> ParamInfo {
    ParamInfo::field("format", wire, "Format", kind, "the kind of file.")
}

pub(super) const fn sample_rate(wire: &'static str, kind: ParamKind) -> ParamInfo {
    ParamInfo {
        wire,
        ..ParamInfo::own(
            "sample_rate",
            "Sample rate",
            kind,
            "samples a second, in Hz.",
        )
    }
}

pub(super) const fn bitrate(wire: &'static str) -> ParamInfo {
    ParamInfo {
        wire,
        ..ParamInfo::own("bitrate", "Bit rate", BITRATES, "bits a second.")
    }
}

pub(super) const fn usd(usd: f64, source: &'static str) -> Option<Price> {
    Some(Price {
        usd,
        source: prose(source),
    })
}

/// The usual time of a run, in milliseconds.
pub(super) const fn usual(millis: u64, source: &'static str) -> Option<Latency> {
    Some(Latency {
        usual: Duration::from_millis(millis),
        source: prose(source),
    })
}

const fn output(mime: &'static str) -> Output {
    Output {
        mime,
        sample_rate_hz: None,
        channels: None,
        seconds: None,
    }
}
