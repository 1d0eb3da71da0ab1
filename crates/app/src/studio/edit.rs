//! Changing a kept piece: what is asked for, and sending it.

use leptos::prelude::{GetUntracked, Set, Update, With, WithUntracked};
use tutti_core::{Operation, Value, providers};

use super::{Studio, View};
use crate::browser;
use crate::state::ask::Purpose;
use crate::state::edit::{Edit, Flaw, name};
use crate::state::job::Job;
use crate::state::take::Take;
use crate::text::edit as text;

/// Heard before and after a part, so that one hears how it joins, in seconds.
const AROUND: f64 = 3.0;

impl Studio {
    /// Asks how a piece is to be changed.
    pub(crate) fn open_edit(self, take: &Take) {
        self.flaws.set(Vec::new());
        self.details.set(None);
        self.edit.set(Edit::of(take));
    }

    /// Puts an edit back as it was ordered; false when its piece is gone.
    pub(super) fn edit_again(self, order: &Value) -> bool {
        let clip = order.get("clip").text();
        let parent = clip.and_then(|clip| self.by_clip(clip));
        let edit = parent.and_then(|parent| Edit::again(&parent, order));
        let found = edit.is_some();
        if found {
            self.flaws.set(Vec::new());
            self.edit.set(edit);
        }
        found
    }

    /// Changes the piece another way; the words that were written stay.
    pub(crate) fn set_way(self, way: Operation) {
        self.flaws.set(Vec::new());
        self.edit.update(|edit| {
            let Some(now) = edit else {
                return;
            };
            if let Some(mut next) = Edit::new(&now.take, way) {
                for param in next.params() {
                    if !Edit::is_place(param.name) {
                        next.write(param.name, now.entry(param.name));
                    }
                }
                *now = next;
            }
        });
    }

    /// Writes for a parameter of the edit.
    pub(crate) fn write_edit(self, name: &'static str, text: &str) {
        self.change_edit(|edit| edit.write(name, text));
        self.flaws
            .update(|flaws| flaws.retain(|it| it.name.as_deref() != Some(name)));
    }

    /// Sets the part that is changed, in seconds.
    pub(crate) fn set_edit_part(self, from: f64, to: f64) {
        self.change_edit(|edit| edit.set_part(from, to));
        self.flaws.update(|flaws| {
            flaws.retain(|it| !it.name.as_deref().is_some_and(Edit::is_place));
        });
    }

    /// Lets the part be heard, with what joins it on both sides; all of the piece, where there is no part. Pauses what
    /// plays.
    pub(crate) fn hear_part_or_all(self) {
        let Some(edit) = self.edit.get_untracked() else {
            return;
        };
        let plays = self
            .player
            .with_untracked(|player| player.plays(&edit.take.id));
        match edit.part() {
            _ if plays => self.toggle(&edit.take),
            Some((from, to)) => self.hear_around(&edit.take, from, to),
            None => self.play_from(edit.take, 0.0),
        }
    }

    /// Lets the part of a piece be heard that was made anew, with what joins it on both sides.
    pub(crate) fn hear_joins(self, take: &Take) {
        let at = |name| take.order.get(name).number();
        if let (Some(from), Some(to)) = (at("startsAt"), at("endsAt")) {
            self.hear_around(take, from, to);
        }
    }

    /// Sends the edit, or says what is wrong with it.
    pub(crate) fn send_edit(self) {
        let Some(edit) = self.edit.get_untracked() else {
            return;
        };
        let mut flaws = edit.flaws();
        flaws.extend(self.hindrance(&edit));
        if !flaws.is_empty() {
            let first = flaws.iter().find_map(|flaw| flaw.name.clone());
            self.flaws.set(flaws);
            browser::focus(&edit_field_id(first.as_deref().unwrap_or("way")));
            return;
        }
        let order = edit.order();
        let seeded = !order.get("seed").is_null();
        self.propose(self.plan(vec![order], Purpose::Edit(edit.operation), seeded));
    }

    /// Shows an edit that was sent.
    pub(super) fn show_edit(self, operation: Operation, jobs: Vec<Job>) {
        let Some(run) = jobs.first().map(|job| job.id.clone()) else {
            return;
        };
        self.jobs.update(|all| all.open(jobs));
        self.tick();
        self.announce(text::started(name(operation)));
        self.go_to(View::Runs);
        browser::focus_soon(format!("run-{run}"));
    }

    /// The piece that another one came of.
    pub(crate) fn parent_of(self, take: &Take) -> Option<Take> {
        let clip = take.order.get("clip").text()?;
        self.library.with(|library| library.by_clip(clip).cloned())
    }

    fn by_clip(self, clip: &str) -> Option<Take> {
        let kept = self
            .library
            .with_untracked(|library| library.by_clip(clip).cloned());
        kept.or_else(|| self.jobs.with_untracked(|jobs| jobs.by_clip(clip).cloned()))
    }

    fn change_edit(self, change: impl FnOnce(&mut Edit)) {
        self.edit.update(|edit| {
            if let Some(edit) = edit {
                change(edit);
            }
        });
    }

    fn hear_around(self, take: &Take, from: f64, to: f64) {
        let length = take.seconds.unwrap_or_default();
        if length <= 0.0 {
            return;
        }
        let (from, to) = ((from - AROUND).max(0.0), (to + AROUND).min(length));
        self.repeat.update(|repeat| {
            repeat.clear();
            repeat.begin_at(from);
            repeat.end_at(to);
        });
        self.play_from(take.clone(), from / length);
    }

    /// What stands in the way whatever is asked for: the key, or the address.
    fn hindrance(self, edit: &Edit) -> Option<Flaw> {
        let provider = providers::row(edit.model())?.0;
        let base = self.base(provider);
        let message = if base == edit.take.base {
            self.lacks(provider)?.message
        } else {
            text::known_elsewhere(&edit.take.base, provider.name, &base)
        };
        Some(Flaw {
            name: None,
            message,
        })
    }
}

/// The id of the control of a parameter of the edit.
pub(crate) fn edit_field_id(name: &str) -> String {
    format!("edit-{name}")
}
