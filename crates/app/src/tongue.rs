//! Which language the page is in: the one that was chosen, else the first of the browser's that it speaks.

use leptos::prelude::document;
use tutti_core::Value;
use tutti_web::value::from_js;
use wasm_bindgen::JsValue;

use crate::browser;
use crate::state::settings::{Settings, Tongue};
use crate::studio::SETTINGS;
use crate::text;

/// How long the file of a language may take, in milliseconds: until then nothing is shown but the outline.
const PATIENCE_MS: u32 = 4_000;

/// The language to begin with.
pub(crate) fn wanted() -> Tongue {
    let settings = Settings::from_value(&browser::stored(SETTINGS));
    chosen_or_asked(settings.tongue)
}

/// The language that was chosen, else the one that the browser asks for.
pub(crate) fn chosen_or_asked(chosen: Option<Tongue>) -> Tongue {
    chosen.unwrap_or_else(|| Tongue::among(&browser::languages()))
}

/// Speaks a language from now on: what is drawn afterwards is in it.
///
/// # Errors
///
/// When its file does not come; the page stays in the language it is in.
pub(crate) async fn speak(tongue: Tongue) -> Result<(), JsValue> {
    let words = match tongue {
        Tongue::English => Value::Null,
        _ => words(tongue).await?,
    };
    text::speak(tongue, &words);
    if let Some(root) = document().document_element() {
        // An element that is there takes any attribute.
        let _ = root.set_attribute("lang", tongue.tag());
        let _ = root.set_attribute("dir", tongue.direction());
    }
    Ok(())
}

async fn words(tongue: Tongue) -> Result<Value, JsValue> {
    let file = browser::beside(&format!("lang/{}.json", tongue.tag()));
    let read = browser::fetch_json(&file, PATIENCE_MS).await?;
    from_js(&read).map_err(|_| JsValue::NULL)
}
