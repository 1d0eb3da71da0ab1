//! Segmind's job from start to end, in both versions.

use std::time::Duration;

use serde_json::{Value, json};
use tutti_sandbox::{Kind, Route, Shape};

use crate::client::{Client, DONE, ORIGIN, rain, url};

const HOUR: Duration = Duration::from_secs(3600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

#[tokio::test]
async fn a_submit_answers_with_the_id_and_absolute_urls_on_the_host_it_was_called_by() {
    let client = Client::new();
    let taken = client.submit("lyria-2", rain()).await;
    let id = taken["request_id"].as_str().unwrap();
    assert_eq!(id.len(), 36);
    assert_eq!(
        taken,
        json!({
            "request_id": id,
            "status": "QUEUED",
            "status_url": format!("{ORIGIN}/segmind/v2/requests/{id}/status"),
            "response_url": format!("{ORIGIN}/segmind/v2/requests/{id}"),
            "poll_url": format!("{ORIGIN}/segmind/v1/requests/{id}"),
        })
    );
}

#[tokio::test]
async fn a_job_is_queued_then_processed_then_completed_as_it_ages() {
    let client = Client::new();
    let taken = client.submit("lyria-2", rain()).await;
    for (after, state) in [
        (0, "QUEUED"),
        (1000, "QUEUED"),
        (1000, "PROCESSING"),
        (24_000, "PROCESSING"),
    ] {
        client.later(Duration::from_millis(after));
        let reply = client.get(url(&taken, "status_url")).await;
        assert_eq!(reply.status, 200);
        let answer = reply.json();
        assert_eq!(answer["status"], state);
        assert_eq!(answer["metrics"], json!({}));
        assert_eq!(answer["response_url"], taken["response_url"]);
    }
    client.later(Duration::from_millis(1300));
    let answer = client.get(url(&taken, "status_url")).await.json();
    assert_eq!(answer["status"], "COMPLETED", "27.3 s at the latest");
    assert!(answer["metrics"]["inference_time"].as_f64().unwrap() > 20.0);
    assert_eq!(answer.get("output"), None);
}

#[tokio::test]
async fn musicgen_is_done_after_22_seconds() {
    let client = Client::new();
    let taken = client
        .submit(
            "meta-musicgen-medium",
            json!({ "prompt": "lo-fi", "duration": 1 }),
        )
        .await;
    client.later(Duration::from_secs(21));
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "PROCESSING"
    );
    client.later(Duration::from_secs(1));
    assert_eq!(
        client.get(url(&taken, "status_url")).await.json()["status"],
        "COMPLETED"
    );
}

#[tokio::test]
async fn a_result_names_the_audio_and_what_it_took() {
    let client = Client::new();
    let taken = client.done_job().await;
    let answer = client.get(url(&taken, "response_url")).await.json();
    let id = taken["request_id"].as_str().unwrap();
    assert_eq!(answer["status"], "COMPLETED");
    assert_eq!(
        answer["output"],
        format!("{ORIGIN}/segmind-assets/{id}.wav")
    );
    let metrics = &answer["metrics"];
    let time = |name: &str| metrics[name].as_f64().unwrap();
    assert!((time("inference_time") + time("queue_time") - time("total_time")).abs() < 0.002);
    assert!((26.0..=27.3).contains(&time("total_time")));
    assert_eq!(metrics["cost"], 0.09);
    assert_eq!(metrics["remaining_credits"], 999.91);
    assert_eq!(metrics["retry_count"], 0);
    assert_eq!(client.get(url(&taken, "poll_url")).await.json(), answer);
}

