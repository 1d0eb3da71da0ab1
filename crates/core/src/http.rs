//! Requests and replies as plain values. Keys are not in them: a request says that it wants one, the driver adds it.

use std::time::Duration;

use crate::audio::{AudioFacts, BadAudio};
use crate::error::{Error, ErrorKind};
use crate::time::Moment;
use crate::value::Value;

/// The HTTP method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Method {
    /// A free question.
    Get,
    /// An order.
    Post,
}

impl Method {
    /// The method's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What a driver is to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute address, on the origin the provider is configured at.
    pub url: String,
    /// Headers without the key.
    pub headers: Vec<(&'static str, String)>,
    /// The JSON body, if there is one.
    pub body: Option<Value>,
    /// How long to wait for the whole answer.
    pub timeout: Duration,
}

impl Request {
    /// A free question.
    pub fn get(url: String) -> Self {
        Self {
            method: Method::Get,
            url,
            headers: Vec::new(),
            body: None,
            timeout: Duration::from_secs(30),
        }
    }

    /// An order with a JSON body.
    pub fn post(url: String, body: Value) -> Self {
        Self {
            method: Method::Post,
            url,
            headers: vec![("content-type", "application/json".to_owned())],
            body: Some(body),
            timeout: Duration::from_secs(120),
        }
    }
}

/// What came back, with the key struck out of every text.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers that could be read, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it could be read.
    pub body: Body,
}

/// The body of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Audio, or what is wrong with it; its bytes stay with the driver.
    Audio(Result<AudioFacts, BadAudio>),
    /// JSON.
    Json(Value),
    /// Anything else, cut: HTML, half a JSON document, nothing at all.
    Text(String),
}

impl Response {
    /// The header of this name (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The JSON body, or null.
    pub fn json(&self) -> &Value {
        match &self.body {
            Body::Json(value) => value,
            _ => &Value::Null,
        }
    }

    /// Whether the status says success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the body is a page of HTML, which no API answers with: a gateway's, or a network's that wants a sign-in.
    pub fn is_page(&self) -> bool {
        let Body::Text(text) = &self.body else {
            return false;
        };
        let start = text.trim_start().get(..5).unwrap_or_default();
        ["<!doc", "<html", "<head", "<?xml"]
            .iter()
            .any(|page| start.eq_ignore_ascii_case(page))
    }

    /// How long the provider asks to wait, from `retry-after` or a reset header, which come as seconds, as an epoch in
    /// seconds or milliseconds, as ISO 8601, or as an HTTP date.
    pub fn retry_after(&self, now: Moment) -> Option<Duration> {
        [
            "retry-after",
            "x-rate-limit-reset-at-utc",
            "x-ratelimit-reset",
        ]
        .into_iter()
        .find_map(|name| crate::retry_after::read(self.header(name)?, now))
    }
}

/// Why there is no reply to read.
#[derive(Clone, Debug, PartialEq)]
pub enum Unanswered {
    /// The device has no network: nothing was sent.
    Offline,
    /// The connection was refused or the name not found: nothing was sent.
    Refused,
    /// There was an answer, and it was a redirect, which is not followed with a key.
    Redirected,
    /// The relay in between sent nothing on, and says why.
    Relay(String),
    /// The relay in between gave no answer.
    NoRelay,
    /// No answer within the request's time.
    TimedOut,
    /// No answer: refused, cut, or not shown to a page of this origin.
    Failed,
    /// The key is missing, or the caller's function for it failed: nothing was sent.
    NoKey(String),
    /// More bytes came than any answer should have.
    TooLarge,
}

impl Unanswered {
    /// Whether the request surely never reached the provider.
    pub const fn never_left(&self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Refused | Self::Relay(_) | Self::NoKey(_)
        )
    }

    /// The error of a question that got no answer.
    pub fn error(&self, provider: &str) -> Error {
        match self {
            Self::Offline => Error::new(ErrorKind::Offline, "This device is offline.")
                .hint("Nothing was sent; try again when there is a network."),
            Self::Refused => Error::new(ErrorKind::Network, [provider, " could not be reached."].concat())
                .hint("Check the address it is configured at, and that something answers there."),
            Self::Redirected => Error::new(
                ErrorKind::UnsafeUrl,
                [provider, " redirected the request, and a key is not sent on to another place."].concat(),
            )
            .hint("Check the endpoint configured for it."),
            Self::Relay(why) => Error::new(
                ErrorKind::Network,
                ["The relay sent nothing on to ", provider, "."].concat(),
            )
            .detail(why)
            .hint("Look at the relay's settings: the pages it serves, its list of hosts, its token."),
            Self::NoRelay => Error::new(ErrorKind::Network, "No answer from the relay.".to_owned()).hint(
                "It is not running, the connection broke, or it does not serve pages of this origin.",
            ),
            Self::TimedOut => Error::new(ErrorKind::Timeout, [provider, " did not answer in time."].concat()),
            Self::Failed => Error::new(ErrorKind::Network, ["No answer from ", provider, "."].concat()).hint(
                "It is not running, the connection broke, or it does not answer pages of this origin; a relay gets \
                 through to hosts that refuse browsers.",
            ),
            Self::NoKey(why) => Error::new(ErrorKind::Unauthorized, why.clone()),
            Self::TooLarge => Error::new(
                ErrorKind::BadResponse,
                ["The answer from ", provider, " was larger than any answer should be."].concat(),
            ),
        }
    }
}
