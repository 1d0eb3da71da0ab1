//! Someone who is called by webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;
use tokio::net::TcpListener;
use tutti_sandbox::Called;

use crate::client::Client;

/// Real time after which a call that does not come fails its test, and in which one that shall not come does not.
const PATIENCE: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_millis(100);

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    calls: Arc<Mutex<Vec<Heard>>>,
    answer: StatusCode,
}

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Receiver {
    /// Answers every call with this status.
    pub(crate) async fn start(answer: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/hook?order=7", listener.local_addr().unwrap()),
            calls: Arc::default(),
            answer: StatusCode::from_u16(answer).unwrap(),
        };
        let router = Router::new().fallback(hear).with_state(receiver.clone());
        tokio::spawn(axum::serve(listener, router).into_future());
        receiver
    }

    /// Waits for so many calls.
    pub(crate) async fn calls(&self, count: usize) -> Vec<Heard> {
        let come = async {
            while self.calls.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, come).await;
        waited.unwrap_or_else(|_| panic!("{count} calls in time"));
        self.calls.lock().unwrap().clone()
    }

    /// How many calls there are after a while.
    pub(crate) async fn calls_so_far(&self) -> usize {
        tokio::time::sleep(SILENCE).await;
        self.calls.lock().unwrap().len()
    }
}

impl Heard {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("{name}"));
        value.to_str().unwrap()
    }
}

/// Waits until the ledger has so many calls of webhooks: each is in it once it was answered.
pub(crate) async fn told(client: &Client, count: usize) -> Vec<Called> {
    let come = async {
        while client.sandbox.ledger().webhooks.len() < count {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, come).await;
    waited.unwrap_or_else(|_| panic!("{count} calls in the ledger in time"));
    client.sandbox.ledger().webhooks
}

async fn hear(
    State(receiver): State<Receiver>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let heard = Heard { uri, headers, body };
    receiver.calls.lock().unwrap().push(heard);
    receiver.answer
}
