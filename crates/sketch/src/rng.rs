//! The seeded generator behind every choice.

/// SplitMix64 (Steele, Lea and Flood, 2014): tiny, fast, and the same sequence everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Rng {
    state: u64,
}

impl Rng {
    /// Starts the sequence that belongs to `seed` and a part's name, so that a change in one part of a piece
    /// leaves the chance in all others as it was.
    pub(crate) fn new(seed: u64, part: &str) -> Self {
        // FNV-1a over the name.
        let name = part.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut rng = Self { state: seed ^ name };
        rng.next();
        rng
    }

    /// The next 64 random bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from -1 up to but not including 1.
    pub(crate) fn bipolar(&mut self) -> f64 {
        self.unit() * 2.0 - 1.0
    }

    /// An index below `count`, which must not be 0.
    pub(crate) fn index(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    /// One of `options`, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, options: &'a [T]) -> &'a T {
        &options[self.index(options.len())]
    }

    /// True with the given probability (0 to 1).
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn the_first_numbers_of_a_seed_never_change() {
        let mut rng = Rng { state: 1_234_567 };
        // Reference values of SplitMix64 for this seed.
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(expected, [rng.next(), rng.next(), rng.next()]);
    }

    #[test]
    fn parts_of_one_seed_are_independent() {
        assert_ne!(Rng::new(7, "drums").next(), Rng::new(7, "bass").next());
        assert_eq!(Rng::new(7, "drums").next(), Rng::new(7, "drums").next());
    }

    #[test]
    fn units_stay_in_their_range() {
        let mut rng = Rng::new(3, "units");
        for _ in 0..10_000 {
            let unit = rng.unit();
            assert!((0.0..1.0).contains(&unit));
            assert!(rng.index(3) < 3);
        }
    }
}
