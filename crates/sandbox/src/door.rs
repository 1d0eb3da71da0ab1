//! The way in: finds the vendor, reads the body, works the faults, opens CORS and writes the ledger.

use std::fmt;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::cors::{self, Area};
use crate::faults::Kind;
use crate::ledger::{Book, Seen};
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
    match vendors::find(request.uri().path()) {
        Some((vendor, area, path)) => {
            let path = path.to_owned();
            answer(sandbox, vendor, area, path, request).await
        }
        None => nobody_here(),
    }
}

async fn answer(
    sandbox: Sandbox,
    vendor: &'static dyn Vendor,
    area: Area,
    path: String,
    request: Request,
) -> Response {
    let host = host(&request);
    let (parts, body) = request.into_parts();
    let route = vendor.route(area, &parts.method, &path);
    let mut entry = Entry {
        book: &sandbox.0.book,
        seen: Some(seen(&sandbox, vendor, &parts, &host)),
    };
    if cors::is_preflight(&parts.method, &parts.headers) && sandbox.0.cors.on(area) {
        return finish(&sandbox, area, None, cors::preflight(), entry);
    }
    entry.note(|seen| seen.route = route);
    let fault = match asked_for(&parts.headers) {
        Ok(None) => lock(&sandbox.0.faults).pick(vendor.id(), route),
        Ok(fault) => fault,
        Err(reason) => {
            return finish(
                &sandbox,
                area,
                None,
                refuse(StatusCode::BAD_REQUEST, &reason),
                entry,
            );
        }
    };
    let (body, length) = read(body).await;
    entry.note(|seen| {
        seen.bytes = length;
        seen.fault = fault.as_ref().map(|kind| kind.name().to_owned());
    });
    let response = match body {
        None => vendor.error(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The request body is too large.",
        ),
        Some(body) => {
            let call = Call {
                sandbox: sandbox.clone(),
                method: parts.method,
                path,
                headers: parts.headers,
                body,
                origin: format!("http://{host}"),
                fault: fault.clone(),
            };
            damage::answer(vendor, area, call, parts.uri.path_and_query()).await
        }
    };
    finish(&sandbox, area, fault.as_ref(), response, entry)
}

fn finish(
    sandbox: &Sandbox,
    area: Area,
    fault: Option<&Kind>,
    mut response: Response,
    mut entry: Entry<'_>,
) -> Response {
    if sandbox.0.cors.on(area) && fault != Some(&Kind::NoCors {}) {
        cors::open(&mut response);
    }
    let dropped = response.extensions().get::<Dropped>().is_some();
    entry.note(|seen| seen.status = (!dropped).then(|| response.status().as_u16()));
    response
}

/// A line of the ledger in the making. Written when it is let go of, so that a caller who hangs up is in it too.
struct Entry<'a> {
    book: &'a Book,
    seen: Option<Seen>,
}

impl Entry<'_> {
    fn note(&mut self, write: impl FnOnce(&mut Seen)) {
        if let Some(seen) = &mut self.seen {
            write(seen);
        }
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        if let Some(seen) = self.seen.take() {
            self.book.saw(seen);
        }
    }
}

fn seen(
    sandbox: &Sandbox,
    vendor: &dyn Vendor,
    parts: &axum::http::request::Parts,
    host: &Authority,
) -> Seen {
    let text = |name| {
        parts
            .headers
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Seen {
        at_ms: millis(sandbox.clock().now()),
        vendor: vendor.id().to_owned(),
        route: None,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        status: None,
        host: host.to_string(),
        origin: text(ORIGIN),
        key: vendor
            .key(&parts.headers)
            .map(|key| sandbox.0.book.fingerprint(key)),
        bytes: 0,
        fault: None,
    }
}

/// The host as the caller knows it, for the URLs that are returned.
fn host(request: &Request) -> Authority {
    let header = request
        .headers()
        .get(HOST)
        .and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let named = header.or_else(|| request.uri().authority().cloned());
    named
        .filter(|host| !host.as_str().contains('@'))
        .unwrap_or_else(|| Authority::from_static("localhost"))
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

/// The body, or nothing if it is too long or broke off, and how many bytes came.
async fn read(mut body: Body) -> (Option<Bytes>, u64) {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return (None, length as u64);
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
    ((length <= MAX_BODY).then(|| kept.into()), length as u64)
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
