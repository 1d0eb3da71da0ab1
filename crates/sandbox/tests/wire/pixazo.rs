//! Pixazo's jobs on both result routes, its refusals and its webhooks.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tutti_sandbox::{Kind, Route, Shape};

use crate::client::{Client, HOST, ORIGIN, Reply, url};
use crate::receiver::{Receiver, told};

const LYRIA_2: &str = "/pixazo/lyria-2/v1/lyria-2/generate";
const LYRIA_3_PRO: &str = "/pixazo/lyria-3-pro/v1/lyria-3-pro/generate";
const PREDICTION: &str = "/pixazo/lyria-2/v1/lyria-2/prediction";
const DONE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn a_submit_is_accepted_with_an_id_that_begins_with_the_model_and_an_absolute_polling_url() {
    let client = Client::of("pixazo");
    let reply = client.post(LYRIA_2, rain().to_string()).await;
    assert_eq!(reply.status, 202);
    let taken = reply.json();
    let id = url(&taken, "request_id");
    assert!(id.starts_with("lyria-2_") && id.len() == 8 + 36, "{id}");
    assert_eq!(
        taken,
        json!({
            "request_id": id,
            "status": "QUEUED",
            "polling_url": format!("{ORIGIN}/pixazo/v2/requests/status/{id}"),
        })
    );
}

#[tokio::test]
async fn the_universal_route_tells_a_job_in_its_words_with_a_list_of_urls_at_the_end() {
    let client = Client::of("pixazo");
    let taken = submit(&client, LYRIA_2, rain()).await;
    for (seconds, state) in [(0, "QUEUED"), (1, "PROCESSING"), (13, "PROCESSING")] {
        client.later(Duration::from_secs(seconds));
        let answer = status(&client, &taken).await;
        assert_eq!(
            (&answer["status"], &answer["output"]),
            (&json!(state), &Value::Null)
        );
        assert_eq!(
            (&answer["error"], &answer["completed_at"]),
            (&Value::Null, &Value::Null)
        );
    }
    client.later(Duration::from_secs(1));
    let answer = status(&client, &taken).await;
    let id = url(&taken, "request_id");
    let ended = answer["completed_at"].as_str().unwrap();
    assert!(
        ("2026-01-01T00:00:14.400Z"..="2026-01-01T00:00:15.000Z").contains(&ended),
        "{ended}"
    );
    assert_eq!(
        answer,
        json!({
            "request_id": id,
            "status": "COMPLETED",
            "model_id": "lyria-2",
            "error": null,
            "output": {
                "media_url": [format!("{ORIGIN}/pixazo-assets/v1/{id}/output.ext")],
                "media_type": "application/octet-stream",
            },
            "created_at": "2026-01-01T00:00:00.000Z",
            "updated_at": ended,
            "completed_at": ended,
        })
    );
    let file = client
        .fetch(answer["output"]["media_url"][0].as_str().unwrap())
        .await;
    assert_eq!(
        file.header("content-type"),
        Some("application/octet-stream")
    );
    assert!(file.bytes().starts_with(b"RIFF"));
}

#[tokio::test]
async fn the_models_own_route_tells_the_same_job_in_other_words_with_one_url() {
    let client = Client::of("pixazo");
    let taken = submit(&client, LYRIA_2, rain()).await;
    let id = url(&taken, "request_id").to_owned();
    for (seconds, word) in [(0, "starting"), (5, "processing"), (10, "succeeded")] {
        client.later(Duration::from_secs(seconds));
        let answer = predict(&client, &id).await.json();
        assert_eq!(
            (&answer["status"], &answer["success"]),
            (&json!(word), &json!(true))
        );
        assert_eq!(answer["audio"].is_null(), word != "succeeded");
    }
    let bare = id.strip_prefix("lyria-2_").unwrap();
    for id in [id.as_str(), bare] {
        let answer = predict(&client, id).await.json();
        let audio = format!("{ORIGIN}/pixazo-assets/lyria-2/{id}_output_0.wav");
        assert_eq!(
            answer,
            json!({
                "audio": audio,
                "success": true,
                "request_id": id,
                "status": "succeeded",
                "input": rain(),
                "created_at": "2026-01-01T00:00:00.000Z",
            })
        );
        let file = client.fetch(&audio).await;
        assert_eq!(file.header("content-type"), Some("audio/wav"));
        assert!(file.bytes().starts_with(b"RIFF"));
    }
}

