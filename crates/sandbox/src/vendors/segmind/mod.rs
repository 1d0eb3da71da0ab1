//! Segmind: "Lyria 2 Serverless API" and "Meta MusicGen Medium" pages, with what its documents say of errors and limits, and
//! the pages of its other music models.
//!
//! Two versions: v2 takes a job on and is polled, v1 holds the call until the audio is there. Where the documents leave a
//! choice open, the answer here is the plainest that fits them: submit answers 200, a result that is not there yet answers as
//! its status does, and the back-compatible `/v1/requests/{id}` answers as the result does. A file that is asked for as text
//! (`base64`) stands in `audio`. Lengths and sounds of models whose pages name none are the sandbox's own.

mod ask;
mod models;
mod order;
mod replies;

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::audio::Container;
use crate::cors::Area;
use crate::door::Call;
use crate::faults::Route;
use crate::jobs::{Fate, Job, Phase};
use crate::kind::Shape;
use crate::vendors::segmind::ask::{Ask, Miss};
use crate::vendors::segmind::models::Model;
use crate::vendors::work::{self, Answered, Order, Refusal};
use crate::vendors::{Answer, Vendor};
use crate::{audio, random};

const ID: &str = "segmind";

/// How long the record of a request is kept after it ended.
const RECORD_KEPT: Duration = Duration::from_secs(60 * 60);

/// How long a file is kept after it was made.
const FILE_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What every key that is not broke starts with, in US dollars.
const CREDITS: f64 = 1000.0;

/// The vendor.
pub(crate) struct Segmind;

impl Vendor for Segmind {
    fn id(&self) -> &'static str {
        ID
    }

    fn route(&self, method: &Method, path: &str) -> Option<Route> {
        Ask::read(method, path).ok().map(|ask| ask.route())
    }

    fn answer<'a>(&self, area: Area, call: &'a Call) -> Answer<'a> {
        work::by_area(area, api(call), file(call))
    }

    fn error(&self, _: &Call, status: StatusCode, text: &str) -> Response {
        replies::error(status, text)
    }

    fn usual_text(&self, status: StatusCode) -> &'static str {
        replies::usual_text(status)
    }

    fn reset_header(&self) -> HeaderName {
        HeaderName::from_static("x-rate-limit-reset-at-utc")
    }

    fn guide(&self) -> &'static str {
        include_str!("guide.html")
    }
}

async fn api(call: &Call) -> Answered {
    let ask = Ask::read(&call.method, &call.path);
    let ask = ask.map_err(|miss| match miss {
        Miss::Path => replies::refuse(StatusCode::NOT_FOUND, "Not Found"),
        Miss::Method => replies::wrong_method(),
    })?;
    let key = check_key(&call.headers)?;
    match ask {
        Ask::Queue(slug) => {
            let job = take(call, slug, key, true)?;
            Ok(replies::queued(&job, &call.origin))
        }
        Ask::Direct(slug) => direct(call, slug, key).await,
        Ask::Status(id) => status(call, id),
        Ask::Result(id) | Ask::Poll(id) => result(call, id, key).await,
        Ask::Credits => Ok(replies::credits(balance(call, key))),
    }
}

/// The key, if it is one that may call at all.
fn check_key(headers: &HeaderMap) -> Result<&[u8], Refusal> {
    match headers.get("x-api-key").map(|key| key.as_bytes()) {
        Some(key) if key.starts_with(b"wrong") => Err(replies::invalid_key()),
        Some(key) if !key.is_empty() => Ok(key),
        _ if headers.contains_key(AUTHORIZATION) => Err(replies::bearer_refused()),
        _ => Err(replies::missing_key()),
    }
}

/// Checks an order as the vendor does, in its order, and takes it on. A queued order's prompt is only looked at when it runs.
fn take(call: &Call, slug: &str, key: &[u8], queued: bool) -> Result<Arc<Job>, Refusal> {
    let model = model(slug)?;
    check_content_type(call)?;
    if key.starts_with(b"denied") {
        return Err(replies::refuse_as_usual(StatusCode::FORBIDDEN));
    }
    let order = order::read(model, &call.body, queued)
        .map_err(|text| replies::refuse(StatusCode::BAD_REQUEST, &text))?;
    let balance = balance(call, key);
    if balance < model.usd {
        return Err(replies::insufficient_credits(balance, model.usd));
    }
    let order = Order {
        vendor: ID,
        id: random().to_string(),
        clip: None,
        model: model.slug,
        recipe: order.recipe,
        fate: order.fate,
        usd: model.usd,
        latency: model.latency,
        notes: json!({ "as_text": order.as_text }),
    };
    Ok(call.take(key, order))
}

