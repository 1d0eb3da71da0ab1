//! Reads an order's body and refuses what the vendor refuses.

use axum::http::HeaderMap;
use serde_json::{Value, json};

use crate::audio::Recipe;
use crate::jobs::{Failure, Fate};
use crate::random;
use crate::vendors::fields::{self, Body, given, names_a_host, text};
use crate::vendors::pixazo::models::Model;

const FAILED: &str = "The model failed to generate audio for this request.";
const BLOCKED: &str =
    "The request was flagged as sensitive by the model's content policy. Please change the prompt.";
const BROKEN: &str = "Internal processing error. You have not been charged.";

/// The name of a failure of the model's, which is charged.
pub(super) const OF_THE_MODEL: &str = "FAILED";

/// An order the vendor takes on.
pub(super) struct Wish {
    pub(super) recipe: Recipe,
    pub(super) fate: Fate,
    /// The model's parameters, as an answer repeats them.
    pub(super) input: Value,
    pub(super) callback: Option<Callback>,
}

/// Who wants to be called when a job has ended.
#[derive(Debug, PartialEq)]
pub(super) struct Callback {
    pub(super) url: String,
    /// The events wanted; nothing means all.
    events: Option<Vec<String>>,
}

/// Reads an order, or says what is wrong with it.
pub(super) fn read(model: &Model, headers: &HeaderMap, body: &[u8]) -> Result<Wish, String> {
    let body = fields::read(body, model.fields)?;
    let prompt = text(&body, "prompt").unwrap_or_default();
    if prompt.trim().is_empty() {
        return Err("prompt must not be empty".to_owned());
    }
    let seed = given(&body, "seed").and_then(Value::as_i64);
    let number = |name| given(&body, name).and_then(Value::as_f64);
    let recipe = Recipe {
        prompt: prompt.to_owned(),
        negative_prompt: text(&body, "negative_prompt").map(str::to_owned),
        lyrics: text(&body, "lyrics").map(str::to_owned),
        bpm: number("bpm").map(|bpm| bpm.round() as u32),
        seed: seed.map_or_else(
            || u64::from(random().as_fields().0),
            |seed| seed.unsigned_abs(),
        ),
        millis: number("duration")
            .map_or(model.millis, |seconds| (seconds * 1000.0).round() as u32),
        sound: model.sound,
        piece: None,
    };
    Ok(Wish {
        recipe,
        fate: fate(prompt),
        callback: callback(headers, &body)?,
        input: input(&body),
    })
}

/// A prompt that fails, fails by the model's fault; one with `[error]` by the vendor's, which is not charged.
fn fate(prompt: &str) -> Fate {
    let of_the_model = |reason| {
        Fate::Fails(Failure {
            name: Some(OF_THE_MODEL),
            charged: true,
            ..Failure::new(reason)
        })
    };
    if prompt.contains("[fail]") {
        of_the_model(FAILED)
    } else if prompt.contains("[block]") {
        of_the_model(BLOCKED)
    } else if prompt.contains("[error]") {
        Fate::Fails(Failure::new(BROKEN))
    } else {
        Fate::Completes
    }
}

/// The documents show a header and a field and do not say which counts: here the header does.
fn callback(headers: &HeaderMap, body: &Body) -> Result<Option<Callback>, String> {
    let url = match headers.get("x-webhook-url") {
        Some(url) => url.to_str().ok(),
        None => text(body, "webhook"),
    };
    let named = headers.contains_key("x-webhook-url");
    if named && !url.is_some_and(names_a_host) {
        return Err("X-Webhook-URL must be a URL".to_owned());
    }
    let events = given(body, "webhook_events_filter").and_then(Value::as_array);
    let words = |events: &Vec<Value>| {
        let words = events.iter().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    };
    Ok(url.map(|url| Callback {
        url: url.to_owned(),
        events: events.map(words),
    }))
}

fn input(body: &Body) -> Value {
    let mut input = json!(body);
    if let Some(fields) = input.as_object_mut() {
        fields.retain(|name, _| !name.starts_with("webhook"));
    }
    input
}

impl Callback {
    /// Whether it is to be called when a job ends in this state.
    pub(super) fn wants(&self, state: &str) -> bool {
        let is_it = |event: &String| event.eq_ignore_ascii_case(state);
        self.events
            .as_ref()
            .is_none_or(|events| events.iter().any(is_it))
    }
}