#[tokio::test]
async fn a_result_asked_for_too_early_answers_how_the_job_stands() {
    let client = Client::new();
    let taken = client.submit("lyria-2", rain()).await;
    client.later(Duration::from_secs(5));
    let reply = client.get(url(&taken, "response_url")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["status"], "PROCESSING");
    assert_eq!(reply.json().get("output"), None);
    let id = taken["request_id"].as_str().unwrap();
    assert_eq!(
        client
            .fetch(&format!("/segmind-assets/{id}.wav"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_failure_is_422_on_status_and_result_with_its_times_and_no_cost() {
    for (prompt, words) in [
        (json!("rain [fail]"), "could not finish"),
        (json!("rain [block]"), "content safety"),
        (json!(42), "Prompt is Mandatory and must be string"),
        (json!("  "), "Prompt is Mandatory and must be string"),
    ] {
        let client = Client::new();
        let taken = client.submit("lyria-2", json!({ "prompt": prompt })).await;
        client.later(Duration::from_secs(20));
        assert_eq!(
            client.get(url(&taken, "status_url")).await.json()["status"],
            "PROCESSING"
        );
        client.later(DONE);
        for name in ["status_url", "response_url", "poll_url"] {
            let reply = client.get(url(&taken, name)).await;
            assert_eq!(reply.status, 422);
            let answer = reply.json();
            assert_eq!(answer["status"], "FAILED");
            assert!(reply.error().contains(words), "{answer}");
            assert!(answer["metrics"]["total_time"].is_number());
            assert_eq!(answer["metrics"].get("cost"), None);
        }
        assert_eq!(client.sandbox.ledger().billed[0].usd, 0.0);
    }
}

#[tokio::test]
async fn a_record_is_kept_for_an_hour_and_its_file_for_a_week() {
    let client = Client::new();
    let taken = client.done_job().await;
    let output = client.get(url(&taken, "response_url")).await.json()["output"].clone();
    let output = output.as_str().unwrap();
    client.later(HOUR - DONE);
    assert_eq!(client.get(url(&taken, "status_url")).await.status, 200);
    client.later(DONE);
    for name in ["status_url", "response_url", "poll_url"] {
        let reply = client.get(url(&taken, name)).await;
        assert_eq!(reply.status, 404);
        assert_eq!(
            reply.error(),
            format!(
                "Request {} not found",
                taken["request_id"].as_str().unwrap()
            )
        );
    }
    client.later(WEEK - HOUR - DONE);
    assert_eq!(client.fetch(output).await.status, 200);
    client.later(DONE);
    assert_eq!(client.fetch(output).await.status, 404);
}

#[tokio::test]
async fn a_direct_call_waits_and_answers_with_the_audio_and_its_accounts() {
    let client = Client::new();
    let reply = client
        .direct(
            "meta-musicgen-medium",
            json!({ "prompt": "lo-fi", "duration": 1 }),
        )
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("audio/wav"));
    assert!(reply.bytes().starts_with(b"RIFF"));
    assert_eq!(reply.header("x-cost"), Some("0.037"));
    assert_eq!(reply.header("x-remaining-credits"), Some("999.963"));
    assert_eq!(reply.header("x-seed-value"), Some("42"));
    assert!(
        reply
            .header("x-generation-time")
            .unwrap()
            .parse::<f64>()
            .unwrap()
            > 19.0
    );
    assert_eq!(
        reply.header("x-request-id"),
        Some(client.sandbox.ledger().billed[0].request_id.as_str())
    );
}

#[tokio::test]
async fn a_direct_call_is_not_answered_before_its_time() {
    let client = Client::new();
    let call = client.post("/segmind/v1/lyria-2", rain().to_string());
    let early = tokio::time::timeout(Duration::from_millis(50), call).await;
    assert!(early.is_err());
    let ledger = client.sandbox.ledger();
    assert_eq!(ledger.billed.len(), 1, "taken on all the same");
    assert_eq!(
        (ledger.requests[0].status, ledger.requests.len()),
        (None, 1),
        "seen, though the caller hung up"
    );
}

#[tokio::test]
async fn a_direct_call_that_fails_is_a_500_and_costs_nothing() {
    let client = Client::new();
    let reply = client
        .direct("lyria-2", json!({ "prompt": "[fail]" }))
        .await;
    assert_eq!(reply.status, 500);
    assert!(reply.error().contains("could not finish"));
    assert_eq!(client.sandbox.ledger().billed[0].usd, 0.0);
    let refused = client
        .post("/segmind/v1/lyria-2", json!({ "prompt": 42 }).to_string())
        .await;
    assert_eq!(
        (
            refused.status.as_u16(),
            client.sandbox.ledger().billed.len()
        ),
        (400, 1)
    );
}

#[tokio::test]
async fn a_direct_call_may_be_made_to_answer_json() {
    let client = Client::new();
    client.fault(
        Route::Submit,
        Kind::Json {
            field: "audio".to_owned(),
            shape: Shape::Url,
        },
    );
    let reply = client.direct("lyria-2", rain()).await;
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert!(reply.header("x-cost").is_some());
    let file = client.fetch(url(&reply.json(), "audio")).await;
    assert!(file.bytes().starts_with(b"RIFF"));
}

#[tokio::test]
async fn a_result_may_be_made_to_hold_its_audio_in_every_shape() {
    let client = Client::new();
    let taken = client
        .submit(
            "meta-musicgen-medium",
            json!({ "prompt": "lo-fi", "duration": 1 }),
        )
        .await;
    client.later(DONE);
    let plain = client.get(url(&taken, "response_url")).await.json()["output"].clone();
    let size = client.fetch(plain.as_str().unwrap()).await.bytes().len();
    for shape in [
        Shape::Url,
        Shape::List,
        Shape::Object,
        Shape::ObjectList,
        Shape::Base64,
        Shape::DataUrl,
    ] {
        client.fault(
            Route::Result,
            Kind::Json {
                field: "output".to_owned(),
                shape,
            },
        );
        let output = client.get(url(&taken, "response_url")).await.json()["output"].clone();
        match shape {
            Shape::Url => assert_eq!(output, plain),
            Shape::List => assert_eq!(output, json!([plain])),
            Shape::Object => assert_eq!(
                (&output["url"], &output["file_size"]),
                (&plain, &json!(size))
            ),
            Shape::ObjectList => assert_eq!(output[0]["url"], plain),
            Shape::Base64 => assert!(text(&output).starts_with("UklGR")),
            Shape::Hex => assert!(text(&output).starts_with("52494646")),
            Shape::DataUrl => assert!(text(&output).starts_with("data:audio/wav;base64,UklGR")),
        }
    }
}

#[tokio::test]
async fn a_file_asked_for_as_text_stands_in_json_in_both_forms_of_the_call() {
    let client = Client::new();
    let order = json!({ "genres": "funk", "output_seconds": 10, "base64": true });
    let taken = client.submit("ace-step-music", order.clone()).await;
    client.later(Duration::from_secs(30));
    let result = client.get(url(&taken, "response_url")).await.json();
    assert!(text(&result["output"]).starts_with("UklGR"));
    let without = json!({ "genres": "funk", "base64": true }).to_string();
    let refused = client.post("/segmind/v2/ace-step-music", without).await;
    assert_eq!(refused.json()["error"], "output_seconds is required");
}

#[tokio::test]
async fn credits_go_down_with_what_is_charged() {
    let client = Client::new();
    let before = client.get("/segmind/v1/get-user-credits").await.json();
    assert_eq!(before, json!({ "credits": 1000.0, "free-credits": 0 }));
    client.submit("lyria-2", rain()).await;
    client
        .submit("lyria-2", json!({ "prompt": "[fail]" }))
        .await;
    assert_eq!(
        client.get("/segmind/v1/get-user-credits").await.json()["credits"],
        999.91
    );
    let broke = client.as_key("broke_key");
    assert_eq!(
        broke.get("/segmind/v1/get-user-credits").await.json()["credits"],
        0.0
    );
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
