//! Bytes no client of good will sends.

use axum::body::{Body, Bytes};
use axum::http::Request;
use futures_util::stream;
use serde_json::json;
use tutti_sandbox::MAX_BODY;

use crate::client::{Client, rain};

#[tokio::test]
async fn a_body_that_is_no_json_object_is_400() {
    let client = Client::new();
    for body in no_objects() {
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        for path in ["/segmind/v2/lyria-2", "/segmind/v1/lyria-2"] {
            let reply = client.post(path, body.clone()).await;
            assert_eq!(reply.status, 400, "{shown}");
            assert!(
                reply
                    .error()
                    .starts_with("Request body must be a JSON object"),
                "{shown}"
            );
        }
    }
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn a_body_is_taken_up_to_the_limit_and_not_a_byte_further() {
    let client = Client::new();
    let frame = json!({ "prompt": "" }).to_string().len();
    let order = |length: usize| json!({ "prompt": "a".repeat(length - frame) }).to_string();
    assert_eq!(
        client
            .post("/segmind/v2/lyria-2", order(MAX_BODY))
            .await
            .status,
        200
    );
    assert_eq!(
        client
            .post("/segmind/v2/lyria-2", order(MAX_BODY + 1))
            .await
            .status,
        413
    );
    let reply = client
        .post("/segmind/v2/lyria-2", vec![b'x'; 10 * MAX_BODY])
        .await;
    assert_eq!(reply.status, 413);
    assert!(reply.error().contains("too large"));
    let ledger = client.sandbox.ledger();
    assert_eq!(
        (ledger.billed.len(), ledger.requests[2].bytes),
        (1, 10 * MAX_BODY as u64)
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_order() {
    let client = Client::new();
    let parts = [
        Ok(Bytes::from(rain().to_string())),
        Err(std::io::Error::other("gone")),
    ];
    let reply = client
        .post(
            "/segmind/v2/lyria-2",
            Body::from_stream(stream::iter(parts)),
        )
        .await;
    assert_eq!(reply.status, 400);
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn odd_paths_keys_and_hosts_are_answered() {
    let client = Client::new();
    for path in [
        "/segmind/",
        "/segmind//",
        "/segmind/v2",
        "/segmind/v2//status",
        "/segmind/%00",
        "/segmind-assets/",
        "/x",
    ] {
        let reply = client.get(path).await;
        assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
    }
    for host in ["", "a b", "user@evil", "\u{e9}", "x:99999999"] {
        let order = Request::post("/segmind/v2/lyria-2")
            .header("host", host.as_bytes())
            .header("x-api-key", b"\xFF\xFE".as_slice())
            .header("content-type", "application/json");
        let reply = client
            .send(order.body(Body::from(rain().to_string())).unwrap())
            .await;
        assert_eq!(reply.status, 200, "{host:?}");
        let status_url = reply.json()["status_url"].as_str().unwrap().to_owned();
        assert!(
            status_url.starts_with("http://") && !status_url.contains(['@', ' ']),
            "{status_url}"
        );
    }
}

#[tokio::test]
async fn a_fault_asked_for_in_nonsense_is_refused_before_anything_is_taken() {
    let client = Client::new();
    for header in ["bad_luck", "{", "{\"status\":{\"code\":1}}", "[1]"] {
        let mut order = client.order("/segmind/v2/lyria-2", rain().to_string());
        order
            .headers_mut()
            .insert("x-sandbox-fault", header.parse().unwrap());
        assert_eq!(client.send(order).await.status, 400, "{header}");
    }
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn no_vendor_takes_a_body_that_is_no_json_object() {
    for (vendor, path) in [
        ("aimlapi", "/aimlapi/v2/generate/audio"),
        ("pixazo", "/pixazo/lyria-2/v1/lyria-2/generate"),
        ("pixazo", "/pixazo/lyria-2/v1/lyria-2/prediction"),
        ("producer", "/producer/api/v1/producer/create"),
        ("producer", "/producer/api/v1/producer/upload"),
        ("producer", "/producer/api/v1/producer/download"),
    ] {
        let client = Client::of(vendor);
        for body in no_objects() {
            let reply = client.post(path, body).await;
            assert_eq!(reply.status, 400, "{path}");
            assert!(reply.text().contains("Request body must be a JSON object"));
        }
        assert!(client.sandbox.ledger().billed.is_empty());
    }
}

#[tokio::test]
async fn odd_ids_and_names_of_files_are_found_nowhere() {
    for (vendor, paths) in [
        (
            "aimlapi",
            [
                "v2/generate/audio?generation_id=%FF%00",
                "v2/generate/audio?generation_id",
            ],
        ),
        ("pixazo", ["v2/requests/status/%00", "v2/requests/status/"]),
        (
            "producer",
            ["api/v1/producer/task/%FF", "api/v1/producer/task/"],
        ),
    ] {
        let client = Client::of(vendor);
        for path in paths {
            let reply = client.get(&format!("/{vendor}/{path}")).await;
            assert!(reply.status.is_client_error(), "{path}: {}", reply.status);
        }
        for name in [
            "",
            "/",
            "_output.",
            "v1//",
            ".mp3",
            "-wav.wav",
            "%FF.svg",
            "lyria-2/_output_0.wav",
        ] {
            let reply = client.get(&format!("/{vendor}-assets/{name}")).await;
            assert_eq!(reply.status, 404, "{vendor} {name}");
        }
    }
}

/// Bodies that are no JSON object.
fn no_objects() -> [Vec<u8>; 9] {
    let deep = format!(
        "{{\"prompt\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    [
        b"".to_vec(),
        b"rain".to_vec(),
        b"[]".to_vec(),
        b"null".to_vec(),
        b"{\"prompt\":".to_vec(),
        b"{\"prompt\":\"a\"} trailing".to_vec(),
        b"{\"prompt\":\"\xFF\xFE\"}".to_vec(),
        b"{\"prompt\":\"a\",\"seed\":1e999}".to_vec(),
        deep.into_bytes(),
    ]
}
