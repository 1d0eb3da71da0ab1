//! Segmind's music models as rows of the catalogue. The pages for Lyria 2 and MusicGen were read in full, the others in
//! part.

use std::time::Duration;

use crate::catalog::{
    Mode, ModelInfo, ParamInfo, ParamKind, Preset, Retention, Standing, prose, shown,
};
use crate::providers::rows::{
    ABOUT_LYRIA_2, ANY_AMOUNT, ANY_COUNT, ANY_SEED, LYRIA_2 as LYRIA_2_SOUND, LYRICS, MP3,
    NEGATIVE_PROMPT, ROW, SAMPLE_RATES, SEED, TEXT, UNHEARD, WAV, bitrate, create, lyrics, prompt,
    reference, sample_rate, usd, usual,
};

pub(super) const ALL: &[ModelInfo] = &[LYRIA_2, MUSICGEN_MEDIUM, ACE_STEP, MINIMAX_01, SEED_AUDIO];

/// What all of them share: both forms of the call. "Results are retained for 1 hour"; output files are said to be
/// deleted after seven days.
const SEGMIND: ModelInfo = ModelInfo {
    modes: &[Mode::Queued, Mode::Direct],
    retention: Retention {
        record: Some(Duration::from_secs(3_600)),
        file: Some(Duration::from_secs(7 * 86_400)),
    },
    ..ROW
};

const LYRIA_2: ModelInfo = ModelInfo {
    id: "segmind/lyria-2",
    wire: "lyria-2",
    name: shown("Lyria 2"),
    summary: prose(ABOUT_LYRIA_2),
    operations: &[create(
        &[
            prompt(
                "prompt",
                TEXT,
                "directs the piece with a detailed theme; guides tone and mood.",
            )
            .required(),
            ParamInfo {
                default: Preset::Text("No loud drums, no vocals."),
                doc: prose(
                    "what should not be heard. Left out, the vendor's own default may hold.",
                ),
                ..NEGATIVE_PROMPT
            },
            SEED,
        ],
        &[],
    )],
    output: LYRIA_2_SOUND,
    price: usd(0.09, "Segmind's pricing page"),
    latency: usual(27_320, "Segmind's lyria-2 page"),
    standing: Standing::Documented,
    ..SEGMIND
};

const MUSICGEN_MEDIUM: ModelInfo = ModelInfo {
    id: "segmind/meta-musicgen-medium",
    wire: "meta-musicgen-medium",
    name: shown("MusicGen Medium"),
    summary: prose("Meta's open model: short pieces of up to 30 seconds."),
    operations: &[create(
        &[
            prompt("prompt", TEXT, "what the music should be.").required(),
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
            ParamInfo {
                kind: ParamKind::Integer {
                    min: -1,
                    max: 9_999,
                },
                default: Preset::Number(42.0),
                doc: prose(
                    "left out, the vendor uses 42, so that each run is the same; -1 is said to be random.",
                ),
                ..SEED
            },
        ],
        &[],
    )],
    output: WAV,
    price: usd(0.037, "Segmind's meta-musicgen-medium page"),
    latency: usual(21_970, "Segmind's meta-musicgen-medium page"),
    standing: Standing::Documented,
    ..SEGMIND
};

