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

    /// Whether there is a key, or a function for it.
    pub fn has(&self, provider: &str) -> bool {
        self.source(provider).is_some()
    }

    /// The key for one request, or one sentence on why there is none.
    pub(crate) async fn key(&self, provider: &str, name: &str) -> Result<Secret, String> {
        let secret = match self.source(provider) {
            None => None,
            Some(Source::Held(secret)) => Some(secret),
            Some(Source::Function(function)) => ask(&function)
                .await
                .map_err(|()| ["The function for ", name, "'s key failed."].concat())?,
        };
        match secret {
            None => Err([name, " needs a key, and there is none."].concat()),
            Some(secret) if !secret.fits_a_header() => {
                Err(["The key for ", name, " has characters that no key has."].concat())
            }
            Some(secret) => Ok(secret),
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

async fn ask(function: &Function) -> Result<Option<Secret>, ()> {
    let said = function.call0(&JsValue::UNDEFINED).map_err(|_| ())?;
    let said = JsFuture::from(Promise::resolve(&said)).await;
    Ok(said
        .map_err(|_| ())?
        .as_string()
        .and_then(|key| Secret::new(&key)))
}
