//! Orders: what a caller asks for, checked against the catalogue before anything is sent.

mod validate;

use std::fmt;

use crate::catalog::{JOBS_ALONE, Layer, Mode, ModelInfo, OperationInfo, ParamInfo};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::provider::Provider;
use crate::secret::Secret;
use crate::value::{Map, Value};

/// Fields of an order that say how it is handled and are not parameters of a model.
pub(crate) const FRAME: [&str; 8] = [
    "model",
    "operation",
    "mode",
    "title",
    "webhook",
    "params",
    "extra",
    "lenient",
];

/// Fields that providers share; a model takes those that its catalogue row names.
pub(crate) const SHARED: [&str; 18] = [
    "prompt",
    "negativePrompt",
    "lyrics",
    "seconds",
    "bpm",
    "images",
    "instrumental",
    "seed",
    "clip",
    "startsAt",
    "endsAt",
    "instruction",
    "strength",
    "uploaded",
    "audioUrl",
    "format",
    "title",
    "webhook",
];

/// Something that a check before sending found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Whether it stops the order.
    pub level: Level,
    /// What to branch on.
    pub kind: ErrorKind,
    /// The field it is about, as in `seconds` or `params.steps`.
    pub field: Option<String>,
    /// One sentence.
    pub message: String,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// The order is not sent.
    Error,
    /// The order is sent all the same.
    Warning,
}

/// Where a provider is to call when the job is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// The address.
    pub url: String,
    /// What the provider signs its call with. It is in no record: an order that is found again is sent without it.
    pub secret: Option<Secret>,
    /// The events it is to call for; the provider's own choice when empty.
    pub events: Vec<String>,
}

impl Webhook {
    fn to_value(&self) -> Value {
        let events: Vec<Value> = self.events.iter().map(|it| it.as_str().into()).collect();
        let map = Map::new().with("url", self.url.as_str());
        if events.is_empty() {
            map
        } else {
            map.with("events", events)
        }
        .into()
    }
}

impl Finding {
    pub(crate) fn error(kind: ErrorKind, field: &str, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            kind,
            field: Some(field.to_owned()),
            message: if JOBS_ALONE {
                String::new()
            } else {
                message.into()
            },
        }
    }

    pub(crate) fn warning(
        kind: ErrorKind,
        field: Option<&str>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            level: Level::Warning,
            kind,
            field: field.map(str::to_owned),
            message: message.into(),
        }
    }

    /// The finding as plain data.
    pub fn to_value(&self) -> Value {
        Map::new()
            .with(
                "level",
                if self.level == Level::Error {
                    "error"
                } else {
                    "warning"
                },
            )
            .with("kind", self.kind.name())
            .with("field", self.field.as_deref())
            .with("message", self.message.as_str())
            .into()
    }

    /// The finding as the error that it becomes when the order is sent all the same.
    pub fn to_error(&self) -> Error {
        let error = Error::new(self.kind, self.message.as_str());
        match &self.field {
            Some(field) => error.field(field),
            None => error,
        }
    }
}

/// An order that was checked against its model's row of the catalogue.
#[derive(Clone)]
pub struct Order {
    pub(crate) provider: &'static dyn Provider,
    pub(crate) model: &'static ModelInfo,
    pub(crate) operation: Operation,
    pub(crate) mode: Mode,
    pub(crate) title: Option<String>,
    pub(crate) fields: Map,
    pub(crate) params: Map,
    pub(crate) extra: Map,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) warnings: Vec<Finding>,
}

impl Order {
    /// Checks an order in plain data.
    ///
    /// # Errors
    ///
    /// The first thing that stops the order; [`Order::findings`] lists them all. With [`JOBS_ALONE`] it has no message.
    pub fn admit(value: &Value) -> Result<Self, Error> {
        validate::read(value).map_err(|findings| {
            findings
                .iter()
                .find(|finding| finding.level == Level::Error)
                .map_or_else(
                    || Error::new(ErrorKind::InvalidOrder, ""),
                    Finding::to_error,
                )
        })
    }

    /// Everything there is to say about an order, without sending it.
    pub fn findings(value: &Value) -> Vec<Finding> {
        match validate::read(value) {
            Ok(order) => order.warnings,
            Err(findings) => findings,
        }
    }

    /// The provider it goes to.
    pub fn provider(&self) -> &'static dyn Provider {
        self.provider
    }

    /// The model it goes to.
    pub fn model(&self) -> &'static ModelInfo {
        self.model
    }

    /// What is asked.
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// Which form of the call is used.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The person's own title for it.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Where the provider is to call back.
    pub fn webhook(&self) -> Option<&Webhook> {
        self.webhook.as_ref()
    }

    /// The row of the catalogue that it was checked against.
    pub fn row(&self) -> &'static OperationInfo {
        self.model
            .operation(self.operation)
            .unwrap_or(&self.model.operations[0])
    }

    /// What it gives for a parameter of its row.
    pub fn given(&self, param: &ParamInfo) -> &Value {
        match param.layer {
            Layer::Field => self.fields.get(param.name),
            Layer::Param => self.params.get(param.name),
        }
    }

    /// A shared field.
    pub fn field(&self, name: &str) -> &Value {
        self.fields.get(name)
    }

    /// What was found that did not stop it.
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// Sets a seed that nobody chose, so that the record says which one made the sound.
    pub(crate) fn settle_seed(&mut self, seed: u64) {
        let has_seed = self.row().params.iter().any(|param| param.name == "seed");
        if has_seed && self.fields.get("seed").is_null() {
            self.fields.set("seed", seed as f64);
        }
    }

    /// The order as plain data: what [`Order::admit`] reads.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new()
            .with("model", self.model.id)
            .with("operation", self.operation.name())
            .with("mode", self.mode.name())
            .with("title", self.title.as_deref())
            .with("webhook", self.webhook.as_ref().map(Webhook::to_value));
        for (name, value) in self.fields.iter() {
            map.set(name, value.clone());
        }
        if !self.params.is_empty() {
            map.set("params", self.params.clone());
        }
        if !self.extra.is_empty() {
            map.set("extra", self.extra.clone());
        }
        map.into()
    }
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Order({} {} {:?})",
            self.operation, self.model.id, self.fields
        )
    }
}
