//! Segmind: "Lyria 2 Serverless API" and "Meta MusicGen Medium" pages, with what its documents say of errors and limits.
//!
//! Two versions: v2 takes a job on and is polled, v1 holds the call until the audio is there. Where the documents leave a
//! choice open, the answer here is the plainest that fits them: submit answers 200, a result that is not there yet answers as
//! its status does, and the back-compatible `/v1/requests/{id}` answers as the result does.

mod ask;
mod models;
mod order;
mod replies;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::cors::Area;
use crate::door::Call;
use crate::faults::Route;
use crate::jobs::{Fate, Job, Phase, Timing};
use crate::kind::Kind;
use crate::vendors::segmind::ask::{Ask, Miss};
use crate::vendors::segmind::models::Model;
use crate::vendors::segmind::replies::Refusal;
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

    fn route(&self, area: Area, method: &Method, path: &str) -> Option<Route> {
        match area {
            Area::Api => Ask::read(method, path).ok().map(|ask| ask.route()),
            Area::Audio => Some(Route::Audio),
        }
    }

    fn key<'a>(&self, headers: &'a HeaderMap) -> Option<&'a [u8]> {
        let key = headers
            .get("x-api-key")
            .or_else(|| headers.get(AUTHORIZATION))?
            .as_bytes();
        let key = key.strip_prefix(b"Bearer ").unwrap_or(key);
        (!key.is_empty()).then_some(key)
    }

    fn answer(&self, area: Area, call: Call) -> Answer<'_> {
        Box::pin(async move {
            let answered = match area {
                Area::Api => api(&call).await,
                Area::Audio => file(&call).await,
            };
            answered.unwrap_or_else(|refusal| *refusal)
        })
    }

    fn error(&self, status: StatusCode, text: &str) -> Response {
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

/// An answer, or one that is handed up early by `?`.
type Answered = Result<Response, Refusal>;

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
    check_content_type(&call.headers)?;
    if key.starts_with(b"denied") {
        return Err(replies::refuse_as_usual(StatusCode::FORBIDDEN));
    }
    let order = order::read(model, &call.body, queued)
        .map_err(|text| replies::refuse(StatusCode::BAD_REQUEST, &text))?;
    let balance = balance(call, key);
    if balance < model.usd {
        return Err(replies::insufficient_credits(balance, model.usd));
    }
    let (fate, latency) = match &call.fault {
        Some(Kind::Fail { error }) => (Fate::Fails(error.clone()), model.latency),
        Some(Kind::Pending {}) => (Fate::Endless, model.latency),
        Some(Kind::Latency { ms }) => (order.fate, Duration::from_millis(*ms)),
        _ => (order.fate, model.latency),
    };
    let id = random().to_string();
    let job = Job {
        model: model.slug,
        recipe: order.recipe,
        fate,
        usd: model.usd,
        taken_at: call.sandbox.clock().now(),
        timing: Timing::of(&id, latency),
        id,
    };
    Ok(call.sandbox.take(ID, key, &call.body, job))
}

fn model(slug: &str) -> Result<&'static Model, Refusal> {
    if slug == models::RETIRED {
        return Err(replies::refuse_as_usual(StatusCode::GONE));
    }
    models::find(slug)
        .ok_or_else(|| replies::refuse(StatusCode::NOT_FOUND, &format!("Model {slug} not found")))
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let named = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = named.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json")
        || media_type.eq_ignore_ascii_case("multipart/form-data")
    {
        return Ok(());
    }
    Err(replies::refuse(
        StatusCode::NOT_ACCEPTABLE,
        "Invalid content type",
    ))
}

/// What a key still has, in US dollars.
fn balance(call: &Call, key: &[u8]) -> f64 {
    if key.starts_with(b"broke") {
        return 0.0;
    }
    CREDITS - call.sandbox.spent(ID, key)
}

async fn direct(call: &Call, slug: &str, key: &[u8]) -> Answered {
    let job = take(call, slug, key, false)?;
    let clock = call.sandbox.clock();
    match &job.fate {
        Fate::Endless => std::future::pending().await,
        _ => clock.wait_until(job.ends_at()).await,
    }
    if let Phase::Failed(error) = job.phase(clock.now()) {
        return Err(replies::direct_failure(error));
    }
    let file = made(call, &job).await?;
    let body = match &call.fault {
        Some(Kind::Json { field, shape }) => {
            replies::json_audio(field, replies::shaped(*shape, &job, &call.origin, &file))
        }
        _ => audio::send(&file, "audio/wav", &HeaderMap::new()),
    };
    Ok(replies::with_accounts(body, &job, balance(call, key)))
}

fn status(call: &Call, id: &str) -> Answered {
    let job = record(call, id)?;
    Ok(match phase(call, &job) {
        waiting @ (Phase::Queued | Phase::Running) => replies::pending(&job, waiting, &call.origin),
        Phase::Done => replies::completed(&job),
        Phase::Failed(error) => replies::failed(&job, error),
    })
}

async fn result(call: &Call, id: &str, key: &[u8]) -> Answered {
    let job = record(call, id)?;
    let output = match (phase(call, &job), &call.fault) {
        (Phase::Done, Some(Kind::Json { field, shape })) => {
            let file = made(call, &job).await?;
            (
                field.as_str(),
                replies::shaped(*shape, &job, &call.origin, &file),
            )
        }
        (Phase::Done, _) => ("output", Value::from(replies::file_url(&job, &call.origin))),
        _ => return status(call, id),
    };
    Ok(replies::result(&job, output, balance(call, key)))
}

/// The job, unless its record has expired or never was.
fn record(call: &Call, id: &str) -> Result<Arc<Job>, Refusal> {
    let kept = call
        .sandbox
        .job(id)
        .filter(|job| !job.ended_longer_ago(RECORD_KEPT, call.sandbox.clock().now()));
    kept.filter(|_| call.fault != Some(Kind::Expired {}))
        .ok_or_else(|| replies::no_such_request(id))
}

fn phase<'a>(call: &Call, job: &'a Job) -> Phase<'a> {
    if call.fault == Some(Kind::Pending {}) {
        return Phase::Running;
    }
    job.phase(call.sandbox.clock().now())
}

/// The audio host: no key, and the file for a week.
async fn file(call: &Call) -> Answered {
    if !matches!(call.method, Method::GET | Method::HEAD) {
        return Err(Box::new(StatusCode::METHOD_NOT_ALLOWED.into_response()));
    }
    let now = call.sandbox.clock().now();
    let id = call.path.trim_start_matches('/').strip_suffix(".wav");
    let job = id
        .and_then(|id| call.sandbox.job(id))
        .filter(|job| job.phase(now) == Phase::Done);
    let job = job.filter(|job| {
        !job.ended_longer_ago(FILE_KEPT, now) && call.fault != Some(Kind::Expired {})
    });
    let job =
        job.ok_or_else(|| Box::new((StatusCode::NOT_FOUND, "404 Not Found").into_response()))?;
    Ok(audio::send(
        &made(call, &job).await?,
        "audio/wav",
        &call.headers,
    ))
}

/// The job's file.
async fn made(call: &Call, job: &Job) -> Result<Bytes, Refusal> {
    let file = call.sandbox.file(&job.recipe).await;
    file.map_err(|error| replies::refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))
}
