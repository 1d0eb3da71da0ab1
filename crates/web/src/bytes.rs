//! The bytes of a reply, kept on the JavaScript side in the chunks they came in.

use std::cell::Cell;

use js_sys::{Array, Uint8Array};
use tutti_core::audio::Bytes;
use tutti_core::exchange::HEAD;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag};

use crate::host;

/// Chunks in order.
pub(crate) struct Chunks {
    list: Array,
    parts: Vec<(u64, Uint8Array)>,
    len: u64,
    /// Where the last read was: header walks go forward.
    near: Cell<usize>,
}

impl Chunks {
    /// These chunks.
    pub(crate) fn of(list: Array) -> Self {
        let mut len = 0;
        let mut parts = Vec::new();
        for part in list.iter() {
            let part: Uint8Array = part.unchecked_into();
            let start = len;
            len += u64::from(part.length());
            parts.push((start, part));
        }
        Self {
            list,
            parts,
            len,
            near: Cell::new(0),
        }
    }

    /// All of it as one blob of this media type.
    pub(crate) fn blob(&self, mime: &str) -> Result<Blob, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(mime);
        Blob::new_with_u8_array_sequence_and_options(&self.list, &options)
    }

    /// All of it as UTF-8 text, with replacement characters where it is not; none when it is too long for one.
    pub(crate) fn text(&self) -> Option<String> {
        host::text(&self.list).ok()
    }
}

/// The first bytes of chunks.
pub(crate) fn head(list: &Array) -> Vec<u8> {
    let mut head = Vec::new();
    for part in list.iter() {
        let part: Uint8Array = part.unchecked_into();
        let wanted = (HEAD - head.len()) as u32;
        head.extend(part.subarray(0, wanted).to_vec());
        if head.len() >= HEAD {
            break;
        }
    }
    head
}

impl Bytes for Chunks {
    fn len(&self) -> u64 {
        self.len
    }

    fn read(&self, at: u64, into: &mut [u8]) -> usize {
        let near = self.near.get();
        let mut index = match self.parts.get(near) {
            Some((start, _)) if *start <= at => near,
            _ => 0,
        };
        let mut filled = 0;
        while let Some((start, part)) = self.parts.get(index) {
            let from = at + filled as u64;
            let end = start + u64::from(part.length());
            if from < end {
                let count = (into.len() - filled).min((end - from) as usize);
                let begin = (from - start) as u32;
                part.subarray(begin, begin + count as u32)
                    .copy_to(&mut into[filled..filled + count]);
                filled += count;
                self.near.set(index);
            }
            if filled == into.len() {
                break;
            }
            index += 1;
        }
        filled
    }
}
