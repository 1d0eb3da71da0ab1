//! Struck strings and bars: piano, bells, marimba, as sums of dying partials.

use wide::f32x4;

use super::{BLOCK, Block, Noise, decay, fall, hertz, peak, sum_lanes};

/// Partials of one note, in fours.
const PARTIALS: usize = 12;
const FOURS: usize = PARTIALS / 4;

/// What is struck.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StruckPatch {
    /// Frequency of each partial relative to the first, its level, and how its ring compares with the first's.
    pub(crate) partials: &'static [(f32, f32, f32)],
    /// Stiffness: how far the partials spread as a string's do.
    pub(crate) stiffness: f32,
    /// Seconds in which middle C's first partial falls by 60 dB.
    pub(crate) ring: f32,
    /// How much faster the ring gets shorter with each octave up, 0 to 1.
    pub(crate) slope: f32,
    /// 0 (felt) to 1 (metal): how much of the upper partials a soft blow keeps.
    pub(crate) hardness: f32,
    /// Level of the blow's own noise.
    pub(crate) thump: f32,
    /// Seconds to fall by 60 dB once released.
    pub(crate) damp: f32,
}

/// A sounding note: each partial is a point that circles inward.
#[derive(Clone, Debug)]
pub(crate) struct StruckVoice {
    x: [f32x4; FOURS],
    y: [f32x4; FOURS],
    cos: [f32x4; FOURS],
    sin: [f32x4; FOURS],
    /// Fours that can still be heard.
    sounding: usize,
    level: f32,
    damp: f32,
    released: bool,
    thump: f32,
    thump_fall: f32,
    thump_low: f32,
    heard: f32,
}

impl StruckVoice {
    pub(crate) fn new() -> Self {
        let none = [f32x4::ZERO; FOURS];
        Self {
            x: none,
            y: none,
            cos: none,
            sin: none,
            sounding: 0,
            level: 0.0,
            damp: 0.0,
            released: false,
            thump: 0.0,
            thump_fall: 0.0,
            thump_low: 0.0,
            heard: 0.0,
        }
    }

    pub(crate) fn start(&mut self, patch: &StruckPatch, pitch: f32, velocity: f32, rate: f32) {
        *self = Self::new();
        let hz = hertz(pitch);
        let ring = patch.ring * libm::exp2f(-(pitch - 60.0) / 12.0 * patch.slope);
        // A hard blow excites what a soft one leaves alone; so do the low strings.
        let tilt = 0.35 + 0.65 * (patch.hardness + (1.0 - patch.hardness) * velocity * velocity);
        let mut loud = 1.0;
        for (index, &(ratio, level, relative)) in patch.partials.iter().take(PARTIALS).enumerate() {
            let stretch = (1.0 + patch.stiffness * ratio * ratio).sqrt();
            let turns = hz * ratio * stretch / rate;
            if turns > 0.42 {
                continue;
            }
            let angle = core::f32::consts::TAU * turns;
            let shrink = decay(ring * relative, rate);
            let set = |values: &mut [f32x4; FOURS], value: f32| {
                values[index / 4].as_mut_array()[index % 4] = value;
            };
            set(&mut self.cos, shrink * libm::cosf(angle));
            set(&mut self.sin, shrink * libm::sinf(angle));
            set(&mut self.x, level * if index == 0 { 1.0 } else { loud });
            loud *= tilt.min(1.0);
        }
        self.sounding = patch.partials.len().min(PARTIALS).div_ceil(4);
        self.level = 0.5 * velocity;
        self.damp = decay(patch.damp, rate);
        self.thump = patch.thump * velocity;
        self.thump_fall = decay(0.05, rate);
        self.heard = 1.0;
    }

    pub(crate) fn release(&mut self) {
        self.released = true;
    }

    pub(crate) fn alive(&self) -> bool {
        self.heard > 3.0e-4
    }

    /// Writes a block, silent before `offset`.
    pub(crate) fn render(&mut self, out: &mut Block, offset: usize, noise: &mut Noise) {
        out.fill(0.0);
        let mut heights = [f32x4::ZERO; BLOCK];
        match self.sounding {
            0 => {}
            1 => self.turn::<1>(&mut heights[offset..]),
            2 => self.turn::<2>(&mut heights[offset..]),
            _ => self.turn::<FOURS>(&mut heights[offset..]),
        }
        sum_lanes(&heights, out);
        if self.thump > 1.0e-4 {
            self.blow(&mut out[offset..], noise);
        }
        let by = if self.released { self.damp } else { 1.0 };
        let level = fall(&mut self.level, by, BLOCK);
        out.iter_mut()
            .zip(level)
            .for_each(|(out, level)| *out *= level);
        self.drop_silent();
        self.heard = peak(out).max(self.heard * 0.9);
    }

    /// Moves the first so many fours of points on, sample by sample, and writes the sums of their heights.
    fn turn<const N: usize>(&mut self, heights: &mut [f32x4]) {
        let first = |all: &[f32x4; FOURS]| -> [f32x4; N] { core::array::from_fn(|k| all[k]) };
        let (cos, sin) = (first(&self.cos), first(&self.sin));
        let (mut x, mut y) = (first(&self.x), first(&self.y));
        for height in heights {
            for k in 0..N {
                let (before, level) = (x[k], y[k]);
                x[k] = before * cos[k] - level * sin[k];
                y[k] = before * sin[k] + level * cos[k];
                *height += y[k];
            }
        }
        self.x[..N].copy_from_slice(&x);
        self.y[..N].copy_from_slice(&y);
    }

    /// Leaves out the upper partials once they have died away.
    fn drop_silent(&mut self) {
        while let Some(last) = self.sounding.checked_sub(1)
            && (self.x[last].abs() + self.y[last].abs())
                .to_array()
                .iter()
                .all(|height| *height < 1.0e-6)
        {
            self.sounding = last;
        }
    }

    fn blow(&mut self, out: &mut [f32], noise: &mut Noise) {
        for sample in out {
            self.thump *= self.thump_fall;
            self.thump_low += 0.08 * (noise.next() * self.thump - self.thump_low);
            *sample += self.thump_low;
        }
    }
}
