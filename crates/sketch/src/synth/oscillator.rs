//! Band-limited oscillators.

use super::{Block, hertz};

/// A waveform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wave {
    Sine,
    Triangle,
    Saw,
    /// A pulse with the given width, 0 to 1 (0.5 is a square).
    Pulse(f32),
}

/// One oscillator: a phase that turns. Corners are rounded over two samples (polyBLEP, Välimäki and Huovilainen 2007).
#[derive(Clone, Debug, Default)]
pub(crate) struct Oscillator {
    phase: f32,
}

impl Oscillator {
    pub(crate) fn new(phase: f32) -> Self {
        Self { phase }
    }

    /// Adds a block of the wave to `out`; `step` is the frequency as a part of the sample rate, below 0.5.
    pub(crate) fn add(&mut self, wave: Wave, step: f32, level: f32, out: &mut Block) {
        match wave {
            Wave::Sine => self.each(step, out, |p| level * sine(p)),
            Wave::Triangle => self.each(step, out, |p| level * (4.0 * (p - 0.5).abs() - 1.0)),
            Wave::Saw => {
                self.phase = saw(self.phase, step, level, out);
            }
            Wave::Pulse(width) => {
                // A saw less the same saw a width later is a pulse without DC.
                saw(wrap(self.phase + 1.0 - width), step, -level, out);
                self.phase = saw(self.phase, step, level, out);
            }
        }
    }

    #[inline]
    fn each(&mut self, step: f32, out: &mut Block, value: impl Fn(f32) -> f32) {
        for sample in out {
            *sample += value(self.phase);
            self.phase = wrap(self.phase + step);
        }
    }
}

/// Adds a saw from a phase on, and returns the phase it ends with.
///
/// Between two corners it is a straight line, which is drawn at once; only the two samples at a corner are rounded.
fn saw(mut phase: f32, step: f32, level: f32, out: &mut Block) -> f32 {
    let mut at = 0;
    while at < out.len() {
        if phase < step || phase > 1.0 - step {
            out[at] += level * (2.0 * phase - 1.0 - blep(phase, step));
            at += 1;
            phase = wrap(phase + step);
            continue;
        }
        let straight = (((1.0 - step - phase) / step) as usize + 1).min(out.len() - at);
        let (from, slope) = (level * (2.0 * phase - 1.0), 2.0 * level * step);
        for (index, sample) in out[at..at + straight].iter_mut().enumerate() {
            *sample += from + slope * index as f32;
        }
        at += straight;
        phase = wrap(phase + step * straight as f32);
    }
    phase
}

/// What rounds a step of height 2 at phase 0.
#[inline]
fn blep(phase: f32, step: f32) -> f32 {
    if phase < step {
        let t = phase / step;
        t + t - t * t - 1.0
    } else if phase > 1.0 - step {
        let t = (phase - 1.0) / step;
        t * t + t + t + 1.0
    } else {
        0.0
    }
}

/// A phase that has moved by less than a turn, back in 0 to 1.
#[inline]
pub(crate) fn wrap(turns: f32) -> f32 {
    if turns >= 1.0 { turns - 1.0 } else { turns }
}

/// The sine of so many turns, for inputs up to a few thousand; off by less than 0.00001, and without a branch.
#[inline]
pub(crate) fn sine(turns: f32) -> f32 {
    // Adding and taking away this number rounds to a whole one.
    const ROUND: f32 = 12_582_912.0;
    let part = turns - ((turns + ROUND) - ROUND);
    // A half turn is folded onto its quarter.
    let folded = 0.25 - (part.abs() - 0.25).abs();
    let x = folded.copysign(part) * core::f32::consts::TAU;
    let x2 = x * x;
    x * (1.0 + x2 * (-1.0 / 6.0 + x2 * (1.0 / 120.0 + x2 * (-1.0 / 5040.0 + x2 / 362_880.0))))
}

/// The step of a pitch (MIDI note number, with a detune in cents) at a sample rate, kept below the top octave's edge.
pub(crate) fn step(pitch: f32, cents: f32, rate: f32) -> f32 {
    (hertz(pitch + cents / 100.0) / rate).min(0.45)
}

#[cfg(test)]
mod tests {
    use super::{Oscillator, Wave, sine};
    use crate::synth::BLOCK;

    #[test]
    fn the_polynomial_is_a_sine() {
        for i in -4000..4000 {
            let turns = i as f32 / 1000.0;
            let exact = libm::sin(f64::from(turns) * core::f64::consts::TAU) as f32;
            assert!((sine(turns) - exact).abs() < 1.0e-5, "{turns}");
        }
    }

    #[test]
    fn waves_stay_in_range_and_have_no_dc() {
        for wave in [
            Wave::Sine,
            Wave::Triangle,
            Wave::Saw,
            Wave::Pulse(0.5),
            Wave::Pulse(0.125),
        ] {
            let mut oscillator = Oscillator::default();
            let (mut sum, mut peak) = (0.0_f64, 0.0_f32);
            for _ in 0..750 {
                let mut block = [0.0; BLOCK];
                oscillator.add(wave, 440.0 / 48_000.0, 1.0, &mut block);
                sum += block.iter().map(|&x| f64::from(x)).sum::<f64>();
                peak = block.iter().fold(peak, |peak, x| peak.max(x.abs()));
            }
            assert!((sum / 48_000.0).abs() < 0.002, "{wave:?} {sum}");
            assert!((0.9..2.0).contains(&peak), "{wave:?} {peak}");
        }
    }

    #[test]
    fn a_high_saw_has_little_below_its_fundamental() {
        // Aliases of a plain saw at 5,001 Hz fall below it; the rounded one must keep them 40 dB down.
        let rate = 48_000.0_f32;
        let hz = 5_001.0_f32;
        let mut oscillator = Oscillator::default();
        let mut samples = Vec::new();
        for _ in 0..750 {
            let mut block = [0.0; BLOCK];
            oscillator.add(Wave::Saw, hz / rate, 1.0, &mut block);
            samples.extend_from_slice(&block);
        }
        let power = |hz: f32| -> f64 {
            let (mut re, mut im) = (0.0_f64, 0.0_f64);
            for (n, &x) in samples.iter().enumerate() {
                let angle = core::f64::consts::TAU * f64::from(hz) * n as f64 / f64::from(rate);
                let window =
                    0.5 - 0.5 * libm::cos(core::f64::consts::TAU * n as f64 / samples.len() as f64);
                re += f64::from(x) * window * libm::cos(angle);
                im += f64::from(x) * window * libm::sin(angle);
            }
            re * re + im * im
        };
        // 48,000 - 9 * 5,001 = 2,991 Hz is where the ninth harmonic folds to.
        assert!(power(2_991.0) < power(5_001.0) * 1.0e-4);
    }
}
