//! Plucked strings.

use super::{BLOCK, Block, Noise, decay, hertz};

/// How a string is made and plucked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PluckPatch {
    /// Seconds in which middle C falls by 60 dB; higher strings fall faster.
    pub(crate) ring: f32,
    /// 0 (felt) to 1 (steel).
    pub(crate) brightness: f32,
    /// Where it is plucked, as a part of its length (0.5 is the middle).
    pub(crate) position: f32,
    /// Seconds to fall by 60 dB once damped.
    pub(crate) damp: f32,
}

/// The lowest string, in Hz: it decides the length of the delay line.
const LOWEST: f32 = 27.0;

/// A Karplus-Strong string: a delay line that hears itself, a little darker each time (Jaffe and Smith 1983).
#[derive(Clone, Debug)]
pub(crate) struct PluckVoice {
    line: Vec<f32>,
    length: usize,
    at: usize,
    /// Darkening filter and loss of one round trip.
    blend: f32,
    loss: f32,
    last: f32,
    /// Allpass that tunes between samples.
    tune: f32,
    tune_in: f32,
    tune_out: f32,
    damp: f32,
    level: f32,
    released: bool,
    heard: f32,
}

impl PluckVoice {
    pub(crate) fn new(rate: f32) -> Self {
        Self {
            line: vec![0.0; (rate / LOWEST) as usize + 8],
            length: 1,
            at: 0,
            blend: 0.0,
            loss: 0.0,
            last: 0.0,
            tune: 0.0,
            tune_in: 0.0,
            tune_out: 0.0,
            damp: 0.0,
            level: 0.0,
            released: false,
            heard: 0.0,
        }
    }

    pub(crate) fn start(
        &mut self,
        patch: &PluckPatch,
        pitch: f32,
        velocity: f32,
        rate: f32,
        noise: &mut Noise,
    ) {
        let hz = hertz(pitch).max(LOWEST);
        self.blend = (0.5 - 0.42 * patch.brightness).clamp(0.02, 0.5);
        // The darkening filter delays by `blend` samples at low frequencies.
        let period = rate / hz - self.blend;
        self.length = ((period - 0.3) as usize).clamp(2, self.line.len());
        let rest = period - self.length as f32;
        self.tune = (1.0 - rest) / (1.0 + rest);
        let ring = patch.ring * (261.6 / hz).sqrt().clamp(0.25, 1.6);
        self.loss = libm::expf(-6.907_755 / (ring * hz));
        self.damp = decay(patch.damp, rate);
        (self.last, self.tune_in, self.tune_out, self.at) = (0.0, 0.0, 0.0, 0);
        (self.level, self.released, self.heard) = (velocity, false, 1.0);
        self.excite(patch, velocity, noise);
    }

    /// Fills the line with the pick's noise: softer notes are darker, and the place of the pick is a comb.
    fn excite(&mut self, patch: &PluckPatch, velocity: f32, noise: &mut Noise) {
        let keep = 0.25 + 0.7 * patch.brightness * (0.4 + 0.6 * velocity);
        let (mut dark, mut darker, mut sum) = (0.0, 0.0, 0.0);
        for sample in &mut self.line[..self.length] {
            dark += keep * (noise.next() - dark);
            darker += keep * (dark - darker);
            *sample = darker;
            sum += darker;
        }
        let mean = sum / self.length as f32;
        let comb = ((self.length as f32 * patch.position) as usize).max(1);
        let mut energy = 0.0;
        for i in (0..self.length).rev() {
            let other = if i >= comb { self.line[i - comb] } else { mean };
            self.line[i] -= 0.9 * other + 0.1 * mean;
            energy += self.line[i] * self.line[i];
        }
        let scale = 0.32 / (energy / self.length as f32).sqrt().max(1.0e-3);
        self.line[..self.length]
            .iter_mut()
            .for_each(|sample| *sample *= scale);
    }

    pub(crate) fn release(&mut self) {
        self.released = true;
    }

    pub(crate) fn alive(&self) -> bool {
        self.heard > 3.0e-4
    }

    /// Writes a block, silent before `offset`.
    pub(crate) fn render(&mut self, out: &mut Block, offset: usize) {
        out[..offset].fill(0.0);
        let mut peak = 0.0_f32;
        for sample in &mut out[offset..BLOCK] {
            let x = self.line[self.at];
            let dark = (x + self.blend * (self.last - x)) * self.loss;
            self.last = x;
            let tuned = self.tune * (dark - self.tune_out) + self.tune_in;
            self.tune_in = dark;
            self.tune_out = tuned;
            self.line[self.at] = tuned + 1.0e-18;
            self.at = if self.at + 1 >= self.length {
                0
            } else {
                self.at + 1
            };
            if self.released {
                self.level *= self.damp;
            }
            *sample = x * self.level;
            peak = peak.max(sample.abs());
        }
        // A slow follower, since one block may fall between the string's swings.
        self.heard = peak.max(self.heard * 0.9);
    }
}

#[cfg(test)]
mod tests {
    use super::{PluckPatch, PluckVoice};
    use crate::synth::{BLOCK, Noise, hertz};

    #[test]
    fn strings_are_in_tune() {
        let patch = PluckPatch {
            ring: 4.0,
            brightness: 0.6,
            position: 0.2,
            damp: 0.1,
        };
        for pitch in [40.0, 52.0, 64.0, 76.0] {
            let mut voice = PluckVoice::new(48_000.0);
            voice.start(&patch, pitch, 0.8, 48_000.0, &mut Noise::new(1));
            let mut samples = Vec::new();
            for _ in 0..300 {
                let mut block = [0.0; BLOCK];
                voice.render(&mut block, 0);
                samples.extend_from_slice(&block);
            }
            let period = 48_000.0 / hertz(pitch);
            let alike = |lag: f32| -> f32 {
                let (whole, part) = (lag as usize, lag.fract());
                (4_000..12_000)
                    .map(|n| {
                        samples[n]
                            * (samples[n + whole] * (1.0 - part) + samples[n + whole + 1] * part)
                    })
                    .sum()
            };
            // Four periods on, the string must look most like itself within 5 cents.
            let best = (-40..=40).max_by(|a, b| {
                let lag = |cents: &i32| 4.0 * period * libm::exp2f(-*cents as f32 / 1200.0);
                alike(lag(a)).total_cmp(&alike(lag(b)))
            });
            assert!(best.unwrap().abs() <= 8, "{pitch}: {best:?} cents");
        }
    }
}
