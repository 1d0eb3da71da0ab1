//! Producer's webhooks, as who is called hears them.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tutti_sandbox::{Kind, Route, Signature};

use crate::client::Client;
use crate::producer::{CREATE, pop, submit, task};
use crate::receiver::{Heard, Receiver, told};

const DONE: Duration = Duration::from_secs(30);
const SECRET: &str = "your-secret-key";

#[tokio::test]
async fn a_webhook_tells_the_clips_and_is_signed_over_its_time_and_its_bytes() {
    let client = Client::of("producer");
    let receiver = Receiver::start(200).await;
    let id = submit(&client, CREATE, order(&receiver)).await;
    client.later(DONE);
    let heard = &receiver.calls(1).await[0];
    let answer = task(&client, &id).await.json();
    let told = json!({ "code": 200, "data": answer["data"], "message": "success" });
    assert_eq!(heard.json(), told);
    assert_eq!(heard.header("x-webhook-event"), "song.completed");
    assert_eq!(
        heard.header("idempotency-key"),
        heard.header("x-webhook-id")
    );
    let time = heard.header("x-webhook-timestamp");
    assert_eq!(time, "1767225630");
    let signed = [time.as_bytes(), b".", &heard.body].concat();
    let signature = format!("sha256={}", hex(&mac(SECRET, &signed)));
    assert_eq!(heard.header("x-webhook-signature"), signature);
    assert!(
        !heard.headers.contains_key("authorization"),
        "the key stays with the vendor"
    );
}

#[tokio::test]
async fn a_failure_is_told_with_500_in_the_body_and_no_clips() {
    let client = Client::of("producer");
    let receiver = Receiver::start(200).await;
    let mut order = order(&receiver);
    order["sound"] = "[fail]".into();
    submit(&client, CREATE, order).await;
    client.later(DONE);
    let heard = &receiver.calls(1).await[0];
    assert_eq!(
        heard.json(),
        json!({ "code": 500, "data": [], "message": "Task failed" })
    );
    assert_eq!(heard.header("x-webhook-event"), "song.failed");
}

#[tokio::test]
async fn the_older_scheme_signs_the_body_alone_in_each_of_its_writings() {
    let client = Client::of("producer");
    for signature in [
        Signature::Older,
        Signature::OlderPrefixed,
        Signature::OlderBase64,
    ] {
        let receiver = Receiver::start(200).await;
        client.fault(
            Route::Submit,
            Kind::Webhook {
                signature,
                copies: 1,
                streaming: false,
            },
        );
        submit(&client, CREATE, order(&receiver)).await;
        client.later(DONE);
        let heard = &receiver.calls(1).await[0];
        let mac = mac(SECRET, &heard.body);
        let expected = match signature {
            Signature::OlderPrefixed => format!("sha256={}", hex(&mac)),
            Signature::OlderBase64 => STANDARD.encode(mac),
            _ => hex(&mac),
        };
        assert_eq!(heard.header("x-signature"), expected);
        assert!(!heard.headers.contains_key("x-webhook-timestamp"));
    }
}

#[tokio::test]
async fn calls_come_in_copies_of_one_id_and_while_the_job_runs_on_demand() {
    let client = Client::of("producer");
    let receiver = Receiver::start(200).await;
    let kind = Kind::Webhook {
        signature: Signature::Current,
        copies: 2,
        streaming: true,
    };
    client.fault(Route::Submit, kind);
    submit(&client, CREATE, order(&receiver)).await;
    client.later(Duration::from_secs(20));
    let early = receiver.calls(2).await;
    for heard in &early {
        assert_eq!(heard.header("x-webhook-event"), "song.streaming");
        let clip = &heard.json()["data"][0];
        assert_eq!(
            (&clip["state"], &clip["wav_url"]),
            (&json!("streaming"), &Value::Null)
        );
    }
    client.later(Duration::from_secs(10));
    let all = receiver.calls(4).await;
    let id = |heard: &Heard| heard.header("x-webhook-id").to_owned();
    assert_eq!((id(&all[0]), id(&all[2])), (id(&all[1]), id(&all[3])));
    assert_ne!(id(&all[0]), id(&all[2]));
    assert_eq!(receiver.calls_so_far().await, 4);
}

#[tokio::test]
async fn without_a_secret_it_is_signed_with_one_that_nobody_knows() {
    let client = Client::of("producer");
    let receiver = Receiver::start(200).await;
    let mut order = order(&receiver);
    order["webhook_secret"] = Value::Null;
    submit(&client, CREATE, order).await;
    client.later(DONE);
    let heard = &receiver.calls(1).await[0];
    let signature = heard.header("x-webhook-signature");
    assert_eq!(signature.len(), "sha256=".len() + 64);
    let signed = [
        heard.header("x-webhook-timestamp").as_bytes(),
        b".",
        &heard.body,
    ]
    .concat();
    for guess in ["", "null", SECRET, client.key] {
        assert_ne!(
            signature,
            format!("sha256={}", hex(&mac(guess, &signed))),
            "{guess:?}"
        );
    }
}

#[tokio::test]
async fn a_webhook_must_be_https_or_on_this_machine_and_is_sent_to_the_latter_only() {
    let client = Client::of("producer");
    let with = |url: String| {
        let mut order = pop();
        order["webhook_url"] = url.into();
        order.to_string()
    };
    let long = format!("https://a/{}", "x".repeat(1024));
    for url in [
        "http://your-server.com/hook",
        "ftp://127.0.0.1/",
        "https://",
        "soon",
        &long,
    ] {
        let refused = client.post(CREATE, with(url.to_owned())).await;
        assert_eq!(refused.status, 400, "{url}");
        assert!(
            refused.error().contains("webhook_url must"),
            "{}",
            refused.error()
        );
    }
    assert!(client.sandbox.ledger().billed.is_empty());
    let far = "https://your-server.com/webhooks/music?token=1".to_owned();
    assert_eq!(client.post(CREATE, with(far)).await.status, 200);
    client.later(DONE);
    let told = told(&client, 1).await;
    assert_eq!((told.len(), told[0].sent), (1, false));
    assert_eq!(told[0].url, "https://your-server.com/webhooks/music");
}

#[tokio::test]
async fn a_job_that_never_ends_tells_nobody() {
    let client = Client::of("producer");
    let receiver = Receiver::start(200).await;
    client.fault(Route::Submit, Kind::Pending {});
    submit(&client, CREATE, order(&receiver)).await;
    client.later(DONE * 1000);
    assert_eq!(receiver.calls_so_far().await, 0);
}

fn order(receiver: &Receiver) -> Value {
    let mut order = pop();
    order["webhook_url"] = receiver.url.clone().into();
    order["webhook_secret"] = SECRET.into();
    order
}

fn mac(secret: &str, bytes: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.chain_update(bytes).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
