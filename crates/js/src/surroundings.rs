//! What a client was made with, as the JavaScript side tells it with every piece of work.

use std::time::Duration;

use tutti_core::catalog::{Auth, ProviderInfo};
use tutti_core::exchange::{Api, Given, Relay, audio_url};
use tutti_core::http::{Request, Unanswered};
use tutti_core::{Error, ErrorKind, Keep, Map, Moment, Policy, Secret, Settings, Value};

/// Where and as whom one provider is asked.
pub(crate) struct Surroundings {
    pub(crate) provider: &'static ProviderInfo,
    pub(crate) base: String,
    relay: Option<Relay>,
    media_relay: Option<String>,
    /// The request that waits for its key.
    request: Option<Request>,
    /// The key of the request that is out.
    key: Option<Secret>,
}

impl Surroundings {
    /// Those of a client's `settings`.
    pub(crate) fn new(provider: &'static ProviderInfo, settings: &Value) -> Self {
        let text = |name| settings.get(name).text();
        let relay = text("relay").map(|url| Relay::new(url, text("relayToken")));
        let set = settings.get("endpoints").get(provider.id).text();
        Self {
            provider,
            base: Api::base(provider, set, relay.as_ref()),
            relay,
            media_relay: text("mediaRelay").map(str::to_owned),
            request: None,
            key: None,
        }
    }

    /// What a job needs to know of them, and of the `event` that begins it.
    pub(crate) fn settings(&self, event: &Value) -> Result<Settings, Error> {
        let (client, run) = (event.get("settings"), event.get("run"));
        let policy = Policy::default().patched(client.get("policy"));
        let policy = policy.and_then(|it| it.patched(run.get("policy")));
        let reached = event.get("reached").list().unwrap_or_default();
        Ok(Settings {
            reached: reached.iter().any(|it| it.text() == Some(&self.base)),
            base: self.base.clone(),
            keep: if run.get("keep").text() == Some("url") {
                Keep::Url
            } else {
                Keep::Bytes
            },
            policy: policy.map_err(|field| wrong_policy(&field))?,
            entropy: event.get("entropy").number().unwrap_or_default() as u64,
        })
    }

    pub(crate) fn api(&self) -> Api<'_> {
        Api::new(self.provider, &self.base, self.relay.as_ref())
    }

    /// Asks for the key, if the request may be sent with it.
    pub(crate) fn admit(&mut self, request: Request, event: &Value) -> Result<Map, Unanswered> {
        let is_offline = event.get("offline").flag() == Some(true);
        self.api().admit(&request, is_offline)?;
        self.request = Some(request);
        Ok(command("key").with("provider", self.provider.id))
    }

    /// The request with the key that was given for it, or why it is not sent.
    pub(crate) fn send(&mut self, event: &Value, order: Option<&str>) -> Result<Map, Unanswered> {
        let given = match event.get("key") {
            Value::Text(key) => Given::Text(key),
            Value::Bool(_) => Given::Failure,
            _ => Given::Nothing,
        };
        let key = self.api().key(given).map_err(Unanswered::NoKey)?;
        let Some(request) = self.request.take() else {
            return Err(Unanswered::Failed);
        };
        let mut headers = Map::new();
        for (name, value) in request.headers {
            headers.set(name, value);
        }
        for (name, value) in self.api().headers(key.as_ref(), order) {
            headers.set(name, value);
        }
        self.key = key;
        Ok(command("send")
            .with("method", request.method.name())
            .with("url", request.url)
            .with("headers", headers)
            .with("body", request.body)
            .with("limit", whole(request.timeout)))
    }

    /// The key of the request that was out.
    pub(crate) fn take_key(&mut self) -> Option<Secret> {
        self.key.take()
    }

    /// Asks for a file of audio.
    pub(crate) fn fetch(&self, url: &str) -> Map {
        let own = self.media_relay.clone();
        let (prefix, token) = match (own, &self.relay) {
            (None, Some(relay)) => (Some(relay.media()), relay.headers()),
            (own, _) => (own, None),
        };
        let asked = command("fetch").with("url", audio_url(url, prefix.as_deref()));
        match token.filter(|_| !url.starts_with("data:")) {
            Some((name, value)) => asked.with("headers", Map::new().with(name, value)),
            None => asked,
        }
    }

    /// Asks for a recording that an order names. What the page itself holds is not asked of a relay, and a host of the
    /// person's own choice is on no relay's list.
    pub(crate) fn record(&self, url: &str) -> Map {
        let prefix = self.media_relay.as_deref();
        let prefix = prefix.filter(|_| !url.starts_with("blob:"));
        command("record").with("url", audio_url(url, prefix))
    }

    pub(crate) fn is_local(&self) -> bool {
        self.provider.auth == Auth::None
    }
}

/// What is to be done.
pub(crate) fn command(name: &str) -> Map {
    Map::new().with("do", name)
}

/// The moment of an event.
pub(crate) fn now(event: &Value) -> Moment {
    Moment::from_millis(event.get("now").number().unwrap_or_default() as u64)
}

/// A duration in milliseconds.
pub(crate) fn whole(duration: Duration) -> f64 {
    tutti_core::millis(duration) as f64
}

/// A number of milliseconds.
pub(crate) fn millis(value: &Value) -> Duration {
    Duration::from_millis(value.number().unwrap_or_default() as u64)
}

fn wrong_policy(field: &str) -> Error {
    let error = Error::new(
        ErrorKind::InvalidOrder,
        "A policy is made of milliseconds above zero.",
    );
    error.field(field)
}
