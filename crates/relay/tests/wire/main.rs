//! The relay over real sockets: what gets through, what does not, and what becomes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod flow;
mod hostile;
mod inside;
mod orders;
mod site;
mod slow;
mod support;
mod vendor;
