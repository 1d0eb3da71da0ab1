//! Keeping the library in order: marking, naming, tagging, deleting, and taking that back.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::{GetUntracked, Set, Update, UpdateUntracked, WithUntracked, set_timeout};
use wasm_bindgen_futures::spawn_local;

use super::{Studio, Toast};
use crate::browser;
use crate::state::library::UNDO_MS;
use crate::state::take::Take;
use crate::text::library as text;

/// The id of the button that takes a deletion back.
pub(crate) const UNDO: &str = "undo";

/// The id of the library's heading.
pub(crate) const LIBRARY_HEAD: &str = "library-head";

impl Studio {
    /// Marks a kept piece as a favourite, or not.
    pub(crate) fn set_favourite(self, id: &str, favourite: bool) {
        self.change_kept(&[id.to_owned()], |take| take.favourite = favourite);
    }

    /// Changes what is known of kept pieces, wherever they are shown, and stores it.
    pub(crate) fn change_kept(self, ids: &[String], change: impl Fn(&mut Take)) {
        let mut changed = Vec::new();
        self.library
            .update(|library| changed = library.change(ids, change));
        for take in &changed {
            self.show_outline(take);
        }
        spawn_local(async move {
            if let Err(why) = self.shelf().keep_all(&changed).await {
                self.show_notice(text::write_failed(&why));
            }
        });
    }

    /// Begins to pick pieces, or ends it.
    pub(crate) fn pick_some(self, on: bool) {
        self.picked.set(on.then(BTreeSet::new));
    }

    /// Picks a piece, or not.
    pub(crate) fn select(self, id: &str, on: bool) {
        self.picked.update(|picked| {
            let picked = picked.get_or_insert_default();
            if on {
                picked.insert(id.to_owned());
            } else {
                picked.remove(id);
            }
        });
    }

    /// Picks all that is listed, or nothing.
    pub(crate) fn pick_all(self, on: bool) {
        let listed = self
            .filter
            .with_untracked(|it| self.library.with_untracked(|all| all.listed(it)));
        let all = listed.into_iter().filter(|_| on).collect();
        self.picked.set(Some(all));
    }

    /// The ids of the pieces that are picked, as far as they are here.
    pub(crate) fn picked_ids(self) -> Vec<String> {
        let picked = self.picked.get_untracked().unwrap_or_default();
        let here = |id: &String| {
            self.library
                .with_untracked(|library| library.find(id).is_some())
        };
        picked.into_iter().filter(here).collect()
    }

    /// Deletes a piece; for a while that can be taken back.
    pub(crate) fn delete(self, take: &Take) {
        let text = text::deleted_of(&take.title());
        self.delete_all(vec![take.id.clone()], text);
    }

    /// Deletes the pieces that are picked.
    pub(crate) fn delete_picked(self) {
        let ids = self.picked_ids();
        let text = text::deleted(ids.len() as u64);
        self.pick_some(false);
        self.delete_all(ids, text);
    }

    /// Takes deletions back.
    pub(crate) fn undelete(self, ids: &[String]) {
        self.toast.set(None);
        self.change_kept(ids, |take| take.deleted_ms = None);
        self.announce(text::back(ids.len() as u64));
        browser::focus_soon(LIBRARY_HEAD.to_owned());
    }

    /// Removes for good all that was deleted.
    pub(crate) fn empty_trash(self) {
        let mut gone = Vec::new();
        self.library.update(|library| gone = library.empty_trash());
        self.show_notice(text::removed_for_good(gone.len() as u64));
        self.remove(gone);
        browser::focus_soon(LIBRARY_HEAD.to_owned());
    }

    /// Removes for good what was deleted long enough ago.
    pub(super) fn sweep(self) {
        let now = browser::now_ms();
        let mut gone = Vec::new();
        self.library
            .update_untracked(|library| gone = library.sweep(now));
        if !gone.is_empty() {
            self.remove(gone);
        }
    }

    fn delete_all(self, ids: Vec<String>, text: String) {
        ids.iter().for_each(|id| self.mark_read(id));
        for id in &ids {
            if self.player.with_untracked(|player| player.has(id)) {
                self.unload();
            }
        }
        self.compare
            .update(|compare| ids.iter().for_each(|id| compare.remove(id)));
        let now = browser::now_ms();
        self.change_kept(&ids, |take| take.deleted_ms = Some(now));
        let toast = Toast {
            text,
            undo: Some(ids),
        };
        self.show_toast(toast, UNDO_MS);
        // Where the focus was is gone; what takes it back is nearest.
        set_timeout(|| browser::focus(UNDO), Duration::from_millis(50));
    }

    fn remove(self, ids: Vec<String>) {
        spawn_local(async move {
            // What cannot be removed now is swept after the next load.
            let _ = self.shelf().remove(&ids).await;
            self.measure_room();
        });
    }
}
