//! One line of JSON for each thing that happened. Never a key, a query, a body, a header or an address of a caller.

use std::io::{Write, stderr};
use std::time::{Duration, SystemTime};

use http::Method;
use serde_json::{Map, Value, json};
use tutti_relay_policy::{Kind, Pass, Policy};

/// A line in the making.
#[derive(Clone)]
pub(crate) struct Line(Map<String, Value>);

impl Line {
    /// Something that happened.
    pub(crate) fn new(event: &'static str) -> Self {
        Self(Map::from_iter([("event".to_owned(), json!(event))]))
    }

    /// A request that is passed on: where to, and nothing of what is in it.
    pub(crate) fn of_pass(policy: &Policy, pass: &Pass) -> Self {
        let to = match pass.kind {
            Kind::Api(_) => policy.api_of(pass).map_or("", |api| &api.id),
            Kind::Media => pass.url.host().unwrap_or_default(),
        };
        let kind = if pass.kind == Kind::Media {
            "media"
        } else {
            "api"
        };
        Self::new(kind)
            .with("to", to)
            .with("method", pass.method.as_str())
    }

    /// A request that is not.
    pub(crate) fn of_refusal(method: &Method) -> Self {
        Self::new("refused").with("method", known(method))
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn took(self, time: Duration) -> Self {
        self.with("ms", u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }

    /// Writes it; a log that cannot be written stops nothing.
    pub(crate) fn write(mut self) {
        let now = humantime::format_rfc3339_millis(SystemTime::now()).to_string();
        self.0.insert("at".to_owned(), now.into());
        let mut line = Value::Object(self.0).to_string();
        line.push('\n');
        let _ = stderr().lock().write_all(line.as_bytes());
    }
}

/// A method's name, if it is one: a caller may put anything there.
fn known(method: &Method) -> &str {
    match method.as_str() {
        name @ ("CONNECT" | "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT"
        | "TRACE") => name,
        _ => "other",
    }
}
