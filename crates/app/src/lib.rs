//! The studio page: type a prompt, send it to several models at once, watch the jobs honestly, hear and keep what comes.
//!
//! `state` is plain values with their transitions; `studio` wraps them in signals and does what the person asks;
//! `components` draws them.

mod app;
mod audio;
mod browser;
mod components;
mod crypto;
mod later;
mod library;
mod platform;
pub mod state;
mod studio;
mod text;
mod told;
mod tongue;
pub mod words;

use leptos::mount::mount_to;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use crate::state::settings::Tongue;

/// Puts the studio where the page's static outline stands.
pub fn start() {
    let Some(place) = browser::element("app") else {
        return;
    };
    let show = move || {
        place.set_inner_html("");
        mount_to(place.unchecked_into(), app::App).forget();
    };
    match tongue::wanted() {
        Tongue::English => show(),
        tongue => spawn_local(async move {
            // Without its file the page is in English, which is better than no page.
            let _ = tongue::speak(tongue).await;
            show();
        }),
    }
}
