//! A room.

use wide::f32x4;

use super::{
    BLOCK, Block, decay,
    filter::OnePole,
    four,
    line::{Line, Old},
};

/// Lengths of the eight lines in milliseconds: no two share a beat.
const LINES: [f32; 8] = [29.7, 34.3, 41.1, 45.7, 53.9, 59.3, 67.1, 73.7];

/// Lengths of the diffusers in milliseconds.
const DIFFUSERS: [f32; 4] = [4.77, 3.59, 12.73, 9.31];

/// How much of each sample's neighbours a turn through a line takes: the air swallows the highs.
const AIR: f32 = 0.2;

/// A feedback delay network (Jot 1991): eight lines mixed by a Hadamard matrix, behind a pre-delay and diffusers.
///
/// No line is shorter than a block, so all of it works on whole blocks.
#[derive(Clone, Debug)]
pub(crate) struct Reverb {
    before: [Line; 2],
    diffusers: [[Line; 2]; 2],
    lines: [Line; 8],
    loss: [f32; 8],
    thin: [OnePole; 2],
}

impl Reverb {
    /// A room whose sound falls by 60 dB in `seconds`; long ones are larger.
    pub(crate) fn new(seconds: f32, rate: f32) -> Self {
        let size = 0.75 + 0.12 * seconds.min(5.0);
        let loss = LINES.map(|ms| libm::powf(decay(seconds, rate), ms * size * 0.001 * rate));
        let line = |ms: f32| Line::new(ms * 0.001 * rate);
        let diffuser = |index: usize| line(DIFFUSERS[index]);
        Self {
            before: [line(12.0 + 4.0 * seconds), line(15.0 + 4.0 * seconds)],
            diffusers: [[diffuser(0), diffuser(2)], [diffuser(1), diffuser(3)]],
            lines: LINES.map(|ms| line(ms * size)),
            loss,
            thin: [OnePole::new(180.0, rate), OnePole::new(180.0, rate)],
        }
    }

    /// Takes a send and adds the room's answer to `out`.
    pub(crate) fn run(&mut self, send: [&Block; 2], out: [&mut Block; 2]) {
        let mut enter = [*send[0], *send[1]];
        for (side, block) in enter.iter_mut().enumerate() {
            self.thin[side].high(block);
            self.before[side].delay(block);
            for diffuser in &mut self.diffusers[side] {
                diffuser.diffuse(block);
            }
        }
        let [left, right] = out;
        let loss = self.loss;
        let mut lines = self.lines.each_mut().map(Line::pass);
        for i in (0..BLOCK).step_by(4) {
            let mut x: [f32x4; 8] = core::array::from_fn(|k| fade(lines[k].0, i, loss[k]));
            add(left, i, HALF * (x[0] + x[2] - x[5] + x[6]));
            add(right, i, HALF * (x[1] - x[3] + x[4] + x[7]));
            hadamard(&mut x);
            let enter = [four(&enter[0], i), four(&enter[1], i)];
            for (k, (_, new)) in lines.iter_mut().enumerate() {
                // The least of noises keeps the room from becoming slow as it dies.
                let mixed = EVEN * x[k] + enter[k % 2] + NOISE;
                new[i..i + 4].copy_from_slice(mixed.as_array());
            }
        }
    }
}

const HALF: f32x4 = f32x4::splat(0.5);

/// Keeps the energy of what was mixed from eight.
const EVEN: f32x4 = f32x4::splat(0.353_553_4);

const NOISE: f32x4 = f32x4::splat(1.0e-18);

/// Four samples of a line after the loss of a turn: the mean of neighbours, one sample late.
#[inline]
fn fade(old: &Old, i: usize, loss: f32) -> f32x4 {
    let (side, middle) = (
        f32x4::splat(AIR * loss),
        f32x4::splat((1.0 - 2.0 * AIR) * loss),
    );
    side * (four(old, i) + four(old, i + 2)) + middle * four(old, i + 1)
}

#[inline]
fn add(out: &mut Block, i: usize, sound: f32x4) {
    let sum = four(out, i) + sound;
    out[i..i + 4].copy_from_slice(sum.as_array());
}

/// Mixes eight with no loss of energy but for a factor.
#[inline]
fn hadamard(x: &mut [f32x4; 8]) {
    for half in [4, 2, 1] {
        for k in (0..8).filter(|k| k & half == 0) {
            (x[k], x[k + half]) = (x[k] + x[k + half], x[k] - x[k + half]);
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
