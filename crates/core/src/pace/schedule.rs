//! When to look at a job, from how long such jobs take.
//!
//! Looking at rate r(t) costs ∫ r·S looks and comes ∫ f/(2r) late, for durations of density f and survival S. The best
//! trade has r proportional to the square root of the hazard f/S. The durations are estimated by a kernel for each job
//! that was seen, as wide as the distance to its neighbours, so that one outlier or a second mode widens nothing else.

use std::time::Duration;

use super::{Pace, Seen, insert};
use crate::time::of_seconds;

/// How late a look is to come on average, in seconds, and as a share of the usual time where that is more.
const LATE_S: f64 = 0.5;
const LATE_SHARE: f64 = 0.01;
/// The same where nothing at all is known, so that not knowing costs no more looks than asking every second.
const LATE_UNKNOWN_S: f64 = 1.0;
/// The usual time to assume where nothing is known, in seconds.
const ASSUMED_S: f64 = 30.0;
/// How many jobs outweigh any figure of a vendor's.
const LEARNT: f64 = 20.0;
/// Until this many jobs were seen there is one early look, at this age in seconds: it shows that the job was taken on,
/// catches quick refusals, and learns of it if the vendor's figure is far too high.
const SEEN: usize = 5;
const EARLY_S: f64 = 2.0;
/// The first look of the rate's own waits a little longer than the others: most of what is before it is silence.
const FIRST: f64 = 1.3;
/// How fine the estimate is reckoned: each age is this much more than the one before.
const STEP: f64 = 1.02;
/// No pause is shorter, in seconds.
const LEAST_S: f64 = 0.25;
/// No pause before the usual time is longer, in seconds.
const MOST_BEFORE_S: f64 = 60.0;
/// No pause after it is longer than this share of the age; in seconds, that is no less and no more than this.
const AFTER_SHARE: f64 = 0.125;
const LEAST_AFTER_S: f64 = 1.0;
const MOST_AFTER_S: f64 = 30.0;

/// When to look at a job of one kind: data, made of what was learnt, and one pure function over it.
///
/// The looks come where they are worth most: none while nothing can be done yet, close ones around the times that such
/// jobs took before, sparser ones after that, which go on for as long as the job is watched.
#[derive(Debug)]
pub struct Schedule {
    /// Stretches of age in seconds, in order, each with the rate of looks in it, in looks a second.
    stretches: Vec<Stretch>,
    /// The usual time, in seconds.
    usual: f64,
    /// Whether too little is known to begin with silence.
    early: bool,
}

#[derive(Debug)]
struct Stretch {
    from: f64,
    to: f64,
    rate: f64,
}

impl Schedule {
    /// The schedule that fits what was learnt, or a vendor's figure for the usual time while little was.
    pub fn new(pace: &Pace, hint: Option<Duration>) -> Self {
        let hint = hint.map(|it| it.as_secs_f64()).filter(|it| *it > 0.0);
        let late = if pace.is_empty() && hint.is_none() {
            LATE_UNKNOWN_S
        } else {
            LATE_S
        };
        let estimate = Estimate::new(&pace.jobs(), hint);
        Self {
            stretches: stretches(&estimate, late.max(estimate.usual * LATE_SHARE)),
            usual: estimate.usual,
            early: pace.len() < SEEN,
        }
    }

    /// The pause before the next look at a job of this age. `step`, which is about 1, moves it by that share of the
    /// distance between two looks; it is drawn for each pause, so that many jobs do not ask in step.
    pub fn pause(&self, age: Duration, step: f64) -> Duration {
        let age = age.as_secs_f64();
        let most = if age < self.usual {
            MOST_BEFORE_S
        } else {
            between(age * AFTER_SHARE, LEAST_AFTER_S, MOST_AFTER_S)
        };
        let mut next = self.next(age, step);
        if self.early && age < EARLY_S * 0.85 {
            next = next.min(EARLY_S * step);
        }
        let pause = next - age;
        of_seconds(pause.min(most * step).max(LEAST_S))
    }

    /// The age at which the looks that the rate asks for are one more than at this age.
    fn next(&self, age: f64, step: f64) -> f64 {
        let mut behind = 0.0;
        for it in self.stretches.iter().take_while(|it| it.from < age) {
            behind += it.rate * (it.to.min(age) - it.from);
        }
        let mut due = step - 1.0 + if behind < 1.0 { FIRST - behind } else { 1.0 };
        for it in self.stretches.iter().skip_while(|it| it.to <= age) {
            let from = it.from.max(age);
            let looks = it.rate * (it.to - from);
            if looks >= due {
                return from + due / it.rate;
            }
            due -= looks;
        }
        f64::MAX
    }
}

