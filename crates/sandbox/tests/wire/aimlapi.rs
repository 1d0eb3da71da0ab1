//! AI/ML API's jobs, refusals and audio.

use std::io::Cursor;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hound::WavReader;
use serde_json::{Value, json};
use tutti_sandbox::{Kind, Route, Shape};

use crate::client::{Client, HOST, ORIGIN, Reply, url};

const PATH: &str = "/aimlapi/v2/generate/audio";
const DONE: Duration = Duration::from_secs(35);

#[tokio::test]
async fn a_submit_answers_201_with_an_id_that_holds_a_colon_and_its_cost_in_headers() {
    let client = Client::of("aimlapi");
    let mut order = client.order(PATH, rain().to_string());
    order
        .headers_mut()
        .insert("x-client-request-id", "my.order:1".parse().unwrap());
    let reply = client.send(order).await;
    assert_eq!(reply.status, 201);
    let id = text(&reply.json()["id"]).to_owned();
    assert_eq!(reply.json(), json!({ "id": id, "status": "queued" }));
    assert!(id.len() == 36 + 7 && id.ends_with(":lyria2"), "{id}");
    assert_eq!(reply.header("x-inference-id"), Some(id.as_str()));
    assert_eq!(reply.header("x-client-request-id"), Some("my.order:1"));
    assert_eq!(reply.header("x-aimlapi-credits-used"), Some("120000"));
    assert_eq!(reply.header("x-aimlapi-usd-spent"), Some("0.06"));
    let exposed = reply.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("x-inference-id") && exposed.contains("x-aimlapi-credits-used"));
}

#[tokio::test]
async fn a_job_is_queued_then_waits_then_generates_and_names_its_audio_only_once_it_is_done() {
    let client = Client::of("aimlapi");
    let id = submit(&client, rain()).await;
    for (seconds, state) in [
        (0, "queued"),
        (3, "waiting"),
        (17, "generating"),
        (13, "generating"),
    ] {
        client.later(Duration::from_secs(seconds));
        let reply = retrieve(&client, &id).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.json(), json!({ "id": id, "status": state }));
    }
    client.later(Duration::from_secs(2));
    let done = retrieve(&client, &id).await.json();
    let audio = &done["audio_file"];
    let name = format!("{}_output.wav", id.split(':').next().unwrap());
    assert_eq!(
        done,
        json!({
            "id": id,
            "status": "completed",
            "audio_file": {
                "url": format!("{ORIGIN}/aimlapi-assets/eagle/files/lion/{name}"),
                "content_type": "audio/wav",
                "file_name": name,
                "file_size": 6_291_544,
            },
            "meta": { "usage": { "credits_used": 120_000, "usd_spent": 0.06 } },
        })
    );
    let file = client.fetch(url(audio, "url")).await;
    assert_eq!(file.header("content-type"), Some("audio/wav"));
    assert_eq!(file.bytes().len(), 6_291_544, "as the page's example");
    let wav = WavReader::new(Cursor::new(file.bytes())).unwrap();
    assert_eq!(
        (wav.spec().sample_rate, wav.spec().channels, wav.duration()),
        (48_000, 2, 1_572_864)
    );
}

#[tokio::test]
async fn an_id_is_taken_encoded_or_not_and_only_whole() {
    let client = Client::of("aimlapi");
    let id = submit(
        &client,
        json!({ "model": "elevenlabs/eleven_music", "prompt": "jazz" }),
    )
    .await;
    assert!(id.ends_with(":elevenlabs/eleven_music"), "{id}");
    let encoded = id.replace(':', "%3A").replace('/', "%2F");
    for known in [&id, &encoded] {
        assert_eq!(retrieve(&client, known).await.json()["id"], *id);
    }
    let half = id.split(':').next().unwrap();
    for (unknown, status) in [(half, 404), ("none", 404), ("", 404)] {
        assert_eq!(retrieve(&client, unknown).await.status, status, "{unknown}");
    }
    let missing = client.get(PATH).await;
    assert_refused(&missing, 400, "generation_id is required");
}

