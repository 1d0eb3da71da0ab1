//! How few looks a job needs, and how soon its end is noticed: the goals, reckoned for every kind of durations.

mod vendor;
mod world;

use std::time::Duration;

use tutti_core::Pace;

use crate::vendor::{cost, watch};
use crate::world::{Column, HINT, Rng, ages, every, seen};

const HISTORIES: u64 = 6;

#[test]
fn twenty_jobs_teach_enough_to_come_within_15_percent_of_the_ideal() {
    for column in Column::all() {
        let cost = column.learnt(20, HISTORIES);
        let over = column.over_ideal(&cost);
        assert!(over < 1.15, "{}: {over:.3} times, {cost:?}", column.name);
        assert!((0.4..0.65).contains(&cost.lag), "{}: {cost:?}", column.name);
    }
}

#[test]
fn a_vendors_figure_alone_comes_within_60_percent_of_the_ideal() {
    for column in Column::all() {
        let cost = column.cost(&ages(&Pace::default(), Some(HINT)));
        let over = column.over_ideal(&cost);
        assert!(over < 1.6, "{}: {over:.3} times, {cost:?}", column.name);
    }
}

#[test]
fn nothing_looks_more_often_and_later_than_every_second() {
    let columns = Column::all();
    let hints = [None, Some(3), Some(9), Some(27), Some(81), Some(600)];
    let mut schedules: Vec<_> = hints
        .map(|hint| ages(&Pace::default(), hint.map(Duration::from_secs)))
        .into();
    // What was learnt of other jobs than those that come.
    for column in &columns {
        for jobs in [1, 3, 20] {
            schedules.push(ages(&column.taught(jobs, &mut Rng(5)), Some(HINT)));
        }
    }
    for column in &columns {
        let fixed = column.cost(&every(1.0));
        for ages in &schedules {
            let cost = column.cost(ages);
            let loses = cost.looks > fixed.looks && cost.lag > fixed.lag;
            assert!(!loses, "{}: {cost:?} by {:?}", column.name, &ages[..9]);
        }
    }
}

#[test]
fn jobs_that_become_three_times_as_quick_are_followed_within_ten_jobs() {
    let mut pace = Column::all()[1].taught(40, &mut Rng(9));
    for _ in 0..10 {
        pace.note(seen(&ages(&pace, Some(HINT)), 9.0));
    }
    let span = seen(&ages(&pace, Some(HINT)), 9.0);
    assert!(span.by < Duration::from_secs(11), "{span:?}");
}

#[test]
fn a_whole_job_looks_as_its_schedule_says() {
    let mut rng = Rng(3);
    for column in Column::all().iter().filter(|it| it.is_still()).step_by(3) {
        let pace = column.taught(20, &mut rng);
        let reckoned = column.cost(&ages(&pace, Some(HINT)));
        let drawn = cost(&pace, column.first(), 150, &mut rng);
        let near = |one: f64, other: f64| (one / other - 1.0).abs() < 0.2;
        let agree = near(drawn.looks, reckoned.looks) && near(drawn.lag, reckoned.lag);
        assert!(agree, "{}: {drawn:?}, not {reckoned:?}", column.name);
    }
}

#[test]
fn a_whole_job_tells_how_long_it_took() {
    let took = Duration::from_secs(25);
    let span = watch(Pace::default(), took, 1).span.expect("timely looks");
    assert!(span.after < took && took <= span.by, "{span:?}");
    assert!(span.by - span.after < Duration::from_secs(3), "{span:?}");
}
