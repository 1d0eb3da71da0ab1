//! Each fault, over the router.

use std::time::{Duration, Instant};

use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;
use tutti_sandbox::{Fault, Kind, Length, Reset, ResetFormat, Route};

use crate::client::{Client, DONE, ORIGIN, Reply, rain, url};

#[tokio::test]
async fn a_status_is_answered_in_the_vendors_words_and_nothing_is_taken() {
    let client = Client::new();
    client
        .sandbox
        .fault(Fault::new(Route::Submit, Kind::status(503)).times(2));
    for _ in 0..2 {
        let reply = submit(&client).await;
        assert_eq!(
            (reply.status.as_u16(), reply.error().as_str()),
            (503, "Service Unavailable")
        );
    }
    assert!(client.sandbox.ledger().billed.is_empty());
    assert_eq!(submit(&client).await.status, 200);
}

#[tokio::test]
async fn a_status_may_come_with_headers_a_body_and_a_job_taken_all_the_same() {
    let client = Client::new();
    let reset = Some(Reset {
        in_seconds: 5,
        format: ResetFormat::Iso,
    });
    let (retry_after, body) = (Some("3".to_owned()), Some("upstream timed out".to_owned()));
    client.fault(
        Route::Submit,
        Kind::Status {
            code: 504,
            taken: true,
            retry_after,
            reset,
            body,
        },
    );
    let reply = submit(&client).await;
    assert_eq!(
        (reply.status.as_u16(), reply.text()),
        (504, "upstream timed out")
    );
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(reply.header("retry-after"), Some("3"));
    assert_eq!(
        reply.header("x-rate-limit-reset-at-utc"),
        Some("2026-01-01T00:00:05Z")
    );
    assert_eq!(client.sandbox.ledger().billed.len(), 1);
}

#[tokio::test]
async fn a_gateway_answers_in_html() {
    let client = Client::new();
    let taken = client.done_job().await;
    client.fault(Route::Status, Kind::Html { code: 502 });
    let reply = client.get(url(&taken, "status_url")).await;
    assert_eq!(reply.status, 502);
    assert!(
        reply
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert!(reply.text().contains("<html>"));
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "COMPLETED"
    );
}

#[tokio::test]
async fn a_connection_is_dropped_before_or_after_the_job_is_taken() {
    let client = Client::new();
    for (kind, billed) in [(Kind::DropBefore {}, 0), (Kind::DropAfter {}, 1)] {
        client.fault(Route::Submit, kind);
        let reply = submit(&client).await;
        assert!(reply.dropped && reply.body.is_none());
        assert_eq!(client.sandbox.ledger().billed.len(), billed);
    }
}

