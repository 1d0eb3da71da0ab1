//! A small client over the router, with a clock moved by hand.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;
use tutti_sandbox::{Clock, Dropped, Fault, Kind, Route, Sandbox};

pub(crate) const KEY: &str = "SG_0123456789abcdef";
pub(crate) const HOST: &str = "127.0.0.1:8787";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:8787";

/// Past the latency of either model.
pub(crate) const DONE: Duration = Duration::from_secs(28);

/// Real time after which a call that is not answered fails its test.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    /// The vendor that faults fall on and whose way to send a key is used.
    pub(crate) vendor: &'static str,
    pub(crate) key: &'static str,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The whole body, or nothing if it broke off.
    pub(crate) body: Option<Bytes>,
    pub(crate) dropped: bool,
}

impl Client {
    pub(crate) fn new() -> Self {
        Self::with_key(KEY)
    }

    pub(crate) fn with_key(key: &'static str) -> Self {
        Self {
            sandbox: Sandbox::new(Clock::manual()),
            vendor: "segmind",
            key,
        }
    }

    pub(crate) fn of(vendor: &'static str) -> Self {
        Self {
            vendor,
            ..Self::new()
        }
    }

    /// The same sandbox, called with another key.
    pub(crate) fn as_key(&self, key: &'static str) -> Self {
        Self {
            sandbox: self.sandbox.clone(),
            vendor: self.vendor,
            key,
        }
    }

    pub(crate) fn later(&self, by: Duration) {
        self.sandbox.clock().advance(by);
    }

    pub(crate) fn fault(&self, route: Route, kind: Kind) {
        self.sandbox
            .fault(Fault::new(route, kind).vendor(self.vendor));
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let answered = tokio::time::timeout(PATIENCE, self.sandbox.router().oneshot(request));
        let response = answered.await.expect("an answer in time").unwrap();
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.ok(),
            dropped: parts.extensions.get::<Dropped>().is_some(),
        }
    }

    /// With the key; `path` may be a URL of the sandbox.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        let path = path.strip_prefix(ORIGIN).unwrap_or(path);
        let (name, value) = self.auth();
        let request = Request::get(path).header("host", HOST).header(name, value);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Without a key.
    pub(crate) async fn fetch(&self, url: &str) -> Reply {
        let path = url.strip_prefix(ORIGIN).unwrap_or(url);
        self.send(
            Request::get(path)
                .header("host", HOST)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> Reply {
        self.send(self.order(path, body)).await
    }

    pub(crate) fn order(&self, path: &str, body: impl Into<Body>) -> Request<Body> {
        let (name, value) = self.auth();
        let request = Request::post(path)
            .header("host", HOST)
            .header(name, value)
            .header("content-type", "application/json");
        request.body(body.into()).unwrap()
    }

    fn auth(&self) -> (&'static str, String) {
        match self.vendor {
            "segmind" => ("x-api-key", self.key.to_owned()),
            "pixazo" => ("ocp-apim-subscription-key", self.key.to_owned()),
            _ => ("authorization", format!("Bearer {}", self.key)),
        }
    }

    /// Submits to Segmind's v2, and wants it taken.
    pub(crate) async fn submit(&self, slug: &str, body: Value) -> Value {
        let reply = self
            .post(&format!("/segmind/v2/{slug}"), body.to_string())
            .await;
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        reply.json()
    }

    /// A Lyria 2 job that is done: its submit's answer.
    pub(crate) async fn done_job(&self) -> Value {
        let taken = self.submit("lyria-2", rain()).await;
        self.later(DONE);
        taken
    }

    /// Sends an order to Segmind's v1 and moves the clock on once it waits.
    pub(crate) async fn direct(&self, slug: &str, body: Value) -> Reply {
        let order = self.order(&format!("/segmind/v1/{slug}"), body.to_string());
        let moved = async {
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            self.later(DONE);
        };
        tokio::join!(self.send(order), moved).0
    }
}

impl Reply {
    pub(crate) fn bytes(&self) -> &Bytes {
        self.body.as_ref().expect("a whole body")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(self.bytes()).expect("JSON")
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).expect("text")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The vendor's error text.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().expect("an error").to_owned()
    }
}

pub(crate) fn rain() -> Value {
    json!({ "prompt": "Melodious guitar with gentle rain background.", "seed": 7 })
}

pub(crate) fn url<'a>(answer: &'a Value, name: &str) -> &'a str {
    answer[name].as_str().expect("a URL")
}
