//! AI/ML API: the "Lyria 2" page, and the pages of its other music models.
//!
//! One pair of calls for all of them: a POST takes a job on, a GET of the same path says how it stands and, once it is done,
//! where the audio is. Where the documents leave a choice open: a submit answers 201, a job is `queued`, then `waiting`, then
//! `generating`, records and files do not expire by themselves, and an unknown id is 404.

mod ask;
mod models;
mod order;
mod replies;

use std::sync::Arc;

use axum::extract::Query;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

use crate::cors::Area;
use crate::door::Call;
use crate::faults::Route;
use crate::jobs::{Job, Phase};
use crate::kind::Shape;
use crate::vendors::aimlapi::ask::Ask;
use crate::vendors::work::{self, Answered, Order, Refusal};
use crate::vendors::{Answer, Vendor};
use crate::{audio, random};

const ID: &str = "aimlapi";

/// What every key that is not broke starts with, in US dollars.
const BALANCE: f64 = 1000.0;

/// The part of a run in which a job is said to wait.
const WAITING: f64 = 0.25;

/// The vendor.
pub(crate) struct AimlApi;

impl Vendor for AimlApi {
    fn id(&self) -> &'static str {
        ID
    }

    fn route(&self, method: &Method, path: &str) -> Option<Route> {
        Ask::read(method, path).and_then(Ask::route)
    }

    fn answer<'a>(&self, area: Area, call: &'a Call) -> Answer<'a> {
        work::by_area(area, api(call), file(call))
    }

    fn error(&self, call: &Call, status: StatusCode, text: &str) -> Response {
        replies::error(call, status, text)
    }

    fn usual_text(&self, status: StatusCode) -> &'static str {
        replies::usual_text(status)
    }

    fn guide(&self) -> &'static str {
        include_str!("guide.html")
    }
}

async fn api(call: &Call) -> Answered {
    let ask = Ask::read(&call.method, &call.path).ok_or_else(|| {
        let text = format!("Cannot {} {}", call.method, call.path);
        replies::refuse(call, StatusCode::NOT_FOUND, &text)
    })?;
    match ask {
        // The one thing that needs no key.
        Ask::Models => Ok(replies::models()),
        Ask::Generate => generate(call, check_key(call)?),
        Ask::Retrieve => {
            check_key(call)?;
            retrieve(call).await
        }
        Ask::Billing => Ok(replies::balance(call.balance(
            ID,
            check_key(call)?,
            BALANCE,
        ))),
    }
}

fn check_key(call: &Call) -> Result<&[u8], Refusal> {
    let key = call.bearer().ok().filter(|key| !key.starts_with(b"wrong"));
    key.ok_or_else(|| replies::refuse_as_usual(call, StatusCode::UNAUTHORIZED))
}

fn generate(call: &Call, key: &[u8]) -> Answered {
    if key.starts_with(b"denied") {
        let text = "You do not have access to this model.";
        return Err(replies::refuse(call, StatusCode::FORBIDDEN, text));
    }
    let invalid = |text: &str| {
        let text = format!("Body validation error: {text}");
        replies::refuse(call, StatusCode::BAD_REQUEST, &text)
    };
    if call.media_type() != "application/json" {
        return Err(invalid("Content-Type must be application/json"));
    }
    let wish = order::read(&call.body).map_err(|text| invalid(&text))?;
    if call.balance(ID, key, BALANCE) < wish.model.usd {
        return Err(replies::refuse_as_usual(call, StatusCode::FORBIDDEN));
    }
    let order = Order {
        vendor: ID,
        id: wish.model.new_id(random()),
        clip: None,
        model: wish.model.name,
        recipe: wish.recipe,
        fate: wish.fate,
        usd: wish.model.usd,
        latency: wish.model.latency,
        notes: Value::Null,
    };
    Ok(replies::queued(call, &call.take(key, order)))
}

#[derive(Deserialize)]
struct Wanted {
    generation_id: String,
}

async fn retrieve(call: &Call) -> Answered {
    let wanted: Query<Wanted> = Query::try_from_uri(&call.uri).map_err(|_| {
        let text = "Query validation error: generation_id is required";
        replies::refuse(call, StatusCode::BAD_REQUEST, text)
    })?;
    let job = call.job(ID, &wanted.generation_id, None).ok_or_else(|| {
        let text = format!("Generation {} not found", wanted.generation_id);
        replies::refuse(call, StatusCode::NOT_FOUND, &text)
    })?;
    Ok(match call.phase(&job) {
        Phase::Queued => replies::pending(&job, "queued"),
        Phase::Running if waits(call, &job) => replies::pending(&job, "waiting"),
        Phase::Running => replies::pending(&job, "generating"),
        Phase::Failed(failure) => replies::failed(&job, failure),
        Phase::Done => {
            let completed = completed(call, &job).await;
            completed
                .map_err(|text| replies::refuse(call, StatusCode::INTERNAL_SERVER_ERROR, &text))?
        }
    })
}

/// Whether a job that runs is said to wait still: the samples know this word, the schema does not.
fn waits(call: &Call, job: &Job) -> bool {
    let began = job.taken_at.saturating_add(job.timing.queue);
    let age = call.sandbox.clock().now().saturating_sub(began);
    age < job.timing.run.mul_f64(WAITING)
}

async fn completed(call: &Call, job: &Arc<Job>) -> Result<Response, String> {
    let url = format!(
        "{}/{ID}-assets/eagle/files/lion/{}_output.{}",
        call.origin,
        models::token(&job.id),
        job.recipe.sound.extension(),
    );
    let content_type = models::find(job.model).map_or("audio/mpeg", |model| model.content_type);
    let output = match call.reshaped(&job.recipe, &url, content_type).await? {
        Some(output) => output,
        None => {
            let file = call.made(&job.recipe).await?;
            let audio = audio::shaped(Shape::Object, &url, content_type, &file);
            ("audio_file", audio)
        }
    };
    Ok(replies::completed(job, output))
}

/// The audio host.
async fn file(call: &Call) -> Response {
    let name = call.path.rsplit('/').next().unwrap_or_default();
    let token = name.split("_output.").next().unwrap_or_default();
    let job = models::ids(token).find_map(|id| call.job(ID, &id, None));
    let job = job.filter(|job| name.ends_with(job.recipe.sound.extension()));
    let model = job.as_ref().and_then(|job| models::find(job.model));
    let content_type = model.map_or("audio/mpeg", |model| model.content_type);
    call.file(call.finished(job), content_type).await
}
