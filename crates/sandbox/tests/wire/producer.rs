//! Producer's tasks, their several pending shapes, and what they make.

use std::io::Cursor;
use std::time::Duration;

use hound::WavReader;
use serde_json::{Value, json};
use tutti_sandbox::{Kind, Route, Shape, Waiting};

use crate::client::{Client, ORIGIN, Reply, url};

pub(crate) const CREATE: &str = "/producer/api/v1/producer/create";
pub(crate) const UPLOAD: &str = "/producer/api/v1/producer/upload";
pub(crate) const DOWNLOAD: &str = "/producer/api/v1/producer/download";
pub(crate) const CREDITS: &str = "/producer/api/v1/get-credits";
const DONE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn a_created_track_is_a_list_of_one_clip_with_its_audio_words_and_times() {
    let client = Client::of("producer");
    let reply = client.post(CREATE, pop().to_string()).await;
    let id = url(&reply.json(), "task_id").to_owned();
    assert_eq!(reply.status, 200);
    let taken = json!({ "code": 200, "message": "success", "task_id": id });
    assert_eq!(reply.json(), taken);
    client.later(DONE);
    let answer = task(&client, &id).await.json();
    let clip = answer["data"][0].clone();
    let name = clip["clip_id"].as_str().unwrap().to_owned();
    let at = |ending: &str| format!("{ORIGIN}/producer-assets/{name}{ending}");
    assert_eq!(
        answer,
        json!({
            "code": 200,
            "data": [{
                "clip_id": name,
                "title": "Unstoppable",
                "audio_url": at(".mp3"),
                "wav_url": at("-wav.wav"),
                "image_url": at(".svg"),
                "video_url": null,
                "sound": "energetic pop rock",
                "lyrics": "[Verse]\nWalking through the city lights\n\nOwn the night",
                "lyrics_id": clip["lyrics_id"],
                "lyrics_timing_markers": [[0, 0.0], [5, 1.25]],
                "mv": "Lyria 3 Pro",
                "seed": "test-seed-12345",
                "state": "succeeded",
                "duration": null,
                "created_at": "2026-01-01T00:00:00.000Z",
            }],
            "message": "success",
        })
    );
    assert_ne!(name, id);
}

#[tokio::test]
async fn a_clips_files_are_wav_mp3_and_a_picture_as_long_as_asked() {
    let client = Client::of("producer");
    let clip = made(&client, CREATE, pop()).await;
    let wav = client.fetch(url(&clip, "wav_url")).await;
    assert_eq!(wav.header("content-type"), Some("audio/wav"));
    let read = WavReader::new(Cursor::new(wav.bytes())).unwrap();
    let spec = read.spec();
    assert_eq!(
        (spec.sample_rate, spec.channels, read.duration()),
        (48_000, 2, 96_000)
    );
    let mp3 = client.fetch(url(&clip, "audio_url")).await;
    assert_eq!(mp3.header("content-type"), Some("audio/mpeg"));
    assert!(mp3.bytes().starts_with(&[0xFF, 0xFB]));
    let picture = client.fetch(url(&clip, "image_url")).await;
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    let again = made(&client, CREATE, pop()).await;
    assert_ne!(again["clip_id"], clip["clip_id"]);
    let same = client.fetch(url(&again, "wav_url")).await;
    assert!(same.bytes() == wav.bytes(), "the same seed, the same bytes");
    let mut other = pop();
    other["seed"] = "another".into();
    let other = made(&client, CREATE, other).await;
    let other = client.fetch(url(&other, "wav_url")).await;
    assert!(other.bytes() != wav.bytes());
}

#[tokio::test]
async fn waiting_is_told_in_four_ways_that_take_turns_from_job_to_job() {
    let client = Client::of("producer");
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(submit(&client, CREATE, pop()).await);
    }
    let not_ready = |code| {
        let error = "The task is still processing, please try again later.";
        json!({ "code": code, "type": "not_ready", "error": error })
    };
    let status = |word| json!({ "code": 200, "status": word, "message": "success" });
    for (seconds, word, state) in [(0, "PENDING", "pending"), (5, "RUNNING", "running")] {
        client.later(Duration::from_secs(seconds));
        let mut told = Vec::new();
        for id in &ids {
            let reply = task(&client, id).await;
            told.push((reply.status.as_u16(), reply.json()));
        }
        assert_eq!(told[0], (202, not_ready(202)));
        assert_eq!(told[1], (200, not_ready(200)));
        assert_eq!(told[2], (200, status(word)));
        assert_eq!(told[3].1["data"][0]["state"], state);
        assert_eq!(told[4], told[0]);
    }
    client.later(DONE);
    for (id, status) in ids.iter().zip([None, None, Some("SUCCESS"), None]) {
        let answer = task(&client, id).await.json();
        assert_eq!(answer["status"].as_str(), status);
        assert_eq!(answer["data"][0]["state"], "succeeded");
    }
}

