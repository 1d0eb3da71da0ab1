//! Sound sources and effects: plain structs that work on short blocks of samples.
//!
//! Levels are linear, 1 is full scale; times are in seconds and frequencies in Hz unless a name says otherwise.
//! What works on a whole block is kept out of line where it is called from many places: copies of it made the module larger
//! and nothing faster. Everything transcendental goes through `libm` or the polynomials here, so that every machine gives the same bits.

pub(crate) mod chorus;
pub(crate) mod delay;
pub(crate) mod drum;
pub(crate) mod envelope;
pub(crate) mod filter;
pub(crate) mod keys;
pub(crate) mod limiter;
pub(crate) mod line;
pub(crate) mod loudness;
pub(crate) mod master;
pub(crate) mod octave;
pub(crate) mod oscillator;
pub(crate) mod pluck;
pub(crate) mod reverb;
pub(crate) mod saws;
pub(crate) mod struck;
pub(crate) mod voice;

use core::f32::consts::LN_2;

use wide::{bytemuck::cast, f32x4, i32x4, u32x4};

/// Frames that are worked on at once; every slice a caller asks for is cut from these.
pub(crate) const BLOCK: usize = 64;

/// One channel of one block.
pub(crate) type Block = [f32; BLOCK];

/// The frequency of a MIDI note number, in Hz.
pub(crate) fn hertz(pitch: f32) -> f32 {
    440.0 * libm::exp2f((pitch - 69.0) / 12.0)
}

/// A level in dB as a factor.
pub(crate) fn gain(db: f32) -> f32 {
    libm::exp2f(db * 0.166_096_4)
}

/// What a value is multiplied by each sample to fall by 60 dB in `seconds`.
pub(crate) fn decay(seconds: f32, rate: f32) -> f32 {
    libm::expf(-6.907_755 / (seconds.max(1.0e-4) * rate))
}

/// Two to the power of each, from -100 to 100; off by less than 5 millionths of it.
#[inline]
pub(crate) fn exp2s(x: f32x4) -> f32x4 {
    let whole = x.round_int();
    let part = x - f32x4::from_i32x4(whole);
    let series = [
        1.339_887_4e-3,
        9.618_437e-3,
        5.550_332e-2,
        0.240_226_47,
        LN_2,
        1.0,
    ];
    let sum = series
        .into_iter()
        .fold(f32x4::ZERO, |sum, k| sum * part + f32x4::splat(k));
    let power: f32x4 = cast((whole + i32x4::splat(127)) << 23);
    sum * power
}

/// The places of four samples.
pub(crate) const EACH: f32x4 = f32x4::new([0.0, 1.0, 2.0, 3.0]);

/// The four samples from one on.
#[inline]
pub(crate) fn four(samples: &[f32], i: usize) -> f32x4 {
    f32x4::new([samples[i], samples[i + 1], samples[i + 2], samples[i + 3]])
}

/// A block that is made four samples at a time, from the index of the first of them.
#[inline]
pub(crate) fn by_fours(mut four: impl FnMut(usize) -> f32x4) -> Block {
    let mut block = [0.0; BLOCK];
    for (index, place) in block.as_chunks_mut().0.iter_mut().enumerate() {
        *place = four(4 * index).to_array();
    }
    block
}

/// The highest level of a block.
#[inline(never)]
pub(crate) fn peak(block: &Block) -> f32 {
    let fours = block.as_chunks().0.iter().map(|four| f32x4::new(*four));
    let highest = fours.fold(f32x4::ZERO, |highest, four| highest.fast_max(four.abs()));
    highest.to_array().into_iter().fold(0.0, f32::max)
}

/// The mean power of a block's samples.
pub(crate) fn power(block: &Block) -> f32 {
    let fours = block.as_chunks().0.iter().map(|four| f32x4::new(*four));
    let sum = fours.fold(f32x4::ZERO, |sum, four| sum + four * four);
    let [a, b, c, d] = sum.to_array();
    ((a + b) + (c + d)) / BLOCK as f32
}

