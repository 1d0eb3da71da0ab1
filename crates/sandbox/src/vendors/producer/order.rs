//! Reads a paid call's body and refuses what the vendor refuses.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tutti_sketch::{Edit, Words};

use crate::audio::{Recipe, Sound};
use crate::door::Call;
use crate::jobs::{Failure, Fate, Job, Phase};
use crate::random;
use crate::vendors::fields::{self, Body, given, text};
use crate::vendors::producer::ask::Paid;
use crate::vendors::producer::callback::Callback;
use crate::vendors::producer::tasks::{self, NoTask, Task, Work};
use crate::vendors::producer::{ID, replies};
use crate::vendors::work::Refusal;

const FAILED: &str = "Task failed. Credits have been refunded.";
const REFUSED: &str = "The lyrics or description were refused by content moderation.";

/// How long a track is of which nothing is known, in seconds.
const USUAL: f64 = 30.0;

/// How long the part is that an extension adds, in seconds, and where it begins.
const ADDED: f64 = 60.0;
const FROM: f64 = 30.0;

/// How far a cover goes that does not say.
const HALF: f64 = 0.5;

/// The longest track, in milliseconds, however often it is extended.
const LONGEST: f64 = 480_000.0;

/// An order the vendor takes on.
pub(super) struct Wish {
    pub(super) task: &'static Task,
    pub(super) recipe: Recipe,
    pub(super) fate: Fate,
    /// The clip it will make, if it makes one.
    pub(super) clip: Option<String>,
    /// What the answers tell of it.
    pub(super) notes: Value,
    pub(super) callback: Option<Callback>,
}

/// Reads a paid call.
pub(super) fn read(call: &Call, paid: Paid) -> Result<Wish, Refusal> {
    let body = fields::object(&call.body).map_err(invalid)?;
    let task = task(&body, paid)?;
    if paid == Paid::Create && task.work != Work::Create && is_of_sibling(call) {
        return Err(replies::refuse(
            StatusCode::GONE,
            replies::usual_text(StatusCode::GONE),
        ));
    }
    for group in task.fields {
        fields::check(&body, group).map_err(invalid)?;
    }
    check(task, &body).map_err(invalid)?;
    if said(&body).contains("[block]") {
        return Err(replies::refuse(StatusCode::FORBIDDEN, REFUSED));
    }
    let callback = Callback::read(call, &body).map_err(invalid)?;
    let source = source(call, &body)?;
    let recipe = recipe(task.work, &body, source.as_deref());
    let made = (task.work != Work::Download).then(|| random().to_string());
    Ok(Wish {
        task,
        fate: fate(&body),
        notes: notes(&body, source.as_deref(), made.as_deref()),
        recipe,
        clip: made,
        callback: callback.filter(|_| task.work != Work::Download),
    })
}

fn is_of_sibling(call: &Call) -> bool {
    call.uri.path().starts_with("/producer-sibling/")
}

fn invalid(text: impl AsRef<str>) -> Refusal {
    replies::refuse(StatusCode::BAD_REQUEST, text.as_ref())
}

fn task(body: &Body, paid: Paid) -> Result<&'static Task, Refusal> {
    match paid {
        Paid::Upload => Ok(&tasks::UPLOAD),
        Paid::Download => Ok(&tasks::DOWNLOAD),
        Paid::Create => tasks::of_create(body).map_err(|reason| match reason {
            NoTask::Removed(text) => replies::refuse(StatusCode::GONE, &text),
            NoTask::Unknown(text) => invalid(text),
        }),
    }
}

/// What no single field can say.
fn check(task: &Task, body: &Body) -> Result<(), &'static str> {
    let blank = |name| text(body, name).unwrap_or_default().trim().is_empty();
    let words = !(blank("sound") && blank("lyrics"));
    let number = |name| given(body, name).and_then(Value::as_f64);
    if given(body, "bpm").is_some() && bpm(body).is_none() {
        return Err("bpm must be a number of at least 1");
    }
    match task.work {
        Work::Create if !words => Err("sound or lyrics is required"),
        Work::Cover if !words && blank("instruction") => Err("instruction is required"),
        Work::Replace if number("ends_at") <= number("starts_at") => {
            Err("ends_at must be greater than starts_at")
        }
        _ => Ok(()),
    }
}

fn bpm(body: &Body) -> Option<u32> {
    let bpm = given(body, "bpm")?;
    let number = match bpm.as_str() {
        Some(text) => text.trim().parse().ok(),
        None => bpm.as_f64(),
    };
    number
        .filter(|bpm: &f64| *bpm >= 1.0 && bpm.is_finite())
        .map(|bpm| bpm.round() as u32)
}

/// All that is said about the sound.
fn said(body: &Body) -> String {
    let names = ["sound", "lyrics", "instruction", "title", "audio_url"];
    names
        .map(|name| text(body, name).unwrap_or_default())
        .join(" ")
}

