//! The sketch synthesizer as a wasm module of its own, for a worker or for Node.
//!
//! One class, [`Rendering`], renders an order slice by slice inside its own memory, so that a page can show progress,
//! begin to play, and a person can change their mind; the finished WAV leaves the memory once. [`listen`] takes a
//! recording in.

use js_sys::{Array, Error, Int16Array, Object, Reflect, Uint8Array};
use tutti_sketch::{
    Fault, Plan, Recipe, Renderer, SAMPLE_RATE, WavBuilder, listen as hear, recipe_in,
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

mod order;

/// Frames that are rendered between two writes to the file.
const SLICE: usize = 1_024;

/// One piece on its way from an order to a WAV file.
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
    /// Composes the piece for an order's fields as a plain object: `operation` (`create` when there is none), `seed`, and
    /// what the operation takes.
    ///
    /// # Errors
    ///
    /// A `TypeError` that names the first field of a wrong type; an `Error` with `kind` and `field` when the clip is none
    /// or what is asked cannot be done to it.
    #[wasm_bindgen(constructor)]
    pub fn new(order: &JsValue) -> Result<Self, Error> {
        Self::of(&order::read(order)?)
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

    /// The samples that are done, from one frame up to another: interleaved, 16 bits.
    pub fn samples(&self, from: u32, to: u32) -> Int16Array {
        let file = self.file.as_ref();
        let bytes = file.map_or(&[][..], |file| file.frames(from as usize..to as usize));
        // In a file and in a machine that runs wasm, the lower byte comes first.
        Int16Array::new(&Uint8Array::from(bytes).buffer())
    }

    /// What was composed: `{ clip, seconds, bpm, key, genre, provenance, warnings, text }`.
    #[wasm_bindgen(getter)]
    pub fn plan(&self) -> Object {
        let warnings = self.plan.warnings.iter();
        let warnings: Array = warnings.map(|it| JsValue::from_str(it)).collect();
        object([
            ("clip", self.plan.recipe().into()),
            ("seconds", self.plan.seconds().into()),
            ("bpm", self.plan.bpm().into()),
            ("key", self.plan.key().into()),
            ("genre", self.plan.genre().into()),
            ("provenance", "sketch".into()),
            ("warnings", warnings.into()),
            ("text", self.plan.to_string().into()),
        ])
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
    fn of(recipe: &Recipe) -> Result<Self, Error> {
        let plan = recipe.perform().map_err(|fault| refusal(&fault))?;
        let renderer = Renderer::new(&plan, SAMPLE_RATE);
        let file = WavBuilder::new(renderer.frames(), SAMPLE_RATE, plan.recipe());
        Ok(Self {
            plan,
            renderer,
            file: Some(file),
            done: 0,
        })
    }
}

/// Takes a WAV file in: `{ clip, seconds, bpm, key }`. A file that the sketch made is the clip it was; of any other the
/// clip knows tempo, key and chords.
///
/// # Errors
///
/// An `Error` with `kind` and `field` when the file is no WAV file that can be read, or there is nothing to hear.
#[wasm_bindgen]
pub fn listen(file: &[u8]) -> Result<Object, Error> {
    let own = recipe_in(file).and_then(|id| Recipe::parse(id).ok());
    if let Some(recipe) = own
        && let Ok(plan) = recipe.perform()
    {
        return Ok(clip(&recipe, plan.seconds(), plan.bpm(), &plan.key()));
    }
    let heard = hear(file).map_err(|fault| bad_audio(&fault))?;
    let (seconds, bpm, key) = (heard.seconds, heard.bpm, heard.key());
    Ok(clip(&Recipe::heard(heard), seconds, bpm, &key))
}

fn clip(recipe: &Recipe, seconds: f64, bpm: f64, key: &str) -> Object {
    object([
        ("clip", recipe.to_string().into()),
        ("seconds", seconds.into()),
        ("bpm", bpm.into()),
        ("key", key.into()),
    ])
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}

/// A `TypeError` as the `Error` it is.
fn type_error(message: &str) -> Error {
    js_sys::TypeError::new(message).unchecked_into()
}

/// What cannot be done, as an error that says which field is to blame.
fn refusal(fault: &Fault) -> Error {
    told("invalid_order", fault)
}

fn bad_audio(fault: &Fault) -> Error {
    told("bad_audio", fault)
}

fn told(kind: &str, fault: &Fault) -> Error {
    let error = Error::new(&fault.message);
    for (name, value) in [("kind", kind), ("field", fault.field)] {
        let _ = Reflect::set(&error, &name.into(), &value.into());
    }
    error
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

    use super::{Rendering, listen};

    fn rendering(json: &str) -> Result<Rendering, String> {
        let order = JSON::parse(json).unwrap();
        Rendering::new(&order).map_err(|error| format!("{}: {}", error.name(), error.message()))
    }

    fn field(object: &js_sys::Object, name: &str) -> JsValue {
        Reflect::get(object, &name.into()).unwrap()
    }

    #[wasm_bindgen_test]
    fn a_clip_can_be_changed_in_every_way_and_comes_out_of_its_own_file() {
        let mut first = rendering(r#"{"prompt":"folk","seed":1,"seconds":6}"#).unwrap();
        let id = field(&first.plan(), "clip").as_string().unwrap();
        let file = first.finish().unwrap();
        let found = listen(&file).unwrap();
        assert_eq!(field(&found, "clip").as_string().unwrap(), id);
        let order = |rest: &str| format!(r#"{{"clip":"{id}","seed":2,{rest}}}"#);
        let frames = |rest: &str| rendering(&order(rest)).unwrap().frames();
        assert!(frames(r#""operation":"extend","seconds":5"#) > 8 * 48_000);
        assert_eq!(
            frames(r#""operation":"replace","startsAt":1,"endsAt":2"#),
            6 * 48_000
        );
        assert_eq!(frames(r#""operation":"download""#), 6 * 48_000);
        let cover = rendering(&order(r#""operation":"cover","prompt":"techno""#)).unwrap();
        assert_eq!(field(&cover.plan(), "genre"), JsValue::from("techno"));
        assert!(
            rendering(r#"{"operation":"download","clip":"a"}"#)
                .unwrap_err()
                .starts_with("Error: This is not")
        );
    }

    #[wasm_bindgen_test]
    fn the_samples_that_are_done_can_be_had_before_the_file_is() {
        let mut rendering = rendering(r#"{"prompt":"house","seed":1,"seconds":2}"#).unwrap();
        rendering.step(9_600);
        let early = rendering.samples(4_800, 9_600).to_vec();
        assert_eq!(early.len(), 9_600);
        assert_eq!(rendering.samples(9_600, 12_000).length(), 0);
        let file = rendering.finish().unwrap();
        let data = file.len() - 4 * 96_000;
        let at = data + 4 * 4_800;
        let later: Vec<i16> = file[at..at + 19_200]
            .chunks(2)
            .map(|it| i16::from_le_bytes([it[0], it[1]]))
            .collect();
        assert_eq!(early, later);
    }

    #[wasm_bindgen_test]
    fn a_file_that_cannot_be_heard_is_refused_with_its_kind() {
        let error = listen(b"ID3").unwrap_err();
        assert_eq!(
            Reflect::get(&error, &"kind".into()).unwrap(),
            JsValue::from("bad_audio")
        );
        assert_eq!(
            Reflect::get(&error, &"field".into()).unwrap(),
            JsValue::from("audioUrl")
        );
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
        let field = |name: &str| field(&rendering.plan(), name);
        assert_eq!(field("bpm"), JsValue::from(80));
        assert_eq!(field("key"), JsValue::from("D minor"));
        assert_eq!(field("genre"), JsValue::from("lo-fi"));
        assert_eq!(field("provenance"), JsValue::from("sketch"));
        let file = rendering.finish().unwrap();
        assert!(file.len() > 44 + 4 * 96_000 && file.len() < 1_000 + 4 * 96_000);

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
        assert_eq!(refused("3"), "TypeError: an order must be an object");
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
