//! A relay of one's own: a way through to hosts that do not answer pages.

use std::time::Duration;

use js_sys::JSON;
use tutti_core::{Secret, Value};
use wasm_bindgen::JsValue;

use crate::global;
use crate::value::{from_js, get, object};
use crate::wire::{self, Answer, Ended};

/// The header that shows the relay's token.
pub(crate) const TOKEN: &str = "x-tutti-token";
/// The header that names an order, so that a second arrival is answered with the first one's answer.
pub(crate) const ORDER: &str = "idempotency-key";
/// The header of answers that are the relay's own.
const MARK: &str = "x-tutti-relay";

/// How long it may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(30);

/// A relay of one's own.
#[derive(Clone)]
pub struct Relay {
    url: String,
    token: Option<Secret>,
}

/// What an answer of the relay's own says became of the request.
pub(crate) enum Own {
    /// It was sent on, and the answer is lost.
    Lost,
    /// It was not sent on.
    Unsent,
}

impl Relay {
    /// The relay at this address, such as `https://tutti.example/relay`, and the token it asks for, if it does.
    pub fn new(url: &str, token: Option<&str>) -> Self {
        Self {
            url: url.trim_end_matches('/').to_owned(),
            token: token.and_then(Secret::new),
        }
    }

    /// The base address of a provider there.
    pub fn api(&self, provider: &str) -> String {
        [&self.url, "/", provider].concat()
    }

    /// What stands before the encoded address of an audio file there.
    pub fn media(&self) -> String {
        [&self.url, "/media?url="].concat()
    }

    /// What it says of itself: the keys it holds, whether it asks for a token, what is behind it. None when it does not
    /// answer, or what answers is no relay.
    pub async fn health(&self) -> Option<Value> {
        let url = [&self.url, "/health"].concat();
        let fetch = global::fetch()?;
        let asked = wire::exchange(&fetch, &url, &object([]), false, PATIENCE, None).await;
        let Ended::Answer(answer) = asked else {
            return None;
        };
        let json = JSON::parse(&answer.chunks.text()?).ok()?;
        let said = from_js(&json).ok()?;
        (said.get("relay").text() == Some("tutti")).then_some(said)
    }

    /// What to show it.
    pub(crate) const fn token(&self) -> Option<&Secret> {
        self.token.as_ref()
    }
}

/// What an answer says that is the relay's own; none for one of the host behind it.
pub(crate) fn own(answer: &Answer) -> Option<Own> {
    let mark = answer.header(MARK)?;
    Some(if mark == "unsent" {
        Own::Unsent
    } else {
        Own::Lost
    })
}

/// The sentence in an answer of the relay's own.
pub(crate) fn sentence(json: &JsValue) -> String {
    get(json, "message").as_string().unwrap_or_default()
}
