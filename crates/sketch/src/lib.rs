//! A prompt and a seed to a plan, a plan to samples: the same bits everywhere.
//!
//! The sketch is a procedural composer and synthesizer, not a neural model. [`compose`] reads a [`Brief`] and
//! writes a [`Plan`]: form, harmony, melody, bass and drums as notes in time. [`Renderer`] plays the plan as
//! interleaved stereo, in slices of any length, with the same bits on every machine.
//!
//! ```
//! use tutti_sketch::{Brief, compose, wav};
//!
//! let plan = compose(&Brief { prompt: "slow lo-fi in D minor".into(), seconds: Some(2.0), ..Brief::default() });
//! assert_eq!(plan.key(), "D minor");
//! assert!(wav(&plan).starts_with(b"RIFF"));
//! ```

mod analysis;
mod compose;
mod genre;
mod instrument;
mod plan;
mod prompt;
mod recipe;
mod render;
mod rng;
mod synth;
mod theory;
mod wav;

pub use analysis::listen;
pub use compose::compose;
pub use plan::{Plan, Section};
pub use prompt::{Brief, Words};
pub use recipe::{Edit, Fault, Heard, Recipe};
pub use render::Renderer;
pub use wav::{WavBuilder, recipe_in, wav};

/// Frames a second of everything the sketch writes to a file, in Hz.
pub const SAMPLE_RATE: u32 = 48_000;
