//! The vendor's answers: its bodies and texts.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::jobs::{Failure, Job, Phase};
use crate::vendors::pixazo::models::Model;
use crate::vendors::pixazo::order::OF_THE_MODEL;
use crate::vendors::work::{Refusal, iso};

pub(super) fn refuse(status: StatusCode, text: &str) -> Refusal {
    Box::new(error(status, text))
}

pub(super) fn error(status: StatusCode, text: &str) -> Response {
    let title = match status {
        StatusCode::PAYMENT_REQUIRED => "Insufficient Balance",
        _ => status.canonical_reason().unwrap_or("Error"),
    };
    titled(status, title, text)
}

fn titled(status: StatusCode, title: &str, text: &str) -> Response {
    (status, Json(json!({ "error": title, "message": text }))).into_response()
}

pub(super) fn usual_text(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "The request is not valid.",
        401 => {
            "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription."
        }
        402 => "Your wallet does not have enough balance.",
        403 => "You do not have permission to use this model.",
        404 => "Resource not found",
        429 => "Rate limit is exceeded. Try again later.",
        _ => status.canonical_reason().unwrap_or("Unknown error"),
    }
}

pub(super) fn missing_key() -> Refusal {
    let text = "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.";
    refuse(StatusCode::UNAUTHORIZED, text)
}

/// A missing model is a bad request here.
pub(super) fn no_such_model(name: &str) -> Refusal {
    let text = format!("Model '{name}' not found or is disabled");
    Box::new(titled(StatusCode::BAD_REQUEST, "Model not found", &text))
}

pub(super) fn insufficient_balance(price: f64) -> Refusal {
    let text = format!(
        "{} Required: ${price:.2}",
        usual_text(StatusCode::PAYMENT_REQUIRED)
    );
    refuse(StatusCode::PAYMENT_REQUIRED, &text)
}

/// The answer to a submit.
pub(super) fn accepted(job: &Job, origin: &str) -> Response {
    let body = json!({
        "request_id": job.id,
        "status": "QUEUED",
        "polling_url": format!("{origin}/pixazo/v2/requests/status/{}", job.id),
    });
    (StatusCode::ACCEPTED, Json(body)).into_response()
}

/// The universal route's word for a phase.
pub(super) fn state(phase: Phase<'_>) -> &'static str {
    match phase {
        Phase::Queued => "QUEUED",
        Phase::Running => "PROCESSING",
        Phase::Done => "COMPLETED",
        Phase::Failed(failure) if failure.name == Some(OF_THE_MODEL) => OF_THE_MODEL,
        Phase::Failed(_) => "ERROR",
    }
}

/// A job as the universal route and the webhook tell it.
pub(super) fn status(job: &Job, phase: Phase<'_>, output: Value) -> Value {
    let ended_utc = job.taken_utc.saturating_add(job.timing.total());
    let (updated, completed) = match phase {
        Phase::Queued => (job.taken_utc, None),
        Phase::Running => (job.taken_utc.saturating_add(job.timing.queue), None),
        Phase::Done | Phase::Failed(_) => (ended_utc, Some(ended_utc)),
    };
    json!({
        "request_id": job.id,
        "status": state(phase),
        "model_id": job.model,
        "error": reason(phase),
        "output": output,
        "created_at": iso(job.taken_utc),
        "updated_at": iso(updated),
        "completed_at": completed.map(iso),
    })
}

/// The output of a completed job, as the universal route tells it.
pub(super) fn output(model: &Model, job: &Job, origin: &str) -> Value {
    let (_, media_type) = model.file;
    json!({ "media_url": [media_url(model, job, origin)], "media_type": media_type })
}

pub(super) fn media_url(model: &Model, job: &Job, origin: &str) -> String {
    let (name, _) = model.file;
    format!("{origin}/pixazo-assets/v1/{}/{name}", job.id)
}

/// A job as the model's own route tells it, under the id it was asked by.
pub(super) fn prediction(job: &Job, id: &str, phase: Phase<'_>, audio: (&str, Value)) -> Value {
    let (word, success) = match phase {
        Phase::Queued => ("starting", true),
        Phase::Running => ("processing", true),
        Phase::Done => ("succeeded", true),
        Phase::Failed(_) => ("failed", false),
    };
    let (field, audio) = audio;
    let mut body = json!({
        field: audio,
        "success": success,
        "request_id": id,
        "status": word,
        "input": job.notes,
        "created_at": iso(job.taken_utc),
    });
    if let Some(reason) = reason(phase) {
        body["error"] = reason.into();
    }
    body
}

/// A job of Tracks as its own route tells it.
pub(super) fn task(job: &Job, phase: Phase<'_>, url: &str) -> Value {
    match phase {
        Phase::Queued => json!({ "task_id": job.id, "status": "queued" }),
        Phase::Running => json!({ "task_id": job.id, "status": "processing" }),
        Phase::Done => json!({ "task_id": job.id, "status": "completed", "audio_url": url }),
        Phase::Failed(failure) => {
            json!({ "task_id": job.id, "status": "failed", "message": failure.reason })
        }
    }
}

pub(super) fn prediction_url(id: &str, origin: &str) -> String {
    format!("{origin}/pixazo-assets/lyria-2/{id}_output_0.wav")
}

fn reason(phase: Phase<'_>) -> Option<&str> {
    match phase {
        Phase::Failed(Failure { reason, .. }) => Some(reason),
        _ => None,
    }
}
