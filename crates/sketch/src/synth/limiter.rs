//! A limiter that looks ahead by one block: the gain is down before the peak arrives.

use wide::f32x4;

use super::{BLOCK, Block, decay, four};

/// Highest level that leaves it: -2.2 dBFS, so that the wave between the samples stays below -1 dBTP.
const CEILING: f32 = 0.776;

/// Samples the half-way interpolation needs beside the newest.
const PAST: usize = 7;

/// Holds both channels of a mix below the ceiling.
///
/// Each block has a need, the gain its highest crest allows. The gain is a straight line between the edges of the
/// blocks, and at an edge it is no more than what both neighbours need, so that it satisfies every sample without
/// ever jumping.
#[derive(Clone, Debug)]
pub(crate) struct Limiter {
    waiting: [Block; 2],
    /// What the waiting block needs, and the gain at its beginning.
    need: f32,
    edge: f32,
    recover: f32,
    past: [[f32; PAST]; 2],
}

impl Limiter {
    pub(crate) fn new(rate: f32) -> Self {
        Self {
            waiting: [[0.0; BLOCK]; 2],
            need: 1.0,
            edge: 1.0,
            recover: 1.0 - decay(0.25, rate / BLOCK as f32),
            past: [[0.0; PAST]; 2],
        }
    }

    /// Takes a block and puts the one before it in its place.
    pub(crate) fn run(&mut self, left: &mut Block, right: &mut Block) {
        let peak = crest(&mut self.past[0], left).max(crest(&mut self.past[1], right));
        let need = if peak > CEILING { CEILING / peak } else { 1.0 };
        let recovered = self.edge + self.recover * (1.0 - self.edge);
        let edge = recovered.min(self.need).min(need);
        let slope = (edge - self.edge) / BLOCK as f32;
        for (waiting, fresh) in self.waiting.iter_mut().zip([left, right]) {
            core::mem::swap(waiting, fresh);
            for (index, sample) in fresh.iter_mut().enumerate() {
                *sample *= self.edge + slope * index as f32;
            }
        }
        (self.edge, self.need) = (edge, need);
    }
}

/// The highest of a block's samples and of the wave half-way between them (a windowed sinc over eight).
fn crest(past: &mut [f32; PAST], block: &Block) -> f32 {
    let mut x = [0.0_f32; PAST + BLOCK];
    x[..PAST].copy_from_slice(past);
    x[PAST..].copy_from_slice(block);
    past.copy_from_slice(&x[BLOCK..]);
    let mut highest = f32x4::ZERO;
    for i in (0..BLOCK).step_by(4) {
        let x: [f32x4; PAST + 1] = core::array::from_fn(|k| four(&x, i + k));
        let pair = |k: usize, by: f32| f32x4::splat(by) * (x[3 - k] + x[4 + k]);
        let between = (pair(0, 0.6105) - pair(1, 0.1462)) + (pair(2, 0.0392) - pair(3, 0.0034));
        highest = highest.fast_max(between.abs().fast_max(x[PAST].abs()));
    }
    highest.to_array().into_iter().fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::{CEILING, Limiter};
    use crate::synth::{BLOCK, Noise};

    #[test]
    fn nothing_leaves_above_the_ceiling_and_soft_parts_pass() {
        let mut limiter = Limiter::new(48_000.0);
        let mut noise = Noise::new(5);
        let mut before = [0.0; BLOCK];
        for block in 0..2_000 {
            let loud = if block % 97 < 13 { 3.0 } else { 0.2 };
            let mut left = [0.0; BLOCK];
            left.fill_with(|| loud * noise.next());
            let input = left;
            let mut right = left;
            limiter.run(&mut left, &mut right);
            assert!(
                left.iter()
                    .chain(&right)
                    .all(|x| x.abs() <= CEILING + 1.0e-6)
            );
            if block % 97 == 96 {
                // Eighty quiet blocks later the gain is back.
                let ratio = left[5] / before[5];
                assert!((0.95..=1.0).contains(&ratio), "{ratio}");
            }
            before = input;
        }
    }
}
