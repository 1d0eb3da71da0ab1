//! Knock, Record, Submit, Rest: the part that costs money.

use super::*;
use crate::audio::BadAudio;
use crate::error::Charge;

#[test]
fn the_record_is_durable_before_the_order_leaves() {
    let mut scenario = Scenario::new(order());
    assert!(matches!(
        scenario.job.poll(START),
        Output::Report(Update::Submitting)
    ));
    let Output::Persist(record) = scenario.job.poll(START) else {
        panic!("the record comes first");
    };
    assert_eq!(record.phase, Phase::Submitting);
    assert!(
        matches!(scenario.job.poll(START), Output::Busy),
        "not before it is durable"
    );
    scenario.job.stored(Ok(()), START);
    assert!(
        matches!(scenario.job.poll(START), Output::Send(request) if request.method == Method::Post)
    );
}

#[test]
fn an_order_that_cannot_be_written_down_is_not_sent() {
    let mut scenario = Scenario::new(order());
    while !matches!(scenario.job.poll(START), Output::Persist(_)) {}
    scenario.job.stored(Err("quota".to_owned()), START);
    let error = scenario.end().unwrap_err();
    assert_eq!((error.kind, error.charge), (ErrorKind::Storage, Charge::No));
    assert_eq!(scenario.posts(), 0);
}

#[test]
fn the_order_is_handed_out_once_while_its_answer_is_owed() {
    let mut scenario = Scenario::new(order());
    assert!(matches!(scenario.next(), Output::Send(_)));
    for _ in 0..5 {
        assert!(matches!(
            scenario.job.poll(START + Duration::from_secs(999)),
            Output::Busy
        ));
    }
}

#[test]
fn the_request_is_as_the_vendor_documents_it() {
    let order = order().with("negativePrompt", "drums").with("seed", 5.0);
    let request = Scenario::new(order).reply(Ok(taken()));
    assert_eq!(request.url, "https://api.segmind.com/v2/lyria-2");
    let body = request.body.unwrap();
    assert_eq!(body.get("prompt").text(), Some("rain on a tin roof"));
    assert_eq!(body.get("negative_prompt").text(), Some("drums"));
    assert_eq!(body.get("seed").number(), Some(5.0));
    assert!(
        request.headers.iter().all(|(name, _)| *name != "x-api-key"),
        "the key is the driver's"
    );
}

#[test]
fn an_order_without_an_answer_is_of_unknown_outcome_and_never_sent_again() {
    for lost in [
        Unanswered::Failed,
        Unanswered::NoRelay,
        Unanswered::TimedOut,
        Unanswered::TooLarge,
    ] {
        let mut scenario = Scenario::new(order());
        scenario.reply(Err(lost));
        let error = scenario.end().unwrap_err();
        assert_eq!(
            (error.kind, error.charge),
            (ErrorKind::OutcomeUnknown, Charge::Maybe)
        );
        assert!(!error.is_retryable());
        assert_eq!(scenario.posts(), 1);
        assert_eq!(scenario.last_record().phase, Phase::Unknown);
        assert!(scenario.job.leaves_record());
    }
}

#[test]
fn an_answer_that_cannot_be_read_is_of_unknown_outcome() {
    for answer in [
        text(200, "{\"request_id\": \"r-"),
        text(200, ""),
        text(504, "<html>"),
        response(200, Value::Null),
    ] {
        let mut scenario = Scenario::new(order());
        scenario.reply(Ok(answer));
        let error = scenario.end().unwrap_err();
        assert_eq!(error.kind, ErrorKind::OutcomeUnknown);
        assert!(
            !error.words().unwrap_or_default().contains(['{', '<']),
            "{error:?}"
        );
        assert_eq!(scenario.posts(), 1);
    }
}

#[test]
fn what_surely_never_left_cost_nothing_and_leaves_no_record() {
    for (unanswered, kind) in [
        (Unanswered::Offline, ErrorKind::Offline),
        (Unanswered::Refused, ErrorKind::Network),
        (
            Unanswered::Relay("It is busy.".to_owned()),
            ErrorKind::Network,
        ),
        (
            Unanswered::NoKey("Segmind needs a key.".to_owned()),
            ErrorKind::Unauthorized,
        ),
    ] {
        let mut scenario = Scenario::new(order());
        scenario.reply(Err(unanswered));
        let error = scenario.end().unwrap_err();
        assert_eq!((error.kind, error.charge), (kind, Charge::No));
        assert!(!scenario.job.leaves_record());
    }
}

#[test]
fn a_redirected_order_may_have_been_taken_on() {
    let mut scenario = Scenario::new(order());
    scenario.reply(Err(Unanswered::Redirected));
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::UnsafeUrl, Charge::Maybe)
    );
    assert_eq!(scenario.posts(), 1);
    assert_eq!(scenario.last_record().phase, Phase::Unknown);
    assert!(scenario.job.leaves_record());
}

