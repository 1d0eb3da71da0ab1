//! The last stage: tone, bus compressor, warmth, limiter.

use super::{
    BLOCK, Block, decay,
    filter::{OnePole, Pass, Svf},
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
    rumble: [OnePole; 2],
    rumble_again: [OnePole; 2],
    tone: [Svf; 2],
    lift: [OnePole; 2],
    air: f32,
    glue: f32,
    power: f32,
    power_step: f32,
    squeeze: f32,
    limiter: Limiter,
}

impl Master {
    pub(crate) fn new(space: &Space, rate: f32) -> Self {
        let pair = |hz| [OnePole::new(hz, rate), OnePole::new(hz, rate)];
        Self {
            rumble: pair(24.0),
            rumble_again: pair(24.0),
            tone: [0, 1].map(|_| Svf::new(space.tone.min(TOP), 0.3, rate)),
            lift: pair(5_500.0),
            air: space.air,
            glue: space.glue,
            power: 0.0,
            power_step: 1.0 - decay(0.35, rate / BLOCK as f32),
            squeeze: 1.0,
            limiter: Limiter::new(rate),
        }
    }

    /// Works on a block; the output is one block late. `level` is the gain before the limiter.
    pub(crate) fn run(&mut self, level: f32, left: &mut Block, right: &mut Block) {
        for i in 0..BLOCK {
            left[i] = self.shape(0, left[i]);
            right[i] = self.shape(1, right[i]);
        }
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

    #[inline]
    fn shape(&mut self, side: usize, x: f32) -> f32 {
        let x = self.rumble_again[side].high(self.rumble[side].high(x));
        let x = x + self.air * self.lift[side].high(x);
        self.tone[side].tick(x, Pass::Low)
    }

    /// The gain for a block: the square root of how far the power is above the threshold, by `glue`.
    fn compress(&mut self, left: &Block, right: &Block) -> f32 {
        let power = left.iter().chain(right).map(|x| x * x).sum::<f32>() / (2 * BLOCK) as f32;
        self.power += self.power_step * (power - self.power) + 1.0e-20;
        let over = (self.power / THRESHOLD).max(1.0);
        1.0 / (1.0 + self.glue * (over.sqrt().sqrt() - 1.0))
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
