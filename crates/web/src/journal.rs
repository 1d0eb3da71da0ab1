//! The journal: where the records of jobs live, so that none is lost on a reload.

use js_sys::{Array, Function, Promise};
use tutti_core::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::store::{Store, told};
use crate::value::{from_js, get, to_js};

/// Where the records of jobs live.
#[derive(Clone)]
pub struct Journal(Kind);

#[derive(Clone)]
enum Kind {
    Custom(JsValue),
    IndexedDb(Store),
    None,
}

impl Journal {
    /// No journal: jobs live as long as the program.
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// The browser's own database.
    pub fn indexed_db() -> Self {
        Self(Kind::IndexedDb(Store::new("tutti", "journal")))
    }

    /// An object with `put(record)`, `delete(id)` and `list()`, each returning a promise.
    pub fn custom(journal: JsValue) -> Self {
        Self(Kind::Custom(journal))
    }

    /// Whether other tabs see the same records.
    pub(crate) const fn is_shared(&self) -> bool {
        matches!(self.0, Kind::IndexedDb(_))
    }

    /// Whether there is a record of this job.
    pub(crate) async fn has(&self, id: &str) -> bool {
        match &self.0 {
            // What cannot be read is not known to be gone.
            Kind::IndexedDb(store) => store.get(id).await.map_or(true, |record| record.is_some()),
            Kind::Custom(_) | Kind::None => true,
        }
    }

    /// Makes a record durable.
    pub(crate) async fn put(&self, record: &Value) -> Result<(), String> {
        match &self.0 {
            Kind::None => Ok(()),
            Kind::IndexedDb(store) => store.put(&to_js(record)).await,
            Kind::Custom(journal) => call(journal, "put", Some(&to_js(record))).await.map(drop),
        }
    }

    /// Removes the record of this job.
    pub(crate) async fn delete(&self, id: &str) -> Result<(), String> {
        match &self.0 {
            Kind::None => Ok(()),
            Kind::IndexedDb(store) => store.delete(id).await,
            Kind::Custom(journal) => call(journal, "delete", Some(&id.into())).await.map(drop),
        }
    }

    /// Every record that can be read as plain data.
    pub(crate) async fn list(&self) -> Result<Vec<Value>, String> {
        let records = match &self.0 {
            Kind::None => Vec::new(),
            Kind::IndexedDb(store) => store.list().await?,
            Kind::Custom(journal) => {
                let list = call(journal, "list", None).await?;
                list.dyn_into::<Array>()
                    .map_err(|_| "The journal's list is no list.".to_owned())?
                    .to_vec()
            }
        };
        Ok(records
            .iter()
            .filter_map(|record| from_js(record).ok())
            .collect())
    }
}

async fn call(
    journal: &JsValue,
    name: &str,
    argument: Option<&JsValue>,
) -> Result<JsValue, String> {
    let method: Function = get(journal, name)
        .dyn_into()
        .map_err(|_| format!("The journal has no function \"{name}\"."))?;
    let said = match argument {
        Some(argument) => method.call1(journal, argument),
        None => method.call0(journal),
    };
    let said = said.map_err(|thrown| told(&thrown))?;
    JsFuture::from(Promise::resolve(&said))
        .await
        .map_err(|thrown| told(&thrown))
}
