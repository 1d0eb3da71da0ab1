//! A relay of one's own: a way through to hosts that do not answer pages.

use std::time::Duration;

use js_sys::JSON;
use tutti_core::Value;
use tutti_core::exchange::{self, Came};

use crate::global;
use crate::value::{from_js, object};
use crate::wire;

/// How long it may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(30);

/// A relay of one's own.
#[derive(Clone)]
pub struct Relay(exchange::Relay);

impl Relay {
    /// The relay at this address, such as `https://tutti.example/relay`, and the token it asks for, if it does.
    pub fn new(url: &str, token: Option<&str>) -> Self {
        Self(exchange::Relay::new(url, token))
    }

    /// The base address of a provider there.
    pub fn api(&self, provider: &str) -> String {
        self.0.api(provider)
    }

    /// What stands before the encoded address of an audio file there.
    pub fn media(&self) -> String {
        self.0.media()
    }

    /// What it says of itself: the keys it holds, whether it asks for a token, what is behind it. None when it does not
    /// answer, or what answers is no relay.
    pub async fn health(&self) -> Option<Value> {
        let url = [self.0.url(), "/health"].concat();
        let fetch = global::fetch()?;
        let asked = wire::exchange(&fetch, &url, &object([]), false, PATIENCE, None).await;
        let Came::Answer(answer) = asked else {
            return None;
        };
        let json = JSON::parse(&answer.body.text()?).ok()?;
        let said = from_js(&json).ok()?;
        (said.get("relay").text() == Some("tutti")).then_some(said)
    }

    /// What core decides with.
    pub(crate) const fn inner(&self) -> &exchange::Relay {
        &self.0
    }
}
