//! Electric keys by frequency modulation.

use super::{BLOCK, Block, decay, hertz, oscillator::sine};

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

/// A sounding key. Levels are ramps from block to block, which also takes the click off the beginning.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeysVoice {
    body: Sine,
    bender: Sine,
    tine: Sine,
    /// The body's fall once released.
    damp: f32,
}

/// One of its sines: phase and step in turns, and a level that is multiplied by `fall` each block.
#[derive(Clone, Debug, Default)]
struct Sine {
    turns: f32,
    step: f32,
    level: f32,
    next: f32,
    fall: f32,
}

impl Sine {
    fn new(step: f32, level: f32, seconds: f32, rate: f32) -> Self {
        let fall = decay(seconds, rate / BLOCK as f32);
        Self {
            turns: 0.0,
            step: step.min(0.45),
            level: 0.0,
            next: level,
            fall,
        }
    }

    /// Adds so many samples to `out`, its phase pushed on by `bend` (in turns).
    fn add(&mut self, bend: &Block, out: &mut Block, frames: usize) {
        let slope = (self.next - self.level) / frames as f32;
        for (index, (sample, bend)) in out.iter_mut().zip(bend).take(frames).enumerate() {
            let at = index as f32;
            *sample += (self.level + slope * at) * sine(self.turns + self.step * at + bend);
        }
        let turns = self.turns + self.step * frames as f32;
        self.turns = turns - turns as i32 as f32;
        self.level = self.next;
        self.next = if self.next < 1.0e-9 {
            0.0
        } else {
            self.next * self.fall
        };
    }
}

impl KeysVoice {
    pub(crate) fn start(&mut self, patch: &KeysPatch, pitch: f32, velocity: f32, rate: f32) {
        let step = hertz(pitch) / rate;
        let ring = patch.ring * libm::exp2f(-(pitch - 60.0) / 30.0);
        // Bright high notes would alias: bend less towards the top.
        let tame = (1.0 - (pitch - 72.0) / 40.0).clamp(0.2, 1.2);
        let bend = patch.depth * (0.25 + 0.75 * velocity) * velocity * tame;
        let level = 0.45 * velocity;
        self.damp = decay(patch.damp, rate / BLOCK as f32);
        self.body = Sine::new(step, level, ring, rate);
        self.bender = Sine::new(step * patch.ratio, bend, patch.depth_fall, rate);
        self.tine = Sine::new(
            step * patch.tine_ratio,
            level * patch.tine * velocity * tame,
            0.35,
            rate,
        );
    }

    pub(crate) fn release(&mut self) {
        self.body.fall = self.damp;
    }

    pub(crate) fn alive(&self) -> bool {
        self.body.next > 1.5e-4
    }

    /// Writes a block, silent before `offset`.
    pub(crate) fn render(&mut self, out: &mut Block, offset: usize) {
        let frames = BLOCK - offset;
        let straight = [0.0; BLOCK];
        let (mut bend, mut sound) = ([0.0; BLOCK], [0.0; BLOCK]);
        self.bender.add(&straight, &mut bend, frames);
        self.body.add(&bend, &mut sound, frames);
        if self.tine.next > 0.0 {
            self.tine.add(&straight, &mut sound, frames);
        }
        out[..offset].fill(0.0);
        out[offset..].copy_from_slice(&sound[..frames]);
    }
}
