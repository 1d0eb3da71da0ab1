//! The sandbox as a client sees it: over its router with a clock moved by hand, over TCP, and as a command.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it did not expect"
)]

mod aimlapi;
mod client;
mod command;
mod control;
mod cors;
mod faults;
mod hostile;
mod ledger;
mod pixazo;
mod producer;
mod producer_errors;
mod producer_webhooks;
mod receiver;
mod segmind;
mod segmind_audio;
mod segmind_errors;
mod tcp;
