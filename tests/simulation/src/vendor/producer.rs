//! The Producer API: four shapes of "not yet", lists and objects, codes in the body.

use tutti_core::http::Response;
use tutti_core::{Map, Operation, Value};

use super::{Errand, Route, decode, file};
use crate::fault::json;
use crate::work::{Fate, Vendor, Work};

pub(super) fn route(path: &str, posted: bool) -> Route {
    if let Some(id) = path
        .strip_prefix("/api/v1/producer/task/")
        .filter(|_| !posted)
    {
        return Route::Status(decode(id));
    }
    match (posted, path) {
        (
            true,
            "/api/v1/producer/create" | "/api/v1/producer/upload" | "/api/v1/producer/download",
        ) => Route::Order { direct: false },
        (false, "/api/v1/get-credits") => Route::Balance,
        _ => Route::Nowhere,
    }
}

pub(super) fn taken(work: &Work) -> Response {
    let id = work.id.as_str();
    let body = Map::new().with("message", "success");
    json(
        200,
        match work.shape_of(0, 4) {
            0 => body.with("task_id", id),
            1 => body
                .with("code", 200.0)
                .with("data", Map::new().with("task_id", id)),
            _ => body.with("code", 200.0).with("task_id", id),
        },
    )
}

pub(super) fn report(work: &Work, errand: Errand, now: u64) -> Response {
    if !work.is_done(now) {
        return pending(work, now);
    }
    match work.fate {
        Fate::Made(pieces) => json(200, made(work, errand.operation, pieces)),
        Fate::Failed { blocked, charged } => failed(work, blocked, charged),
    }
}

fn pending(work: &Work, now: u64) -> Response {
    let word = if now < work.begins {
        "PENDING"
    } else {
        "RUNNING"
    };
    let not_ready = Map::new()
        .with("type", "not_ready")
        .with("error", "The task is still processing.");
    match work.shape_of(1, 6) {
        0 => json(202, not_ready.with("code", 202.0)),
        1 => json(200, not_ready),
        2 => json(200, Map::new().with("code", 200.0).with("status", word)),
        3 => json(
            200,
            Map::new()
                .with("code", 200.0)
                .with("status", "DREAMING")
                .with("data", Value::List(Vec::new())),
        ),
        // A preview is no result.
        4 => json(
            200,
            Map::new().with("data", vec![clip(work, 0, "streaming")]),
        ),
        _ => json(
            200,
            Map::new()
                .with("code", 200.0)
                .with("data", vec![clip(work, 0, "running")]),
        ),
    }
}

fn made(work: &Work, operation: Operation, pieces: u64) -> Map {
    let body = Map::new().with("code", 200.0).with("message", "success");
    match operation {
        Operation::Upload => body.with("data", upload(work)),
        Operation::Download => body.with("data", download(work)),
        _ if work.shape_of(2, 5) == 0 => body
            .with("status", "SUCCESS")
            .with("data", clip(work, 0, "succeeded")),
        _ => {
            let clips: Vec<Value> = (0..pieces)
                .map(|piece| clip(work, piece, "succeeded"))
                .collect();
            body.with("data", clips)
        }
    }
}

fn upload(work: &Work) -> Value {
    Map::new()
        .with("clip_id", format!("clip-{}", work.id))
        .with("audio_url", file(Vendor::Producer, work, 0, "mp3"))
        .with("lyrics", "la")
        .into()
}

/// What a download answers is not documented: a text, an object, or a list.
fn download(work: &Work) -> Value {
    let url = file(Vendor::Producer, work, 0, "mp3");
    match work.shape_of(3, 3) {
        0 => url.into(),
        1 => Map::new().with("download_url", url).into(),
        _ => Value::List(vec![Map::new().with("url", url).into()]),
    }
}

fn clip(work: &Work, piece: u64, state: &str) -> Value {
    let wav = (work.shape_of(4, 2) == 0).then(|| file(Vendor::Producer, work, piece, "wav"));
    Map::new()
        .with("clip_id", format!("clip-{}-{piece}", work.id))
        .with("title", "Late Night Study")
        .with("audio_url", file(Vendor::Producer, work, piece, "m4a"))
        .with("wav_url", wav)
        .with("state", state)
        .into()
}

fn failed(work: &Work, blocked: bool, charged: bool) -> Response {
    let why = if blocked {
        "The lyrics violate our content policy"
    } else {
        "Task failed"
    };
    let words = if charged {
        why.to_owned()
    } else {
        format!("{why}; the credits were refunded")
    };
    match work.shape_of(5, 3) {
        0 => json(
            200,
            Map::new()
                .with("code", 500.0)
                .with("data", Value::List(Vec::new()))
                .with("message", words),
        ),
        1 => json(
            200,
            Map::new()
                .with("code", 200.0)
                .with("message", words)
                .with("data", vec![clip(work, 0, "failed")]),
        ),
        _ => json(
            200,
            Map::new().with("status", "FAILED").with("message", words),
        ),
    }
}