/// A level that is multiplied by `by` with each sample: its course over a block, while it moves on by `samples`.
#[inline(never)]
pub(crate) fn fall(level: &mut f32, by: f32, samples: usize) -> Block {
    let by2 = by * by;
    let mut four = f32x4::splat(*level) * f32x4::new([1.0, by, by2, by2 * by]);
    let by4 = f32x4::splat(by2 * by2);
    let course = by_fours(|_| {
        let now = four;
        four *= by4;
        now
    });
    *level = course.get(samples).copied().unwrap_or(four.as_array()[0]);
    course
}

/// Adds the four lanes of every sample to it, always in the same order.
#[inline(never)]
pub(crate) fn sum_lanes(sound: &[f32x4; BLOCK], out: &mut Block) {
    for (four, out) in sound.as_chunks().0.iter().zip(out.as_chunks_mut().0) {
        *out = (f32x4::new(*out) + sum_four(*four)).to_array();
    }
}

/// The sums of the lanes of four samples.
#[inline]
pub(crate) fn sum_four(four: [f32x4; 4]) -> f32x4 {
    let [a, b, c, d] = f32x4::transpose(four);
    (a + b) + (c + d)
}

/// White noise from a 32-bit generator.
#[derive(Clone, Debug)]
pub(crate) struct Noise(u32);

/// What a state is multiplied by, and what is added to that, for the next one and for the fourth next.
const NEXT: (u32, u32) = (1_664_525, 1_013_904_223);
const FOURTH: (u32, u32) = (158_984_081, 2_868_466_484);

impl Noise {
    pub(crate) fn new(seed: u32) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9) | 1)
    }

    /// The next sample, -1 to 1.
    #[inline]
    pub(crate) fn next(&mut self) -> f32 {
        (self.advance() >> 8) as f32 * (2.0 / 16_777_216.0) - 1.0
    }

    /// The next samples of a whole block.
    #[inline(never)]
    pub(crate) fn block(&mut self) -> Block {
        let mut states = u32x4::new([(); 4].map(|()| self.advance()));
        by_fours(|_| {
            self.0 = states.to_array()[3];
            let whole: i32x4 = cast(states >> 8_u32);
            let scaled = f32x4::from_i32x4(whole) * f32x4::splat(2.0 / 16_777_216.0);
            states = states * u32x4::splat(FOURTH.0) + u32x4::splat(FOURTH.1);
            scaled - f32x4::ONE
        })
    }

    #[inline]
    fn advance(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(NEXT.0).wrapping_add(NEXT.1);
        self.0
    }
}

/// A smooth limit: nearly straight below a half, never beyond 1.
#[inline]
pub(crate) fn saturate(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    x * (27.0 + x * x) / (27.0 + 9.0 * x * x)
}

/// Equal-power gains of a position from -1 (left) to 1 (right).
pub(crate) fn pan_gains(pan: f32) -> (f32, f32) {
    let pan = pan.clamp(-1.0, 1.0);
    ((0.5 - 0.5 * pan).sqrt(), (0.5 + 0.5 * pan).sqrt())
}

#[cfg(test)]
mod tests {
    use wide::f32x4;

    use super::{BLOCK, Noise, exp2s, peak, power};

    #[test]
    fn a_block_of_noise_is_the_samples_one_after_another() {
        let (mut one, mut other) = (Noise::new(7), Noise::new(7));
        for _ in 0..3 {
            let singly: [f32; BLOCK] = core::array::from_fn(|_| one.next());
            assert_eq!(singly, other.block());
        }
    }

    #[test]
    fn powers_of_two_are_near_enough() {
        for i in -800..800 {
            let x = i as f32 / 40.0;
            let off = exp2s(f32x4::splat(x)).to_array()[2] / libm::exp2f(x) - 1.0;
            assert!(off.abs() < 5.0e-6, "{x}: {off}");
        }
    }

    #[test]
    fn the_highest_level_and_the_power_of_a_block_count_every_sample() {
        for at in 0..BLOCK {
            let mut block = [0.0; BLOCK];
            block[at] = -0.5;
            assert_eq!(peak(&block), 0.5);
            assert_eq!(power(&block), 0.25 / BLOCK as f32);
        }
    }
}
