//! Ticket, Wait, Check: free questions that survive anything.

use super::*;
use crate::error::Charge;

#[test]
fn the_ticket_is_durable_before_the_first_wait() {
    let mut scenario = Scenario::taken_on(order());
    loop {
        match scenario.job.poll(scenario.now) {
            Output::Report(_) => {}
            Output::Persist(record) => {
                assert_eq!(record.phase, Phase::Taken);
                assert_eq!(record.ticket.unwrap().id, "r-1");
                break;
            }
            other => panic!("the ticket comes before {other:?}"),
        }
    }
}

#[test]
fn a_ticket_that_could_not_be_written_is_written_after_the_next_look() {
    let mut scenario = Scenario::taken_on(order());
    for durable in [false, false, true] {
        let record = loop {
            match scenario.job.poll(scenario.now) {
                Output::Persist(record) => break record,
                Output::Report(_) => {}
                Output::Wait(until) => scenario.now = until,
                Output::Send(_) => scenario
                    .job
                    .answered(Ok(status("PROCESSING")), scenario.now),
                other => panic!("the ticket was to be written, not {other:?}"),
            }
        };
        assert_eq!(record.phase, Phase::Taken);
        let result = if durable {
            Ok(())
        } else {
            Err("quota".to_owned())
        };
        scenario.job.stored(result, scenario.now);
    }
    scenario.reply(Ok(status("PROCESSING")));
    assert_eq!(scenario.records.len(), 1, "the order's record alone");
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().unwrap()[0].warnings.is_empty());
}

#[test]
fn a_job_goes_from_queued_to_its_audio() {
    let mut scenario = Scenario::taken_on(order());
    let check = scenario.reply(Ok(status("QUEUED")));
    assert_eq!(check.url, "https://api.segmind.com/v2/requests/r-1/status");
    scenario.reply(Ok(status("PROCESSING")));
    scenario.reply(Ok(status("COMPLETED")));
    let fetched = scenario.reply(Ok(result()));
    assert_eq!(fetched.url, "https://api.segmind.com/v2/requests/r-1");
    assert_eq!(
        scenario.fetch(Ok(facts())),
        "https://images.segmind.com/assets/r-1.wav"
    );
    let tracks = scenario.end().unwrap();
    assert_eq!(tracks[0].found.usd, Some(0.09));
    assert!(tracks[0].expires_at.is_some());
    let words: Vec<_> = scenario
        .updates
        .iter()
        .filter_map(|it| match it {
            Update::Working { standing, .. } => Some(standing.word.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(words, ["QUEUED", "QUEUED", "PROCESSING", "COMPLETED"]);
}

#[test]
fn forty_passing_faults_do_not_end_a_paid_job() {
    let mut scenario = Scenario::taken_on(order());
    for round in 0..40 {
        scenario.reply(match round % 8 {
            0 => Err(Unanswered::Failed),
            1 => Ok(text(502, "<html>bad gateway</html>")),
            2 => Ok(text(200, "{\"status\": \"PROC")),
            3 => Ok(text(429, "slow down")),
            4 => Ok(text(200, "")),
            5 => Err(Unanswered::TimedOut),
            6 => Ok(response(200, Value::List(vec![]))),
            _ => Ok(status("PROCESSING")),
        });
    }
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
    assert_eq!(scenario.posts(), 1);
}

#[test]
fn pauses_between_faults_grow() {
    let mut scenario = Scenario::taken_on(order());
    for _ in 0..6 {
        scenario.reply(Err(Unanswered::Failed));
    }
    let waits: Vec<_> = scenario
        .updates
        .iter()
        .filter_map(|it| match it {
            Update::Retrying { wait, .. } => Some(wait.as_secs_f64()),
            _ => None,
        })
        .collect();
    assert!(
        waits.windows(2).all(|pair| pair[1] > pair[0] * 1.1),
        "{waits:?}"
    );
}

#[test]
fn a_rate_limited_question_honours_retry_after() {
    let mut limited = text(429, "");
    limited
        .headers
        .push(("retry-after".to_owned(), "120".to_owned()));
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(limited));
    let before = scenario.now;
    scenario.now = scenario.now + Duration::from_secs(5);
    scenario.job.wake(scenario.now);
    scenario.reply(Ok(status("PROCESSING")));
    assert!(scenario.now.since(before) >= Duration::from_secs(120));
}

#[test]
fn an_unknown_state_is_pending_and_shown_as_it_is() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("WARMING_UP")));
    assert!(matches!(scenario.next(), Output::Send(_)));
    assert!(scenario.updates.iter().any(|it| matches!(it,
        Update::Working { standing, .. } if standing.word == "WARMING_UP")));
}

#[test]
fn a_failed_body_under_422_is_an_answer() {
    let body = Map::new()
        .with("status", "FAILED")
        .with("error", "CUDA out of memory")
        .with("metrics", Map::new().with("cost", 0.0));
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(response(422, body.into())));
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::JobFailed, Charge::No)
    );
    assert_eq!(error.words(), Some("CUDA out of memory"));
    assert!(!scenario.job.leaves_record());
}

#[test]
fn a_content_block_is_told_apart_from_a_failure() {
    let body = Map::new()
        .with("status", "FAILED")
        .with("error", "Prompt blocked by safety filters");
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(response(422, body.into())));
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::ContentBlocked, Charge::Maybe)
    );
}

fn not_found() -> Response {
    let body = Map::new().with("error", "Request r-1 not found");
    response(404, body.into())
}

#[test]
fn a_job_the_provider_no_longer_has_is_expired() {
    let mut scenario = Scenario::taken_on(order());
    for _ in 0..3 {
        scenario.reply(Ok(not_found()));
    }
    assert_eq!(scenario.end().unwrap_err().kind, ErrorKind::Expired);
    assert!(!scenario.job.leaves_record());
}