fn stretches(estimate: &Estimate, late: f64) -> Vec<Stretch> {
    let (mut age, last) = estimate.ages();
    let mut left = estimate.unfinished(age);
    let (mut stretches, mut sum) = (Vec::new(), 0.0);
    while age < last {
        let (from, before) = (age, left);
        age *= STEP;
        left = estimate.unfinished(age);
        let (density, survival) = (
            (before - left).max(0.0) / (age - from),
            (before + left) / 2.0,
        );
        sum += (density * survival).sqrt() * (age - from);
        stretches.push(Stretch {
            from,
            to: age,
            rate: (density / survival).sqrt(),
        });
    }
    // With this factor the looks come as late as is wanted.
    for it in &mut stretches {
        it.rate *= sum / (2.0 * late);
    }
    stretches
}

/// `f64::clamp` without its check of the ends, which would bring the printing of doubles into the package.
fn between(value: f64, least: f64, most: f64) -> f64 {
    if value < least {
        least
    } else {
        value.min(most)
    }
}

/// How long jobs take, as a mixture of kernels and a long tail after the usual time.
struct Estimate {
    kernels: Vec<Kernel>,
    usual: f64,
    /// The share of jobs that take longer than anything that was seen says.
    tail: f64,
}

/// A share of the jobs that takes about so long, in seconds.
struct Kernel {
    share: f64,
    middle: f64,
    width: f64,
}

impl Estimate {
    fn new(jobs: &[Seen], hint: Option<f64>) -> Self {
        let mut kernels = learnt(jobs);
        let known = jobs.len() as f64;
        let trust = 1.0 - known / LEARNT;
        if trust > 0.0 {
            let middle = hint.unwrap_or_else(|| middle(&kernels));
            let widths = if hint.is_some() {
                [0.06, 0.3]
            } else {
                [0.2, 0.5]
            };
            for (share, width) in [0.92, 0.08].into_iter().zip(widths) {
                let kernel = Kernel {
                    share: share * trust,
                    middle,
                    width: middle * width,
                };
                insert(&mut kernels, kernel, |it| it.middle);
            }
        }
        let total: f64 = kernels.iter().map(|it| it.share).sum();
        kernels.iter_mut().for_each(|it| it.share /= total);
        Self {
            usual: middle(&kernels),
            kernels,
            tail: 2.0 / (known + 4.0),
        }
    }

    /// The share of jobs that are not done at this age.
    fn unfinished(&self, age: f64) -> f64 {
        let seen: f64 = self.kernels.iter().map(|it| it.unfinished(age)).sum();
        let tail = (self.usual / age).min(1.0);
        seen + (tail - seen) * self.tail
    }

    /// The ages, in seconds, between which looks make sense.
    fn ages(&self) -> (f64, f64) {
        let end = |it: Option<&Kernel>| it.map_or(ASSUMED_S, |it| it.middle);
        (
            end(self.kernels.first()) / 10.0,
            end(self.kernels.last()) * 8.0,
        )
    }
}

impl Kernel {
    /// A smooth step from all to none of its share, with tails that fall with the sixteenth power.
    fn unfinished(&self, age: f64) -> f64 {
        let away = (age - self.middle) / self.width;
        let mut grown = 1.0 + away.abs() / 16.0;
        for _ in 0..4 {
            grown *= grown;
        }
        let less = self.share / (1.0 + grown);
        if away < 0.0 { self.share - less } else { less }
    }
}

/// A kernel for each job, about as wide as the distance to the neighbours that are the square root of all away.
fn learnt(jobs: &[Seen]) -> Vec<Kernel> {
    let count = jobs.len();
    let reach = ((count as f64).sqrt() * 0.85 + 0.5) as usize;
    let thin = 0.015 + 0.06 / count as f64;
    let kernel = |(index, job): (usize, &Seen)| {
        let (first, last) = (index.saturating_sub(reach), (index + reach).min(count - 1));
        let apart = jobs[last].took - jobs[first].took;
        let near = apart * reach as f64 / (last - first).max(1) as f64;
        Kernel {
            share: job.weight,
            middle: job.took,
            width: (near * 0.18).max(job.took * thin).max(job.wide * 0.3),
        }
    };
    jobs.iter().enumerate().map(kernel).collect()
}

