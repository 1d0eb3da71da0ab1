//! What exists, as data: providers, models, operations and their parameters.
//!
//! The validator, the page's forms, `tutti.models()` and the README's table are all drawn from it.

use std::time::Duration;

use crate::operation::Operation;
use crate::time::millis;
use crate::value::{Map, Value};

/// Words for people that decide nothing. The npm package's module is built with `--cfg tutti_terse` and leaves them out:
/// the package keeps them in a file of their own, which is loaded for `models()` alone.
pub const fn prose(words: &'static str) -> &'static str {
    if cfg!(tutti_terse) { "" } else { words }
}

/// Whether this is the first of the npm package's two modules, built with `--cfg tutti_jobs`: it knows the vendors' jobs and
/// nothing of the sketch, and an order that it refuses is put into words by the other.
pub const JOBS_ALONE: bool = cfg!(tutti_jobs);

/// Words that only the refusal of an order is made of, and the list of models.
pub const fn shown(words: &'static str) -> &'static str {
    if JOBS_ALONE { "" } else { words }
}

/// A vendor, or the local synthesizer.
#[derive(Debug)]
pub struct ProviderInfo {
    /// Its id, the first part of its models' ids.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Where its API lives, without a slash at the end; empty for a local one.
    pub base_url: &'static str,
    /// How a key is sent.
    pub auth: Auth,
    /// Where a person gets a key.
    pub keys_page: Option<&'static str>,
    /// Its models.
    pub models: &'static [ModelInfo],
    /// What can be done about a running job and an account.
    pub supports: Supports,
    /// The vendor's document this was read from, with the date.
    pub source: &'static str,
}

/// How a provider wants its key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Auth {
    /// In this header, after this prefix.
    Header {
        /// The header's name, in lower case.
        name: &'static str,
        /// What stands before the key, as in `Bearer `.
        prefix: &'static str,
    },
    /// It needs none.
    None,
}

/// What a provider's API offers beside making music.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Supports {
    /// A running job can be called off.
    pub cancel: bool,
    /// The balance can be asked for.
    pub credits: bool,
    /// Past jobs can be listed.
    pub history: bool,
    /// A repeated order with the same token is taken on once.
    pub idempotency: bool,
    /// It calls back when a job is done.
    pub webhook: bool,
}

/// One model.
#[derive(Debug)]
pub struct ModelInfo {
    /// Its id: the provider's, a slash, the model's.
    pub id: &'static str,
    /// What the vendor calls it: the slug, the name or the path that an order goes by; empty where its adapter needs none.
    pub wire: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// One sentence on what it is good for.
    pub summary: &'static str,
    /// What it can be asked, each with its parameters.
    pub operations: &'static [OperationInfo],
    /// The forms of its call, the usual one first.
    pub modes: &'static [Mode],
    /// What comes out.
    pub output: Output,
    /// What one run costs, about.
    pub price: Option<Price>,
    /// How long one run usually takes.
    pub latency: Option<Latency>,
    /// How long results are kept.
    pub retention: Retention,
    /// How well the vendor documents it.
    pub standing: Standing,
    /// Parameters that the vendor takes and ignores: left out, with a warning.
    pub ignored: &'static [&'static str],
}

/// One operation of a model.
#[derive(Debug)]
pub struct OperationInfo {
    /// Which.
    pub operation: Operation,
    /// What it takes.
    pub params: &'static [ParamInfo],
    /// Fields of which an order must have at least one, where none alone is required.
    pub one_of: &'static [&'static str],
}

/// The form of a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// One call that answers with the audio.
    Direct,
    /// An order, then questions.
    Queued,
}

impl Mode {
    /// The name used in orders.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Queued => "queued",
        }
    }
}

/// One parameter.
#[derive(Debug)]
pub struct ParamInfo {
    /// Its name in an order.
    pub name: &'static str,
    /// The vendor's name for it, with dots between the levels of a nested body; empty where the adapter puts it into
    /// the request in a way of its own.
    pub wire: &'static str,
    /// Its label for people.
    pub label: &'static str,
    /// What values it takes.
    pub kind: ParamKind,
    /// What holds when it is left out, as far as the vendor says.
    pub default: Preset,
    /// Whether an order must have it.
    pub required: bool,
    /// One of the fields all providers share, or one in `params` that only this model knows.
    pub layer: Layer,
    /// One sentence on what it does.
    pub doc: &'static str,
}

/// Where in an order a parameter stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Layer {
    /// At the top, shared between providers.
    Field,
    /// In `params`, named by this model alone.
    Param,
}

