//! The journal: where the records of jobs live, so that none is lost on a reload.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use tutti_core::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::store::{Store, told};
use crate::value::{from_js, get, to_js};

/// Where the records of jobs live.
#[derive(Clone)]
pub struct Journal(Rc<dyn Backend>);

impl Journal {
    /// No journal: jobs live as long as the program.
    pub fn none() -> Self {
        Self(Rc::new(Nowhere))
    }

    /// The browser's own database.
    pub fn indexed_db() -> Self {
        Self(Rc::new(Store::new("tutti", "journal")))
    }

    /// An object with `put(record)`, `delete(id)` and `list()`, each returning a promise. One that other tabs see too
    /// says so with `shared: true`, and has `get(id)`. One with room for what is learnt of how long jobs take has
    /// `remember(note)` and `recall(id)`.
    pub fn custom(journal: JsValue) -> Self {
        Self(Rc::new(Custom(journal)))
    }

    /// Whether other tabs see the same records.
    pub(crate) fn is_shared(&self) -> bool {
        self.0.is_shared()
    }

    /// The record of this job.
    pub(crate) async fn get(&self, id: &str) -> Result<Option<Value>, String> {
        match self.0.get(id).await? {
            Some(record) => from_js(&record).map(Some),
            None => Ok(None),
        }
    }

    /// Makes a record durable.
    pub(crate) async fn put(&self, record: &Value) -> Result<(), String> {
        self.0.put(to_js(record)).await
    }

    /// Removes the record of this job.
    pub(crate) async fn delete(&self, id: &str) -> Result<(), String> {
        self.0.delete(id).await
    }

    /// What was remembered under this id.
    pub(crate) async fn recall(&self, id: &str) -> Result<Option<Value>, String> {
        match self.0.recall(id).await? {
            Some(note) => from_js(&note).map(Some),
            None => Ok(None),
        }
    }

    /// Remembers a note under its id. It is no record of a job.
    pub(crate) async fn remember(&self, note: &Value) -> Result<(), String> {
        self.0.remember(to_js(note)).await
    }

    /// Every record that can be read as plain data.
    pub(crate) async fn list(&self) -> Result<Vec<Value>, String> {
        let records = self.0.list().await?;
        Ok(records
            .iter()
            .filter_map(|record| from_js(record).ok())
            .collect())
    }
}

/// A future of this thread.
type Soon<'a, T> = Pin<Box<dyn Future<Output = Result<T, String>> + 'a>>;

/// A trait and not an enum, so that a program that never asks for the database does not carry it.
trait Backend {
    fn put(&self, record: JsValue) -> Soon<'_, ()>;
    fn delete<'a>(&'a self, id: &'a str) -> Soon<'a, ()>;
    fn list(&self) -> Soon<'_, Vec<JsValue>>;
    fn get<'a>(&'a self, id: &'a str) -> Soon<'a, Option<JsValue>>;
    fn is_shared(&self) -> bool;

    fn recall<'a>(&'a self, id: &'a str) -> Soon<'a, Option<JsValue>> {
        self.get(id)
    }

    fn remember(&self, note: JsValue) -> Soon<'_, ()> {
        self.put(note)
    }
}

struct Nowhere;

impl Backend for Nowhere {
    fn put(&self, _: JsValue) -> Soon<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn delete<'a>(&'a self, _: &'a str) -> Soon<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn list(&self) -> Soon<'_, Vec<JsValue>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn get<'a>(&'a self, _: &'a str) -> Soon<'a, Option<JsValue>> {
        Box::pin(async { Ok(None) })
    }

    fn is_shared(&self) -> bool {
        false
    }
}

impl Backend for Store {
    fn put(&self, record: JsValue) -> Soon<'_, ()> {
        Box::pin(async move { self.put(&record).await })
    }

    fn delete<'a>(&'a self, id: &'a str) -> Soon<'a, ()> {
        Box::pin(self.delete(id))
    }

    fn list(&self) -> Soon<'_, Vec<JsValue>> {
        Box::pin(self.list())
    }

    fn get<'a>(&'a self, id: &'a str) -> Soon<'a, Option<JsValue>> {
        Box::pin(self.get(id))
    }

    fn is_shared(&self) -> bool {
        true
    }
}

struct Custom(JsValue);

impl Custom {
    fn has(&self, name: &str) -> bool {
        get(&self.0, name).is_function()
    }

    async fn call(&self, name: &str, argument: Option<JsValue>) -> Result<JsValue, String> {
        let method: Function = get(&self.0, name)
            .dyn_into()
            .map_err(|_| format!("The journal has no function \"{name}\"."))?;
        let said = match argument {
            Some(argument) => method.call1(&self.0, &argument),
            None => method.call0(&self.0),
        };
        let said = said.map_err(|thrown| told(&thrown))?;
        JsFuture::from(Promise::resolve(&said))
            .await
            .map_err(|thrown| told(&thrown))
    }
}

impl Backend for Custom {
    fn put(&self, record: JsValue) -> Soon<'_, ()> {
        Box::pin(async move { self.call("put", Some(record)).await.map(drop) })
    }

    fn delete<'a>(&'a self, id: &'a str) -> Soon<'a, ()> {
        Box::pin(async move { self.call("delete", Some(id.into())).await.map(drop) })
    }

    fn list(&self) -> Soon<'_, Vec<JsValue>> {
        Box::pin(async move {
            let list = self.call("list", None).await?.dyn_into::<Array>();
            Ok(list
                .map_err(|_| "The journal's list is no list.".to_owned())?
                .to_vec())
        })
    }

    fn get<'a>(&'a self, id: &'a str) -> Soon<'a, Option<JsValue>> {
        Box::pin(async move {
            let record = self.call("get", Some(id.into())).await?;
            Ok(record.is_object().then_some(record))
        })
    }

    fn is_shared(&self) -> bool {
        get(&self.0, "shared").is_truthy()
    }

    fn recall<'a>(&'a self, id: &'a str) -> Soon<'a, Option<JsValue>> {
        Box::pin(async move {
            if !self.has("recall") {
                return Ok(None);
            }
            let note = self.call("recall", Some(id.into())).await?;
            Ok(note.is_object().then_some(note))
        })
    }

    fn remember(&self, note: JsValue) -> Soon<'_, ()> {
        Box::pin(async move {
            if self.has("remember") {
                self.call("remember", Some(note)).await?;
            }
            Ok(())
        })
    }
}
