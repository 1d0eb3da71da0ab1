//! A room.

use super::{BLOCK, Block, decay, filter::OnePole};

/// Lengths of the eight lines in milliseconds: no two share a beat.
const LINES: [f32; 8] = [29.7, 34.3, 41.1, 45.7, 53.9, 59.3, 67.1, 73.7];

/// Lengths of the diffusers in milliseconds.
const DIFFUSERS: [f32; 4] = [4.77, 3.59, 12.73, 9.31];

/// A feedback delay network (Jot 1991): eight lines mixed by a Hadamard matrix, behind a pre-delay and diffusers.
#[derive(Clone, Debug)]
pub(crate) struct Reverb {
    before: [Line; 2],
    diffusers: [[Line; 2]; 2],
    lines: [Line; 8],
    loss: [f32; 8],
    /// State and step of each line's darkening filter.
    dark: [f32; 8],
    darken: f32,
    thin: [OnePole; 2],
}

/// A ring of samples.
#[derive(Clone, Debug)]
struct Line {
    samples: Vec<f32>,
    at: usize,
}

impl Line {
    fn new(ms: f32, rate: f32) -> Self {
        Self {
            samples: vec![0.0; ((ms * 0.001 * rate) as usize).max(1)],
            at: 0,
        }
    }

    /// The oldest sample.
    #[inline]
    fn out(&self) -> f32 {
        self.samples[self.at]
    }

    /// Replaces it by the newest.
    #[inline]
    fn push(&mut self, x: f32) {
        self.samples[self.at] = x;
        self.at += 1;
        if self.at == self.samples.len() {
            self.at = 0;
        }
    }

    /// Reads the oldest block.
    fn peek(&self, mut each: impl FnMut(usize, f32)) {
        let first = BLOCK.min(self.samples.len() - self.at);
        let samples = self.samples[self.at..self.at + first]
            .iter()
            .chain(&self.samples[..BLOCK - first]);
        samples.enumerate().for_each(|(i, &x)| each(i, x));
    }

    /// Replaces it by the newest.
    fn poke(&mut self, each: impl Fn(usize) -> f32) {
        let first = BLOCK.min(self.samples.len() - self.at);
        let (start, end) = self.samples.split_at_mut(self.at);
        end[..first]
            .iter_mut()
            .chain(&mut start[..BLOCK - first])
            .enumerate()
            .for_each(|(i, x)| *x = each(i));
        self.at = if self.at + BLOCK >= self.samples.len() {
            self.at + BLOCK - self.samples.len()
        } else {
            self.at + BLOCK
        };
    }

    #[inline]
    fn allpass(&mut self, x: f32) -> f32 {
        let delayed = self.out();
        let inner = x + 0.6 * delayed;
        self.push(inner);
        delayed - 0.6 * inner
    }
}

impl Reverb {
    /// A room whose sound falls by 60 dB in `seconds`; long ones are larger.
    pub(crate) fn new(seconds: f32, rate: f32) -> Self {
        let size = 0.75 + 0.12 * seconds.min(5.0);
        let loss = LINES.map(|ms| libm::powf(decay(seconds, rate), ms * size * 0.001 * rate));
        let diffuser = |index: usize| Line::new(DIFFUSERS[index], rate);
        Self {
            before: [
                Line::new(12.0 + 4.0 * seconds, rate),
                Line::new(15.0 + 4.0 * seconds, rate),
            ],
            diffusers: [[diffuser(0), diffuser(2)], [diffuser(1), diffuser(3)]],
            lines: LINES.map(|ms| Line::new(ms * size, rate)),
            loss,
            dark: [0.0; 8],
            darken: 1.0 - libm::expf(-core::f32::consts::TAU * 5_200.0 / rate),
            thin: [OnePole::new(180.0, rate), OnePole::new(180.0, rate)],
        }
    }

    /// Takes a send and adds the room's answer to `out`.
    pub(crate) fn run(&mut self, send: [&Block; 2], out: [&mut Block; 2]) {
        let [out_left, out_right] = out;
        // Every line is longer than a block, so a whole block of each can be read before it is written.
        let mut frames = [[0.0_f32; 8]; BLOCK];
        for (k, line) in self.lines.iter().enumerate() {
            line.peek(|i, x| frames[i][k] = x);
        }
        for (i, x) in frames.iter_mut().enumerate() {
            let (l, r) = (self.enter(0, send[0][i]), self.enter(1, send[1][i]));
            for ((x, dark), loss) in x.iter_mut().zip(&mut self.dark).zip(&self.loss) {
                *dark += self.darken * (*x - *dark);
                *x = *dark * loss;
            }
            out_left[i] += 0.5 * (x[0] + x[2] - x[5] + x[6]);
            out_right[i] += 0.5 * (x[1] - x[3] + x[4] + x[7]);
            hadamard(x);
            for k in 0..4 {
                x[2 * k] += l + 1.0e-18;
                x[2 * k + 1] += r + 1.0e-18;
            }
        }
        for (k, line) in self.lines.iter_mut().enumerate() {
            line.poke(|i| frames[i][k]);
        }
    }

    #[inline]
    fn enter(&mut self, side: usize, x: f32) -> f32 {
        let x = self.thin[side].high(x);
        let delayed = self.before[side].out();
        self.before[side].push(x);
        let [first, second] = &mut self.diffusers[side];
        second.allpass(first.allpass(delayed))
    }
}

/// Mixes eight values with no loss of energy.
#[inline]
fn hadamard(x: &mut [f32; 8]) {
    for half in [4, 2, 1] {
        for i in (0..8).filter(|i| i & half == 0) {
            (x[i], x[i + half]) = (x[i] + x[i + half], x[i] - x[i + half]);
        }
    }
    x.iter_mut().for_each(|value| *value *= 0.353_553_4);
}

#[cfg(test)]
mod tests {
    use super::Reverb;
    use crate::synth::BLOCK;

    #[test]
    fn the_room_dies_in_its_time() {
        let mut room = Reverb::new(1.5, 48_000.0);
        let mut energy = Vec::new();
        for block in 0..1_500 {
            let mut send = [0.0; BLOCK];
            send[0] = if block == 0 { 1.0 } else { 0.0 };
            let (mut left, mut right) = ([0.0; BLOCK], [0.0; BLOCK]);
            room.run([&send, &send], [&mut left, &mut right]);
            energy.push(left.iter().chain(&right).map(|x| x * x).sum::<f32>());
        }
        let around = |seconds: f32| -> f32 {
            let at = (seconds * 750.0) as usize;
            energy[at..at + 75].iter().sum()
        };
        let early = 10.0 * (around(0.2)).log10();
        let late = 10.0 * (around(1.2)).log10();
        // One second of a 1.5 s room is 40 dB; the highs go sooner.
        assert!((-55.0..-35.0).contains(&(late - early)), "{early} {late}");
    }
}
