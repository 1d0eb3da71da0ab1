//! Does what `tutti-core` asks for in a browser, a worker or Node: fetch, wait, journal, render, abort.
//!
//! The bytes of audio stay on the JavaScript side all the way: chunks as they arrive, then one `Blob`. Only their
//! headers are read in here.

#![warn(clippy::use_debug)]

mod api;
mod audio;
mod bytes;
mod client;
mod drive;
mod global;
mod host;
mod journal;
mod keys;
mod lock;
mod pace;
mod relay;
mod render;
pub mod store;
pub mod value;
mod watch;
mod wire;

pub use client::{Client, Listener, Options, RunOptions, Usual};
pub use journal::Journal;
pub use keys::KeyRing;
pub use relay::Relay;
pub use render::Render;
pub use watch::{Ended, Kept, Running};
