//! One IndexedDB database with one object store, whose writes are durable when they say so.

use std::cell::RefCell;
use std::rc::Rc;

use idb::{Database, DatabaseEvent, Factory, KeyPath, ObjectStoreParams, Query, Transaction};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbTransaction};

use crate::value::{get, object};

/// An object store of its own, opened on first use. Clones share it.
#[derive(Clone)]
pub struct Store {
    database: &'static str,
    name: &'static str,
    open: Rc<RefCell<Option<JsValue>>>,
}

impl Store {
    /// The store of this name in the database of this name; its records are objects with an `id`.
    pub fn new(database: &'static str, name: &'static str) -> Self {
        Self {
            database,
            name,
            open: Rc::default(),
        }
    }

    /// Writes a record. It is on disk when this resolves, as far as the browser lets one ask for that.
    ///
    /// # Errors
    ///
    /// One sentence: no IndexedDB here, no room, or a record without an `id`.
    pub async fn put(&self, record: &JsValue) -> Result<(), String> {
        let transaction = self.begin("readwrite").await?;
        let store = transaction.object_store(self.name).map_err(say)?;
        let request = store.put(record, None).map_err(say)?;
        request.await.map_err(say)?;
        finish(transaction).await
    }

    /// Writes many records in one go: all of them, or none.
    ///
    /// # Errors
    ///
    /// As for one.
    pub async fn put_all(&self, records: &[JsValue]) -> Result<(), String> {
        let transaction = self.begin("readwrite").await?;
        let store = transaction.object_store(self.name).map_err(say)?;
        for record in records {
            // Its own failure fails the transaction.
            drop(store.put(record, None).map_err(say)?);
        }
        finish(transaction).await
    }

    /// Removes the records of these ids in one go.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub async fn delete_all(&self, ids: &[String]) -> Result<(), String> {
        let transaction = self.begin("readwrite").await?;
        let store = transaction.object_store(self.name).map_err(say)?;
        for id in ids {
            let key = Query::Key(JsValue::from_str(id));
            drop(store.delete(key).map_err(say)?);
        }
        finish(transaction).await
    }

    /// Removes the record of this id, if there is one.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub async fn delete(&self, id: &str) -> Result<(), String> {
        let transaction = self.begin("readwrite").await?;
        let store = transaction.object_store(self.name).map_err(say)?;
        let request = store
            .delete(Query::Key(JsValue::from_str(id)))
            .map_err(say)?;
        request.await.map_err(say)?;
        finish(transaction).await
    }

    /// The record of this id.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub async fn get(&self, id: &str) -> Result<Option<JsValue>, String> {
        let transaction = self.begin("readonly").await?;
        let store = transaction.object_store(self.name).map_err(say)?;
        let request = store.get(Query::Key(JsValue::from_str(id))).map_err(say)?;
        request.await.map_err(say)
    }

    /// Every record.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub async fn list(&self) -> Result<Vec<JsValue>, String> {
        let transaction = self.begin("readonly").await?;
        let store = transaction.object_store(self.name).map_err(say)?;
        let request = store.get_all(None, None).map_err(say)?;
        request.await.map_err(say)
    }

    /// A transaction. A connection that the browser closed meanwhile is opened anew, once.
    async fn begin(&self, mode: &str) -> Result<Transaction, String> {
        if let Some(open) = self.open.borrow().as_ref()
            && let Ok(transaction) = self.transaction(open, mode)
        {
            return Ok(transaction);
        }
        let database = JsValue::from(self.connect().await?);
        let transaction = self.transaction(&database, mode)?;
        *self.open.borrow_mut() = Some(database);
        Ok(transaction)
    }

    async fn connect(&self) -> Result<IdbDatabase, String> {
        let factory = Factory::new().map_err(say)?;
        let mut request = factory.open(self.database, Some(1)).map_err(say)?;
        let name = self.name;
        request.on_upgrade_needed(move |event| {
            let mut params = ObjectStoreParams::new();
            params.key_path(Some(KeyPath::new_single("id")));
            if let Ok(database) = event.database() {
                // A failure surfaces as a failed open.
                let _ = database.create_object_store(name, params);
            }
        });
        let mut database: Database = request.await.map_err(say)?;
        // Another tab may need to upgrade: do not stand in its way.
        database.on_version_change(|event| {
            if let Ok(database) = event.database() {
                database.close();
            }
        });
        Ok(database.into())
    }

    /// Neither the crate nor web-sys lets one ask for strict durability, so that call is made by name.
    fn transaction(&self, database: &JsValue, mode: &str) -> Result<Transaction, String> {
        let begin: Function = get(database, "transaction")
            .dyn_into()
            .map_err(|it| told(&it))?;
        let durable = object([("durability", "strict".into())]);
        let made = begin
            .call3(database, &self.name.into(), &mode.into(), &durable)
            .map_err(|it| told(&it))?;
        let raw: IdbTransaction = made.dyn_into().map_err(|it| told(&it))?;
        Ok(Transaction::from(raw))
    }
}

/// The transaction's own end is what makes a write durable, not the request's.
async fn finish(transaction: Transaction) -> Result<(), String> {
    let raw = IdbTransaction::from(transaction);
    let result = Transaction::from(raw.clone()).await.map_err(say)?;
    if result.is_committed() {
        return Ok(());
    }
    // Such as `QuotaExceededError`, whose name says more than its message.
    let why = get(&raw, "error").dyn_into::<Object>().ok();
    Err(why.map_or_else(
        || "The browser took the write back.".to_owned(),
        |why| why.to_string().into(),
    ))
}

fn say(error: idb::Error) -> String {
    error.to_string()
}

/// What a thrown value says of itself.
pub(crate) fn told(thrown: &JsValue) -> String {
    let message = Reflect::get(thrown, &"message".into())
        .ok()
        .and_then(|it| it.as_string());
    message
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| "It failed without a word.".to_owned())
}