#[tokio::test]
async fn lyria_3_pro_takes_images_and_sends_mpeg_after_56_seconds() {
    let client = Client::of("pixazo");
    let images = vec!["https://example.com/beach.jpg"; 10];
    let order = json!({ "prompt": "folk", "images": images });
    let taken = submit(&client, LYRIA_3_PRO, order).await;
    client.later(Duration::from_secs(53));
    assert_eq!(status(&client, &taken).await["status"], "PROCESSING");
    client.later(Duration::from_secs(3));
    let answer = status(&client, &taken).await;
    assert_eq!(answer["output"]["media_type"], "audio/mpeg");
    let media_url = answer["output"]["media_url"][0].as_str().unwrap();
    assert!(media_url.ends_with("/output.mpeg"), "{media_url}");
    let file = client.fetch(media_url).await;
    assert_eq!(file.header("content-type"), Some("audio/mpeg"));
    assert!(file.bytes().starts_with(&[0xFF, 0xFB]));
    assert_eq!(
        predict(&client, url(&taken, "request_id")).await.status,
        404
    );
    let other_name = media_url.replace(".mpeg", ".ext");
    assert_eq!(client.fetch(&other_name).await.status, 404);
}

#[tokio::test]
async fn paths_of_other_forms_lead_to_their_models_and_tracks_has_a_route_of_its_own() {
    let client = Client::of("pixazo");
    for path in [
        "tracks/v1/generate",
        "ace-step-xl/v1/generate",
        "minimax-music-3-0-fast/v1/text-to-music",
        "stable-audio-3-small-music-text-to-audio/v1/stable-audio-3-small-music-text-to-audio-request",
    ] {
        let answer = client
            .post(
                &format!("/pixazo/{path}"),
                json!({ "prompt": "rain", "duration": 2 }).to_string(),
            )
            .await;
        assert_eq!(answer.status, 202, "{path}");
        let id = answer.json()["request_id"].clone();
        let api = path.split('/').next().unwrap();
        assert!(id.as_str().unwrap().starts_with(&format!("{api}_")));
        client.later(Duration::from_secs(60));
        let of_tracks = client
            .post(
                "/pixazo/tracks/v1/status",
                json!({ "task_id": id }).to_string(),
            )
            .await;
        assert_eq!(of_tracks.status, if api == "tracks" { 200 } else { 404 });
    }
    for stranger in ["tracks/v1/text-to-music", "tracks/v2/generate"] {
        let answer = client
            .post(
                &format!("/pixazo/{stranger}"),
                json!({ "prompt": "rain" }).to_string(),
            )
            .await;
        assert_eq!(answer.status, 404, "{stranger}");
    }
}

#[tokio::test]
async fn lyria_3_is_served_though_its_page_is_missing() {
    let client = Client::of("pixazo");
    let path = "/pixazo/lyria-3/v1/lyria-3/generate";
    let taken = submit(&client, path, rain()).await;
    assert!(url(&taken, "request_id").starts_with("lyria-3_"));
}

