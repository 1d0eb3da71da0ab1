//! What the ledger says, and what it never says.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use tutti_sandbox::{Fault, Kind, Route};

use crate::client::{Client, DONE, HOST, KEY, rain, url};

#[tokio::test]
async fn every_job_taken_is_billed_once_and_polls_are_free() {
    let client = Client::new();
    let taken = client.done_job().await;
    client.get(url(&taken, "status_url")).await;
    client.get(url(&taken, "response_url")).await;
    client
        .direct(
            "meta-musicgen-medium",
            json!({ "prompt": "lo-fi", "duration": 1 }),
        )
        .await;
    let billed = client.sandbox.ledger().billed;
    let lines: Vec<_> = billed
        .iter()
        .map(|job| (job.model.as_str(), job.usd, job.at_ms))
        .collect();
    assert_eq!(
        lines,
        [
            ("lyria-2", 0.09, 0),
            ("meta-musicgen-medium", 0.037, 28_000)
        ]
    );
    assert_eq!(billed[0].request_id, taken["request_id"]);
    assert_eq!(billed[0].key, billed[1].key);
}

#[tokio::test]
async fn the_same_body_sent_twice_is_two_jobs_with_one_digest() {
    let client = Client::new();
    client.submit("lyria-2", rain()).await;
    client.submit("lyria-2", rain()).await;
    client.submit("lyria-2", json!({ "prompt": "sun" })).await;
    let billed = client.sandbox.ledger().billed;
    assert_eq!(billed[0].digest, billed[1].digest);
    assert_ne!(billed[0].digest, billed[2].digest);
    assert_ne!(billed[0].request_id, billed[1].request_id);
}

#[tokio::test]
async fn it_tells_who_asked_what_and_what_was_answered() {
    let client = Client::new();
    let order = Request::post("/segmind/v2/lyria-2?secret=1")
        .header("host", HOST)
        .header("origin", "http://127.0.0.1:8080")
        .header("x-api-key", KEY)
        .header("content-type", "application/json");
    client.later(Duration::from_millis(1234));
    client
        .send(order.body(Body::from(rain().to_string())).unwrap())
        .await;
    let ledger = client.sandbox.ledger();
    let seen = &ledger.requests[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/segmind/v2/lyria-2")
    );
    assert_eq!(
        (seen.vendor.as_str(), seen.route, seen.status),
        ("segmind", Some(Route::Submit), Some(200))
    );
    assert_eq!(
        (seen.at_ms, seen.bytes),
        (1234, rain().to_string().len() as u64)
    );
    assert_eq!(
        (seen.origin.as_deref(), seen.host.as_str()),
        (Some("http://127.0.0.1:8080"), HOST)
    );
    assert_eq!(seen.key.as_ref(), Some(&ledger.billed[0].key));
}

#[tokio::test]
async fn it_knows_each_route_of_the_vendor() {
    let client = Client::new();
    let taken = client.done_job().await;
    for name in ["status_url", "poll_url", "response_url"] {
        client.get(url(&taken, name)).await;
    }
    client.get("/segmind/v1/get-user-credits").await;
    client.fetch("/segmind-assets/none.wav").await;
    client.get("/segmind/elsewhere/at/all").await;
    let routes: Vec<_> = client
        .sandbox
        .ledger()
        .requests
        .iter()
        .map(|seen| seen.route)
        .collect();
    let known = [
        Route::Submit,
        Route::Status,
        Route::Status,
        Route::Result,
        Route::Credits,
        Route::Audio,
    ];
    assert_eq!(routes[..6], known.map(Some));
    assert_eq!(routes[6], None);
}

#[tokio::test]
async fn it_shows_which_requests_carried_a_key_and_never_the_key() {
    let client = Client::new();
    let taken = client.done_job().await;
    let answer = client.get(url(&taken, "response_url")).await.json();
    client.fetch(url(&answer, "output")).await;
    let ledger = client.sandbox.ledger();
    let keys: Vec<bool> = ledger
        .requests
        .iter()
        .map(|seen| seen.key.is_some())
        .collect();
    assert_eq!(keys, [true, true, false]);
    let shown = client.get("/_sandbox/ledger").await;
    for secret in [KEY, &KEY[3..], &KEY[3..9]] {
        assert!(!shown.text().contains(secret), "{secret}");
        assert!(!format!("{ledger:?}").contains(secret));
        assert!(!format!("{:?}", client.sandbox).contains(secret));
    }
}

#[tokio::test]
async fn a_bearer_key_is_the_same_key_to_it() {
    let client = Client::new();
    let bearer = Request::get("/segmind/v1/get-user-credits")
        .header("authorization", format!("Bearer {KEY}"));
    client.send(bearer.body(Body::empty()).unwrap()).await;
    client.get("/segmind/v1/get-user-credits").await;
    let requests = client.sandbox.ledger().requests;
    assert!(requests[0].key.is_some());
    assert_eq!(requests[0].key, requests[1].key);
}

#[tokio::test]
async fn it_names_the_fault_that_fell_and_a_dropped_connection_has_no_status() {
    let client = Client::new();
    client
        .sandbox
        .fault(Fault::new(Route::Any, Kind::DropAfter {}));
    client.post("/segmind/v2/lyria-2", rain().to_string()).await;
    client.later(DONE);
    let ledger = client.sandbox.ledger();
    assert_eq!(
        (
            ledger.requests[0].status,
            ledger.requests[0].fault.as_deref()
        ),
        (None, Some("drop_after"))
    );
    assert_eq!(ledger.billed.len(), 1);
}
