//! Reads an order's body and refuses what the vendor refuses.

use crate::audio::Recipe;
use crate::jobs::{Failure, Fate};
use crate::random;
use crate::vendors::aimlapi::models::{self, Model};
use crate::vendors::fields::{self, Field, Rule, given, text};

static MODEL: [Field; 1] = [Field::required("model", Rule::Text(0..=usize::MAX))];

/// An order the vendor takes on.
pub(super) struct Wish {
    pub(super) model: &'static Model,
    pub(super) recipe: Recipe,
    pub(super) fate: Fate,
}

/// Reads a body, or says what is wrong with it.
pub(super) fn read(body: &[u8]) -> Result<Wish, String> {
    let body = fields::read(body, &MODEL)?;
    let model = text(&body, "model").and_then(models::find);
    let model =
        model.ok_or_else(|| format!("model must be one of {}", models::names().join(", ")))?;
    fields::check(&body, model.fields)?;
    let prompt = text(&body, "prompt").unwrap_or_default();
    if prompt.trim().is_empty() && fields::required(model.fields, "prompt") {
        return Err("prompt should not be empty".to_owned());
    }
    let owned = |name| text(&body, name).map(str::to_owned);
    let seed = given(&body, "seed").and_then(|seed| seed.as_u64());
    let recipe = Recipe {
        prompt: prompt.to_owned(),
        negative_prompt: owned("negative_prompt"),
        lyrics: owned("lyrics"),
        bpm: None,
        seed: seed.unwrap_or_else(|| u64::from(random().as_fields().0)),
        millis: model.millis(&body),
        sound: model.sound(&body),
        piece: None,
    };
    let fate = fate(prompt);
    Ok(Wish {
        model,
        recipe,
        fate,
    })
}

fn fate(prompt: &str) -> Fate {
    let failure = |name, reason: &str| {
        Fate::Fails(Failure {
            name: Some(name),
            ..Failure::new(reason)
        })
    };
    if prompt.contains("[fail]") {
        failure(
            "Internal Server Error",
            "The generation failed. Please try again.",
        )
    } else if prompt.contains("[block]") {
        failure(
            "Content Policy Violation",
            "The prompt was rejected by the content safety system. Please change it and try again.",
        )
    } else {
        Fate::Completes
    }
}
