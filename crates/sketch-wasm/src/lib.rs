//! The sketch synthesizer as a wasm module of its own, for a worker or for Node.
//!
//! One class, [`Rendering`], renders a brief slice by slice inside its own memory, so that a page can show progress
//! and a person can change their mind; the finished WAV leaves the memory once.

use js_sys::{Array, Error, Object, Reflect};
use tutti_sketch::{Brief, Plan, Renderer, SAMPLE_RATE, WavBuilder, compose};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

mod brief;

/// Frames that are rendered between two writes to the file.
const SLICE: usize = 1_024;

/// One piece on its way from a brief to a WAV file.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Rendering {
    plan: Plan,
    renderer: Renderer,
    /// Gone once the file was handed out.
    file: Option<WavBuilder>,
    done: usize,
}

#[wasm_bindgen]
impl Rendering {
    /// Composes the piece for a plain object `{ prompt, negativePrompt?, lyrics?, seed, seconds?, bpm?, instrumental? }`.
    ///
    /// # Errors
    ///
    /// A `TypeError` that names the first field of a wrong type.
    #[wasm_bindgen(constructor)]
    pub fn new(brief: &JsValue) -> Result<Self, Error> {
        Ok(Self::of(&brief::read(brief)?))
    }

    /// Frames of the whole piece, at 48,000 a second.
    #[wasm_bindgen(getter)]
    pub fn frames(&self) -> u32 {
        self.renderer.frames() as u32
    }

    /// Renders up to so many frames more, and says how many are done in all.
    pub fn step(&mut self, frames: u32) -> u32 {
        let until = self
            .renderer
            .frames()
            .min(self.done.saturating_add(frames as usize));
        let mut slice = [0.0; 2 * SLICE];
        while self.done < until {
            let wanted = SLICE.min(until - self.done);
            let filled = self.renderer.fill(&mut slice[..2 * wanted]);
            if let Some(file) = &mut self.file {
                file.push(&slice[..2 * filled]);
            }
            self.done += filled;
        }
        self.done as u32
    }

    /// What was composed: `{ seconds, bpm, key, genre, warnings, text }`.
    #[wasm_bindgen(getter)]
    pub fn plan(&self) -> Object {
        let warnings: Array = self
            .plan
            .warnings
            .iter()
            .map(|warning| JsValue::from_str(warning))
            .collect();
        let fields: [(&str, JsValue); 6] = [
            ("seconds", self.plan.seconds().into()),
            ("bpm", self.plan.bpm().into()),
            ("key", self.plan.key().into()),
            ("genre", self.plan.genre().into()),
            ("warnings", warnings.into()),
            ("text", self.plan.to_string().into()),
        ];
        let object = Object::new();
        for (name, value) in fields {
            // Setting a field of a fresh plain object cannot fail.
            let _ = Reflect::set(&object, &name.into(), &value);
        }
        object
    }

    /// Renders what is left and hands over the WAV file, once.
    ///
    /// # Errors
    ///
    /// An `Error` when the file was handed over before.
    pub fn finish(&mut self) -> Result<Vec<u8>, Error> {
        self.step(self.frames());
        let file = self
            .file
            .take()
            .ok_or_else(|| Error::new("this rendering was finished before"))?;
        Ok(file.finish())
    }
}

impl Rendering {
    fn of(brief: &Brief) -> Self {
        let plan = compose(brief);
        let renderer = Renderer::new(&plan, SAMPLE_RATE);
        let file = Some(WavBuilder::new(renderer.frames(), SAMPLE_RATE));
        Self {
            plan,
            renderer,
            file,
            done: 0,
        }
    }
}

/// A `TypeError` as the `Error` it is.
fn type_error(message: &str) -> Error {
    js_sys::TypeError::new(message).unchecked_into()
}

#[cfg(all(test, target_arch = "wasm32"))]
#[expect(
    clippy::unwrap_used,
    reason = "clippy does not know wasm_bindgen_test for a test"
)]
mod tests {
    use js_sys::{JSON, Reflect};
    use wasm_bindgen::JsValue;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::Rendering;

    fn rendering(json: &str) -> Result<Rendering, String> {
        let brief = JSON::parse(json).unwrap();
        Rendering::new(&brief).map_err(|error| format!("{}: {}", error.name(), error.message()))
    }

    #[wasm_bindgen_test]
    fn a_brief_becomes_a_wav_step_by_step() {
        let mut rendering =
            rendering(r#"{"prompt":"lo-fi, 80 bpm, D minor","seed":1,"seconds":2,"lyrics":null}"#)
                .unwrap();
        assert_eq!(rendering.frames(), 96_000);
        assert_eq!(rendering.step(1_500), 1_500);
        assert_eq!(rendering.step(0), 1_500);
        assert_eq!(rendering.step(u32::MAX), 96_000);
        let field = |name: &str| Reflect::get(&rendering.plan(), &name.into()).unwrap();
        assert_eq!(field("bpm"), JsValue::from(80));
        assert_eq!(field("key"), JsValue::from("D minor"));
        assert_eq!(field("genre"), JsValue::from("lo-fi"));
        let file = rendering.finish().unwrap();
        assert_eq!(file.len(), 44 + 4 * 96_000);
        assert!(rendering.finish().is_err());
    }

    #[wasm_bindgen_test]
    fn finishing_early_renders_the_rest_to_the_same_bytes() {
        let json = r#"{"prompt":"jazz","seed":9,"seconds":1}"#;
        let mut stepped = rendering(json).unwrap();
        while stepped.step(777) < stepped.frames() {}
        assert!(stepped.finish().unwrap() == rendering(json).unwrap().finish().unwrap());
    }

    #[wasm_bindgen_test]
    fn wrong_types_are_named() {
        let refused = |json: &str| rendering(json).unwrap_err();
        assert_eq!(refused("3"), "TypeError: a brief must be an object");
        assert_eq!(
            refused(r#"{"seed":1}"#),
            "TypeError: prompt must be a string"
        );
        assert_eq!(
            refused(r#"{"prompt":"a"}"#),
            "TypeError: seed must be a number"
        );
        assert_eq!(
            refused(r#"{"prompt":"a","seed":1,"bpm":"9"}"#),
            "TypeError: bpm must be a number"
        );
        assert_eq!(
            refused(r#"{"prompt":"a","seed":1,"lyrics":[]}"#),
            "TypeError: lyrics must be a string"
        );
        for seed in ["-1", "0.5", "1e16"] {
            let json = format!(r#"{{"prompt":"a","seed":{seed}}}"#);
            assert!(refused(&json).starts_with("TypeError: seed must be a whole number"));
        }
    }
}
