//! How long jobs of one kind took, as far as that was seen: what the pauses between looks are learnt from.

mod schedule;

use std::time::Duration;

pub use schedule::Schedule;

use crate::order::Order;
use crate::text;
use crate::time::{millis, of_seconds};
use crate::value::{Map, Value};

const VERSION: f64 = 1.0;
/// How many jobs are remembered.
const MOST: usize = 64;
/// How much of a job's say is left after each later job: half of it after twelve.
const FADING: f64 = 0.943_9;
/// Jobs outside this range are not remembered: nothing real is that quick, and nothing that long tells of the next.
const PLAUSIBLE_MS: std::ops::RangeInclusive<f64> = 50.0..=3_600_000.0;
/// How many jobs make a usual time.
const ENOUGH_FOR_MEDIAN: usize = 5;
/// How many jobs make a usual range.
const ENOUGH_FOR_RANGE: usize = 10;

/// When a job was done, counted from the moment it was taken on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The age at the last look that found it unfinished; zero when there was none.
    pub after: Duration,
    /// The age at the look that found it done.
    pub by: Duration,
}

/// The last jobs of one kind, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pace(Vec<Span>);

impl Pace {
    /// The name that jobs of this kind are remembered under: their address, model, operation, and the length asked for,
    /// to within a factor of two.
    pub fn id(order: &Order, base: &str) -> String {
        let seconds = order.field("seconds").number().unwrap_or_default();
        let doublings = (seconds.max(0.0) as u32).checked_ilog2();
        let length = doublings.map_or_else(String::new, |it| text::digits(1_i64 << it));
        let model = order.model().id;
        ["pace", base, model, order.operation().name(), &length].join(" ")
    }

    /// Remembers one more job. What cannot be a duration is not heard.
    pub fn note(&mut self, span: Span) {
        if span.after > span.by || !PLAUSIBLE_MS.contains(&(millis(span.by) as f64)) {
            return;
        }
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push(span);
    }

    /// How many jobs are remembered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How long half of the jobs took at most; none before enough were seen.
    pub fn usual(&self) -> Option<Duration> {
        (self.len() >= ENOUGH_FOR_MEDIAN).then(|| quantile(&self.jobs(), 0.5))
    }

    /// The range that the middle four fifths of the jobs fell into; none before enough were seen.
    pub fn range(&self) -> Option<(Duration, Duration)> {
        let jobs = self.jobs();
        (self.len() >= ENOUGH_FOR_RANGE).then(|| (quantile(&jobs, 0.1), quantile(&jobs, 0.9)))
    }

    /// What to store, as plain data.
    pub fn to_value(&self) -> Value {
        let ends = self.0.iter().flat_map(|it| [it.after, it.by]);
        let spans: Vec<Value> = ends.map(|end| (millis(end) as f64).into()).collect();
        Map::new().with("pace", VERSION).with("spans", spans).into()
    }

    /// Reads what was stored. What is not of this version or makes no sense is left out.
    pub fn from_value(value: &Value) -> Self {
        let mut pace = Self::default();
        if value.get("pace").number() == Some(VERSION) {
            let ends = value.get("spans").list().unwrap_or_default();
            let newest = ends.len().saturating_sub(2 * MOST) & !1;
            for pair in ends[newest..].chunks_exact(2) {
                if let [Some(after), Some(by)] = [&pair[0], &pair[1]].map(duration) {
                    pace.note(Span { after, by });
                }
            }
        }
        pace
    }

    /// The jobs from the quickest to the slowest.
    fn jobs(&self) -> Vec<Seen> {
        let (mut weight, mut jobs) = (1.0, Vec::with_capacity(self.0.len()));
        for span in self.0.iter().rev() {
            weight *= FADING;
            let seen = Seen::of(span, weight);
            insert(&mut jobs, seen, |it| it.took);
        }
        jobs
    }
}

/// Puts an item in its place in a short list; a library's sort would weigh more than all the rest of this.
fn insert<T>(list: &mut Vec<T>, item: T, key: fn(&T) -> f64) {
    let at = list.iter().take_while(|it| key(it) <= key(&item)).count();
    list.insert(at, item);
}

/// A job as the estimate sees it.
struct Seen {
    /// How long it took, in seconds: the middle of what is possible.
    took: f64,
    /// How long what is possible is, in seconds.
    wide: f64,
    /// How much it counts.
    weight: f64,
}

impl Seen {
    /// One that was done at the first look may have been done long before. It is taken to have been a little earlier: if
    /// jobs have become quicker, the looks then move forward from job to job until they see it.
    fn of(span: &Span, weight: f64) -> Self {
        const EARLIEST: f64 = 0.85;
        let by = span.by.as_secs_f64();
        let after = span.after.as_secs_f64().max(by * EARLIEST);
        Self {
            took: (after + by) / 2.0,
            wide: by - after,
            weight,
        }
    }
}

/// The duration, in seconds as a [`Duration`], that this share of the jobs took at most; zero for none.
fn quantile(jobs: &[Seen], share: f64) -> Duration {
    let wanted = share * jobs.iter().map(|it| it.weight).sum::<f64>();
    let mut passed = 0.0;
    let reached = jobs.iter().find(|it| {
        passed += it.weight;
        passed >= wanted
    });
    let last = reached.or_else(|| jobs.last());
    last.map_or(Duration::ZERO, |it| of_seconds(it.took))
}

