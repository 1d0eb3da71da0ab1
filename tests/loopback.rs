//! A job against the sandbox's router in process, on a clock moved by hand: real HTTP messages, real waiting, no time.

use std::time::Duration;

use tutti_core::catalog::Auth;
use tutti_core::{
    Charge, Error, ErrorKind, Map, Operation, Output, Phase, Track, Update, providers,
};
use tutti_sandbox::{Fault, Kind, OddWav, Route};
use tutti_tests::{Host, KEY, Seen, order, samples};

async fn made(host: &mut Host, order: Map) -> Result<Vec<Track>, Error> {
    let mut job = host.job(order).expect("a valid order");
    host.run(&mut job).await.expect("an end")
}

#[tokio::test]
async fn a_queued_job_ends_with_verified_audio_and_one_bill() {
    let mut host = Host::default();
    let order = Map::new()
        .with("model", "segmind/lyria-2")
        .with("prompt", "rain on a tin roof");
    let tracks = made(&mut host, order).await.unwrap();
    let facts = tracks[0].facts.expect("facts");
    assert_eq!(
        (facts.sample_rate_hz, facts.channels),
        (Some(48_000), Some(2))
    );
    assert!((facts.seconds.unwrap() - 32.8).abs() < 0.5);
    assert_eq!(host.sandbox.ledger().billed.len(), 1);
    assert_eq!(host.posts(), 1);
}

#[tokio::test]
async fn a_direct_job_ends_with_the_audio_of_its_answer() {
    let mut host = Host::default();
    let order = Map::new()
        .with("model", "segmind/meta-musicgen-medium")
        .with("prompt", "lo-fi")
        .with("seconds", 3.0)
        .with("mode", "direct");
    let tracks = made(&mut host, order).await.unwrap();
    let facts = tracks[0].facts.expect("facts");
    assert_eq!(
        (facts.sample_rate_hz, facts.channels),
        (Some(32_000), Some(1))
    );
    assert_eq!(facts.seconds, Some(3.0));
    assert!(tracks[0].found.usd.is_some());
    assert_eq!(host.sandbox.ledger().billed.len(), 1);
}

#[tokio::test]
async fn every_shape_of_a_direct_json_answer_leads_to_the_audio() {
    for shape in [
        "url",
        "list",
        "object",
        "object_list",
        "base64",
        "data_url",
        "hex",
    ] {
        let mut host = Host::default();
        let kind = serde_json::from_value(serde_json::json!({"json": {"shape": shape}})).unwrap();
        host.sandbox.fault(Fault::new(Route::Submit, kind));
        let tracks = made(&mut host, order("rain").with("mode", "direct"))
            .await
            .unwrap();
        assert!(tracks[0].facts.is_some(), "{shape}");
    }
}

/// Every row of the catalogue that needs nothing made before, in every form of its call.
#[tokio::test]
async fn every_model_makes_a_track_and_bills_once() {
    for (provider, model) in providers::models().filter(|(it, _)| it.info().auth != Auth::None) {
        let rows = model.operations.iter();
        for row in rows.filter(|row| row.param("clip").is_none()) {
            for mode in model.modes {
                let mut host = Host::default();
                let order = samples::order(model.id, row, false).with("mode", mode.name());
                let tracks = made(&mut host, order).await;
                let tracks = tracks.unwrap_or_else(|error| panic!("{}: {error}", model.id));
                if row.operation != Operation::Upload {
                    let kind = tracks[0].facts.expect("facts").container.mime();
                    assert!(
                        ["", kind].contains(&model.output.mime),
                        "{} {kind}",
                        model.id
                    );
                }
                let billed = host.sandbox.ledger().billed;
                assert_eq!(
                    (billed.len(), billed[0].vendor.as_str()),
                    (1, provider.info().id)
                );
            }
        }
    }
}

#[tokio::test]
async fn a_file_asked_for_as_text_is_the_same_track_in_both_forms() {
    for mode in ["direct", "queued"] {
        let mut host = Host::default();
        let params = Map::new().with("base64", true);
        let order = Map::new()
            .with("model", "segmind/ace-step-music")
            .with("prompt", "funk, 105 BPM")
            .with("seconds", 10.0)
            .with("mode", mode)
            .with("params", params);
        let tracks = made(&mut host, order).await.unwrap();
        assert!(
            tracks[0]
                .found
                .url
                .as_ref()
                .is_some_and(|url| url.starts_with("data:"))
        );
        assert_eq!(
            tracks[0].facts.and_then(|facts| facts.seconds),
            Some(10.0),
            "{mode}"
        );
    }
}

