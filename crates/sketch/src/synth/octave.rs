//! Between a sample rate and half of it.

use wide::f32x4;

use super::Block;

/// A half-band filter of two chains of allpasses (an elliptic design after Valenzuela and Constantinides 1983): flat up to
/// nine tenths of the lower rate's band, 53 dB down where what is beyond it begins.
const CHAINS: [[f32; 2]; 2] = [[0.120_732_1, 0.663_202], [0.390_362_2, 0.890_786_8]];

/// One channel beside the other in each of both chains: first the one chain, then the other.
#[derive(Clone, Debug)]
struct HalfBand {
    weights: [f32x4; 2],
    past: [f32x4; 3],
}

impl HalfBand {
    fn new() -> Self {
        let [[a, c], [b, d]] = CHAINS;
        Self {
            weights: [[a, a, b, b], [c, c, d, d]].map(f32x4::new),
            past: [f32x4::ZERO; 3],
        }
    }

    #[inline]
    fn run(&mut self, x: f32x4) -> f32x4 {
        let [x1, y1, z1] = self.past;
        let y = self.weights[0] * (x - y1) + x1;
        let z = self.weights[1] * (y - z1) + y1;
        self.past = [x, y, z];
        z
    }

    /// What is next to nothing becomes nothing, before processors find it slow.
    fn settle(&mut self) {
        for past in &mut self.past {
            *past &= f32x4::splat(1.0e-12).simd_lt(past.abs());
        }
    }
}

/// Takes two blocks to one at half the rate.
#[derive(Clone, Debug)]
pub(crate) struct Halver(HalfBand);

impl Halver {
    pub(crate) fn new() -> Self {
        Self(HalfBand::new())
    }

    /// Adds what becomes of two blocks to one.
    #[inline(never)]
    pub(crate) fn add(&mut self, from: [&[Block; 2]; 2], to: &mut [Block; 2]) {
        let [to_left, to_right] = to;
        let places = to_left.iter_mut().zip(to_right);
        let pairs = from.into_iter().flat_map(|[left, right]| {
            let (left, right) = (left.as_chunks::<2>().0, right.as_chunks::<2>().0);
            left.iter().zip(right)
        });
        for ((to_left, to_right), (left, right)) in places.zip(pairs) {
            let x = f32x4::new([left[1], right[1], left[0], right[0]]);
            let [a, b, c, d] = self.0.run(x).to_array();
            *to_left += 0.5 * (a + c);
            *to_right += 0.5 * (b + d);
        }
        self.0.settle();
    }
}

/// Takes a block to two at twice the rate.
#[derive(Clone, Debug)]
pub(crate) struct Doubler(HalfBand);

impl Doubler {
    pub(crate) fn new() -> Self {
        Self(HalfBand::new())
    }

    /// Adds what becomes of a block to two.
    pub(crate) fn add(&mut self, from: &[Block; 2], to: [&mut [Block; 2]; 2]) {
        let [left, right] = from;
        let pairs = left.iter().zip(right);
        let places = to.into_iter().flat_map(|[left, right]| {
            let (left, right) = (left.as_chunks_mut::<2>().0, right.as_chunks_mut::<2>().0);
            left.iter_mut().zip(right)
        });
        for ((left, right), (to_left, to_right)) in pairs.zip(places) {
            let x = f32x4::new([*left, *right, *left, *right]);
            let [a, b, c, d] = self.0.run(x).to_array();
            to_left[0] += a;
            to_left[1] += c;
            to_right[0] += b;
            to_right[1] += d;
        }
        self.0.settle();
    }
}

#[cfg(test)]
mod tests {
    use super::{Doubler, Halver};
    use crate::synth::{BLOCK, Block};

    /// Samples of the higher rate that are looked at, after as many in which the filters settle.
    const COUNT: usize = 64 * 2 * BLOCK;

    /// A sine of so many turns a sample on the left, and half of it on the right.
    fn sound(turns: f64, from: usize) -> [Block; 2] {
        [1.0, 0.5].map(|level| {
            core::array::from_fn(|i| {
                let turn = turns * (from + i) as f64;
                level * libm::sin(core::f64::consts::TAU * turn) as f32
            })
        })
    }

    /// The level of one frequency, of so many turns a sample, in dB.
    fn level(samples: &[f32], turns: f64) -> f64 {
        let (mut re, mut im) = (0.0, 0.0);
        for (n, &x) in samples.iter().enumerate() {
            let angle = core::f64::consts::TAU * n as f64;
            let window = 1.0 - libm::cos(angle / samples.len() as f64);
            re += f64::from(x) * window * libm::cos(angle * turns);
            im += f64::from(x) * window * libm::sin(angle * turns);
        }
        10.0 * libm::log10((re * re + im * im) / (samples.len() as f64 / 2.0).powi(2))
    }

    fn doubled(turns: f64) -> [Vec<f32>; 2] {
        let mut doubler = Doubler::new();
        let mut sides = [Vec::new(), Vec::new()];
        for n in 0..2 * COUNT / (2 * BLOCK) {
            let mut out = [[[0.0; BLOCK]; 2]; 2];
            doubler.add(&sound(turns, n * BLOCK), out.each_mut());
            for (side, samples) in sides.iter_mut().enumerate() {
                out.iter().for_each(|block| samples.extend(block[side]));
            }
        }
        sides.map(|side| side[COUNT..].to_vec())
    }

    fn halved(turns: f64) -> [Vec<f32>; 2] {
        let mut halver = Halver::new();
        let mut sides = [Vec::new(), Vec::new()];
        for n in 0..4 * COUNT / (2 * BLOCK) {
            let mut out = [[0.0; BLOCK]; 2];
            let at = 2 * n * BLOCK;
            halver.add([&sound(turns, at), &sound(turns, at + BLOCK)], &mut out);
            for (side, samples) in sides.iter_mut().enumerate() {
                samples.extend(out[side]);
            }
        }
        sides.map(|side| side[COUNT..].to_vec())
    }

    #[test]
    fn what_is_doubled_keeps_its_levels_and_has_no_image() {
        for turns in [0.001, 0.1, 0.3, 0.44] {
            let [left, right] = doubled(turns);
            assert!(level(&left, turns / 2.0).abs() < 0.02, "{turns}");
            assert!((level(&right, turns / 2.0) + 6.02).abs() < 0.02, "{turns}");
            let image = level(&left, 0.5 - turns / 2.0);
            assert!(image < -52.0, "{turns}: {image}");
        }
    }

    #[test]
    fn what_is_halved_keeps_its_levels_and_folds_nothing_down() {
        for turns in [0.001, 0.1, 0.22] {
            let [left, right] = halved(turns);
            assert!(level(&left, turns * 2.0).abs() < 0.02, "{turns}");
            assert!((level(&right, turns * 2.0) + 6.02).abs() < 0.02, "{turns}");
        }
        for turns in [0.28, 0.4, 0.49] {
            let folded = level(&halved(turns)[0], 1.0 - turns * 2.0);
            assert!(folded < -52.0, "{turns}: {folded}");
        }
    }
}