fn model(slug: &str) -> Result<&'static Model, Refusal> {
    if slug == models::RETIRED {
        return Err(replies::refuse_as_usual(StatusCode::GONE));
    }
    models::find(slug)
        .ok_or_else(|| replies::refuse(StatusCode::NOT_FOUND, &format!("Model {slug} not found")))
}

fn check_content_type(call: &Call) -> Result<(), Refusal> {
    match call.media_type().as_str() {
        "application/json" | "multipart/form-data" => Ok(()),
        _ => Err(replies::refuse(
            StatusCode::NOT_ACCEPTABLE,
            "Invalid content type",
        )),
    }
}

/// What a key still has, in US dollars.
fn balance(call: &Call, key: &[u8]) -> f64 {
    call.balance(ID, key, CREDITS)
}

async fn direct(call: &Call, slug: &str, key: &[u8]) -> Answered {
    let job = take(call, slug, key, false)?;
    let clock = call.sandbox.clock();
    match &job.fate {
        Fate::Endless => std::future::pending().await,
        _ => clock.wait_until(job.ends_at()).await,
    }
    if let Phase::Failed(failure) = job.phase(clock.now()) {
        return Err(replies::direct_failure(&failure.reason));
    }
    let body = match reshaped(call, &job).await? {
        Some((field, audio)) => replies::json_audio(field, audio),
        None => {
            let file = call.made(&job.recipe).await.map_err(replies::broken)?;
            audio::send(&file, content_type(&job), &HeaderMap::new())
        }
    };
    Ok(replies::with_accounts(body, &job, balance(call, key)))
}

fn status(call: &Call, id: &str) -> Answered {
    let job = record(call, id)?;
    Ok(match call.phase(&job) {
        waiting @ (Phase::Queued | Phase::Running) => replies::pending(&job, waiting, &call.origin),
        Phase::Done => replies::completed(&job),
        Phase::Failed(failure) => replies::failed(&job, &failure.reason),
    })
}

async fn result(call: &Call, id: &str, key: &[u8]) -> Answered {
    let job = record(call, id)?;
    if call.phase(&job) != Phase::Done {
        return status(call, id);
    }
    let url = || Value::from(replies::file_url(&job, &call.origin));
    let output = match reshaped(call, &job).await? {
        Some((_, audio)) if as_text(&job) => ("output", audio),
        Some(output) => output,
        None => ("output", url()),
    };
    Ok(replies::result(&job, output, balance(call, key)))
}

/// The job, unless its record has expired or never was.
fn record(call: &Call, id: &str) -> Result<Arc<Job>, Refusal> {
    call.job(ID, id, Some(RECORD_KEPT))
        .ok_or_else(|| replies::no_such_request(id))
}

/// The audio in another shape, where the order or a fault asks for one.
async fn reshaped<'a>(call: &'a Call, job: &Job) -> Result<Option<(&'a str, Value)>, Refusal> {
    let url = replies::file_url(job, &call.origin);
    if as_text(job) {
        let file = call.made(&job.recipe).await.map_err(replies::broken)?;
        let audio = audio::shaped(Shape::Base64, &url, content_type(job), &file);
        return Ok(Some(("audio", audio)));
    }
    let reshaped = call.reshaped(&job.recipe, &url, content_type(job)).await;
    reshaped.map_err(replies::broken)
}

fn as_text(job: &Job) -> bool {
    job.notes["as_text"] == Value::Bool(true)
}

fn content_type(job: &Job) -> &'static str {
    match job.recipe.sound.container {
        Container::Mp3 => "audio/mpeg",
        _ => "audio/wav",
    }
}

/// The audio host: the file for a week.
async fn file(call: &Call) -> Response {
    let name = call.path.trim_start_matches('/').rsplit_once('.');
    let job = name.and_then(|(id, _)| call.job(ID, id, Some(FILE_KEPT)));
    let job = job.filter(|job| Some(job.recipe.sound.extension()) == name.map(|it| it.1));
    let content_type = job.as_deref().map_or("audio/wav", content_type);
    call.file(call.finished(job), content_type).await
}
