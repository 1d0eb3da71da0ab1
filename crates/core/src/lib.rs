//! Every hosted music model as data and pure functions, and a job as a state machine.
//!
//! Nothing here reads a clock, a network, a random source or a key: what happens is handed in, what is to happen is
//! handed out. A driver (`tutti-web` in a browser, a test on the host) does it.
//!
//! ```
//! use tutti_core::{Map, Order};
//!
//! let order = Map::new().with("model", "segmind/lyria-2").with("prompt", "rain on a tin roof");
//! let order = Order::admit(&order.into()).expect("a valid order");
//! assert_eq!(order.model().name, "Lyria 2");
//! ```

#![warn(clippy::use_debug)]

pub mod audio;
pub mod catalog;
mod decimal;
mod error;
pub mod exchange;
pub mod http;
mod job;
mod operation;
mod order;
pub mod origin;
mod pace;
pub mod packed;
pub mod policy;
mod provider;
pub mod providers;
mod retry_after;
mod rng;
mod secret;
mod text;
mod time;
mod track;
mod update;
mod value;

pub use error::{Charge, Error, ErrorKind};
pub use job::{FetchFault, Job, Keep, Output, Phase, Settings, Snapshot};
pub use operation::Operation;
pub use order::{Finding, Level, Order, Webhook};
pub use pace::{Pace, Schedule, Span};
pub use policy::Policy;
pub use provider::{Asked, Call, Credits, Provider, Reply, Standing, Start, Ticket};
pub use secret::Secret;
pub use time::{Moment, millis};
pub use track::{Found, Track};
pub use update::Update;
pub use value::{MAX_DEPTH, Map, Value};
