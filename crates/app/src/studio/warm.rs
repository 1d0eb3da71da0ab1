//! Having the sketch ready before it is asked for.

use leptos::ev;
use leptos::prelude::{Effect, Get, GetUntracked, Memo, With, window_event_listener};
use wasm_bindgen_futures::spawn_local;

use super::{SKETCH, Studio};
use crate::browser;

/// The composer, with the focus in it.
const COMPOSING: &str = ".composer:focus-within";

impl Studio {
    /// Starts the sketch's worker when somebody writes an order that goes to the sketch too, so that it need not be waited
    /// for. An untouched page loads nothing of it.
    pub(crate) fn warm_up(self) {
        let chosen = Memo::new(move |_| self.draft.with(|draft| draft.models().contains(&SKETCH)));
        let warm = move |wanted: bool| {
            if wanted && browser::is_there(COMPOSING) {
                // What cannot be started is told when it is asked for.
                spawn_local(async { drop(browser::warm_up(&browser::beside(MODULE)).await) });
            }
        };
        Effect::new(move |_| warm(chosen.get()));
        let entered = window_event_listener(ev::focusin, move |_| warm(chosen.get_untracked()));
        let touched = window_event_listener(ev::pointerdown, move |_| warm(chosen.get_untracked()));
        // They live as long as the page does.
        std::mem::forget((entered, touched));
    }
}

/// Where the sketch's module is, beside the page.
pub(super) const MODULE: &str = "sketch/index.js";
