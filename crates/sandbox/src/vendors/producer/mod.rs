//! Producer API (Lyria 3 Pro): the "Complete Request Examples" page of MusicAPI, and what its other pages say of errors, polling
//! and webhooks.
//!
//! Where the documents leave a choice open: the four ways to tell of a waiting job take turns from job to job; a clip that is
//! not there is 404; a download's data is an object with `download_url`; failed polls come under HTTP 200; a failure costs
//! nothing; records and files do not expire by themselves; a credit is a cent. The host that sells the same under another name
//! takes new tracks on only and calls every other kind of work removed, as its own page says.

mod ask;
mod callback;
mod order;
mod replies;
mod tasks;

use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::audio::{Recipe, Sound};
use crate::cors::Area;
use crate::door::Call;
use crate::faults::Route;
use crate::jobs::{Job, Phase};
use crate::kind::{Kind, Waiting};
use crate::random;
use crate::vendors::producer::ask::{Ask, Paid};
use crate::vendors::work::{self, Answered, NoKey, Order, Refusal};
use crate::vendors::{Answer, Vendor};

const ID: &str = "producer";

/// What every key that is not broke starts with, in US dollars, and what a credit is worth.
const BALANCE: f64 = 10.0;
const USD_PER_CREDIT: f64 = 0.01;

/// How long a preview is, in milliseconds.
const PREVIEW: u32 = 5_000;

/// The ways to tell of a waiting job, in turn.
const WAYS: [Waiting; 4] = [
    Waiting::Accepted,
    Waiting::NotReady,
    Waiting::Status,
    Waiting::Clips,
];

/// The vendor.
pub(crate) struct Producer;

impl Vendor for Producer {
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

    fn has_sibling(&self) -> bool {
        true
    }

    fn guide(&self) -> &'static str {
        include_str!("guide.html")
    }
}

async fn api(call: &Call) -> Answered {
    let key = check_key(call)?;
    match Ask::read(&call.method, &call.path).ok_or_else(|| usual(StatusCode::NOT_FOUND))? {
        Ask::Paid(paid) => submit(call, key, paid),
        Ask::Task(id) => task(call, id).await,
        Ask::Credits => Ok(replies::credits(credits(call, key))),
    }
}

fn usual(status: StatusCode) -> Refusal {
    replies::refuse(status, replies::usual_text(status))
}

fn check_key(call: &Call) -> Result<&[u8], Refusal> {
    let unauthorized = |text| replies::refuse(StatusCode::UNAUTHORIZED, text);
    match call.bearer() {
        Err(NoKey::Missing) => Err(unauthorized("Authorization header is missing.")),
        Err(NoKey::Misformed) => Err(unauthorized("Invalid authorization format.")),
        Ok(key) if key.starts_with(b"wrong") => Err(usual(StatusCode::UNAUTHORIZED)),
        Ok(key) => Ok(key),
    }
}

/// What a key still has, in credits.
fn credits(call: &Call, key: &[u8]) -> u64 {
    (call.balance(ID, key, BALANCE) / USD_PER_CREDIT).round() as u64
}

fn submit(call: &Call, key: &[u8], paid: Paid) -> Answered {
    if call.media_type() != "application/json" {
        let text = "Content-Type must be application/json.";
        return Err(replies::refuse(StatusCode::BAD_REQUEST, text));
    }
    if key.starts_with(b"denied") {
        let text = "No active subscription.";
        return Err(replies::refuse(StatusCode::FORBIDDEN, text));
    }
    let wish = order::read(call, paid)?;
    if credits(call, key) < u64::from(wish.task.credits) {
        return Err(usual(StatusCode::FORBIDDEN));
    }
    let mut notes = wish.notes;
    notes["way"] = json!(next_way(call));
    let order = Order {
        vendor: ID,
        id: random().to_string(),
        clip: wish.clip,
        model: wish.task.name,
        recipe: wish.recipe,
        fate: wish.fate,
        usd: f64::from(wish.task.credits) * USD_PER_CREDIT,
        latency: wish.task.latency,
        notes,
    };
    let job = call.take(key, order);
    if let Some(callback) = wish.callback {
        callback.start(call, &job);
    }
    Ok(replies::taken(&job))
}

