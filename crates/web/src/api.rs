//! A provider's API: the key is added here, for its own origin only, and struck out of whatever comes back.

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
use crate::value::{from_reply, get, object, to_js};
use crate::wire::{self, Ending, Fault};

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
        match self.prepare(request).await {
            Ok(key) => wire::within(request.timeout, self.exchange(request, key.as_ref(), order))
                .await
                .unwrap_or_else(|| Unanswered::TimedOut.into()),
            Err(why) => why.into(),
        }
    }

    /// The key, if nothing speaks against sending it there. None where there is none and the relay may hold it.
    async fn prepare(&self, request: &Request) -> Result<Option<Secret>, Unanswered> {
        let home = Address::of(self.base);
        let there = Address::of(&request.url);
        let (Some(home), Some(there)) = (home, there) else {
            return Err(Unanswered::NoKey(format!(
                "The endpoint of {} is not an http or https address.",
                self.provider.name
            )));
        };
        if !home.same_origin(&there) {
            return Err(Unanswered::NoKey(
                "A key is not sent to another origin than its provider's.".to_owned(),
            ));
        }
        if !home.is_loopback() && global::is_offline() {
            return Err(Unanswered::Offline);
        }
        if self.relay.is_some() && !self.keys.has(self.provider.id) {
            return Ok(None);
        }
        let key = self.keys.key(self.provider.id, self.provider.name).await;
        key.map(Some).map_err(Unanswered::NoKey)
    }

    async fn exchange(
        &self,
        request: &Request,
        key: Option<&Secret>,
        order: Option<&str>,
    ) -> Answer {
        let Some(ending) = Ending::new() else {
            return Unanswered::NoKey("This host has no AbortController.".to_owned()).into();
        };
        let init = wire::init(request.method.name(), "manual", &ending.signal());
        set_value(&init, "headers", &self.headers(request, key, order).into());
        if let Some(body) = &request.body {
            let text = JSON::stringify(&to_js(body))
                .map(JsValue::from)
                .unwrap_or_default();
            set_value(&init, "body", &text);
        }
        let response = match wire::send(self.fetch, &request.url, &init).await {
            Ok(response) => response,
            Err(thrown) => return self.why_unsent(&thrown).into(),
        };
        if is_redirect(&response) {
            return Unanswered::Redirected.into();
        }
        let own = self.relay.and_then(|_| relay::own(&response));
        match (wire::read(&response, |_| {}).await, own) {
            (_, Some(Own::Lost)) => Unanswered::Failed.into(),
            (Ok(chunks), Some(Own::Unsent)) => Unanswered::Relay(why(&chunks)).into(),
            (Ok(chunks), None) => read_body(&response, &chunks, key, true),
            (Err(Fault::Broken(chunks)), None) => read_body(&response, &chunks, key, false),
            (Err(Fault::TooLarge), None) => Unanswered::TooLarge.into(),
            (Err(_), Some(Own::Unsent)) => Unanswered::Relay(String::new()).into(),
        }
    }

    fn headers(&self, request: &Request, key: Option<&Secret>, order: Option<&str>) -> Object {
        let headers = object([]);
        for (name, value) in &request.headers {
            set(&headers, name, value);
        }
        if let (Auth::Header { name, prefix }, Some(key)) = (self.provider.auth, key) {
            set(&headers, name, &[prefix, key.expose()].concat());
        }
        let Some(relay) = self.relay else {
            return headers;
        };
        if let Some(token) = relay.token() {
            set(&headers, relay::TOKEN, token.expose());
        }
        if let Some(id) = order {
            set(&headers, relay::ORDER, id);
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
    let text = chunks.text().ok().and_then(|text| text.as_string());
    let json = text.as_deref().and_then(|text| JSON::parse(text).ok());
    json.map(|json| relay::sentence(&json)).unwrap_or_default()
}

fn read_body(response: &JsValue, chunks: &Chunks, key: Option<&Secret>, whole: bool) -> Answer {
    let strike = |text| match key {
        Some(key) => key.strike_from(text),
        None => text,
    };
    let (body, blob) = if Container::of(&chunks.head()).is_some() {
        read_audio(chunks, whole)
    } else {
        (read_words(chunks, &strike), None)
    };
    let headers = wire::headers(response)
        .into_iter()
        .map(|(name, value)| (name, strike(value)));
    Answer {
        response: Ok(Response {
            status: wire::status(response),
            headers: headers.collect(),
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
    let Ok(text) = chunks.text() else {
        return Body::Text(String::new());
    };
    let parsed = text
        .as_string()
        .as_deref()
        .and_then(|text| JSON::parse(text).ok());
    let value = parsed.and_then(|json| from_reply(&json, strike).ok());
    match value {
        Some(Value::Text(text)) => Body::Text(text),
        Some(value) => Body::Json(value),
        None => {
            let text = strike(text.as_string().unwrap_or_default());
            Body::Text(text.chars().take(MOST_CHARS).collect())
        }
    }
}

fn is_redirect(response: &JsValue) -> bool {
    let hidden = get(response, "type").as_string().as_deref() == Some("opaqueredirect");
    hidden || matches!(wire::status(response), 301 | 302 | 303 | 307 | 308)
}

fn set(object: &Object, name: &str, value: &str) {
    set_value(object, name, &value.into());
}

/// Setting a member of a plain object of our own cannot fail.
fn set_value(object: &Object, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(object, &name.into(), value);
}