/// What values a parameter takes.
#[derive(Debug)]
pub enum ParamKind {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number in this range, both ends included.
    Integer {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A number in this range, both ends included.
    Number {
        /// The least.
        min: f64,
        /// The most.
        max: f64,
        /// What it counts, as in `s`; empty for a bare number.
        unit: &'static str,
    },
    /// One of these whole numbers, written in digits.
    Numbers(&'static [&'static str]),
    /// Text of so many characters.
    Text {
        /// The least characters, where there are any.
        min_chars: usize,
        /// The most characters.
        max_chars: usize,
    },
    /// A web address.
    Url,
    /// A list of web addresses.
    Urls {
        /// The most of them.
        max: usize,
    },
}

/// What holds when a parameter is left out.
#[derive(Debug)]
pub enum Preset {
    /// A number.
    Number(f64),
    /// A different one each time.
    Random,
    /// Text.
    Text(&'static str),
    /// A number that is sent all the same, since the vendor's page names it as the default of a field that it requires.
    Sent(f64),
    /// Nothing, or the vendor does not say.
    Unset,
}

/// What comes out of a model.
#[derive(Debug)]
pub struct Output {
    /// The media type the vendor names; empty where it names none.
    pub mime: &'static str,
    /// Samples a second of each channel, where the vendor says.
    pub sample_rate_hz: Option<u32>,
    /// Channels, where the vendor says.
    pub channels: Option<u16>,
    /// The usual length in seconds, where it is fixed.
    pub seconds: Option<f64>,
}

/// What one run costs.
#[derive(Debug)]
pub struct Price {
    /// US dollars a run.
    pub usd: f64,
    /// Where that was read.
    pub source: &'static str,
}

/// How long one run usually takes.
#[derive(Debug)]
pub struct Latency {
    /// The vendor's figure.
    pub usual: Duration,
    /// Where that was read.
    pub source: &'static str,
}

/// How long a provider keeps results; none where it does not say.
#[derive(Debug)]
pub struct Retention {
    /// The record that is asked for.
    pub record: Option<Duration>,
    /// The audio file.
    pub file: Option<Duration>,
}

/// How well a model is documented.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// On a page of the vendor that was read in full.
    Documented,
    /// Part of this product.
    Local,
    /// Named by the vendor, its parameters known only in part.
    Partial,
}

impl ModelInfo {
    /// The model's id without the provider's.
    pub fn slug(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(_, slug)| slug)
    }

    /// What it takes for this operation, if it can do it.
    pub fn operation(&self, operation: Operation) -> Option<&'static OperationInfo> {
        self.operations.iter().find(|it| it.operation == operation)
    }

    /// The model's row as plain data.
    pub fn to_value(&self, provider: &ProviderInfo) -> Value {
        let modes = self
            .modes
            .iter()
            .map(|mode| mode.name().into())
            .collect::<Vec<Value>>();
        let operations = self
            .operations
            .iter()
            .map(OperationInfo::to_value)
            .collect::<Vec<_>>();
        Map::new()
            .with("id", self.id)
            .with("name", self.name)
            .with("provider", provider.id)
            .with("providerName", provider.name)
            .with("summary", self.summary)
            .with("local", provider.auth == Auth::None)
            .with("needsKey", provider.auth != Auth::None)
            .with("keysPage", provider.keys_page)
            .with("operations", operations)
            .with("modes", modes)
            .with("output", self.output.to_value())
            .with("price", self.price.as_ref().map(Price::to_value))
            .with("latency", self.latency.as_ref().map(Latency::to_value))
            .with("retention", self.retention.to_value())
            .with("supports", provider.supports.to_value())
            .with("standing", self.standing.name())
            .with("source", provider.source)
            .into()
    }
}

impl OperationInfo {
    /// The parameter of this name.
    pub fn param(&self, name: &str) -> Option<&'static ParamInfo> {
        self.params.iter().find(|param| param.name == name)
    }

    fn to_value(&self) -> Value {
        let params = self
            .params
            .iter()
            .map(ParamInfo::to_value)
            .collect::<Vec<_>>();
        let one_of = self
            .one_of
            .iter()
            .map(|name| (*name).into())
            .collect::<Vec<Value>>();
        let map = Map::new()
            .with("operation", self.operation.name())
            .with("params", params);
        if one_of.is_empty() {
            map
        } else {
            map.with("oneOf", one_of)
        }
        .into()
    }
}

