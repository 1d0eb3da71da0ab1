//! The whole library as one file, and back.
//!
//! It is a tar archive: what is known of the pieces as `library.json`, then every piece's own bytes under `audio/`, so that
//! any system can open it without this page. The bytes go from the database to the file without passing through here.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::prelude::{Update, WithUntracked};
use tutti_core::{Map, Value};
use tutti_web::value::{from_js, to_js};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File};

use super::Studio;
use crate::browser::{self, told};
use crate::state::peaks::Peaks;
use crate::state::take::Take;
use crate::state::tar::{BLOCK, Entry, entry, header, padding};
use crate::text::common::tracks;
use crate::text::library as text;

const INDEX: &str = "library.json";

/// An index larger than this is none of ours.
const MOST_INDEX_BYTES: u64 = 256 << 20;

impl Studio {
    /// Hands the whole library to the person as one file.
    pub(crate) fn back_up(self) {
        let takes = self
            .library
            .with_untracked(|library| library.shown().cloned().collect());
        self.hand_out(takes, "tutti-library.tar");
    }

    /// Hands pieces to the person as one file of this name.
    pub(super) fn hand_out(self, takes: Vec<Take>, name: &'static str) {
        spawn_local(async move {
            match self.archive(&takes).await {
                Ok((archive, left_out)) => {
                    browser::download(&archive, name);
                    let mut said = text::backed_up((takes.len() - left_out) as u64);
                    if left_out > 0 {
                        said.push(' ');
                        said.push_str(&text::left_out(left_out as u64));
                    }
                    self.show_notice(said);
                }
                Err(why) => self.show_notice(text::backup_failed(&why)),
            }
        });
    }

    /// Takes in what a backup has and the library has not.
    pub(crate) fn restore_from(self, file: File) {
        spawn_local(async move {
            let text = match self.take_in(&file).await {
                Ok((0, 0)) => text::nothing_new().to_owned(),
                Ok((new, 0)) => text::restored(new),
                Ok((new, lost)) => text::restored_in_part(&tracks(new), &tracks(lost)),
                Err(why) => text::restore_failed(&why),
            };
            self.show_notice(text);
        });
    }

    /// The archive, and how many pieces have no audio here to put into it.
    async fn archive(self, takes: &[Take]) -> Result<(Blob, usize), String> {
        let (audio, mut index) = (Array::new(), Vec::new());
        for (nth, take) in takes.iter().enumerate() {
            let Ok(sound) = self.sound(take).await else {
                continue;
            };
            let name = format!(
                "audio/{}-{}",
                nth + 1,
                take.file_name(&browser::day(take.made_ms))
            );
            let stored = add(&audio, &name, &sound);
            let peaks = self.outline(take).await;
            index.push(Value::from(described(take, peaks.as_ref(), &stored)));
        }
        let left_out = takes.len() - index.len();
        let index = Map::new().with("tutti", 1.0).with("tracks", index);
        let parts = Array::new();
        add(&parts, INDEX, &json(&index.into())?);
        let parts = parts.concat(&audio);
        // Two empty blocks end an archive.
        parts.push(&Uint8Array::new_with_length(2 * BLOCK as u32));
        let archive = Blob::new_with_blob_sequence(&parts).map_err(|thrown| told(&thrown))?;
        Ok((archive, left_out))
    }

    async fn take_in(self, file: &File) -> Result<(u64, u64), String> {
        let files = listing(file).await?;
        let index = files
            .iter()
            .find(|(it, _)| it.name == INDEX && it.size <= MOST_INDEX_BYTES);
        let (Entry { size, .. }, start) = index.ok_or_else(text::no_backup)?;
        let index = read_json(&slice(file, *start, *size)?).await?;
        let tracks = index.get("tracks").list().ok_or_else(text::list_damaged)?;
        let (mut new, mut lost) = (0, 0);
        for track in tracks {
            let Some(take) = Take::from_value(track) else {
                lost += 1;
                continue;
            };
            if self
                .library
                .with_untracked(|library| library.find(&take.id).is_some())
            {
                continue;
            }
            let name = track.get("file").text().unwrap_or_default();
            let found = files.iter().find(|(it, _)| it.name == name);
            match found.map(|(it, start)| slice(file, *start, it.size)) {
                Some(Ok(sound)) => {
                    self.keep_restored(take, &sound).await?;
                    new += 1;
                }
                _ => lost += 1,
            }
        }
        Ok((new, lost))
    }

    pub(super) async fn keep_restored(self, mut take: Take, sound: &Blob) -> Result<(), String> {
        // The bytes are here; an address from a file is not opened.
        take.source_url = None;
        let shelf = self.shelf();
        shelf.keep_bytes(&take.id, sound).await?;
        shelf.keep(&take).await?;
        self.library.update(|library| library.keep(take));
        Ok(())
    }
}

/// Adds a file to the parts of an archive; returns its name as it stands there.
fn add(parts: &Array, name: &str, bytes: &Blob) -> String {
    let size = bytes.size() as u64;
    let head = header(&Entry {
        name: name.to_owned(),
        size,
    });
    parts.push(&Uint8Array::from(&head[..]));
    parts.push(bytes);
    parts.push(&Uint8Array::new_with_length(padding(size) as u32));
    entry(&head).map(|it| it.name).unwrap_or_default()
}

fn described(take: &Take, peaks: Option<&Peaks>, file: &str) -> Map {
    let known = take.to_value().map().cloned().unwrap_or_default();
    let peaks = peaks.map(Peaks::to_value);
    known.with("peaks", peaks).with("file", file)
}

fn json(value: &Value) -> Result<Blob, String> {
    let text = js_sys::JSON::stringify(&to_js(value)).map_err(|thrown| told(&thrown))?;
    Blob::new_with_str_sequence(&Array::of1(&text)).map_err(|thrown| told(&thrown))
}

async fn read_json(part: &Blob) -> Result<Value, String> {
    let damaged = |_| text::list_damaged().to_owned();
    let text = JsFuture::from(part.text()).await.map_err(damaged)?;
    let text = text.as_string().unwrap_or_default();
    from_js(&js_sys::JSON::parse(&text).map_err(damaged)?)
}

/// The files of an archive, and where each begins. What follows a damaged header is not looked for.
async fn listing(file: &File) -> Result<Vec<(Entry, u64)>, String> {
    let (length, mut files, mut at) = (file.size() as u64, Vec::new(), 0);
    while at + BLOCK <= length {
        let block = JsFuture::from(slice(file, at, BLOCK)?.array_buffer())
            .await
            .map_err(|thrown| told(&thrown))?;
        let block = Uint8Array::new(&block.unchecked_into::<ArrayBuffer>()).to_vec();
        let Some(found) = entry(&block) else {
            break;
        };
        let start = at + BLOCK;
        // A length of twelve octal digits, so that this cannot overflow.
        at = start + found.size + padding(found.size);
        files.push((found, start));
    }
    Ok(files)
}

/// A part of a file, if all of it is there.
fn slice(file: &File, start: u64, size: u64) -> Result<Blob, String> {
    if start + size > file.size() as u64 {
        return Err(text::ends_early().to_owned());
    }
    file.slice_with_f64_and_f64(start as f64, (start + size) as f64)
        .map_err(|thrown| told(&thrown))
}