#[tokio::test]
async fn every_model_makes_the_kind_of_file_its_page_shows() {
    let client = Client::of("aimlapi");
    let words = "an evening on a quiet street";
    let orders = [
        (
            json!({ "model": "stable-audio", "prompt": "a", "seconds_total": 3 }),
            "wav",
            "application/octet-stream",
        ),
        (
            json!({ "model": "elevenlabs/eleven_music", "prompt": "a" }),
            "mp3",
            "audio/mpeg",
        ),
        (
            json!({ "model": "minimax/music-1.5", "prompt": words, "lyrics": words, "audio_setting": { "format": "pcm" } }),
            "pcm",
            "audio/mpeg",
        ),
        (
            json!({ "model": "minimax/music-2.6", "audio_setting": { "format": "wav" } }),
            "wav",
            "audio/mpeg",
        ),
    ];
    for (order, ending, content_type) in orders {
        let id = submit(&client, order).await;
        client.later(Duration::from_secs(90));
        let audio = retrieve(&client, &id).await.json()["audio_file"].clone();
        assert!(url(&audio, "url").ends_with(ending));
        assert_eq!(audio["content_type"], content_type);
        let file = client.fetch(url(&audio, "url")).await;
        assert_eq!(audio["file_size"], file.bytes().len());
        let looks = match &file.bytes()[..2] {
            b"RI" => "wav",
            [0xFF, 0xFB] => "mp3",
            _ => "pcm",
        };
        assert_eq!(looks, ending);
    }
}

#[tokio::test]
async fn seconds_asked_for_decide_the_size_of_a_stable_audio_file() {
    let client = Client::of("aimlapi");
    let order = json!({ "model": "stable-audio", "prompt": "a", "seconds_total": 30 });
    let id = submit(&client, order).await;
    client.later(DONE);
    let audio = retrieve(&client, &id).await.json()["audio_file"].clone();
    assert_eq!(audio["file_size"], 5_292_078, "as the page's example");
}

#[tokio::test]
async fn a_failure_is_an_error_object_or_a_string_under_200_and_costs_nothing() {
    let client = Client::of("aimlapi");
    let fault = Kind::Fail {
        error: "upstream is away".to_owned(),
    };
    let failed = submit(&client, lyria("rain [fail]")).await;
    let blocked = submit(&client, lyria("rain [block]")).await;
    client.fault(Route::Submit, fault);
    let faulted = submit(&client, rain()).await;
    client.later(DONE);
    let answer = async |id: &str| {
        let reply = retrieve(&client, id).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["status"]),
            (200, &json!("error"))
        );
        assert_eq!(reply.json().get("audio_file"), None);
        reply.json()["error"].clone()
    };
    assert_eq!(answer(&failed).await["name"], "Internal Server Error");
    assert!(text(&answer(&blocked).await["message"]).contains("content safety"));
    assert_eq!(answer(&faulted).await, "upstream is away");
    let billed = client.sandbox.ledger().billed;
    assert_eq!(billed.iter().map(|job| job.usd).sum::<f64>(), 0.0);
    assert_eq!(billed.len(), 3);
}

#[tokio::test]
async fn the_ledger_and_the_balance_know_what_was_charged() {
    let client = Client::of("aimlapi");
    let before = client.get("/aimlapi/v2/billing").await.json();
    assert_eq!(
        before,
        json!({ "current_balance": 1000.0, "currency": "USD" })
    );
    let id = submit(&client, rain()).await;
    retrieve(&client, &id).await;
    submit(&client, json!({ "model": "minimax/music-2.6" })).await;
    let ledger = client.sandbox.ledger();
    let lines: Vec<_> = ledger
        .billed
        .iter()
        .map(|job| (job.vendor.as_str(), job.model.as_str(), job.usd))
        .collect();
    assert_eq!(
        lines,
        [
            ("aimlapi", "google/lyria2", 0.06),
            ("aimlapi", "minimax/music-2.6", 0.195)
        ]
    );
    assert_eq!(ledger.billed[0].request_id, id);
    let after = client.get("/aimlapi/v2/billing").await.json();
    assert_eq!(after["current_balance"], 999.745);
    let routes: Vec<_> = ledger.requests.iter().map(|seen| seen.route).collect();
    let known = [Route::Credits, Route::Submit, Route::Status, Route::Submit];
    assert_eq!(routes, known.map(Some));
}