fn duration(value: &Value) -> Option<Duration> {
    let ms = value
        .number()
        .filter(|it| (0.0..=*PLAUSIBLE_MS.end()).contains(it))?;
    Some(Duration::from_millis(ms as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(after: f64, by: f64) -> Span {
        let [after, by] = [after, by].map(of_seconds);
        Span { after, by }
    }

    fn learnt(seconds: impl IntoIterator<Item = f64>) -> Pace {
        let mut pace = Pace::default();
        seconds
            .into_iter()
            .for_each(|it| pace.note(span(it - 0.2, it + 0.2)));
        pace
    }

    fn order(model: &str, seconds: Option<f64>) -> Order {
        let order = Map::new()
            .with("model", model)
            .with("prompt", "rain")
            .with("seconds", seconds);
        Order::admit(&order.into()).expect("a valid order")
    }

    #[test]
    fn what_was_learnt_survives_being_stored() {
        let pace = learnt([20.0, 30.5, 27.25]);
        assert_eq!(Pace::from_value(&pace.to_value()), pace);
    }

    #[test]
    fn only_the_last_sixty_four_jobs_are_remembered() {
        let pace = learnt((1..=100).map(f64::from));
        assert_eq!(pace.len(), 64);
        assert_eq!(pace.0[0], span(36.8, 37.2));
    }

    #[test]
    fn what_cannot_be_a_duration_is_not_heard() {
        let mut pace = Pace::default();
        for (after, by) in [(0.0, 0.0), (0.0, 0.01), (9.0, 8.0), (0.0, 4_000.0)] {
            pace.note(span(after, by));
        }
        assert!(pace.is_empty());
    }

    #[test]
    fn a_damaged_record_teaches_what_is_sound_in_it() {
        let numbers =
            |list: &[f64]| Value::from(list.iter().map(|it| (*it).into()).collect::<Vec<Value>>());
        let record = |spans: Value| {
            Pace::from_value(&Map::new().with("pace", 1.0).with("spans", spans).into())
        };
        assert_eq!(
            record(numbers(&[1e3, 2e3, 5e3])),
            learnt_ms(&[(1_000, 2_000)])
        );
        let odd = [
            f64::NAN,
            2e3,
            -1.0,
            2e3,
            1e3,
            f64::INFINITY,
            3e3,
            4e3,
            1e300,
            1e301,
        ];
        assert_eq!(record(numbers(&odd)), learnt_ms(&[(3_000, 4_000)]));
        assert_eq!(record(numbers(&[7.0; 1_001])).len(), 0);
        assert_eq!(record(numbers(&[700.0; 100_001])).len(), 64);
        for spans in [
            "x".into(),
            5.0.into(),
            Value::Null,
            Value::List(vec!["x".into(), Value::Null]),
        ] {
            assert!(record(spans).is_empty());
        }
        for value in [
            Value::Null,
            1.0.into(),
            Map::new()
                .with("pace", 2.0)
                .with("spans", numbers(&[1e3, 2e3]))
                .into(),
        ] {
            assert!(Pace::from_value(&value).is_empty());
        }
    }

    fn learnt_ms(spans: &[(u64, u64)]) -> Pace {
        let span = |&(after, by)| Span {
            after: Duration::from_millis(after),
            by: Duration::from_millis(by),
        };
        Pace(spans.iter().map(span).collect())
    }

    #[test]
    fn a_usual_time_and_a_range_take_enough_jobs() {
        let few = learnt([20.0; 4]);
        assert_eq!((few.usual(), few.range()), (None, None));
        let pace = learnt((0..20).map(|it| 20.0 + f64::from(it % 10)));
        let usual = pace.usual().expect("a usual time").as_secs_f64();
        assert!((23.0..=26.0).contains(&usual), "{usual}");
        let (least, most) = pace.range().expect("a range");
        assert!((20.0..=21.5).contains(&least.as_secs_f64()), "{least:?}");
        assert!((27.5..=29.0).contains(&most.as_secs_f64()), "{most:?}");
    }

    #[test]
    fn one_outlier_does_not_move_the_range() {
        let range = learnt((0..30).map(|it| if it == 20 { 900.0 } else { 27.0 })).range();
        assert_eq!(
            range,
            Some((Duration::from_secs(27), Duration::from_secs(27)))
        );
    }

    #[test]
    fn newer_jobs_count_more_than_older_ones() {
        let usual = learnt([50.0; 20].into_iter().chain([20.0; 14])).usual();
        assert_eq!(usual, Some(Duration::from_secs(20)));
    }

    #[test]
    fn jobs_are_of_one_kind_by_address_model_operation_and_length_within_a_factor_of_two() {
        let id = |seconds, base| Pace::id(&order("segmind/meta-musicgen-medium", seconds), base);
        assert_eq!(id(Some(9.0), "a"), id(Some(15.0), "a"));
        assert_ne!(id(Some(9.0), "a"), id(Some(16.0), "a"));
        assert_ne!(id(Some(9.0), "a"), id(None, "a"));
        assert_ne!(id(Some(9.0), "a"), id(Some(9.0), "b"));
        assert_ne!(
            id(None, "a"),
            Pace::id(&order("segmind/lyria-2", None), "a")
        );
    }
}