#[tokio::test]
async fn a_redirect_leads_to_another_origin_with_the_same_path() {
    let client = Client::new();
    client.fault(
        Route::Submit,
        Kind::Redirect {
            to: "http://127.0.0.1:9999".to_owned(),
            code: 308,
        },
    );
    let reply = client
        .post("/segmind/v2/lyria-2?a=1", rain().to_string())
        .await;
    assert_eq!(reply.status, 308);
    assert_eq!(
        reply.header("location"),
        Some("http://127.0.0.1:9999/segmind/v2/lyria-2?a=1")
    );
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn a_body_is_emptied_cut_or_made_unreadable() {
    let client = Client::new();
    let taken = client.done_job().await;
    let whole = client.get(url(&taken, "response_url")).await;
    let spoilt = async |kind| {
        client.fault(Route::Result, kind);
        client.get(url(&taken, "response_url")).await
    };
    let empty = spoilt(Kind::Empty {}).await;
    assert_eq!((empty.status.as_u16(), empty.bytes().len()), (200, 0));
    let cut = spoilt(Kind::Truncate {
        keep: 0.5,
        length: Length::Matching,
    })
    .await;
    assert_eq!(cut.bytes()[..], whole.bytes()[..whole.bytes().len() / 2]);
    assert!(serde_json::from_slice::<Value>(cut.bytes()).is_err());
    let garbled = spoilt(Kind::NonUtf8 {}).await;
    assert!(std::str::from_utf8(garbled.bytes()).is_err());
    assert_eq!(garbled.bytes().len(), whole.bytes().len() + 2);
    let mistyped = spoilt(Kind::ContentType {
        value: "text/plain".to_owned(),
    })
    .await;
    assert_eq!(
        (mistyped.header("content-type"), mistyped.bytes()),
        (Some("text/plain"), whole.bytes())
    );
}

#[tokio::test]
async fn audio_is_cut_with_a_length_that_matches_one_that_does_not_and_none() {
    let client = Client::new();
    let taken = client
        .submit(
            "meta-musicgen-medium",
            json!({ "prompt": "lo-fi", "duration": 1 }),
        )
        .await;
    client.later(DONE);
    let answer = client.get(url(&taken, "response_url")).await.json();
    let total = client.fetch(url(&answer, "output")).await.bytes().len();
    let quarter = total / 4;
    for (length, declared, arrives) in [
        (Length::Matching, Some(quarter), true),
        (Length::Full, Some(total), false),
        (Length::Absent, None, true),
    ] {
        client.fault(Route::Audio, Kind::Truncate { keep: 0.25, length });
        let reply = client.fetch(url(&answer, "output")).await;
        assert_eq!(
            reply.header("content-length").map(str::to_owned),
            declared.map(|n| n.to_string()),
            "{length:?}"
        );
        assert_eq!(
            reply.body.map(|body| body.len()),
            arrives.then_some(quarter),
            "{length:?}"
        );
        assert!(!reply.dropped);
    }
}

#[tokio::test]
async fn slow_bytes_come_as_the_clock_allows() {
    let client = Client::new();
    let taken = client.done_job().await;
    client.fault(
        Route::Status,
        Kind::Slow {
            chunk_bytes: 40,
            delay_ms: 1000,
        },
    );
    let path = url(&taken, "status_url").strip_prefix(ORIGIN).unwrap();
    let request = Request::get(path)
        .header("x-api-key", client.key)
        .body(axum::body::Body::empty())
        .unwrap();
    let response = client.sandbox.router().oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(response.into_body(), usize::MAX);
    tokio::pin!(body);
    assert!(
        tokio::time::timeout(Duration::from_millis(30), &mut body)
            .await
            .is_err()
    );
    let clock = async {
        loop {
            client.later(Duration::from_secs(1));
            tokio::task::yield_now().await;
        }
    };
    let whole = tokio::select! { whole = body => whole.unwrap(), () = clock => unreachable!() };
    assert_eq!(
        serde_json::from_slice::<Value>(&whole).unwrap()["status"],
        "COMPLETED"
    );
    assert!(
        client.sandbox.clock().now() >= DONE + Duration::from_secs(1 + whole.len() as u64 / 40)
    );
}

#[tokio::test]
async fn a_huge_body_is_still_json_and_is_not_held_by_the_sandbox() {
    let client = Client::new();
    let taken = client.done_job().await;
    client.fault(Route::Status, Kind::Huge { bytes: 3_000_000 });
    let reply = client.get(url(&taken, "status_url")).await;
    assert!(reply.bytes().len() > 3_000_000);
    assert_eq!(reply.json()["status"], "COMPLETED");
    client.fault(Route::Status, Kind::Huge { bytes: u64::MAX });
    let path = url(&taken, "status_url").strip_prefix(ORIGIN).unwrap();
    let request = Request::get(path)
        .header("x-api-key", client.key)
        .body(axum::body::Body::empty())
        .unwrap();
    let response = client.sandbox.router().oneshot(request).await.unwrap();
    assert!(
        axum::body::to_bytes(response.into_body(), 1_000_000)
            .await
            .is_err(),
        "more than a client would take"
    );
}

#[tokio::test]
async fn urls_are_made_foreign_or_relative() {
    let client = Client::new();
    client.fault(
        Route::Submit,
        Kind::ForeignUrls {
            origin: "http://evil.example".to_owned(),
        },
    );
    let taken = submit(&client).await.json();
    let id = taken["request_id"].as_str().unwrap();
    assert_eq!(
        taken["status_url"],
        format!("http://evil.example/segmind/v2/requests/{id}/status")
    );
    assert_eq!(
        taken["poll_url"],
        format!("http://evil.example/segmind/v1/requests/{id}")
    );
    client.fault(Route::Submit, Kind::RelativeUrls {});
    let taken = submit(&client).await.json();
    let id = taken["request_id"].as_str().unwrap();
    assert_eq!(taken["response_url"], format!("/segmind/v2/requests/{id}"));
    client.later(DONE);
    client.fault(
        Route::Result,
        Kind::ForeignUrls {
            origin: "http://evil.example".to_owned(),
        },
    );
    let answer = client.get(url(&taken, "response_url")).await.json();
    assert_eq!(
        answer["output"],
        format!("http://evil.example/segmind-assets/{id}.wav")
    );
}

#[tokio::test]
async fn an_unknown_state_is_said_and_a_pending_one_for_ever() {
    let client = Client::new();
    let taken = client.done_job().await;
    client.fault(
        Route::Status,
        Kind::State {
            word: "SCHEDULED".to_owned(),
        },
    );
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "SCHEDULED"
    );
    client
        .sandbox
        .fault(Fault::new(Route::Any, Kind::Pending {}).times(2));
    for name in ["status_url", "response_url"] {
        assert_eq!(
            client.get(url(&taken, name)).await.json()["status"],
            "PROCESSING"
        );
    }
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "COMPLETED"
    );

    client.fault(Route::Submit, Kind::Pending {});
    let endless = client.submit("lyria-2", rain()).await;
    client.later(Duration::from_secs(1_000_000));
    assert_eq!(
        client.get(url(&endless, "status_url")).await.json()["status"],
        "PROCESSING"
    );
}

