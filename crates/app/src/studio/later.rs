//! Loading the views that are not there from the start.

use leptos::prelude::{Get, GetUntracked, Set, Update, UpdateValue, With};
use wasm_bindgen_futures::spawn_local;

use super::{Studio, View};
use crate::browser;
use crate::later::{Later, views};
use crate::state::compare::Compare;

impl Studio {
    /// Loads the other views as soon as something wants one of them; what wants one again asks for them again.
    pub(crate) fn follow_wishes(self) {
        let wanted = [
            self.view.get() == View::Library,
            self.compare.with(|it| !it.slots().is_empty()),
            self.details.with(Option::is_some),
            self.edit.with(Option::is_some),
            self.arrived.with(Option::is_some),
            self.ask.with(Option::is_some),
            self.settings_open.get().is_some(),
            self.keys_open.get(),
        ];
        if wanted.contains(&true) {
            self.load_later();
        }
    }

    /// Loads the other views, unless they are here or on their way.
    pub(crate) fn load_later(self) {
        if matches!(self.later.get_untracked(), Later::Here(_) | Later::Coming) {
            return;
        }
        self.later.set(Later::Coming);
        spawn_local(async move {
            let found = views().await;
            self.later.set(found.map_or(Later::Failed, Later::Here));
            let waiting = self.backstage.try_update_value(|it| it.focus.take());
            if let Some(id) = waiting.flatten() {
                browser::focus_soon(id);
            }
        });
    }

    /// Gives up what wanted the other views.
    pub(crate) fn do_without_later(self) {
        self.later.set(Later::Away);
        self.settings_open.set(None);
        self.keys_open.set(false);
        self.details.set(None);
        self.edit.set(None);
        self.arrived.set(None);
        self.ask.set(None);
        self.compare.update(Compare::clear);
        self.go_to(View::Create);
    }

    /// Moves the focus to a field of the other views, once they are here.
    pub(super) fn focus_later(self, id: &str) {
        if let Later::Here(_) = self.later.get_untracked() {
            browser::focus_soon(id.to_owned());
        } else {
            self.backstage
                .update_value(|it| it.focus = Some(id.to_owned()));
        }
    }
}
