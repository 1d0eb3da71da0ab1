//! AI/ML API: one address starts the work and tells how it stands.

use tutti_core::http::Response;
use tutti_core::{Map, Value};

use super::{Route, decode, file};
use crate::fault::json;
use crate::work::{Fate, Vendor, Work};

pub(super) fn route(path: &str, query: &str, posted: bool) -> Route {
    let id = query.strip_prefix("generation_id=").map(decode);
    match (posted, path, id) {
        (true, "/v2/generate/audio", None) => Route::Order { direct: false },
        (false, "/v2/generate/audio", Some(id)) => Route::Status(id),
        (false, "/v2/billing", None) => Route::Balance,
        _ => Route::Nowhere,
    }
}

pub(super) fn taken(work: &Work) -> Response {
    let body = Map::new().with("id", work.id.as_str());
    let status = [200, 201][work.shape_of(0, 2) as usize];
    match work.shape_of(1, 5) {
        0 => json(status, body),
        _ => json(status, body.with("status", "queued")),
    }
}

pub(super) fn report(work: &Work, now: u64) -> Response {
    let body = Map::new().with("id", work.id.as_str());
    if !work.is_done(now) {
        let word = match work.shape_of(2, 6) {
            _ if now < work.begins => "queued",
            0 => "waiting",
            1 => "thinking",
            _ => "generating",
        };
        return json(200, body.with("status", word));
    }
    match work.fate {
        Fate::Made(_) => json(200, made(work, body)),
        Fate::Failed { blocked, .. } => json(200, failed(work, body, blocked)),
    }
}

fn made(work: &Work, body: Map) -> Map {
    let end = if work.shape_of(3, 3) == 0 {
        "mp3"
    } else {
        "wav"
    };
    let file = Map::new()
        .with("url", file(Vendor::Aimlapi, work, 0, end))
        .with("content_type", "application/octet-stream")
        .with("file_name", "output.wav")
        .with("file_size", 6_291_544.0);
    let usage = Map::new()
        .with("credits_used", 120_000.0)
        .with("usd_spent", 0.06);
    body.with("status", "completed")
        .with("audio_file", file)
        .with("meta", Map::new().with("usage", usage))
}

/// An object, a text, or nothing at all says why.
fn failed(work: &Work, body: Map, blocked: bool) -> Map {
    let words = if blocked {
        "The prompt violates the content policy"
    } else {
        "upstream failed"
    };
    let body = body.with("status", "error");
    match work.shape_of(4, 3) {
        0 => body.with("error", words),
        1 => body.with("error", Value::Null),
        _ => body.with(
            "error",
            Map::new().with("name", "Error").with("message", words),
        ),
    }
}
