//! Segmind: two routes to ask by in the queued form, the audio itself in the direct one.

use tutti_core::audio::{AudioFacts, Container};
use tutti_core::http::{Body, Response};
use tutti_core::{Map, Value};

use super::{Route, audio, decode, file};
use crate::fault::{ELSEWHERE, json};
use crate::work::{Fate, Vendor, Work};

const LIVE: &str = Vendor::Segmind.live();

pub(super) fn route(path: &str, posted: bool) -> Route {
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    match (posted, steps.as_slice()) {
        (true, ["v1", _]) => Route::Order { direct: true },
        (true, ["v2", _]) => Route::Order { direct: false },
        (false, ["v2", "requests", id, "status"]) => Route::Status(decode(id)),
        (false, ["v2", "requests", id]) => Route::Result(decode(id)),
        (false, ["v1", "get-user-credits"]) => Route::Balance,
        _ => Route::Nowhere,
    }
}

/// The two addresses come as they should, relative, on another host, or not at all.
pub(super) fn taken(work: &Work) -> Response {
    let home = match work.shape_of(0, 8) {
        0 => ELSEWHERE,
        1 => "",
        _ => LIVE,
    };
    let body = Map::new().with("request_id", work.id.as_str());
    let body = match work.shape_of(1, 6) {
        0 => body,
        _ => body.with("status", "QUEUED"),
    };
    if work.shape_of(0, 8) == 2 {
        return json(200, body);
    }
    let id = &work.id;
    json(
        200,
        body.with("status_url", format!("{home}/v2/requests/{id}/status"))
            .with("response_url", format!("{home}/v2/requests/{id}"))
            .with("poll_url", format!("{home}/v1/requests/{id}")),
    )
}

pub(super) fn report(route: &Route, work: &Work, now: u64) -> Response {
    if work.has_failed(now) {
        return failed(work);
    }
    if !work.is_done(now) {
        let word = if now < work.begins {
            "QUEUED"
        } else if work.shape_of(2, 9) == 0 {
            "WARMING_UP"
        } else {
            "PROCESSING"
        };
        let body = Map::new()
            .with("status", word)
            .with("request_id", work.id.as_str());
        return json(200, body.with("metrics", Map::new()));
    }
    let body = Map::new().with("status", "COMPLETED");
    match route {
        Route::Result(_) => json(
            200,
            body.with("output", output(work))
                .with("metrics", Map::new().with("cost", 0.09)),
        ),
        _ => json(
            200,
            body.with("request_id", work.id.as_str())
                .with("metrics", Map::new().with("inference_time", 26.4)),
        ),
    }
}

/// The direct form's answer, when the music is made: bytes, an address, or (as one of its pages has it) ids to ask by.
pub(crate) fn direct(work: &Work) -> Response {
    if let Fate::Failed { .. } = work.fate {
        return failed(work);
    }
    match work.shape_of(3, 6) {
        0 => json(200, Map::new().with("output", output(work))),
        1 => taken(work),
        _ => audio(Body::Audio(Ok(facts()))),
    }
}

/// A file that is whole.
pub(crate) const fn facts() -> AudioFacts {
    AudioFacts {
        container: Container::Wav,
        sample_rate_hz: Some(48_000),
        channels: Some(2),
        seconds: Some(32.8),
        bytes: 6_297_644,
    }
}

fn failed(work: &Work) -> Response {
    let Fate::Failed { blocked, charged } = work.fate else {
        return json(500, Map::new());
    };
    let words = if blocked {
        "Prompt blocked by safety filters"
    } else {
        "CUDA out of memory"
    };
    let cost = Map::new().with("cost", if charged { 0.09 } else { 0.0 });
    let body = Map::new()
        .with("status", "FAILED")
        .with("error", words)
        .with("metrics", cost);
    json(422, body)
}

/// An address, a list of them, an object, or the file itself.
fn output(work: &Work) -> Value {
    let Fate::Made(pieces) = work.fate else {
        return Value::Null;
    };
    let url = |piece| file(Vendor::Segmind, work, piece, "wav");
    if pieces > 1 {
        return Value::List((0..pieces).map(|piece| url(piece).into()).collect());
    }
    match work.shape_of(4, 8) {
        0 => Map::new()
            .with("audio", Map::new().with("url", url(0)))
            .into(),
        1 => format!("data:audio/wav;base64,{}", "UklGRgAA".repeat(12)).into(),
        _ => url(0).into(),
    }
}