#[tokio::test]
async fn a_clip_that_runs_has_a_preview_for_its_audio_and_nothing_else() {
    let client = Client::of("producer");
    client.fault(
        Route::Submit,
        Kind::PendingAs {
            way: Waiting::Clips,
        },
    );
    let id = submit(
        &client,
        CREATE,
        json!({ "task_type": "create_music", "sound": "jazz" }),
    )
    .await;
    let clip = task(&client, &id).await.json()["data"][0].clone();
    assert_eq!(
        (&clip["state"], &clip["audio_url"]),
        (&json!("pending"), &Value::Null)
    );
    client.later(Duration::from_secs(10));
    let clip = task(&client, &id).await.json()["data"][0].clone();
    assert_eq!(
        (&clip["state"], &clip["wav_url"]),
        (&json!("running"), &Value::Null)
    );
    let preview = url(&clip, "audio_url");
    assert!(preview.ends_with("-preview.mp3"), "{preview}");
    let early = client.fetch(preview).await;
    assert_eq!(early.status, 200);
    // Five seconds at 192 kbit/s.
    assert!(
        (110_000..140_000).contains(&early.bytes().len()),
        "{}",
        early.bytes().len()
    );
    let whole = preview.replace("-preview", "");
    assert_eq!(client.fetch(&whole).await.status, 404);
}

#[tokio::test]
async fn each_way_to_wait_may_be_chosen_for_a_job_or_an_answer() {
    let client = Client::of("producer");
    client.fault(
        Route::Submit,
        Kind::PendingAs {
            way: Waiting::Status,
        },
    );
    let id = submit(&client, CREATE, pop()).await;
    assert_eq!(task(&client, &id).await.json()["status"], "PENDING");
    client.fault(
        Route::Status,
        Kind::PendingAs {
            way: Waiting::Accepted,
        },
    );
    assert_eq!(task(&client, &id).await.status, 202);
    assert_eq!(task(&client, &id).await.json()["status"], "PENDING");
}

#[tokio::test]
async fn a_failure_is_told_in_the_manner_of_the_wait_under_200_and_is_refunded() {
    let client = Client::of("producer");
    let failing = json!({ "task_type": "create_music", "sound": "jazz [fail]" });
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(submit(&client, CREATE, failing.clone()).await);
    }
    client.later(DONE);
    let mut told = Vec::new();
    for id in &ids {
        let reply = task(&client, id).await;
        assert_eq!(reply.status, 200);
        assert!(url(&reply.json(), "message").contains("refunded"));
        told.push(reply.json());
    }
    for answer in &told[..2] {
        assert_eq!(
            (&answer["code"], &answer["data"]),
            (&json!(500), &json!([]))
        );
    }
    assert_eq!(told[2]["status"], "FAILED");
    let clip = &told[3]["data"][0];
    assert_eq!(
        (&clip["state"], &clip["audio_url"]),
        (&json!("failed"), &Value::Null)
    );
    assert!(
        client
            .sandbox
            .ledger()
            .billed
            .iter()
            .all(|job| job.usd == 0.0)
    );
    assert_eq!(client.get(CREDITS).await.json()["credits"], 1000);
}

#[tokio::test]
async fn a_clip_is_extended_replaced_and_covered() {
    let client = Client::of("producer");
    let first = made(&client, CREATE, pop()).await;
    let id = &first["clip_id"];
    for (order, seconds) in [
        (
            json!({ "task_type": "extend_music", "starts_at": 1, "length": 2, "instruction": "violins" }),
            3,
        ),
        (
            json!({ "task_type": "extend_music", "starts_at": 45, "length": 1 }),
            3,
        ),
        (
            json!({ "task_type": "replace_music", "starts_at": 0, "ends_at": 1, "sound": "guitar" }),
            2,
        ),
        (
            json!({ "task_type": "cover_music", "instruction": "lofi", "strength": 0.6 }),
            2,
        ),
        (
            json!({ "task_type": "cover_upload_music", "sound": "lofi", "cover_strength": 1 }),
            2,
        ),
    ] {
        let mut order = order;
        order["clip_id"] = id.clone();
        let clip = made(&client, CREATE, order).await;
        assert_ne!(clip["clip_id"], *id);
        assert_eq!(clip["title"], "Unstoppable");
        let wav = client.fetch(url(&clip, "wav_url")).await;
        let frames = WavReader::new(Cursor::new(wav.bytes())).unwrap().duration();
        assert_eq!(frames, seconds * 48_000);
    }
    let names: Vec<_> = client
        .sandbox
        .ledger()
        .billed
        .iter()
        .map(|job| job.model.clone())
        .collect();
    assert_eq!(names[0], "create_music");
    assert_eq!(names[5], "cover_upload_music");
}