#[tokio::test]
async fn a_job_that_the_universal_route_has_forgotten_is_asked_for_at_its_own() {
    for model in ["pixazo/lyria-2", "pixazo/tracks"] {
        let mut host = Host::default();
        host.sandbox
            .fault(Fault::new(Route::Status, Kind::Expired {}).always());
        let order = Map::new().with("model", model).with("prompt", "rain");
        assert!(
            made(&mut host, order).await.unwrap()[0].facts.is_some(),
            "{model}"
        );
        assert_eq!(host.sandbox.ledger().billed.len(), 1);
    }
}

#[tokio::test]
async fn a_wav_file_is_read_whatever_its_header_says() {
    for header in [
        OddWav::ExtraChunks,
        OddWav::Extensible,
        OddWav::WrongSize,
        OddWav::Zero,
        OddWav::Endless,
    ] {
        let mut host = Host::default();
        let fault = Fault::new(Route::Audio, Kind::WavHeader { header });
        host.sandbox.fault(fault.always());
        let tracks = made(&mut host, order("rain")).await.unwrap();
        let facts = tracks[0].facts.expect("facts");
        assert_eq!(
            (facts.channels, facts.seconds),
            (Some(1), Some(1.0)),
            "{header:?}"
        );
    }
}

#[tokio::test]
async fn a_host_that_sells_the_same_under_another_name_is_a_setting_and_says_what_it_lacks() {
    let song = Map::new()
        .with("model", "producer/lyria-3-pro")
        .with("prompt", "pop")
        .with("seconds", 1.0);
    let extension = Map::new()
        .with("model", "producer/lyria-3-pro")
        .with("operation", "extend")
        .with("clip", "c")
        .with("instruction", "slower");
    let mut host = Host::default();
    let mut job = host
        .job_at("producer-sibling", song)
        .expect("a valid order");
    assert!(host.run(&mut job).await.expect("an end").is_ok());
    let mut job = host
        .job_at("producer-sibling", extension)
        .expect("a valid order");
    let error = host.run(&mut job).await.expect("an end").unwrap_err();
    assert_eq!((error.kind, error.charge), (ErrorKind::Removed, Charge::No));
    assert_eq!(host.sandbox.ledger().billed.len(), 1);
}

#[tokio::test]
async fn a_job_is_noticed_soon_after_it_is_done_with_few_questions() {
    let mut host = Host::default();
    made(&mut host, order("rain")).await.unwrap();
    let asked = host
        .sandbox
        .ledger()
        .requests
        .iter()
        .filter(|it| it.route == Some(Route::Status))
        .count();
    assert!(asked <= 14, "{asked} questions");
    assert!(
        host.sandbox.clock().now() < Duration::from_secs(33),
        "{:?}",
        host.sandbox.clock().now()
    );
}

#[tokio::test]
async fn a_storm_of_faults_while_watching_costs_no_job() {
    let mut host = Host::default();
    for kind in [
        Kind::Html { code: 502 },
        Kind::DropBefore {},
        Kind::Empty {},
        Kind::NonUtf8 {},
        Kind::Truncate {
            keep: 0.5,
            length: Default::default(),
        },
        Kind::State {
            word: "WARMING".to_owned(),
        },
        Kind::Status {
            code: 500,
            taken: false,
            retry_after: None,
            reset: None,
            body: None,
        },
        Kind::Status {
            code: 429,
            taken: false,
            retry_after: Some("3".to_owned()),
            reset: None,
            body: None,
        },
        Kind::Huge { bytes: 100_000 },
    ] {
        host.sandbox.fault(Fault::new(Route::Status, kind.clone()));
        host.sandbox.fault(Fault::new(Route::Result, kind));
    }
    assert!(made(&mut host, order("rain")).await.is_ok());
    assert_eq!(host.sandbox.ledger().billed.len(), 1);
    assert_eq!(host.posts(), 1);
}

#[tokio::test]
async fn a_connection_lost_after_the_job_was_taken_is_of_unknown_outcome_with_one_bill() {
    let mut host = Host::default();
    host.sandbox
        .fault(Fault::new(Route::Submit, Kind::DropAfter {}));
    let error = made(&mut host, order("rain")).await.unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::OutcomeUnknown, Charge::Maybe)
    );
    assert_eq!(host.sandbox.ledger().billed.len(), 1);
    assert_eq!(host.posts(), 1);
    assert_eq!(host.journal.last().unwrap().phase, Phase::Unknown);
    assert_eq!(host.resume().unwrap_err().kind, ErrorKind::OutcomeUnknown);
}

