//! Echo that goes from side to side.

use super::{BLOCK, Block, filter::OnePole};

/// Two delay lines that feed each other, darker and thinner with every turn.
#[derive(Clone, Debug)]
pub(crate) struct Delay {
    left: Vec<f32>,
    right: Vec<f32>,
    at: usize,
    feedback: f32,
    dark: [OnePole; 2],
    thin: [OnePole; 2],
}

impl Delay {
    /// Echoes `seconds` apart, each `feedback` times the one before.
    pub(crate) fn new(seconds: f32, feedback: f32, rate: f32) -> Self {
        let length = ((seconds * rate) as usize).max(BLOCK);
        Self {
            left: vec![0.0; length],
            right: vec![0.0; length],
            at: 0,
            feedback,
            dark: [OnePole::new(4_200.0, rate), OnePole::new(4_200.0, rate)],
            thin: [OnePole::new(220.0, rate), OnePole::new(220.0, rate)],
        }
    }

    /// Takes a send and adds the echoes to `out`.
    pub(crate) fn run(&mut self, send: [&Block; 2], out: [&mut Block; 2]) {
        let [out_left, out_right] = out;
        for i in 0..BLOCK {
            let (l, r) = (self.left[self.at], self.right[self.at]);
            out_left[i] += l;
            out_right[i] += r;
            let into_left = 0.5 * (send[0][i] + send[1][i]) + r * self.feedback;
            let into_right = l * self.feedback.max(0.6);
            self.left[self.at] = self.thin[0].high(self.dark[0].low(into_left)) + 1.0e-18;
            self.right[self.at] = self.thin[1].high(self.dark[1].low(into_right)) + 1.0e-18;
            self.at = if self.at + 1 >= self.left.len() {
                0
            } else {
                self.at + 1
            };
        }
    }
}
