//! Loading the rest of the program, and what waits for it.

use leptos::prelude::{Get, GetUntracked, Set, Update, UpdateValue, With, untrack};
use wasm_bindgen_futures::spawn_local;

use super::{Studio, View};
use crate::browser;
use crate::later::{Later, Rest, rest};
use crate::state::compare::Compare;
use crate::state::settings::Endpoint;

impl Studio {
    /// Has the rest brought as soon as something wants it to be drawn; what wants that again asks for it again.
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
            self.uses(Endpoint::Relay),
        ];
        if wanted.contains(&true) {
            self.bring_rest();
        }
    }

    /// Brings the rest if this browser keeps anything: pieces to show, jobs to go on with.
    pub(crate) fn take_up_what_is_kept(self) {
        spawn_local(async move {
            if browser::keeps_anything().await.is_truthy() {
                self.bring_rest();
            }
        });
    }

    /// Brings the rest, which something waits for.
    pub(crate) fn bring_rest(self) {
        match self.later.get_untracked() {
            Later::Away | Later::Failed => self.load_rest(Later::Coming),
            Later::Ahead => self.later.set(Later::Coming),
            Later::Coming | Later::Here(_) => {}
        }
    }

    /// Brings the rest before something waits for it: somebody is here.
    pub(crate) fn bring_rest_ahead(self) {
        if let Later::Away = self.later.get_untracked() {
            self.load_rest(Later::Ahead);
        }
    }

    /// Does something with the rest once it is here. Of what waits for it the last is done: two presses of a button are
    /// one wish.
    pub(crate) fn with_rest(self, act: impl FnOnce(Rest) + 'static) {
        if let Later::Here(rest) = self.later.get_untracked() {
            act(rest);
        } else {
            self.backstage
                .update_value(|it| it.waiting = Some(Box::new(act)));
            self.bring_rest();
        }
    }

    /// Gives up what wanted the rest.
    pub(crate) fn do_without_rest(self) {
        self.later.set(Later::Away);
        self.backstage.update_value(|it| it.waiting = None);
        self.settings_open.set(None);
        self.keys_open.set(false);
        self.details.set(None);
        self.edit.set(None);
        self.arrived.set(None);
        self.ask.set(None);
        self.compare.update(Compare::clear);
        self.go_to(View::Create);
    }

    /// Moves the focus to a field of the rest.
    pub(super) fn focus_later(self, id: &'static str) {
        self.with_rest(move |_| browser::focus_soon(id.to_owned()));
    }

    fn load_rest(self, how: Later) {
        self.later.set(how);
        spawn_local(async move {
            match rest().await {
                Ok(rest) => self.welcome(rest),
                // Nobody waits for what was to come ahead of time.
                Err(_) => self.later.update(|later| {
                    *later = match later {
                        Later::Coming => Later::Failed,
                        _ => Later::Away,
                    }
                }),
            }
        });
    }

    fn welcome(self, rest: Rest) {
        self.later.set(Later::Here(rest));
        let waiting = self.backstage.try_update_value(|it| it.waiting.take());
        if let Some(act) = waiting.flatten() {
            // What it reads is read once, as in the handler of the press that it waited from.
            untrack(|| act(rest));
        }
    }
}
