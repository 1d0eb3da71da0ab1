//! The relay as a server: what [`tutti_relay_policy`] lets through is carried out, streamed, timed and counted, and the
//! studio is served beside it.
//!
//! A request's body is read in full before a vendor is asked, so that half an order is never sent; it is small. Answers
//! stream. An order that carries an id is carried out once: a second arrival gets the first one's answer.

mod body;
mod door;
mod log;
mod orders;
mod resolve;
mod server;
mod settings;
mod site;
mod upstream;

pub use resolve::{Lookup, public_addresses};
pub use server::{Server, StartError};
pub use settings::{HELP, Settings, SettingsError, Wish};
