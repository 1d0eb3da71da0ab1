//! Every refusal of Producer's documents, in its own words and billed to nobody.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tutti_sandbox::{Kind, Route, Waiting};

use crate::client::{Client, HOST, url};
use crate::producer::{
    CREATE, CREDITS, DOWNLOAD, UPLOAD, assert_refused, made, pop, submit, task, with,
};

#[tokio::test]
async fn a_clip_that_is_not_there_is_404_and_one_that_is_not_ready_400() {
    let client = Client::of("producer");
    client.fault(
        Route::Submit,
        Kind::PendingAs {
            way: Waiting::Clips,
        },
    );
    let id = submit(&client, CREATE, pop()).await;
    let clip = task(&client, &id).await.json()["data"][0]["clip_id"].clone();
    for (clip, status, kind, words) in [
        (
            json!("abc123xyz789"),
            404,
            "not_found",
            "Clip abc123xyz789 not found",
        ),
        (clip, 400, "bad_request", "not ready"),
    ] {
        let order = json!({ "task_type": "extend_music", "clip_id": clip, "starts_at": 1 });
        let refused = client.post(CREATE, order.to_string()).await;
        assert_refused(&refused, status, kind, words);
        let refused = client
            .post(DOWNLOAD, json!({ "clip_id": clip }).to_string())
            .await;
        assert_refused(&refused, status, kind, words);
    }
    assert_eq!(client.sandbox.ledger().billed.len(), 1);
}

#[tokio::test]
async fn removed_tasks_are_gone_with_the_way_on() {
    let client = Client::of("producer");
    for name in ["music_variation", "swap_music_vocals", "swap_music_sound"] {
        let order = json!({ "task_type": name, "clip_id": "a" });
        let refused = client.post(CREATE, order.to_string()).await;
        assert_refused(&refused, 410, "api_error", "Use replace_music");
        assert!(url(&refused.json(), "error").starts_with(name));
    }
}

#[tokio::test]
async fn a_bad_body_is_400_and_named() {
    let client = Client::of("producer");
    let clip = made(&client, CREATE, pop()).await["clip_id"].clone();
    let create = |fields: Value| {
        with(
            json!({ "task_type": "create_music", "sound": "jazz" }),
            fields,
        )
    };
    let replace = |from: i32, to: i32| json!({ "task_type": "replace_music", "clip_id": clip, "starts_at": from, "ends_at": to });
    for (path, body, words) in [
        (CREATE, json!({}), "task_type is required"),
        (
            CREATE,
            json!({ "task_type": "remix" }),
            "task_type must be one of create_music,",
        ),
        (
            CREATE,
            json!({ "task_type": "create_music", "lyrics": "" }),
            "sound or lyrics is required",
        ),
        (
            CREATE,
            create(json!({ "title": "x".repeat(81) })),
            "between 0 and 80",
        ),
        (
            CREATE,
            create(json!({ "length": 241 })),
            "length must be between 1 and 240",
        ),
        (
            CREATE,
            create(json!({ "length": 1.5 })),
            "length must be an integer",
        ),
        (
            CREATE,
            create(json!({ "bpm": 0 })),
            "bpm must be a number of at least 1",
        ),
        (
            CREATE,
            create(json!({ "bpm": "fast" })),
            "bpm must be a number of at least 1",
        ),
        (
            CREATE,
            create(json!({ "seed": [1] })),
            "seed must be a string or a number",
        ),
        (
            CREATE,
            json!({ "task_type": "extend_music" }),
            "clip_id is required",
        ),
        (
            CREATE,
            json!({ "task_type": "replace_music", "clip_id": clip }),
            "starts_at is required",
        ),
        (
            CREATE,
            replace(5, 5),
            "ends_at must be greater than starts_at",
        ),
        (
            CREATE,
            json!({ "task_type": "cover_music", "clip_id": clip }),
            "instruction is required",
        ),
        (
            CREATE,
            json!({ "task_type": "cover_music", "clip_id": clip, "sound": "a", "strength": 1.1 }),
            "strength must be between 0 and 1",
        ),
        (UPLOAD, json!({}), "audio_url is required"),
        (
            UPLOAD,
            json!({ "audio_url": "song.mp3" }),
            "audio_url must be a URL",
        ),
        (
            DOWNLOAD,
            json!({ "clip_id": clip, "format": "ogg" }),
            "format must be one of mp3, wav",
        ),
        (CREATE, json!([]), "Request body must be a JSON object"),
    ] {
        let refused = client.post(path, body.to_string()).await;
        assert_refused(&refused, 400, "bad_request", words);
    }
    let mut order = client.order(CREATE, pop().to_string());
    order.headers_mut().remove("content-type");
    assert_refused(
        &client.send(order).await,
        400,
        "bad_request",
        "Content-Type",
    );
    assert_eq!(client.sandbox.ledger().billed.len(), 1);
}

#[tokio::test]
async fn keys_and_words_are_refused_each_in_its_own_words() {
    let client = Client::of("producer");
    for (key, code, kind, words) in [
        ("wrong_key", 401, "unauthorized", "Invalid API key."),
        ("denied_key", 403, "forbidden", "No active subscription."),
        ("broke_key", 403, "forbidden", "Insufficient credits."),
    ] {
        let refused = client.as_key(key).post(CREATE, pop().to_string()).await;
        assert_refused(&refused, code, kind, words);
    }
    let bare = |name: &str, value: &str| {
        Request::get(CREDITS)
            .header("host", HOST)
            .header(name, value)
            .body(Body::empty())
    };
    for (name, value, words) in [
        ("x-api-key", "key", "Authorization header is missing."),
        (
            "authorization",
            "Token key",
            "Invalid authorization format.",
        ),
        ("authorization", "Bearer", "Invalid authorization format."),
    ] {
        let refused = client.send(bare(name, value).unwrap()).await;
        assert_refused(&refused, 401, "unauthorized", words);
    }
    let blocked = with(pop(), json!({ "lyrics": "a [block] b" }));
    let refused = client.post(CREATE, blocked.to_string()).await;
    assert_refused(&refused, 403, "forbidden", "refused by content moderation");
    assert_eq!(
        client.as_key("broke_key").get(CREDITS).await.json()["credits"],
        0
    );
    assert!(client.sandbox.ledger().billed.is_empty());
}

#[tokio::test]
async fn credits_go_down_with_each_task_until_none_are_left() {
    let client = Client::of("producer");
    submit(&client, CREATE, pop()).await;
    assert_eq!(client.get(CREDITS).await.json()["credits"], 990);
    for _ in 0..99 {
        submit(&client, CREATE, pop()).await;
    }
    assert_eq!(client.get(CREDITS).await.json()["credits"], 0);
    let refused = client.post(CREATE, pop().to_string()).await;
    assert_refused(&refused, 403, "forbidden", "Insufficient credits.");
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be() {
    let client = Client::of("producer");
    assert_refused(
        &task(&client, "none").await,
        400,
        "bad_request",
        "task not found.",
    );
    assert_refused(
        &client.get("/producer/api/v1/producer").await,
        404,
        "not_found",
        "Not found.",
    );
    assert_refused(&client.get(CREATE).await, 404, "not_found", "Not found.");
    for name in [
        "none.mp3",
        "none-wav.wav",
        "none-preview.mp3",
        "none.svg",
        "",
    ] {
        assert_eq!(
            client
                .fetch(&format!("/producer-assets/{name}"))
                .await
                .status,
            404
        );
    }
}
