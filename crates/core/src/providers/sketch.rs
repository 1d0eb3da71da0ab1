//! The local synthesizer as a provider: it needs no key, no network and no money.

use std::time::Duration;

use crate::catalog::{
    Auth, Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset,
    ProviderInfo, Retention, Standing, Supports, prose,
};
use crate::error::{Error, ErrorKind};
use crate::http::{Request, Response};
use crate::operation::Operation;
use crate::order::{Finding, Order};
use crate::provider::{Asked, Call, Credits, Provider, Reply, Start, Ticket};
use crate::time::Moment;
use crate::value::Map;

pub(super) static INFO: ProviderInfo = ProviderInfo {
    id: "sketch",
    name: "Sketch",
    base_url: "",
    auth: Auth::None,
    keys_page: None,
    models: &[GROOVE],
    supports: Supports {
        cancel: true,
        credits: false,
        history: false,
        idempotency: true,
        webhook: false,
    },
    source: prose("crates/sketch of this project"),
};

const GROOVE: ModelInfo = ModelInfo {
    id: "sketch/groove",
    wire: "",
    name: "Groove sketch",
    summary: prose(
        "A procedural composer on your own device: no key, no network, ready at once. It is not a neural model.",
    ),
    operations: &[
        OperationInfo {
            operation: Operation::Create,
            params: CREATE,
            one_of: &[],
        },
        OperationInfo {
            operation: Operation::Extend,
            params: EXTEND,
            one_of: &[],
        },
        OperationInfo {
            operation: Operation::Replace,
            params: REPLACE,
            one_of: &[],
        },
        OperationInfo {
            operation: Operation::Cover,
            params: COVER,
            one_of: &[],
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
    modes: &[Mode::Direct],
    output: Output {
        mime: "audio/wav",
        sample_rate_hz: Some(48_000),
        channels: Some(2),
        seconds: None,
    },
    price: None,
    latency: Some(Latency {
        usual: Duration::from_millis(500),
        source: prose("measured, see `cargo xtask bench`"),
    }),
    retention: Retention::UNKNOWN,
    standing: Standing::Local,
    ignored: &[],
};

const TEXT: ParamKind = ParamKind::text(10_000);

const CREATE: &[ParamInfo] = &[
    ParamInfo::field(
        "prompt",
        "",
        "Prompt",
        TEXT,
        "what the music should be; genre, tempo, key, mood and instruments are read from it.",
    )
    .required(),
    ParamInfo::field(
        "negativePrompt",
        "",
        "Leave out",
        TEXT,
        "what should not be heard, as in \"drums\".",
    ),
    LYRICS,
    ParamInfo::field(
        "seconds",
        "",
        "Length",
        ParamKind::Number {
            min: 1.0,
            max: 180.0,
            unit: "s",
        },
        "how long the piece is, its tail included.",
    ),
    ParamInfo::field(
        "bpm",
        "",
        "Tempo",
        ParamKind::Number {
            min: 40.0,
            max: 220.0,
            unit: "bpm",
        },
        "beats a minute; it goes before a tempo in the prompt.",
    ),
    ParamInfo::field(
        "instrumental",
        "",
        "Instrumental",
        ParamKind::Flag,
        "always so here; taken for the sake of orders that go to several models.",
    ),
    SEED,
];

const EXTEND: &[ParamInfo] = &[
    CLIP,
    EXTEND_AT,
    ParamInfo::field(
        "seconds",
        "",
        "Length",
        ParamKind::Number {
            min: 2.0,
            max: 180.0,
            unit: "s",
        },
        "how much is added, in whole bars; about 20 s when left out.",
    ),
    INSTRUCTION,
    CHANGE,
    LYRICS,
    SEED,
];

const REPLACE: &[ParamInfo] = &[CLIP, STARTS_AT, ENDS_AT, INSTRUCTION, CHANGE, LYRICS, SEED];

const COVER: &[ParamInfo] = &[CLIP, STRENGTH, UPLOADED, INSTRUCTION, STYLE, LYRICS, SEED];

const TIME: ParamKind = ParamKind::Number {
    min: 0.0,
    max: 360.0,
    unit: "s",
};

const CLIP: ParamInfo = ParamInfo::field(
    "clip",
    "",
    "Clip",
    ParamKind::text(100_000),
    "the id of a sketch; it holds all that is needed to make the sketch again.",
)
.required();
const EXTEND_AT: ParamInfo = ParamInfo::field(
    "startsAt",
    "",
    "From",
    TIME,
    "where the new part begins, at the nearest bar; at the final chord when left out.",
);
const STARTS_AT: ParamInfo = ParamInfo::field(
    "startsAt",
    "",
    "From",
    TIME,
    "where the part to replace begins.",
)
.required();
const ENDS_AT: ParamInfo = ParamInfo::field(
    "endsAt",
    "",
    "To",
    TIME,
    "where the part to replace ends, a quarter of a second after its start or later.",
)
.required();
const STRENGTH: ParamInfo = ParamInfo::field(
    "strength",
    "",
    "Strength",
    ParamKind::Number {
        min: 0.0,
        max: 1.0,
        unit: "",
    },
    "how far the cover goes: low changes the instruments, the middle the style, high the tempo too.",
)
.preset(Preset::Number(0.5));
const UPLOADED: ParamInfo = ParamInfo::field(
    "uploaded",
    "",
    "Uploaded",
    ParamKind::Flag,
    "whether the clip came from an upload; the sketch sees that by itself.",
);
const INSTRUCTION: ParamInfo = ParamInfo::field(
    "instruction",
    "",
    "Instruction",
    TEXT,
    "what to change, in plain words; read together with the prompt.",
);
const CHANGE: ParamInfo = ParamInfo::field(
    "prompt",
    "",
    "Prompt",
    TEXT,
    "what changes: instruments to add or leave out, calmer or wilder.",
);
const STYLE: ParamInfo = ParamInfo::field(
    "prompt",
    "",
    "Prompt",
    TEXT,
    "the new style; tempo, key and instruments are read from it too.",
);
const LYRICS: ParamInfo = ParamInfo::field(
    "lyrics",
    "",
    "Lyrics",
    TEXT,
    "read for its section marks only; the sketch does not sing.",
);
const AUDIO_URL: ParamInfo = ParamInfo::field(
    "audioUrl",
    "",
    "Audio address",
    ParamKind::text(100_000),
    "the address of a WAV file, on the web or of a file in this page (blob:); it is read here and goes nowhere.",
)
.required();
const FORMAT: ParamInfo = ParamInfo::field(
    "format",
    "",
    "Format",
    ParamKind::Choice(&["wav"]),
    "the kind of file; the sketch makes WAV.",
)
.preset(Preset::Text("wav"));
const SEED: ParamInfo = ParamInfo::field(
    "seed",
    "",
    "Seed",
    ParamKind::Integer {
        min: 0,
        max: 9_007_199_254_740_991,
    },
    "the same seed and words give the same piece, bit for bit.",
)
.preset(Preset::Random);

/// The adapter.
pub(crate) struct Sketch;

impl Provider for Sketch {
    fn info(&self) -> &'static ProviderInfo {
        &INFO
    }

    fn review(&self, order: &Order) -> Vec<Finding> {
        let time = |name| order.field(name).number();
        let backwards =
            order.operation() == Operation::Replace && time("endsAt") <= time("startsAt");
        let message = "The part to replace must end after its start.";
        let finding = Finding::error(ErrorKind::InvalidOrder, "endsAt", message);
        backwards.then_some(finding).into_iter().collect()
    }

    fn submit(&self, call: &Call<'_>) -> Result<Start, Error> {
        let order = call.order;
        let mut fields = Map::new().with("operation", order.operation().name());
        for param in order.row().params {
            fields.set(param.name, order.given(param).clone());
        }
        Ok(Start::Render(fields))
    }

    fn check(&self, _: &Call<'_>, _: &Ticket) -> Result<Request, Error> {
        Err(no_wire())
    }

    fn read(&self, _: &Call<'_>, _: Asked<'_>, _: &Response) -> Result<Reply, Error> {
        Err(no_wire())
    }

    fn read_credits(&self, _: &Response, _: Moment) -> Result<Credits, Error> {
        Err(no_wire())
    }
}

fn no_wire() -> Error {
    Error::new(
        ErrorKind::Unsupported,
        "The sketch is made here; there is nobody to ask.",
    )
}
