//! Any answers in any order, any moments, any stops: no panic, an end, never two orders where the first may have been
//! taken on, and never more than the vendor's own words in an error.

use std::time::Duration;

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};
use tutti_core::audio::{BadAudio, probe};
use tutti_core::http::{Body, Method, Response, Unanswered};
use tutti_core::{FetchFault, Job, Map, Moment, Order, Output, Settings, Snapshot, Value};

const START: Moment = Moment::from_millis(1_795_246_080_000);

/// JSON of any shape, with the words that vendors use in it more often than chance would put them.
fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        prop::sample::select(vec![
            "COMPLETED",
            "FAILED",
            "QUEUED",
            "PROCESSING",
            "r-1",
            "https://cdn.example/a.wav",
            "https://api.segmind.com/v2/requests/1",
            "https://evil.example/",
            "data:audio/wav;base64,AAAA",
        ])
        .prop_map(str::to_owned),
        ".{0,40}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::Number),
        text.prop_map(Value::Text),
    ];
    let name = prop::sample::select(vec![
        "status",
        "output",
        "error",
        "metrics",
        "cost",
        "request_id",
        "status_url",
        "response_url",
        "url",
        "audio",
        "message",
        "phase",
        "order",
        "model",
        "prompt",
        "id",
        "version",
        "ticket",
        "results",
        "seed",
    ]);
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::vec((name.clone(), inner), 0..7).prop_map(|members| {
                let members = members
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value));
                Value::Map(members.collect())
            }),
        ]
    })
}

fn answer() -> impl Strategy<Value = Result<Response, Unanswered>> {
    let status = prop_oneof![Just(200), Just(422), Just(429), Just(503), 100_u16..600];
    let body = prop_oneof![value().prop_map(Body::Json), ".{0,60}".prop_map(Body::Text)];
    let header = prop_oneof![Just("10".to_owned()), ".{0,30}"];
    let response = (status, body, header).prop_map(|(status, body, wait)| {
        Ok(Response {
            status,
            headers: vec![("retry-after".to_owned(), wait)],
            body,
        })
    });
    let unanswered = prop::sample::select(vec![
        Unanswered::Offline,
        Unanswered::Refused,
        Unanswered::Relay("It asks for its token.".to_owned()),
        Unanswered::NoRelay,
        Unanswered::Redirected,
        Unanswered::TimedOut,
        Unanswered::Failed,
        Unanswered::TooLarge,
    ]);
    prop_oneof![4 => response, 1 => unanswered.prop_map(Err)]
}

fn job(direct: bool, reached: bool) -> Job {
    let order = Map::new()
        .with("model", "segmind/lyria-2")
        .with("prompt", "rain")
        .with("mode", if direct { "direct" } else { "queued" });
    let order = Order::admit(&order.into()).expect("a valid order");
    let settings = Settings {
        reached,
        entropy: 5,
        ..Settings::default()
    };
    Job::new("job-1".to_owned(), order, settings, START)
}

/// Whether an answer to an order says that nothing was taken on, so that it may be sent again.
fn took_nothing_on(answer: &Result<Response, Unanswered>) -> bool {
    matches!(answer, Ok(response) if matches!(response.status, 429 | 500 | 502 | 503))
}

proptest! {
    #[test]
    fn a_job_ends_and_orders_again_only_where_nothing_was_taken_on(
        answers in prop::collection::vec(answer(), 1..60),
        direct: bool,
        reached: bool,
        store_fails in prop::collection::vec(prop::bool::weighted(0.1), 1..8),
        stop_at in prop::option::of(0_usize..40),
    ) {
        let mut job = job(direct, reached);
        let mut now = START;
        let (mut turn, mut stored, mut may_order, mut steps) = (0, 0, true, 0);
        loop {
            steps += 1;
            prop_assert!(steps < 20_000, "no end in sight");
            if stop_at == Some(steps) {
                job.stop();
            }
            match job.poll(now) {
                Output::Done(_) | Output::Stopped => break,
                Output::Busy => prop_assert!(false, "every answer was given"),
                Output::Persist(record) => {
                    let again = Snapshot::from_value(&record.to_value());
                    prop_assert_eq!(again.as_ref(), Ok(&*record));
                    let fails = store_fails[stored % store_fails.len()];
                    stored += 1;
                    job.stored(if fails { Err("full".to_owned()) } else { Ok(()) }, now);
                }
                Output::Send(request) => {
                    let answer = answers[turn % answers.len()].clone();
                    turn += 1;
                    if request.method == Method::Post {
                        prop_assert!(may_order, "ordered again though the first may have been taken on");
                        may_order = took_nothing_on(&answer);
                    }
                    prop_assert!(request.url.starts_with("https://api.segmind.com/"), "{}", request.url);
                    now = now + Duration::from_millis(50);
                    job.answered(answer, now);
                }
                Output::Fetch { .. } => {
                    now = now + Duration::from_secs(1);
                    let bad = BadAudio::Truncated { expected: 2, got: 1 };
                    let faults = [FetchFault::Unreadable, FetchFault::Status(503, None), FetchFault::Bad(bad)];
                    job.fetched(Err(faults[turn % 3].clone()), now);
                    turn += 1;
                }
                Output::Wait(until) => {
                    prop_assert!(until > now, "a wait is ahead");
                    now = until;
                }
                Output::Render(_) => prop_assert!(false, "nothing is rendered"),
                Output::Report(_) => {}
            }
        }
        // One last look may begin at the deadline; a provider that says when to come back is heard before an order only.
        prop_assert!(now.since(START) < Duration::from_secs(40 * 60), "{:?}", now.since(START));
    }

    #[test]
    fn any_data_is_an_order_or_an_error(order in value()) {
        let findings = Order::findings(&order);
        prop_assert_eq!(Order::admit(&order).is_err(), findings.iter().any(|it| it.to_error().charge == tutti_core::Charge::No && it.level == tutti_core::Level::Error));
    }

    #[test]
    fn any_data_is_a_record_or_an_error(record in value()) {
        let _ = Snapshot::from_value(&record);
    }

    #[test]
    fn any_bytes_are_audio_or_not(
        start in prop::sample::select(vec![&b""[..], b"RIFF\0\0\0\0WAVE", b"ID3\x04\0\0\0\0\x7f\x7f", b"\xff\xfb\x90\x64", b"fLaC", b"OggS"]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let bytes = [start, &rest].concat();
        if let Ok(facts) = probe(bytes.as_slice()) {
            prop_assert_eq!(facts.bytes, bytes.len() as u64);
            prop_assert!(facts.seconds.is_none_or(f64::is_finite));
        }
    }
}
