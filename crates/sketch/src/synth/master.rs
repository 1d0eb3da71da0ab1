//! The last stage: tone, bus compressor, warmth, limiter.

use wide::f32x4;

use super::{
    BLOCK, Block, decay,
    filter::{OnePole, Pair, svf_rows},
    gain,
    limiter::Limiter,
    power, saturate,
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

    /// The first half of the work: takes out what the ear needs less of, whatever the level.
    pub(crate) fn tone(&mut self, [left, right]: &mut [Block; 2]) {
        self.tone.run(left, right);
    }

    /// The second half: presses and limits; the output is one block late. `level` is the gain before the limiter.
    pub(crate) fn press(&mut self, level: f32, [left, right]: &mut [Block; 2]) {
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
        let power = 0.5 * (power(left) + power(right));
        self.power += self.power_step * (power - self.power) + 1.0e-20;
        let over = (self.power / THRESHOLD).max(1.0);
        1.0 / (1.0 + self.glue * (over.sqrt().sqrt() - 1.0))
    }
}

/// What the ear needs less of goes out, what it needs more of comes in: both channels side by side in one vector, two
/// samples at once.
#[derive(Clone, Debug)]
struct Tone {
    rumble: [Low; 2],
    lift: Low,
    air: f32x4,
    low: Pair,
}

impl Tone {
    fn new(space: &Space, rate: f32) -> Self {
        let (rows, _) = svf_rows(space.tone.min(TOP), 0.3, rate);
        let rumble = Low::new(24.0, rate);
        Self {
            rumble: [rumble.clone(), rumble],
            lift: Low::new(5_500.0, rate),
            air: f32x4::splat(space.air),
            low: Pair::new(rows.map(|row| row.map(f32x4::splat))),
        }
    }

    fn run(&mut self, left: &mut Block, right: &mut Block) {
        let (left, right) = (left.as_chunks_mut().0, right.as_chunks_mut().0);
        for (left, right) in left.iter_mut().zip(right) {
            let mut x = [0, 1].map(|i| f32x4::new([left[i], right[i], 0.0, 0.0]));
            for low in &mut self.rumble {
                let low = low.run(x);
                x = [x[0] - low[0], x[1] - low[1]];
            }
            let low = self.lift.run(x);
            let lifted = [0, 1].map(|i| x[i] + self.air * (x[i] - low[i]));
            let [first, second] = self.low.run(lifted).map(f32x4::to_array);
            (*left, *right) = ([first[0], second[0]], [first[1], second[1]]);
        }
    }
}

/// A low-pass with 6 dB an octave in every lane.
#[derive(Clone, Debug)]
struct Low {
    step: f32x4,
    /// What is left of the state after one sample, and after two.
    keep: [f32x4; 2],
    state: f32x4,
}

impl Low {
    fn new(hz: f32, rate: f32) -> Self {
        let step = OnePole::new(hz, rate).step();
        let keep = 1.0 - step;
        Self {
            step: f32x4::splat(step),
            keep: [keep, keep * keep].map(f32x4::splat),
            state: f32x4::ZERO,
        }
    }

    /// Two samples; the second does not wait for the first.
    #[inline]
    fn run(&mut self, x: [f32x4; 2]) -> [f32x4; 2] {
        let own = x.map(|x| self.step * x);
        let first = self.keep[0] * self.state + own[0];
        self.state = self.keep[1] * self.state + (self.keep[0] * own[0] + own[1]);
        [first, self.state]
    }
}

/// Rounds what is well above the mix's body, and leaves that alone.
#[inline]
fn warm(x: f32) -> f32 {
    1.6 * saturate(x * 0.625)
}

/// The level of a whole mix, in dB, as a factor.
pub(crate) fn level(db: f64) -> f32 {
    gain(db as f32)
}
