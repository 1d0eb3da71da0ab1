//! A brief out of a plain JavaScript object.

use js_sys::{Error, Reflect};
use tutti_sketch::Brief;
use wasm_bindgen::JsValue;

use crate::type_error;

/// Seeds must be whole numbers that JavaScript holds exactly.
const SEEDS: f64 = 9_007_199_254_740_992.0;

/// Reads every field; a missing one is `undefined` or `null`.
pub(crate) fn read(object: &JsValue) -> Result<Brief, Error> {
    if !object.is_object() {
        return Err(type_error("a brief must be an object"));
    }
    Ok(Brief {
        prompt: text(object, "prompt")?.ok_or_else(|| type_error("prompt must be a string"))?,
        negative_prompt: text(object, "negativePrompt")?,
        lyrics: text(object, "lyrics")?,
        seed: seed(object)?,
        seconds: number(object, "seconds")?,
        bpm: number(object, "bpm")?,
        instrumental: field(object, "instrumental")?
            .map(|value| {
                value
                    .as_bool()
                    .ok_or_else(|| type_error("instrumental must be true or false"))
            })
            .transpose()?,
    })
}

fn field(object: &JsValue, name: &str) -> Result<Option<JsValue>, Error> {
    let value = Reflect::get(object, &name.into())
        .map_err(|_| type_error(&format!("{name} cannot be read")))?;
    Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
}

fn text(object: &JsValue, name: &str) -> Result<Option<String>, Error> {
    let read = |value: JsValue| {
        value
            .as_string()
            .ok_or_else(|| type_error(&format!("{name} must be a string")))
    };
    field(object, name)?.map(read).transpose()
}

fn number(object: &JsValue, name: &str) -> Result<Option<f64>, Error> {
    let read = |value: JsValue| {
        value
            .as_f64()
            .ok_or_else(|| type_error(&format!("{name} must be a number")))
    };
    field(object, name)?.map(read).transpose()
}

fn seed(object: &JsValue) -> Result<u64, Error> {
    let seed = number(object, "seed")?.ok_or_else(|| type_error("seed must be a number"))?;
    if (0.0..SEEDS).contains(&seed) && seed.fract() == 0.0 {
        Ok(seed as u64)
    } else {
        Err(type_error(
            "seed must be a whole number from 0 to 9007199254740991",
        ))
    }
}
