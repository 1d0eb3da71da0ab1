//! AI/ML API's music models as rows of the catalogue. All go through the same call; the model is a field of it.
//!
//! The vendor's schemas of the MiniMax models differ from one version of its documents to the next in what they require;
//! the rows require what all of the vendor's own examples give.

use crate::catalog::{
    ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset, Standing, prose, shown,
};
use crate::operation::Operation;
use crate::providers::rows::{
    ABOUT_LYRIA_2, FORMATS, LYRIA_2 as LYRIA_2_SOUND, MP3, NEGATIVE_PROMPT, ROW, SAMPLE_RATES,
    SEED, TEXT, WAV, bitrate, create, format, instrumental, lyrics, prompt, reference, sample_rate,
    usd, usual,
};

pub(super) const ALL: &[ModelInfo] = &[
    LYRIA_2,
    STABLE_AUDIO,
    ELEVEN_MUSIC,
    MINIMAX_26,
    MINIMAX_20,
    MINIMAX_15,
    MINIMAX_COVER,
    MINIMAX,
];

/// What all of them share: a page with a schema and an example.
const AIMLAPI: ModelInfo = ModelInfo {
    output: MP3,
    standing: Standing::Documented,
    ..ROW
};

const LYRIA_2: ModelInfo = ModelInfo {
    id: "aimlapi/lyria2",
    wire: "google/lyria2",
    name: shown("Lyria 2"),
    summary: prose(ABOUT_LYRIA_2),
    operations: &[create(&[words(TEXT), NEGATIVE_PROMPT, SEED], &[])],
    output: LYRIA_2_SOUND,
    latency: usual(
        35_000,
        "AI/ML API's Lyria 2 page: 30 to 40 s, rarely over 40 s",
    ),
    ..AIMLAPI
};

const STABLE_AUDIO: ModelInfo = ModelInfo {
    id: "aimlapi/stable-audio",
    wire: "stable-audio",
    name: shown("Stable Audio"),
    summary: prose("Stability AI's model for short pieces and loops."),
    operations: &[create(
        &[
            words(TEXT),
            ParamInfo::field(
                "seconds",
                "seconds_total",
                "Length",
                LOOP,
                "duration of the audio.",
            )
            .preset(Preset::Number(30.0)),
            ParamInfo::own(
                "seconds_start",
                "Start",
                LOOP,
                "the second at which the clip begins.",
            ),
            ParamInfo::own(
                "steps",
                "Steps",
                ParamKind::Integer { min: 1, max: 1_000 },
                "more steps take longer and may sound cleaner.",
            )
            .preset(Preset::Number(100.0)),
        ],
        &[],
    )],
    output: WAV,
    latency: usual(35_000, "AI/ML API's stable-audio page: 30 to 40 s"),
    ..AIMLAPI
};

const ELEVEN_MUSIC: ModelInfo = ModelInfo {
    id: "aimlapi/eleven-music",
    wire: "elevenlabs/eleven_music",
    name: shown("Eleven Music"),
    summary: prose("ElevenLabs' model for songs of up to five minutes."),
    operations: &[create(
        &[
            words(ParamKind::text(2_000)),
            ParamInfo::own(
                "music_length_ms",
                "Length in ms",
                ParamKind::Integer {
                    min: 10_000,
                    max: 300_000,
                },
                "duration of the song in milliseconds; it may come out otherwise.",
            )
            .preset(Preset::Number(10_000.0)),
        ],
        &[],
    )],
    latency: usual(
        30_000,
        "AI/ML API's eleven_music page: rarely over 30 s for simple prompts",
    ),
    ..AIMLAPI
};

const MINIMAX_26: ModelInfo = ModelInfo {
    id: "aimlapi/minimax-music-2.6",
    wire: "minimax/music-2.6",
    name: shown("MiniMax Music 2.6"),
    summary: prose(
        "MiniMax' model for arranged songs: own lyrics, lyrics made from the prompt, or none.",
    ),
    operations: &[create(
        &[
            prompt("prompt", ParamKind::text(2_000), STYLE),
            lyrics(ParamKind::text(3_000), SUNG),
            instrumental("is_instrumental"),
            ParamInfo::own(
                "lyrics_optimizer",
                "Write lyrics",
                ParamKind::Flag,
                "has lyrics made from the prompt where none are given.",
            ),
            FORMAT,
            sample_rate(AUDIO_SAMPLE_RATE, SAMPLE_RATES).preset(Preset::Number(44_100.0)),
            BITRATE,
        ],
        &["prompt", "lyrics"],
    )],
    output: MINIMAX_SOUND,
    price: usd(0.195, "the example on AI/ML API's music-2.6 page"),
    latency: usual(90_000, "the example on AI/ML API's music-2.6 page"),
    ..AIMLAPI
};

