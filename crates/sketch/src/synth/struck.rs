//! Struck strings and bars: piano, bells, marimba, as sums of dying partials.

use super::{BLOCK, Block, Noise, decay, hertz};

/// Partials of one note.
const PARTIALS: usize = 12;

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
    x: [f32; PARTIALS],
    y: [f32; PARTIALS],
    cos: [f32; PARTIALS],
    sin: [f32; PARTIALS],
    /// Partials that can still be heard, a multiple of four.
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
        let none = [0.0; PARTIALS];
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
            self.cos[index] = shrink * libm::cosf(angle);
            self.sin[index] = shrink * libm::sinf(angle);
            self.x[index] = level * if index == 0 { 1.0 } else { loud };
            loud *= tilt.min(1.0);
        }
        self.sounding = patch.partials.len().min(PARTIALS).div_ceil(4) * 4;
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
        out[..offset].fill(0.0);
        let mut peak = 0.0_f32;
        for sample in &mut out[offset..BLOCK] {
            if self.released {
                self.level *= self.damp;
            }
            *sample = (self.turn() + self.blow(noise)) * self.level;
            peak = peak.max(sample.abs());
        }
        self.drop_silent();
        self.heard = peak.max(self.heard * 0.9);
    }

    /// Moves every point on by a sample and adds their heights, four abreast.
    #[inline]
    fn turn(&mut self) -> f32 {
        let mut sums = [0.0_f32; 4];
        for four in (0..self.sounding).step_by(4) {
            for (lane, sum) in sums.iter_mut().enumerate() {
                let i = four + lane;
                let x = self.x[i] * self.cos[i] - self.y[i] * self.sin[i];
                let y = self.x[i] * self.sin[i] + self.y[i] * self.cos[i];
                self.x[i] = x;
                self.y[i] = y;
                *sum += y;
            }
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }

    /// Leaves out the upper partials once they have died away.
    fn drop_silent(&mut self) {
        let silent = |i: usize| self.x[i].abs() + self.y[i].abs() < 1.0e-6;
        while self.sounding > 0 && (self.sounding - 4..self.sounding).all(silent) {
            self.sounding -= 4;
        }
    }

    #[inline]
    fn blow(&mut self, noise: &mut Noise) -> f32 {
        if self.thump < 1.0e-4 {
            return 0.0;
        }
        self.thump *= self.thump_fall;
        self.thump_low += 0.08 * (noise.next() * self.thump - self.thump_low);
        self.thump_low
    }
}
