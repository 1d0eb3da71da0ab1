//! What the page knows, as plain values whose transitions are methods: no signal, no document, no clock in here.

pub mod draft;
pub mod fields;
pub mod job;
pub mod jobs;
pub mod keys;
pub mod library;
pub mod news;
pub mod peaks;
pub mod player;
pub mod settings;
pub mod take;
