//! An order as a plain JavaScript object, as the recipe that answers it.

use js_sys::{Error, Reflect};
use tutti_sketch::{Brief, Edit, Recipe, Words};
use wasm_bindgen::JsValue;

use crate::{refusal, type_error};

/// Seeds must be whole numbers that JavaScript holds exactly.
const SEEDS: f64 = 9_007_199_254_740_992.0;

/// How far a cover goes when nobody says.
const STRENGTH: f64 = 0.5;

/// Reads an order's fields; a missing one is `undefined` or `null`. Without an `operation` it creates.
pub(crate) fn read(order: &JsValue) -> Result<Recipe, Error> {
    if !order.is_object() {
        return Err(type_error("an order must be an object"));
    }
    let operation = text(order, "operation")?;
    match operation.as_deref().unwrap_or("create") {
        "create" => Ok(Recipe::create(&brief(order)?)),
        "extend" => Ok(clip(order)?.and(Edit::Extend {
            at: number(order, "startsAt")?,
            seconds: number(order, "seconds")?,
            words: words(order)?,
        })),
        "replace" => Ok(clip(order)?.and(Edit::Replace {
            from: required(order, "startsAt")?,
            to: required(order, "endsAt")?,
            words: words(order)?,
        })),
        "cover" => Ok(clip(order)?.and(Edit::Cover {
            strength: number(order, "strength")?.unwrap_or(STRENGTH),
            words: words(order)?,
        })),
        "download" => clip(order),
        other => Err(type_error(&format!("the sketch cannot {other}"))),
    }
}

fn brief(order: &JsValue) -> Result<Brief, Error> {
    let prompt = text(order, "prompt")?;
    Ok(Brief {
        prompt: prompt.ok_or_else(|| type_error("prompt must be a string"))?,
        negative_prompt: text(order, "negativePrompt")?,
        lyrics: text(order, "lyrics")?,
        seed: seed(order)?,
        seconds: number(order, "seconds")?,
        bpm: number(order, "bpm")?,
        instrumental: flag(order, "instrumental")?,
    })
}

fn words(order: &JsValue) -> Result<Words, Error> {
    let said = [text(order, "instruction")?, text(order, "prompt")?];
    let said: Vec<String> = said.into_iter().flatten().collect();
    Ok(Words {
        prompt: said.join(". "),
        lyrics: text(order, "lyrics")?,
        seed: seed(order)?,
    })
}

fn clip(order: &JsValue) -> Result<Recipe, Error> {
    let id = text(order, "clip")?.ok_or_else(|| type_error("clip must be a string"))?;
    Recipe::parse(&id).map_err(|fault| refusal(&fault))
}

fn field(order: &JsValue, name: &str) -> Result<Option<JsValue>, Error> {
    let value = Reflect::get(order, &name.into())
        .map_err(|_| type_error(&format!("{name} cannot be read")))?;
    Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
}

fn text(order: &JsValue, name: &str) -> Result<Option<String>, Error> {
    let read = |value: JsValue| {
        let text = value.as_string();
        text.ok_or_else(|| type_error(&format!("{name} must be a string")))
    };
    field(order, name)?.map(read).transpose()
}

fn number(order: &JsValue, name: &str) -> Result<Option<f64>, Error> {
    let read = |value: JsValue| {
        let number = value.as_f64();
        number.ok_or_else(|| type_error(&format!("{name} must be a number")))
    };
    field(order, name)?.map(read).transpose()
}

fn required(order: &JsValue, name: &str) -> Result<f64, Error> {
    number(order, name)?.ok_or_else(|| type_error(&format!("{name} must be a number")))
}

fn flag(order: &JsValue, name: &str) -> Result<Option<bool>, Error> {
    let read = |value: JsValue| {
        let flag = value.as_bool();
        flag.ok_or_else(|| type_error(&format!("{name} must be true or false")))
    };
    field(order, name)?.map(read).transpose()
}

fn seed(order: &JsValue) -> Result<u64, Error> {
    let seed = required(order, "seed")?;
    if (0.0..SEEDS).contains(&seed) && seed.fract() == 0.0 {
        Ok(seed as u64)
    } else {
        Err(type_error(
            "seed must be a whole number from 0 to 9007199254740991",
        ))
    }
}