#[tokio::test]
async fn failed_is_charged_and_error_is_not_and_both_come_under_200() {
    let client = Client::of("pixazo");
    let order = |prompt: &str| json!({ "prompt": prompt });
    let mut jobs = Vec::new();
    for prompt in ["[fail]", "[block]", "[error]"] {
        jobs.push(submit(&client, LYRIA_2, order(prompt)).await);
    }
    let error = "disk full".to_owned();
    client.fault(Route::Submit, Kind::Fail { error });
    jobs.push(submit(&client, LYRIA_2, rain()).await);
    client.later(DONE);
    let expected = [
        ("FAILED", "failed to generate", 0.06),
        ("FAILED", "content policy", 0.06),
        ("ERROR", "not been charged", 0.0),
        ("ERROR", "disk full", 0.0),
    ];
    for ((job, (state, words, _)), index) in jobs.iter().zip(expected).zip(0..) {
        let answer = status(&client, job).await;
        assert_eq!(
            (&answer["status"], &answer["output"]),
            (&json!(state), &Value::Null),
            "{index}"
        );
        assert!(
            answer["error"].as_str().unwrap().contains(words),
            "{answer}"
        );
        let answer = predict(&client, url(job, "request_id")).await.json();
        assert_eq!(
            (&answer["status"], &answer["success"]),
            (&json!("failed"), &json!(false))
        );
        assert!(answer["audio"].is_null() && answer["error"].is_string());
    }
    let charged: Vec<f64> = client
        .sandbox
        .ledger()
        .billed
        .iter()
        .map(|job| job.usd)
        .collect();
    assert_eq!(charged, expected.map(|(_, _, usd)| usd));
}