#[tokio::test]
async fn what_lies_outside_a_part_that_is_made_anew_stays_sample_for_sample() {
    let client = Client::of("producer");
    let mut order = pop();
    order["length"] = json!(12);
    let first = made(&client, CREATE, order).await;
    let before = frames(&client, &first).await;
    let replace = json!({
        "task_type": "replace_music", "clip_id": first["clip_id"], "starts_at": 4, "ends_at": 8, "instruction": "solo flute",
    });
    let second = made(&client, CREATE, replace).await;
    let after = frames(&client, &second).await;
    assert_eq!(before.len(), after.len());
    let at = |seconds: usize| seconds * 48_000;
    assert!(before[..at(3)] == after[..at(3)] && before[at(9)..] == after[at(9)..]);
    assert!(before[at(5)..at(7)] != after[at(5)..at(7)]);

    let extend = json!({
        "task_type": "extend_music", "clip_id": second["clip_id"], "starts_at": 10, "length": 6, "instruction": "violins",
    });
    let third = frames(&client, &made(&client, CREATE, extend).await).await;
    assert_eq!(third.len(), at(16));
    assert!(third[..at(9)] == after[..at(9)]);
    assert!(
        third[at(12)..at(15)]
            .iter()
            .any(|frame| frame[0].abs() > 1_000)
    );
}

/// The frames of a clip's WAV file.
async fn frames(client: &Client, clip: &Value) -> Vec<[i16; 2]> {
    let wav = client.fetch(url(clip, "wav_url")).await;
    let mut reader = WavReader::new(Cursor::new(wav.bytes())).unwrap();
    let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
    samples.chunks_exact(2).map(|it| [it[0], it[1]]).collect()
}

#[tokio::test]
async fn an_upload_is_an_object_whose_clip_may_be_covered_and_downloaded() {
    let client = Client::of("producer");
    let upload = json!({ "audio_url": "https://example.com/audio/song.mp3" });
    let id = submit(&client, UPLOAD, upload).await;
    client.later(Duration::from_secs(8));
    let data = task(&client, &id).await.json()["data"].clone();
    let clip = url(&data, "clip_id");
    let audio_url = format!("{ORIGIN}/producer-assets/{clip}.mp3");
    assert_eq!(
        data,
        json!({ "clip_id": clip, "audio_url": audio_url, "lyrics": "" })
    );
    let cover =
        json!({ "task_type": "cover_upload_music", "clip_id": clip, "instruction": "guitar" });
    submit(&client, CREATE, cover).await;
    for (order, format, ending) in [
        (json!({ "clip_id": clip }), "mp3", ".mp3"),
        (
            json!({ "clip_id": clip, "format": "wav" }),
            "wav",
            "-wav.wav",
        ),
    ] {
        let id = submit(&client, DOWNLOAD, order).await;
        client.later(Duration::from_secs(5));
        let data = task(&client, &id).await.json()["data"].clone();
        let download_url = format!("{ORIGIN}/producer-assets/{clip}{ending}");
        assert_eq!(
            data,
            json!({ "clip_id": clip, "format": format, "download_url": download_url })
        );
    }
    let wav = client
        .fetch(&format!("/producer-assets/{clip}-wav.wav"))
        .await;
    assert!(wav.bytes().starts_with(b"RIFF"));
    let prices: Vec<f64> = client
        .sandbox
        .ledger()
        .billed
        .iter()
        .map(|job| job.usd)
        .collect();
    assert_eq!(prices, [0.02, 0.1, 0.02, 0.02]);
}

#[tokio::test]
async fn an_upload_that_fails_is_refunded() {
    let client = Client::of("producer");
    let upload = json!({ "audio_url": "https://example.com/%5Bfail%5D.mp3" });
    let id = submit(&client, UPLOAD, upload).await;
    client.fault(
        Route::Status,
        Kind::PendingAs {
            way: Waiting::Status,
        },
    );
    client.later(Duration::from_secs(8));
    assert_eq!(task(&client, &id).await.json()["status"], "FAILED");
    assert_eq!(
        client.get(CREDITS).await.json(),
        json!({ "credits": 1000, "extra_credits": 0 })
    );
}

