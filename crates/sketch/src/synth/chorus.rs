//! Chorus: a mono track doubled to both sides.

use super::{
    BLOCK, Block,
    oscillator::{sine, wrap},
};

/// Two slowly moving echoes, one a side.
#[derive(Clone, Debug)]
pub(crate) struct Chorus {
    line: Vec<f32>,
    at: usize,
    turns: f32,
    step: f32,
    middle: f32,
    depth: f32,
}

impl Chorus {
    /// `hz` is the speed of the movement.
    pub(crate) fn new(hz: f32, rate: f32) -> Self {
        Self {
            line: vec![0.0; ((0.03 * rate) as usize).next_power_of_two()],
            at: 0,
            turns: 0.0,
            step: hz * BLOCK as f32 / rate,
            middle: 0.011 * rate,
            depth: 0.0035 * rate,
        }
    }

    /// Widens what is in both channels by `amount` (0 to 1).
    pub(crate) fn run(&mut self, amount: f32, left: &mut Block, right: &mut Block) {
        let from = [self.length(0.0), self.length(0.4)];
        self.turns = wrap(self.turns + self.step);
        let to = [self.length(0.0), self.length(0.4)];
        let dry = 1.0 - 0.35 * amount;
        for i in 0..BLOCK {
            self.line[self.at] = 0.5 * (left[i] + right[i]);
            let part = i as f32 / BLOCK as f32;
            left[i] = dry * left[i] + 0.7 * amount * self.tap(from[0] + (to[0] - from[0]) * part);
            right[i] = dry * right[i] + 0.7 * amount * self.tap(from[1] + (to[1] - from[1]) * part);
            self.at = (self.at + 1) & (self.line.len() - 1);
        }
    }

    fn length(&self, shift: f32) -> f32 {
        self.middle + self.depth * sine(self.turns + shift)
    }

    #[inline]
    fn tap(&self, length: f32) -> f32 {
        let whole = length as usize;
        let part = length - whole as f32;
        // The ring's length is a power of two, so that going round is one operation.
        let (size, mask) = (self.line.len(), self.line.len() - 1);
        let near = self.line[(self.at + size - whole) & mask];
        let far = self.line[(self.at + size - whole - 1) & mask];
        near + part * (far - near)
    }
}
