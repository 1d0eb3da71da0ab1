//! How long jobs take, the best that looking at them can do, and what a schedule does: reckoned, not sampled.

use std::f64::consts::{SQRT_2, TAU};
use std::time::Duration;

use tutti_core::{Pace, Schedule, Span};

/// The vendor's figure for the usual time.
pub(crate) const HINT: Duration = Duration::from_secs(27);
/// How fine durations are reckoned, and up to where, in seconds.
const GRAIN_S: f64 = 0.1;
const END_S: f64 = 400.0;
/// The share of jobs that the third figure is about.
const P95: f64 = 0.95;
/// How many jobs it takes a drifting median to grow by half.
const DRIFT: usize = 100;

/// How long jobs take.
pub(crate) struct Durations {
    parts: Vec<Part>,
    /// The share of jobs that is not done yet, at each grain.
    left: Vec<f64>,
}

/// A share of the jobs, whose durations are log-normal with this median in seconds.
struct Part {
    share: f64,
    median: f64,
    sigma: f64,
}

/// What looking costs a job, on average; lags in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) looks: f64,
    pub(crate) lag: f64,
    /// The lag that nineteen of twenty jobs stay below.
    pub(crate) p95: f64,
}

/// A column of the table.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// The jobs of one time, or of one after the other where they change.
    times: Vec<Durations>,
}

impl Column {
    /// Every column.
    pub(crate) fn all() -> Vec<Self> {
        let still = |name, parts: &[[f64; 3]]| Self {
            name,
            times: vec![Durations::new(parts)],
        };
        vec![
            still("σ = 0.1", &[[1.0, 27.0, 0.1]]),
            still("σ = 0.2", &[[1.0, 27.0, 0.2]]),
            still("σ = 0.3", &[[1.0, 27.0, 0.3]]),
            still("σ = 0.5", &[[1.0, 27.0, 0.5]]),
            still("two humps", &[[0.6, 22.0, 0.15], [0.4, 45.0, 0.2]]),
            still("heavy tail", &[[0.85, 27.0, 0.2], [0.15, 60.0, 0.6]]),
            Self::drifting(),
        ]
    }

    /// A median that grows by half, from 22 to 33 s.
    fn drifting() -> Self {
        let median = |job| 22.0 * 1.5_f64.powf(job as f64 / DRIFT as f64);
        let times = (0..DRIFT).map(|job| Durations::new(&[[1.0, median(job), 0.2]]));
        Self {
            name: "drifting",
            times: times.collect(),
        }
    }

    /// The fewest looks that any schedule needs for this mean lag in seconds.
    ///
    /// Rate c·√h makes c·A looks and is A/2c late, where A = ∫√(f·S).
    pub(crate) fn ideal(&self, lag: f64) -> f64 {
        let sum: f64 = self.times.iter().map(Durations::breadth).sum();
        (sum / self.times.len() as f64).powi(2) / (2.0 * lag)
    }

    /// How many times the ideal's looks these are, at the same mean lag.
    pub(crate) fn over_ideal(&self, cost: &Cost) -> f64 {
        cost.looks / self.ideal(cost.lag)
    }

    /// What looks at these ages cost.
    pub(crate) fn cost(&self, ages: &[f64]) -> Cost {
        let costs: Vec<_> = self.times.iter().map(|it| it.cost(ages)).collect();
        Cost::mean(&costs)
    }

    /// What our own looks cost after so many jobs of the same kind were seen, over some histories. Where durations
    /// change, they begin to after those jobs, and each is looked at as was learnt up to it.
    pub(crate) fn learnt(&self, jobs: usize, histories: u64) -> Cost {
        let costs: Vec<_> = (0..histories)
            .map(|seed| self.history(jobs, seed))
            .collect();
        Cost::mean(&costs)
    }

    fn history(&self, jobs: usize, seed: u64) -> Cost {
        let mut rng = Rng(seed);
        let mut pace = self.taught(jobs, &mut rng);
        let costs = self.times.iter().map(|now| {
            let ages = ages(&pace, Some(HINT));
            pace.note(seen(&ages, now.draw(&mut rng)));
            now.cost(&ages)
        });
        Cost::mean(&costs.collect::<Vec<_>>())
    }

    /// What is learnt from so many jobs, before anything changes.
    pub(crate) fn taught(&self, jobs: usize, rng: &mut Rng) -> Pace {
        let mut pace = Pace::default();
        for _ in 0..jobs {
            pace.note(seen(&ages(&pace, Some(HINT)), self.first().draw(rng)));
        }
        pace
    }

    /// Its durations before anything changes.
    pub(crate) fn first(&self) -> &Durations {
        &self.times[0]
    }

    /// Whether nothing changes.
    pub(crate) fn is_still(&self) -> bool {
        self.times.len() == 1
    }
}

impl Durations {
    fn new(parts: &[[f64; 3]]) -> Self {
        let part = |&[share, median, sigma]: &[f64; 3]| Part {
            share,
            median,
            sigma,
        };
        let parts: Vec<_> = parts.iter().map(part).collect();
        let left = |grain| {
            parts
                .iter()
                .map(|it| it.left(f64::from(grain) * GRAIN_S))
                .sum()
        };
        Self {
            left: (0..=(END_S / GRAIN_S) as u32).map(left).collect(),
            parts,
        }
    }

