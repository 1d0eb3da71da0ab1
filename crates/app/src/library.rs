//! The kept pieces on disk: what is known of them in one database, their bytes in another, their outlines in a third, so
//! that a list of thousands is read without either.
//!
//! Bytes are written before what is known of them and removed after it, so that no listed piece lacks its sound.

use js_sys::{ArrayBuffer, Object, Reflect, Uint8Array};
use tutti_web::store::Store;
use tutti_web::value::{from_js, to_js};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

use crate::browser::told;
use crate::state::peaks::Peaks;
use crate::state::take::Take;

/// The three databases.
#[derive(Clone)]
pub(crate) struct Shelf {
    takes: Store,
    bytes: Store,
    peaks: Store,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Self {
            takes: Store::new("tutti-takes", "takes"),
            bytes: Store::new("tutti-bytes", "bytes"),
            peaks: Store::new("tutti-peaks", "peaks"),
        }
    }

    /// Every kept piece, without its bytes.
    pub(crate) async fn list(&self) -> Result<Vec<Take>, String> {
        let records = self.takes.list().await?;
        Ok(records
            .iter()
            .filter_map(|record| Take::from_value(&from_js(record).ok()?))
            .collect())
    }

    /// Keeps a piece's sound. As an `ArrayBuffer`: not every browser stores a `Blob` in every mode.
    pub(crate) async fn keep_bytes(&self, id: &str, blob: &Blob) -> Result<(), String> {
        let buffer = JsFuture::from(blob.array_buffer())
            .await
            .map_err(|thrown| told(&thrown))?;
        self.bytes.put(&record(id, &buffer)).await
    }

    /// Writes what is known of a piece, and its outline where that is at hand.
    pub(crate) async fn keep(&self, take: &Take) -> Result<(), String> {
        if let Some(peaks) = &take.peaks {
            let columns = Uint8Array::from(peaks.columns());
            self.peaks.put(&record(&take.id, &columns)).await?;
        }
        self.takes.put(&to_js(&take.to_value())).await
    }

    /// Writes what is known of these pieces, all of it or nothing; their outlines stay as they are.
    pub(crate) async fn keep_all(&self, takes: &[Take]) -> Result<(), String> {
        let records: Vec<JsValue> = takes.iter().map(|it| to_js(&it.to_value())).collect();
        self.takes.put_all(&records).await
    }

    /// A piece's outline.
    pub(crate) async fn outline(&self, id: &str) -> Option<Peaks> {
        let record = self.peaks.get(id).await.ok().flatten()?;
        let columns = Reflect::get(&record, &"buffer".into()).ok()?;
        Peaks::from_columns(&columns.dyn_into::<Uint8Array>().ok()?.to_vec())
    }

    /// A piece's sound.
    pub(crate) async fn sound(&self, take: &Take) -> Result<Option<Blob>, String> {
        let record = self.bytes.get(&take.id).await?;
        let buffer = record.and_then(|record| Reflect::get(&record, &"buffer".into()).ok());
        let Some(buffer) = buffer.and_then(|it| it.dyn_into::<ArrayBuffer>().ok()) else {
            return Ok(None);
        };
        let options = BlobPropertyBag::new();
        options.set_type(&take.mime);
        let parts = js_sys::Array::of1(&buffer);
        Blob::new_with_buffer_source_sequence_and_options(&parts, &options)
            .map(Some)
            .map_err(|thrown| told(&thrown))
    }

    /// Removes pieces for good.
    pub(crate) async fn remove(&self, ids: &[String]) -> Result<(), String> {
        self.takes.delete_all(ids).await?;
        self.bytes.delete_all(ids).await?;
        self.peaks.delete_all(ids).await
    }
}

fn record(id: &str, buffer: &JsValue) -> JsValue {
    let record = Object::new();
    for (name, value) in [("id", &JsValue::from_str(id)), ("buffer", buffer)] {
        // Setting a member of a fresh object cannot fail.
        let _ = Reflect::set(&record, &JsValue::from_str(name), value);
    }
    record.into()
}