/// The way in which a new job's waiting is told.
fn next_way(call: &Call) -> Waiting {
    match call.fault {
        Some(Kind::PendingAs { way }) => way,
        _ => WAYS[call.sandbox.0.book.taken(ID) % WAYS.len()],
    }
}

async fn task(call: &Call, id: &str) -> Answered {
    let job = call
        .job(ID, id, None)
        .ok_or_else(|| replies::refuse(StatusCode::BAD_REQUEST, "task not found."))?;
    let way = match call.fault {
        Some(Kind::PendingAs { way }) => way,
        _ => Waiting::deserialize(&job.notes["way"]).unwrap_or(Waiting::Status),
    };
    let clip = |state| in_shape(call, &job, replies::clip(&job, &call.origin, state));
    Ok(match call.phase(&job) {
        Phase::Queued => replies::waiting(Phase::Queued, way, clip("pending")),
        Phase::Running => replies::waiting(Phase::Running, way, clip("running")),
        Phase::Failed(failure) => replies::failed(failure, way, clip("failed")),
        Phase::Done => {
            let made = made(call, &job).await?;
            replies::done(way, in_shape(call, &job, made))
        }
    })
}

/// What a job has made; its audio in another field and shape where a fault asks for that.
async fn made(call: &Call, job: &Job) -> Result<Value, Refusal> {
    let mut made = replies::result(job, &call.origin);
    let url = replies::best_url(job, &call.origin);
    let reshaped = call.reshaped(&job.recipe, &url, "audio/wav").await;
    let reshaped =
        reshaped.map_err(|text| replies::refuse(StatusCode::INTERNAL_SERVER_ERROR, &text))?;
    if let (Some((field, audio)), Some(fields)) = (reshaped, made.as_object_mut()) {
        fields.retain(|name, _| !name.ends_with("_url"));
        fields.insert(field.to_owned(), audio);
    }
    Ok(made)
}

/// Data as a list or an object, as the task has it or, where a fault asks for that, not.
fn in_shape(call: &Call, job: &Job, one: Value) -> Value {
    if replies::tells_a_list(job) != (call.fault == Some(Kind::OtherData {})) {
        return json!([one]);
    }
    one
}

/// The host of audio and pictures: `/{clip}.mp3`, `-wav.wav`, `-preview.mp3` and `.svg`.
async fn file(call: &Call) -> Response {
    let name = call.path.trim_start_matches('/');
    let clip = |ending: &str| {
        let clip = name.strip_suffix(ending)?;
        let job = call.sandbox.clip(ID, clip)?;
        (call.fault != Some(Kind::Expired {})).then_some(job)
    };
    if let Some(job) = clip(".svg").filter(|job| call.phase(job) == Phase::Done) {
        return picture(job.recipe.seed);
    }
    let as_mp3 = |recipe| Recipe {
        sound: Sound::MP3,
        ..recipe
    };
    if name.ends_with("-wav.wav") {
        return call
            .file(call.finished(clip("-wav.wav")), "audio/wav")
            .await;
    }
    let recipe = match clip("-preview.mp3") {
        Some(job) => preview(call, &job),
        None => call.finished(clip(".mp3")),
    };
    call.file(recipe.map(as_mp3), "audio/mpeg").await
}

/// The beginning of what will be heard, once a job runs.
fn preview(call: &Call, job: &Job) -> Option<Recipe> {
    let begun = matches!(call.phase(job), Phase::Running | Phase::Done);
    begun.then(|| Recipe {
        millis: PREVIEW.min(job.recipe.millis),
        ..job.recipe.clone()
    })
}

/// A cover: two colours that the seed decides.
fn picture(seed: u64) -> Response {
    let (from, to) = (seed % 360, (seed / 360) % 360);
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><linearGradient id=\"g\"><stop stop-color=\"hsl({from} 60% 45%)\"/>\
         <stop offset=\"1\" stop-color=\"hsl({to} 60% 30%)\"/></linearGradient><rect width=\"1\" height=\"1\" fill=\"url(#g)\"/></svg>"
    );
    ([(CONTENT_TYPE, "image/svg+xml")], picture).into_response()
}
