//! The last stage: tone, bus compressor, warmth, limiter.

use super::{BLOCK, Block, decay, filter::OnePole, gain, saturate};

/// Highest level that leaves the limiter: -2.2 dBFS, so that the wave between the samples stays below -1 dBTP.
const CEILING: f32 = 0.776;

/// The level the compressor is set for, as mean power of both channels.
const THRESHOLD: f32 = 0.018;

/// The master chain.
#[derive(Clone, Debug)]
pub(crate) struct Master {
    rumble: [OnePole; 2],
    rumble_again: [OnePole; 2],
    tone: [OnePole; 2],
    open: bool,
    glue: f32,
    power: f32,
    power_step: f32,
    squeeze: f32,
    limiter: Limiter,
}

impl Master {
    /// `tone_hz` is the corner of the top end, `glue` (0 to 1) how hard the compressor works.
    pub(crate) fn new(tone_hz: f32, glue: f32, rate: f32) -> Self {
        let pair = |hz| [OnePole::new(hz, rate), OnePole::new(hz, rate)];
        Self {
            rumble: pair(24.0),
            rumble_again: pair(24.0),
            tone: pair(tone_hz.min(0.45 * rate)),
            open: tone_hz >= 19_000.0,
            glue,
            power: 0.0,
            power_step: 1.0 - decay(0.35, rate / BLOCK as f32),
            squeeze: 1.0,
            limiter: Limiter::new(rate),
        }
    }

    /// Frames by which the output comes late.
    pub(crate) fn latency(&self) -> usize {
        self.limiter.length
    }

    /// Works on a block in place; `level` is the gain before the limiter.
    pub(crate) fn run(&mut self, level: f32, left: &mut Block, right: &mut Block) {
        for i in 0..BLOCK {
            left[i] = self.shape(0, left[i]);
            right[i] = self.shape(1, right[i]);
        }
        let before = self.squeeze;
        self.squeeze = self.compress(left, right);
        for i in 0..BLOCK {
            let gain = (before + (self.squeeze - before) * i as f32 / BLOCK as f32) * level;
            (left[i], right[i]) = self
                .limiter
                .tick(warm(left[i] * gain), warm(right[i] * gain));
        }
    }

    #[inline]
    fn shape(&mut self, side: usize, x: f32) -> f32 {
        let x = self.rumble_again[side].high(self.rumble[side].high(x));
        if self.open { x } else { self.tone[side].low(x) }
    }

    /// The gain for a block: the square root of how far the power is above the threshold, by `glue`.
    fn compress(&mut self, left: &Block, right: &Block) -> f32 {
        let power = left.iter().chain(right).map(|x| x * x).sum::<f32>() / (2 * BLOCK) as f32;
        self.power += self.power_step * (power - self.power) + 1.0e-20;
        let over = (self.power / THRESHOLD).max(1.0);
        1.0 / (1.0 + self.glue * (over.sqrt().sqrt() - 1.0))
    }
}

/// Rounds what is well above the mix's body, and leaves that alone.
#[inline]
fn warm(x: f32) -> f32 {
    1.6 * saturate(x / 1.6)
}

/// A limiter that looks ahead: the gain is down before the peak arrives.
#[derive(Clone, Debug)]
struct Limiter {
    left: Vec<f32>,
    right: Vec<f32>,
    /// Gain each frame under way needs.
    needs: Vec<f32>,
    at: usize,
    length: usize,
    held: f32,
    hold: usize,
    gain: f32,
    recover: f32,
    fall: f32,
    past: [[f32; 8]; 2],
}

impl Limiter {
    fn new(rate: f32) -> Self {
        let length = (0.003 * rate) as usize;
        Self {
            left: vec![0.0; length],
            right: vec![0.0; length],
            needs: vec![1.0; length],
            at: 0,
            length,
            held: 1.0,
            hold: 0,
            gain: 1.0,
            recover: 1.0 - decay(0.25, rate),
            // Reaches 99.9 % of the way within the look-ahead.
            fall: 1.0 - decay(0.0025, rate),
            past: [[0.0; 8]; 2],
        }
    }

    #[inline]
    fn tick(&mut self, left: f32, right: f32) -> (f32, f32) {
        let peak = crest(&mut self.past[0], left).max(crest(&mut self.past[1], right));
        let need = if peak > CEILING { CEILING / peak } else { 1.0 };
        if need <= self.held {
            (self.held, self.hold) = (need, self.length);
        } else if self.hold > 0 {
            self.hold -= 1;
        } else {
            self.held += self.recover * (need - self.held);
        }
        self.gain += if self.held < self.gain {
            self.fall
        } else {
            self.recover
        } * (self.held - self.gain);
        let (l, r) = (self.left[self.at], self.right[self.at]);
        let due = self.needs[self.at];
        (self.left[self.at], self.right[self.at], self.needs[self.at]) = (left, right, need);
        self.at = if self.at + 1 == self.length {
            0
        } else {
            self.at + 1
        };
        // The smooth gain is there in time but for its last thousandth; the frame's own need closes that.
        let gain = self.gain.min(due);
        (l * gain, r * gain)
    }
}

/// The larger of a sample and the wave half-way between two of the last eight (a windowed sinc).
#[inline]
fn crest(past: &mut [f32; 8], x: f32) -> f32 {
    past.copy_within(1.., 0);
    past[7] = x;
    let between = 0.6105 * (past[3] + past[4]) - 0.1462 * (past[2] + past[5])
        + 0.0392 * (past[1] + past[6])
        - 0.0034 * (past[0] + past[7]);
    x.abs().max(between.abs())
}

/// The level of a whole mix, in dB, as a factor.
pub(crate) fn level(db: f64) -> f32 {
    gain(db as f32)
}
