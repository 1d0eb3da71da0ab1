//! Chance, from one seed.

use fastrand::Rng;

/// What decides everything that is left to chance in one life.
#[derive(Debug)]
pub(crate) struct Dice(Rng);

impl Dice {
    /// The dice of one life: the same for the same seed and number, whatever other lives are lived beside it.
    pub(crate) fn of(seed: u64, life: u64) -> Self {
        // An odd multiplier keeps lives of neighbouring seeds apart; the generator mixes the rest.
        Self(Rng::with_seed(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(life),
        ))
    }

    /// True once in so many times, as a share from 0 to 1.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.0.f64() < share
    }

    /// A whole number, both ends included.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        self.0.u64(least..=most)
    }

    /// One of these.
    pub(crate) fn one_of<T: Copy>(&mut self, these: &[T]) -> T {
        these[self.0.usize(..these.len())]
    }

    /// Any number.
    pub(crate) fn word(&mut self) -> u64 {
        self.0.u64(..)
    }

    /// A duration in milliseconds around a median, longer ones rarer, by a log-normal law.
    pub(crate) fn log_normal(&mut self, median_ms: f64, spread: f64) -> u64 {
        let (a, b) = (1.0 - self.0.f64(), self.0.f64());
        let normal = libm::sqrt(-2.0 * libm::log(a)) * libm::cos(core::f64::consts::TAU * b);
        (median_ms * libm::exp(spread * normal)) as u64
    }

    /// A duration in milliseconds, at least so long, with a heavy tail (Pareto).
    pub(crate) fn heavy_tail(&mut self, least_ms: f64, shape: f64) -> u64 {
        let share = 1.0 - self.0.f64();
        (least_ms * libm::pow(share, -1.0 / shape)).min(1e9) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_life_has_the_same_chances_every_time_and_others_than_its_neighbour() {
        let words = |seed, life| {
            let mut dice = Dice::of(seed, life);
            [dice.word(), dice.word()]
        };
        assert_eq!(words(1, 2), words(1, 2));
        assert_ne!(words(1, 2), words(1, 3));
        assert_ne!(words(1, 2), words(2, 2));
    }

    #[test]
    fn half_of_all_log_normal_durations_are_below_the_median() {
        let mut dice = Dice::of(3, 0);
        let below = (0..10_000)
            .filter(|_| dice.log_normal(27_000.0, 0.3) < 27_000)
            .count();
        assert!((4_800..5_200).contains(&below), "{below}");
    }
}
