//! Pixazo's music models as rows of the catalogue. The page for the Lyria models was read in full but for Lyria 3; of the
//! others the routes and the fields of the examples are known, and no ranges.

use crate::catalog::{ModelInfo, ParamInfo, ParamKind, Standing, prose, shown};
use crate::providers::rows::{
    ABOUT_LYRIA_2, ANY_AMOUNT, ANY_COUNT, ANY_SEED, FORMATS, LYRIA_2 as LYRIA_2_SOUND, LYRICS, MP3,
    NEGATIVE_PROMPT, ROW, SAMPLE_RATES, SEED, TEXT, bitrate, create, format, instrumental, prompt,
    sample_rate, usd, usual,
};

pub(super) const ALL: &[ModelInfo] = &[
    LYRIA_3_PRO,
    LYRIA_3,
    LYRIA_2,
    TRACKS,
    ACE_STEP,
    ACE_STEP_XL,
    STABLE_AUDIO_3_SMALL,
    MINIMAX_30,
    MINIMAX_30_FAST,
    MINIMAX_26,
];

/// A route of the model's own that tells how a job stands, and the field that its id goes in, where there is one.
pub(super) fn own_route(model: &ModelInfo) -> Option<(&'static str, &'static str)> {
    match model.id {
        "pixazo/lyria-2" => Some(("/lyria-2/v1/lyria-2/prediction", "prediction_id")),
        // Not on a page: the vendor's own music program asks this way.
        "pixazo/tracks" => Some(("/tracks/v1/status", "task_id")),
        _ => None,
    }
}

const LYRIA_2: ModelInfo = ModelInfo {
    id: "pixazo/lyria-2",
    wire: "/lyria-2/v1/lyria-2/generate",
    name: shown("Lyria 2"),
    summary: prose(ABOUT_LYRIA_2),
    operations: &[create(&[WORDS, NEGATIVE_PROMPT, SEED], &[])],
    output: LYRIA_2_SOUND,
    latency: usual(15_000, "the example on Pixazo's Lyria page"),
    standing: Standing::Documented,
    ..ROW
};

const LYRIA_3: ModelInfo = ModelInfo {
    id: "pixazo/lyria-3",
    wire: "/lyria-3/v1/lyria-3/generate",
    name: shown("Lyria 3"),
    summary: prose(
        "Google DeepMind's third model; Pixazo's page for it could not be read, so only the prompt is known.",
    ),
    operations: &[create(&[WORDS], &[])],
    ..ROW
};

const LYRIA_3_PRO: ModelInfo = ModelInfo {
    id: "pixazo/lyria-3-pro",
    wire: "/lyria-3-pro/v1/lyria-3-pro/generate",
    name: shown("Lyria 3 Pro"),
    summary: prose(
        "Google DeepMind's song model: vocals, sections and timing from one prompt, with pictures for a mood.",
    ),
    operations: &[create(
        &[
            ParamInfo {
                doc: prose(
                    "genre, instruments, mood, tempo, lyrics and sections, as in [Verse]; [0:00 - 0:30] sets their time.",
                ),
                ..WORDS
            },
            ParamInfo::field(
                "images",
                "images",
                "Pictures",
                ParamKind::Urls { max: 10 },
                "addresses of pictures to inspire the music.",
            ),
        ],
        &[],
    )],
    output: MP3,
    price: usd(0.08, "the 402 example on Pixazo's Lyria page"),
    latency: usual(56_000, "the example on Pixazo's Lyria page"),
    standing: Standing::Documented,
    ..ROW
};

const TRACKS: ModelInfo = ModelInfo {
    id: "pixazo/tracks",
    wire: "/tracks/v1/generate",
    name: shown("Tracks"),
    summary: prose("Pixazo's own model for songs and instrumentals."),
    operations: &[create(SONG, &[])],
    ..ROW
};

const ACE_STEP: ModelInfo = ModelInfo {
    id: "pixazo/ace-step",
    wire: "/ace-step/v1/generate",
    name: shown("ACE-Step 1.5"),
    summary: prose("ACE Studio's open song model."),
    operations: &[create(SONG, &[])],
    ..ROW
};

