//! The local synthesizer as a provider: it needs no key, no network and no money.

use std::time::Duration;

use tutti_sketch::Brief;

use crate::catalog::{
    Auth, Latency, Mode, ModelInfo, OperationInfo, Output, ParamInfo, ParamKind, Preset,
    ProviderInfo, Retention, Standing, Supports,
};
use crate::error::{Error, ErrorKind};
use crate::http::{Request, Response};
use crate::operation::Operation;
use crate::order::Order;
use crate::provider::{Asked, Call, Credits, Provider, Reply, Start, Ticket};
use crate::time::Moment;

static INFO: ProviderInfo = ProviderInfo {
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
    source: "crates/sketch of this project",
};

const GROOVE: ModelInfo = ModelInfo {
    id: "sketch/groove",
    name: "Groove sketch",
    summary: "A procedural composer on your own device: no key, no network, ready at once. It is not a neural model.",
    operations: &[OperationInfo {
        operation: Operation::Create,
        params: CREATE,
        one_of: &[],
    }],
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
        source: "measured, see `cargo xtask bench`",
    }),
    retention: Retention::UNKNOWN,
    standing: Standing::Local,
    ignored: &[],
};

const TEXT: ParamKind = ParamKind::Text { max_chars: 10_000 };

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
    ParamInfo::field(
        "lyrics",
        "",
        "Lyrics",
        TEXT,
        "read for its section marks only; the sketch does not sing.",
    ),
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
    ParamInfo::field(
        "seed",
        "",
        "Seed",
        ParamKind::Integer {
            min: 0,
            max: 9_007_199_254_740_991,
        },
        "the same seed and words give the same piece, bit for bit.",
    )
    .preset(Preset::Random),
];

/// The adapter.
pub(crate) struct Sketch;

impl Provider for Sketch {
    fn info(&self) -> &'static ProviderInfo {
        &INFO
    }

    fn submit(&self, call: &Call<'_>) -> Result<Start, Error> {
        Ok(Start::Render(brief(call.order)))
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

fn brief(order: &Order) -> Brief {
    let text = |name| order.field(name).text().map(str::to_owned);
    let number = |name| order.field(name).number();
    Brief {
        prompt: text("prompt").unwrap_or_default(),
        negative_prompt: text("negativePrompt"),
        lyrics: text("lyrics"),
        seed: order
            .field("seed")
            .integer()
            .and_then(|seed| u64::try_from(seed).ok())
            .unwrap_or_default(),
        seconds: number("seconds"),
        bpm: number("bpm"),
        instrumental: order.field("instrumental").flag(),
    }
}

fn no_wire() -> Error {
    Error::new(
        ErrorKind::Unsupported,
        "The sketch is made here; there is nobody to ask.",
    )
}
