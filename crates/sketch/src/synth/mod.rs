//! Sound sources and effects: plain structs that work on short blocks of samples.
//!
//! Levels are linear, 1 is full scale; times are in seconds and frequencies in Hz unless a name says otherwise.
//! Everything transcendental goes through `libm` or the polynomials here, so that every machine gives the same bits.

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
pub(crate) mod oscillator;
pub(crate) mod pluck;
pub(crate) mod reverb;
pub(crate) mod struck;
pub(crate) mod voice;

use wide::f32x4;

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

/// A level that is multiplied by `by` with each sample: its course over a block, while it moves on by `samples`.
#[inline(never)]
pub(crate) fn fall(level: &mut f32, by: f32, samples: usize) -> Block {
    let mut course = [0.0; BLOCK];
    let by2 = by * by;
    let mut four = f32x4::splat(*level) * f32x4::new([1.0, by, by2, by2 * by]);
    let by4 = f32x4::splat(by2 * by2);
    for course in course.chunks_exact_mut(4) {
        course.copy_from_slice(four.as_array());
        four *= by4;
    }
    *level = course.get(samples).copied().unwrap_or(four.as_array()[0]);
    course
}

/// Adds the four lanes of every sample to it, always in the same order.
#[inline(never)]
pub(crate) fn sum_lanes(sound: &[f32x4; BLOCK], out: &mut Block) {
    for (four, out) in sound.chunks_exact(4).zip(out.chunks_exact_mut(4)) {
        let [a, b, c, d] = f32x4::transpose([four[0], four[1], four[2], four[3]]);
        let sums = ((a + b) + (c + d)).to_array();
        out.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum);
    }
}

/// White noise from a 32-bit generator.
#[derive(Clone, Debug)]
pub(crate) struct Noise(u32);

impl Noise {
    pub(crate) fn new(seed: u32) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9) | 1)
    }

    /// The next sample, -1 to 1.
    #[inline]
    pub(crate) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as f32 * (2.0 / 16_777_216.0) - 1.0
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
