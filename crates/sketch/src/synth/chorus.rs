//! Chorus: a moving copy on each side.

use wide::f32x4;

use super::{
    BLOCK, Block, EACH, four,
    oscillator::{sine, wrap},
};

/// Two slowly moving echoes, one a side, for all who play through it.
#[derive(Clone, Debug)]
pub(crate) struct Chorus {
    lines: [Vec<f32>; 2],
    at: usize,
    turns: f32,
    step: f32,
    middle: f32,
    depth: f32,
}

/// What a block's echoes are read from: the movement is less than a sample a block.
type Stretch = [f32; BLOCK + 4];

impl Chorus {
    /// `hz` is the speed of the movement.
    pub(crate) fn new(hz: f32, rate: f32) -> Self {
        // A power of two, so that going round is one operation.
        let line = vec![0.0; ((0.03 * rate) as usize).next_power_of_two()];
        Self {
            lines: [line.clone(), line],
            at: 0,
            turns: 0.0,
            step: hz * BLOCK as f32 / rate,
            middle: 0.011 * rate,
            depth: 0.0035 * rate,
        }
    }

    /// Takes a send and adds its echoes to `out`.
    pub(crate) fn run(&mut self, send: [&Block; 2], out: [&mut Block; 2]) {
        let from = [self.length(0.0), self.length(0.4)];
        self.turns = wrap(self.turns + self.step);
        let to = [self.length(0.0), self.length(0.4)];
        for (side, (send, out)) in send.into_iter().zip(out).enumerate() {
            self.write(side, send);
            let whole = from[side].min(to[side]) as usize;
            let stretch = self.read(side, whole);
            let (near, slope) = (
                from[side] - whole as f32,
                (to[side] - from[side]) / BLOCK as f32,
            );
            for (index, out) in out.as_chunks_mut().0.iter_mut().enumerate() {
                let i = 4 * index;
                // Between 0 and 2.
                let away =
                    f32x4::splat(near) + f32x4::splat(slope) * (f32x4::splat(i as f32) + EACH);
                let earlier = away.simd_ge(f32x4::ONE);
                let part = away - (earlier & f32x4::ONE);
                let five: [f32x4; 5] = core::array::from_fn(|k| four(&stretch, i + k));
                let at = |k: usize| earlier.select(five[k], five[k + 1]);
                let sound = between([at(3), at(2), at(1), at(0)], part);
                *out = (f32x4::new(*out) + sound).to_array();
            }
        }
        self.at = (self.at + BLOCK) & (self.lines[0].len() - 1);
    }

    fn length(&self, shift: f32) -> f32 {
        self.middle + self.depth * sine(self.turns + shift)
    }

    fn write(&mut self, side: usize, block: &Block) {
        let line = &mut self.lines[side];
        let at = self.at & (line.len() - 1);
        // Blocks fit into the ring, which begins with one.
        line[at..at + BLOCK].copy_from_slice(block);
    }

    /// What was written so many frames before the block, from three frames earlier to one later.
    fn read(&self, side: usize, frames: usize) -> Stretch {
        let line = &self.lines[side];
        let mask = line.len() - 1;
        let start = self.at + line.len() - frames - 3;
        core::array::from_fn(|i| line[(start + i) & mask])
    }
}

/// The wave between the middle two of four samples, at a part of the way (a Hermite curve).
#[inline]
fn between([before, from, to, after]: [f32x4; 4], part: f32x4) -> f32x4 {
    let [half, two] = [0.5, 2.0].map(f32x4::splat);
    let slope = half * (to - before);
    let bend = before - f32x4::splat(2.5) * from + two * to - half * after;
    let turn = f32x4::splat(1.5) * (from - to) + half * (after - before);
    ((turn * part + bend) * part + slope) * part + from
}

#[cfg(test)]
mod tests {
    use super::Chorus;
    use crate::synth::BLOCK;

    #[test]
    fn its_echoes_come_after_seven_to_fifteen_milliseconds_and_have_no_edges() {
        for rate in [8_000.0, 48_000.0] {
            let mut chorus = Chorus::new(0.7, rate);
            let (mut before, mut at) = ([0.0; 2], 0.0_f32);
            for _ in 0..2_000 {
                let ramp = core::array::from_fn(|i| at + i as f32);
                let mut out = [[0.0; BLOCK]; 2];
                let [left, right] = &mut out;
                chorus.run([&ramp, &ramp], [left, right]);
                for i in 0..BLOCK {
                    for (side, before) in before.iter_mut().enumerate() {
                        let late = (ramp[i] - out[side][i]) / rate;
                        if ramp[i] > 0.02 * rate {
                            assert!((0.007..0.015).contains(&late), "{late}");
                            assert!((out[side][i] - *before - 1.0).abs() < 0.05);
                        }
                        *before = out[side][i];
                    }
                }
                at += BLOCK as f32;
            }
        }
    }
}
