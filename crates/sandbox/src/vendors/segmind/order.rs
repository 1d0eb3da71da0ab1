//! Reads an order's body and refuses what the vendor refuses.

use serde_json::Value;

use crate::audio::Recipe;
use crate::jobs::{Failure, Fate};
use crate::random;
use crate::vendors::fields::{self, Body, given, text};
use crate::vendors::segmind::models::{Length, Model};

/// What the vendor says when a prompt that was let through turns out to be none.
const NO_PROMPT: &str = "Prompt is Mandatory and must be string";
const FAILED: &str = "The model could not finish this request. Please try again later.";
const BLOCKED: &str = "The prompt was blocked by the content safety filters (RAI). Please change the prompt and try again.";

/// An order the vendor takes on.
pub(super) struct Order {
    pub(super) recipe: Recipe,
    pub(super) fate: Fate,
    /// Whether the file is to come as text in JSON.
    pub(super) as_text: bool,
}

/// Reads a body, or says what is wrong with it.
///
/// The words must be there. What they are, a queued order's model finds out when it runs, and fails then; a direct order is refused.
pub(super) fn read(model: &Model, body: &[u8], queued: bool) -> Result<Order, String> {
    let body = fields::object(body)?;
    let (field, usual) = model.words;
    let (prompt, fate) = match (body.get(field), usual) {
        (None, None) => return Err(format!("{field} is required")),
        (None, Some(usual)) => (usual.to_owned(), Fate::Completes),
        (Some(Value::String(prompt)), _) if !prompt.trim().is_empty() => {
            (prompt.clone(), fate(prompt))
        }
        (Some(_), _) if queued => (String::new(), Fate::Fails(Failure::new(NO_PROMPT))),
        (Some(_), _) => return Err(NO_PROMPT.to_owned()),
    };
    fields::check(&body, model.fields)?;
    let negative_prompt = text(&body, "negative_prompt").filter(|_| model.takes_negative_prompt);
    let recipe = Recipe {
        prompt,
        negative_prompt: negative_prompt.map(str::to_owned),
        lyrics: text(&body, "lyrics").map(str::to_owned),
        bpm: None,
        seed: seed(model, &body),
        millis: millis(model, &body),
        sound: model.sound,
        piece: None,
    };
    Ok(Order {
        recipe,
        fate,
        as_text: given(&body, "base64") == Some(&Value::Bool(true)),
    })
}

fn fate(prompt: &str) -> Fate {
    if prompt.contains("[fail]") {
        Fate::Fails(Failure::new(FAILED))
    } else if prompt.contains("[block]") {
        Fate::Fails(Failure::new(BLOCKED))
    } else {
        Fate::Completes
    }
}

fn seed(model: &Model, body: &Body) -> u64 {
    let random = || u64::from(random().as_fields().0);
    match given(body, "seed").and_then(Value::as_i64) {
        None => model.seed.unwrap_or_else(random),
        Some(number) => u64::try_from(number).unwrap_or_else(|_| random()),
    }
}

fn millis(model: &Model, body: &Body) -> u32 {
    match model.length {
        Length::Fixed(millis) => millis,
        Length::Asked { field, usual } => {
            let asked = given(body, field).and_then(Value::as_f64);
            (asked.unwrap_or(usual) * 1000.0).round() as u32
        }
    }
}