#[tokio::test]
async fn old_names_and_parameters_without_effect_are_taken() {
    let client = Client::of("producer");
    let order = with(
        pop(),
        json!({
            "mv": "FUZZ-2.0 Pro", "bpm": "128", "seed": 7, "make_instrumental": true, "lyrics_strength": 0.5,
            "sound_strength": "x", "weirdness": 1, "cover_url": null,
        }),
    );
    assert_eq!(made(&client, CREATE, order).await["mv"], "Lyria 3 Pro");
}

#[tokio::test]
async fn every_fault_falls_on_its_routes_too() {
    let client = Client::of("producer");
    client.fault(Route::Submit, Kind::status(429));
    let limited = client.post(CREATE, pop().to_string()).await;
    assert_refused(&limited, 429, "api_error", "Too many requests");
    let id = submit(&client, CREATE, pop()).await;
    client.later(DONE);
    let answer = async |kind| {
        client.fault(Route::Status, kind);
        task(&client, &id).await
    };
    assert_eq!(answer(Kind::Pending {}).await.status, 202);
    assert_refused(
        &answer(Kind::Expired {}).await,
        400,
        "bad_request",
        "task not found.",
    );
    let odd = answer(Kind::State {
        word: "odd".to_owned(),
    })
    .await
    .json();
    assert_eq!(odd["data"][0]["state"], "odd");
    let foreign = Kind::ForeignUrls {
        origin: "http://evil.example".to_owned(),
    };
    let foreign = answer(foreign).await.json();
    assert!(
        url(&foreign["data"][0], "wav_url").starts_with("http://evil.example/producer-assets/")
    );
    let list = task(&client, &id).await.json()["data"].clone();
    assert_eq!(answer(Kind::OtherData {}).await.json()["data"], list[0]);
    let reshaped = answer(Kind::Json {
        field: "files".to_owned(),
        shape: Shape::List,
    })
    .await
    .json();
    let clip = &reshaped["data"][0];
    assert_eq!(
        (clip.get("audio_url"), &clip["files"]),
        (None, &json!([list[0]["wav_url"]]))
    );
    client.fault(Route::Audio, Kind::Expired {});
    assert_eq!(client.fetch(url(&list[0], "wav_url")).await.status, 404);
    client.fault(
        Route::Submit,
        Kind::Fail {
            error: "Out of memory".to_owned(),
        },
    );
    let failing = submit(&client, CREATE, pop()).await;
    client.later(DONE);
    assert_eq!(
        task(&client, &failing).await.json()["message"],
        "Out of memory"
    );
}

#[tokio::test]
async fn an_upload_is_a_list_on_demand() {
    let client = Client::of("producer");
    let id = submit(
        &client,
        UPLOAD,
        json!({ "audio_url": "https://example.com/a.mp3" }),
    )
    .await;
    client.later(Duration::from_secs(8));
    client.fault(Route::Status, Kind::OtherData {});
    assert!(task(&client, &id).await.json()["data"][0]["clip_id"].is_string());
}

pub(crate) async fn submit(client: &Client, path: &str, order: Value) -> String {
    let reply = client.post(path, order.to_string()).await;
    assert_eq!(reply.status, 200, "{:?}", reply.body);
    url(&reply.json(), "task_id").to_owned()
}

pub(crate) async fn task(client: &Client, id: &str) -> Reply {
    client
        .get(&format!("/producer/api/v1/producer/task/{id}"))
        .await
}

/// The clip an order makes.
pub(crate) async fn made(client: &Client, path: &str, order: Value) -> Value {
    let id = submit(client, path, order).await;
    client.later(DONE);
    task(client, &id).await.json()["data"][0].clone()
}

pub(crate) fn assert_refused(reply: &Reply, status: u16, kind: &str, words: &str) {
    assert_eq!(reply.status, status, "{words}: {:?}", reply.body);
    let body = reply.json();
    assert_eq!(
        (&body["code"], &body["type"]),
        (&json!(status), &json!(kind))
    );
    assert!(url(&body, "error").contains(words), "{words}: {body}");
}

pub(crate) fn with(mut order: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        order[name] = value.clone();
    }
    order
}

/// Two seconds of it.
pub(crate) fn pop() -> Value {
    json!({
        "task_type": "create_music",
        "sound": "energetic pop rock",
        "lyrics": "[Verse]\nWalking through the city lights\n\nOwn the night",
        "title": "Unstoppable",
        "length": 2,
        "seed": "test-seed-12345",
    })
}
