//! Envelopes.

use super::{BLOCK, Block, decay};

/// Times and level of an envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Adsr {
    /// Seconds from silence to full.
    pub(crate) attack: f32,
    /// Seconds in which it would fall by 60 dB towards the sustain level.
    pub(crate) decay: f32,
    /// Level while held, 0 to 1.
    pub(crate) sustain: f32,
    /// Seconds to fall by 60 dB after the note's end.
    pub(crate) release: f32,
}

/// A running envelope: straight attack, exponential falls.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    level: f32,
    rise: f32,
    fall: f32,
    release: f32,
    sustain: f32,
    attacking: bool,
    released: bool,
}

/// Level below which a voice is over: 70 dB down.
const SILENCE: f32 = 3.0e-4;

impl Envelope {
    pub(crate) fn new(adsr: &Adsr, rate: f32) -> Self {
        Self {
            level: 0.0,
            rise: 1.0 / (adsr.attack.max(0.0005) * rate),
            fall: decay(adsr.decay, rate),
            release: decay(adsr.release, rate),
            sustain: adsr.sustain,
            attacking: true,
            released: false,
        }
    }

    pub(crate) fn release(&mut self) {
        self.released = true;
        self.attacking = false;
    }

    /// Whether anything can still be heard.
    pub(crate) fn alive(&self) -> bool {
        self.attacking || self.level > SILENCE
    }

    /// Multiplies a block from `offset` on; what is before it is silenced.
    pub(crate) fn shape(&mut self, block: &mut Block, offset: usize) {
        block[..offset].fill(0.0);
        let mut at = offset;
        while self.attacking && at < BLOCK {
            self.level += self.rise;
            if self.level >= 1.0 {
                (self.level, self.attacking) = (1.0, false);
            }
            block[at] *= self.level;
            at += 1;
        }
        let (to, factor) = if self.released {
            (0.0, self.release)
        } else {
            (self.sustain, self.fall)
        };
        let mut above = self.level - to;
        for sample in &mut block[at..BLOCK] {
            above *= factor;
            *sample *= to + above;
        }
        self.level = to + above;
    }
}
