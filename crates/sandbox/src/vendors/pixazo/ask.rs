//! The vendor's routes.

use axum::http::Method;

use crate::faults::Route;
use crate::vendors::pixazo::models;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ask<'a> {
    /// `POST /{model}/v1/{model}/generate` and the other models' paths: the first part, and what is below the version.
    Generate(&'a str, &'a str),
    /// `GET /v2/requests/status/{id}`
    Status(&'a str),
    /// `POST /lyria-2/v1/lyria-2/prediction`
    Prediction,
    /// `POST /tracks/v1/status`
    Tracks,
}

impl<'a> Ask<'a> {
    pub(super) fn read(method: &Method, path: &'a str) -> Option<Self> {
        if *method == Method::GET {
            let id = path.strip_prefix("/v2/requests/status/")?;
            return (!id.contains('/')).then_some(Self::Status(id));
        }
        let (api, below) = path.strip_prefix('/')?.split_once("/v1/")?;
        Some(match (api, below) {
            _ if *method != Method::POST || api.contains('/') => return None,
            ("lyria-2", "lyria-2/prediction") => Self::Prediction,
            ("tracks", "status") => Self::Tracks,
            _ if below.ends_with("generate") || models::find(api, below).is_some() => {
                Self::Generate(api, below)
            }
            _ => return None,
        })
    }

    /// What the sandbox calls it.
    pub(super) fn route(self) -> Route {
        match self {
            Self::Generate(..) => Route::Submit,
            Self::Status(_) => Route::Status,
            Self::Prediction | Self::Tracks => Route::Result,
        }
    }
}
