//! From the results to audio that is kept: providers delete it, so it is fetched at once.

use std::time::Duration;

use super::{Job, Keep, Output, Phase, Step};
use crate::audio::{AudioFacts, BadAudio};
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Response, Unanswered};
use crate::operation::Operation;
use crate::order::Finding;
use crate::policy::backoff;
use crate::time::Moment;
use crate::update::Update;

/// How often a file is fetched that is not there, cannot be read or is not whole.
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

impl FetchFault {
    /// The error of an order that names a recording, when that is what could not be fetched.
    pub fn of_recording(&self) -> Error {
        let (kind, message) = match self {
            Self::Bad(_) => (ErrorKind::BadAudio, "What is at this address is no audio."),
            Self::Status(404 | 410, _) => {
                (ErrorKind::NotFound, "There is nothing at this address.")
            }
            Self::Status(..) | Self::Unreadable => {
                (ErrorKind::Network, "The recording could not be read.")
            }
        };
        Error::new(kind, message).field("audioUrl")
    }
}

impl Job {
    /// Says that the audio of the last [`Output::Fetch`] is kept, or why not.
    pub fn fetched(&mut self, result: Result<AudioFacts, FetchFault>, now: Moment) {
        self.mind(now);
        let Step::Fetch(index) = self.step else {
            return;
        };
        if !self.asked {
            return;
        }
        match result {
            Ok(facts) => self.keep(index, Some(facts), now),
            Err(fault) => self.not_fetched(index, fault, now),
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

    /// Asks the provider something free: a host of audio that lets no page read it cannot be told from a network that is
    /// away, but with the network away the provider does not answer either.
    pub(super) fn reach(&mut self, index: usize, now: Moment) -> Output {
        match self.order.provider.knock(&self.settings.base) {
            Some(mut request) => {
                request.timeout = self.settings.policy.check_timeout;
                Output::Send(request)
            }
            None => {
                self.unreadable(index, now);
                self.next(now)
            }
        }
    }

    pub(super) fn reached(
        &mut self,
        index: usize,
        answer: Result<Response, Unanswered>,
        now: Moment,
    ) {
        match answer {
            Ok(_) | Err(Unanswered::NoKey(_)) => self.unreadable(index, now),
            Err(_) => self.fetch_again(index, silent(), false, now),
        }
    }

    fn not_fetched(&mut self, index: usize, fault: FetchFault, now: Moment) {
        match fault {
            FetchFault::Status(404 | 410, _) => self.doubts += 1,
            FetchFault::Status(..) => self.doubts = 0,
            FetchFault::Bad(_) | FetchFault::Unreadable => {
                self.doubts = 0;
                self.tries += 1;
            }
        }
        let tried = self.tries >= MOST_TRIES;
        let (error, bounded) = match fault {
            FetchFault::Status(..) if self.doubts >= MOST_TRIES => return self.gone(index, now),
            FetchFault::Unreadable if tried => return self.go(Step::Reach(index)),
            FetchFault::Bad(bad) if tried => return self.bad(&bad),
            FetchFault::Status(status, wait) => (failing(status, wait), self.doubts > 0),
            FetchFault::Unreadable => (silent(), true),
            FetchFault::Bad(bad) => (Error::new(ErrorKind::BadAudio, bad.sentence()), true),
        };
        self.fetch_again(index, error, bounded, now);
    }

    fn keep(&mut self, index: usize, facts: Option<AudioFacts>, now: Moment) {
        self.faults = 0;
        self.doubts = 0;
        self.tries = 0;
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
        let message = [self.provider_name(), " no longer has the file."].concat();
        if self.results.len() == 1 {
            self.phase = Phase::Failed;
            return self.end(Error::new(ErrorKind::Expired, message).charged(Charge::Yes));
        }
        self.warnings
            .push(Finding::warning(ErrorKind::Expired, None, message));
        self.keep(index, None, now);
    }

    fn unreadable(&mut self, index: usize, now: Moment) {
        let message = "The audio's host does not let this page read it, so it plays from there and is not kept; a relay could fetch it.";
        self.warnings
            .push(Finding::warning(ErrorKind::Network, None, message));
        self.keep(index, None, now);
    }

    /// What may pass is tried again for as long as the job is watched, or for a few times anyhow; then this error ends the
    /// watching, and the record stays.
    fn fetch_again(&mut self, index: usize, error: Error, bounded: bool, now: Moment) {
        self.faults = self.faults.saturating_add(1);
        let pause = self.jitter(backoff(self.faults), 0.25);
        let asked = error.wait().unwrap_or_default();
        let late = now >= self.deadline && !bounded;
        if late || (!asked.is_zero() && now + asked > self.deadline) {
            return self.end(
                error
                    .charged(Charge::Yes)
                    .hint("The job is done: resume it to fetch the audio."),
            );
        }
        let pause = asked.max(pause);
        self.reports.push_back(Update::Retrying {
            wait: pause,
            reason: error.kind,
        });
        let until = now + pause;
        // The last try is at the deadline.
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

fn silent() -> Error {
    Error::new(ErrorKind::Network, "The audio's host gave no answer.")
}

fn failing(status: u16, wait: Option<Duration>) -> Error {
    let message = "The audio's host is failing at the moment.";
    Error::new(ErrorKind::ProviderUnavailable, message)
        .status(status)
        .retry_after(wait)
}