fn fate(body: &Body) -> Fate {
    let said = said(body);
    // A URL holds no brackets as they are.
    if said.contains("[fail]") || said.contains("%5Bfail%5D") {
        return Fate::Fails(Failure::new(FAILED));
    }
    Fate::Completes
}

/// The clip that is worked on, where one is named: it must be there and done.
fn source(call: &Call, body: &Body) -> Result<Option<Arc<Job>>, Refusal> {
    let Some(id) = text(body, "clip_id") else {
        return Ok(None);
    };
    let job = call.sandbox.clip(ID, id).ok_or_else(|| {
        let text = format!("Clip {id} not found.");
        replies::refuse(StatusCode::NOT_FOUND, &text)
    })?;
    match job.phase(call.sandbox.clock().now()) {
        Phase::Done => Ok(Some(job)),
        _ => Err(invalid(format!("Clip {id} is not ready."))),
    }
}

fn recipe(work: Work, body: &Body, source: Option<&Job>) -> Recipe {
    let of_source = source.map(|job| &job.recipe);
    let lyrics = text(body, "lyrics").filter(|lyrics| !lyrics.trim().is_empty());
    let lyrics = lyrics.map(str::to_owned);
    let mut recipe = Recipe {
        prompt: prompt(body, of_source),
        negative_prompt: None,
        lyrics: lyrics.or_else(|| of_source.and_then(|source| source.lyrics.clone())),
        bpm: bpm(body).or_else(|| of_source.and_then(|source| source.bpm)),
        seed: seed(body),
        millis: millis(work, body, of_source),
        sound: Sound::STEREO_48,
        piece: None,
    };
    match of_source {
        Some(source) if work == Work::Download => recipe = source.clone(),
        Some(source) => {
            let edit = edit(work, body, &recipe);
            recipe.piece = edit.and_then(|edit| source.after(edit));
        }
        None => {}
    }
    recipe
}

/// What becomes of the clip that is named.
fn edit(work: Work, body: &Body, recipe: &Recipe) -> Option<Edit> {
    let number = |name| given(body, name).and_then(Value::as_f64);
    let words = Words {
        prompt: guidance(body).unwrap_or_default().to_owned(),
        lyrics: text(body, "lyrics").map(str::to_owned),
        seed: recipe.seed,
    };
    match work {
        Work::Extend => Some(Edit::Extend {
            at: Some(number("starts_at").unwrap_or(FROM)),
            seconds: Some(number("length").unwrap_or(ADDED)),
            words,
        }),
        Work::Replace => Some(Edit::Replace {
            from: number("starts_at")?,
            to: number("ends_at")?,
            words,
        }),
        Work::Cover => Some(Edit::Cover {
            strength: number("strength")
                .or_else(|| number("cover_strength"))
                .unwrap_or(HALF),
            words,
        }),
        Work::Create | Work::Upload | Work::Download => None,
    }
}

fn guidance(body: &Body) -> Option<&str> {
    let guidance = ["instruction", "sound", "audio_url"];
    guidance.iter().find_map(|name| text(body, name))
}

/// Guidance before what there was: the sketch heeds first words more.
fn prompt(body: &Body, source: Option<&Recipe>) -> String {
    let parts = [guidance(body), source.map(|source| source.prompt.as_str())];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

/// Equal words are equal seeds.
fn seed(body: &Body) -> u64 {
    let Some(seed) = given(body, "seed") else {
        return u64::from(random().as_fields().0);
    };
    let mut hasher = DefaultHasher::new();
    seed.as_str()
        .map_or_else(|| seed.to_string(), str::to_owned)
        .hash(&mut hasher);
    hasher.finish() >> 32
}

fn millis(work: Work, body: &Body, source: Option<&Recipe>) -> u32 {
    let number = |name| given(body, name).and_then(Value::as_f64);
    let source = source.map_or(USUAL * 1000.0, |source| f64::from(source.millis));
    let millis = match work {
        Work::Create => number("length").unwrap_or(USUAL) * 1000.0,
        Work::Extend => {
            let from = number("starts_at").unwrap_or(FROM) * 1000.0;
            from.min(source) + number("length").unwrap_or(ADDED) * 1000.0
        }
        Work::Replace | Work::Cover | Work::Upload | Work::Download => source,
    };
    millis.min(LONGEST) as u32
}

fn notes(body: &Body, source: Option<&Job>, made: Option<&str>) -> Value {
    let of_source = |name: &str| source.map(|job| job.notes[name].clone());
    let given = |name: &str| given(body, name).cloned().or_else(|| of_source(name));
    json!({
        "clip_id": made.map(Value::from).or_else(|| of_source("clip_id")),
        "title": given("title").unwrap_or_else(|| "Untitled".into()),
        "sound": given("sound").unwrap_or_default(),
        "lyrics": given("lyrics").unwrap_or_else(|| "".into()),
        "lyrics_id": random().to_string(),
        "seed": given("seed"),
        "format": text(body, "format").unwrap_or("mp3"),
    })
}