    /// ∫√(f·S), in the square root of seconds.
    fn breadth(&self) -> f64 {
        let stretch = |ends: &[f64]| {
            let (density, survival) = ((ends[0] - ends[1]) / GRAIN_S, (ends[0] + ends[1]) / 2.0);
            (density * survival).sqrt() * GRAIN_S
        };
        self.left.windows(2).map(stretch).sum()
    }

    fn cost(&self, ages: &[f64]) -> Cost {
        let (mut cost, mut from) = (Cost::default(), 0);
        let mut lags = vec![0.0; self.left.len()];
        for age in ages {
            let to = ((age / GRAIN_S).round() as usize).min(self.left.len() - 1);
            cost.looks += self.left[from];
            for grain in from..to {
                let share = self.left[grain] - self.left[grain + 1];
                cost.lag += share * ((to - grain) as f64 - 0.5) * GRAIN_S;
                lags[to - grain - 1] += share;
            }
            from = to;
        }
        cost.p95 = percentile(&lags, P95);
        cost
    }

    /// A job's duration, in seconds.
    pub(crate) fn draw(&self, rng: &mut Rng) -> f64 {
        let mut at = rng.unit();
        let part = self.parts.iter().find(|it| {
            at -= it.share;
            at < 0.0
        });
        let part = part.unwrap_or(&self.parts[0]);
        part.median * (part.sigma * rng.normal()).exp()
    }
}

impl Part {
    /// Its share that is not done at this age.
    fn left(&self, age: f64) -> f64 {
        let away = (age / self.median).ln() / self.sigma;
        self.share * 0.5 * erfc(away / SQRT_2)
    }
}

impl Cost {
    /// Of whole jobs: how often they were looked at, and how late that was in seconds.
    pub(crate) fn of(jobs: &[(f64, f64)]) -> Self {
        let share = 1.0 / jobs.len() as f64;
        let mut lags = vec![0.0; (END_S / GRAIN_S) as usize];
        for (_, lag) in jobs {
            lags[(lag / GRAIN_S) as usize] += share;
        }
        Self {
            looks: jobs.iter().map(|(looks, _)| looks * share).sum(),
            lag: jobs.iter().map(|(_, lag)| lag * share).sum(),
            p95: percentile(&lags, P95),
        }
    }

    /// The mean of several.
    pub(crate) fn mean(costs: &[Self]) -> Self {
        let mean = |of: fn(&Self) -> f64| costs.iter().map(of).sum::<f64>() / costs.len() as f64;
        Self {
            looks: mean(|it| it.looks),
            lag: mean(|it| it.lag),
            p95: mean(|it| it.p95),
        }
    }
}

/// The ages, in seconds, at which we look.
pub(crate) fn ages(pace: &Pace, hint: Option<Duration>) -> Vec<f64> {
    let schedule = Schedule::new(pace, hint);
    let (mut age, mut ages) = (Duration::ZERO, Vec::new());
    while age.as_secs_f64() < END_S {
        age += schedule.pause(age, 1.0);
        ages.push(age.as_secs_f64());
    }
    ages
}

/// The ages, in seconds, of looks in a fixed interval.
pub(crate) fn every(interval: f64) -> Vec<f64> {
    (1..=(END_S / interval) as u32)
        .map(|it| f64::from(it) * interval)
        .collect()
}

/// What is seen of a job that took so many seconds.
pub(crate) fn seen(ages: &[f64], took: f64) -> Span {
    let at = ages.partition_point(|age| *age < took).min(ages.len() - 1);
    let after = at.checked_sub(1).map_or(0.0, |before| ages[before]);
    Span {
        after: Duration::from_secs_f64(after),
        by: Duration::from_secs_f64(ages[at]),
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from the standard normal distribution (Box and Muller, 1958).
    fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.unit(), self.unit());
        (-2.0 * one.ln()).sqrt() * (TAU * other).cos()
    }
}

/// What this share of the jobs stays below in seconds, given the share of jobs in each grain of lag.
fn percentile(lags: &[f64], share: f64) -> f64 {
    let mut passed = 0.0;
    let below = lags.iter().take_while(|it| {
        passed += **it;
        passed < share
    });
    (below.count() + 1) as f64 * GRAIN_S
}

/// The complementary error function, good to a ten-millionth (Numerical Recipes, 6.2).
fn erfc(x: f64) -> f64 {
    const FACTORS: [f64; 10] = [
        0.170_872_77,
        -0.822_152_23,
        1.488_515_87,
        -1.135_203_98,
        0.278_868_07,
        -0.186_288_06,
        0.096_784_18,
        0.374_091_96,
        1.000_023_68,
        -1.265_512_23,
    ];
    let t = 1.0 / (1.0 + 0.5 * x.abs());
    let sum = FACTORS
        .into_iter()
        .fold(0.0, |sum, factor| sum * t + factor);
    let half = t * (-x * x + sum).exp();
    if x < 0.0 { 2.0 - half } else { half }
}
