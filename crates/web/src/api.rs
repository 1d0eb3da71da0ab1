//! A provider's API: the key is added here, for its own origin only, and struck out of whatever comes back.

use std::mem;

use js_sys::{Function, JSON, Object};
use tutti_core::audio::{BadAudio, Container, probe};
use tutti_core::catalog::{Auth, ProviderInfo};
use tutti_core::http::{Body, Request, Response, Unanswered};
use tutti_core::origin::Address;
use tutti_core::{Secret, Value};
use wasm_bindgen::JsValue;
use web_sys::Blob;

use crate::bytes::Chunks;
use crate::global;
use crate::keys::KeyRing;
use crate::relay::{self, Own, Relay};
use crate::value::{from_reply, get, object, set, to_js};
use crate::wire::{self, Ended, Extent};

/// As many characters of an answer in words as anyone reads.
const MOST_CHARS: usize = 2_000;

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
    pub(crate) provider: &'static ProviderInfo,
    pub(crate) base: &'a str,
    pub(crate) keys: &'a KeyRing,
    pub(crate) fetch: &'a Function,
    /// The relay, where the base address is one of its own.
    pub(crate) relay: Option<&'a Relay>,
}

impl Api<'_> {
    /// Sends a request with the provider's key and reads the whole answer. A relay hears the id of an order; a vendor's
    /// own host would have to allow a header that it does not know.
    pub(crate) async fn send(&self, request: &Request, order: Option<&str>) -> Answer {
        if let Err(why) = self.check(request) {
            return why.into();
        }
        let key = match self.key().await {
            Ok(key) => key,
            Err(why) => return Unanswered::NoKey(why).into(),
        };
        let init = self.init(request, key.as_ref(), order);
        let came = wire::exchange(
            self.fetch,
            &request.url,
            &init,
            false,
            request.timeout,
            None,
        );
        self.judge(came.await, key.as_ref())
    }

    /// Whether a key may go there.
    fn check(&self, request: &Request) -> Result<(), Unanswered> {
        let home = Address::of(self.base);
        let there = Address::of(&request.url);
        let (Some(home), Some(there)) = (home, there) else {
            let why = [
                "The endpoint of ",
                self.provider.name,
                " is not an http or https address.",
            ];
            return Err(Unanswered::NoKey(why.concat()));
        };
        if !home.same_origin(&there) {
            return Err(Unanswered::NoKey(
                "A key is not sent to another origin than its provider's.".to_owned(),
            ));
        }
        if !home.is_loopback() && global::is_offline() {
            return Err(Unanswered::Offline);
        }
        Ok(())
    }

    /// The key; none where there is none and the relay may hold it.
    async fn key(&self) -> Result<Option<Secret>, String> {
        if self.relay.is_some() && !self.keys.has(self.provider.id) {
            return Ok(None);
        }
        let key = self.keys.key(self.provider.id, self.provider.name).await;
        key.map(Some)
    }

    fn init(&self, request: &Request, key: Option<&Secret>, order: Option<&str>) -> Object {
        let init = object([("method", request.method.name().into())]);
        set(&init, "headers", &self.headers(request, key, order));
        if let Some(body) = &request.body {
            let text = JSON::stringify(&to_js(body)).unwrap_or_default();
            set(&init, "body", &text);
        }
        init
    }

    fn judge(&self, came: Ended, key: Option<&Secret>) -> Answer {
        let answer = match came {
            Ended::Answer(answer) => answer,
            Ended::Late => return Unanswered::TimedOut.into(),
            Ended::Thrown(thrown) => return self.why_unsent(&thrown).into(),
        };
        if answer.opaque || matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
            return Unanswered::Redirected.into();
        }
        let own = self.relay.and_then(|_| relay::own(&answer));
        match (own, answer.body) {
            (Some(Own::Lost), _) => Unanswered::Failed.into(),
            (Some(Own::Unsent), Extent::Whole) => Unanswered::Relay(why(&answer.chunks)).into(),
            (Some(Own::Unsent), _) => Unanswered::Relay(String::new()).into(),
            (None, Extent::TooLarge) => Unanswered::TooLarge.into(),
            (None, extent) => read_body(answer, key, extent == Extent::Whole),
        }
    }

    fn headers(&self, request: &Request, key: Option<&Secret>, order: Option<&str>) -> Object {
        let headers = object([]);
        for (name, value) in &request.headers {
            set(&headers, name, &value.into());
        }
        if let (Auth::Header { name, prefix }, Some(key)) = (self.provider.auth, key) {
            set(&headers, name, &[prefix, key.expose()].concat().into());
        }
        let Some(relay) = self.relay else {
            return headers;
        };
        if let Some(token) = relay.token() {
            set(&headers, relay::TOKEN, &token.expose().into());
        }
        if let Some(id) = order {
            set(&headers, relay::ORDER, &id.into());
        }
        headers
    }

    /// Browsers tell nothing apart here. Node names a cause, and with these nothing was sent.
    fn why_unsent(&self, thrown: &JsValue) -> Unanswered {
        const NEVER_LEFT: [&str; 6] = [
            "ECONNREFUSED",
            "ENOTFOUND",
            "EAI_AGAIN",
            "EHOSTUNREACH",
            "ENETUNREACH",
            "UND_ERR_CONNECT_TIMEOUT",
        ];
        let cause = get(thrown, "cause");
        let code = get(&cause, "code").as_string().unwrap_or_default();
        match (NEVER_LEFT.contains(&code.as_str()), self.relay) {
            (true, None) => Unanswered::Refused,
            (true, Some(_)) => Unanswered::Relay("It could not be reached.".to_owned()),
            (false, None) => Unanswered::Failed,
            (false, Some(_)) => Unanswered::NoRelay,
        }
    }
}