const MINIMAX_20: ModelInfo = ModelInfo {
    id: "aimlapi/minimax-music-2.0",
    wire: "minimax/music-2.0",
    name: shown("MiniMax Music 2.0"),
    summary: prose("MiniMax' model for songs of up to four minutes from words and lyrics."),
    operations: &[create(
        &[
            words(between(2_000)),
            lyrics(between(3_000), SUNG).required(),
            FORMAT,
            BITRATE,
        ],
        &[],
    )],
    output: MINIMAX_SOUND,
    latency: usual(75_000, "the example on AI/ML API's music-2.0 page"),
    ..AIMLAPI
};

const MINIMAX_15: ModelInfo = ModelInfo {
    id: "aimlapi/minimax-music-1.5",
    wire: "minimax/music-1.5",
    name: shown("MiniMax Music 1.5"),
    summary: prose("MiniMax' earlier model for songs of up to four minutes from words and lyrics."),
    operations: &[create(
        &[
            words(between(300)),
            lyrics(between(3_000), SUNG).required(),
            FORMAT,
            sample_rate(AUDIO_SAMPLE_RATE, SAMPLE_RATES),
            BITRATE,
        ],
        &[],
    )],
    output: MINIMAX_SOUND,
    latency: usual(55_000, "AI/ML API's music-1.5 page: 50 to 60 s"),
    ..AIMLAPI
};

const MINIMAX_COVER: ModelInfo = ModelInfo {
    id: "aimlapi/minimax-music-cover",
    wire: "minimax/music-cover",
    name: shown("MiniMax Music Cover"),
    summary: prose(
        "MiniMax' model for covers of a recording: a new arrangement, new lyrics, or both.",
    ),
    operations: &[OperationInfo {
        operation: Operation::Cover,
        params: &[
            reference(
                "reference_audio_url",
                "the address of the recording: 6 s to 6 min, at most 50 MB.",
            )
            .required(),
            prompt("prompt", between(2_000), STYLE).required(),
            lyrics(between(3_000), "other words to sing to the melody."),
            FORMAT,
            sample_rate("audio_setting.sample_rate", SAMPLE_RATES).preset(Preset::Number(44_100.0)),
            BITRATE,
        ],
        one_of: &[],
    }],
    output: MINIMAX_SOUND,
    latency: usual(90_000, "the examples on AI/ML API's music-cover page"),
    ..AIMLAPI
};

const MINIMAX: ModelInfo = ModelInfo {
    id: "aimlapi/minimax-music",
    wire: "minimax-music",
    name: shown("MiniMax Music"),
    summary: prose(
        "MiniMax' first model, kept for old programs: sings words in the manner of a recording.",
    ),
    operations: &[create(
        &[
            prompt(
                "prompt",
                TEXT,
                "the words to sing, between ## marks, with empty lines as pauses.",
            )
            .required(),
            reference(
                "reference_audio_url",
                "the address of a song with vocals to take after: WAV or MP3, over 15 s.",
            )
            .required(),
        ],
        &[],
    )],
    latency: usual(55_000, "AI/ML API's minimax-music page: 50 to 60 s"),
    ..AIMLAPI
};

const STYLE: &str = "style, mood and scenario.";
const SUNG: &str = "the words that are sung, with [Verse] and [Chorus] marks.";
const AUDIO_SAMPLE_RATE: &str = "audio_setting.audio_sample_rate";
const FORMAT: ParamInfo = format("audio_setting.format", FORMATS);
const BITRATE: ParamInfo = bitrate("audio_setting.bitrate");
const LOOP: ParamKind = ParamKind::Integer { min: 1, max: 47 };
/// What the examples of 1.5 and 2.0 say of their results.
const MINIMAX_SOUND: Output = Output {
    sample_rate_hz: Some(44_100),
    channels: Some(2),
    ..MP3
};

const fn words(kind: ParamKind) -> ParamInfo {
    prompt("prompt", kind, "what the music should be.").required()
}

/// Text of at least ten characters.
const fn between(max_chars: usize) -> ParamKind {
    ParamKind::Text {
        min_chars: 10,
        max_chars,
    }
}
