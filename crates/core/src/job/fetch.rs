//! From the results to audio that is kept: providers delete it, so it is fetched at once.

use std::time::Duration;

use super::{Job, Keep, Output, Phase, Step};
use crate::audio::{AudioFacts, BadAudio};
use crate::error::{Charge, Error, ErrorKind};
use crate::operation::Operation;
use crate::order::Finding;
use crate::policy::backoff;
use crate::time::Moment;
use crate::update::Update;

/// How often a file is fetched that cannot be read or is not whole.
const MOST_TRIES: u32 = 3;

/// Why audio could not be fetched.
#[derive(Clone, Debug, PartialEq)]
pub enum FetchFault {
    /// It was read, and is not the audio it should be.
    Bad(BadAudio),
    /// The host answered with this status, and perhaps said how long to wait.
    Status(u16, Option<Duration>),
    /// The host gave no answer that could be read.
    Unreadable,
}

impl Job {
    /// Says that the audio of the last [`Output::Fetch`] is kept, or why not.
    pub fn fetched(&mut self, result: Result<AudioFacts, FetchFault>, now: Moment) {
        let Step::Fetch(index) = self.step else {
            return;
        };
        if !self.asked {
            return;
        }
        match result {
            Ok(facts) => self.keep(index, Some(facts), now),
            Err(FetchFault::Status(404 | 410, _)) => self.gone(index, now),
            Err(FetchFault::Status(status, wait)) => self.fetch_fault(index, status, wait, now),
            Err(FetchFault::Unreadable) if self.faults + 1 < MOST_TRIES => {
                self.fetch_again(index, None, ErrorKind::Network, now);
            }
            Err(FetchFault::Unreadable) => {
                let message = "The audio's host does not let this page read it, so it plays from there and is not kept; a relay could fetch it.";
                self.warnings
                    .push(Finding::warning(ErrorKind::Network, None, message));
                self.keep(index, None, now);
            }
            Err(FetchFault::Bad(_)) if self.faults + 1 < MOST_TRIES => {
                self.fetch_again(index, None, ErrorKind::BadAudio, now);
            }
            Err(FetchFault::Bad(bad)) => self.bad(&bad),
        }
        self.heed_stop();
    }

    pub(super) fn fetch(&self, index: usize) -> Output {
        let url = self.results.get(index).and_then(|it| it.url.clone());
        Output::Fetch {
            index,
            url: url.unwrap_or_default(),
        }
    }

    /// The step after the results are written down.
    pub(super) fn after_results(&self) -> Step {
        match self.next_to_fetch(0) {
            // What was uploaded is at hand already.
            Some(index)
                if self.settings.keep == Keep::Bytes
                    && self.order.operation != Operation::Upload =>
            {
                Step::Fetch(index)
            }
            _ => Step::End,
        }
    }

    pub(super) fn finish_if_kept(&mut self, now: Moment) {
        if self.step == Step::End && self.outcome.is_none() {
            self.finish(now);
        }
    }

    fn keep(&mut self, index: usize, facts: Option<AudioFacts>, now: Moment) {
        self.faults = 0;
        if let Some(kept) = self.kept.get_mut(index) {
            *kept = facts;
        }
        match self.next_to_fetch(index + 1) {
            Some(next) => self.go(Step::Fetch(next)),
            None => self.finish(now),
        }
    }

    fn next_to_fetch(&self, from: usize) -> Option<usize> {
        (from..self.results.len()).find(|index| {
            let has_address = self.results.get(*index).is_some_and(|it| it.url.is_some());
            has_address && self.kept.get(*index).is_some_and(Option::is_none)
        })
    }

    fn gone(&mut self, index: usize, now: Moment) {
        let message = format!("{} no longer has the file.", self.provider_name());
        if self.results.len() == 1 {
            self.phase = Phase::Failed;
            return self.end(Error::new(ErrorKind::Expired, message).charged(Charge::Yes));
        }
        self.warnings
            .push(Finding::warning(ErrorKind::Expired, None, message));
        self.keep(index, None, now);
    }

    /// A host that fails is asked again for as long as the job is watched.
    fn fetch_fault(&mut self, index: usize, status: u16, wait: Option<Duration>, now: Moment) {
        if now < self.deadline {
            return self.fetch_again(index, wait, ErrorKind::ProviderUnavailable, now);
        }
        let error = Error::new(
            ErrorKind::ProviderUnavailable,
            "The audio's host is failing at the moment.",
        )
        .charged(Charge::Yes)
        .status(status)
        .hint("The job is done: resume it to fetch the audio.");
        self.end(error);
    }

    fn fetch_again(
        &mut self,
        index: usize,
        wait: Option<Duration>,
        reason: ErrorKind,
        now: Moment,
    ) {
        self.faults = self.faults.saturating_add(1);
        let pause = self.jitter(backoff(self.faults), 0.25);
        let pause = wait.map_or(pause, |asked| asked.max(pause));
        self.reports.push_back(Update::Retrying {
            wait: pause,
            reason,
        });
        let until = now + pause;
        // However long the host asks to wait, the last try is at the deadline; what fails after it is tried at once.
        let until = if now < self.deadline {
            until.min(self.deadline)
        } else {
            until
        };
        self.go(Step::RestFetch(index, until));
    }

    /// The job is done and paid for, so the record stays: the file may be whole at the next try.
    fn bad(&mut self, bad: &BadAudio) {
        let error = Error::new(ErrorKind::BadAudio, bad.sentence())
            .charged(Charge::Yes)
            .hint("Resume the job to fetch it again.");
        self.end(match bad {
            BadAudio::NotAudio(start) => error.detail(start),
            _ => error,
        });
    }
}
