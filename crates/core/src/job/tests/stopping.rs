//! A stop ends the watching, not the job.

use super::*;

#[test]
fn a_stop_while_the_answer_to_the_order_is_owed_hears_it_out() {
    let mut scenario = Scenario::new(order());
    scenario.next();
    scenario.job.stop();
    assert!(!scenario.job.may_interrupt());
    assert!(matches!(scenario.job.poll(scenario.now), Output::Busy));
    scenario.job.answered(Ok(taken()), scenario.now);
    assert!(matches!(scenario.next(), Output::Stopped));
    assert_eq!(scenario.last_record().phase, Phase::Taken);
    assert!(scenario.job.leaves_record());
}

#[test]
fn a_stop_before_anything_left_withdraws_the_order() {
    let mut scenario = Scenario::with(order(), |it| it.reached = false);
    scenario.next();
    scenario.job.stop();
    assert!(matches!(scenario.next(), Output::Stopped));
    assert_eq!(scenario.posts(), 0);
    assert!(!scenario.job.leaves_record());
}

#[test]
fn a_stop_while_the_record_is_written_sends_nothing() {
    let mut scenario = Scenario::new(order());
    while !matches!(scenario.job.poll(START), Output::Persist(_)) {}
    scenario.job.stop();
    assert!(!scenario.job.may_interrupt());
    scenario.job.stored(Ok(()), START);
    assert!(matches!(scenario.next(), Output::Stopped));
    assert_eq!(scenario.posts(), 0);
    assert!(!scenario.job.leaves_record());
}

#[test]
fn a_stop_while_waiting_leaves_a_job_to_resume() {
    let mut scenario = Scenario::taken_on(order());
    while !matches!(scenario.next(), Output::Send(_)) {}
    scenario.job.stop();
    assert!(scenario.job.may_interrupt());
    assert!(matches!(scenario.next(), Output::Stopped));
    assert!(scenario.job.leaves_record());
    assert_eq!(scenario.job.snapshot().phase, Phase::Taken);
}

#[test]
fn a_stop_between_rate_limits_withdraws_the_order() {
    let mut scenario = Scenario::new(order());
    scenario.reply(Ok(text(429, "")));
    while !matches!(scenario.job.poll(scenario.now), Output::Wait(_)) {
        scenario.job.stored(Ok(()), scenario.now);
    }
    scenario.job.stop();
    assert!(matches!(scenario.next(), Output::Stopped));
    assert_eq!(scenario.posts(), 1);
    assert!(!scenario.job.leaves_record());
}

#[test]
fn an_answer_that_is_lost_after_a_stop_is_still_written_down() {
    let mut scenario = Scenario::new(order());
    scenario.next();
    scenario.job.stop();
    scenario.job.answered(Err(Unanswered::Failed), scenario.now);
    assert!(matches!(
        scenario.next(),
        Output::Stopped | Output::Done(Err(_))
    ));
    assert_eq!(scenario.last_record().phase, Phase::Unknown);
}

#[test]
fn a_stop_while_audio_is_fetched_leaves_what_came_out() {
    let mut scenario = Scenario::made(order());
    scenario.next();
    scenario.job.stop();
    assert!(matches!(scenario.next(), Output::Stopped));
    assert_eq!(scenario.job.snapshot().results.len(), 1);
    assert!(scenario.job.leaves_record());
}

#[test]
fn a_stop_tries_once_more_to_write_down_what_could_not_be_written() {
    let mut scenario = Scenario::taken_on(order());
    while !matches!(scenario.job.poll(scenario.now), Output::Persist(_)) {}
    scenario.job.stored(Err("quota".to_owned()), scenario.now);
    scenario.job.stop();
    let before = scenario.records.len();
    assert!(matches!(scenario.next(), Output::Stopped));
    assert_eq!(scenario.records.len(), before + 1);
    assert_eq!(scenario.last_record().phase, Phase::Taken);
    assert!(scenario.job.leaves_record());
}
