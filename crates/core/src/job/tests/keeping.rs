//! Results, Fetch: the audio is at hand before the job counts as done.

use super::*;
use crate::audio::BadAudio;
use crate::error::Charge;

#[test]
fn what_came_out_is_durable_before_it_is_fetched() {
    let mut scenario = Scenario::made(order());
    assert!(matches!(scenario.next(), Output::Fetch { index: 0, .. }));
    let record = scenario.last_record();
    assert_eq!(
        record.results[0].url.as_deref(),
        Some("https://images.segmind.com/assets/r-1.wav")
    );
}

#[test]
fn a_host_that_cannot_be_read_leaves_the_address_and_a_warning() {
    let mut scenario = Scenario::made(order());
    for _ in 0..3 {
        scenario.fetch(Err(FetchFault::Unreadable));
    }
    let asked = scenario.reply(Ok(response(200, Value::Null)));
    assert_eq!(asked.url, "https://api.segmind.com/v1/get-user-credits");
    let track = scenario.end().unwrap().remove(0);
    assert_eq!(track.facts, None);
    assert_eq!(
        track.found.url.as_deref(),
        Some("https://images.segmind.com/assets/r-1.wav")
    );
    assert_eq!(track.warnings[0].kind, ErrorKind::Network);
}

#[test]
fn a_file_that_stops_short_is_fetched_again() {
    let mut scenario = Scenario::made(order());
    scenario.fetch(Err(FetchFault::Bad(BadAudio::Truncated {
        expected: 9,
        got: 5,
    })));
    scenario.fetch(Ok(facts()));
    assert_eq!(scenario.end().unwrap()[0].facts, Some(facts()));
}

#[test]
fn a_file_that_is_never_audio_is_bad_audio_with_a_record_to_try_again_from() {
    let mut scenario = Scenario::made(order());
    for _ in 0..3 {
        scenario.fetch(Err(FetchFault::Bad(BadAudio::NotAudio(
            "<html>".to_owned(),
        ))));
    }
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::BadAudio, Charge::Yes)
    );
    assert!(scenario.job.leaves_record());
    assert_eq!(scenario.job.snapshot().results.len(), 1);
}

#[test]
fn a_network_that_is_away_is_not_taken_for_a_host_that_cannot_be_read() {
    let mut scenario = Scenario::made(order());
    for _ in 0..3 {
        scenario.fetch(Err(FetchFault::Unreadable));
    }
    for _ in 0..5 {
        scenario.reply(Err(Unanswered::Failed));
        scenario.fetch(Err(FetchFault::Unreadable));
    }
    scenario.reply(Err(Unanswered::Offline));
    scenario.fetch(Ok(facts()));
    assert_eq!(scenario.end().unwrap()[0].facts, Some(facts()));
}

#[test]
fn a_network_that_stays_away_leaves_a_record_to_fetch_from() {
    let mut scenario = Scenario::made(order());
    let error = loop {
        match scenario.next() {
            Output::Fetch { .. } => {
                scenario
                    .job
                    .fetched(Err(FetchFault::Unreadable), scenario.now);
            }
            Output::Send(_) => scenario.job.answered(Err(Unanswered::Failed), scenario.now),
            Output::Done(result) => break result.unwrap_err(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::Network, Charge::Yes)
    );
    assert!(scenario.job.leaves_record());
}

#[test]
fn failures_of_the_host_do_not_count_as_a_file_that_is_no_audio() {
    let mut scenario = Scenario::made(order());
    for _ in 0..4 {
        scenario.fetch(Err(FetchFault::Status(502, None)));
    }
    scenario.fetch(Err(FetchFault::Bad(BadAudio::Empty)));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn a_file_that_is_gone_for_a_moment_is_fetched_again() {
    let mut scenario = Scenario::made(order());
    scenario.fetch(Err(FetchFault::Status(404, None)));
    scenario.fetch(Err(FetchFault::Status(404, None)));
    scenario.fetch(Err(FetchFault::Bad(BadAudio::Empty)));
    scenario.fetch(Err(FetchFault::Status(404, None)));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn doubts_about_the_job_are_not_held_against_its_file() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("COMPLETED")));
    for _ in 0..2 {
        scenario.reply(Ok(response(404, Map::new().with("error", "no").into())));
    }
    scenario.reply(Ok(result()));
    for _ in 0..2 {
        scenario.fetch(Err(FetchFault::Status(404, None)));
    }
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn a_host_that_asks_for_more_time_than_there_is_ends_the_watching_at_once() {
    let mut scenario = Scenario::made(order());
    let years = Duration::from_secs(900_000_000);
    scenario.fetch(Err(FetchFault::Status(503, Some(years))));
    let error = scenario.end().unwrap_err();
    assert_eq!(error.kind, ErrorKind::ProviderUnavailable);
    assert_eq!(error.wait(), Some(years));
    assert!(scenario.elapsed() < Duration::from_secs(60));
    assert!(scenario.job.leaves_record());
}

#[test]
fn a_file_that_is_gone_is_expired() {
    let mut scenario = Scenario::made(order());
    for _ in 0..3 {
        scenario.fetch(Err(FetchFault::Status(404, None)));
    }
    assert_eq!(scenario.end().unwrap_err().kind, ErrorKind::Expired);
    assert!(!scenario.job.leaves_record());
}

#[test]
fn a_failing_host_is_asked_until_the_deadline() {
    let mut scenario = Scenario::made(order());
    let mut tries = 0;
    let error = loop {
        match scenario.next() {
            Output::Fetch { .. } => {
                tries += 1;
                scenario
                    .job
                    .fetched(Err(FetchFault::Status(503, None)), scenario.now);
            }
            Output::Done(result) => break result.unwrap_err(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::ProviderUnavailable, Charge::Yes)
    );
    assert!((20..60).contains(&tries), "{tries} tries");
    assert!(scenario.job.leaves_record());
}

#[test]
fn an_address_is_enough_where_the_caller_says_so() {
    let mut scenario = Scenario::with(order(), |it| it.keep = Keep::Url);
    scenario.reply(Ok(taken()));
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    assert_eq!(scenario.end().unwrap()[0].facts, None);
}

#[test]
fn several_results_are_each_fetched_and_each_named() {
    let urls: Vec<Value> = ["https://cdn.example/a.wav", "https://cdn.example/b.wav"]
        .map(Value::from)
        .into();
    let body = Map::new().with("status", "COMPLETED").with("output", urls);
    let mut scenario = Scenario::taken_on(order().with("title", "Rain"));
    scenario.reply(Ok(response(200, body.into())));
    scenario.fetch(Ok(facts()));
    scenario.fetch(Ok(facts()));
    let tracks = scenario.end().unwrap();
    assert_eq!(
        [tracks[0].id.as_str(), tracks[1].id.as_str()],
        ["job-1.0", "job-1.1"]
    );
    assert_eq!(tracks[1].found.title.as_deref(), Some("Rain"));
}