const ACE_STEP_XL: ModelInfo = ModelInfo {
    id: "pixazo/ace-step-xl",
    wire: "/ace-step-xl/v1/generate",
    name: shown("ACE-Step 1.5 XL"),
    summary: prose("The larger of ACE Studio's open song models."),
    operations: &[create(SONG, &[])],
    ..ROW
};

const STABLE_AUDIO_3_SMALL: ModelInfo = ModelInfo {
    id: "pixazo/stable-audio-3-small",
    wire: "/stable-audio-3-small-music-text-to-audio/v1/stable-audio-3-small-music-text-to-audio-request",
    name: shown("Stable Audio 3 Small"),
    summary: prose("The small form of Stability AI's third model."),
    operations: &[create(
        &[
            WORDS,
            NEGATIVE_PROMPT,
            SECONDS,
            ParamInfo::own(
                "num_inference_steps",
                "Steps",
                ANY_COUNT,
                "more steps take longer; 8 in the vendor's example, the range is not known.",
            ),
            ParamInfo {
                doc: prose(
                    "how closely the prompt is kept to; 1 in the vendor's example, the range is not known.",
                ),
                ..GUIDANCE
            },
            format("output_format", FORMATS),
        ],
        &[],
    )],
    output: MP3,
    ..ROW
};

const MINIMAX_30: ModelInfo = ModelInfo {
    id: "pixazo/minimax-music-3.0",
    wire: "/minimax-music-3-0/v1/text-to-music",
    name: shown("MiniMax Music 3.0"),
    summary: prose("MiniMax' model for whole songs."),
    operations: &[create(&[WORDS, LYRICS], &[])],
    ..ROW
};

const MINIMAX_30_FAST: ModelInfo = ModelInfo {
    id: "pixazo/minimax-music-3.0-fast",
    wire: "/minimax-music-3-0-fast/v1/text-to-music",
    name: shown("MiniMax Music 3.0 Fast"),
    summary: prose(
        "The quick form of MiniMax Music 3.0, which the vendor's list of models calls free.",
    ),
    ..MINIMAX_30
};

const MINIMAX_26: ModelInfo = ModelInfo {
    id: "pixazo/minimax-music-2.6",
    wire: "/minimax-music-generation-2-6/v1/generate",
    name: shown("MiniMax Music 2.6"),
    summary: prose("MiniMax' model for arranged songs and instrumentals."),
    operations: &[create(
        &[
            WORDS,
            LYRICS,
            instrumental("is_instrumental"),
            format("format", FORMATS),
            sample_rate("sample_rate", SAMPLE_RATES),
            bitrate("bitrate"),
        ],
        &[],
    )],
    output: MP3,
    ..ROW
};

const WORDS: ParamInfo = prompt("prompt", TEXT, "what the music should be.").required();

/// What Tracks and both forms of ACE-Step take.
const SONG: &[ParamInfo] = &[
    WORDS,
    LYRICS,
    instrumental("instrumental"),
    SECONDS,
    ParamInfo::field(
        "bpm",
        "bpm",
        "Tempo",
        ParamKind::Number {
            min: 1.0,
            max: 400.0,
            unit: "bpm",
        },
        "beats a minute.",
    ),
    ANY_SEED,
    ParamInfo::own("key", "Key", TEXT, "the musical key."),
    ParamInfo::own(
        "time_signature",
        "Time signature",
        TEXT,
        "the time signature.",
    ),
    ParamInfo::own(
        "infer_steps",
        "Steps",
        ANY_COUNT,
        "more steps take longer; 25 in the vendor's example, the range is not known.",
    ),
    GUIDANCE,
];

const GUIDANCE: ParamInfo = ParamInfo::own(
    "guidance_scale",
    "Guidance",
    ANY_AMOUNT,
    "how closely the prompt is kept to; 7.5 in the vendor's example, the range is not known.",
);

const SECONDS: ParamInfo = ParamInfo::field(
    "seconds",
    "duration",
    "Length",
    ParamKind::Number {
        min: 1.0,
        max: 600.0,
        unit: "s",
    },
    "duration of the music; the range is not known.",
);
