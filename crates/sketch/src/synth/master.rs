//! The last stage: tone, bus compressor, warmth, limiter.

use wide::f32x4;

use super::{
    BLOCK, Block, decay,
    filter::{OnePole, Pair, svf_rows},
    gain,
    limiter::Limiter,
    saturate,
};
use crate::genre::Space;

/// The level the compressor is set for, as mean power of both channels.
const THRESHOLD: f32 = 0.018;

/// Highest corner of the top end in Hz: what is near the edge of the band only makes peaks between the samples.
const TOP: f32 = 16_500.0;

/// The master chain.
#[derive(Clone, Debug)]
pub(crate) struct Master {
    tone: Tone,
    glue: f32,
    power: f32,
    power_step: f32,
    squeeze: f32,
    limiter: Limiter,
}

impl Master {
    pub(crate) fn new(space: &Space, rate: f32) -> Self {
        Self {
            tone: Tone::new(space, rate),
            glue: space.glue,
            power: 0.0,
            power_step: 1.0 - decay(0.35, rate / BLOCK as f32),
            squeeze: 1.0,
            limiter: Limiter::new(rate),
        }
    }

    /// Works on a block; the output is one block late. `level` is the gain before the limiter.
    pub(crate) fn run(&mut self, level: f32, left: &mut Block, right: &mut Block) {
        self.tone.run(left, right);
        let before = self.squeeze;
        self.squeeze = self.compress(left, right);
        let slope = (self.squeeze - before) / BLOCK as f32;
        for block in [&mut *left, &mut *right] {
            for (index, sample) in block.iter_mut().enumerate() {
                *sample = warm(*sample * (before + slope * index as f32) * level);
            }
        }
        self.limiter.run(left, right);
    }

    /// The gain for a block: the square root of how far the power is above the threshold, by `glue`.
    fn compress(&mut self, left: &Block, right: &Block) -> f32 {
        let power = left.iter().chain(right).map(|x| x * x).sum::<f32>() / (2 * BLOCK) as f32;
        self.power += self.power_step * (power - self.power) + 1.0e-20;
        let over = (self.power / THRESHOLD).max(1.0);
        1.0 / (1.0 + self.glue * (over.sqrt().sqrt() - 1.0))
    }
}

/// What the ear needs less of goes out, what it needs more of comes in: both channels side by side in one vector.
#[derive(Clone, Debug)]
struct Tone {
    /// Steps and states of the high-pass, twice, and of the lift.
    rumble: f32x4,
    rumbles: [f32x4; 2],
    lift: f32x4,
    lifted: f32x4,
    air: f32x4,
    low: Pair,
}

impl Tone {
    fn new(space: &Space, rate: f32) -> Self {
        let (rows, _) = svf_rows(space.tone.min(TOP), 0.3, rate);
        Self {
            rumble: f32x4::splat(OnePole::new(24.0, rate).step()),
            rumbles: [f32x4::ZERO; 2],
            lift: f32x4::splat(OnePole::new(5_500.0, rate).step()),
            lifted: f32x4::ZERO,
            air: f32x4::splat(space.air),
            low: Pair::new(rows.map(|row| row.map(f32x4::splat))),
        }
    }

    fn run(&mut self, left: &mut Block, right: &mut Block) {
        let (left, right) = (left.chunks_exact_mut(2), right.chunks_exact_mut(2));
        for (left, right) in left.zip(right) {
            let x = [0, 1].map(|i| self.shelve(f32x4::new([left[i], right[i], 0.0, 0.0])));
            for (i, y) in self.low.run(x).into_iter().enumerate() {
                [left[i], right[i], ..] = y.to_array();
            }
        }
    }

    /// All but the low-pass.
    #[inline]
    fn shelve(&mut self, x: f32x4) -> f32x4 {
        let [r1, r2] = &mut self.rumbles;
        *r1 = (*r1 - self.rumble * *r1) + self.rumble * x;
        let x = x - *r1;
        *r2 = (*r2 - self.rumble * *r2) + self.rumble * x;
        let x = x - *r2;
        self.lifted += self.lift * (x - self.lifted);
        x + self.air * (x - self.lifted)
    }
}

/// Rounds what is well above the mix's body, and leaves that alone.
#[inline]
fn warm(x: f32) -> f32 {
    1.6 * saturate(x / 1.6)
}

/// The level of a whole mix, in dB, as a factor.
pub(crate) fn level(db: f64) -> f32 {
    gain(db as f32)
}