#[test]
fn a_refusal_is_told_by_its_kind_and_costs_nothing() {
    let words = |text: &str| Map::new().with("error", text).into();
    for (answer, kind) in [
        (
            response(400, words("Prompt is Mandatory")),
            ErrorKind::InvalidOrder,
        ),
        (
            response(401, words("Invalid API key")),
            ErrorKind::Unauthorized,
        ),
        (response(403, words("no")), ErrorKind::Forbidden),
        (response(404, words("no such model")), ErrorKind::NotFound),
        (text(405, "<html>405</html>"), ErrorKind::NotFound),
        (
            response(406, words("Insufficient credits")),
            ErrorKind::InsufficientCredits,
        ),
        (
            response(406, words("Invalid content type")),
            ErrorKind::InvalidOrder,
        ),
        (response(410, words("retired")), ErrorKind::Removed),
    ] {
        let mut scenario = Scenario::new(order());
        scenario.reply(Ok(answer));
        let error = scenario.end().unwrap_err();
        assert_eq!((error.kind, error.charge), (kind, Charge::No));
        assert_eq!(scenario.posts(), 1);
        assert!(!scenario.job.leaves_record());
    }
}

#[test]
fn a_rate_limit_is_waited_out_as_long_as_the_provider_asks() {
    let mut limited = response(429, Map::new().with("error", "rate_limit_exceeded").into());
    limited.headers.push((
        "x-rate-limit-reset-at-utc".to_owned(),
        "2026-11-21T07:29:00Z".to_owned(),
    ));
    let mut scenario = Scenario::new(order());
    scenario.reply(Ok(limited));
    scenario.reply(Ok(taken()));
    assert!(
        scenario.elapsed() >= Duration::from_secs(60),
        "{:?}",
        scenario.elapsed()
    );
    assert_eq!(scenario.posts(), 2);
    let phases: Vec<_> = scenario.records.iter().map(|it| it.phase).collect();
    assert_eq!(
        phases,
        [Phase::Submitting, Phase::Ordered, Phase::Submitting]
    );
}

#[test]
fn a_rate_limit_without_end_ends_as_one() {
    let mut scenario = Scenario::new(order());
    loop {
        match scenario.next() {
            Output::Send(_) => scenario
                .job
                .answered(Ok(text(429, "slow down")), scenario.now),
            Output::Done(result) => {
                assert_eq!(result.unwrap_err().kind, ErrorKind::RateLimited);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(scenario.posts(), 9);
}

#[test]
fn a_failing_provider_that_took_nothing_on_is_offered_the_order_twice_more() {
    let mut scenario = Scenario::new(order());
    for _ in 0..3 {
        scenario.reply(Ok(text(503, "<html>busy</html>")));
    }
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::ProviderUnavailable, Charge::No)
    );
    assert_eq!(scenario.posts(), 3);
}

#[test]
fn a_host_not_known_to_answer_is_asked_something_free_first() {
    let mut scenario = Scenario::with(order(), |it| it.reached = false);
    let knock = scenario.reply(Ok(response(
        404,
        Map::new().with("error", "none on file").into(),
    )));
    assert_eq!(
        (knock.method, knock.url.as_str()),
        (Method::Get, "https://api.segmind.com/v1/get-user-credits")
    );
    assert!(scenario.records.is_empty());
    scenario.reply(Ok(taken()));
    assert_eq!(scenario.posts(), 1);
}

#[test]
fn a_host_that_does_not_answer_is_known_before_money_could_be_spent() {
    let mut scenario = Scenario::with(order(), |it| it.reached = false);
    scenario.reply(Err(Unanswered::Failed));
    let error = scenario.end().unwrap_err();
    assert_eq!((error.kind, error.charge), (ErrorKind::Network, Charge::No));
    assert!(error.is_retryable());
    assert_eq!(scenario.posts(), 0);
    assert!(scenario.records.is_empty());
}

#[test]
fn a_refused_key_is_known_before_the_order_leaves() {
    let mut scenario = Scenario::with(order(), |it| it.reached = false);
    scenario.reply(Ok(response(
        401,
        Map::new().with("error", "Invalid API key").into(),
    )));
    assert_eq!(scenario.end().unwrap_err().kind, ErrorKind::Unauthorized);
    assert_eq!(scenario.posts(), 0);
}

#[test]
fn the_direct_form_finishes_on_the_order_itself() {
    let mut scenario = Scenario::new(order().with("mode", "direct"));
    let request = scenario.reply(Ok(Response {
        status: 200,
        headers: vec![("x-cost".to_owned(), "0.09".to_owned())],
        body: Body::Audio(Ok(facts())),
    }));
    assert_eq!(request.url, "https://api.segmind.com/v1/lyria-2");
    let tracks = scenario.end().unwrap();
    assert_eq!(tracks[0].facts, Some(facts()));
    assert_eq!(tracks[0].found.usd, Some(0.09));
    assert!(!scenario.job.leaves_record());
}

#[test]
fn half_a_piece_in_the_direct_form_is_paid_for_and_leaves_a_record() {
    let mut scenario = Scenario::new(order().with("mode", "direct"));
    let cut = BadAudio::Truncated {
        expected: 9,
        got: 5,
    };
    scenario.reply(Ok(Response {
        status: 200,
        headers: Vec::new(),
        body: Body::Audio(Err(cut)),
    }));
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::BadAudio, Charge::Yes)
    );
    assert_eq!(scenario.last_record().phase, Phase::Unknown);
    assert!(scenario.job.leaves_record());
}

