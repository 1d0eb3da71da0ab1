//! Work a vendor has taken on, and how it stands at a given time.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

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
    /// The vendor's id; no other vendor knows the job.
    pub(crate) vendor: &'static str,
    pub(crate) id: String,
    /// The vendor's id of the clip it makes, where clips have one.
    pub(crate) clip: Option<String>,
    /// The vendor's name of the model.
    pub(crate) model: &'static str,
    /// What will be heard.
    pub(crate) recipe: Recipe,
    pub(crate) fate: Fate,
    /// The price in US dollars.
    pub(crate) usd: f64,
    /// Sandbox time at which it was taken.
    pub(crate) taken_at: Duration,
    /// The same in UTC, since 1970.
    pub(crate) taken_utc: Duration,
    pub(crate) timing: Timing,
    /// What else of the order the vendor's answers tell.
    pub(crate) notes: Value,
}

/// How long a job takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// How long it waits for a worker.
    pub(crate) queue: Duration,
    /// How long it then runs.
    pub(crate) run: Duration,
}

/// How a job will end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fate {
    Completes,
    Fails(Failure),
    Endless,
}

/// Why a job fails.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    /// The vendor's name of such failures, where it has names.
    pub(crate) name: Option<&'static str>,
    /// The vendor's reason.
    pub(crate) reason: String,
    /// Whether the job is charged for all the same.
    pub(crate) charged: bool,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Phase<'a> {
    Queued,
    Running,
    Done,
    Failed(&'a Failure),
}

impl Failure {
    /// A failure that has a reason only, and is not charged.
    pub(crate) fn new(reason: &str) -> Self {
        Self {
            name: None,
            reason: reason.to_owned(),
            charged: false,
        }
    }
}

impl Timing {
    /// Done at most `latency` after it was taken, a little sooner by an amount the job's id decides.
    pub(crate) fn of(id: &str, latency: Duration) -> Self {
        let sum = id.bytes().fold(0_u8, u8::wrapping_add);
        let total = latency.mul_f64(1.0 - SPREAD * f64::from(sum) / 255.0);
        let queue = total.mul_f64(QUEUED);
        Self {
            queue,
            run: total.saturating_sub(queue),
        }
    }

    pub(crate) fn total(self) -> Duration {
        self.queue.saturating_add(self.run)
    }
}

impl Job {
    /// What is charged for it, in US dollars.
    pub(crate) fn charge(&self) -> f64 {
        match &self.fate {
            Fate::Fails(failure) if !failure.charged => 0.0,
            _ => self.usd,
        }
    }

    pub(crate) fn phase(&self, now: Duration) -> Phase<'_> {
        if now < self.taken_at.saturating_add(self.timing.queue) {
            return Phase::Queued;
        }
        match &self.fate {
            Fate::Endless => Phase::Running,
            _ if now < self.ends_at() => Phase::Running,
            Fate::Completes => Phase::Done,
            Fate::Fails(failure) => Phase::Failed(failure),
        }
    }

    /// Sandbox time at which it completes or fails.
    pub(crate) fn ends_at(&self) -> Duration {
        self.taken_at.saturating_add(self.timing.total())
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
    by_clip: HashMap<String, Arc<Job>>,
    in_order: VecDeque<String>,
}

impl Jobs {
    pub(crate) fn add(&mut self, job: Job) -> Arc<Job> {
        if self.in_order.len() >= MAX_JOBS
            && let Some(oldest) = self.in_order.pop_front()
            && let Some(job) = self.by_id.remove(&oldest)
            && let Some(clip) = &job.clip
        {
            self.by_clip.remove(clip);
        }
        let job = Arc::new(job);
        self.in_order.push_back(job.id.clone());
        self.by_id.insert(job.id.clone(), Arc::clone(&job));
        if let Some(clip) = &job.clip {
            self.by_clip.insert(clip.clone(), Arc::clone(&job));
        }
        job
    }

    pub(crate) fn find(&self, vendor: &str, id: &str) -> Option<Arc<Job>> {
        let job = self.by_id.get(id).filter(|job| job.vendor == vendor)?;
        Some(Arc::clone(job))
    }

    /// The job that makes a clip.
    pub(crate) fn find_clip(&self, vendor: &str, clip: &str) -> Option<Arc<Job>> {
        let job = self.by_clip.get(clip).filter(|job| job.vendor == vendor)?;
        Some(Arc::clone(job))
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Sound;

    #[test]
    fn a_job_is_done_at_its_latency_at_the_latest_and_a_little_sooner_as_its_id_decides() {
        let latency = Duration::from_secs(100);
        let totals: Vec<Duration> = (0..200)
            .map(|n| Timing::of(&n.to_string(), latency).total())
            .collect();
        let (first, last) = (*totals.iter().min().unwrap(), *totals.iter().max().unwrap());
        assert!(
            first >= Duration::from_secs(96) && last <= latency,
            "{first:?} {last:?}"
        );
        assert!(last - first > Duration::from_secs(1), "no spread");
        assert_eq!(Timing::of("7", latency).total(), totals[7]);
    }

    #[test]
    fn a_latency_of_any_length_breaks_nothing() {
        let mut job = job(0, Fate::Completes);
        job.timing = Timing::of("a", Duration::from_millis(u64::MAX));
        job.taken_at = Duration::MAX;
        assert_eq!(job.phase(Duration::MAX), Phase::Done);
        assert!(!job.ended_longer_ago(Duration::MAX, Duration::MAX));
    }

    #[test]
    fn past_its_limit_the_oldest_job_is_forgotten() {
        let mut jobs = Jobs::default();
        for n in 0..=MAX_JOBS {
            jobs.add(job(n, Fate::Completes));
        }
        assert!(jobs.find("", "0").is_none() && jobs.find_clip("", "clip 0").is_none());
        assert!(jobs.find_clip("", "clip 1").is_some());
        assert!(jobs.find("", "1").is_some() && jobs.find("", &MAX_JOBS.to_string()).is_some());
    }

    #[test]
    fn a_vendor_finds_its_own_jobs_only() {
        let mut jobs = Jobs::default();
        jobs.add(job(0, Fate::Completes));
        assert!(jobs.find("", "0").is_some());
        assert!(jobs.find("other", "0").is_none());
        assert!(jobs.find_clip("other", "clip 0").is_none());
    }

    #[test]
    fn an_endless_job_neither_ends_nor_expires() {
        let job = job(0, Fate::Endless);
        assert_eq!(job.phase(Duration::MAX), Phase::Running);
        assert!(!job.ended_longer_ago(Duration::ZERO, Duration::MAX));
    }

    fn job(n: usize, fate: Fate) -> Job {
        let recipe = Recipe {
            prompt: String::new(),
            negative_prompt: None,
            lyrics: None,
            bpm: None,
            seed: 0,
            millis: 0,
            sound: Sound::STEREO_48,
            piece: None,
        };
        let timing = Timing::of("", Duration::ZERO);
        Job {
            vendor: "",
            id: n.to_string(),
            clip: Some(format!("clip {n}")),
            model: "",
            recipe,
            fate,
            usd: 0.0,
            taken_at: Duration::ZERO,
            taken_utc: Duration::ZERO,
            timing,
            notes: Value::Null,
        }
    }
}
