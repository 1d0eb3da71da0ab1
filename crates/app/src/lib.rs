//! The studio page: type a prompt, send it to several models at once, watch the jobs honestly, hear and keep what comes.
//!
//! `state` is plain values with their transitions; `studio` wraps them in signals and does what the person asks;
//! `components` draws them.

mod app;
mod audio;
mod browser;
mod components;
mod library;
pub mod state;
mod studio;
pub mod words;

use leptos::mount::mount_to;
use wasm_bindgen::JsCast;

/// Puts the studio where the page's static outline stands.
pub fn start() {
    let Some(place) = browser::element("app") else {
        return;
    };
    place.set_inner_html("");
    mount_to(place.unchecked_into(), app::App).forget();
}
