//! Pixazo: two ways to ask how a job stands, each with words of its own.

use tutti_core::http::Response;
use tutti_core::{Map, Value};

use super::{Errand, Route, decode, file};
use crate::fault::{ELSEWHERE, json};
use crate::work::{Fate, Vendor, Work};

pub(super) fn route(path: &str, posted: bool, body: Option<&Value>) -> Route {
    if let Some(id) = path
        .strip_prefix("/v2/requests/status/")
        .filter(|_| !posted)
    {
        return match id {
            "tutti-knock" => Route::Balance,
            id => Route::Status(decode(id)),
        };
    }
    if posted && path.ends_with("/generate") {
        return Route::Order { direct: false };
    }
    match body.map(|body| body.get("prediction_id")) {
        Some(Value::Text(id)) if posted && path == "/lyria-2/v1/lyria-2/prediction" => {
            Route::Prediction(id.clone())
        }
        _ => Route::Nowhere,
    }
}

pub(super) fn taken(work: &Work) -> Response {
    let body = Map::new()
        .with("request_id", work.id.as_str())
        .with("status", "QUEUED");
    let home = match work.shape_of(0, 6) {
        0 => return json(202, body),
        1 => ELSEWHERE,
        2 => "",
        _ => Vendor::Pixazo.live(),
    };
    let id = &work.id;
    json(
        202,
        body.with("polling_url", format!("{home}/v2/requests/status/{id}")),
    )
}

pub(super) fn report(route: &Route, work: &Work, errand: Errand, now: u64) -> Response {
    if let Route::Prediction(_) = route {
        return prediction(work, now);
    }
    if errand.two_ways && work.shape_of(1, 3) == 0 {
        return Vendor::Pixazo.knows_nothing();
    }
    let body = Map::new()
        .with("request_id", work.id.as_str())
        .with("model_id", "lyria-2")
        .with("created_at", "2026-03-31T10:00:00.000Z");
    if !work.is_done(now) {
        let word = match work.shape_of(2, 7) {
            _ if now < work.begins => "QUEUED",
            0 => "Uploading",
            _ => "PROCESSING",
        };
        return json(200, body.with("status", word));
    }
    match work.fate {
        Fate::Made(_) => json(200, made(work, body)),
        Fate::Failed { blocked, charged } => {
            let word = if charged { "FAILED" } else { "ERROR" };
            json(200, body.with("status", word).with("error", words(blocked)))
        }
    }
}

fn prediction(work: &Work, now: u64) -> Response {
    let body = Map::new().with("request_id", work.id.as_str());
    if !work.is_done(now) {
        return json(200, body.with("status", "processing"));
    }
    match work.fate {
        Fate::Made(_) => json(
            200,
            body.with("success", true)
                .with("status", "succeeded")
                .with("audio", file(Vendor::Pixazo, work, 0, "wav")),
        ),
        Fate::Failed { blocked, charged } => {
            let word = if charged { "failed" } else { "error" };
            json(
                200,
                body.with("success", false)
                    .with("status", word)
                    .with("error", words(blocked)),
            )
        }
    }
}

fn made(work: &Work, body: Map) -> Map {
    let url = Value::from(file(Vendor::Pixazo, work, 0, "ext"));
    let output: Value = match work.shape_of(3, 4) {
        0 => url,
        1 => Map::new().with("media_url", url).into(),
        _ => Map::new()
            .with("media_url", vec![url])
            .with("media_type", "application/octet-stream")
            .into(),
    };
    body.with("status", "COMPLETED")
        .with("output", output)
        .with("completed_at", "2026-03-31T10:00:15.000Z")
}

const fn words(blocked: bool) -> &'static str {
    if blocked {
        "Blocked by moderation"
    } else {
        "The model fell over"
    }
}
