//! Filters.

use super::Block;

/// What a state-variable filter lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    Low,
    Band,
    High,
}

/// A state-variable filter with 12 dB an octave (trapezoidal integration, after Zavalishin and Simper).
///
/// The loop through both integrators is solved beforehand into one matrix, so that a sample waits for one product
/// and two sums only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Svf {
    /// How each state follows from the first, the second and the input.
    first: [f32; 3],
    second: [f32; 3],
    /// The band and low outputs from the same three.
    band: [f32; 3],
    low: [f32; 3],
    k: f32,
    s1: f32,
    s2: f32,
}

impl Svf {
    pub(crate) fn new(hz: f32, resonance: f32, rate: f32) -> Self {
        let mut filter = Self::default();
        filter.tune(hz, resonance, rate);
        filter
    }

    /// Sets the corner in Hz and the resonance from 0 (none) to 1 (ringing).
    pub(crate) fn tune(&mut self, hz: f32, resonance: f32, rate: f32) {
        let g = libm::tanf(core::f32::consts::PI * (hz / rate).clamp(0.0005, 0.45));
        self.k = 2.0 - 1.9 * resonance.clamp(0.0, 1.0);
        let a1 = 1.0 / (1.0 + g * (g + self.k));
        let a2 = g * a1;
        let a3 = g * a2;
        self.band = [a1, -a2, a2];
        self.low = [a2, 1.0 - a3, a3];
        self.first = [2.0 * a1 - 1.0, -2.0 * a2, 2.0 * a2];
        self.second = [2.0 * a2, 1.0 - 2.0 * a3, 2.0 * a3];
    }

    /// How the low output and both states follow from the states and the input.
    pub(crate) fn rows(&self) -> [[f32; 3]; 3] {
        [self.low, self.first, self.second]
    }

    #[inline]
    pub(crate) fn tick(&mut self, x: f32, pass: Pass) -> f32 {
        let mix = |row: &[f32; 3]| row[0] * self.s1 + (row[1] * self.s2 + row[2] * x);
        let y = match pass {
            Pass::Low => mix(&self.low),
            Pass::Band => self.k * mix(&self.band),
            Pass::High => x - self.k * mix(&self.band) - mix(&self.low),
        };
        (self.s1, self.s2) = (mix(&self.first), mix(&self.second));
        y
    }

    pub(crate) fn run(&mut self, block: &mut Block, pass: Pass) {
        for sample in block {
            *sample = self.tick(*sample, pass);
        }
    }

    /// Keeps the state out of the range in which processors become slow.
    pub(crate) fn settle(&mut self) {
        if self.s1.abs() + self.s2.abs() < 1.0e-12 {
            self.s1 = 0.0;
            self.s2 = 0.0;
        }
    }
}

/// A filter with 6 dB an octave.
#[derive(Clone, Debug, Default)]
pub(crate) struct OnePole {
    a: f32,
    state: f32,
}

impl OnePole {
    pub(crate) fn new(hz: f32, rate: f32) -> Self {
        Self {
            a: 1.0 - libm::expf(-core::f32::consts::TAU * hz / rate),
            state: 0.0,
        }
    }

    /// How far the state goes towards the input with each sample.
    pub(crate) fn step(&self) -> f32 {
        self.a
    }

    #[inline]
    pub(crate) fn low(&mut self, x: f32) -> f32 {
        self.state += self.a * (x - self.state);
        self.state
    }

    #[inline]
    pub(crate) fn high(&mut self, x: f32) -> f32 {
        x - self.low(x)
    }
}

#[cfg(test)]
mod tests {
    use super::{Pass, Svf};

    fn level_after(pass: Pass, hz: f32) -> f32 {
        let mut filter = Svf::new(1_000.0, 0.0, 48_000.0);
        (0..48_000).fold(0.0, |peak: f32, n| {
            let x = libm::sinf(core::f32::consts::TAU * ((hz * n as f32 / 48_000.0) % 1.0));
            let y = filter.tick(x, pass).abs();
            if n > 24_000 { peak.max(y) } else { 0.0 }
        })
    }

    #[test]
    fn each_pass_lets_its_own_side_through() {
        assert!(level_after(Pass::Low, 100.0) > 0.95 && level_after(Pass::Low, 8_000.0) < 0.03);
        assert!(level_after(Pass::High, 8_000.0) > 0.9 && level_after(Pass::High, 100.0) < 0.03);
        assert!(level_after(Pass::Band, 1_000.0) > 0.95 && level_after(Pass::Band, 100.0) < 0.25);
    }
}
