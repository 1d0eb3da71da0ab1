//! The vendor's routes.

use axum::http::Method;

use crate::faults::Route;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ask<'a> {
    /// A call that costs credits.
    Paid(Paid),
    /// `GET /api/v1/producer/task/{task_id}`
    Task(&'a str),
    /// `GET /api/v1/get-credits`
    Credits,
}

/// The calls that cost credits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Paid {
    /// `POST /api/v1/producer/create`
    Create,
    /// `POST /api/v1/producer/upload`
    Upload,
    /// `POST /api/v1/producer/download`
    Download,
}

impl<'a> Ask<'a> {
    pub(super) fn read(method: &Method, path: &'a str) -> Option<Self> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        Some(match (method.as_str(), &parts[..]) {
            ("POST", &["api", "v1", "producer", "create"]) => Self::Paid(Paid::Create),
            ("POST", &["api", "v1", "producer", "upload"]) => Self::Paid(Paid::Upload),
            ("POST", &["api", "v1", "producer", "download"]) => Self::Paid(Paid::Download),
            ("GET", &["api", "v1", "producer", "task", id]) => Self::Task(id),
            ("GET", &["api", "v1", "get-credits"]) => Self::Credits,
            _ => return None,
        })
    }

    /// What the sandbox calls it.
    pub(super) fn route(self) -> Route {
        match self {
            Self::Paid(_) => Route::Submit,
            Self::Task(_) => Route::Status,
            Self::Credits => Route::Credits,
        }
    }
}
