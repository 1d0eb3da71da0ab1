//! Handing pieces to the person as files, and their settings as a link.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::prelude::{Update, WithUntracked, window};
use tutti_web::value::to_js;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag};

use super::Studio;
use crate::audio::as_wav;
use crate::browser;
use crate::state::recipe;
use crate::state::share::fragment;
use crate::state::stamp::{HEAD, Told, stamp};
use crate::state::take::Take;
use crate::text::library as text;

impl Studio {
    /// Hands a piece to the person as a file, with its recipe in it unless that is not wanted.
    pub(crate) fn download(self, take: Take) {
        spawn_local(async move {
            let name = take.file_name(&browser::day(take.made_ms));
            match self.sound(&take).await {
                Ok(blob) => {
                    let wanted = self.settings.with_untracked(|it| it.recipe_in_files);
                    let told = if wanted {
                        with_recipe(&take, &blob).await
                    } else {
                        None
                    };
                    browser::download(&told.unwrap_or(blob), &name);
                }
                Err(_) if take.source_url.is_some() => {
                    browser::open(take.source_url.as_deref().unwrap_or_default());
                }
                Err(why) => self.show_notice(why),
            }
        });
    }

    /// Hands a piece to the person as a WAV file, which is made here.
    pub(crate) fn download_wav(self, take: Take) {
        spawn_local(async move {
            let converted = match self.sound(&take).await {
                Ok(blob) => as_wav(&blob).await,
                Err(why) => Err(why),
            };
            match converted {
                Ok(wav) => {
                    let name = Take {
                        mime: "audio/wav".to_owned(),
                        ..take.clone()
                    };
                    let name = name.file_name(&browser::day(take.made_ms));
                    browser::download(&wav, &name.replace(".wav", "_converted.wav"));
                }
                Err(why) => self.show_notice(text::not_converted(&why)),
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

    /// Copies a link to a piece's settings.
    pub(crate) fn copy_link(self, take: &Take) {
        let (Some(fragment), Some(page)) = (fragment(&take.order), page()) else {
            return;
        };
        let link = format!("{page}{fragment}");
        spawn_local(async move {
            let copied = window().navigator().clipboard().write_text(&link);
            let said = match JsFuture::from(copied).await {
                Ok(_) => text::link_copied().to_owned(),
                Err(_) => text::link_not_copied(&link),
            };
            self.show_notice(said);
        });
    }

    /// Writes recipes into the files that are downloaded from now on, or not.
    pub(crate) fn set_recipe_in_files(self, on: bool) {
        self.settings
            .update(|settings| settings.recipe_in_files = on);
        self.save_settings();
    }
}

/// The address of the page, without what a person's own visit added to it.
fn page() -> Option<String> {
    let location = window().location();
    Some(format!(
        "{}{}",
        location.origin().ok()?,
        location.pathname().ok()?
    ))
}

/// A file with the piece's recipe before its sound, which does not pass through here; none where the file is left as it is.
async fn with_recipe(take: &Take, blob: &Blob) -> Option<Blob> {
    let head = head(blob).await?;
    let recipe = js_sys::JSON::stringify(&to_js(&recipe::told(take))).ok()?;
    let told = Told {
        title: &take.title(),
        artist: &take.model_name(),
        recipe: &String::from(recipe),
    };
    let stamped = stamp(&head, blob.size() as u64, &told)?;
    let rest = blob
        .slice_with_f64_and_f64(stamped.rest as f64, blob.size())
        .ok()?;
    let parts = Array::of2(&Uint8Array::from(stamped.head.as_slice()), &rest);
    let options = BlobPropertyBag::new();
    options.set_type(&take.mime);
    Blob::new_with_blob_sequence_and_options(&parts, &options).ok()
}

/// The first bytes of a file.
pub(super) async fn head(blob: &Blob) -> Option<Vec<u8>> {
    let length = blob.size().min(HEAD as f64);
    let head = blob.slice_with_f64_and_f64(0.0, length).ok()?;
    let bytes = JsFuture::from(head.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec())
}
