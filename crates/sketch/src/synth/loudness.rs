//! Loudness as ITU-R BS.1770-5 defines it.

use wide::f32x4;

use super::{BLOCK, Block};

/// Weighs a stereo signal as an ear would, and adds its energy up in hops of a tenth of a second or so.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    sections: [Biquad; 2],
    hop: usize,
    filled: usize,
    /// Of the hop under way, side by side.
    sum: f32x4,
    hops: Vec<f64>,
}

/// A second-order section in transposed direct form II, both channels side by side.
#[derive(Clone, Debug)]
struct Biquad {
    b: [f32x4; 3],
    a: [f32x4; 2],
    state: [f32x4; 2],
}

impl Biquad {
    fn new(b: [f64; 3], a: [f64; 2]) -> Self {
        let splat = |x: f64| f32x4::splat(x as f32);
        Self {
            b: b.map(splat),
            a: a.map(splat),
            state: [f32x4::ZERO; 2],
        }
    }

    #[inline]
    fn tick(&mut self, x: f32x4) -> f32x4 {
        let y = self.b[0] * x + self.state[0];
        self.state[0] = (self.b[1] * x + self.state[1]) - self.a[0] * y;
        self.state[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

/// The head's shelf: 4 dB above about 1.7 kHz.
fn shelf(rate: f64) -> Biquad {
    let k = libm::tan(core::f64::consts::PI * 1_681.974_450_955_533 / rate);
    let (q, high) = (0.707_175_236_955_419_6, 1.584_864_701_130_855);
    let middle = libm::pow(high, 0.499_666_774_154_541_6);
    let a0 = 1.0 + k / q + k * k;
    Biquad::new(
        [
            (high + middle * k / q + k * k) / a0,
            2.0 * (k * k - high) / a0,
            (high - middle * k / q + k * k) / a0,
        ],
        [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0],
    )
}

/// The ear's high-pass at about 38 Hz.
fn high_pass(rate: f64) -> Biquad {
    let k = libm::tan(core::f64::consts::PI * 38.135_470_876_024_44 / rate);
    let q = 0.500_327_037_323_877_3;
    let a0 = 1.0 + k / q + k * k;
    Biquad::new(
        [1.0, -2.0, 1.0],
        [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0],
    )
}

impl Meter {
    /// A meter whose hops are so many blocks.
    pub(crate) fn new(rate: f32, hop: usize) -> Self {
        let rate = f64::from(rate);
        Self {
            sections: [shelf(rate), high_pass(rate)],
            hop,
            filled: 0,
            sum: f32x4::ZERO,
            hops: Vec::new(),
        }
    }

    /// Listens to a block.
    pub(crate) fn push(&mut self, [left, right]: &[Block; 2]) {
        for (left, right) in left.iter().zip(right) {
            let x = f32x4::new([*left, *right, 0.0, 0.0]);
            let y = self.sections.iter_mut().fold(x, |x, it| it.tick(x));
            self.sum += y * y;
        }
        self.filled += 1;
        if self.filled == self.hop {
            let [left, right, ..] = self.sum.to_array();
            self.hops
                .push(f64::from(left + right) / (self.hop * BLOCK) as f64);
            self.cut();
        }
    }

    /// Forgets the hop under way, where a signal was cut.
    pub(crate) fn cut(&mut self) {
        (self.filled, self.sum) = (0, f32x4::ZERO);
    }

    /// Integrated loudness in LUFS with both gates, or -70 for silence.
    pub(crate) fn integrated(&self) -> f64 {
        let blocks: Vec<f64> = self
            .hops
            .windows(4)
            .map(|four| four.iter().sum::<f64>() / 4.0)
            .collect();
        let absolute = mean_above(&blocks, energy(-70.0));
        lufs(mean_above(&blocks, absolute * 0.1)).max(-70.0)
    }
}

fn lufs(energy: f64) -> f64 {
    -0.691 + 10.0 * libm::log10(energy.max(1.0e-12))
}

fn energy(lufs: f64) -> f64 {
    libm::exp10((lufs + 0.691) / 10.0)
}

fn mean_above(blocks: &[f64], gate: f64) -> f64 {
    let (sum, count) = blocks
        .iter()
        .filter(|&&block| block > gate)
        .fold((0.0, 0), |(sum, count), block| (sum + block, count + 1));
    if count == 0 {
        0.0
    } else {
        sum / f64::from(count)
    }
}

#[cfg(test)]
mod tests {
    use super::Meter;
    use crate::synth::BLOCK;

    #[test]
    fn the_standards_own_tone_reads_as_it_says() {
        // EBU Tech 3341: 1 kHz at -23 dBFS in both channels reads -23 LUFS.
        let mut meter = Meter::new(48_000.0, 75);
        for n in 0..7_500 {
            let x = core::array::from_fn(|i| {
                let turn = (1_000.0 * (n * BLOCK + i) as f32 / 48_000.0) % 1.0;
                0.070_795 * libm::sinf(turn * core::f32::consts::TAU)
            });
            meter.push(&[x, x]);
        }
        assert!(
            (meter.integrated() + 23.0).abs() < 0.1,
            "{}",
            meter.integrated()
        );
    }
}
