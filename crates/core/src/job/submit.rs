//! From the order to the ticket: the part that costs money.

use super::{Job, Output, Phase, Step};
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Body, Response, Unanswered};
use crate::policy::backoff;
use crate::provider::{Asked, Reply, Ticket};
use crate::time::Moment;
use crate::track::Found;
use crate::update::Update;

/// How often an order is offered again to a provider that asks to slow down.
const MOST_RATE_LIMITS: u32 = 8;
/// How often it is offered again to one that failed and says that this is safe.
const MOST_FAILURES: u32 = 2;

impl Job {
    /// A free question first, where the host is not known to answer: a refused key, a host that is away and one that
    /// does not answer pages all look the same once money may be on the way.
    pub(super) fn knock(&mut self) -> Output {
        match self.order.provider.knock(&self.settings.base) {
            Some(mut request) => {
                request.timeout = self.settings.policy.check_timeout;
                Output::Send(request)
            }
            None => {
                self.go(Step::Record);
                self.phase = Phase::Submitting;
                self.persist()
            }
        }
    }

    /// Any answer at all shows that the host answers; only a refused key is believed.
    pub(super) fn knocked(&mut self, answer: Result<Response, Unanswered>, now: Moment) {
        match answer {
            Err(unanswered) => self.fail(unanswered.error(self.provider_name())),
            Ok(response) => match self.order.provider.read_credits(&response, now) {
                Err(error) if error.kind == ErrorKind::Unauthorized => self.fail(error),
                _ => self.go(Step::Record),
            },
        }
    }

    /// The record of the order is durable, so the order may leave; if it is not, it must not.
    pub(super) fn recorded(&mut self, result: Result<(), String>) {
        match result {
            Ok(()) => self.go(Step::Submit),
            Err(why) => self.fail(
                Error::new(
                    ErrorKind::Storage,
                    "The order could not be written down first, so it was not sent.",
                )
                .detail(&why)
                .hint("Free some storage, or choose another journal."),
            ),
        }
    }

    pub(super) fn submitted(&mut self, answer: Result<Response, Unanswered>, now: Moment) {
        let response = match answer {
            Ok(response) => response,
            Err(unanswered) if unanswered.never_left() => {
                return self.fail(unanswered.error(self.provider_name()));
            }
            // A redirect may come from before the provider, or from a gateway that lost the provider's answer.
            Err(unanswered @ Unanswered::Redirected) => {
                return self.settle(
                    unanswered
                        .error(self.provider_name())
                        .charged(Charge::Maybe),
                );
            }
            Err(unanswered) => return self.lose(unanswered.error(self.provider_name())),
        };
        let call = self.call(now);
        match call.order.provider.read(&call, Asked::Submit, &response) {
            Ok(Reply::Pending {
                ticket, standing, ..
            }) => {
                self.standing = Some(standing);
                self.take_on(ticket, now);
                self.report_standing(now);
            }
            Ok(Reply::Finished(found)) => self.delivered(found, &response, now),
            Err(error) => self.refused(error, response.status, now),
        }
    }

    fn take_on(&mut self, ticket: Ticket, now: Moment) {
        self.phase = Phase::Taken;
        self.taken = Some(now);
        self.looked = now;
        self.ticket = Some(ticket);
        self.go(Step::Ticket);
    }

    /// The answer to the order was the music itself, or says where it is.
    fn delivered(&mut self, found: Vec<Found>, response: &Response, now: Moment) {
        self.phase = Phase::Taken;
        self.taken = Some(now);
        let body = match &response.body {
            Body::Audio(Err(bad)) => {
                // The answer cannot be asked for again: its record stays, so that the bill is not forgotten.
                let error = Error::new(ErrorKind::BadAudio, bad.sentence())
                    .charged(Charge::Yes)
                    .hint("Look at the provider's own history: it may still have the piece.");
                return self.settle(error);
            }
            Body::Audio(Ok(facts)) => Some(*facts),
            _ => None,
        };
        self.kept = found
            .iter()
            .map(|it| body.filter(|_| it.url.is_none()))
            .collect();
        self.results = found;
        self.go(Step::Results);
        if self.results.iter().all(|it| it.url.is_none()) {
            self.finish(now);
        }
    }

    fn refused(&mut self, error: Error, status: u16, now: Moment) {
        let limited = error.kind == ErrorKind::RateLimited;
        let away = error.kind == ErrorKind::ProviderUnavailable;
        let safe = limited || (away && self.order.provider.took_nothing_on(status));
        if safe {
            return self.offer_again(
                error,
                if limited {
                    MOST_RATE_LIMITS
                } else {
                    MOST_FAILURES
                },
                now,
            );
        }
        let unread = error.kind == ErrorKind::BadResponse && !(400..500).contains(&status);
        if unread || away || status == 408 {
            return self.lose(error);
        }
        self.fail(error);
    }

    fn offer_again(&mut self, error: Error, most: u32, now: Moment) {
        self.refusals += 1;
        let pause = self.jitter(backoff(self.refusals), 0.25);
        let pause = error.wait().map_or(pause, |asked| asked.max(pause));
        if self.refusals > most || now + pause > self.deadline {
            return self.fail(error);
        }
        self.phase = Phase::Ordered;
        self.reports.push_back(Update::Retrying {
            wait: pause,
            reason: error.kind,
        });
        self.go(Step::RestRecord(now + pause));
    }

    /// The order may have been taken on, and nobody can say: it is never sent again by itself.
    fn lose(&mut self, cause: Error) {
        let error =
            outcome_unknown(self.provider_name()).detail(cause.words().unwrap_or(&cause.message));
        let error = match cause.http_status() {
            Some(status) => error.status(status),
            None => error,
        };
        self.settle(error);
    }

    /// Ends with an error, and with a record that says that the order left and what became of it is not known.
    fn settle(&mut self, error: Error) {
        self.phase = Phase::Unknown;
        self.outcome = Some(Err(self.about(error)));
        self.go(Step::Settle);
    }
}

pub(super) fn outcome_unknown(provider: &str) -> Error {
    Error::new(
        ErrorKind::OutcomeUnknown,
        [
            "The order was sent and its answer was lost: ",
            provider,
            " may have run and charged it.",
        ]
        .concat(),
    )
    .charged(Charge::Maybe)
    .hint(
        "Look at the provider's own history before ordering again; it is not sent again by itself.",
    )
}