/// What the relay says in an answer of its own.
fn why(chunks: &Chunks) -> String {
    let json = chunks.text().and_then(|text| JSON::parse(&text).ok());
    json.map(|json| relay::sentence(&json)).unwrap_or_default()
}

fn read_body(answer: wire::Answer, key: Option<&Secret>, whole: bool) -> Answer {
    let strike = |text| match key {
        Some(key) => key.strike_from(text),
        None => text,
    };
    let (body, blob) = if Container::of(&answer.chunks.head()).is_some() {
        read_audio(&answer.chunks, whole)
    } else {
        (read_words(&answer.chunks, &strike), None)
    };
    let mut headers = answer.headers;
    for (_, value) in &mut headers {
        *value = strike(mem::take(value));
    }
    Answer {
        response: Ok(Response {
            status: answer.status,
            headers,
            body,
        }),
        blob,
    }
}

fn read_audio(chunks: &Chunks, whole: bool) -> (Body, Option<Blob>) {
    let facts = match probe(chunks) {
        Ok(facts) if whole => Ok(facts),
        Ok(facts) => Err(BadAudio::Truncated {
            expected: facts.bytes + 1,
            got: facts.bytes,
        }),
        Err(bad) => Err(bad),
    };
    let blob = facts
        .as_ref()
        .ok()
        .and_then(|facts| chunks.blob(facts.container.mime()).ok());
    (Body::Audio(facts), blob)
}

fn read_words(chunks: &Chunks, strike: &dyn Fn(String) -> String) -> Body {
    let Some(text) = chunks.text() else {
        return Body::Text(String::new());
    };
    let parsed = JSON::parse(&text).ok();
    let value = parsed.and_then(|json| from_reply(&json, strike).ok());
    match value {
        Some(Value::Text(text)) => Body::Text(text),
        Some(value) => Body::Json(value),
        None => {
            let text = strike(text);
            Body::Text(text.chars().take(MOST_CHARS).collect())
        }
    }
}