const ACE_STEP: ModelInfo = ModelInfo {
    id: "segmind/ace-step-music",
    wire: "ace-step-music",
    name: shown("ACE-Step"),
    summary: prose("ACE Studio's open song model: genres and lyrics to up to four minutes."),
    operations: &[create(
        &[
            prompt(
                "genres",
                TEXT,
                "genres, instruments and tempo, as in \"funk, soul, 105 BPM\".",
            )
            .required(),
            ParamInfo {
                doc: prose(
                    "the words that are sung; left out, those of the vendor's example may be.",
                ),
                ..LYRICS
            },
            ParamInfo::field(
                "seconds",
                "output_seconds",
                "Length",
                ParamKind::Integer { min: 10, max: 240 },
                "length of the track.",
            )
            .preset(Preset::Sent(60.0)),
            ANY_SEED,
            ParamInfo::own(
                "lyrics_strength",
                "Lyrics strength",
                ANY_AMOUNT,
                "how much the lyrics lead; the range is not known.",
            )
            .preset(Preset::Number(1.0)),
            ParamInfo::own(
                "cfg",
                "Guidance",
                ParamKind::Number {
                    min: 1.0,
                    max: 15.0,
                    unit: "",
                },
                "how closely the genres are kept to.",
            )
            .preset(Preset::Number(4.0)),
            ParamInfo::own(
                "shift",
                "Shift",
                ANY_AMOUNT,
                "shifts the schedule of the steps; the range is not known.",
            )
            .preset(Preset::Number(4.0)),
            ParamInfo::own(
                "steps",
                "Steps",
                ANY_COUNT,
                "more steps take longer and may sound cleaner.",
            )
            .preset(Preset::Number(50.0)),
            ParamInfo::own(
                "base64",
                "As text",
                ParamKind::Flag,
                "has the direct form answer with the file as text in JSON; the track is the same.",
            ),
        ],
        &[],
    )],
    output: UNHEARD,
    price: usd(0.035, "Segmind's ace-step-music page"),
    latency: usual(11_560, "Segmind's ace-step-music page"),
    ..SEGMIND
};

const MINIMAX_01: ModelInfo = ModelInfo {
    id: "segmind/minimax-music-01",
    wire: "minimax-music-01",
    name: shown("MiniMax Music 01"),
    summary: prose(
        "MiniMax' older model: up to a minute, after a song, a voice or an instrumental.",
    ),
    operations: &[create(
        &[
            lyrics(
                ParamKind::text(400),
                "a line each; an empty line is a pause, ## on both ends adds accompaniment.",
            ),
            reference(
                "song_file",
                "the address of a song to take after: WAV or MP3, over 15 s.",
            ),
            ParamInfo::own(
                "instrumental_file",
                "Instrumental",
                ParamKind::Url,
                "the address of an instrumental to take after; alone, nothing is sung.",
            ),
            ParamInfo::own(
                "voice_file",
                "Voice",
                ParamKind::Url,
                "the address of a voice to take after.",
            ),
            ParamInfo::own(
                "instrumental_id",
                "Instrumental's id",
                TEXT,
                "an instrumental used before.",
            ),
            ParamInfo::own("voice_id", "Voice's id", TEXT, "a voice used before."),
            sample_rate("sample_rate", SAMPLE_RATES).preset(Preset::Number(44_100.0)),
            bitrate("bitrate").preset(Preset::Number(256_000.0)),
        ],
        &[
            "lyrics",
            "audioUrl",
            "instrumental_file",
            "voice_file",
            "instrumental_id",
            "voice_id",
        ],
    )],
    output: UNHEARD,
    price: usd(0.069, "Segmind's minimax-music-01 page"),
    latency: usual(43_930, "Segmind's minimax-music-01 page"),
    ..SEGMIND
};

/// Its page has `format` and `sample_rate` as well; which values they take beside mp3 and 44100 is not known.
const SEED_AUDIO: ModelInfo = ModelInfo {
    id: "segmind/seed-audio-1.0",
    wire: "seed-audio-1.0",
    name: shown("Seed Audio 1.0"),
    summary: prose("ByteDance's model for whole scenes: speech, music and effects from one text."),
    operations: &[create(
        &[prompt(
            "text_prompt",
            ParamKind::text(2_048),
            "the scene, or the very words to be spoken.",
        )
        .required()],
        &[],
    )],
    output: MP3,
    price: usd(0.047, "Segmind's seed-audio-1.0 page"),
    latency: usual(24_510, "Segmind's seed-audio-1.0 page"),
    ..SEGMIND
};
