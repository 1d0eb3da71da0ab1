//! A vendor's answer on its way back: only known headers, readable by the page that asked, and inert when opened.

use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, LAST_MODIFIED, REFERRER_POLICY, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::hosts::Api;
use crate::pass::{self, Kind, Pass};
use crate::{Policy, Refusal, media};

/// The header that marks an answer of the relay's own: `unsent` or `lost`.
pub const MARK: &str = "x-tutti-relay";

/// How long a browser may remember its leave, in seconds.
const LEAVE: &str = "600";

/// What every answer of an API or an audio host may say.
const USUAL: [HeaderName; 8] = [
    ACCEPT_RANGES,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    CONTENT_TYPE,
    ETAG,
    LAST_MODIFIED,
    RETRY_AFTER,
];

/// The headers that the page itself is served with. The page's own policy stands in its head; what a page cannot say of
/// itself there stands here.
pub const PAGE_HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "frame-ancestors 'none'; object-src 'none'; base-uri 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

impl Policy {
    /// The head of the answer to a request that was passed on. A redirect of an API keeps its status and loses its
    /// target: a key is not sent on.
    ///
    /// # Errors
    ///
    /// When it says that it is longer than may be passed on.
    pub fn answer(&self, pass: &Pass, given: &HeaderMap) -> Result<HeaderMap, Refusal> {
        let length = given
            .get(CONTENT_LENGTH)
            .and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > pass.most_read) {
            return Err(Refusal::ANSWER_TOO_LARGE.seen_by(pass.page.clone()));
        }
        let own = self.own_reads(pass);
        let mut headers = HeaderMap::new();
        let names = USUAL
            .into_iter()
            .chain(own.iter().filter_map(|name| name.parse().ok()));
        for name in names {
            for value in given.get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        guard(&mut headers, pass.page.as_ref(), own);
        Ok(headers)
    }

    /// The request that a redirect of an audio host leads to, if it is one.
    ///
    /// # Errors
    ///
    /// When it leads off the list, or is one too many.
    pub fn follow(
        &self,
        pass: &Pass,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<Option<Pass>, Refusal> {
        media::follow(&self.hosts, pass, status, headers)
            .map_err(|refusal| refusal.seen_by(pass.page.clone()))
    }

    /// The API that a request is for.
    pub fn api_of(&self, pass: &Pass) -> Option<&Api> {
        match pass.kind {
            Kind::Api(index) => self.hosts.apis.get(index),
            Kind::Media => None,
        }
    }

    fn own_reads(&self, pass: &Pass) -> &[String] {
        self.api_of(pass).map_or(&[], |api| &api.reads)
    }
}

impl Refusal {
    /// The headers of the answer. What can be told from a vendor's answer by its status alone is not marked.
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if !matches!(self.status.as_u16(), 401 | 429) {
            headers.insert(MARK, HeaderValue::from_static(self.sent.word()));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        guard(&mut headers, self.page.as_ref(), &[]);
        headers
    }
}

/// The headers of a health report.
pub fn report(page: Option<&HeaderValue>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    guard(&mut headers, page, &[]);
    headers
}

/// The leave that a browser asks for.
pub(crate) fn leave(page: &HeaderValue, route: &str, headers: &[&str]) -> HeaderMap {
    let mut leave = HeaderMap::new();
    leave.insert(ACCESS_CONTROL_ALLOW_METHODS, list(pass::methods_for(route)));
    leave.insert(ACCESS_CONTROL_ALLOW_HEADERS, list(headers));
    leave.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(LEAVE));
    guard(&mut leave, Some(page), &[]);
    leave
}

/// Lets the page read it, and nobody run it: a vendor's answer comes from the page's own origin here.
fn guard(headers: &mut HeaderMap, page: Option<&HeaderValue>, own: &[String]) {
    let inert = HeaderValue::from_static("default-src 'none'; sandbox");
    headers.insert(CONTENT_SECURITY_POLICY, inert);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("origin"));
    if let Some(page) = page {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, page.clone());
        let usual = ["content-length", "content-range", "retry-after", MARK];
        let shown: Vec<_> = usual
            .into_iter()
            .chain(own.iter().map(String::as_str))
            .collect();
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, list(&shown));
    }
}

/// Names of headers and methods make a header's value.
fn list(names: &[&str]) -> HeaderValue {
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static(""))
}
