//! What an adapter is: pure functions between values. No network, no clock, no state.

use std::time::Duration;

use crate::catalog::ProviderInfo;
use crate::error::Error;
use crate::http::{Request, Response};
use crate::order::{Finding, Order};
use crate::time::Moment;
use crate::track::Found;
use crate::value::{Map, Value};

/// A vendor's wire contract, or the local synthesizer's.
pub trait Provider: Sync {
    /// What it offers, as data.
    fn info(&self) -> &'static ProviderInfo;

    /// What is to be said about an order that fits its row, where rules span several fields.
    fn review(&self, _order: &Order) -> Vec<Finding> {
        Vec::new()
    }

    /// What starts the work.
    ///
    /// # Errors
    ///
    /// When the order cannot be put in the provider's terms.
    fn submit(&self, call: &Call<'_>) -> Result<Start, Error>;

    /// What asks how the work stands.
    ///
    /// # Errors
    ///
    /// When the ticket is not one of this provider's.
    fn check(&self, call: &Call<'_>, ticket: &Ticket) -> Result<Request, Error>;

    /// Reads the answer to either.
    ///
    /// # Errors
    ///
    /// What the provider said, as a kind: passing ones are asked again by the job.
    fn read(&self, call: &Call<'_>, asked: Asked<'_>, response: &Response) -> Result<Reply, Error>;

    /// Whether the provider's documents say that an order answered with this status was not taken on and can be sent
    /// again. 429 always can.
    fn took_nothing_on(&self, _status: u16) -> bool {
        false
    }

    /// A free question that needs the key: what the balance is. None where there is no such route.
    fn credits(&self, _base: &str) -> Option<Request> {
        None
    }

    /// A free question that shows whether the host answers and takes the key; the balance, where there is one.
    fn knock(&self, base: &str) -> Option<Request> {
        self.credits(base)
    }

    /// Reads the answer to either.
    ///
    /// # Errors
    ///
    /// What the provider said.
    fn read_credits(&self, response: &Response, now: Moment) -> Result<Credits, Error>;
}

/// An order on its way, and what the adapter needs to know beside it.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The order.
    pub order: &'a Order,
    /// The provider's base address as configured, without a slash at the end.
    pub base: &'a str,
    /// The moment of the call.
    pub now: Moment,
}

/// What starts the work.
#[derive(Debug)]
pub enum Start {
    /// A local render: the order's fields under their own names, and its `operation`.
    Render(Map),
    /// A request.
    Send(Request),
}

/// What an answer answers.
#[derive(Clone, Copy, Debug)]
pub enum Asked<'a> {
    /// How does it stand?
    Check(&'a Ticket),
    /// Please make this.
    Submit,
}

/// What an answer says.
#[derive(Debug)]
pub enum Reply {
    /// It is done.
    Finished(Vec<Found>),
    /// It was taken on, or goes on.
    Pending {
        /// What to ask with from now on.
        ticket: Ticket,
        /// How it stands.
        standing: Standing,
        /// The least pause before the next question, where the provider names one; zero for at once.
        wait: Option<Duration>,
    },
}

/// How a job stands at its provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Whether the work has begun.
    pub running: bool,
    /// The provider's own word for it.
    pub word: String,
    /// From 0 to 1, where the provider says.
    pub progress: Option<f64>,
}

/// What a provider gave to ask for a job by. What is in it is the adapter's business; it is stored as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticket {
    /// The provider's id for the job.
    pub id: String,
    /// What else its questions need.
    pub data: Map,
}

impl Ticket {
    /// The ticket as plain data.
    pub fn to_value(&self) -> Value {
        let mut map = Map::new().with("id", self.id.as_str());
        if !self.data.is_empty() {
            map.set("data", self.data.clone());
        }
        map.into()
    }

    /// A ticket that was stored.
    pub fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            id: value.get("id").text()?.to_owned(),
            data: value.get("data").map().cloned().unwrap_or_default(),
        })
    }
}

/// A balance.
#[derive(Clone, Debug, PartialEq)]
pub struct Credits {
    /// In the provider's own unit.
    pub credits: Option<f64>,
    /// In US dollars.
    pub usd: Option<f64>,
    /// As the provider said it.
    pub raw: Value,
}

impl Credits {
    /// The balance as plain data.
    pub fn to_value(&self) -> Value {
        Map::new()
            .with("credits", self.credits)
            .with("usd", self.usd)
            .with("raw", self.raw.clone())
            .into()
    }
}
