//! The vendor's answers: its bodies, headers and texts.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use crate::jobs::{Job, Phase};
use crate::vendors::work::Refusal;

const WRONG_METHOD_PAGE: &str = "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n\
                                 <h1>Method Not Allowed</h1>\n<p>The method is not allowed for the requested URL.</p>\n</html>\n";

pub(super) fn refuse(status: StatusCode, text: &str) -> Refusal {
    Box::new(error(status, text))
}

/// A refusal that says what the vendor usually says.
pub(super) fn refuse_as_usual(status: StatusCode) -> Refusal {
    refuse(status, usual_text(status))
}

/// The sandbox itself could not make the audio.
pub(super) fn broken(reason: String) -> Refusal {
    refuse(StatusCode::INTERNAL_SERVER_ERROR, &reason)
}

/// The gateway's error. A rate limit has the longer form of its authentication.
pub(super) fn error(status: StatusCode, text: &str) -> Response {
    if status == StatusCode::TOO_MANY_REQUESTS {
        return named_error(status, "rate_limit_exceeded", text);
    }
    (status, Json(json!({ "error": text }))).into_response()
}

fn named_error(status: StatusCode, name: &str, text: &str) -> Response {
    let body = json!({ "error": name, "error_description": text, "status_code": status.as_u16() });
    (status, Json(body)).into_response()
}

pub(super) fn usual_text(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Invalid parameters or request format",
        401 => "Unauthorized. API key is invalid or may have expired.",
        403 => "You do not have permission to access this model.",
        404 => "Model or endpoint not found",
        406 => "Insufficient credits",
        410 => "This model has been retired and is no longer available.",
        429 => "Too many requests.",
        500 => "Internal server error",
        502 => "Service temporarily unavailable",
        504 => "Request timed out",
        _ => status.canonical_reason().unwrap_or("Unknown error"),
    }
}

pub(super) fn missing_key() -> Refusal {
    refuse(
        StatusCode::UNAUTHORIZED,
        "Missing Authorization or x-api-key in header",
    )
}

pub(super) fn invalid_key() -> Refusal {
    refuse_as_usual(StatusCode::UNAUTHORIZED)
}

/// The gateway takes no bearer token, an API key least of all.
pub(super) fn bearer_refused() -> Refusal {
    Box::new(named_error(
        StatusCode::UNAUTHORIZED,
        "invalid_token",
        "Token is invalid or expired.",
    ))
}

/// The one error of the gateway that is not JSON.
pub(super) fn wrong_method() -> Refusal {
    Box::new((StatusCode::METHOD_NOT_ALLOWED, Html(WRONG_METHOD_PAGE)).into_response())
}

pub(super) fn insufficient_credits(balance: f64, price: f64) -> Refusal {
    let text = format!(
        "Insufficient credits. Your balance is ${balance:.4} and this request needs ${price:.4}."
    );
    refuse(StatusCode::NOT_ACCEPTABLE, &text)
}

pub(super) fn no_such_request(id: &str) -> Refusal {
    refuse(StatusCode::NOT_FOUND, &format!("Request {id} not found"))
}

/// A v1 call that failed: 422 is v2's alone.
pub(super) fn direct_failure(text: &str) -> Refusal {
    refuse(StatusCode::INTERNAL_SERVER_ERROR, text)
}

pub(super) fn credits(balance: f64) -> Response {
    Json(json!({ "credits": cents(balance), "free-credits": 0 })).into_response()
}

/// The answer to a v2 submit.
pub(super) fn queued(job: &Job, origin: &str) -> Response {
    let id = &job.id;
    Json(json!({
        "request_id": id,
        "status": "QUEUED",
        "status_url": status_url(id, origin),
        "response_url": response_url(id, origin),
        "poll_url": format!("{origin}/segmind/v1/requests/{id}"),
    }))
    .into_response()
}

pub(super) fn pending(job: &Job, phase: Phase<'_>, origin: &str) -> Response {
    Json(json!({
        "status": if phase == Phase::Queued { "QUEUED" } else { "PROCESSING" },
        "request_id": job.id,
        "status_url": status_url(&job.id, origin),
        "response_url": response_url(&job.id, origin),
        "metrics": {},
    }))
    .into_response()
}

/// A completed job's status: the output is only in its result.
pub(super) fn completed(job: &Job) -> Response {
    let metrics = json!({ "inference_time": seconds(job.timing.run) });
    Json(json!({ "status": "COMPLETED", "request_id": job.id, "metrics": metrics })).into_response()
}

/// A failed job, on status and result alike. It was not charged, so no cost is named.
pub(super) fn failed(job: &Job, error: &str) -> Response {
    let body = json!({ "status": "FAILED", "request_id": job.id, "error": error, "metrics": timings(job) });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

/// A completed job's result, its audio in the field named.
pub(super) fn result(job: &Job, (field, output): (&str, Value), balance: f64) -> Response {
    let mut metrics = timings(job);
    metrics["cost"] = job.usd.into();
    metrics["remaining_credits"] = cents(balance).into();
    metrics["retry_count"] = 0.into();
    Json(json!({ "status": "COMPLETED", "request_id": job.id, field: output, "metrics": metrics }))
        .into_response()
}

/// A direct call's audio as JSON, which one of the vendor's samples expects.
pub(super) fn json_audio(field: &str, audio: Value) -> Response {
    Json(json!({ field: audio })).into_response()
}

pub(super) fn file_url(job: &Job, origin: &str) -> String {
    let extension = job.recipe.sound.extension();
    format!("{origin}/segmind-assets/{}.{extension}", job.id)
}

/// Adds the headers of a v1 answer.
pub(super) fn with_accounts(mut response: Response, job: &Job, balance: f64) -> Response {
    let accounts = [
        ("x-request-id", job.id.clone()),
        ("x-cost", job.usd.to_string()),
        ("x-remaining-credits", cents(balance).to_string()),
        ("x-generation-time", seconds(job.timing.run).to_string()),
        ("x-seed-value", job.recipe.seed.to_string()),
    ];
    for (name, value) in accounts {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
}

fn status_url(id: &str, origin: &str) -> String {
    format!("{origin}/segmind/v2/requests/{id}/status")
}

fn response_url(id: &str, origin: &str) -> String {
    format!("{origin}/segmind/v2/requests/{id}")
}

fn timings(job: &Job) -> Value {
    json!({
        "inference_time": seconds(job.timing.run),
        "queue_time": seconds(job.timing.queue),
        "total_time": seconds(job.timing.total()),
    })
}

/// Seconds to the millisecond.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1000.0).round() / 1000.0
}

/// US dollars to a hundredth of a cent.
fn cents(usd: f64) -> f64 {
    (usd * 10_000.0).round() / 10_000.0
}
