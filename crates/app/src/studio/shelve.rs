//! The library: reading what is kept, putting pieces away, handing them out.

use leptos::prelude::{Set, Update, UpdateValue, WithUntracked, WithValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::Studio;
use crate::audio::decode;
use crate::browser;
use crate::library::Shelf;
use crate::state::job::Job;
use crate::state::library::Library;
use crate::state::take::Take;
use crate::text::{library, listen, runs};

impl Studio {
    /// Loads what is kept, and sweeps away what was deleted before.
    pub(super) async fn load_library(self) {
        match self.shelf().list().await {
            Ok(takes) => {
                let old = takes.iter().filter(|it| it.peaks.is_some());
                let old: Vec<Take> = old.cloned().collect();
                self.library.set(Library::of(takes));
                self.sweep();
                spawn_local(self.move_outlines(old));
            }
            Err(why) => self.show_notice(library::unread(&why)),
        }
        self.measure_room();
    }

    /// Stores what an older program stored with its outline in it as it is stored now.
    async fn move_outlines(self, takes: Vec<Take>) {
        for take in takes {
            // What cannot be written stays as it was, which can be read too.
            let _ = self.shelf().keep(&take).await;
        }
    }

    /// Keeps what a job brought, and only then lets go of the job's record.
    pub(super) async fn put_away(self, job: &str, takes: &[Take]) {
        let mut all_kept = true;
        for take in takes.iter().filter(|take| !self.has_kept(take)) {
            if let Err(why) = self.put_one_away(take.clone()).await {
                all_kept = false;
                self.announce(why.clone());
                self.change(job, |job| job.note = Some(why));
            }
        }
        if all_kept {
            self.forget_record(job).await;
        }
    }

    /// Whether what a job brought is here in part, and not kept.
    pub(crate) fn could_keep(self, job: &Job) -> bool {
        let in_memory = |take: &&Take| {
            self.backstage
                .with_value(|it| it.blobs.contains_key(&take.id))
        };
        let mut here = job.takes.iter().filter(in_memory);
        here.any(|take| !self.has_kept(take))
    }

    /// Tries once more to keep what a job brought.
    pub(crate) fn keep_again(self, id: &str) {
        let Some(job) = self.jobs.with_untracked(|jobs| jobs.job(id).cloned()) else {
            return;
        };
        self.change(id, |job| job.note = None);
        browser::focus_soon(format!("job-{id}"));
        spawn_local(async move {
            self.put_away(&job.id, &job.takes).await;
            if !self.could_keep(&job) {
                self.announce(runs::kept().to_owned());
            }
        });
    }

    fn has_kept(self, take: &Take) -> bool {
        self.library
            .with_untracked(|library| library.find(&take.id).is_some())
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

    /// Notes what became known of a piece, wherever it is shown, and stores it if it is kept.
    pub(super) async fn note_facts(self, take: Take) {
        self.show_outline(&take);
        if self.has_kept(&take) {
            self.library.update(|library| library.keep(take.clone()));
            // What cannot be written now is as it was after the next load.
            let _ = self.shelf().keep(&take).await;
        }
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
            self.ask_to_persist();
        }
        self.measure_room();
        Ok(())
    }

    pub(super) fn show_outline(self, take: &Take) {
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

    pub(super) fn shelf(self) -> Shelf {
        self.backstage.with_value(|it| it.shelf.clone())
    }
}

fn not_kept(why: String) -> String {
    match tells_of_no_room(&why) {
        true => runs::no_room().to_owned(),
        false => runs::not_kept(&why),
    }
}

/// Whether a write failed since the browser gives this page no more room.
fn tells_of_no_room(why: &str) -> bool {
    why.contains("QuotaExceeded")
}
