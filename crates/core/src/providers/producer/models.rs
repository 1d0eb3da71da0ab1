//! The Producer API's one model, Lyria 3 Pro, with its six operations.

use std::time::Duration;

use crate::catalog::{
    Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset, Retention,
    Standing, prose, shown,
};
use crate::operation::Operation;

pub(super) const LYRIA_3_PRO: ModelInfo = ModelInfo {
    id: "producer/lyria-3-pro",
    wire: "",
    name: shown("Lyria 3 Pro"),
    summary: prose(
        "Google DeepMind's song model: create, extend, replace a part, cover, and work on uploads.",
    ),
    operations: &[
        OperationInfo {
            operation: Operation::Create,
            params: &[SOUND, LYRICS, INSTRUMENTAL, LENGTH, BPM, SEED, MV],
            one_of: &["prompt", "lyrics"],
        },
        OperationInfo {
            operation: Operation::Extend,
            params: &[
                CLIP,
                EXTEND_AT,
                LENGTH,
                INSTRUCTION,
                SOUND,
                LYRICS,
                SEED,
                MV,
            ],
            one_of: &["instruction", "prompt", "lyrics"],
        },
        OperationInfo {
            operation: Operation::Replace,
            params: &[
                CLIP,
                STARTS_AT,
                ENDS_AT,
                INSTRUCTION,
                SOUND,
                LYRICS,
                SEED,
                MV,
            ],
            one_of: &["instruction", "prompt", "lyrics"],
        },
        OperationInfo {
            operation: Operation::Cover,
            params: &[
                CLIP,
                STRENGTH,
                UPLOADED,
                INSTRUCTION,
                SOUND,
                LYRICS,
                SEED,
                MV,
                COVER_STRENGTH,
            ],
            one_of: &["instruction", "prompt", "lyrics"],
        },
        OperationInfo {
            operation: Operation::Upload,
            params: &[AUDIO_URL],
            one_of: &[],
        },
        OperationInfo {
            operation: Operation::Download,
            params: &[CLIP, FORMAT],
            one_of: &[],
        },
    ],
    modes: &[Mode::Queued],
    output: Output {
        mime: "audio/wav",
        sample_rate_hz: None,
        channels: None,
        seconds: None,
    },
    price: None,
    latency: Some(Latency {
        usual: Duration::from_secs(30),
        source: prose("the model table on MusicAPI's Producer page"),
    }),
    retention: Retention::UNKNOWN,
    standing: Standing::Documented,
    ignored: &[
        "make_instrumental",
        "lyrics_strength",
        "sound_strength",
        "weirdness",
        "cover_url",
    ],
};

const TEXT: ParamKind = ParamKind::text(10_000);
const ID: ParamKind = ParamKind::text(500);
const TIME: ParamKind = ParamKind::Number {
    min: 0.0,
    max: 3_600.0,
    unit: "s",
};
const SHARE: ParamKind = ParamKind::Number {
    min: 0.0,
    max: 1.0,
    unit: "",
};

const SOUND: ParamInfo = ParamInfo::field(
    "prompt",
    "sound",
    "Prompt",
    TEXT,
    "the style: genre, instruments, mood and tempo.",
);
const LYRICS: ParamInfo = ParamInfo::field(
    "lyrics",
    "lyrics",
    "Lyrics",
    TEXT,
    "the words that are sung, with [Verse], [Chorus] and [Bridge] marks.",
);
const INSTRUMENTAL: ParamInfo = ParamInfo::field(
    "instrumental",
    "",
    "Instrumental",
    ParamKind::Flag,
    "asks for a piece without vocals, in the words that the vendor recommends.",
);
const LENGTH: ParamInfo = ParamInfo::field(
    "seconds",
    "length",
    "Length",
    ParamKind::Integer { min: 1, max: 240 },
    "how many seconds are made; the vendor's own choice, 30 to 60, when left out.",
);
const BPM: ParamInfo = ParamInfo::field(
    "bpm",
    "bpm",
    "Tempo",
    ParamKind::Number {
        min: 1.0,
        max: 400.0,
        unit: "bpm",
    },
    "beats a minute; the model may deviate slightly.",
);
const SEED: ParamInfo = ParamInfo::field(
    "seed",
    "seed",
    "Seed",
    ParamKind::text(200),
    "any words or number; the same seed repeats a generation.",
)
.preset(Preset::Random);
const MV: ParamInfo = ParamInfo::own(
    "mv",
    "Model version",
    ParamKind::text(80),
    "names of older versions are taken and mean Lyria 3 Pro.",
);
const CLIP: ParamInfo = ParamInfo::field(
    "clip",
    "clip_id",
    "Clip",
    ID,
    "the id of the clip to work on, from an earlier result.",
)
.required();
const EXTEND_AT: ParamInfo = ParamInfo::field(
    "startsAt",
    "starts_at",
    "From",
    TIME,
    "where in the clip the new part begins.",
)
.preset(Preset::Sent(30.0));
const STARTS_AT: ParamInfo = ParamInfo::field(
    "startsAt",
    "starts_at",
    "From",
    TIME,
    "where the part to replace begins.",
)
.required();
const ENDS_AT: ParamInfo = ParamInfo::field(
    "endsAt",
    "ends_at",
    "To",
    TIME,
    "where the part to replace ends, after its start.",
)
.required();
const INSTRUCTION: ParamInfo = ParamInfo::field(
    "instruction",
    "instruction",
    "Instruction",
    TEXT,
    "what to do, in plain words; made from prompt and lyrics when left out.",
);
const STRENGTH: ParamInfo = ParamInfo::field(
    "strength",
    "strength",
    "Strength",
    SHARE,
    "how far the cover goes from the original: 0 stays, 1 leaves.",
)
.preset(Preset::Number(0.5));
const COVER_STRENGTH: ParamInfo = ParamInfo::own(
    "cover_strength",
    "Strength, old name",
    SHARE,
    "the name that older programs use for the strength.",
);
const UPLOADED: ParamInfo = ParamInfo::field(
    "uploaded",
    "",
    "Uploaded",
    ParamKind::Flag,
    "whether the clip came from an upload.",
);
const AUDIO_URL: ParamInfo = ParamInfo::field(
    "audioUrl",
    "audio_url",
    "Audio address",
    ParamKind::Url,
    "a public address of the file to upload.",
)
.required();
const FORMAT: ParamInfo = ParamInfo::field(
    "format",
    "format",
    "Format",
    ParamKind::Choice(&["mp3", "wav"]),
    "the kind of file.",
)
.preset(Preset::Text("mp3"));
