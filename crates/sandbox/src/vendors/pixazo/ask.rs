//! The vendor's routes.

use axum::http::Method;

use crate::faults::Route;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ask<'a> {
    /// `POST /{model}/v1/{model}/generate`; nothing where the two names differ.
    Generate(&'a str, Option<&'a str>),
    /// `GET /v2/requests/status/{id}`
    Status(&'a str),
    /// `POST /lyria-2/v1/lyria-2/prediction`
    Prediction,
}

impl<'a> Ask<'a> {
    pub(super) fn read(method: &Method, path: &'a str) -> Option<Self> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        Some(match (method.as_str(), &parts[..]) {
            ("POST", &["lyria-2", "v1", "lyria-2", "prediction"]) => Self::Prediction,
            ("POST", &[api, "v1", model, "generate"]) => {
                Self::Generate(model, (api == model).then_some(model))
            }
            ("GET", &["v2", "requests", "status", id]) => Self::Status(id),
            _ => return None,
        })
    }

    /// What the sandbox calls it.
    pub(super) fn route(self) -> Route {
        match self {
            Self::Generate(..) => Route::Submit,
            Self::Status(_) => Route::Status,
            Self::Prediction => Route::Result,
        }
    }
}
