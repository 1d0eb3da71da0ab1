//! Reads an order's body and refuses what the vendor refuses.

use serde_json::{Map, Value};

use crate::audio::Recipe;
use crate::jobs::Fate;
use crate::random;
use crate::vendors::segmind::models::{Length, Model};

/// What the vendor says when a prompt that was let through turns out to be none.
const NO_PROMPT: &str = "Prompt is Mandatory and must be string";
const FAILED: &str = "The model could not finish this request. Please try again later.";
const BLOCKED: &str = "The prompt was blocked by the content safety filters (RAI). Please change the prompt and try again.";

/// An order the vendor takes on.
pub(super) struct Order {
    pub(super) recipe: Recipe,
    pub(super) fate: Fate,
}

/// Reads a body, or says what is wrong with it.
///
/// A prompt must be there. What it is, a queued order's model finds out when it runs, and fails then; a direct order is refused.
pub(super) fn read(model: &Model, body: &[u8], queued: bool) -> Result<Order, String> {
    let fields: Map<String, Value> = serde_json::from_slice(body)
        .map_err(|error| format!("Request body must be a JSON object: {error}"))?;
    let (prompt, fate) = match fields.get("prompt") {
        None => return Err("prompt is required".to_owned()),
        Some(Value::String(prompt)) if !prompt.trim().is_empty() => (prompt.clone(), fate(prompt)),
        Some(_) if queued => (String::new(), Fate::Fails(NO_PROMPT.to_owned())),
        Some(_) => return Err(NO_PROMPT.to_owned()),
    };
    let recipe = Recipe {
        prompt,
        negative_prompt: negative_prompt(model, &fields)?,
        seed: seed(model, &fields)?,
        millis: millis(model, &fields)?,
        sound: model.sound,
    };
    Ok(Order { recipe, fate })
}

fn fate(prompt: &str) -> Fate {
    if prompt.contains("[fail]") {
        Fate::Fails(FAILED.to_owned())
    } else if prompt.contains("[block]") {
        Fate::Fails(BLOCKED.to_owned())
    } else {
        Fate::Completes
    }
}

fn negative_prompt(model: &Model, fields: &Map<String, Value>) -> Result<Option<String>, String> {
    match fields
        .get("negative_prompt")
        .filter(|_| model.takes_negative_prompt)
    {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err("negative_prompt must be a string".to_owned()),
    }
}

fn seed(model: &Model, fields: &Map<String, Value>) -> Result<u64, String> {
    let number = match fields.get("seed") {
        None | Some(Value::Null) => return Ok(model.seed.unwrap_or_else(random_seed)),
        Some(value) => value.as_i64().ok_or("seed must be an integer")?,
    };
    if !model.seeds.contains(&number) {
        return Err(format!(
            "seed must be between {} and {}",
            model.seeds.start(),
            model.seeds.end()
        ));
    }
    Ok(u64::try_from(number).unwrap_or_else(|_| random_seed()))
}

fn random_seed() -> u64 {
    u64::from(random().as_fields().0)
}

fn millis(model: &Model, fields: &Map<String, Value>) -> Result<u32, String> {
    let (range, usual) = match &model.length {
        Length::Fixed(millis) => return Ok(*millis),
        Length::Asked { seconds, usual } => (seconds, usual),
    };
    let seconds = match fields.get("duration") {
        None | Some(Value::Null) => *usual,
        Some(value) => value.as_f64().ok_or("duration must be a number")?,
    };
    if !range.contains(&seconds) {
        return Err(format!(
            "duration must be between {} and {}",
            range.start(),
            range.end()
        ));
    }
    Ok((seconds * 1000.0).round() as u32)
}
