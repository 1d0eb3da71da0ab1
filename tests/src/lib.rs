//! A host's stand-in for the browser's driver: JSON by serde_json, the sandbox's router in process, and a clock that
//! jumps from one due moment to the next.

pub mod catalog;
pub mod contracts;
mod host;
pub mod json;
pub mod samples;
pub mod seeds;
pub mod source;
pub mod types;

pub use host::{Host, KEY, Seen, order};