#[tokio::test]
async fn a_record_and_a_file_expire_on_demand() {
    let client = Client::new();
    let taken = client.done_job().await;
    let answer = client.get(url(&taken, "response_url")).await.json();
    client
        .sandbox
        .fault(Fault::new(Route::Any, Kind::Expired {}).times(3));
    for name in ["status_url", "response_url"] {
        let reply = client.get(url(&taken, name)).await;
        assert_eq!(reply.status, 404);
        assert!(reply.error().contains("not found"));
    }
    assert_eq!(client.fetch(url(&answer, "output")).await.status, 404);
    assert_eq!(client.fetch(url(&answer, "output")).await.status, 200);
}

#[tokio::test]
async fn a_job_is_made_to_fail_or_to_take_its_time() {
    let client = Client::new();
    client.fault(
        Route::Submit,
        Kind::Fail {
            error: "Out of memory".to_owned(),
        },
    );
    client.fault(Route::Submit, Kind::Latency { ms: 100_000 });
    let failing = client.submit("lyria-2", rain()).await;
    let slow = client.submit("lyria-2", rain()).await;
    client.later(DONE);
    let failed = client.get(url(&failing, "status_url")).await;
    assert_eq!(
        (failed.status.as_u16(), failed.error().as_str()),
        (422, "Out of memory")
    );
    assert_eq!(
        client.get(url(&slow, "status_url")).await.json()["status"],
        "PROCESSING"
    );
    client.later(Duration::from_secs(72));
    assert_eq!(
        client.get(url(&slow, "status_url")).await.json()["status"],
        "COMPLETED"
    );
}

#[tokio::test]
async fn a_single_request_asks_for_its_fault_in_a_header() {
    let client = Client::new();
    for (header, status) in [("html", 502), (r#"{"status": {"code": 503}}"#, 503)] {
        let mut order = client.order("/segmind/v2/lyria-2", rain().to_string());
        order
            .headers_mut()
            .insert("x-sandbox-fault", header.parse().unwrap());
        assert_eq!(client.send(order).await.status, status);
    }
    assert_eq!(submit(&client).await.status, 200);
}

#[tokio::test]
async fn nothing_waits_on_the_walls_clock() {
    let begun = Instant::now();
    let client = Client::new();
    client.fault(Route::Submit, Kind::Latency { ms: 86_400_000 });
    let taken = client.submit("lyria-2", rain()).await;
    client.later(Duration::from_secs(86_400));
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "COMPLETED"
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}

async fn submit(client: &Client) -> Reply {
    client.post("/segmind/v2/lyria-2", rain().to_string()).await
}