impl ParamInfo {
    /// A field that providers share, and the vendor's name for it.
    pub const fn field(
        name: &'static str,
        wire: &'static str,
        label: &'static str,
        kind: ParamKind,
        doc: &'static str,
    ) -> Self {
        Self {
            name,
            wire,
            label: shown(label),
            kind,
            default: Preset::Unset,
            required: false,
            layer: Layer::Field,
            doc: prose(doc),
        }
    }

    /// A parameter that only this model knows, under the vendor's own name.
    pub const fn own(
        name: &'static str,
        label: &'static str,
        kind: ParamKind,
        doc: &'static str,
    ) -> Self {
        Self {
            layer: Layer::Param,
            ..Self::field(name, name, label, kind, doc)
        }
    }

    /// The same, and an order must have it.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// The same, with what holds when it is left out.
    #[must_use]
    pub const fn preset(self, default: Preset) -> Self {
        Self { default, ..self }
    }

    fn to_value(&self) -> Value {
        let map = Map::new()
            .with("name", self.name)
            .with("label", self.label)
            .with(
                "layer",
                if self.layer == Layer::Field {
                    "field"
                } else {
                    "params"
                },
            )
            .with("required", self.required)
            .with("default", self.default.to_value())
            .with("doc", self.doc);
        self.kind.describe(map).into()
    }
}

impl ParamKind {
    /// Text of at most this many characters.
    pub const fn text(max_chars: usize) -> Self {
        Self::Text {
            min_chars: 0,
            max_chars,
        }
    }

    fn describe(&self, map: Map) -> Map {
        let choices = |words: &[&'static str], read: fn(&'static str) -> Value| {
            words.iter().map(|word| read(word)).collect::<Vec<Value>>()
        };
        match *self {
            Self::Choice(words) => map
                .with("kind", "choice")
                .with("choices", choices(words, Value::from)),
            Self::Numbers(words) => map
                .with("kind", "choice")
                .with("choices", choices(words, whole)),
            Self::Flag => map.with("kind", "flag"),
            Self::Integer { min, max } => map
                .with("kind", "integer")
                .with("min", min as f64)
                .with("max", max as f64),
            Self::Number { min, max, unit } => {
                let map = map.with("kind", "number").with("min", min).with("max", max);
                if unit.is_empty() {
                    map
                } else {
                    map.with("unit", unit)
                }
            }
            Self::Text {
                min_chars,
                max_chars,
            } => {
                let map = map.with("kind", "text");
                let map = if min_chars > 0 {
                    map.with("minChars", min_chars as f64)
                } else {
                    map
                };
                map.with("maxChars", max_chars as f64)
            }
            Self::Url => map.with("kind", "url"),
            Self::Urls { max } => map.with("kind", "urls").with("max", max as f64),
        }
    }
}

/// A whole number in digits.
fn whole(word: &str) -> Value {
    word.parse::<i64>()
        .map_or(Value::Null, |number| Value::from(number as f64))
}

impl Preset {
    fn to_value(&self) -> Value {
        match self {
            Self::Number(number) | Self::Sent(number) => (*number).into(),
            Self::Random => "random".into(),
            Self::Text(text) => (*text).into(),
            Self::Unset => Value::Null,
        }
    }
}

impl Output {
    fn to_value(&self) -> Value {
        Map::new()
            .with("mimeType", (!self.mime.is_empty()).then_some(self.mime))
            .with("sampleRateHz", self.sample_rate_hz.map(f64::from))
            .with("channels", self.channels.map(f64::from))
            .with("seconds", self.seconds)
            .into()
    }
}

impl Price {
    fn to_value(&self) -> Value {
        Map::new()
            .with("usd", self.usd)
            .with("source", self.source)
            .into()
    }
}

impl Latency {
    fn to_value(&self) -> Value {
        Map::new()
            .with("usualMs", millis(self.usual) as f64)
            .with("source", self.source)
            .into()
    }
}

impl Retention {
    /// Nothing known.
    pub const UNKNOWN: Self = Self {
        record: None,
        file: None,
    };

    fn to_value(&self) -> Value {
        let ms = |kept: Option<Duration>| kept.map(|it| millis(it) as f64);
        Map::new()
            .with("recordMs", ms(self.record))
            .with("fileMs", ms(self.file))
            .into()
    }
}

impl Supports {
    fn to_value(self) -> Value {
        Map::new()
            .with("cancel", self.cancel)
            .with("credits", self.credits)
            .with("history", self.history)
            .with("idempotency", self.idempotency)
            .with("webhook", self.webhook)
            .into()
    }
}

impl Standing {
    /// The word in plain data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Local => "local",
            Self::Partial => "partial",
        }
    }
}
