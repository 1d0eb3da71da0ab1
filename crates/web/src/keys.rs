//! Keys, in memory only, and handed out for one request at a time.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use js_sys::{Function, Promise};
use tutti_core::Secret;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The keys of a client, by provider. Clones share them.
#[derive(Clone, Default)]
pub struct KeyRing(Rc<RefCell<Vec<(String, Source)>>>);

#[derive(Clone)]
enum Source {
    Function(Function),
    Held(Secret),
}

/// What there is for a key.
pub(crate) enum Said {
    /// A function that returned none.
    Blank,
    /// A function that failed.
    Failure,
    /// A key.
    Key(Secret),
    /// Neither a key nor a function for it.
    Nothing,
}

impl KeyRing {
    /// Holds a key; a blank one takes the provider's key away.
    pub fn set(&self, provider: &str, key: &str) {
        self.remove(provider);
        if let Some(secret) = Secret::new(key) {
            self.0
                .borrow_mut()
                .push((provider.to_owned(), Source::Held(secret)));
        }
    }

    /// Asks this function before every request; it returns the key or a promise of it.
    pub fn set_function(&self, provider: &str, function: Function) {
        self.remove(provider);
        self.0
            .borrow_mut()
            .push((provider.to_owned(), Source::Function(function)));
    }

    /// Forgets a provider's key.
    pub fn remove(&self, provider: &str) {
        self.0.borrow_mut().retain(|(id, _)| id != provider);
    }

    /// What there is for one request.
    pub(crate) async fn ask(&self, provider: &str) -> Said {
        match self.source(provider) {
            None => Said::Nothing,
            Some(Source::Held(secret)) => Said::Key(secret),
            Some(Source::Function(function)) => ask(&function).await.unwrap_or(Said::Failure),
        }
    }

    fn source(&self, provider: &str) -> Option<Source> {
        self.0
            .borrow()
            .iter()
            .find(|(id, _)| id == provider)
            .map(|(_, source)| source.clone())
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(***)")
    }
}

async fn ask(function: &Function) -> Result<Said, JsValue> {
    let said = function.call0(&JsValue::UNDEFINED)?;
    let said = JsFuture::from(Promise::resolve(&said)).await?;
    let key = said.as_string().and_then(|key| Secret::new(&key));
    Ok(key.map_or(Said::Blank, Said::Key))
}