#[tokio::test]
async fn a_key_that_is_refused_is_known_before_anything_is_ordered() {
    let mut host = Host::default();
    let body = Some(r#"{"error": "Invalid API key"}"#.to_owned());
    let kind = Kind::Status {
        code: 401,
        taken: false,
        retry_after: None,
        reset: None,
        body,
    };
    host.sandbox.fault(Fault::new(Route::Credits, kind));
    assert_eq!(
        made(&mut host, order("rain")).await.unwrap_err().kind,
        ErrorKind::Unauthorized
    );
    assert!(host.sandbox.ledger().billed.is_empty());
    assert_eq!(host.posts(), 0);
}

#[tokio::test]
async fn a_job_that_fails_and_one_that_is_blocked_are_told_apart() {
    let mut host = Host::default();
    let failed = made(&mut host, order("rain [fail]")).await.unwrap_err();
    let blocked = made(&mut host, order("rain [block]")).await.unwrap_err();
    assert_eq!(failed.kind, ErrorKind::JobFailed);
    assert_eq!(blocked.kind, ErrorKind::ContentBlocked);
    assert!(failed.words().is_some() && blocked.words().is_some());
}

#[tokio::test]
async fn a_crash_at_any_step_after_the_ticket_loses_nothing_and_pays_once() {
    for steps in 1..40 {
        let mut host = Host::default();
        let mut job = host.job(order("rain")).unwrap();
        let left = std::cell::Cell::new(steps);
        let ended = host
            .run_until(&mut job, |output| {
                let counts = !matches!(output, Output::Report(_));
                left.set(left.get() - i32::from(counts));
                left.get() == 0
            })
            .await;
        drop(job);
        if ended.is_some() {
            return;
        }
        let Some(record) = host.journal.last() else {
            continue;
        };
        match record.phase {
            Phase::Taken => {
                let mut again = host.resume().unwrap();
                assert!(
                    host.run(&mut again).await.unwrap().is_ok(),
                    "after {steps} steps"
                );
                assert_eq!(host.sandbox.ledger().billed.len(), 1, "after {steps} steps");
            }
            // Crashed around the order itself: its outcome is unknown, and it is not sent again.
            _ => assert_eq!(host.resume().unwrap_err().kind, ErrorKind::OutcomeUnknown),
        }
        assert!(host.posts() <= 1);
    }
    panic!("the job never ended");
}

#[tokio::test]
async fn a_job_left_alone_for_hours_has_expired() {
    let mut host = Host::default();
    let mut job = host.job(order("rain")).unwrap();
    host.run_until(&mut job, |output| matches!(output, Output::Wait(_)))
        .await;
    host.sandbox.clock().advance(Duration::from_secs(2 * 3_600));
    let mut again = host.resume().unwrap();
    assert_eq!(
        host.run(&mut again).await.unwrap().unwrap_err().kind,
        ErrorKind::Expired
    );
}

#[tokio::test]
async fn an_address_of_another_origin_is_never_asked() {
    let mut host = Host::default();
    let origin = "https://evil.example".to_owned();
    host.sandbox
        .fault(Fault::new(Route::Submit, Kind::ForeignUrls { origin }));
    assert!(made(&mut host, order("rain")).await.is_ok());
    let foreign = host
        .seen
        .iter()
        .any(|seen| matches!(seen, Seen::Sent(it) if it.url.contains("evil")));
    assert!(!foreign);
}

#[tokio::test]
async fn audio_that_is_cut_is_fetched_again_and_audio_that_is_no_audio_is_bad() {
    let mut host = Host::default();
    let cut = Kind::Truncate {
        keep: 0.5,
        length: Default::default(),
    };
    host.sandbox.fault(Fault::new(Route::Audio, cut));
    assert!(
        made(&mut host, order("rain")).await.unwrap()[0]
            .facts
            .is_some()
    );

    host.sandbox
        .fault(Fault::new(Route::Audio, Kind::Html { code: 200 }).always());
    let error = made(&mut host, order("hail")).await.unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::BadAudio, Charge::Yes)
    );
}

#[tokio::test]
async fn the_key_is_in_nothing_that_a_job_lets_out() {
    let mut host = Host::default();
    let body = Some(format!("{{\"error\": \"no such key: {KEY}\"}}"));
    let echo = Kind::Status {
        code: 500,
        taken: false,
        retry_after: None,
        reset: None,
        body: body.clone(),
    };
    host.sandbox.fault(Fault::new(Route::Status, echo));
    let last = Kind::Status {
        code: 403,
        taken: false,
        retry_after: None,
        reset: None,
        body,
    };
    host.sandbox.fault(Fault::new(Route::Result, last));
    let error = made(&mut host, order("rain")).await.unwrap_err();
    assert_eq!(error.words(), Some("no such key: ***"));
    let all = format!(
        "{:?} {:?} {error:?} {:?}",
        host.seen,
        host.journal,
        error.to_value()
    );
    assert!(!all.contains(KEY));
}

