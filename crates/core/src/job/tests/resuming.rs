//! From a stored record on, after a reload or days later.

use super::*;

fn settings() -> Settings {
    Settings {
        reached: true,
        entropy: 3,
        ..Settings::default()
    }
}

fn again(record: &Snapshot) -> Result<Scenario, Error> {
    let stored = Snapshot::from_value(&record.to_value()).expect("what was stored can be read");
    let later = START + Duration::from_secs(60);
    Job::resume(&stored, settings(), later).map(|job| Scenario::of(job, later))
}

#[test]
fn a_job_that_was_taken_on_is_looked_at_at_once() {
    let mut first = Scenario::taken_on(order());
    first.next();
    let mut second = again(first.last_record()).unwrap();
    let check = second.reply(Ok(status("COMPLETED")));
    assert_eq!(check.url, "https://api.segmind.com/v2/requests/r-1/status");
    assert_eq!(second.elapsed(), Duration::from_millis(60_080));
    second.reply(Ok(result()));
    second.fetch(Ok(facts()));
    assert_eq!(second.end().unwrap()[0].id, "job-1.0");
    assert_eq!(second.posts(), 0);
}

#[test]
fn a_job_whose_results_are_known_only_fetches_them() {
    let mut first = Scenario::made(order());
    first.next();
    let mut second = again(first.last_record()).unwrap();
    second.fetch(Ok(facts()));
    assert!(second.end().is_ok());
    assert!(second.sent.is_empty());
}

#[test]
fn an_order_found_on_its_way_is_of_unknown_outcome_and_not_sent() {
    let mut first = Scenario::new(order());
    first.next();
    assert_eq!(first.last_record().phase, Phase::Submitting);
    assert_eq!(
        again(first.last_record()).err().unwrap().kind,
        ErrorKind::OutcomeUnknown
    );
}

#[test]
fn an_order_that_nothing_was_taken_on_of_is_sent() {
    let mut first = Scenario::new(order());
    first.reply(Ok(text(429, "")));
    while first.last_record().phase != Phase::Ordered {
        if let Output::Persist(record) = first.job.poll(first.now) {
            first.records.push(*record);
        }
    }
    let mut second = again(first.last_record()).unwrap();
    second.reply(Ok(taken()));
    assert_eq!(second.posts(), 1);
}

#[test]
fn a_record_of_another_endpoint_is_not_asked_for_elsewhere() {
    let mut first = Scenario::with(order(), |it| {
        it.base = "http://127.0.0.1:8787/segmind".to_owned()
    });
    first.reply(Ok(taken()));
    first.next();
    let error = again(first.last_record()).err().unwrap();
    assert_eq!(error.wrong_field(), Some("endpoints"));
}

#[test]
fn a_record_holds_no_key_and_reads_back_as_it_was() {
    let mut first = Scenario::made(order().with("title", "Rain").with("seed", 9.0));
    first.next();
    let record = first.last_record();
    assert_eq!(
        Snapshot::from_value(&record.to_value()).as_ref(),
        Ok(record)
    );
}

#[test]
fn a_record_that_is_not_ours_is_refused() {
    let mut first = Scenario::taken_on(order());
    first.next();
    let good = first.last_record().to_value();
    for (name, value) in [
        ("version", Value::from(2.0)),
        ("id", Value::from("")),
        ("phase", "lost".into()),
        ("createdAt", (-1.0).into()),
        ("order", Value::Null),
    ] {
        let mut map = good.map().cloned().unwrap();
        map.set(name, value);
        assert!(Snapshot::from_value(&map.into()).is_err(), "{name}");
    }
    assert!(Snapshot::from_value(&Value::Null).is_err());
}

/// A job from a record of an order that nothing was taken on of, and what it was made from.
fn ordered() -> (Scenario, Snapshot) {
    let mut first = Scenario::new(order());
    first.reply(Ok(text(429, "")));
    while first.last_record().phase != Phase::Ordered {
        if let Output::Persist(record) = first.job.poll(first.now) {
            first.records.push(*record);
        }
    }
    let record = first.last_record().clone();
    (again(&record).unwrap(), record)
}

#[test]
fn an_order_whose_record_is_gone_is_not_sent() {
    for was_there in [true, false] {
        let (mut second, _) = ordered();
        let now = second.now;
        second.job.take_turn(was_there, None, now).unwrap();
        assert!(matches!(second.next(), Output::Stopped));
        assert!(second.sent.is_empty());
    }
}

#[test]
fn an_order_that_another_tab_sent_meanwhile_is_not_sent() {
    let (mut second, mut record) = ordered();
    record.phase = Phase::Submitting;
    let now = second.now;
    let error = second.job.take_turn(true, Some(&record), now).unwrap_err();
    assert_eq!(error.kind, ErrorKind::OutcomeUnknown);
}

#[test]
fn a_job_from_elsewhere_is_asked_for_though_this_journal_never_had_it() {
    let mut first = Scenario::taken_on(order());
    first.next();
    let mut second = again(first.last_record()).unwrap();
    let now = second.now;
    second.job.take_turn(false, None, now).unwrap();
    second.reply(Ok(status("PROCESSING")));
    assert_eq!(second.posts(), 0);
}

#[test]
fn the_time_a_tab_waited_for_its_turn_is_not_taken_from_the_job() {
    let mut first = Scenario::taken_on(order());
    first.next();
    let record = first.last_record().clone();
    let mut second = again(&record).unwrap();
    second.now = second.now + Duration::from_secs(3_600);
    let now = second.now;
    second.job.take_turn(true, Some(&record), now).unwrap();
    second.reply(Ok(status("PROCESSING")));
    second.reply(Ok(status("PROCESSING")));
    second.reply(Ok(status("COMPLETED")));
    second.reply(Ok(result()));
    second.fetch(Ok(facts()));
    assert!(second.end().is_ok());
}

#[test]
fn a_sketch_needs_no_record_to_be_rendered_again() {
    let sketch = Map::new()
        .with("model", "sketch/groove")
        .with("prompt", "slow jazz");
    let record = Scenario::new(sketch).job.snapshot();
    let mut second = again(&record).unwrap();
    let now = second.now;
    second.job.take_turn(false, None, now).unwrap();
    assert!(matches!(second.next(), Output::Render(_)));
}
