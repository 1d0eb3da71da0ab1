//! Whether pages of other origins may call: per area, switched while running.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

const METHODS: &str = "GET, HEAD, POST, DELETE, OPTIONS";
const REQUEST_HEADERS: &str = "authorization, cache-control, content-type, ocp-apim-subscription-key, range, x-api-key, \
                               x-client-request-id, x-sandbox-fault, x-webhook-url";
const EXPOSED_HEADERS: &str = "content-length, content-range, retry-after, x-aimlapi-credits-used, x-aimlapi-usd-spent, \
                               x-client-request-id, x-cost, x-generation-time, x-inference-id, x-rate-limit-reset-at-utc, \
                               x-ratelimit-reset, x-remaining-credits, x-request-id, x-seed-value";

/// The part of a vendor that is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    Api,
    Audio,
}

/// The two switches, both on at first.
#[derive(Debug)]
pub(crate) struct Cors {
    api: AtomicBool,
    audio: AtomicBool,
}

impl Default for Cors {
    fn default() -> Self {
        Self {
            api: AtomicBool::new(true),
            audio: AtomicBool::new(true),
        }
    }
}

impl Cors {
    pub(crate) fn set(&self, area: Area, on: bool) {
        self.switch(area).store(on, Ordering::Relaxed);
    }

    pub(crate) fn on(&self, area: Area) -> bool {
        self.switch(area).load(Ordering::Relaxed)
    }

    fn switch(&self, area: Area) -> &AtomicBool {
        match area {
            Area::Api => &self.api,
            Area::Audio => &self.audio,
        }
    }
}

/// Whether a request is a browser asking for leave.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// The leave given.
pub(crate) fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static(METHODS),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(REQUEST_HEADERS),
    );
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}

/// Lets any page read the answer and the vendors' headers.
pub(crate) fn open(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(EXPOSED_HEADERS),
    );
}