#[tokio::test]
async fn whoever_watches_is_told_every_step_in_order() {
    let mut host = Host::default();
    made(&mut host, order("rain")).await.unwrap();
    let told: Vec<_> = host
        .seen
        .iter()
        .filter_map(|seen| match seen {
            Seen::Told(Update::Working { standing, .. }) => Some(standing.word.clone()),
            Seen::Told(Update::Submitting) => Some("submitting".to_owned()),
            _ => None,
        })
        .collect();
    let mut steps = told.clone();
    steps.dedup();
    assert_eq!(steps, ["submitting", "QUEUED", "PROCESSING", "COMPLETED"]);
}

/// One order of each vendor's that makes a short piece.
fn vendors() -> Vec<Map> {
    let order = |model: &str| {
        Map::new()
            .with("model", model)
            .with("prompt", "rain on a tin roof")
    };
    vec![
        order("aimlapi/lyria2"),
        order("aimlapi/stable-audio").with("seconds", 1.0),
        order("pixazo/lyria-2"),
        order("pixazo/lyria-3-pro"),
        order("producer/lyria-3-pro").with("seconds", 2.0),
    ]
}

#[tokio::test]
async fn every_vendor_ends_with_verified_audio_and_one_bill() {
    for order in vendors() {
        let mut host = Host::default();
        let name = order.get("model").text().unwrap_or_default().to_owned();
        let tracks = made(&mut host, order)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(tracks[0].facts.is_some(), "{name}");
        assert_eq!(host.sandbox.ledger().billed.len(), 1, "{name}");
        assert_eq!(host.posts(), 1, "{name}");
    }
}

#[tokio::test]
async fn every_vendors_failures_and_blocks_are_told_apart() {
    for order in vendors() {
        let mut host = Host::default();
        let mut failing = order.clone();
        failing.set("prompt", "rain [fail]");
        let mut blocked = order;
        blocked.set("prompt", "rain [block]");
        assert_eq!(
            made(&mut host, failing).await.unwrap_err().kind,
            ErrorKind::JobFailed
        );
        assert_eq!(
            made(&mut host, blocked).await.unwrap_err().kind,
            ErrorKind::ContentBlocked
        );
    }
}

#[tokio::test]
async fn a_clip_is_created_extended_replaced_covered_downloaded_and_one_is_uploaded() {
    let mut host = Host::default();
    let order = |operation: &str| {
        Map::new()
            .with("model", "producer/lyria-3-pro")
            .with("operation", operation)
    };
    let create = order("create")
        .with("prompt", "pop")
        .with("lyrics", "[Verse]\nRain")
        .with("seconds", 4.0);
    let made = |mut host: Host, order: Map| async move {
        let name = order.get("operation").text().unwrap_or_default().to_owned();
        let mut job = host
            .job(order)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let tracks = host
            .run(&mut job)
            .await
            .expect("an end")
            .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        (host, tracks)
    };
    let (next, tracks) = made(host, create).await;
    host = next;
    let clip = tracks[0].found.clip.clone().expect("a clip");
    for step in [
        order("extend")
            .with("startsAt", 2.0)
            .with("instruction", "go on")
            .with("seconds", 2.0),
        order("replace")
            .with("startsAt", 1.0)
            .with("endsAt", 2.0)
            .with("instruction", "drums"),
        order("cover")
            .with("instruction", "reggae")
            .with("strength", 0.4),
        order("download").with("format", "wav"),
    ] {
        let (next, tracks) = made(host, step.with("clip", clip.as_str())).await;
        host = next;
        assert!(tracks[0].facts.is_some());
    }
    let upload = order("upload").with("audioUrl", "https://example.com/audio/song.mp3");
    let (next, tracks) = made(host, upload).await;
    let uploaded = tracks[0].found.clip.clone().expect("a clip");
    let cover = order("cover")
        .with("clip", uploaded)
        .with("uploaded", true)
        .with("instruction", "lo-fi");
    let (next, tracks) = made(next, cover).await;
    assert!(tracks[0].facts.is_some());
    assert_eq!(next.posts(), 7);
    assert_eq!(next.sandbox.ledger().billed.len(), 7);
}
