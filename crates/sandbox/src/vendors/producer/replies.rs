//! The vendor's answers: its bodies and texts.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::jobs::{Failure, Job, Phase};
use crate::kind::Waiting;
use crate::vendors::work::{Refusal, iso};

const NOT_READY: &str = "The task is still processing, please try again later.";

pub(super) fn refuse(status: StatusCode, text: &str) -> Refusal {
    Box::new(error(status, text))
}

pub(super) fn error(status: StatusCode, text: &str) -> Response {
    let kind = match status.as_u16() {
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        _ => "api_error",
    };
    let body = json!({ "code": status.as_u16(), "type": kind, "error": text });
    (status, Json(body)).into_response()
}

pub(super) fn usual_text(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "Invalid request.",
        401 => "Invalid API key.",
        403 => "Insufficient credits.",
        404 => "Not found.",
        410 => "This operation is no longer supported.",
        429 => "Too many requests, please slow down.",
        500 => "Internal server error.",
        _ => status.canonical_reason().unwrap_or("Unknown error"),
    }
}

/// The answer to a paid call.
pub(super) fn taken(job: &Job) -> Response {
    Json(json!({ "code": 200, "message": "success", "task_id": job.id })).into_response()
}

pub(super) fn credits(credits: u64) -> Response {
    Json(json!({ "credits": credits, "extra_credits": 0 })).into_response()
}

/// That a job is not done yet, told in one of the ways the vendor has.
pub(super) fn waiting(phase: Phase<'_>, way: Waiting, data: Value) -> Response {
    let running = phase == Phase::Running;
    match way {
        Waiting::Accepted => {
            let body = json!({ "code": 202, "type": "not_ready", "error": NOT_READY });
            (StatusCode::ACCEPTED, Json(body)).into_response()
        }
        Waiting::NotReady => {
            Json(json!({ "code": 200, "type": "not_ready", "error": NOT_READY })).into_response()
        }
        Waiting::Status => {
            let word = if running { "RUNNING" } else { "PENDING" };
            Json(json!({ "code": 200, "status": word, "message": "success" })).into_response()
        }
        Waiting::Clips => {
            Json(json!({ "code": 200, "data": data, "message": "success" })).into_response()
        }
    }
}

/// That a job has failed, in the manner of how it was told to wait.
pub(super) fn failed(failure: &Failure, way: Waiting, data: Value) -> Response {
    let message = failure.reason.as_str();
    Json(match way {
        Waiting::Accepted | Waiting::NotReady => {
            json!({ "code": 500, "data": [], "message": message })
        }
        Waiting::Status => {
            json!({ "code": 200, "status": "FAILED", "data": [], "message": message })
        }
        Waiting::Clips => json!({ "code": 200, "data": data, "message": message }),
    })
    .into_response()
}

pub(super) fn done(way: Waiting, data: Value) -> Response {
    let mut body = json!({ "code": 200, "data": data, "message": "success" });
    if way == Waiting::Status {
        body["status"] = "SUCCESS".into();
    }
    Json(body).into_response()
}

/// A webhook's good news; its data is always a list.
pub(super) fn told(data: Vec<Value>) -> Value {
    json!({ "code": 200, "data": data, "message": "success" })
}

/// Whether a task's data is a list of clips rather than one object.
pub(super) fn tells_a_list(job: &Job) -> bool {
    !matches!(job.model, "upload" | "download")
}

/// What a completed job has made.
pub(super) fn result(job: &Job, origin: &str) -> Value {
    let id = &job.notes["clip_id"];
    match job.model {
        "upload" => json!({ "clip_id": id, "audio_url": url(job, origin, ".mp3"), "lyrics": "" }),
        "download" => {
            let format = &job.notes["format"];
            json!({ "clip_id": id, "format": format, "download_url": best_url(job, origin) })
        }
        _ => clip(job, origin, "succeeded"),
    }
}

/// A clip in a state. While it runs, its audio is a preview.
pub(super) fn clip(job: &Job, origin: &str, state: &str) -> Value {
    let done = state == "succeeded";
    let url = |name| url(job, origin, name);
    let audio_url = match state {
        "succeeded" => Some(url(".mp3")),
        "running" | "streaming" => Some(url("-preview.mp3")),
        _ => None,
    };
    let notes = &job.notes;
    json!({
        "clip_id": notes["clip_id"],
        "title": notes["title"],
        "audio_url": audio_url,
        "wav_url": done.then(|| url("-wav.wav")),
        "image_url": done.then(|| url(".svg")),
        "video_url": null,
        "sound": notes["sound"],
        "lyrics": notes["lyrics"],
        "lyrics_id": notes["lyrics_id"],
        "lyrics_timing_markers": if done { markers(job) } else { Vec::new() },
        "mv": "Lyria 3 Pro",
        "seed": notes["seed"],
        "state": state,
        "duration": null,
        "created_at": iso(job.taken_utc),
    })
}

/// The one URL to take a job's audio from.
pub(super) fn best_url(job: &Job, origin: &str) -> String {
    let wav = job.model != "download" || job.notes["format"] == "wav";
    url(job, origin, if wav { "-wav.wav" } else { ".mp3" })
}

fn url(job: &Job, origin: &str, ending: &str) -> String {
    let clip = job.notes["clip_id"].as_str().unwrap_or_default();
    format!("{origin}/producer-assets/{clip}{ending}")
}

/// For each line that is sung: which word it begins with, and when, in seconds.
fn markers(job: &Job) -> Vec<Value> {
    let lyrics = job.notes["lyrics"].as_str().unwrap_or_default();
    let sung = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('[');
    let words = |line: &str| line.split_whitespace().count();
    let total: usize = lyrics.lines().filter(sung).map(words).sum();
    let seconds = f64::from(job.recipe.millis) / 1000.0;
    let mut word = 0;
    let marker = |line| {
        let at = seconds * word as f64 / total as f64;
        let marker = json!([word, (at * 1000.0).round() / 1000.0]);
        word += words(line);
        marker
    };
    lyrics.lines().filter(sung).map(marker).collect()
}
