//! What the relay answers with itself.

use http::{HeaderValue, StatusCode};

/// What became of a request that the relay answers itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sent {
    /// It was sent to the vendor, and the answer is lost.
    Lost,
    /// It was not sent.
    No,
}

impl Sent {
    /// The word for it in the answer's [`crate::MARK`] header.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::No => "unsent",
        }
    }
}

/// An answer of the relay's own, in place of a vendor's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// One sentence.
    pub words: &'static str,
    /// What became of the request.
    pub sent: Sent,
    /// The page that may read it.
    pub page: Option<HeaderValue>,
    /// How many seconds to wait before the next try.
    pub retry_after: Option<u64>,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $sent:ident, $words:literal;)*) => {
        impl Refusal {
            $(
                $(#[$doc])*
                pub const $name: Self = Self::new(StatusCode::$status, Sent::$sent, $words);
            )*
        }
    };
}

refusals! {
    /// The answer was larger than the relay passes on.
    ANSWER_TOO_LARGE = BAD_GATEWAY, Lost, "The answer was larger than this relay passes on.";
    /// The relay has as much to do as it can.
    BUSY = SERVICE_UNAVAILABLE, No, "The relay is busy; try again in a moment.";
    /// The body is not what its head says, or too large.
    BODY = PAYLOAD_TOO_LARGE, No, "The body is larger than this relay passes on.";
    /// The body broke off or came too slowly.
    BODY_BROKE = BAD_REQUEST, No, "The body of the request did not come in full and in time.";
    /// The name resolves to nothing, or to an address that is not public.
    ADDRESS = BAD_GATEWAY, No, "The vendor's host has no public address.";
    /// A header that may be there once is there twice, or is malformed.
    HEADERS = BAD_REQUEST, No, "A header is there twice or is malformed.";
    /// The framing of the request is ambiguous.
    FRAMING = BAD_REQUEST, No, "The framing of the request is ambiguous.";
    /// It was asked for under a name that is not this relay's.
    HOST = MISDIRECTED_REQUEST, No, "This relay is not known by that host name.";
    /// Neither the caller nor the relay has a key.
    KEY = UNAUTHORIZED, No, "There is no key: none came with the request, and this relay holds none for this vendor.";
    /// The answer was lost.
    LOST = GATEWAY_TIMEOUT, Lost, "The request was sent on and its answer was lost.";
    /// The method is not let through here.
    METHOD = METHOD_NOT_ALLOWED, No, "This relay does not let that method or header through here.";
    /// There is no such API, audio host or path on the list.
    NO_ROUTE = NOT_FOUND, No, "This is not on the relay's list.";
    /// The same order id came with another order.
    ORDER = UNPROCESSABLE_ENTITY, No, "Another order came under this id before.";
    /// The order's answer was given once and was too large to be kept.
    ORDER_ANSWERED = CONFLICT, Lost, "This order was answered before, and the answer is not kept.";
    /// The page's origin is not on the list.
    ORIGIN = FORBIDDEN, No, "This relay does not serve pages of this origin.";
    /// A redirect led off the list.
    REDIRECT = BAD_GATEWAY, No, "The audio's host redirected to an address that is not on the relay's list.";
    /// The target of the request is malformed.
    TARGET = BAD_REQUEST, No, "The target of the request is malformed.";
    /// The token is missing or wrong.
    TOKEN = UNAUTHORIZED, No, "This relay asks for its token.";
    /// Too many requests came from this client.
    TOO_MANY = TOO_MANY_REQUESTS, No, "The relay asks to slow down.";
    /// The content type is not JSON.
    TYPE = UNSUPPORTED_MEDIA_TYPE, No, "An order is sent as application/json.";
    /// The vendor could not be connected to.
    UNREACHED = BAD_GATEWAY, No, "The vendor's host could not be reached.";
}

impl Refusal {
    const fn new(status: StatusCode, sent: Sent, words: &'static str) -> Self {
        Self {
            status,
            words,
            sent,
            page: None,
            retry_after: None,
        }
    }

    /// The same, readable by this page.
    #[must_use]
    pub fn seen_by(mut self, page: Option<HeaderValue>) -> Self {
        self.page = page;
        self
    }

    /// The same, with how many seconds to wait.
    #[must_use]
    pub const fn after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The body: JSON with one sentence where vendors have theirs.
    pub fn body(&self) -> String {
        format!("{{\"message\":\"{}\"}}", self.words)
    }
}