#[test]
fn a_job_that_is_not_found_for_a_moment_is_not_given_up() {
    let mut scenario = Scenario::taken_on(order());
    for passing in [
        Ok(status("QUEUED")),
        Err(Unanswered::Failed),
        Ok(text(503, "")),
    ] {
        scenario.reply(Ok(not_found()));
        scenario.reply(Ok(not_found()));
        scenario.reply(passing);
    }
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn a_page_of_html_is_a_gateways_word_and_not_the_providers() {
    let mut scenario = Scenario::taken_on(order());
    for refusal in [401, 403, 404, 410] {
        scenario.reply(Ok(text(
            refusal,
            "\n<!DOCTYPE html><title>Are you a robot?</title>",
        )));
    }
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn a_provider_that_wants_to_be_left_alone_past_the_deadline_is() {
    let mut limited = text(429, "");
    limited
        .headers
        .push(("retry-after".to_owned(), "86400".to_owned()));
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(limited));
    assert_eq!(scenario.end().unwrap_err().kind, ErrorKind::Timeout);
    assert_eq!(scenario.sent.len(), 2);
    assert!(scenario.job.leaves_record());
}

#[test]
fn a_clock_set_back_does_not_make_a_job_wait_twice() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("PROCESSING")));
    let until = loop {
        match scenario.job.poll(scenario.now) {
            Output::Wait(until) => break until,
            Output::Report(_) => {}
            other => panic!("a wait was due, not {other:?}"),
        }
    };
    let pause = until.since(scenario.now);
    let day = Duration::from_secs(86_400);
    scenario.now = scenario.now - day;
    let Output::Wait(again) = scenario.job.poll(scenario.now) else {
        panic!("it still waits");
    };
    assert_eq!(again.since(scenario.now), pause);
    scenario.now = again;
    loop {
        match scenario.next() {
            Output::Send(_) => scenario
                .job
                .answered(Ok(status("PROCESSING")), scenario.now),
            Output::Done(result) => {
                assert_eq!(result.unwrap_err().kind, ErrorKind::Timeout);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((scenario.now + day).since(START), Duration::from_secs(900));
}

#[test]
fn a_refused_key_ends_the_watching_but_not_the_job() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(response(
        401,
        Map::new().with("error", "Invalid API key").into(),
    )));
    let error = scenario.end().unwrap_err();
    assert_eq!(
        (error.kind, error.charge),
        (ErrorKind::Unauthorized, Charge::Maybe)
    );
    assert!(scenario.job.leaves_record());
    assert_eq!(scenario.job.snapshot().phase, Phase::Taken);
}

#[test]
fn one_last_look_is_made_at_the_deadline() {
    let mut scenario = Scenario::taken_on(order());
    loop {
        match scenario.next() {
            Output::Send(_) => scenario
                .job
                .answered(Ok(status("PROCESSING")), scenario.now),
            Output::Done(result) => {
                let error = result.unwrap_err();
                assert_eq!(
                    (error.kind, error.charge),
                    (ErrorKind::Timeout, Charge::Maybe)
                );
                assert!(!error.is_retryable(), "ordering again would pay again");
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(scenario.elapsed(), Duration::from_secs(15 * 60));
    assert!(scenario.job.leaves_record());
}

#[test]
fn a_device_that_slept_past_the_deadline_still_looks_once() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("PROCESSING")));
    while !matches!(scenario.job.poll(scenario.now), Output::Wait(_)) {}
    scenario.now = scenario.now + Duration::from_secs(8 * 3_600);
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn coming_back_to_the_page_looks_at_once() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("PROCESSING")));
    while !matches!(scenario.job.poll(scenario.now), Output::Wait(_)) {}
    scenario.now = scenario.now + Duration::from_secs(2);
    scenario.job.wake(scenario.now);
    assert!(matches!(scenario.job.poll(scenario.now), Output::Send(_)));
}

#[test]
fn an_address_on_another_origin_is_never_asked() {
    let body = Map::new()
        .with("request_id", "r/../1")
        .with("status_url", "https://evil.example/v2/requests/r-1/status")
        .with(
            "response_url",
            "https://api.segmind.com@evil.example/v2/requests/r-1",
        );
    let mut scenario = Scenario::new(order());
    scenario.reply(Ok(response(200, body.into())));
    let check = scenario.reply(Ok(status("COMPLETED")));
    assert_eq!(
        check.url,
        "https://api.segmind.com/v2/requests/r%2F..%2F1/status"
    );
    let fetch = scenario.reply(Ok(result()));
    assert_eq!(fetch.url, "https://api.segmind.com/v2/requests/r%2F..%2F1");
}

#[test]
fn done_without_audio_is_asked_again_rather_than_believed() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(response(
        200,
        Map::new().with("status", "COMPLETED").into(),
    )));
    scenario.reply(Ok(result()));
    scenario.fetch(Ok(facts()));
    assert!(scenario.end().is_ok());
}

#[test]
fn a_policy_of_ones_own_is_kept_to() {
    let mut scenario = Scenario::with(order(), |it| {
        it.policy.first_check = Some(Duration::from_millis(100));
        it.policy.interval = Some(Duration::from_millis(500));
    });
    scenario.reply(Ok(taken()));
    let before = scenario.now;
    scenario.reply(Ok(status("PROCESSING")));
    scenario.reply(Ok(status("PROCESSING")));
    assert_eq!(
        scenario.now.since(before),
        Duration::from_millis(100 + 80 + 500 + 80)
    );
}
