//! Handing pieces to the person as files.

use leptos::prelude::WithUntracked;
use wasm_bindgen_futures::spawn_local;

use super::Studio;
use crate::browser;
use crate::state::take::Take;

impl Studio {
    /// Hands a piece to the person as a file.
    pub(crate) fn download(self, take: Take) {
        spawn_local(async move {
            let name = take.file_name(&browser::day(take.made_ms));
            match self.sound(&take).await {
                Ok(blob) => browser::download(&blob, &name),
                Err(_) if take.source_url.is_some() => {
                    browser::open(take.source_url.as_deref().unwrap_or_default());
                }
                Err(why) => self.show_notice(why),
            }
        });
    }

    /// Hands the pieces that are picked to the person: one as itself, several as one archive that also restores them.
    pub(crate) fn download_picked(self) {
        let ids = self.picked_ids();
        let takes: Vec<Take> = self.library.with_untracked(|library| {
            let found = ids.iter().filter_map(|id| library.find(id));
            found.cloned().collect()
        });
        match <[Take; 1]>::try_from(takes) {
            Ok([take]) => self.download(take),
            Err(takes) => self.hand_out(takes, "tutti-tracks.tar"),
        }
    }
}
