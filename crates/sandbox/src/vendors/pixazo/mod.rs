//! Pixazo: the "Lyria API" page, and the pages of its other music models.
//!
//! A submit answers 202 and is polled at the universal status route or, for Lyria 2, at the model's own `prediction` route, each
//! with its own words and its own shape of audio; so is Tracks, at the route that the vendor's own music program asks. Where the documents leave a choice open: a job that ends as `FAILED` is charged
//! and one that ends as `ERROR` is not, both under HTTP 200; an unknown id is 404 on both routes; the webhook's header goes
//! before its field, and its body is the status's; records and files do not expire by themselves. Prices but that of
//! Lyria 3 Pro are the sandbox's own.

mod ask;
mod models;
mod order;
mod replies;

use std::sync::Arc;

use axum::Json;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::cors::Area;
use crate::door::Call;
use crate::faults::Route;
use crate::jobs::{Fate, Job, Phase};
use crate::random;
use crate::vendors::fields::{self, Field, Rule, text};
use crate::vendors::pixazo::ask::Ask;
use crate::vendors::pixazo::models::Model;
use crate::vendors::pixazo::order::Callback;
use crate::vendors::work::{self, Answered, Order, Refusal};
use crate::vendors::{Answer, Vendor};
use crate::webhook::Webhook;

const ID: &str = "pixazo";

/// What every key that is not broke starts with, in US dollars.
const BALANCE: f64 = 1000.0;

/// The vendor.
pub(crate) struct Pixazo;

impl Vendor for Pixazo {
    fn id(&self) -> &'static str {
        ID
    }

    fn route(&self, method: &Method, path: &str) -> Option<Route> {
        Ask::read(method, path).map(Ask::route)
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

    fn guide(&self) -> &'static str {
        include_str!("guide.html")
    }
}

async fn api(call: &Call) -> Answered {
    let key = check_key(&call.headers)?;
    match Ask::read(&call.method, &call.path).ok_or_else(|| usual(StatusCode::NOT_FOUND))? {
        Ask::Generate(name, below) => generate(call, key, name, below),
        Ask::Status(id) => status(call, id).await,
        Ask::Prediction => prediction(call).await,
        Ask::Tracks => tracks(call).await,
    }
}

fn usual(status: StatusCode) -> Refusal {
    replies::refuse(status, replies::usual_text(status))
}

fn invalid(text: &str) -> Refusal {
    replies::refuse(StatusCode::BAD_REQUEST, text)
}

fn check_key(headers: &HeaderMap) -> Result<&[u8], Refusal> {
    let key = headers.get("ocp-apim-subscription-key");
    let key = key.map(|key| key.as_bytes()).filter(|key| !key.is_empty());
    let key = key.ok_or_else(replies::missing_key)?;
    if key.starts_with(b"wrong") {
        return Err(usual(StatusCode::UNAUTHORIZED));
    }
    Ok(key)
}

fn check_content_type(call: &Call) -> Result<(), Refusal> {
    if call.media_type() == "application/json" {
        return Ok(());
    }
    Err(invalid("Content-Type must be application/json"))
}

fn generate(call: &Call, key: &[u8], name: &str, below: &str) -> Answered {
    let named = below.split_once('/').map_or(name, |(named, _)| named);
    let model = models::find(name, below).ok_or_else(|| replies::no_such_model(named))?;
    check_content_type(call)?;
    if key.starts_with(b"denied") {
        return Err(usual(StatusCode::FORBIDDEN));
    }
    let wish = order::read(model, &call.headers, &call.body).map_err(|text| invalid(&text))?;
    if call.balance(ID, key, BALANCE) < model.usd {
        return Err(replies::insufficient_balance(model.usd));
    }
    let order = Order {
        vendor: ID,
        id: format!("{}_{}", model.name, random()),
        clip: None,
        model: model.name,
        recipe: wish.recipe,
        fate: wish.fate,
        usd: model.usd,
        latency: model.latency,
        notes: wish.input,
    };
    let job = call.take(key, order);
    if let Some(callback) = wish.callback {
        call_back(call, model, &job, callback);
    }
    Ok(replies::accepted(&job, &call.origin))
}

