//! The one error type: a kind to branch on, a sentence to read, and whether money may have been spent.

use std::fmt;
use std::time::Duration;

use crate::operation::Operation;
use crate::time::millis;
use crate::value::{Map, Value};

const DETAIL_CHARS: usize = 500;

/// What went wrong, in the words callers branch on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ErrorKind {
    /// What arrived is not the audio it should be.
    BadAudio,
    /// The provider's answer could not be read.
    BadResponse,
    /// The provider's content rules refused it.
    ContentBlocked,
    /// The job or its result is gone from the provider.
    Expired,
    /// The key may not do this.
    Forbidden,
    /// The balance does not cover it.
    InsufficientCredits,
    /// The order is wrong; nothing was sent.
    InvalidOrder,
    /// The provider ran the job and it failed.
    JobFailed,
    /// No answer: refused connection, cross-origin refusal or a lost reply.
    Network,
    /// The provider does not know this model or route.
    NotFound,
    /// The device has no network; nothing was sent.
    Offline,
    /// A paid request was sent and its answer was lost.
    OutcomeUnknown,
    /// The provider is failing or away.
    ProviderUnavailable,
    /// Too many requests.
    RateLimited,
    /// The provider has withdrawn this.
    Removed,
    /// The journal could not be written or read.
    Storage,
    /// The time set for watching is over; the job goes on.
    Timeout,
    /// The key is missing or refused.
    Unauthorized,
    /// An address that must not be called was named.
    UnsafeUrl,
    /// The model or provider cannot do this; nothing was sent.
    Unsupported,
}

impl ErrorKind {
    /// Every kind, in the order of the public type.
    pub const ALL: [Self; 20] = [
        Self::InvalidOrder,
        Self::Unsupported,
        Self::Unauthorized,
        Self::Forbidden,
        Self::InsufficientCredits,
        Self::NotFound,
        Self::Expired,
        Self::Removed,
        Self::RateLimited,
        Self::ContentBlocked,
        Self::JobFailed,
        Self::ProviderUnavailable,
        Self::Timeout,
        Self::Offline,
        Self::Network,
        Self::OutcomeUnknown,
        Self::BadResponse,
        Self::BadAudio,
        Self::Storage,
        Self::UnsafeUrl,
    ];

    /// The name callers branch on, in snake case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadAudio => "bad_audio",
            Self::BadResponse => "bad_response",
            Self::ContentBlocked => "content_blocked",
            Self::Expired => "expired",
            Self::Forbidden => "forbidden",
            Self::InsufficientCredits => "insufficient_credits",
            Self::InvalidOrder => "invalid_order",
            Self::JobFailed => "job_failed",
            Self::Network => "network",
            Self::NotFound => "not_found",
            Self::Offline => "offline",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::ProviderUnavailable => "provider_unavailable",
            Self::RateLimited => "rate_limited",
            Self::Removed => "removed",
            Self::Storage => "storage",
            Self::Timeout => "timeout",
            Self::Unauthorized => "unauthorized",
            Self::UnsafeUrl => "unsafe_url",
            Self::Unsupported => "unsupported",
        }
    }

    /// The kind of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a free question may be asked again after this, since it can pass by itself.
    pub const fn is_passing(self) -> bool {
        matches!(
            self,
            Self::BadResponse
                | Self::Network
                | Self::Offline
                | Self::ProviderUnavailable
                | Self::RateLimited
                | Self::Timeout
        )
    }

    /// Whether a job that met this is over for good, so that nothing is left to resume.
    pub const fn ends_the_job(self) -> bool {
        matches!(
            self,
            Self::ContentBlocked | Self::Expired | Self::JobFailed | Self::Removed
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether money may have been spent on the order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Charge {
    /// It may have been.
    Maybe,
    /// It was not.
    No,
    /// It was.
    Yes,
}

impl Charge {
    /// The word callers branch on.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Maybe => "maybe",
            Self::No => "no",
            Self::Yes => "yes",
        }
    }
}

/// What went wrong with an order or a job.
///
/// Never holds a key or an address with a query: replies have keys struck out before they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// What to branch on.
    pub kind: ErrorKind,
    /// One sentence, ours.
    pub message: String,
    /// Whether money may have been spent.
    pub charge: Charge,
    about: Box<About>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct About {
    detail: Option<String>,
    field: Option<String>,
    hint: Option<String>,
    job: Option<String>,
    model: Option<&'static str>,
    operation: Option<Operation>,
    provider: Option<&'static str>,
    request: Option<String>,
    retry_after: Option<Duration>,
    status: Option<u16>,
}

