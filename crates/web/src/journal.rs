//! The journal: where the records of jobs live, so that none is lost on a reload.

use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;

use js_sys::Array;
use tutti_core::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::host;
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
        self.read(Ask::Get, id).await
    }

    /// Makes a record durable.
    pub(crate) async fn put(&self, record: &Value) -> Result<(), String> {
        self.0.ask(Ask::Put, to_js(record)).await.map(drop)
    }

    /// Removes the record of this job.
    pub(crate) async fn delete(&self, id: &str) -> Result<(), String> {
        self.0.ask(Ask::Delete, id.into()).await.map(drop)
    }

    /// What was remembered under this id.
    pub(crate) async fn recall(&self, id: &str) -> Result<Option<Value>, String> {
        self.read(Ask::Recall, id).await
    }

    /// Remembers a note under its id. It is no record of a job.
    pub(crate) async fn remember(&self, note: &Value) -> Result<(), String> {
        self.0.ask(Ask::Remember, to_js(note)).await.map(drop)
    }

    /// Every record that can be read as plain data.
    pub(crate) async fn list(&self) -> Result<Vec<Value>, String> {
        let list = self.0.ask(Ask::List, JsValue::UNDEFINED).await?;
        let list: Array = list
            .dyn_into()
            .map_err(|_| "The journal's list is no list.")?;
        Ok(list.iter().filter_map(|it| from_js(&it).ok()).collect())
    }

    async fn read(&self, ask: Ask, id: &str) -> Result<Option<Value>, String> {
        let found = self.0.ask(ask, id.into()).await?;
        found.is_object().then(|| from_js(&found)).transpose()
    }
}

/// What a journal can be asked.
#[derive(Clone, Copy)]
enum Ask {
    Delete,
    Get,
    List,
    Put,
    Recall,
    Remember,
}

impl Ask {
    /// The name of the function of a caller's journal.
    const fn name(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Get => "get",
            Self::List => "list",
            Self::Put => "put",
            Self::Recall => "recall",
            Self::Remember => "remember",
        }
    }
}

/// A future of this thread.
type Soon<'a> = Pin<Box<dyn Future<Output = Result<JsValue, String>> + 'a>>;

/// A trait and not an enum, so that a program that never asks for the database does not carry it.
trait Backend {
    /// `given` is a record, a note or an id, by what is asked.
    fn ask(&self, what: Ask, given: JsValue) -> Soon<'_>;
    fn is_shared(&self) -> bool;
}

struct Nowhere;

impl Backend for Nowhere {
    fn ask(&self, what: Ask, _: JsValue) -> Soon<'_> {
        Box::pin(ready(Ok(match what {
            Ask::List => Array::new().into(),
            _ => JsValue::UNDEFINED,
        })))
    }

    fn is_shared(&self) -> bool {
        false
    }
}

impl Backend for Store {
    fn ask(&self, what: Ask, given: JsValue) -> Soon<'_> {
        Box::pin(async move {
            let id = given.as_string().unwrap_or_default();
            match what {
                Ask::Delete => self.delete(&id).await?,
                Ask::Put | Ask::Remember => self.put(&given).await?,
                Ask::Get | Ask::Recall => return Ok(self.get(&id).await?.unwrap_or_default()),
                Ask::List => {
                    return Ok(self.list().await?.into_iter().collect::<Array>().into());
                }
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    fn is_shared(&self) -> bool {
        true
    }
}

struct Custom(JsValue);

impl Backend for Custom {
    fn ask(&self, what: Ask, given: JsValue) -> Soon<'_> {
        let must = !matches!(what, Ask::Recall | Ask::Remember);
        let said = JsFuture::from(host::ask(&self.0, what.name(), must, &given));
        Box::pin(async { said.await.map_err(|thrown| told(&thrown)) })
    }

    fn is_shared(&self) -> bool {
        get(&self.0, "shared").is_truthy()
    }
}
