//! The way in: finds the vendor, reads the body, works the faults, opens CORS and writes the ledger.

use std::fmt;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::cors::{self, Area};
use crate::faults::Route;
use crate::kind::Kind;
use crate::ledger::Seen;
use crate::vendors::{self, Vendor};
use crate::{Sandbox, damage, lock, millis};

/// The longest body a vendor takes, in bytes; one byte more is refused with 413.
pub const MAX_BODY: usize = 1024 * 1024;

/// What is read of a body that is too long before the connection is given up, in bytes: a client that is still sending
/// would otherwise see a broken connection instead of the refusal.
const MAX_DISCARDED: usize = 64 * 1024 * 1024;

/// Marks an answer that is none: the connection was to be broken instead.
#[derive(Clone, Copy, Debug)]
pub struct Dropped;

/// A request to a vendor, read in full.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) sandbox: Sandbox,
    pub(crate) method: Method,
    /// The path and query as they were sent.
    pub(crate) uri: Uri,
    /// The path below the vendor's mount, from its first slash.
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The origin it was called by, such as `http://127.0.0.1:8787`.
    pub(crate) origin: String,
    /// The fault that falls on it.
    pub(crate) fault: Option<Kind>,
}

/// Answers every request that is not for the sandbox itself.
pub(crate) async fn enter(State(sandbox): State<Sandbox>, request: Request) -> Response {
    let Some((vendor, area, path)) = vendors::find(request.uri().path()) else {
        return nobody_here();
    };
    let path = path.to_owned();
    Visit {
        sandbox,
        vendor,
        area,
        path,
    }
    .answer(request)
    .await
}

/// A request on its way to a vendor.
struct Visit {
    sandbox: Sandbox,
    vendor: &'static dyn Vendor,
    area: Area,
    path: String,
}

impl Visit {
    async fn answer(self, request: Request) -> Response {
        let preflight = cors::is_preflight(request.method(), request.headers());
        let fault = if preflight {
            Ok(None)
        } else {
            self.fault(&request)
        };
        let mut entry = Entry {
            sandbox: self.sandbox.clone(),
            seen: self.seen(&request, &fault),
        };
        let open = self.sandbox.0.cors.on(self.area) && fault != Ok(Some(Kind::NoCors {}));
        let mut response = match fault {
            _ if open && preflight => cors::preflight(),
            Err(reason) => refuse(StatusCode::BAD_REQUEST, &reason),
            Ok(fault) => self.work(request, fault, &mut entry.seen).await,
        };
        if open {
            cors::open(&mut response);
        }
        let dropped = response.extensions().get::<Dropped>().is_some();
        entry.seen.status = (!dropped).then(|| response.status().as_u16());
        response
    }

    /// The fault the request asks for, or the one that waits for it.
    fn fault(&self, request: &Request) -> Result<Option<Kind>, String> {
        if let Some(fault) = asked_for(request.headers())? {
            return Ok(Some(fault));
        }
        let route = self.route(request);
        Ok(lock(&self.sandbox.0.faults).pick(self.vendor.id(), route))
    }

    async fn work(self, request: Request, fault: Option<Kind>, seen: &mut Seen) -> Response {
        let origin = format!("http://{}", host(&request));
        let (parts, body) = request.into_parts();
        let (body, length) = read(body).await;
        seen.bytes = length;
        let refused = body.as_ref().err().copied();
        let call = Call {
            sandbox: self.sandbox,
            method: parts.method,
            uri: parts.uri,
            path: self.path,
            headers: parts.headers,
            body: body.unwrap_or_default(),
            origin,
            fault,
        };
        match refused {
            None => damage::answer(self.vendor, self.area, &call).await,
            Some(status) => {
                let text = "The request body is too large or broke off.";
                self.vendor.error(&call, status, text)
            }
        }
    }

    fn seen(&self, request: &Request, fault: &Result<Option<Kind>, String>) -> Seen {
        let origin = request.headers().get(ORIGIN);
        let key = key(request.headers());
        Seen {
            at_ms: millis(self.sandbox.clock().now()),
            vendor: self.vendor.id().to_owned(),
            route: self.route(request),
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            status: None,
            host: host(request).to_string(),
            origin: origin.map(|origin| String::from_utf8_lossy(origin.as_bytes()).into_owned()),
            key: key.map(|key| self.sandbox.0.book.fingerprint(key)),
            bytes: 0,
            fault: fault
                .as_ref()
                .ok()
                .and_then(Option::as_ref)
                .map(|kind| kind.name().to_owned()),
        }
    }

    fn route(&self, request: &Request) -> Option<Route> {
        match self.area {
            Area::Api => self.vendor.route(request.method(), &self.path),
            Area::Audio => Some(Route::Audio),
        }
    }
}

/// A line of the ledger in the making. Written when it is let go of, so that a caller who hangs up is in it too.
struct Entry {
    sandbox: Sandbox,
    seen: Seen,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.sandbox.0.book.saw(std::mem::take(&mut self.seen));
    }
}

/// The host as the caller knows it, for the URLs that are returned.
fn host(request: &Request) -> Authority {
    let header = request.headers().get(HOST);
    let header = header.and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let named = header.or_else(|| request.uri().authority().cloned());
    let usable = named.filter(|host| !host.as_str().contains('@'));
    usable.unwrap_or_else(|| Authority::from_static("localhost"))
}

/// The key a request carries, in whatever header it came, right or not.
fn key(headers: &HeaderMap) -> Option<&[u8]> {
    let names = ["x-api-key", "ocp-apim-subscription-key", "authorization"];
    let key = names.iter().find_map(|name| headers.get(*name))?.as_bytes();
    let key = key.strip_prefix(b"Bearer ").unwrap_or(key);
    (!key.is_empty()).then_some(key)
}

/// The fault a request asks for itself, in its `x-sandbox-fault` header.
fn asked_for(headers: &HeaderMap) -> Result<Option<Kind>, String> {
    let Some(header) = headers.get("x-sandbox-fault") else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(header.as_bytes()).into_owned();
    let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Kind::read(value)
        .map(Some)
        .map_err(|reason| format!("x-sandbox-fault: {reason}"))
}

/// The body, or the status it is refused with, and how many bytes came.
async fn read(mut body: Body) -> (Result<Bytes, StatusCode>, u64) {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return (Err(StatusCode::BAD_REQUEST), length as u64);
        };
        let data = frame.into_data().unwrap_or_default();
        length += data.len();
        if length > MAX_DISCARDED {
            break;
        }
        if length <= MAX_BODY {
            kept.extend_from_slice(&data);
        }
    }
    let body = if length <= MAX_BODY {
        Ok(kept.into())
    } else {
        Err(StatusCode::PAYLOAD_TOO_LARGE)
    };
    (body, length as u64)
}

fn nobody_here() -> Response {
    refuse(
        StatusCode::NOT_FOUND,
        "No vendor of the sandbox is mounted here; GET /_sandbox/ lists them.",
    )
}

/// The sandbox's own refusal, which no vendor would send.
pub(crate) fn refuse(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "sandbox": reason }))).into_response()
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the sandbox dropped the connection")
    }
}

impl std::error::Error for Dropped {}
