//! What the page knows, as plain values whose transitions are methods: no signal, no document, no clock in here.

pub mod ask;
pub mod compare;
pub mod draft;
pub mod edit;
pub mod fields;
pub mod filter;
pub mod job;
pub mod jobs;
pub mod keys;
pub mod library;
pub mod lineage;
pub mod loudness;
pub mod news;
pub mod peaks;
pub mod player;
pub mod relay;
pub mod repeat;
pub mod room;
pub mod settings;
pub mod spend;
pub mod take;
pub mod tar;
pub mod vault;
pub mod window;
