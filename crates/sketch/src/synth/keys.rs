//! Electric keys by frequency modulation.

use wide::f32x4;

use super::{BLOCK, Block, EACH, by_fours, decay, hertz, oscillator::sines};

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

    /// Where its phase and its level are at a sample of the block, and how far both go with each.
    fn course(&self, frames: usize) -> [f32; 4] {
        let slope = (self.next - self.level) / frames as f32;
        [self.turns, self.step, self.level, slope]
    }

    /// Goes to the next block.
    fn pass(&mut self, frames: usize) {
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

/// Four samples of a sine from its course, from `at` on, its phase pushed on by `bend` (in turns).
#[inline]
fn four([turns, step, level, slope]: [f32x4; 4], at: f32x4, bend: f32x4) -> f32x4 {
    (level + slope * at) * sines(turns + step * at + bend)
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
        let sines = [&self.body, &self.bender, &self.tine];
        let [body, bender, tine] = sines.map(|sine| sine.course(frames).map(f32x4::splat));
        *out = by_fours(|i| {
            let at = f32x4::splat(i as f32) + EACH;
            let bend = four(bender, at, f32x4::ZERO);
            four(body, at, bend) + four(tine, at, f32x4::ZERO)
        });
        for sine in [&mut self.body, &mut self.bender, &mut self.tine] {
            sine.pass(frames);
        }
        if offset > 0 {
            out.copy_within(..frames, offset);
            out[..offset].fill(0.0);
        }
    }
}
