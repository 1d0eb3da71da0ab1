//! Plucked strings.

use wide::f32x4;

use super::{BLOCK, Block, Noise, decay, fall, filter::Chain, hertz, peak};

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

/// The sample rate, in Hz, for which brightness is what it says.
const MADE_AT: f32 = 48_000.0;

/// The tone whose loss is the same at every rate, in Hz.
const TELLING: f32 = 6_000.0;

/// The least of noises keeps a string from becoming slow as it dies.
const QUIET: f32 = 1.0e-18;

/// A Karplus-Strong string: a delay line that hears itself, a little darker each time (Jaffe and Smith 1983).
#[derive(Clone, Debug)]
pub(crate) struct PluckVoice {
    line: Vec<f32>,
    length: usize,
    at: usize,
    /// What darkens, weakens and, with the chain, tunes between samples in one round trip: the weights of a sample and of
    /// the two before it.
    weights: [f32; 3],
    chain: Chain,
    /// How much of the sample before is in each, as in the chain.
    tune: f32,
    past: [f32; 2],
    tuned: f32,
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
            weights: [0.0; 3],
            chain: Chain::new(1.0, 0.0),
            tune: 0.0,
            past: [0.0; 2],
            tuned: 0.0,
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
        let blend = blend(patch.brightness, rate);
        // The darkening filter delays by `blend` samples at low frequencies.
        let period = rate / hz - blend;
        self.length = ((period - 0.3) as usize).clamp(2, self.line.len());
        let rest = period - self.length as f32;
        let tune = (1.0 - rest) / (1.0 + rest);
        self.chain = Chain::new(1.0, -tune);
        self.tune = -tune;
        let ring = patch.ring * (261.6 / hz).sqrt().clamp(0.25, 1.6);
        let loss = libm::expf(-6.907_755 / (ring * hz));
        let (own, other) = ((1.0 - blend) * loss, blend * loss);
        self.weights = [tune * own, own + tune * other, other];
        self.damp = decay(patch.damp, rate);
        (self.past, self.tuned, self.at) = ([0.0; 2], 0.0, 0);
        (self.level, self.released, self.heard) = (velocity, false, 1.0);
        let keep = 0.25 + 0.7 * patch.brightness * (0.4 + 0.6 * velocity);
        let keep = 1.0 - libm::powf(1.0 - keep, MADE_AT / rate);
        self.excite(patch.position, keep, noise);
    }

    /// Fills the line with the pick's noise: softer notes are darker, and the place of the pick is a comb.
    fn excite(&mut self, position: f32, keep: f32, noise: &mut Noise) {
        let (mut dark, mut darker, mut sum) = (0.0, 0.0, 0.0);
        for sample in &mut self.line[..self.length] {
            dark += keep * (noise.next() - dark);
            darker += keep * (dark - darker);
            *sample = darker;
            sum += darker;
        }
        let mean = sum / self.length as f32;
        let comb = ((self.length as f32 * position) as usize).max(1);
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
        let mut done = offset;
        while done < BLOCK {
            let count = (BLOCK - done).min(self.length - self.at);
            self.swing(&mut out[done..done + count]);
            done += count;
        }
        out[..offset].fill(0.0);
        if self.released {
            let level = fall(&mut self.level, self.damp, BLOCK);
            out.iter_mut()
                .zip(level)
                .for_each(|(out, level)| *out *= level);
        } else {
            let level = self.level;
            out.iter_mut().for_each(|out| *out *= level);
        }
        // A slow follower, since one block may fall between the string's swings.
        self.heard = peak(out).max(self.heard * 0.9);
    }

    /// Takes so many samples out of the line, which must not reach beyond its end, and puts what becomes of them back.
    fn swing(&mut self, out: &mut [f32]) {
        let count = out.len();
        let line = &mut self.line[self.at..self.at + count];
        let (eights, rest) = line.as_chunks_mut::<8>();
        let (out_eights, out_rest) = out.as_chunks_mut::<8>();
        let weights = self.weights.map(f32x4::splat);
        for (line, out) in eights.iter_mut().zip(out_eights) {
            *out = *line;
            let ([p, q], [a, b, c, d, e, f, g, h]) = (self.past, *line);
            let darker = |now, old, oldest| {
                let [now, old, oldest] = [now, old, oldest].map(f32x4::new);
                weights[0] * now + (weights[1] * old + weights[2] * oldest)
            };
            let inputs = [
                darker([a, b, c, d], [q, a, b, c], [p, q, a, b]),
                darker([e, f, g, h], [d, e, f, g], [c, d, e, f]),
            ];
            let tuned = self.chain.eight(inputs, self.tuned);
            for (line, tuned) in line.as_chunks_mut().0.iter_mut().zip(tuned) {
                *line = (tuned + f32x4::splat(QUIET)).to_array();
            }
            self.past = [g, h];
            self.tuned = tuned[1].to_array()[3];
        }
        let [now, old, oldest] = self.weights;
        for (line, out) in rest.iter_mut().zip(out_rest) {
            *out = *line;
            let [p, q] = self.past;
            self.tuned = (now * *line + (old * q + oldest * p)) + self.tune * self.tuned;
            self.past = [q, *line];
            *line = self.tuned + QUIET;
        }
        self.at = (self.at + count) % self.length;
    }
}

/// How much of a sample's neighbour the darkening filter takes, so that a string dies alike at every sample rate.
fn blend(brightness: f32, rate: f32) -> f32 {
    let blend = (0.5 - 0.42 * brightness).clamp(0.02, 0.5);
    // What a tone loses in a turn; it is the same for the one that is most heard to die.
    let lost =
        |rate: f32| 1.0 - libm::cosf(core::f32::consts::TAU * TELLING.min(0.25 * rate) / rate);
    let loss = blend * (1.0 - blend) * lost(MADE_AT) / lost(rate);
    0.5 - (0.25 - loss).max(0.0).sqrt()
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
