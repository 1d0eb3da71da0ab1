//! How long a job took, as far as the looks show it, and what is made of that.

use super::*;
use crate::pace::{Pace, Span};

const SEGMIND_MS: u64 = 27_320;

fn learnt(seconds: f64, jobs: usize) -> Pace {
    let mut pace = Pace::default();
    for _ in 0..jobs {
        pace.note(Span {
            after: Duration::from_secs_f64(seconds - 0.3),
            by: Duration::from_secs_f64(seconds + 0.3),
        });
    }
    pace
}

impl Scenario {
    /// Answers looks until the job is this old, and then that it is done.
    fn done_after(&mut self, took: Duration) {
        while !self.look_at(took) {}
    }

    /// One look; whether it found the job done.
    fn look_at(&mut self, took: Duration) -> bool {
        let Output::Send(_) = self.next() else {
            panic!("a look was due");
        };
        let done = self.elapsed() >= took;
        let word = if done { "COMPLETED" } else { "PROCESSING" };
        self.job.answered(Ok(status(word)), self.now);
        done
    }

    /// The age at the first look.
    fn first_look(&mut self) -> Duration {
        self.look_at(Duration::MAX);
        self.elapsed()
    }
}

#[test]
fn a_duration_lies_between_the_last_look_that_found_it_unfinished_and_the_one_that_found_it_done() {
    let took = Duration::from_secs(30);
    let mut scenario = Scenario::taken_on(order());
    scenario.done_after(took);
    assert_eq!(scenario.job.take_span(), None, "not before the result");
    scenario.reply(Ok(result()));
    let span = scenario.job.take_span().expect("a duration");
    assert!(
        span.after < took && span.by + Duration::from_millis(80) >= took,
        "{span:?}"
    );
    assert!(span.by - span.after < Duration::from_secs(4), "{span:?}");
    assert_eq!(scenario.job.take_span(), None, "it is told once");
}

#[test]
fn a_device_that_slept_does_not_know_how_long_the_job_took() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("PROCESSING")));
    while !matches!(scenario.job.poll(scenario.now), Output::Wait(_)) {}
    scenario.now = scenario.now + Duration::from_secs(600);
    scenario.job.wake(scenario.now);
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    assert_eq!(scenario.job.take_span(), None);
}

#[test]
fn a_job_found_done_after_a_reload_does_not_know_how_long_it_took() {
    let record = Scenario::taken_on(order()).job.snapshot();
    let now = START + Duration::from_secs(40);
    let job = Job::resume(&record, Settings::default(), now).unwrap();
    let mut scenario = Scenario::of(job, now);
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    assert_eq!(scenario.job.take_span(), None);
}

#[test]
fn a_job_seen_unfinished_after_a_reload_tells_how_long_it_took() {
    let mut before = Scenario::taken_on(order());
    before.next();
    let record = before.last_record().clone();
    let now = START + Duration::from_secs(20);
    let mut scenario = Scenario::of(Job::resume(&record, Settings::default(), now).unwrap(), now);
    scenario.done_after(Duration::from_secs(30));
    scenario.reply(Ok(result()));
    let span = scenario.job.take_span().expect("a duration");
    assert!(
        span.after >= Duration::from_secs(19) && span.by < Duration::from_secs(34),
        "{span:?}"
    );
}

#[test]
fn a_job_found_done_after_a_fault_does_not_know_how_long_it_took() {
    let mut scenario = Scenario::taken_on(order());
    scenario.reply(Ok(status("PROCESSING")));
    scenario.reply(Err(Unanswered::Failed));
    scenario.reply(Ok(status("COMPLETED")));
    scenario.reply(Ok(result()));
    assert_eq!(scenario.job.take_span(), None);
}

#[test]
fn a_failure_is_no_duration() {
    let mut scenario = Scenario::taken_on(order());
    let body = Map::new().with("status", "FAILED").with("error", "no");
    scenario.reply(Ok(response(422, body.into())));
    assert!(scenario.end().is_err());
    assert_eq!(scenario.job.take_span(), None);
}

#[test]
fn a_job_is_looked_at_when_former_ones_were_done() {
    let mut scenario = Scenario::taken_on(order());
    scenario.job.learn(learnt(60.0, 20));
    let first = scenario.first_look();
    assert!(
        first > Duration::from_secs(50) && first < Duration::from_secs(60),
        "{first:?}"
    );
}

#[test]
fn a_record_of_another_watcher_does_not_make_it_forget_the_pace() {
    let mut before = Scenario::taken_on(order());
    before.next();
    let record = before.last_record().clone();
    let mut job = Job::resume(&record, Settings::default(), START).unwrap();
    job.learn(learnt(60.0, 20));
    let mut newer = record;
    newer.taken = Some(START + Duration::from_secs(1));
    job.take_turn(true, Some(&newer), START).unwrap();
    let mut scenario = Scenario::of(job, START + Duration::from_secs(1));
    scenario.reply(Ok(status("PROCESSING")));
    let second = scenario.first_look();
    assert!(second > Duration::from_secs(50), "{second:?}");
}

#[test]
fn a_policy_of_ones_own_wins_over_what_was_learnt() {
    let mut scenario = Scenario::with(order(), |it| {
        it.policy.first_check = Some(Duration::from_secs(3));
        it.policy.interval = Some(Duration::from_secs(7));
    });
    scenario.reply(Ok(taken()));
    scenario.job.learn(learnt(60.0, 20));
    // The order's answer took eighty milliseconds.
    assert_eq!(scenario.first_look(), Duration::from_millis(3_080));
    assert_eq!(scenario.first_look(), Duration::from_millis(10_080));
}

#[test]
fn a_vendors_least_pause_is_kept_to_whatever_was_learnt() {
    let order = Map::new()
        .with("model", "producer/lyria-3-pro")
        .with("prompt", "rain");
    let mut scenario = Scenario::new(order);
    let body = Map::new().with("code", 200.0).with("task_id", "t-1");
    scenario.reply(Ok(response(200, body.into())));
    scenario.job.learn(learnt(30.0, 20));
    let (mut last, mut closest) = (scenario.now, Duration::MAX);
    for look in 0..10 {
        assert!(matches!(scenario.next(), Output::Send(_)), "look {look}");
        if look > 0 {
            closest = closest.min(scenario.now.since(last));
        }
        last = scenario.now;
        let body = Map::new().with("code", 200.0).with("state", "pending");
        scenario
            .job
            .answered(Ok(response(200, body.into())), scenario.now);
    }
    assert!(closest >= Duration::from_secs(5), "{closest:?}");
}

#[test]
fn what_is_left_is_told_by_what_was_learnt_or_by_the_vendors_figure() {
    let eta = |pace: Pace| {
        let mut scenario = Scenario::new(order());
        scenario.job.learn(pace);
        scenario.reply(Ok(taken()));
        scenario.next();
        scenario.updates.iter().find_map(|it| match it {
            Update::Working { eta, .. } => *eta,
            _ => None,
        })
    };
    assert_eq!(
        eta(Pace::default()),
        Some(Duration::from_millis(SEGMIND_MS))
    );
    assert_eq!(eta(learnt(60.0, 20)), Some(Duration::from_secs(60)));
}
