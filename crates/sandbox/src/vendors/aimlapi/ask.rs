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
    /// `GET /v1/models`
    Models,
}

impl Ask {
    pub(super) fn read(method: &Method, path: &str) -> Option<Self> {
        Some(match (method.as_str(), path) {
            ("POST", "/v2/generate/audio") => Self::Generate,
            ("GET", "/v2/generate/audio") => Self::Retrieve,
            ("GET", "/v2/billing") => Self::Billing,
            ("GET", "/v1/models") => Self::Models,
            _ => return None,
        })
    }

    /// What the sandbox calls it, if it has a name for it.
    pub(super) fn route(self) -> Option<Route> {
        match self {
            Self::Generate => Some(Route::Submit),
            Self::Retrieve => Some(Route::Status),
            Self::Billing => Some(Route::Credits),
            Self::Models => None,
        }
    }
}