#[tokio::test]
async fn keys_are_refused_each_with_its_own_code() {
    let client = Client::of("pixazo");
    for (key, code, title, words) in [
        ("", 401, "Unauthorized", "missing subscription key"),
        ("wrong_key", 401, "Unauthorized", "invalid subscription key"),
        ("denied_key", 403, "Forbidden", "permission"),
        (
            "broke_key",
            402,
            "Insufficient Balance",
            "does not have enough balance. Required: $0.08",
        ),
    ] {
        let refused = client
            .as_key(key)
            .post(LYRIA_3_PRO, rain().to_string())
            .await;
        assert_refused(&refused, code, title, words);
    }
    let bearer = Request::post(LYRIA_2)
        .header("host", HOST)
        .header("authorization", "Bearer key")
        .header("content-type", "application/json");
    let refused = client
        .send(bearer.body(Body::from(rain().to_string())).unwrap())
        .await;
    assert_refused(&refused, 401, "Unauthorized", "missing subscription key");
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn a_missing_model_is_400_and_a_missing_id_or_route_404() {
    let client = Client::of("pixazo");
    for path in [
        "/pixazo/lyria-9/v1/lyria-9/generate",
        "/pixazo/lyria-2/v1/lyria-9/generate",
    ] {
        let refused = client.post(path, rain().to_string()).await;
        assert_refused(
            &refused,
            400,
            "Model not found",
            "Model 'lyria-9' not found or is disabled",
        );
    }
    let unknown = client.get("/pixazo/v2/requests/status/lyria-2_none").await;
    assert_refused(&unknown, 404, "Not Found", "lyria-2_none");
    assert_refused(&predict(&client, "none").await, 404, "Not Found", "none");
    let taken = submit(&client, LYRIA_2, rain()).await;
    let bare = url(&taken, "request_id").strip_prefix("lyria-2_").unwrap();
    let unknown = client
        .get(&format!("/pixazo/v2/requests/status/{bare}"))
        .await;
    assert_refused(&unknown, 404, "Not Found", bare);
    assert_refused(&client.get(LYRIA_2).await, 404, "Not Found", "Resource");
    assert_refused(
        &client.get("/pixazo/elsewhere").await,
        404,
        "Not Found",
        "Resource",
    );
}

#[tokio::test]
async fn a_bad_body_is_400_and_named() {
    let client = Client::of("pixazo");
    let eleven = vec!["https://example.com/a.jpg"; 11];
    for (path, body, words) in [
        (LYRIA_2, json!({}), "prompt is required"),
        (
            LYRIA_2,
            json!({ "prompt": " " }),
            "prompt must not be empty",
        ),
        (
            LYRIA_2,
            json!({ "prompt": "a", "seed": "1" }),
            "seed must be an integer",
        ),
        (
            LYRIA_2,
            json!({ "prompt": "a", "webhook": "soon" }),
            "webhook must be a URL",
        ),
        (
            LYRIA_2,
            json!({ "prompt": "a", "webhook_events_filter": "completed" }),
            "array of strings",
        ),
        (
            LYRIA_3_PRO,
            json!({ "prompt": "a", "images": eleven }),
            "at most 10 URLs",
        ),
        (
            LYRIA_3_PRO,
            json!({ "prompt": "a", "images": ["beach"] }),
            "at most 10 URLs",
        ),
        (PREDICTION, json!({}), "prediction_id is required"),
    ] {
        let refused = client.post(path, body.to_string()).await;
        assert_refused(&refused, 400, "Bad Request", words);
    }
    let mut order = client.order(LYRIA_2, rain().to_string());
    order.headers_mut().remove("content-type");
    assert_refused(
        &client.send(order).await,
        400,
        "Bad Request",
        "Content-Type",
    );
    let mut order = client.order(LYRIA_2, rain().to_string());
    order
        .headers_mut()
        .insert("x-webhook-url", "nowhere".parse().unwrap());
    assert_refused(
        &client.send(order).await,
        400,
        "Bad Request",
        "X-Webhook-URL",
    );
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn a_webhook_is_called_with_the_status_when_the_job_ends_and_the_header_goes_first() {
    let client = Client::of("pixazo");
    let (by_header, by_body) = (Receiver::start(200).await, Receiver::start(204).await);
    let order = |prompt: &str| json!({ "prompt": prompt, "webhook": by_body.url }).to_string();
    let mut both = client.order(LYRIA_2, order("a"));
    both.headers_mut()
        .insert("x-webhook-url", by_header.url.parse().unwrap());
    let first = client.send(both).await.json();
    client.later(Duration::from_secs(14));
    assert_eq!(by_header.calls_so_far().await, 0);
    client.later(Duration::from_secs(1));
    let heard = by_header.calls(1).await;
    assert_eq!(heard[0].json(), status(&client, &first).await);
    assert_eq!(heard[0].uri, "/hook?order=7");
    assert_eq!(heard[0].header("content-type"), "application/json");

    let second = client.post(LYRIA_2, order("[error]")).await.json();
    client.later(DONE);
    let heard = by_body.calls(1).await;
    assert_eq!(heard[0].json(), status(&client, &second).await);
    let told = told(&client, 2).await;
    let told: Vec<_> = told
        .iter()
        .map(|call| {
            (
                call.event.as_str(),
                call.sent,
                call.status,
                call.url.as_str(),
            )
        })
        .collect();
    let bare = |receiver: &Receiver| receiver.url.split('?').next().unwrap().to_owned();
    assert_eq!(
        told,
        [
            ("completed", true, Some(200), bare(&by_header).as_str()),
            ("error", true, Some(204), bare(&by_body).as_str())
        ]
    );
}

#[tokio::test]
async fn a_webhook_hears_only_the_events_it_asked_for() {
    let client = Client::of("pixazo");
    let receiver = Receiver::start(200).await;
    for prompt in ["[fail]", "[error]", "rain"] {
        let order = json!({ "prompt": prompt, "webhook": receiver.url, "webhook_events_filter": ["completed"] });
        submit(&client, LYRIA_2, order).await;
    }
    client.later(DONE);
    let heard = receiver.calls(1).await;
    assert_eq!(heard[0].json()["status"], "COMPLETED");
    assert_eq!(receiver.calls_so_far().await, 1);
}

#[tokio::test]
async fn a_webhook_that_does_not_answer_well_is_called_twice_more_ten_seconds_apart() {
    let client = Client::of("pixazo");
    let receiver = Receiver::start(500).await;
    let order = json!({ "prompt": "a", "webhook": receiver.url });
    submit(&client, LYRIA_2, order).await;
    client.later(DONE);
    for count in [1, 2, 3, 3] {
        told(&client, count).await;
        assert_eq!(receiver.calls_so_far().await, count);
        client.later(Duration::from_secs(10));
    }
    let times = told(&client, 3).await;
    let times: Vec<u64> = times.iter().map(|call| call.at_ms).collect();
    assert_eq!(times, [15_000, 25_000, 35_000]);
}

#[tokio::test]
async fn nothing_is_sent_off_this_machine_nor_for_a_job_that_is_forgotten() {
    let client = Client::of("pixazo");
    let receiver = Receiver::start(200).await;
    let far = json!({ "prompt": "a", "webhook": "https://your-webhook.com/callback" });
    submit(&client, LYRIA_2, far).await;
    client.later(DONE);
    let told = told(&client, 1).await;
    assert_eq!((told.len(), told[0].sent, told[0].status), (1, false, None));

    submit(
        &client,
        LYRIA_2,
        json!({ "prompt": "a", "webhook": receiver.url }),
    )
    .await;
    client.sandbox.reset();
    client.later(DONE);
    assert_eq!(receiver.calls_so_far().await, 0);
}

#[tokio::test]
async fn every_fault_falls_on_its_routes_too() {
    let client = Client::of("pixazo");
    client.fault(Route::Submit, Kind::status(429));
    let limited = client.post(LYRIA_2, rain().to_string()).await;
    assert_refused(&limited, 429, "Too Many Requests", "Rate limit");
    client.fault(
        Route::Submit,
        Kind::ForeignUrls {
            origin: "http://evil.example".to_owned(),
        },
    );
    let taken = submit(&client, LYRIA_2, rain()).await;
    assert!(url(&taken, "polling_url").starts_with("http://evil.example/pixazo/v2/"));
    client.later(DONE);
    let path = format!("/pixazo/v2/requests/status/{}", url(&taken, "request_id"));
    for (kind, state) in [
        (Kind::Pending {}, "PROCESSING"),
        (
            Kind::State {
                word: "SCHEDULED".to_owned(),
            },
            "SCHEDULED",
        ),
    ] {
        client.fault(Route::Status, kind);
        assert_eq!(client.get(&path).await.json()["status"], state);
    }
    client.fault(Route::Status, Kind::Expired {});
    assert_eq!(client.get(&path).await.status, 404);
    client.fault(Route::Result, Kind::Pending {});
    let waiting = predict(&client, url(&taken, "request_id")).await.json();
    assert_eq!(waiting["status"], "processing");
    client.fault(Route::Audio, Kind::Expired {});
    let media = client.get(&path).await.json()["output"]["media_url"][0].clone();
    assert_eq!(client.fetch(media.as_str().unwrap()).await.status, 404);
    assert_eq!(client.fetch(media.as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn the_audio_is_given_in_other_shapes_on_demand() {
    let client = Client::of("pixazo");
    let taken = submit(&client, LYRIA_2, rain()).await;
    client.later(DONE);
    let list = status(&client, &taken).await["output"]["media_url"].clone();
    let kind = |field: &str| Kind::Json {
        field: field.to_owned(),
        shape: Shape::Url,
    };
    client.fault(Route::Status, kind("media_url"));
    let answer = status(&client, &taken).await;
    assert_eq!(answer["output"]["media_url"], list[0]);
    client.fault(Route::Status, kind("output"));
    let answer = status(&client, &taken).await;
    assert_eq!(answer["output"], list[0]);
    client.fault(Route::Result, kind("output"));
    let answer = predict(&client, url(&taken, "request_id")).await.json();
    assert_eq!(answer.get("audio"), None);
    assert!(url(&answer, "output").ends_with("_output_0.wav"));
}

async fn submit(client: &Client, path: &str, order: Value) -> Value {
    let reply = client.post(path, order.to_string()).await;
    assert_eq!(reply.status, 202, "{:?}", reply.body);
    reply.json()
}

async fn status(client: &Client, taken: &Value) -> Value {
    let reply = client.get(url(taken, "polling_url")).await;
    assert_eq!(reply.status, 200);
    reply.json()
}

async fn predict(client: &Client, id: &str) -> Reply {
    let body = json!({ "prediction_id": id });
    client.post(PREDICTION, body.to_string()).await
}

fn assert_refused(reply: &Reply, status: u16, title: &str, words: &str) {
    assert_eq!(reply.status, status, "{words}: {:?}", reply.body);
    let body = reply.json();
    assert_eq!(body["error"], title);
    assert!(
        body["message"].as_str().unwrap().contains(words),
        "{words}: {body}"
    );
}

fn rain() -> Value {
    json!({ "prompt": "Futuristic country music, steel guitar, huge 808s" })
}