impl Error {
    /// An error of this kind that cost nothing, in one sentence.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            charge: Charge::No,
            about: Box::default(),
        }
    }

    /// Sets whether money may have been spent.
    #[must_use]
    pub fn charged(mut self, charge: Charge) -> Self {
        self.charge = charge;
        self
    }

    /// Adds the provider's own words, cut to 500 characters.
    #[must_use]
    pub fn detail(mut self, words: &str) -> Self {
        let words = words.trim();
        if !words.is_empty() {
            self.about.detail = Some(words.chars().take(DETAIL_CHARS).collect());
        }
        self
    }

    /// Names the field of the order that is wrong.
    #[must_use]
    pub fn field(mut self, name: &str) -> Self {
        self.about.field = Some(name.to_owned());
        self
    }

    /// Adds what to do about it, in one sentence.
    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        self.about.hint = Some(hint.to_owned());
        self
    }

    /// Names the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.about.status = Some(status);
        self
    }

    /// Says how long the provider asked to wait.
    #[must_use]
    pub fn retry_after(mut self, wait: Option<Duration>) -> Self {
        self.about.retry_after = wait;
        self
    }

    /// Names the model, its provider and the operation.
    #[must_use]
    pub fn concerning(
        mut self,
        provider: &'static str,
        model: &'static str,
        operation: Operation,
    ) -> Self {
        self.about.provider = Some(provider);
        self.about.model = Some(model);
        self.about.operation = Some(operation);
        self
    }

    /// Names the provider alone.
    #[must_use]
    pub fn of_provider(mut self, provider: &'static str) -> Self {
        self.about.provider = Some(provider);
        self
    }

    /// Names our job and the provider's request.
    #[must_use]
    pub fn of_job(mut self, job: &str, request: Option<&str>) -> Self {
        self.about.job = Some(job.to_owned());
        self.about.request = request.map(str::to_owned);
        self
    }

    /// How long the provider asked to wait.
    pub fn wait(&self) -> Option<Duration> {
        self.about.retry_after
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.about.hint.as_deref()
    }

    /// The provider's own words.
    pub fn words(&self) -> Option<&str> {
        self.about.detail.as_deref()
    }

    /// The field of the order that is wrong.
    pub fn wrong_field(&self) -> Option<&str> {
        self.about.field.as_deref()
    }

    /// The HTTP status, where there was an answer.
    pub fn http_status(&self) -> Option<u16> {
        self.about.status
    }

    /// Whether the same call can be made again without spending twice: nothing was charged, and it may pass by itself.
    ///
    /// A job whose watching is over is not ordered again but resumed.
    pub fn is_retryable(&self) -> bool {
        self.kind.is_passing() && self.charge == Charge::No
    }

    /// The error as plain data, with the names of the public type.
    pub fn to_value(&self) -> Value {
        let about = &self.about;
        Map::new()
            .with("kind", self.kind.name())
            .with("message", self.message.as_str())
            .with("charge", self.charge.name())
            .with("retryable", self.is_retryable())
            .with("provider", about.provider)
            .with("model", about.model)
            .with("operation", about.operation.map(Operation::name))
            .with("status", about.status.map(f64::from))
            .with("requestId", about.request.as_deref())
            .with("jobId", about.job.as_deref())
            .with("field", about.field.as_deref())
            .with(
                "retryAfterMs",
                about.retry_after.map(|wait| millis(wait) as f64),
            )
            .with("detail", about.detail.as_deref())
            .with("hint", about.hint.as_deref())
            .into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in ErrorKind::ALL {
            assert_eq!(ErrorKind::by_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn the_providers_words_are_cut() {
        let error = Error::new(ErrorKind::JobFailed, "It failed.").detail(&"é".repeat(600));
        assert_eq!(error.words().map(|it| it.chars().count()), Some(500));
    }

    #[test]
    fn what_may_have_been_paid_is_not_retryable() {
        let lost = Error::new(ErrorKind::OutcomeUnknown, "Lost.").charged(Charge::Maybe);
        assert!(!lost.is_retryable());
        let away = Error::new(ErrorKind::ProviderUnavailable, "Away.");
        assert!(away.is_retryable());
        assert!(!away.charged(Charge::Maybe).is_retryable());
    }

    #[test]
    fn an_error_as_data_leaves_out_what_is_not_known() {
        let value = Error::new(ErrorKind::InvalidOrder, "Wrong.")
            .field("seconds")
            .to_value();
        assert_eq!(value.get("kind").text(), Some("invalid_order"));
        assert_eq!(value.get("field").text(), Some("seconds"));
        assert!(
            value
                .map()
                .is_some_and(|it| it.iter().all(|(name, _)| name != "status"))
        );
    }
}
