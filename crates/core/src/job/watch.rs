//! From the ticket to the results: questions that cost nothing, asked until the deadline whatever happens.

use std::time::Duration;

use super::{Job, Output, Phase, Step, at_least_maybe};
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Response, Unanswered};
use crate::pace::{Pace, Schedule, Span};
use crate::policy::backoff;
use crate::provider::{Asked, Reply, Standing, Ticket};
use crate::text;
use crate::time::Moment;
use crate::track::Found;
use crate::update::Update;

/// How often in a row an answer may say "ask again at once".
const MOST_HOPS: u32 = 4;
/// How often in a row a provider says that it no longer has a job before that is believed: a record may not have reached
/// every server of the provider's yet, and one that is believed to be gone is not looked for again.
const MOST_DOUBTS: u32 = 3;

impl Job {
    pub(super) fn ask(&mut self, now: Moment) -> Output {
        let Some(ticket) = &self.ticket else {
            self.end(Error::new(
                ErrorKind::InvalidOrder,
                "This record does not say what to ask for.",
            ));
            return self.next(now);
        };
        let call = self.call(now);
        match call.order.provider.check(&call, ticket) {
            Ok(mut request) => {
                request.timeout = self.settings.policy.check_timeout;
                self.looked = now;
                if self.hops == 0 {
                    self.timing.look(now, self.taken, self.faults);
                }
                Output::Send(request)
            }
            Err(error) => {
                self.end(error.charged(Charge::Maybe));
                self.next(now)
            }
        }
    }

    pub(super) fn checked(&mut self, answer: Result<Response, Unanswered>, now: Moment) {
        let response = match answer {
            Ok(response) => response,
            Err(unanswered @ (Unanswered::NoKey(_) | Unanswered::Redirected)) => {
                return self.end(
                    unanswered
                        .error(self.provider_name())
                        .charged(Charge::Maybe),
                );
            }
            Err(unanswered) => {
                self.doubts = 0;
                return self.fault(unanswered.error(self.provider_name()), now);
            }
        };
        let Some(ticket) = &self.ticket else { return };
        let call = self.call(now);
        match call
            .order
            .provider
            .read(&call, Asked::Check(ticket), &response)
        {
            Ok(Reply::Pending {
                ticket,
                standing,
                wait,
            }) => self.pending(ticket, standing, wait, now),
            Ok(Reply::Finished(found)) => self.found(found),
            // A refusal as a page of HTML is that of a gateway in between.
            Err(error) if error.kind.is_passing() || response.is_page() => {
                self.doubts = 0;
                self.fault(error, now);
            }
            Err(error) => self.refused_look(error, now),
        }
    }

    /// Waits for the next look, never past the deadline: a last look is made there.
    ///
    /// A provider's own least pause is kept to, unless the caller's policy sets one.
    pub(super) fn wait(&mut self, least: Duration, now: Moment) {
        let policy = &self.settings.policy;
        let age = now.since(self.taken.unwrap_or(now));
        let first = policy
            .first_check
            .filter(|first| age < *first)
            .map(|first| first - age);
        let chosen = first.or(policy.interval);
        let rest = match chosen {
            Some(chosen) => chosen,
            None => {
                let (step, hint) = (0.9 + 0.2 * self.rng.unit(), self.hint());
                let schedule = self
                    .schedule
                    .get_or_insert_with(|| Schedule::new(&self.pace, hint));
                schedule.pause(age, step).max(least)
            }
        };
        self.wait_for(rest, now);
    }

    /// The name that jobs of its kind are remembered under.
    pub fn pace_id(&self) -> String {
        Pace::id(&self.order, &self.settings.base)
    }

    /// Takes in how long jobs of this kind took before.
    pub fn learn(&mut self, pace: Pace) {
        self.pace = pace;
        self.schedule = None;
    }

    /// How long the job took, told once, when that was seen.
    pub fn take_span(&mut self) -> Option<Span> {
        self.span.take()
    }

    /// The vendor's figure for the usual time.
    fn hint(&self) -> Option<Duration> {
        self.order.model.latency.as_ref().map(|it| it.usual)
    }

    pub(super) fn report_standing(&mut self, now: Moment) {
        let (Some(ticket), Some(standing)) = (&self.ticket, &self.standing) else {
            return;
        };
        let usual = self.pace.usual().or_else(|| self.hint());
        let age = now.since(self.taken.unwrap_or(now));
        self.reports.push_back(Update::Working {
            request: ticket.id.clone(),
            standing: standing.clone(),
            eta: usual
                .and_then(|usual| usual.checked_sub(age))
                .filter(|eta| !eta.is_zero()),
        });
    }

    fn pending(&mut self, ticket: Ticket, standing: Standing, wait: Option<Duration>, now: Moment) {
        self.faults = 0;
        self.doubts = 0;
        self.ticket = Some(ticket);
        self.standing = Some(standing);
        self.report_standing(now);
        let at_once = wait == Some(Duration::ZERO) && self.hops < MOST_HOPS;
        if at_once {
            self.hops += 1;
            return self.go(Step::Check);
        }
        self.hops = 0;
        self.timing.unfinished();
        if self.last_look {
            return self.give_up();
        }
        let least = wait.unwrap_or_default();
        if self.unwritten.is_some() {
            // The ticket is still in nobody's journal: there may be room for it by now.
            self.least = least;
            return self.go(Step::Ticket);
        }
        self.wait(least, now);
    }

    fn found(&mut self, found: Vec<Found>) {
        self.span = self.timing.done(self.taken);
        self.kept = vec![None; found.len()];
        self.results = found;
        self.faults = 0;
        self.doubts = 0;
        self.go(Step::Results);
    }

    /// A question that failed in passing changes nothing about the job: it is asked again.
    fn fault(&mut self, error: Error, now: Moment) {
        if self.last_look {
            return self.give_up();
        }
        self.faults = self.faults.saturating_add(1);
        let pause = self.jitter(backoff(self.faults), 0.25);
        let pause = error.wait().map_or(pause, |asked| asked.max(pause));
        if error.wait().is_some() {
            self.not_before = now + pause;
        }
        self.reports.push_back(Update::Retrying {
            wait: pause,
            reason: error.kind,
        });
        self.wait_for(pause, now);
    }

    fn refused_look(&mut self, error: Error, now: Moment) {
        if matches!(error.kind, ErrorKind::Expired | ErrorKind::Removed) {
            self.doubts += 1;
            if self.doubts < MOST_DOUBTS {
                return self.fault(error, now);
            }
        }
        if error.kind.ends_the_job() {
            self.phase = Phase::Failed;
            return self.end(error);
        }
        let charge = at_least_maybe(error.charge);
        self.end(error.charged(charge));
    }

    fn wait_for(&mut self, rest: Duration, now: Moment) {
        let until = (now + rest).min(self.deadline);
        self.timing.plan(until);
        self.go(Step::Wait(until));
    }

    pub(super) fn give_up(&mut self) {
        let seconds = text::digits(self.settings.policy.deadline.as_secs() as i64);
        let message = [
            self.provider_name(),
            " still had the job when the time for watching it (",
            &seconds,
            " s) was over.",
        ]
        .concat();
        let error = Error::new(ErrorKind::Timeout, message)
            .charged(Charge::Maybe)
            .hint("The job goes on: resume it to look again.");
        self.end(error);
    }
}
