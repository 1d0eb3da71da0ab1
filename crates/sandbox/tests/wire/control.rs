//! The sandbox's own routes.

use serde_json::{Value, json};
use tutti_sandbox::MAX_SPEED;

use crate::client::{Client, rain, url};

#[tokio::test]
async fn it_says_that_it_is_up_and_what_it_can_do() {
    let client = Client::new();
    assert_eq!(
        client.get("/_sandbox/health").await.json(),
        json!({ "ok": true })
    );
    let index = client.get("/_sandbox/").await;
    assert!(
        index
            .header("content-type")
            .unwrap()
            .starts_with("text/html")
    );
    for words in [
        "/segmind/v2/{slug}",
        "/_sandbox/ledger",
        "broke",
        "[block]",
        "drop_after",
    ] {
        assert!(index.text().contains(words), "{words}");
    }
    assert!(!index.text().contains("{vendors}"));
    assert_eq!(client.get("/").await.header("location"), Some("/_sandbox/"));
}

#[tokio::test]
async fn the_clock_is_read_and_moved() {
    let client = Client::new();
    let taken = client.submit("lyria-2", rain()).await;
    let moved = client
        .post("/_sandbox/clock", r#"{"advanceMs": 30000}"#)
        .await
        .json();
    assert_eq!(
        moved,
        json!({ "nowMs": 30_000, "utcMs": 1_767_225_630_000_u64, "speed": 0.0 })
    );
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "COMPLETED"
    );
    assert_eq!(
        client
            .post("/_sandbox/clock", r#"{"speed": 5}"#)
            .await
            .json()["speed"],
        5.0
    );
    for nonsense in [
        r#"{"speed": -1}"#,
        r#"{"speed": 1e12}"#,
        r#"{"advanceMs": -1}"#,
        r#"{"sped": 1}"#,
        "soon",
    ] {
        assert_eq!(
            client.post("/_sandbox/clock", nonsense).await.status,
            400,
            "{nonsense}"
        );
    }
    assert!(client.sandbox.clock().speed() <= MAX_SPEED);
}

#[tokio::test]
async fn faults_are_added_one_or_several_listed_and_taken_back() {
    let client = Client::new();
    let one = json!({ "route": "submit", "kind": { "status": { "code": 503 } } });
    let several = json!([{ "vendor": "segmind", "nth": 2, "kind": "html" }, { "times": null, "kind": "empty" }]);
    assert_eq!(
        client
            .post("/_sandbox/faults", one.to_string())
            .await
            .status,
        204
    );
    assert_eq!(
        client
            .post("/_sandbox/faults", several.to_string())
            .await
            .status,
        204
    );
    let waiting = client.get("/_sandbox/faults").await.json();
    let kinds: Vec<&Value> = waiting
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| &fault["kind"])
        .collect();
    assert_eq!(
        kinds[1..],
        [&json!({ "html": { "code": 502 } }), &json!({ "empty": {} })]
    );
    assert_eq!(
        client
            .post("/segmind/v2/lyria-2", rain().to_string())
            .await
            .status,
        503
    );
    let clear = axum::http::Request::delete("/_sandbox/faults")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(client.send(clear).await.status, 204);
    client.submit("lyria-2", rain()).await;
}

#[tokio::test]
async fn a_fault_that_means_nothing_is_refused_with_the_reason_and_adds_none_of_its_list() {
    let client = Client::new();
    for (body, reason) in [
        (
            json!([{ "kind": "html" }, { "kind": "bad_luck" }]),
            "unknown variant `bad_luck`",
        ),
        (
            json!({ "vendor": "nobody", "kind": "html" }),
            "vendor: there is no nobody",
        ),
        (json!({}), "missing field `kind`"),
    ] {
        let reply = client.post("/_sandbox/faults", body.to_string()).await;
        assert_eq!(reply.status, 400);
        let said = reply.json()["sandbox"].to_string();
        assert!(said.contains(reason), "{said}");
    }
    assert_eq!(client.post("/_sandbox/faults", "[").await.status, 400);
    assert_eq!(client.get("/_sandbox/faults").await.json(), json!([]));
}

#[tokio::test]
async fn a_reset_forgets_jobs_faults_ledger_and_cors_and_leaves_the_clock() {
    let client = Client::new();
    let taken = client.done_job().await;
    client.post("/_sandbox/faults", r#"{"kind": "html"}"#).await;
    client.post("/_sandbox/cors", r#"{"api": false}"#).await;
    assert_eq!(client.post("/_sandbox/reset", "").await.status, 204);
    assert_eq!(
        client.get("/_sandbox/ledger").await.json(),
        json!({ "requests": [], "billed": [], "webhooks": [] })
    );
    let gone = client.get(url(&taken, "status_url")).await;
    assert_eq!(
        (
            gone.status.as_u16(),
            gone.header("access-control-allow-origin")
        ),
        (404, Some("*"))
    );
    assert_eq!(client.get("/_sandbox/clock").await.json()["nowMs"], 28_000);
}

#[tokio::test]
async fn cors_is_switched_per_area() {
    let client = Client::new();
    assert_eq!(
        client
            .post("/_sandbox/cors", r#"{"audio": false}"#)
            .await
            .status,
        204
    );
    let allow = "access-control-allow-origin";
    assert_eq!(
        client.fetch("/segmind-assets/1.wav").await.header(allow),
        None
    );
    assert_eq!(
        client
            .get("/segmind/v1/get-user-credits")
            .await
            .header(allow),
        Some("*")
    );
    assert_eq!(
        client
            .post("/_sandbox/cors", r#"{"video": false}"#)
            .await
            .status,
        400
    );
}