/// Has the callback called when the job ends, if it is one of those it wants.
fn call_back(call: &Call, model: &Model, job: &Arc<Job>, callback: Callback) {
    let phase = job.phase(job.ends_at());
    let state = replies::state(phase);
    if job.fate == Fate::Endless || !callback.wants(state) {
        return;
    }
    let output = match phase {
        Phase::Done => replies::output(model, job, &call.origin),
        _ => Value::Null,
    };
    let webhook = Webhook {
        vendor: ID,
        request_id: job.id.clone(),
        event: state.to_lowercase(),
        url: callback.url,
        body: replies::status(job, phase, output).to_string(),
        headers: |_: &_| HeaderMap::new(),
        at: job.ends_at(),
    };
    webhook.start(&call.sandbox);
}

/// The job of an id, with or without the model's name before it.
fn record(call: &Call, id: &str) -> Option<(Arc<Job>, &'static Model)> {
    let job = call.job(ID, id, None);
    let job = job.or_else(|| call.job(ID, &format!("lyria-2_{id}"), None))?;
    let model = models::of_id(&job.id)?;
    Some((job, model))
}

async fn status(call: &Call, id: &str) -> Answered {
    let (job, model) = record(call, id)
        .filter(|(job, _)| job.id == id)
        .ok_or_else(|| no_such_request(id))?;
    let phase = call.phase(&job);
    let output = match phase {
        Phase::Done => output(call, model, &job).await?,
        _ => Value::Null,
    };
    Ok(Json(replies::status(&job, phase, output)).into_response())
}

/// The output, in another shape where a fault asks for one.
async fn output(call: &Call, model: &Model, job: &Job) -> Result<Value, Refusal> {
    let url = replies::media_url(model, job, &call.origin);
    let (_, media_type) = model.file;
    let reshaped = call.reshaped(&job.recipe, &url, media_type).await;
    Ok(match reshaped.map_err(broken)? {
        None => replies::output(model, job, &call.origin),
        Some(("output", audio)) => audio,
        Some((field, audio)) => json!({ field: audio, "media_type": media_type }),
    })
}

async fn prediction(call: &Call) -> Answered {
    static FIELDS: [Field; 1] = [Field::required("prediction_id", Rule::Text(0..=usize::MAX))];
    check_content_type(call)?;
    let body = fields::read(&call.body, &FIELDS).map_err(|text| invalid(&text))?;
    let id = text(&body, "prediction_id").unwrap_or_default();
    let (job, _) = record(call, id)
        .filter(|(_, model)| model.name == "lyria-2")
        .ok_or_else(|| no_such_request(id))?;
    let phase = call.phase(&job);
    let mut audio = ("audio", Value::Null);
    if phase == Phase::Done {
        let url = replies::prediction_url(id, &call.origin);
        let reshaped = call.reshaped(&job.recipe, &url, "audio/wav").await;
        audio = reshaped
            .map_err(broken)?
            .unwrap_or_else(|| ("audio", url.into()));
    }
    Ok(Json(replies::prediction(&job, id, phase, audio)).into_response())
}

/// How a job of Tracks stands, as the vendor's own music program reads it.
async fn tracks(call: &Call) -> Answered {
    static FIELDS: [Field; 1] = [Field::required("task_id", Rule::Text(0..=usize::MAX))];
    check_content_type(call)?;
    let body = fields::read(&call.body, &FIELDS).map_err(|text| invalid(&text))?;
    let id = text(&body, "task_id").unwrap_or_default();
    let (job, model) = record(call, id)
        .filter(|(_, model)| model.name == "tracks")
        .ok_or_else(|| no_such_request(id))?;
    let phase = call.phase(&job);
    let url = replies::media_url(model, &job, &call.origin);
    Ok(Json(replies::task(&job, phase, &url)).into_response())
}

fn no_such_request(id: &str) -> Refusal {
    let text = format!("Request '{id}' not found");
    replies::refuse(StatusCode::NOT_FOUND, &text)
}

fn broken(reason: String) -> Refusal {
    replies::refuse(StatusCode::INTERNAL_SERVER_ERROR, &reason)
}

/// The audio host: `/v1/{id}/output.…` and `/lyria-2/{id}_output_0.wav`.
async fn file(call: &Call) -> Response {
    let parts: Vec<&str> = call.path.trim_start_matches('/').split('/').collect();
    let found = match parts[..] {
        ["v1", id, name] => record(call, id).filter(|(_, model)| model.file.0 == name),
        ["lyria-2", name] => name
            .strip_suffix("_output_0.wav")
            .and_then(|id| record(call, id)),
        _ => None,
    };
    let content_type = match &found {
        Some((_, model)) if parts[0] == "v1" => model.file.1,
        _ => "audio/wav",
    };
    let job = found.map(|(job, _)| job);
    call.file(call.finished(job), content_type).await
}
