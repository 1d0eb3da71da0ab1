//! Saws, for four notes at once.

use wide::{f32x4, i32x4};

use super::BLOCK;

/// A whole turn, in units of a phase.
pub(crate) const TURN: f32 = 4_294_967_296.0;

/// Most saws of one voice: a pulse is two.
const MOST: usize = 8;

/// Saws that are drawn in one go: what the machine holds at hand.
const GROUP: usize = 4;

/// One block of a saw of each note.
///
/// A saw is the slope of a parabola (differentiated parabolic wave, Välimäki 2005), whose harmonics fall fast enough that
/// what folds back is soft; it needs no corner to be found. The sum of several is the slope of the sum of their parabolas.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Saw {
    phase: i32x4,
    /// How far it had come in the sample before the block, and how far it comes in each of the block.
    before: i32x4,
    way: i32x4,
    /// What makes a saw from -1 to 1, times its level, of the slope of the parabola at its frequency.
    scale: f32x4,
}

impl Saw {
    /// A saw whose phase goes `way` with each sample, which is `step` turns, and went `before` last.
    pub(crate) fn new(phase: i32x4, before: i32x4, way: i32x4, step: f32x4, level: f32x4) -> Self {
        let scale = level / (f32x4::splat(TURN * TURN) * step);
        Self {
            phase,
            before,
            way,
            scale,
        }
    }

    #[inline]
    fn height(&self) -> f32x4 {
        let x = f32x4::from_i32x4(self.phase);
        self.scale * (x * x)
    }
}

/// All saws of a block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Saws {
    saws: [Saw; MOST],
    count: usize,
}

impl Saws {
    pub(crate) fn push(&mut self, saw: Saw) {
        self.saws[self.count] = saw;
        self.count += 1;
    }

    /// Adds them to a block.
    pub(crate) fn add(&self, out: &mut [f32x4; BLOCK]) {
        for saws in self.saws[..self.count].chunks(GROUP) {
            match *saws {
                [a] => draw([a], out),
                [a, b] => draw([a, b], out),
                [a, b, c] => draw([a, b, c], out),
                [a, b, c, d] => draw([a, b, c, d], out),
                _ => {}
            }
        }
    }
}

fn draw<const N: usize>(mut saws: [Saw; N], out: &mut [f32x4; BLOCK]) {
    let sum = |saws: &[Saw; N]| {
        let heights = saws.iter().map(Saw::height);
        heights.fold(f32x4::ZERO, |sum, height| sum + height)
    };
    let mut past = sum(&saws.map(|saw| Saw {
        phase: saw.phase - saw.before,
        ..saw
    }));
    for sample in out {
        let height = sum(&saws);
        *sample += height - past;
        past = height;
        for saw in &mut saws {
            saw.phase += saw.way;
        }
    }
}
