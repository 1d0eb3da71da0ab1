//! Echo that goes from side to side.

use super::{
    BLOCK, Block,
    filter::OnePole,
    line::{Line, PAST},
};

/// Two delay lines that feed each other, darker and thinner with every turn.
#[derive(Clone, Debug)]
pub(crate) struct Delay {
    lines: [Line; 2],
    feedback: f32,
    dark: [OnePole; 2],
    thin: [OnePole; 2],
}

impl Delay {
    /// Echoes `seconds` apart, each `feedback` times the one before.
    pub(crate) fn new(seconds: f32, feedback: f32, rate: f32) -> Self {
        let line = Line::new(seconds * rate);
        Self {
            lines: [line.clone(), line],
            feedback,
            dark: [OnePole::new(4_200.0, rate), OnePole::new(4_200.0, rate)],
            thin: [OnePole::new(220.0, rate), OnePole::new(220.0, rate)],
        }
    }

    /// Takes a send and adds the echoes to `out`.
    pub(crate) fn run(&mut self, send: [&Block; 2], out: [&mut Block; 2]) {
        let [one, other] = &mut self.lines;
        let ((left, into_left), (right, into_right)) = (one.pass(), other.pass());
        let back = self.feedback.max(0.6);
        for i in 0..BLOCK {
            let (l, r) = (left[PAST + i], right[PAST + i]);
            into_left[i] = 0.5 * (send[0][i] + send[1][i]) + r * self.feedback;
            into_right[i] = l * back;
            out[0][i] += l;
            out[1][i] += r;
        }
        for (side, enter) in [into_left, into_right].into_iter().enumerate() {
            self.dark[side].low(enter);
            self.thin[side].high(enter);
            // The least of noises keeps the echo from becoming slow as it dies.
            enter.iter_mut().for_each(|sample| *sample += 1.0e-18);
        }
    }
}
