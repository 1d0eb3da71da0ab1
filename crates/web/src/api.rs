//! A provider's API: what core decides about a request and its answer, done.

use js_sys::{Function, JSON, Object};
use tutti_core::catalog::ProviderInfo;
use tutti_core::exchange::{self, Given, Held, Words};
use tutti_core::http::{Body, Request, Response, Unanswered};
use tutti_core::{Secret, Value};
use web_sys::Blob;

use crate::bytes::Chunks;
use crate::global;
use crate::keys::{KeyRing, Said};
use crate::relay::Relay;
use crate::value::{from_js, object, set, to_js};
use crate::wire;

/// An answer, and its audio where it was that.
pub(crate) struct Answer {
    pub(crate) response: Result<Response, Unanswered>,
    pub(crate) blob: Option<Blob>,
}

impl From<Unanswered> for Answer {
    fn from(why: Unanswered) -> Self {
        Self {
            response: Err(why),
            blob: None,
        }
    }
}

/// Where and as whom to ask.
pub(crate) struct Api<'a> {
    asked: exchange::Api<'a>,
    keys: &'a KeyRing,
    fetch: &'a Function,
}

impl<'a> Api<'a> {
    /// The API of this provider at this address, which may be the relay's.
    pub(crate) fn new(
        provider: &'static ProviderInfo,
        base: &'a str,
        relay: Option<&'a Relay>,
        keys: &'a KeyRing,
        fetch: &'a Function,
    ) -> Self {
        Self {
            asked: exchange::Api::new(provider, base, relay.map(Relay::inner)),
            keys,
            fetch,
        }
    }

    /// Sends a request with the provider's key and reads the whole answer.
    pub(crate) async fn send(&self, request: &Request, order: Option<&str>) -> Answer {
        if let Err(why) = self.asked.admit(request, global::is_offline()) {
            return why.into();
        }
        let said = self.keys.ask(self.asked.provider.id).await;
        let given = match &said {
            Said::Failure => Given::Failure,
            Said::Key(key) => Given::Text(key.expose()),
            Said::Nothing => Given::Nothing,
            Said::Blank => Given::Text(""),
        };
        let key = match self.asked.key(given) {
            Ok(key) => key,
            Err(why) => return Unanswered::NoKey(why).into(),
        };
        let init = self.init(request, key.as_ref(), order);
        let (url, limit) = (&request.url, request.timeout);
        let came = wire::exchange(self.fetch, url, &init, false, limit, None).await;
        match self.asked.judge(came, key.as_ref()) {
            Ok((response, chunks)) => Answer {
                blob: audio(&response.body, &chunks),
                response: Ok(response),
            },
            Err(why) => why.into(),
        }
    }

    fn init(&self, request: &Request, key: Option<&Secret>, order: Option<&str>) -> Object {
        let headers = object([]);
        let own = self.asked.headers(key, order);
        for (name, value) in request.headers.iter().chain(&own) {
            set(&headers, name, &value.into());
        }
        let init = object([
            ("method", request.method.name().into()),
            ("headers", headers.into()),
        ]);
        if let Some(body) = &request.body {
            let text = JSON::stringify(&to_js(body)).unwrap_or_default();
            set(&init, "body", &text);
        }
        init
    }
}

fn audio(body: &Body, chunks: &Chunks) -> Option<Blob> {
    let Body::Audio(Ok(facts)) = body else {
        return None;
    };
    chunks.blob(facts.container.mime()).ok()
}

impl Held for Chunks {
    fn words(&self) -> Option<Words> {
        let text = self.text()?;
        let json = JSON::parse(&text).ok();
        let json: Option<Value> = json.and_then(|json| from_js(&json).ok());
        Some(json.map_or(Words::Text(text), Words::Json))
    }
}
