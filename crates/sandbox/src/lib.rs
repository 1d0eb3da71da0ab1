//! The music vendors on your own machine: their wire contracts, a clock, a ledger and faults on demand.
//!
//! [`Sandbox::router`] is one [`axum::Router`] that answers as each vendor's documents say it would, under the vendor's
//! id (`/segmind/v2/lyria-2`). Call it in process, or bind it with `axum::serve` or the `tutti-sandbox` command. Jobs age on a
//! [`Clock`], audio comes from the sketch, and what was asked and charged stands in the [`Ledger`]. `GET /_sandbox/`
//! lists the routes, the keys and prompts that are refused, and the faults.
//!
//! # Keys and prompts
//!
//! Any key is good, but one that starts with `wrong` is invalid, with `broke` has no credits, and with `denied` may call no
//! model. A prompt that holds `[fail]` fails at the end of its run, and one that holds `[block]` is blocked for its content.
//!
//! # A job from start to end
//!
//! ```
//! use std::time::Duration;
//!
//! use axum::body::Body;
//! use axum::http::Request;
//! use tower::ServiceExt;
//! use tutti_sandbox::{Clock, Sandbox};
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let sandbox = Sandbox::new(Clock::manual());
//! let order = Request::post("/segmind/v2/lyria-2")
//!     .header("x-api-key", "SG_any")
//!     .header("content-type", "application/json")
//!     .body(Body::from(r#"{"prompt": "rain on a tin roof"}"#))
//!     .unwrap();
//! assert_eq!(sandbox.router().oneshot(order).await.unwrap().status(), 200);
//!
//! sandbox.clock().advance(Duration::from_secs(28));
//! assert_eq!(sandbox.ledger().billed.len(), 1);
//! # });
//! ```

mod audio;
mod clock;
mod control;
mod cors;
mod damage;
mod door;
mod faults;
mod jobs;
mod kind;
mod ledger;
mod site;
mod vendors;
mod wav;
mod webhook;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use uuid::Uuid;

pub use crate::clock::{Clock, MANUAL_START, MAX_SPEED};
pub use crate::door::{Dropped, MAX_BODY};
pub use crate::faults::{Fault, Route};
pub use crate::kind::{Kind, Length, OddWav, Reset, ResetFormat, Shape, Signature, Waiting};
pub use crate::ledger::{Billed, Called, Ledger, Seen};
pub use crate::site::site;

use crate::audio::{Recipe, Studio};
use crate::cors::{Area, Cors};
use crate::faults::Faults;
use crate::jobs::{Job, Jobs};
use crate::ledger::Book;

/// Every vendor, its clock, its ledger and its faults. Clones are the same sandbox.
#[derive(Clone, Debug)]
pub struct Sandbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    book: Book,
    cors: Cors,
    faults: Mutex<Faults>,
    jobs: Mutex<Jobs>,
    studio: Studio,
}

impl Sandbox {
    /// A sandbox with an empty ledger, no faults and CORS on.
    pub fn new(clock: Clock) -> Self {
        Self(Arc::new(Inner {
            clock,
            book: Book::default(),
            cors: Cors::default(),
            faults: Mutex::default(),
            jobs: Mutex::default(),
            studio: Studio::default(),
        }))
    }

    /// Every vendor under its id, and the sandbox's own routes under `/_sandbox/`.
    ///
    /// A dropped connection is an answer marked [`Dropped`] whose body is an error at once: over TCP not a byte is sent.
    pub fn router(&self) -> Router {
        control::routes()
            .fallback(door::enter)
            .with_state(self.clone())
    }

    /// The clock jobs age by.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// A copy of the ledger as it stands.
    pub fn ledger(&self) -> Ledger {
        self.0.book.read()
    }

    /// Lets a fault wait for its requests, behind those that wait already.
    pub fn fault(&self, fault: Fault) {
        lock(&self.0.faults).add(fault);
    }

    /// Whether vendors' APIs and audio hosts let pages of other origins call.
    pub fn set_cors(&self, on: bool) {
        self.set_api_cors(on);
        self.set_audio_cors(on);
    }

    /// Whether vendors' APIs let pages of other origins call.
    pub fn set_api_cors(&self, on: bool) {
        self.0.cors.set(Area::Api, on);
    }

    /// Whether vendors' audio hosts let pages of other origins read.
    pub fn set_audio_cors(&self, on: bool) {
        self.0.cors.set(Area::Audio, on);
    }

    /// Forgets all jobs, faults and the ledger, and turns CORS on. The clock goes on.
    pub fn reset(&self) {
        lock(&self.0.jobs).clear();
        lock(&self.0.faults).clear();
        self.0.book.clear();
        self.set_cors(true);
    }

    /// Takes a job on for its vendor and charges the key for it.
    fn take(&self, key: &[u8], body: &Bytes, job: Job) -> Arc<Job> {
        self.0.book.bill(Billed {
            at_ms: millis(job.taken_at),
            vendor: job.vendor.to_owned(),
            model: job.model.to_owned(),
            request_id: job.id.clone(),
            usd: job.charge(),
            key: self.0.book.fingerprint(key),
            digest: self.0.book.fingerprint(body),
        });
        lock(&self.0.jobs).add(job)
    }

    /// What a vendor has charged to a key, in US dollars.
    fn spent(&self, vendor: &str, key: &[u8]) -> f64 {
        self.0.book.spent(vendor, &self.0.book.fingerprint(key))
    }

    /// A vendor's job by the vendor's id of it.
    fn job(&self, vendor: &str, id: &str) -> Option<Arc<Job>> {
        lock(&self.0.jobs).find(vendor, id)
    }

    /// The job that makes a vendor's clip.
    fn clip(&self, vendor: &str, clip: &str) -> Option<Arc<Job>> {
        lock(&self.0.jobs).find_clip(vendor, clip)
    }

    async fn file(&self, recipe: &Recipe) -> std::io::Result<Bytes> {
        self.0.studio.file(recipe).await
    }
}

/// A number nobody can foretell, for ids and for jobs without a seed.
fn random() -> Uuid {
    Uuid::new_v4()
}

fn millis(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Locks even after a panic elsewhere: nothing here is left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