#[test]
fn the_direct_form_may_answer_with_an_address_instead() {
    let mut scenario = Scenario::new(order().with("mode", "direct"));
    scenario.reply(Ok(response(
        200,
        Map::new()
            .with("output", "https://cdn.example/a.wav")
            .into(),
    )));
    assert_eq!(scenario.fetch(Ok(facts())), "https://cdn.example/a.wav");
    assert_eq!(scenario.end().unwrap().len(), 1);
}

#[test]
fn a_sketch_is_rendered_here_and_sends_nothing() {
    let order = Map::new()
        .with("model", "sketch/groove")
        .with("prompt", "slow jazz");
    let mut scenario = Scenario::new(order);
    let Output::Render(order) = scenario.next() else {
        panic!("a render was due");
    };
    assert_eq!(order.get("operation").text(), Some("create"));
    assert_eq!(order.get("prompt").text(), Some("slow jazz"));
    let said = Map::new()
        .with("bpm", 90.0)
        .with("clip", "sketch2;create")
        .with("warnings", vec![Value::from("It cannot sing.")]);
    scenario
        .job
        .rendered(Ok((Some(facts()), said)), scenario.now);
    let track = scenario.end().unwrap().remove(0);
    assert_eq!(track.found.meta.get("seed"), order.get("seed"));
    assert!(order.get("seed").integer().is_some());
    assert_eq!(track.found.meta.get("bpm").number(), Some(90.0));
    assert_eq!(track.found.clip.as_deref(), Some("sketch2;create"));
    assert_eq!(track.warnings[0].message, "It cannot sing.");
    assert!(scenario.sent.is_empty() && scenario.records.is_empty());
}

#[test]
fn every_other_operation_of_the_sketch_is_rendered_here_too() {
    for order in [
        Map::new().with("operation", "extend").with("seconds", 8.0),
        Map::new()
            .with("operation", "replace")
            .with("startsAt", 2.0)
            .with("endsAt", 4.0),
        Map::new().with("operation", "cover").with("prompt", "jazz"),
        Map::new().with("operation", "download"),
    ] {
        let order = order
            .with("model", "sketch/groove")
            .with("clip", "sketch2;create");
        let mut scenario = Scenario::new(order.clone());
        let Output::Render(asked) = scenario.next() else {
            panic!("a render was due");
        };
        for (name, value) in order.iter().filter(|(name, _)| *name != "model") {
            assert_eq!(asked.get(name), value, "{name}");
        }
        let seeded = asked.get("operation").text() != Some("download");
        assert_eq!(!asked.get("seed").is_null(), seeded);
        // What a record says can be ordered again.
        let snapshot = scenario.job.snapshot();
        assert!(Order::admit(&snapshot.order).is_ok());
    }
}

#[test]
fn an_upload_to_the_sketch_is_a_clip_without_audio() {
    let order = Map::new()
        .with("model", "sketch/groove")
        .with("operation", "upload")
        .with("audioUrl", "blob:a");
    let mut scenario = Scenario::new(order);
    assert!(matches!(scenario.next(), Output::Render(_)));
    let said = Map::new().with("clip", "sketch2;heard");
    scenario.job.rendered(Ok((None, said)), scenario.now);
    let track = scenario.end().unwrap().remove(0);
    assert_eq!(track.found.clip.as_deref(), Some("sketch2;heard"));
    assert_eq!(track.found.url.as_deref(), Some("blob:a"));
    assert!(track.facts.is_none() && track.found.meta.is_empty());
}

#[test]
fn a_window_that_ends_before_it_starts_is_refused_before_anything_is_rendered() {
    let order = Map::new()
        .with("model", "sketch/groove")
        .with("operation", "replace")
        .with("clip", "sketch2;create")
        .with("startsAt", 4.0)
        .with("endsAt", 4.0);
    let error = Order::admit(&order.into()).unwrap_err();
    assert_eq!(error.wrong_field(), Some("endsAt"));
}

#[test]
fn what_the_sketch_refuses_ends_the_job_with_its_own_words() {
    let order = Map::new()
        .with("model", "sketch/groove")
        .with("operation", "download")
        .with("clip", "nonsense");
    let mut scenario = Scenario::new(order);
    assert!(matches!(scenario.next(), Output::Render(_)));
    let error = Error::new(ErrorKind::InvalidOrder, "This is no clip.").field("clip");
    scenario.job.rendered(Err(error), scenario.now);
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.wrong_field(), error.charge),
        (ErrorKind::InvalidOrder, Some("clip"), Charge::No)
    );
}
