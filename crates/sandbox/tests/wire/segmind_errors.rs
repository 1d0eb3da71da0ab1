//! Every refusal of Segmind's documents, in its own words and billed to nobody.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use tutti_sandbox::{Kind, Reset, ResetFormat, Route};

use crate::client::{Client, Reply, rain};

#[tokio::test]
async fn a_missing_key_an_invalid_key_and_a_bearer_token_are_refused_in_different_words() {
    let client = Client::with_key("wrong_key");
    assert_refused(
        &client,
        &client.post("/segmind/v2/lyria-2", rain().to_string()).await,
        401,
        "API key is invalid",
    );
    let missing = Client::with_key("");
    let words = "Missing Authorization or x-api-key in header";
    assert_refused(
        &missing,
        &missing
            .post("/segmind/v2/lyria-2", rain().to_string())
            .await,
        401,
        words,
    );
    assert_refused(
        &missing,
        &missing.fetch("/segmind/v1/get-user-credits").await,
        401,
        words,
    );
    assert_refused(
        &missing,
        &missing.fetch("/segmind/v2/requests/1/status").await,
        401,
        words,
    );

    let bearer =
        Request::get("/segmind/v1/get-user-credits").header("authorization", "Bearer SG_key");
    let reply = missing.send(bearer.body(Body::empty()).unwrap()).await;
    assert_refused(&missing, &reply, 401, "invalid_token");
    assert_eq!(reply.json()["status_code"], 401);
}

#[tokio::test]
async fn a_key_without_leave_is_403_and_one_without_credits_406_with_both_sums() {
    let denied = Client::with_key("denied_key");
    assert_refused(
        &denied,
        &denied.post("/segmind/v2/lyria-2", rain().to_string()).await,
        403,
        "permission",
    );
    let broke = Client::with_key("broke_key");
    for path in ["/segmind/v2/lyria-2", "/segmind/v1/lyria-2"] {
        let reply = broke.post(path, rain().to_string()).await;
        assert_refused(
            &broke,
            &reply,
            406,
            "Insufficient credits. Your balance is $0.0000",
        );
        assert!(reply.error().contains("needs $0.0900"));
    }
}

#[tokio::test]
async fn a_wrong_content_type_is_406_too_in_other_words() {
    let client = Client::new();
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let mut order = client.order("/segmind/v2/lyria-2", rain().to_string());
        order.headers_mut().remove("content-type");
        if let Some(content_type) = content_type {
            order
                .headers_mut()
                .insert("content-type", content_type.parse().unwrap());
        }
        assert_refused(
            &client,
            &client.send(order).await,
            406,
            "Invalid content type",
        );
    }
    let mut order = client.order("/segmind/v2/lyria-2", rain().to_string());
    order.headers_mut().insert(
        "content-type",
        "Application/JSON; charset=utf-8".parse().unwrap(),
    );
    assert_eq!(client.send(order).await.status, 200);
}

#[tokio::test]
async fn a_bad_parameter_is_400_and_named() {
    let client = Client::new();
    for (slug, body, words) in [
        ("lyria-2", json!({}), "prompt is required"),
        (
            "lyria-2",
            json!({ "prompt": "a", "seed": "7" }),
            "seed must be an integer",
        ),
        (
            "lyria-2",
            json!({ "prompt": "a", "seed": 7.5 }),
            "seed must be an integer",
        ),
        (
            "lyria-2",
            json!({ "prompt": "a", "seed": -2 }),
            "seed must be between -1 and 4294967295",
        ),
        (
            "lyria-2",
            json!({ "prompt": "a", "seed": u64::MAX }),
            "seed must be an integer",
        ),
        (
            "lyria-2",
            json!({ "prompt": "a", "negative_prompt": 1 }),
            "negative_prompt must be a string",
        ),
        (
            "meta-musicgen-medium",
            json!({ "prompt": "a", "seed": 10_000 }),
            "seed must be between -1 and 9999",
        ),
        (
            "meta-musicgen-medium",
            json!({ "prompt": "a", "duration": 0.9 }),
            "duration must be between 1 and 30",
        ),
        (
            "meta-musicgen-medium",
            json!({ "prompt": "a", "duration": 31 }),
            "duration must be between 1 and 30",
        ),
        (
            "meta-musicgen-medium",
            json!({ "prompt": "a", "duration": "10" }),
            "duration must be a number",
        ),
    ] {
        for version in ["v1", "v2"] {
            let reply = client
                .post(&format!("/segmind/{version}/{slug}"), body.to_string())
                .await;
            assert_refused(&client, &reply, 400, words);
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_is_gone_410() {
    let client = Client::new();
    let order = rain().to_string();
    assert_refused(
        &client,
        &client.post("/segmind/v2/lyria-9", order.clone()).await,
        404,
        "Model lyria-9 not found",
    );
    assert_refused(
        &client,
        &client
            .post("/segmind/v2/retired-music-model", order.clone())
            .await,
        410,
        "retired",
    );
    assert_refused(
        &client,
        &client.get("/segmind/v2/requests/none/status").await,
        404,
        "Request none not found",
    );
    assert_refused(
        &client,
        &client.get("/segmind/v2/requests/none").await,
        404,
        "Request none not found",
    );
    assert_refused(
        &client,
        &client.get("/segmind/v1/requests/none").await,
        404,
        "Request none not found",
    );
    assert_refused(
        &client,
        &client.post("/segmind/v3/lyria-2", order).await,
        404,
        "Not Found",
    );
    assert_eq!(client.get("/nobody/v2/lyria-2").await.status, 404);
}

#[tokio::test]
async fn a_wrong_method_is_405_in_html() {
    let client = Client::new();
    for reply in [
        client.get("/segmind/v2/lyria-2").await,
        client.get("/segmind/v1/lyria-2").await,
        client.post("/segmind/v2/requests/1/status", "{}").await,
        client.post("/segmind/v1/get-user-credits", "{}").await,
    ] {
        assert_eq!(reply.status, 405);
        assert!(
            reply
                .header("content-type")
                .unwrap()
                .starts_with("text/html")
        );
        assert!(reply.text().contains("Method Not Allowed"));
    }
}

#[tokio::test]
async fn a_rate_limit_names_its_reset_and_no_retry_after() {
    let client = Client::new();
    let reset = Some(Reset {
        in_seconds: 60,
        format: ResetFormat::Seconds,
    });
    client.fault(
        Route::Submit,
        Kind::Status {
            code: 429,
            taken: false,
            retry_after: None,
            reset,
            body: None,
        },
    );
    let reply = client.post("/segmind/v2/lyria-2", rain().to_string()).await;
    assert_refused(&client, &reply, 429, "rate_limit_exceeded");
    assert_eq!(
        reply.header("x-rate-limit-reset-at-utc"),
        Some("1767225660")
    );
    assert_eq!(reply.header("retry-after"), None);
    client.submit("lyria-2", rain()).await;
}

/// Refused in the vendor's JSON, and nobody charged.
fn assert_refused(client: &Client, reply: &Reply, status: u16, words: &str) {
    assert_eq!(reply.status, status, "{words}: {:?}", reply.body);
    assert!(reply.error().contains(words), "{words}: {}", reply.error());
    assert!(client.sandbox.ledger().billed.is_empty());
}
