//! What a person watching a job is told.

use std::time::Duration;

use crate::error::ErrorKind;
use crate::provider::Standing;
use crate::time::millis;
use crate::value::{Map, Value};

/// One step of a job, for whoever watches.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// The audio is being fetched.
    Fetching {
        /// Bytes that are here.
        received: u64,
        /// Bytes there will be, where the host says.
        total: Option<u64>,
    },
    /// A local render goes on, from 0 to 1.
    Rendering(f64),
    /// A passing fault: it is tried again.
    Retrying {
        /// In how long.
        wait: Duration,
        /// After what.
        reason: ErrorKind,
    },
    /// The order is on its way.
    Submitting,
    /// The provider has it.
    Working {
        /// The provider's id for it.
        request: String,
        /// How it stands.
        standing: Standing,
        /// How much longer it usually takes.
        eta: Option<Duration>,
    },
}

impl Update {
    /// The update as plain data, with the names of the public type.
    pub fn to_value(&self) -> Value {
        let state = |name: &str| Map::new().with("state", name);
        match self {
            Self::Fetching { received, total } => state("fetching")
                .with("receivedBytes", *received as f64)
                .with("totalBytes", total.map(|it| it as f64)),
            Self::Rendering(progress) => state("rendering").with("progress", *progress),
            Self::Retrying { wait, reason } => state("retrying")
                .with("inMs", millis(*wait) as f64)
                .with("reason", reason.name()),
            Self::Submitting => state("submitting"),
            Self::Working {
                request,
                standing,
                eta,
            } => state(if standing.running {
                "running"
            } else {
                "queued"
            })
            .with("requestId", request.as_str())
            .with("status", standing.word.as_str())
            .with("progress", standing.progress)
            .with("etaMs", eta.map(|it| millis(it) as f64)),
        }
        .into()
    }
}
