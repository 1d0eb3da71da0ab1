//! A room.

use super::{BLOCK, Block, decay, filter::OnePole};

/// Lengths of the eight lines in milliseconds: no two share a beat.
const LINES: [f32; 8] = [29.7, 34.3, 41.1, 45.7, 53.9, 59.3, 67.1, 73.7];

/// Lengths of the diffusers in milliseconds.
const DIFFUSERS: [f32; 4] = [4.77, 3.59, 12.73, 9.31];

/// How much of each sample's neighbours a turn through a line takes: the air swallows the highs.
const AIR: f32 = 0.2;

/// A feedback delay network (Jot 1991): eight lines mixed by a Hadamard matrix, behind a pre-delay and diffusers.
///
/// No line is shorter than a block, so what comes out of it during a block is known before anything goes in, and all but
/// one filter works on whole blocks.
#[derive(Clone, Debug)]
pub(crate) struct Reverb {
    before: [Line; 2],
    diffusers: [[Line; 2]; 2],
    lines: [Line; 8],
    loss: [f32; 8],
    /// The last two samples that came out of each line.
    past: [[f32; 2]; 8],
    thin: [OnePole; 2],
}

/// A ring of samples, a block long at least.
#[derive(Clone, Debug)]
struct Line {
    samples: Vec<f32>,
    at: usize,
}

impl Line {
    fn new(ms: f32, rate: f32) -> Self {
        Self {
            samples: vec![0.0; ((ms * 0.001 * rate) as usize).max(BLOCK)],
            at: 0,
        }
    }

    /// Reads the oldest block.
    fn peek(&self) -> Block {
        let mut block = [0.0; BLOCK];
        let first = BLOCK.min(self.samples.len() - self.at);
        block[..first].copy_from_slice(&self.samples[self.at..self.at + first]);
        block[first..].copy_from_slice(&self.samples[..BLOCK - first]);
        block
    }

    /// Replaces it by the newest.
    fn poke(&mut self, block: &Block) {
        let first = BLOCK.min(self.samples.len() - self.at);
        self.samples[self.at..self.at + first].copy_from_slice(&block[..first]);
        self.samples[..BLOCK - first].copy_from_slice(&block[first..]);
        self.at = if self.at + BLOCK >= self.samples.len() {
            self.at + BLOCK - self.samples.len()
        } else {
            self.at + BLOCK
        };
    }

    /// Delays a block.
    fn delay(&mut self, block: &mut Block) {
        let old = self.peek();
        self.poke(block);
        *block = old;
    }

    /// Smears a block.
    fn diffuse(&mut self, block: &mut Block) {
        let delayed = self.peek();
        let mut inner = [0.0; BLOCK];
        for i in 0..BLOCK {
            inner[i] = block[i] + 0.6 * delayed[i];
            block[i] = delayed[i] - 0.6 * inner[i];
        }
        self.poke(&inner);
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
            past: [[0.0; 2]; 8],
            thin: [OnePole::new(180.0, rate), OnePole::new(180.0, rate)],
        }
    }

    /// Takes a send and adds the room's answer to `out`.
    pub(crate) fn run(&mut self, send: [&Block; 2], out: [&mut Block; 2]) {
        let mut enter = [*send[0], *send[1]];
        for (side, block) in enter.iter_mut().enumerate() {
            for x in block.iter_mut() {
                *x = self.thin[side].high(*x);
            }
            self.before[side].delay(block);
            for diffuser in &mut self.diffusers[side] {
                diffuser.diffuse(block);
            }
        }
        let mut x: [Block; 8] = core::array::from_fn(|k| self.fade(k));
        let [left, right] = out;
        for i in 0..BLOCK {
            left[i] += 0.5 * (x[0][i] + x[2][i] - x[5][i] + x[6][i]);
            right[i] += 0.5 * (x[1][i] - x[3][i] + x[4][i] + x[7][i]);
        }
        hadamard(&mut x);
        for (k, (line, mixed)) in self.lines.iter_mut().zip(&mut x).enumerate() {
            for i in 0..BLOCK {
                // The least of noises keeps the room from becoming slow as it dies.
                mixed[i] = 0.353_553_4 * mixed[i] + enter[k % 2][i] + 1.0e-18;
            }
            line.poke(mixed);
        }
    }

    /// What comes out of a line, after the loss of a turn: the mean of neighbours, one sample late.
    fn fade(&mut self, k: usize) -> Block {
        let mut x = [0.0; BLOCK + 2];
        x[..2].copy_from_slice(&self.past[k]);
        x[2..].copy_from_slice(&self.lines[k].peek());
        self.past[k] = [x[BLOCK], x[BLOCK + 1]];
        let (side, middle) = (AIR * self.loss[k], (1.0 - 2.0 * AIR) * self.loss[k]);
        core::array::from_fn(|i| side * (x[i] + x[i + 2]) + middle * x[i + 1])
    }
}

/// Mixes eight blocks with no loss of energy but for a factor.
fn hadamard(x: &mut [Block; 8]) {
    for half in [4, 2, 1] {
        for k in (0..8).filter(|k| k & half == 0) {
            let (near, far) = x.split_at_mut(k + half);
            for (a, b) in near[k].iter_mut().zip(&mut far[0]) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
    }
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
