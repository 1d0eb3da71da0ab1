//! The vendor's routes.

use axum::http::Method;

use crate::faults::Route;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ask {
    /// `POST /v2/generate/audio`
    Generate,
    /// `GET /v2/generate/audio?generation_id={id}`
    Retrieve,
    /// `GET /v2/billing`
    Billing,
}

impl Ask {
    pub(super) fn read(method: &Method, path: &str) -> Option<Self> {
        Some(match (method.as_str(), path) {
            ("POST", "/v2/generate/audio") => Self::Generate,
            ("GET", "/v2/generate/audio") => Self::Retrieve,
            ("GET", "/v2/billing") => Self::Billing,
            _ => return None,
        })
    }

    /// What the sandbox calls it.
    pub(super) fn route(self) -> Route {
        match self {
            Self::Generate => Route::Submit,
            Self::Retrieve => Route::Status,
            Self::Billing => Route::Credits,
        }
    }
}
