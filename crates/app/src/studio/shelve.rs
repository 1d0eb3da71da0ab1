//! The library: putting pieces away, deleting them, taking that back.

use std::time::Duration;

use leptos::prelude::{Set, Update, UpdateValue, WithUntracked, WithValue, set_timeout, window};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

use super::{Studio, Toast};
use crate::audio::decode;
use crate::browser;
use crate::library::Shelf;
use crate::state::library::{Library, UNDO_MS};
use crate::state::take::Take;
use crate::text::{library, listen, runs};

/// The id of the button that takes a deletion back.
pub(crate) const UNDO: &str = "undo";

impl Studio {
    /// Loads what is kept, and sweeps away what was deleted before.
    pub(super) async fn load_library(self) {
        match self.shelf().list().await {
            Ok(takes) => {
                self.library.set(Library::of(takes));
                self.sweep();
            }
            Err(why) => self.show_notice(library::unread(&why)),
        }
    }

    /// Keeps what a job brought, and only then lets go of the job's record.
    pub(super) async fn put_away(self, job: &str, takes: &[Take]) {
        let mut all_kept = true;
        for take in takes {
            if let Err(why) = self.put_one_away(take.clone()).await {
                all_kept = false;
                self.change(job, |job| job.note = Some(why));
            }
        }
        if all_kept {
            self.forget_record(job).await;
        }
    }

    /// The bytes of a piece, from memory or from the library.
    pub(crate) async fn sound(self, take: &Take) -> Result<Blob, String> {
        if let Some(blob) = self
            .backstage
            .with_value(|it| it.blobs.get(&take.id).cloned())
        {
            return Ok(blob);
        }
        let found = self.shelf().sound(take).await?;
        found.ok_or_else(|| listen::audio_gone().to_owned())
    }

    /// Hands a piece to the person as a file.
    pub(crate) fn download(self, take: Take) {
        spawn_local(async move {
            match self.sound(&take).await {
                Ok(blob) => browser::download(&blob, &take.file_name()),
                Err(_) if take.source_url.is_some() => {
                    browser::open(take.source_url.as_deref().unwrap_or_default());
                }
                Err(why) => self.show_notice(why),
            }
        });
    }

    /// Deletes a piece; for a while that can be taken back.
    pub(crate) fn delete(self, take: Take) {
        if self.player.with_untracked(|player| player.has(&take.id)) {
            self.unload();
        }
        self.compare.update(|compare| compare.remove(&take.id));
        spawn_local(async move {
            self.mark(&take.id, Some(browser::now_ms())).await;
            let toast = Toast {
                text: library::deleted(&take.title()),
                undo: Some(take.id),
            };
            self.show_toast(toast, UNDO_MS);
            browser::focus_soon(UNDO.to_owned());
            let later = Duration::from_secs_f64(UNDO_MS / 1_000.0 + 0.5);
            set_timeout(move || self.sweep(), later);
        });
    }

    /// Marks a kept piece as a favourite, or not.
    pub(crate) fn set_favourite(self, id: &str, favourite: bool) {
        let Some(mut take) = self
            .library
            .with_untracked(|library| library.find(id).cloned())
        else {
            return;
        };
        take.favourite = favourite;
        spawn_local(self.note_facts(take));
    }

    /// Notes what became known of a piece, wherever it is shown, and stores it if it is kept.
    pub(super) async fn note_facts(self, take: Take) {
        self.show_outline(&take);
        if self
            .library
            .with_untracked(|library| library.find(&take.id).is_some())
        {
            self.library.update(|library| library.keep(take.clone()));
            // What cannot be written now is as it was after the next load.
            let _ = self.shelf().keep(&take).await;
        }
    }

    /// Takes a deletion back.
    pub(crate) fn undelete(self, id: String) {
        self.toast.set(None);
        spawn_local(async move { self.mark(&id, None).await });
    }

    async fn put_one_away(self, mut take: Take) -> Result<(), String> {
        let Some(blob) = self
            .backstage
            .with_value(|it| it.blobs.get(&take.id).cloned())
        else {
            return Err(runs::unreadable().to_owned());
        };
        let shelf = self.shelf();
        let kept = shelf.keep_bytes(&take.id, &blob).await;
        if let Ok(decoded) = decode(&blob).await {
            take.peaks = decoded.peaks;
            take.lufs = decoded.lufs;
            take.seconds = Some(decoded.seconds);
            self.show_outline(&take);
        }
        kept.map_err(not_kept)?;
        shelf.keep(&take).await.map_err(not_kept)?;
        let first = self
            .library
            .with_untracked(|library| library.shown().next().is_none());
        self.library.update(|library| library.keep(take));
        if first {
            ask_to_persist();
        }
        Ok(())
    }

    fn show_outline(self, take: &Take) {
        self.change(&take.job, |job| {
            if let Some(shown) = job.takes.iter_mut().find(|it| it.id == take.id) {
                shown.clone_from(take);
            }
        });
        if self.player.with_untracked(|player| player.has(&take.id)) {
            self.player
                .update(|player| player.take = Some(take.clone()));
        }
    }

    async fn forget_record(self, job: &str) {
        let Some(job) = self.jobs.with_untracked(|jobs| jobs.job(job).cloned()) else {
            return;
        };
        if let Some((provider, _)) = job.rows() {
            let (client, _) = self.client(provider, &job.base);
            // A record that stays is recognised after a reload by the piece that is kept.
            let _ = client.forget(&job.id).await;
        }
        self.backstage.update_value(|it| {
            it.running.remove(&job.id);
        });
    }

    async fn mark(self, id: &str, deleted_ms: Option<f64>) {
        let mut marked = None;
        self.library
            .update(|library| marked = library.mark_deleted(id, deleted_ms));
        if let Some(take) = marked {
            // What cannot be written now is swept or shown after the next load.
            let _ = self.shelf().keep(&take).await;
        }
    }

    /// Removes for good what was deleted long enough ago.
    fn sweep(self) {
        let mut gone = Vec::new();
        self.library
            .update(|library| gone = library.sweep(browser::now_ms()));
        let shelf = self.shelf();
        spawn_local(async move {
            for id in gone {
                let _ = shelf.remove(&id).await;
            }
        });
    }

    pub(super) fn shelf(self) -> Shelf {
        self.backstage.with_value(|it| it.shelf.clone())
    }
}

fn not_kept(why: String) -> String {
    runs::not_kept(&why)
}

/// Asks the browser not to throw the library away when space is short. Its answer changes nothing here.
fn ask_to_persist() {
    if let Ok(asked) = window().navigator().storage().persist() {
        spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}