#[tokio::test]
async fn the_models_are_told_without_a_key() {
    let client = Client::of("aimlapi");
    let request = Request::get("/aimlapi/v1/models").header("host", HOST);
    let reply = client.send(request.body(Body::empty()).unwrap()).await;
    let listed = reply.json();
    let ids: Vec<_> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert!(
        ids.contains(&&json!("google/lyria2")) && ids.len() == 8,
        "{ids:?}"
    );
}

#[tokio::test]
async fn a_key_that_is_missing_misformed_or_wrong_is_401() {
    let client = Client::of("aimlapi");
    for (name, value) in [
        ("x-none", "1"),
        ("x-api-key", "key"),
        ("authorization", "key"),
        ("authorization", "Basic key"),
        ("authorization", "Bearer "),
        ("authorization", "Bearer wrong_key"),
    ] {
        let order = Request::post(PATH)
            .header("host", HOST)
            .header("content-type", "application/json")
            .header(name, value);
        let reply = client
            .send(order.body(Body::from(rain().to_string())).unwrap())
            .await;
        assert_refused(&reply, 401, "Unauthorized");
    }
    assert_refused(
        &client.fetch("/aimlapi/v2/billing").await,
        401,
        "Unauthorized",
    );
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn no_credits_and_no_access_are_both_403_in_other_words() {
    let client = Client::of("aimlapi");
    for (key, words) in [
        ("broke_key", "run out of credits"),
        ("denied_key", "access"),
    ] {
        let refused = client.as_key(key).post(PATH, rain().to_string()).await;
        assert_refused(&refused, 403, words);
    }
    let broke = client.as_key("broke_key").get("/aimlapi/v2/billing").await;
    assert_eq!(broke.json()["current_balance"], 0.0);
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn a_bad_body_is_400_with_the_path_the_time_and_what_is_wrong() {
    let client = Client::of("aimlapi");
    for (body, words) in [
        (json!({ "prompt": "a" }), "model is required"),
        (
            json!({ "model": "google/lyria9", "prompt": "a" }),
            "model must be one of google/lyria2,",
        ),
        (json!({ "model": "google/lyria2" }), "prompt is required"),
        (
            json!({ "model": "google/lyria2", "prompt": " " }),
            "prompt should not be empty",
        ),
        (
            json!({ "model": "google/lyria2", "prompt": 7 }),
            "prompt must be a string",
        ),
        (
            json!({ "model": "google/lyria2", "prompt": "a", "seed": -1 }),
            "seed must be between 0",
        ),
        (
            json!({ "model": "google/lyria2", "prompt": "a", "seed": "1" }),
            "seed must be an integer",
        ),
        (
            json!({ "model": "stable-audio", "prompt": "a", "seconds_total": 48 }),
            "between 1 and 47",
        ),
        (
            json!({ "model": "minimax/music-1.5", "prompt": "too short" }),
            "between 10 and 300",
        ),
        (json!([]), "Request body must be a JSON object"),
    ] {
        let reply = client.post(PATH, body.to_string()).await;
        assert_refused(&reply, 400, words);
        assert!(text(&reply.json()["message"]).starts_with("Body validation error"));
        assert_eq!(reply.json()["path"], "/v2/generate/audio");
        assert_eq!(reply.json()["timestamp"], "2026-01-01T00:00:00.000Z");
    }
    let mut order = client.order(PATH, rain().to_string());
    order
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    assert_refused(&client.send(order).await, 400, "Content-Type");
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn what_is_no_route_is_404_whatever_the_method() {
    let client = Client::of("aimlapi");
    assert_refused(
        &client.get("/aimlapi/v2/generate/video").await,
        404,
        "Cannot GET /v2/generate/video",
    );
    assert_refused(
        &client.post("/aimlapi/v2/billing", "{}").await,
        404,
        "Cannot POST /v2/billing",
    );
    assert_eq!(
        client
            .fetch("/aimlapi-assets/eagle/files/lion/x_output.wav")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn every_fault_falls_on_its_routes_too() {
    let client = Client::of("aimlapi");
    client.fault(Route::Submit, Kind::status(429));
    let limited = client.post(PATH, rain().to_string()).await;
    assert_refused(&limited, 429, "Too Many Requests");
    client.fault(Route::Submit, Kind::DropAfter {});
    assert!(client.post(PATH, rain().to_string()).await.dropped);
    assert_eq!(client.sandbox.ledger().billed.len(), 1);

    let id = submit(&client, rain()).await;
    client.later(DONE);
    let mut answers = Vec::new();
    for kind in [
        Kind::Pending {},
        Kind::State {
            word: "paused".to_owned(),
        },
        Kind::Expired {},
        Kind::ForeignUrls {
            origin: "http://evil.example".to_owned(),
        },
    ] {
        client.fault(Route::Status, kind);
        answers.push(retrieve(&client, &id).await);
    }
    assert_eq!(answers[0].json()["status"], "generating");
    assert_eq!(answers[1].json()["status"], "paused");
    assert_refused(&answers[2], 404, "not found");
    let foreign = answers[3].json()["audio_file"].clone();
    assert!(url(&foreign, "url").starts_with("http://evil.example/aimlapi-assets/"));
}

#[tokio::test]
async fn the_audio_is_given_in_another_field_and_shape_on_demand() {
    let client = Client::of("aimlapi");
    let id = submit(&client, rain()).await;
    client.later(DONE);
    let plain = retrieve(&client, &id).await.json()["audio_file"]["url"].clone();
    for (shape, expected) in [(Shape::Url, plain.clone()), (Shape::List, json!([plain]))] {
        let field = "audio".to_owned();
        client.fault(Route::Status, Kind::Json { field, shape });
        let answer = retrieve(&client, &id).await.json();
        assert_eq!(
            (answer.get("audio_file"), &answer["audio"]),
            (None, &expected)
        );
    }
}

#[tokio::test]
async fn no_other_vendor_knows_its_jobs() {
    let client = Client::new();
    let taken = client.done_job().await;
    let other = Client {
        vendor: "aimlapi",
        ..client
    };
    let id = url(&taken, "request_id");
    assert_eq!(retrieve(&other, id).await.status, 404);
    assert_eq!(
        other
            .fetch(&format!("/aimlapi-assets/{id}_output.wav"))
            .await
            .status,
        404
    );
}

async fn submit(client: &Client, order: Value) -> String {
    let reply = client.post(PATH, order.to_string()).await;
    assert_eq!(reply.status, 201, "{:?}", reply.body);
    text(&reply.json()["id"]).to_owned()
}

async fn retrieve(client: &Client, id: &str) -> Reply {
    client.get(&format!("{PATH}?generation_id={id}")).await
}

fn assert_refused(reply: &Reply, status: u16, words: &str) {
    assert_eq!(reply.status, status, "{words}: {:?}", reply.body);
    let body = reply.json();
    assert!(text(&body["message"]).contains(words), "{words}: {body}");
    assert_eq!(body["statusCode"], status);
    assert!(body["requestId"].is_string());
}

fn rain() -> Value {
    lyria("Majestic orchestral film score")
}

fn lyria(prompt: &str) -> Value {
    json!({ "model": "google/lyria2", "prompt": prompt, "seed": 1 })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
