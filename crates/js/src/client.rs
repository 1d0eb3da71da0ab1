//! One client.

use js_sys::{Array, Promise};
use tutti_core::Finding;
use tutti_web::value::to_js;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::running::Running;
use crate::settings::{Run, Settings, options, run_options};
use crate::{data, promise, thrown};

/// One client, made of settings that do not change.
#[wasm_bindgen]
pub struct Client(tutti_web::Client);

#[wasm_bindgen]
impl Client {
    /// A client with these settings.
    ///
    /// # Errors
    ///
    /// When the policy is not one.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &Settings) -> Result<Self, JsValue> {
        options(settings).map(|it| Self(tutti_web::Client::new(it)))
    }

    /// Everything there is to say about an order, without sending it.
    ///
    /// # Errors
    ///
    /// When the order is not plain data.
    pub fn check(&self, order: &JsValue) -> Result<Array, JsValue> {
        let findings = self.0.check(&data(order, "order")?);
        Ok(findings
            .iter()
            .map(Finding::to_value)
            .map(|it| to_js(&it))
            .collect())
    }

    /// Starts a job; it goes on by itself.
    ///
    /// # Errors
    ///
    /// When the order or the policy is not valid: nothing was sent.
    pub fn start(&self, order: &JsValue, run: &Run) -> Result<Running, JsValue> {
        let started = self.0.start(&data(order, "order")?, run_options(run)?);
        started.map(Running::new).map_err(|error| thrown(&error))
    }

    /// Watches a stored job again.
    ///
    /// # Errors
    ///
    /// When the record cannot be resumed from: nothing was sent.
    pub fn resume(&self, snapshot: &JsValue, run: &Run) -> Result<Running, JsValue> {
        let resumed = self
            .0
            .resume(&data(snapshot, "snapshot")?, run_options(run)?);
        resumed.map(Running::new).map_err(|error| thrown(&error))
    }

    /// The records that the journal still holds; rejects when it cannot be read.
    pub fn pending(&self) -> Promise {
        let client = self.0.clone();
        promise(async move {
            let records = client.pending().await?;
            Ok(records.iter().map(to_js).collect::<Array>().into())
        })
    }

    /// Removes a job's record; rejects when the journal cannot be written.
    pub fn forget(&self, id: String) -> Promise {
        let client = self.0.clone();
        promise(async move {
            client.forget(&id).await?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// A provider's balance; rejects with what went wrong, or when there is none to ask for.
    pub fn credits(&self, provider: String) -> Promise {
        let client = self.0.clone();
        promise(async move { Ok(to_js(&client.credits(&provider).await?.to_value())) })
    }
}
