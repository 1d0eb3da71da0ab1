//! What is stored of a job so that it survives a reload. It never holds a key.

use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::order::Order;
use crate::provider::Ticket;
use crate::time::Moment;
use crate::track::Found;
use crate::value::{Map, Value};

const VERSION: f64 = 1.0;

/// How far a job is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// Its audio is at hand.
    Done,
    /// It failed for good.
    Failed,
    /// Nothing was taken on yet.
    Ordered,
    /// The order is on its way; found in a record, its outcome is unknown.
    Submitting,
    /// The provider has it.
    Taken,
    /// The order was sent and its answer was lost.
    Unknown,
}

impl Phase {
    const ALL: [Self; 6] = [
        Self::Done,
        Self::Failed,
        Self::Ordered,
        Self::Submitting,
        Self::Taken,
        Self::Unknown,
    ];

    /// The word in a record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Ordered => "ordered",
            Self::Submitting => "submitting",
            Self::Taken => "taken",
            Self::Unknown => "unknown",
        }
    }
}

/// A job as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Its id, ours.
    pub id: String,
    /// The model's id.
    pub model: &'static str,
    /// What was asked.
    pub operation: Operation,
    /// How far it was.
    pub phase: Phase,
    /// The order as plain data.
    pub order: Value,
    /// When it was ordered.
    pub created: Moment,
    /// The base address that it was sent to.
    pub endpoint: String,
    /// What to ask for it by.
    pub ticket: Option<Ticket>,
    /// When it was taken on.
    pub taken: Option<Moment>,
    /// What came out, once that is known.
    pub results: Vec<Found>,
}

impl Snapshot {
    /// The record as plain data, with the names of the public type.
    pub fn to_value(&self) -> Value {
        let request = self
            .ticket
            .as_ref()
            .map(|it| it.id.as_str())
            .filter(|id| !id.is_empty());
        let mut map = Map::new()
            .with("version", VERSION)
            .with("id", self.id.as_str())
            .with("model", self.model)
            .with("operation", self.operation.name())
            .with("phase", self.phase.name())
            .with("requestId", request)
            .with("order", self.order.clone())
            .with("createdAt", self.created.as_millis() as f64)
            .with("endpoint", self.endpoint.as_str())
            .with("ticket", self.ticket.as_ref().map(Ticket::to_value))
            .with("takenAt", self.taken.map(|at| at.as_millis() as f64));
        if !self.results.is_empty() {
            let results: Vec<_> = self.results.iter().map(Found::to_value).collect();
            map.set("results", results);
        }
        map.into()
    }

    /// Reads a record.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOrder`] when it is not one of ours, or its order no longer fits the catalogue.
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        if value.get("version").number() != Some(VERSION) {
            return Err(invalid("version"));
        }
        let text = |name| {
            value
                .get(name)
                .text()
                .filter(|it| !it.is_empty() && it.len() <= 2_000)
        };
        let moment = |name| {
            value
                .get(name)
                .integer()
                .and_then(|at| u64::try_from(at).ok())
                .map(Moment::from_millis)
        };
        let word = text("phase").unwrap_or_default();
        let order = Order::admit(value.get("order"))?;
        Ok(Self {
            id: text("id").ok_or_else(|| invalid("id"))?.to_owned(),
            model: order.model.id,
            operation: order.operation,
            phase: Phase::ALL
                .into_iter()
                .find(|it| it.name() == word)
                .ok_or_else(|| invalid("phase"))?,
            order: order.to_value(),
            created: moment("createdAt").ok_or_else(|| invalid("createdAt"))?,
            endpoint: value.get("endpoint").text().unwrap_or_default().to_owned(),
            ticket: Ticket::from_value(value.get("ticket")),
            taken: moment("takenAt"),
            results: value
                .get("results")
                .list()
                .unwrap_or_default()
                .iter()
                .map(Found::from_value)
                .collect(),
        })
    }
}

fn invalid(field: &str) -> Error {
    Error::new(
        ErrorKind::InvalidOrder,
        ["This is not a job's record: \"", field, "\" is wrong."].concat(),
    )
    .field(field)
}
