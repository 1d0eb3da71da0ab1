//! The vendor's routes.

use axum::http::Method;

use crate::faults::Route;

/// What a request asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Ask<'a> {
    /// `POST /v2/{slug}`
    Queue(&'a str),
    /// `POST /v1/{slug}`
    Direct(&'a str),
    /// `GET /v2/requests/{id}/status`
    Status(&'a str),
    /// `GET /v2/requests/{id}`
    Result(&'a str),
    /// `GET /v1/requests/{id}`, the older name of the same
    Poll(&'a str),
    /// `GET /v1/get-user-credits`
    Credits,
}

/// Why a path and a method are no [`Ask`].
#[derive(Debug, PartialEq)]
pub(super) enum Miss {
    Path,
    Method,
}

impl<'a> Ask<'a> {
    pub(super) fn read(method: &Method, path: &'a str) -> Result<Self, Miss> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let (ask, wanted) = match parts[..] {
            ["v2", "requests", id, "status"] => (Self::Status(id), Method::GET),
            ["v2", "requests", id] => (Self::Result(id), Method::GET),
            ["v1", "requests", id] => (Self::Poll(id), Method::GET),
            ["v1", "get-user-credits"] => (Self::Credits, Method::GET),
            ["v2", slug] => (Self::Queue(slug), Method::POST),
            ["v1", slug] => (Self::Direct(slug), Method::POST),
            _ => return Err(Miss::Path),
        };
        if *method == wanted {
            Ok(ask)
        } else {
            Err(Miss::Method)
        }
    }

    /// What the sandbox calls it.
    pub(super) fn route(&self) -> Route {
        match self {
            Self::Queue(_) | Self::Direct(_) => Route::Submit,
            Self::Status(_) | Self::Poll(_) => Route::Status,
            Self::Result(_) => Route::Result,
            Self::Credits => Route::Credits,
        }
    }
}
