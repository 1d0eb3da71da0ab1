//! The bytes of a reply, kept on the JavaScript side in the chunks they came in.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use tutti_core::audio::Bytes;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, TextDecoder};

/// Chunks in order.
#[derive(Default)]
pub(crate) struct Chunks {
    parts: Vec<(u64, Uint8Array)>,
    len: u64,
    /// Where the last read was: header walks go forward.
    near: RefCell<usize>,
}

impl Chunks {
    pub(crate) fn push(&mut self, part: Uint8Array) {
        let start = self.len;
        self.len += u64::from(part.length());
        self.parts.push((start, part));
    }

    /// All of it as one blob of this media type.
    pub(crate) fn blob(&self, mime: &str) -> Result<Blob, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(mime);
        Blob::new_with_u8_array_sequence_and_options(&self.list(), &options)
    }

    /// All of it as UTF-8 text on the JavaScript side, with replacement characters where it is not.
    pub(crate) fn text(&self) -> Result<JsValue, JsValue> {
        let whole =
            Uint8Array::new_with_length(u32::try_from(self.len).map_err(|_| JsValue::NULL)?);
        for (start, part) in &self.parts {
            whole.set(part, *start as u32);
        }
        let decoder = TextDecoder::new()?;
        Ok(decoder.decode_with_js_u8_array(&whole)?.into())
    }

    /// The first bytes.
    pub(crate) fn head(&self) -> Vec<u8> {
        let mut head = vec![0; 64];
        let count = self.read(0, &mut head);
        head.truncate(count);
        head
    }

    fn list(&self) -> Array {
        self.parts.iter().map(|(_, part)| part.clone()).collect()
    }
}

impl Bytes for Chunks {
    fn len(&self) -> u64 {
        self.len
    }

    fn read(&self, at: u64, into: &mut [u8]) -> usize {
        let mut near = self.near.borrow_mut();
        if self.parts.get(*near).is_none_or(|(start, _)| *start > at) {
            *near = 0;
        }
        let mut filled = 0;
        let mut index = *near;
        while let Some((start, part)) = self.parts.get(index) {
            let from = at + filled as u64;
            let end = start + u64::from(part.length());
            if from < end {
                let count = (into.len() - filled).min((end - from) as usize);
                let begin = (from - start) as u32;
                part.subarray(begin, begin + count as u32)
                    .copy_to(&mut into[filled..filled + count]);
                filled += count;
                *near = index;
            }
            if filled == into.len() {
                break;
            }
            index += 1;
        }
        filled
    }
}
