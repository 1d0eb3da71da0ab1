//! The vendor's answers: its bodies, headers and texts.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::door::Call;
use crate::jobs::{Failure, Job};
use crate::random;
use crate::vendors::aimlapi::models;
use crate::vendors::work::{Refusal, iso};

/// What a US dollar buys: the vendor's own examples charge 3390 credits for $0.001695.
const CREDITS_PER_USD: f64 = 2_000_000.0;

pub(super) fn refuse(call: &Call, status: StatusCode, text: &str) -> Refusal {
    Box::new(error(call, status, text))
}

/// A refusal that says what the vendor usually says.
pub(super) fn refuse_as_usual(call: &Call, status: StatusCode) -> Refusal {
    refuse(call, status, usual_text(status))
}

pub(super) fn error(call: &Call, status: StatusCode, text: &str) -> Response {
    let body = json!({
        "message": text,
        "path": call.path,
        "requestId": random().to_string(),
        "statusCode": status.as_u16(),
        "timestamp": iso(call.sandbox.clock().utc()),
    });
    (status, Json(body)).into_response()
}

pub(super) fn usual_text(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Body validation error",
        401 => "Unauthorized",
        403 => {
            "You've run out of credits. Please top up your balance or update your payment method to continue."
        }
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal server error",
        _ => status.canonical_reason().unwrap_or("Unknown error"),
    }
}

/// The answer to a submit. Its headers name what it cost, which a job that will fail does not.
pub(super) fn queued(call: &Call, job: &Job) -> Response {
    let body = json!({ "id": job.id, "status": "queued" });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    let costs = [
        ("x-inference-id", job.id.clone()),
        ("x-aimlapi-credits-used", credits(job.charge()).to_string()),
        ("x-aimlapi-usd-spent", job.charge().to_string()),
    ];
    for (name, value) in costs {
        if let Ok(value) = HeaderValue::from_str(&value) {
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, value);
        }
    }
    if let Some((name, id)) = client_request_id(call) {
        response.headers_mut().insert(name, id);
    }
    response
}

/// The caller's own id, sent back if it is one.
fn client_request_id(call: &Call) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_static("x-client-request-id");
    let id = call.headers.get(&name)?;
    let known = |byte: &u8| byte.is_ascii_alphanumeric() || b"._:-".contains(byte);
    let is_id = (1..=128).contains(&id.len()) && id.as_bytes().iter().all(known);
    is_id.then(|| (name, id.clone()))
}

pub(super) fn pending(job: &Job, word: &str) -> Response {
    Json(json!({ "id": job.id, "status": word })).into_response()
}

/// A completed job, its audio in the field named.
pub(super) fn completed(job: &Job, (field, audio): (&str, Value)) -> Response {
    Json(json!({
        "id": job.id,
        "status": "completed",
        field: audio,
        "meta": { "usage": { "credits_used": credits(job.usd), "usd_spent": job.usd } },
    }))
    .into_response()
}

/// A failed job. The error is an object, or a string where the failure has no name.
pub(super) fn failed(job: &Job, failure: &Failure) -> Response {
    let error = match failure.name {
        Some(name) => json!({ "name": name, "message": failure.reason }),
        None => failure.reason.as_str().into(),
    };
    Json(json!({ "id": job.id, "status": "error", "error": error })).into_response()
}

/// The models, of each what is sure to be told: its id and what it is called.
pub(super) fn models() -> Response {
    let told = |id: &str| json!({ "id": id, "type": "audio", "info": { "name": id } });
    let all: Vec<Value> = models::names().into_iter().map(told).collect();
    Json(json!({ "object": "list", "data": all })).into_response()
}

pub(super) fn balance(usd: f64) -> Response {
    Json(json!({ "current_balance": (usd * 10_000.0).round() / 10_000.0, "currency": "USD" }))
        .into_response()
}

fn credits(usd: f64) -> u64 {
    (usd * CREDITS_PER_USD).round() as u64
}
