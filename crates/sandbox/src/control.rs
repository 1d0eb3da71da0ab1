//! The sandbox's own routes, under `/_sandbox/`: what it saw, what it shall do, what time it is.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::clock::MAX_SPEED;
use crate::cors;
use crate::door::refuse;
use crate::faults::Fault;
use crate::vendors::{self, Vendor};
use crate::{Ledger, Sandbox, lock, millis};

/// Open to every page, whatever the vendors' CORS: a test in a browser asks here.
pub(crate) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/_sandbox/", get(index))
        .route(
            "/_sandbox/health",
            get(|| async { Json(json!({ "ok": true })) }),
        )
        .route("/_sandbox/ledger", get(ledger))
        .route("/_sandbox/reset", post(reset))
        .route(
            "/_sandbox/faults",
            get(waiting).post(add_faults).delete(clear_faults),
        )
        .route("/_sandbox/clock", get(time).post(set_time))
        .route("/_sandbox/cors", post(set_cors))
        .route_layer(middleware::from_fn(open))
        .route("/", get(|| async { Redirect::temporary("/_sandbox/") }))
        .route(
            "/_sandbox",
            get(|| async { Redirect::temporary("/_sandbox/") }),
        )
}

async fn open(request: Request, next: Next) -> Response {
    let mut response = match cors::is_preflight(request.method(), request.headers()) {
        true => cors::preflight(),
        false => next.run(request).await,
    };
    cors::open(&mut response);
    response
}

async fn index() -> Html<String> {
    let guides: Vec<&str> = vendors::ALL.iter().map(|vendor| vendor.guide()).collect();
    Html(include_str!("index.html").replace("{vendors}", &guides.join("\n")))
}

async fn ledger(State(sandbox): State<Sandbox>) -> Json<Ledger> {
    Json(sandbox.ledger())
}

async fn reset(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.reset();
    StatusCode::NO_CONTENT
}

async fn waiting(State(sandbox): State<Sandbox>) -> Json<Vec<Fault>> {
    Json(lock(&sandbox.0.faults).waiting().to_vec())
}

async fn clear_faults(State(sandbox): State<Sandbox>) -> StatusCode {
    lock(&sandbox.0.faults).clear();
    StatusCode::NO_CONTENT
}

async fn add_faults(State(sandbox): State<Sandbox>, body: Bytes) -> Result<StatusCode, Unread> {
    let faults: Vec<Fault> = match read(&body)? {
        list @ Value::Array(_) => from_json(list)?,
        one => vec![from_json(one)?],
    };
    if let Some(vendor) = faults
        .iter()
        .filter_map(|fault| fault.vendor.as_deref())
        .find(|id| !is_vendor(id))
    {
        return Err(Unread(format!("vendor: there is no {vendor}")));
    }
    for fault in faults {
        sandbox.fault(fault);
    }
    Ok(StatusCode::NO_CONTENT)
}

fn is_vendor(id: &str) -> bool {
    vendors::ALL
        .iter()
        .any(|vendor: &&dyn Vendor| vendor.id() == id)
}

async fn time(State(sandbox): State<Sandbox>) -> Json<Value> {
    let clock = sandbox.clock();
    Json(
        json!({ "nowMs": millis(clock.now()), "utcMs": millis(clock.utc()), "speed": clock.speed() }),
    )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Move {
    advance_ms: Option<u64>,
    speed: Option<f64>,
}

async fn set_time(state: State<Sandbox>, body: Bytes) -> Result<Json<Value>, Unread> {
    let change: Move = from_json(read(&body)?)?;
    if let Some(speed) = change.speed {
        if !(0.0..=MAX_SPEED).contains(&speed) {
            return Err(Unread(format!("speed: must be between 0 and {MAX_SPEED}")));
        }
        state.clock().set_speed(speed);
    }
    if let Some(by) = change.advance_ms {
        state.clock().advance(Duration::from_millis(by));
    }
    Ok(time(state).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switches {
    api: Option<bool>,
    audio: Option<bool>,
}

async fn set_cors(State(sandbox): State<Sandbox>, body: Bytes) -> Result<StatusCode, Unread> {
    let switches: Switches = from_json(read(&body)?)?;
    if let Some(on) = switches.api {
        sandbox.set_api_cors(on);
    }
    if let Some(on) = switches.audio {
        sandbox.set_audio_cors(on);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Why a body was not taken: answered with 400.
struct Unread(String);

impl IntoResponse for Unread {
    fn into_response(self) -> Response {
        refuse(StatusCode::BAD_REQUEST, &self.0)
    }
}

fn read(body: &[u8]) -> Result<Value, Unread> {
    serde_json::from_slice(body).map_err(|error| Unread(format!("not JSON: {error}")))
}

fn from_json<T: DeserializeOwned>(value: Value) -> Result<T, Unread> {
    serde_json::from_value(value).map_err(|error| Unread(error.to_string()))
}

#[cfg(test)]
mod tests {
    use crate::vendors;

    #[test]
    fn the_index_page_names_every_fault_and_every_vendor() {
        let page = include_str!("index.html");
        for name in crate::kind::NAMES {
            assert!(page.contains(&format!("<code>{name}</code>")), "{name}");
        }
        assert!(page.contains("{vendors}"));
        for vendor in vendors::ALL {
            assert!(vendor.guide().contains(&format!("/{}", vendor.id())));
        }
    }
}
