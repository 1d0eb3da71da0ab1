//! Work a vendor has taken on, and how it stands at a given time.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::audio::Recipe;

/// Jobs kept; past this the oldest is forgotten, as if it had expired.
const MAX_JOBS: usize = 10_000;

/// The part of a job's time that it waits for a worker.
const QUEUED: f64 = 0.05;

/// How much sooner than the latency a job may be done, as a part of it. Never later, so that a test can count on it.
const SPREAD: f64 = 0.04;

/// A job as the vendor's books have it.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) id: String,
    /// The vendor's name of the model.
    pub(crate) model: &'static str,
    /// What will be heard.
    pub(crate) recipe: Recipe,
    pub(crate) fate: Fate,
    /// The price in US dollars, owed only when it completes.
    pub(crate) usd: f64,
    /// Sandbox time at which it was taken.
    pub(crate) taken_at: Duration,
    /// How long it waits for a worker.
    pub(crate) queue: Duration,
    /// How long it then runs.
    pub(crate) run: Duration,
}

/// How a job will end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fate {
    Completes,
    Fails(String),
    Endless,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Phase<'a> {
    Queued,
    Running,
    Done,
    Failed(&'a str),
}

impl Job {
    /// A job that takes no time yet: see [`Job::timed`].
    pub(crate) fn new(id: Uuid, model: &'static str, recipe: Recipe, fate: Fate, usd: f64) -> Self {
        Self {
            id: id.to_string(),
            model,
            recipe,
            fate,
            usd,
            taken_at: Duration::ZERO,
            queue: Duration::ZERO,
            run: Duration::ZERO,
        }
    }

    /// Says when it was taken and how long it takes at most; its id decides how much sooner it is done.
    pub(crate) fn timed(mut self, now: Duration, latency: Duration) -> Self {
        let first = self.id.bytes().next().unwrap_or_default();
        let sooner = SPREAD * f64::from(first % 16) / 15.0;
        let total = latency.mul_f64(1.0 - sooner);
        self.taken_at = now;
        self.queue = total.mul_f64(QUEUED);
        self.run = total.saturating_sub(self.queue);
        self
    }

    /// What is charged for it, in US dollars.
    pub(crate) fn charge(&self) -> f64 {
        if matches!(self.fate, Fate::Fails(_)) {
            0.0
        } else {
            self.usd
        }
    }

    pub(crate) fn phase(&self, now: Duration) -> Phase<'_> {
        if now < self.taken_at.saturating_add(self.queue) {
            return Phase::Queued;
        }
        match &self.fate {
            Fate::Endless => Phase::Running,
            _ if now < self.ends_at() => Phase::Running,
            Fate::Completes => Phase::Done,
            Fate::Fails(error) => Phase::Failed(error),
        }
    }

    /// Sandbox time at which it completes or fails.
    pub(crate) fn ends_at(&self) -> Duration {
        self.taken_at
            .saturating_add(self.queue)
            .saturating_add(self.run)
    }

    /// Whether it ended more than `kept` ago.
    pub(crate) fn ended_longer_ago(&self, kept: Duration, now: Duration) -> bool {
        self.fate != Fate::Endless && now > self.ends_at().saturating_add(kept)
    }
}

/// Every job of one vendor or several, by the vendor's id of it.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    by_id: HashMap<String, Arc<Job>>,
    in_order: VecDeque<String>,
}

impl Jobs {
    pub(crate) fn add(&mut self, job: Job) -> Arc<Job> {
        if self.in_order.len() >= MAX_JOBS
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.by_id.remove(&oldest);
        }
        let job = Arc::new(job);
        self.in_order.push_back(job.id.clone());
        self.by_id.insert(job.id.clone(), Arc::clone(&job));
        job
    }

    pub(crate) fn find(&self, id: &str) -> Option<Arc<Job>> {
        self.by_id.get(id).map(Arc::clone)
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
