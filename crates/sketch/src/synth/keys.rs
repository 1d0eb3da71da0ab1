//! Electric keys by frequency modulation.

use super::{
    BLOCK, Block, decay, hertz,
    oscillator::{sine, wrap},
};

/// Two pairs of sines, each pair a carrier and what bends it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeysPatch {
    /// Frequency of the body's modulator, relative to the note.
    pub(crate) ratio: f32,
    /// How far it bends the carrier at full velocity, in turns.
    pub(crate) depth: f32,
    /// Seconds in which the bend falls by 60 dB.
    pub(crate) depth_fall: f32,
    /// Frequency and level of the tine above the body.
    pub(crate) tine_ratio: f32,
    pub(crate) tine: f32,
    /// Seconds in which middle C falls by 60 dB, and after its release.
    pub(crate) ring: f32,
    pub(crate) damp: f32,
}

/// A sounding key.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeysVoice {
    turns: f32,
    bend_turns: f32,
    tine_turns: f32,
    step: f32,
    bend_step: f32,
    tine_step: f32,
    bend: f32,
    bend_fall: f32,
    tine: f32,
    tine_fall: f32,
    level: f32,
    fall: f32,
    damp: f32,
    onset: f32,
}

impl KeysVoice {
    pub(crate) fn start(&mut self, patch: &KeysPatch, pitch: f32, velocity: f32, rate: f32) {
        let step = hertz(pitch) / rate;
        let ring = patch.ring * libm::exp2f(-(pitch - 60.0) / 30.0);
        // Bright high notes would alias: bend less towards the top.
        let tame = (1.0 - (pitch - 72.0) / 40.0).clamp(0.2, 1.2);
        *self = Self {
            step: step.min(0.45),
            bend_step: (step * patch.ratio).min(0.45),
            tine_step: (step * patch.tine_ratio).min(0.45),
            bend: patch.depth * (0.25 + 0.75 * velocity) * velocity * tame,
            bend_fall: decay(patch.depth_fall, rate),
            tine: patch.tine * velocity * tame,
            tine_fall: decay(0.35, rate),
            level: 0.45 * velocity,
            fall: decay(ring, rate),
            damp: decay(patch.damp, rate),
            ..Self::default()
        };
    }

    pub(crate) fn release(&mut self) {
        self.fall = self.damp;
    }

    pub(crate) fn alive(&self) -> bool {
        self.level > 5.0e-5
    }

    /// Writes a block, silent before `offset`.
    pub(crate) fn render(&mut self, out: &mut Block, offset: usize) {
        out[..offset].fill(0.0);
        for sample in &mut out[offset..BLOCK] {
            let bent = self.turns + self.bend * sine(self.bend_turns);
            let tine = self.tine * sine(self.tine_turns);
            self.onset += 0.02 * (1.0 - self.onset);
            *sample = self.level * self.onset * (sine(bent) + tine);
            self.turns = wrap(self.turns + self.step);
            self.bend_turns = wrap(self.bend_turns + self.bend_step);
            self.tine_turns = wrap(self.tine_turns + self.tine_step);
            self.bend *= self.bend_fall;
            self.tine *= self.tine_fall;
            self.level *= self.fall;
        }
        if self.bend < 1.0e-12 {
            self.bend = 0.0;
        }
        if self.tine < 1.0e-12 {
            self.tine = 0.0;
        }
    }
}
