//! What Segmind's files hold.

use std::io::Cursor;

use axum::body::{Body, Bytes};
use axum::http::Request;
use hound::{WavReader, WavSpec};
use serde_json::{Value, json};

use crate::client::{Client, DONE, HOST, url};

#[tokio::test]
async fn lyria_sends_48_khz_stereo_of_about_33_seconds() {
    let client = Client::new();
    let file = file(
        &client,
        "lyria-2",
        json!({ "prompt": "calm piano", "seed": 1 }),
    )
    .await;
    let (spec, seconds) = read(&file);
    assert_eq!(
        (spec.sample_rate, spec.channels, spec.bits_per_sample),
        (48_000, 2, 16)
    );
    assert!((32.0..34.0).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn musicgen_sends_as_many_seconds_of_32_khz_mono_as_asked() {
    let client = Client::new();
    for (order, wanted) in [
        (json!({ "prompt": "lo-fi" }), 10.0),
        (json!({ "prompt": "lo-fi", "duration": 2.5 }), 2.5),
    ] {
        let (spec, seconds) = read(&file(&client, "meta-musicgen-medium", order).await);
        assert_eq!((spec.sample_rate, spec.channels), (32_000, 1));
        assert_eq!(seconds, wanted);
    }
}

#[tokio::test]
async fn both_models_make_sound() {
    let client = Client::new();
    for slug in ["lyria-2", "meta-musicgen-medium"] {
        let file = file(
            &client,
            slug,
            json!({ "prompt": "techno with drums", "seed": 3 }),
        )
        .await;
        let loudest = samples(&file).map(|sample| sample.unsigned_abs()).max();
        assert!(loudest > Some(3000), "{slug}: {loudest:?}");
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let client = Client::new();
    let of_seed = |seed| {
        file(
            &client,
            "meta-musicgen-medium",
            json!({ "prompt": "jazz", "duration": 4, "seed": seed }),
        )
    };
    let first = of_seed(5).await;
    assert!(first == of_seed(5).await, "another file");
    assert!(first != of_seed(6).await, "the same file");
    let again = Client::new();
    let order = json!({ "prompt": "jazz", "duration": 4, "seed": 5 });
    assert!(
        first == file(&again, "meta-musicgen-medium", order).await,
        "another file in another sandbox"
    );
}

#[tokio::test]
async fn without_a_seed_lyria_differs_each_time_and_musicgen_does_not() {
    let client = Client::new();
    let seed = async |slug, order: Value| {
        client
            .direct(slug, order)
            .await
            .header("x-seed-value")
            .unwrap()
            .to_owned()
    };
    let lyria = || seed("lyria-2", json!({ "prompt": "jazz" }));
    assert_ne!(lyria().await, lyria().await);
    let musicgen = |seed_asked: Value| {
        seed(
            "meta-musicgen-medium",
            json!({ "prompt": "jazz", "duration": 1, "seed": seed_asked }),
        )
    };
    assert_eq!(
        (musicgen(Value::Null).await, musicgen(Value::Null).await),
        ("42".to_owned(), "42".to_owned())
    );
    assert_ne!(musicgen(json!(-1)).await, musicgen(json!(-1)).await);
}

#[tokio::test]
async fn a_player_may_ask_for_a_part_of_a_file() {
    let client = Client::new();
    let taken = client
        .submit(
            "meta-musicgen-medium",
            json!({ "prompt": "lo-fi", "duration": 1 }),
        )
        .await;
    client.later(DONE);
    let answer = client.get(url(&taken, "response_url")).await.json();
    let whole = client.fetch(url(&answer, "output")).await;
    let total = whole.bytes().len();
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert_eq!(
        whole.header("content-length"),
        Some(total.to_string().as_str())
    );

    let path = url(&answer, "output").split_once(HOST).unwrap().1;
    let range = |range: &'static str| {
        client.send(
            Request::get(path)
                .header("range", range)
                .body(Body::empty())
                .unwrap(),
        )
    };
    let part = range("bytes=4-7").await;
    assert_eq!(
        (part.status.as_u16(), &part.bytes()[..]),
        (206, &whole.bytes()[4..8])
    );
    assert_eq!(
        part.header("content-range"),
        Some(format!("bytes 4-7/{total}").as_str())
    );
    let tail = range("bytes=-10").await;
    assert_eq!(&tail.bytes()[..], &whole.bytes()[total - 10..]);
    let beyond = range("bytes=99999999-").await;
    assert_eq!(
        (beyond.status.as_u16(), beyond.header("content-range")),
        (416, Some(format!("bytes */{total}").as_str()))
    );
    for odd in ["bytes=0-1,4-5", "pages=1-2", "bytes"] {
        assert_eq!(range(odd).await.status, 200, "{odd}");
    }
}

async fn file(client: &Client, slug: &str, order: Value) -> Bytes {
    let taken = client.submit(slug, order).await;
    client.later(DONE);
    let answer = client.get(url(&taken, "response_url")).await.json();
    let reply = client.fetch(url(&answer, "output")).await;
    assert_eq!(reply.header("content-type"), Some("audio/wav"));
    reply.bytes().clone()
}

fn read(file: &Bytes) -> (WavSpec, f64) {
    let wav = WavReader::new(Cursor::new(file)).unwrap();
    (
        wav.spec(),
        f64::from(wav.duration()) / f64::from(wav.spec().sample_rate),
    )
}

fn samples(file: &Bytes) -> impl Iterator<Item = i16> {
    WavReader::new(Cursor::new(file))
        .unwrap()
        .into_samples::<i16>()
        .map(Result::unwrap)
}
