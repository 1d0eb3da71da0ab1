//! Whether a page of another origin may call.

use axum::body::Body;
use axum::http::Request;
use tutti_sandbox::{Kind, Route};

use crate::client::{Client, Reply, rain, url};

const ALLOW: &str = "access-control-allow-origin";

#[tokio::test]
async fn a_preflight_is_allowed_every_vendors_key_and_headers() {
    let client = Client::new();
    let reply = preflight(&client, "/segmind/v2/lyria-2").await;
    assert_eq!(
        (reply.status.as_u16(), reply.header(ALLOW)),
        (204, Some("*"))
    );
    let headers = reply.header("access-control-allow-headers").unwrap();
    for name in [
        "authorization",
        "cache-control",
        "content-type",
        "ocp-apim-subscription-key",
        "x-api-key",
        "x-client-request-id",
        "x-webhook-url",
    ] {
        assert!(headers.contains(name), "{name}: {headers}");
    }
    assert!(
        reply
            .header("access-control-allow-methods")
            .unwrap()
            .contains("POST")
    );
}

#[tokio::test]
async fn every_answer_may_be_read_refusals_and_audio_too() {
    let client = Client::new();
    let taken = client.done_job().await;
    let result = client.get(url(&taken, "response_url")).await;
    let audio = client.fetch(url(&result.json(), "output")).await;
    let refused = client.post("/segmind/v2/lyria-9", "{}").await;
    for reply in [result, audio, refused] {
        assert_eq!(reply.header(ALLOW), Some("*"));
        assert!(
            reply
                .header("access-control-expose-headers")
                .unwrap()
                .contains("x-request-id")
        );
    }
}

#[tokio::test]
async fn switched_off_neither_a_preflight_nor_an_answer_is_allowed() {
    let client = Client::new();
    client.sandbox.set_cors(false);
    let reply = preflight(&client, "/segmind/v2/lyria-2").await;
    assert_eq!((reply.status.as_u16(), reply.header(ALLOW)), (405, None));
    let order = client.post("/segmind/v2/lyria-2", rain().to_string()).await;
    assert_eq!((order.status.as_u16(), order.header(ALLOW)), (200, None));
    assert_eq!(
        client.fetch("/segmind-assets/1.wav").await.header(ALLOW),
        None
    );
    assert_eq!(
        client.get("/_sandbox/ledger").await.header(ALLOW),
        Some("*"),
        "the sandbox's own stay open"
    );
}

#[tokio::test]
async fn api_and_audio_are_switched_apart() {
    let client = Client::new();
    client.sandbox.set_audio_cors(false);
    assert_eq!(
        preflight(&client, "/segmind/v2/lyria-2")
            .await
            .header(ALLOW),
        Some("*")
    );
    assert_eq!(
        client.fetch("/segmind-assets/1.wav").await.header(ALLOW),
        None
    );
    client.sandbox.set_audio_cors(true);
    client.sandbox.set_api_cors(false);
    assert_eq!(
        preflight(&client, "/segmind/v2/lyria-2")
            .await
            .header(ALLOW),
        None
    );
    assert_eq!(
        client.fetch("/segmind-assets/1.wav").await.header(ALLOW),
        Some("*")
    );
}

#[tokio::test]
async fn one_answer_may_be_made_to_lack_it_and_a_preflight_uses_no_fault_up() {
    let client = Client::new();
    client.fault(Route::Any, Kind::NoCors {});
    assert_eq!(
        preflight(&client, "/segmind/v2/lyria-2")
            .await
            .header(ALLOW),
        Some("*")
    );
    let order = client.post("/segmind/v2/lyria-2", rain().to_string()).await;
    assert_eq!((order.status.as_u16(), order.header(ALLOW)), (200, None));
    assert_eq!(
        client
            .post("/segmind/v2/lyria-2", rain().to_string())
            .await
            .header(ALLOW),
        Some("*")
    );
}

async fn preflight(client: &Client, path: &str) -> Reply {
    let request = Request::options(path)
        .header("origin", "http://127.0.0.1:8080")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-api-key");
    client.send(request.body(Body::empty()).unwrap()).await
}