/// The middle of what comes half way, in order of length; the assumed time for none.
fn middle(kernels: &[Kernel]) -> f64 {
    let half = kernels.iter().map(|it| it.share).sum::<f64>() / 2.0;
    let mut passed = 0.0;
    let found = kernels.iter().find(|it| {
        passed += it.share;
        passed >= half
    });
    found.map_or(ASSUMED_S, |it| it.middle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::Span;

    const HINT: Option<Duration> = Some(Duration::from_secs(27));

    fn seconds(seconds: f64) -> Duration {
        of_seconds(seconds)
    }

    fn learnt(all: impl IntoIterator<Item = (f64, f64)>) -> Pace {
        let mut pace = Pace::default();
        for (after, by) in all {
            let [after, by] = [after, by].map(seconds);
            pace.note(Span { after, by });
        }
        pace
    }

    /// How often a job is looked at until this age, in seconds, and the longest pause after the usual time.
    fn looks(pace: &Pace, hint: Option<Duration>, end: f64) -> (u32, Duration) {
        let schedule = Schedule::new(pace, hint);
        let (mut age, mut looks, mut longest) = (Duration::ZERO, 0, Duration::ZERO);
        while age.as_secs_f64() < end {
            let pause = schedule.pause(age, 1.0);
            assert!(
                pause >= seconds(LEAST_S) && pause <= seconds(MOST_BEFORE_S),
                "{age:?}: {pause:?}"
            );
            if age.as_secs_f64() > schedule.usual {
                longest = longest.max(pause);
            }
            age += pause;
            looks += 1;
        }
        (looks, longest)
    }

    #[test]
    fn a_vendors_figure_means_one_early_look_then_silence_then_looks_around_it() {
        let schedule = Schedule::new(&Pace::default(), HINT);
        assert_eq!(schedule.pause(Duration::ZERO, 1.0), seconds(EARLY_S));
        let second = schedule.pause(seconds(EARLY_S), 1.0);
        assert!(
            second > seconds(8.0) && second < seconds(18.0),
            "{second:?}"
        );
        let near = schedule.pause(seconds(27.0), 1.0);
        assert!(near < seconds(1.5), "{near:?}");
        assert!(schedule.pause(seconds(100.0), 1.0) > near * 3);
    }

    #[test]
    fn what_was_learnt_outweighs_the_vendors_figure() {
        let pace = learnt([(59.5, 60.5); 20]);
        let first = Schedule::new(&pace, HINT).pause(Duration::ZERO, 1.0);
        assert!(first > seconds(50.0) && first < seconds(60.0), "{first:?}");
    }

    #[test]
    fn the_looks_go_on_and_no_history_makes_them_stop_or_flood() {
        let absurd = [
            learnt([]),
            learnt([(0.0, 0.05); 64]),
            learnt([(0.0, 3_600.0); 64]),
            learnt([(3_599.0, 3_600.0); 64]),
            learnt([(0.0, 0.05), (3_599.0, 3_600.0)].repeat(32)),
            learnt([(27.0, 27.0); 64]),
            learnt((0..64).map(|it| (f64::from(it), f64::from(it) * 60.0))),
        ];
        for (index, pace) in absurd.iter().enumerate() {
            for hint in [
                None,
                HINT,
                Some(Duration::ZERO),
                Some(Duration::MAX),
                Some(Duration::from_nanos(1)),
            ] {
                let (count, longest) = looks(pace, hint, 900.0);
                assert!(
                    (15..=900).contains(&count),
                    "history {index}, {hint:?}: {count} looks"
                );
                assert!(
                    longest <= seconds(MOST_AFTER_S),
                    "history {index}, {hint:?}: {longest:?}"
                );
            }
        }
    }

    #[test]
    fn pauses_at_extreme_ages_are_sound() {
        for pace in [learnt([]), learnt([(26.0, 27.0); 30])] {
            let schedule = Schedule::new(&pace, HINT);
            for age in [0.0, 1e-9, 1e-3, 1e3, 1e6, 1e12] {
                for step in [0.9, 1.0, 1.1] {
                    let pause = schedule.pause(seconds(age), step).as_secs_f64();
                    assert!(
                        (LEAST_S..=MOST_BEFORE_S * 1.1).contains(&pause),
                        "{age}: {pause}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_later_age_never_means_an_earlier_look() {
        let schedule = Schedule::new(&learnt([(20.0, 21.0), (26.0, 27.0), (40.0, 41.0)]), HINT);
        let mut last = Duration::ZERO;
        for age in (0..1_000).map(|it| seconds(f64::from(it) / 10.0)) {
            let next = age + schedule.pause(age, 1.0);
            assert!(
                next + seconds(1e-6) >= last,
                "{age:?}: {next:?} after {last:?}"
            );
            last = next;
        }
    }

    #[test]
    fn a_job_of_nine_minutes_takes_few_looks_too() {
        let around = (0..20).map(|it| 540.0 * (0.9 + 0.01 * f64::from(it)));
        let pace = learnt(around.map(|it| (it - 2.0, it + 2.0)));
        let (count, _) = looks(&pace, None, 540.0);
        assert!(count < 20, "{count} looks");
    }

    #[test]
    fn a_step_moves_a_look_by_a_share_of_the_distance_between_looks() {
        let schedule = Schedule::new(&learnt([(26.5, 27.5); 20]), None);
        let first = |step| schedule.pause(Duration::ZERO, step).as_secs_f64();
        let moved = first(1.1) - first(0.9);
        assert!(moved > 0.0 && moved < 2.0, "{moved}");
    }
}
