//! Keys that act anywhere on the page, unless one is writing.

use leptos::ev::KeyboardEvent;
use leptos::prelude::{GetUntracked, Set, Update, WithUntracked, document};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::{Studio, View};
use crate::browser;
use crate::later::Later;
use crate::state::player::Player;
use crate::text::shortcuts as text;
use crate::text::{library, listen};

/// The id of the library's search field.
pub(crate) const SEARCH: &str = "library-search";

/// The id of the language's choice.
pub(crate) const LANGUAGE: &str = "settings-language";

/// What the keys do, as it is told: the keys, and the act.
pub(crate) fn keys() -> [(&'static str, &'static str); 12] {
    [
        (text::control_enter(), text::key_generate()),
        (text::space(), text::key_play()),
        ("\u{2190} \u{2192}", text::key_skip()),
        ("J K", text::key_neighbour()),
        ("1 \u{2026} 9", text::key_nth()),
        ("X", text::key_other()),
        ("C", text::key_compare()),
        ("F", text::key_favourite()),
        ("L", listen::repeat()),
        ("[ ]", text::key_part()),
        ("/", library::search_the_library()),
        ("?", text::key_these()),
    ]
}

/// Whether a key sends the form one is in. A key that is held sends it once: what is sent may be paid for.
pub(crate) fn sends(event: &KeyboardEvent) -> bool {
    let asked = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
    if asked {
        event.prevent_default();
    }
    asked && !event.repeat()
}

impl Studio {
    /// Does what a key says, if it is not meant for what has the focus.
    pub(crate) fn press(self, event: &KeyboardEvent) {
        if presses_again(event) {
            event.prevent_default();
            return;
        }
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        let is_letter = event.key().chars().all(char::is_alphabetic) && event.key().len() == 1;
        let wanted = !is_letter || self.settings.with_untracked(|it| it.letter_keys);
        if event.default_prevented() || with_others || !wanted || is_taken(event) {
            return;
        }
        let (key, shift) = (event.key(), event.shift_key());
        if self.act_early(&key) || self.act_with_rest(&key, shift) {
            event.prevent_default();
        }
    }

    /// What a key says that acts from the start.
    fn act_early(self, key: &str) -> bool {
        match key {
            "/" => {
                self.go_to(View::Library);
                self.with_rest(|_| browser::focus_at_once(SEARCH.to_owned()));
            }
            "?" => self.keys_open.set(true),
            _ => return false,
        }
        true
    }

    /// Before the rest is here nothing can be played.
    fn act_with_rest(self, key: &str, shift: bool) -> bool {
        match self.later.get_untracked() {
            Later::Here(rest) => (rest.act)(self, key, shift),
            _ => false,
        }
    }

    /// Does what a key says of what is played.
    pub(crate) fn act(self, key: &str, shift: bool) -> bool {
        let step = if shift { 1.0 } else { 5.0 };
        match key {
            "j" | "J" => self.play_neighbour(1),
            "k" | "K" => self.play_neighbour(-1),
            _ if self.player.with_untracked(|it| it.take.is_none()) => {
                return self.act_on_compared(key);
            }
            " " => self.toggle_loaded(),
            "ArrowLeft" => self.skip_by(-step),
            "ArrowRight" => self.skip_by(step),
            "c" | "C" => self.with_loaded(|take| self.toggle_compare(take)),
            "f" | "F" => {
                self.with_loaded(|take| self.set_favourite(&take.id, !take.favourite));
            }
            "l" | "L" => self.repeat.update(|repeat| repeat.on = !repeat.on),
            "[" => {
                let at = self.position.get_untracked();
                self.repeat.update(|repeat| repeat.begin_at(at));
            }
            "]" => {
                let at = self.position.get_untracked();
                self.repeat.update(|repeat| repeat.end_at(at));
            }
            _ => return self.act_on_compared(key),
        }
        true
    }

    fn act_on_compared(self, key: &str) -> bool {
        let slots = self.compare.with_untracked(|it| it.slots().len());
        match key {
            "x" | "X" if slots > 0 => self.listen_to_other(),
            digit => match digit.parse::<usize>() {
                Ok(nth) if (1..=slots).contains(&nth) => self.listen_to_nth(nth - 1),
                _ => return false,
            },
        }
        true
    }

    pub(super) fn toggle_loaded(self) {
        self.with_loaded(|take| self.toggle(take));
    }

    fn with_loaded(self, act: impl FnOnce(&crate::state::take::Take)) {
        let loaded = self
            .player
            .with_untracked(|Player { take, .. }| take.clone());
        // The kept one knows more, such as whether it is a favourite.
        if let Some(take) = loaded.map(|take| self.take(&take.id).unwrap_or(take)) {
            act(&take);
        }
    }
}

/// Whether a held Enter would press a button, or send a form, once more.
fn presses_again(event: &KeyboardEvent) -> bool {
    let writes_lines = || target(event).is_some_and(|it| it.matches("textarea").unwrap_or(false));
    event.repeat() && event.key() == "Enter" && !writes_lines()
}

/// Whether what has the focus, or an open dialog, takes the key itself.
fn is_taken(event: &KeyboardEvent) -> bool {
    let open = document().query_selector("dialog[open]").ok().flatten();
    let takes = |element: &Element| {
        let writes = "input:not([type=checkbox]), textarea, select, [contenteditable]";
        let presses = "button, summary, a, input, [role=button], [role=switch]";
        let is = |selector| element.matches(selector).unwrap_or(false);
        is(writes) || (matches!(event.key().as_str(), " " | "Enter") && is(presses))
    };
    open.is_some() || target(event).as_ref().is_some_and(takes)
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
