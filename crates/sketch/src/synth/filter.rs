//! Filters.

use wide::f32x4;

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
/// The loop through both integrators is solved beforehand into one matrix, and that for four samples at once: their
/// outputs, and the states behind them, are sums of the two states and the four inputs, so that the wait for a state is
/// paid once for four samples.
#[derive(Clone, Debug)]
pub(crate) struct Svf {
    /// What each state and each input adds to four outputs.
    outputs: [f32x4; 2 + STEP],
    /// What they add to the two states after them; the other lanes are not used.
    states: [f32x4; 2 + STEP],
    state: f32x4,
}

/// Samples that are worked on at once.
const STEP: usize = 4;

/// A row of the filter's matrix: what the two states and the input add to something.
pub(crate) type Row = [f32; 3];

/// The low output and both following states of a corner in Hz and a resonance from 0 (none) to 1 (ringing), and the
/// band's output.
pub(crate) fn svf_rows(hz: f32, resonance: f32, rate: f32) -> ([Row; 3], Row) {
    let g = libm::tanf(core::f32::consts::PI * (hz / rate).clamp(0.0005, 0.45));
    let k = 2.0 - 1.9 * resonance.clamp(0.0, 1.0);
    let a1 = 1.0 / (1.0 + g * (g + k));
    let a2 = g * a1;
    let a3 = g * a2;
    let low = [a2, 1.0 - a3, a3];
    let first = [2.0 * a1 - 1.0, -2.0 * a2, 2.0 * a2];
    let second = [2.0 * a2, 1.0 - 2.0 * a3, 2.0 * a3];
    ([low, first, second], [k * a1, -k * a2, k * a2])
}

impl Svf {
    /// A filter with its corner in Hz and its resonance from 0 (none) to 1 (ringing).
    pub(crate) fn new(hz: f32, resonance: f32, rate: f32, pass: Pass) -> Self {
        let ([low, first, second], band) = svf_rows(hz, resonance, rate);
        let out = match pass {
            Pass::Low => low,
            Pass::Band => band,
            Pass::High => [-band[0] - low[0], -band[1] - low[1], 1.0 - band[2] - low[2]],
        };
        let (outputs, states) = four_steps(out, first, second);
        Self {
            outputs,
            states,
            state: f32x4::ZERO,
        }
    }

    #[inline(never)]
    pub(crate) fn run(&mut self, block: &mut Block) {
        let mut state = self.state;
        for four in block.chunks_exact_mut(STEP) {
            let [s1, s2, ..] = state.to_array().map(f32x4::splat);
            let sum = |by: &[f32x4; 2 + STEP]| {
                let inputs = (by[2] * f32x4::splat(four[0]) + by[3] * f32x4::splat(four[1]))
                    + (by[4] * f32x4::splat(four[2]) + by[5] * f32x4::splat(four[3]));
                (inputs + by[0] * s1) + by[1] * s2
            };
            let out = sum(&self.outputs);
            state = sum(&self.states);
            four.copy_from_slice(out.as_array());
        }
        // What is next to nothing becomes nothing, before processors find it slow.
        let loud = f32x4::splat(1.0e-12).simd_lt(state.abs());
        self.state = state & loud;
    }
}

/// Plays the matrix forward by four samples: from each state and each input alone, since all else is their sum.
fn four_steps(out: Row, first: Row, second: Row) -> ([f32x4; 2 + STEP], [f32x4; 2 + STEP]) {
    let mut outputs = [f32x4::ZERO; 2 + STEP];
    let mut states = outputs;
    for (source, (output, after)) in outputs.iter_mut().zip(&mut states).enumerate() {
        let mut s = [f32::from(source == 0), f32::from(source == 1)];
        let mut heard = [0.0; STEP];
        for (index, heard) in heard.iter_mut().enumerate() {
            let x = f32::from(source == 2 + index);
            let mix = |row: &Row| row[0] * s[0] + (row[1] * s[1] + row[2] * x);
            *heard = mix(&out);
            s = [mix(&first), mix(&second)];
        }
        *output = f32x4::new(heard);
        *after = f32x4::new([s[0], s[1], 0.0, 0.0]);
    }
    (outputs, states)
}

/// State-variable filters side by side in the lanes of vectors, two samples at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pair {
    /// What the states and the inputs add to each of both outputs, and to each of both states after them.
    outputs: [[f32x4; 4]; 2],
    after: [[f32x4; 4]; 2],
    states: [f32x4; 2],
}

impl Pair {
    /// Filters of these matrices (the rows of [`svf_rows`], lane by lane).
    pub(crate) fn new(rows: [[f32x4; 3]; 3]) -> Self {
        let mut pair = Self::default();
        pair.tune(rows);
        pair
    }

    pub(crate) fn tune(&mut self, [low, first, second]: [[f32x4; 3]; 3]) {
        // A row that is asked for a sample later: what it makes of the states that the first sample leaves.
        let later = |row: [f32x4; 3]| {
            let through = |index: usize| row[0] * first[index] + row[1] * second[index];
            [through(0), through(1), through(2), row[2]]
        };
        self.outputs = [[low[0], low[1], low[2], f32x4::ZERO], later(low)];
        self.after = [later(first), later(second)];
    }

    /// Forgets what it heard in a lane.
    pub(crate) fn clear(&mut self, lane: usize) {
        for state in &mut self.states {
            state.as_mut_array()[lane] = 0.0;
        }
    }

    /// What is next to nothing becomes nothing, before processors find it slow.
    pub(crate) fn settle(&mut self) {
        let [s1, s2] = self.states;
        let loud = f32x4::splat(1.0e-12).simd_lt(s1.abs() + s2.abs());
        self.states = [s1 & loud, s2 & loud];
    }

    #[inline]
    pub(crate) fn run(&mut self, x: [f32x4; 2]) -> [f32x4; 2] {
        let [s1, s2] = self.states;
        let [one, two] = &self.outputs;
        let sum = |row: &[f32x4; 4]| (row[2] * x[0] + row[3] * x[1]) + (row[0] * s1 + row[1] * s2);
        let out = [one[2] * x[0] + (one[0] * s1 + one[1] * s2), sum(two)];
        self.states = [sum(&self.after[0]), sum(&self.after[1])];
        out
    }
}

/// A filter with 6 dB an octave.
#[derive(Clone, Debug)]
pub(crate) struct OnePole {
    step: f32,
    chain: Chain,
    state: f32,
}

impl OnePole {
    pub(crate) fn new(hz: f32, rate: f32) -> Self {
        let step = 1.0 - libm::expf(-core::f32::consts::TAU * hz / rate);
        Self {
            step,
            chain: Chain::new(step, 1.0 - step),
            state: 0.0,
        }
    }

    /// How far the state goes towards the input with each sample.
    pub(crate) fn step(&self) -> f32 {
        self.step
    }

    #[inline(never)]
    pub(crate) fn low(&mut self, block: &mut Block) {
        self.state = self.chain.run(block, self.state, |_, low| low);
    }

    #[inline(never)]
    pub(crate) fn high(&mut self, block: &mut Block) {
        self.state = self.chain.run(block, self.state, |x, low| x - low);
    }
}

/// A loop in which each sample is `gain` times the input and `k` times the sample before it.
///
/// A sample would wait for its neighbour; so eight of them are made at once from their inputs and from the last of those
/// before.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    inputs: [f32x4; STEP],
    past: f32x4,
    /// What the second four of eight have of the sample before the first.
    far: f32x4,
}

impl Chain {
    pub(crate) fn new(gain: f32, k: f32) -> Self {
        let (k2, k3) = (k * k, k * k * k);
        let column = |four: [f32; STEP]| f32x4::splat(gain) * f32x4::new(four);
        Self {
            inputs: [
                column([1.0, k, k2, k3]),
                column([0.0, 1.0, k, k2]),
                column([0.0, 0.0, 1.0, k]),
                column([0.0, 0.0, 0.0, 1.0]),
            ],
            past: f32x4::new([k, k2, k3, k2 * k2]),
            far: f32x4::splat(k2 * k2) * f32x4::new([k, k2, k3, k2 * k2]),
        }
    }

    /// Runs over a block after a `last` sample, puts what `out` makes of four inputs and four samples into its place, and
    /// returns the last sample.
    #[inline]
    pub(crate) fn run(
        &self,
        block: &mut Block,
        mut last: f32,
        out: impl Fn(f32x4, f32x4) -> f32x4,
    ) -> f32 {
        for eight in block.as_chunks_mut::<{ 2 * STEP }>().0 {
            let fours = eight.as_chunks_mut::<STEP>().0;
            let inputs = [fours[0], fours[1]].map(f32x4::new);
            let sums = self.eight(inputs, last);
            for (four, (input, sum)) in fours.iter_mut().zip(inputs.into_iter().zip(sums)) {
                *four = out(input, sum).to_array();
            }
            last = sums[1].to_array()[STEP - 1];
        }
        last
    }

    /// Eight samples after a last one; the second four do not wait for the first.
    #[inline]
    pub(crate) fn eight(&self, inputs: [f32x4; 2], last: f32) -> [f32x4; 2] {
        let [one, other] = inputs.map(|four| self.own(four));
        let between = f32x4::splat(one.to_array()[STEP - 1]);
        let last = f32x4::splat(last);
        [
            one + self.past * last,
            (other + self.past * between) + self.far * last,
        ]
    }

    /// What four inputs make of themselves.
    #[inline]
    fn own(&self, four: f32x4) -> f32x4 {
        let four = four.to_array();
        let each: [f32x4; STEP] = core::array::from_fn(|i| self.inputs[i] * f32x4::splat(four[i]));
        (each[0] + each[1]) + (each[2] + each[3])
    }
}

#[cfg(test)]
mod tests {
    use super::{Chain, OnePole, Pass, Svf, svf_rows};
    use crate::synth::{BLOCK, Block};

    const RATE: f32 = 48_000.0;

    fn tone(hz: f32, block: usize) -> Block {
        core::array::from_fn(|i| {
            let turns = hz * (block * BLOCK + i) as f32 / RATE;
            libm::sinf(core::f32::consts::TAU * (turns % 1.0))
        })
    }

    fn level_after(pass: Pass, hz: f32) -> f32 {
        let mut filter = Svf::new(1_000.0, 0.0, RATE, pass);
        (0..750).fold(0.0, |peak: f32, n| {
            let mut block = tone(hz, n);
            filter.run(&mut block);
            let here = block.iter().fold(0.0_f32, |peak, y| peak.max(y.abs()));
            if n > 375 { peak.max(here) } else { 0.0 }
        })
    }

    #[test]
    fn each_pass_lets_its_own_side_through() {
        assert!(level_after(Pass::Low, 100.0) > 0.95 && level_after(Pass::Low, 8_000.0) < 0.03);
        assert!(level_after(Pass::High, 8_000.0) > 0.9 && level_after(Pass::High, 100.0) < 0.03);
        assert!(level_after(Pass::Band, 1_000.0) > 0.95 && level_after(Pass::Band, 100.0) < 0.25);
    }

    #[test]
    fn four_samples_at_once_are_as_one_after_another() {
        let ([low, first, second], _) = svf_rows(700.0, 0.8, RATE);
        let mut filter = Svf::new(700.0, 0.8, RATE, Pass::Low);
        let mut s = [0.0_f32; 2];
        for n in 0..20 {
            let input = tone(432.0, n);
            let mut block = input;
            filter.run(&mut block);
            for (x, y) in input.iter().zip(block) {
                let mix = |row: &[f32; 3]| row[0] * s[0] + row[1] * s[1] + row[2] * x;
                assert!((mix(&low) - y).abs() < 1.0e-4);
                s = [mix(&first), mix(&second)];
            }
        }
    }

    #[test]
    fn the_loop_is_the_same_when_it_is_unrolled() {
        let (mut last, mut plain) = (0.3, 0.3_f32);
        let mut pole = OnePole::new(900.0, RATE);
        let mut state = 0.0;
        for n in 0..20 {
            let input = tone(1_234.0, n);
            let (mut block, mut low) = (input, input);
            last = Chain::new(1.0, -0.7).run(&mut block, last, |_, y| y);
            pole.low(&mut low);
            for i in 0..BLOCK {
                plain = input[i] - 0.7 * plain;
                state += pole.step() * (input[i] - state);
                assert!((plain - block[i]).abs() < 1.0e-5 && (state - low[i]).abs() < 1.0e-5);
            }
            assert_eq!(last, block[BLOCK - 1]);
        }
    }
}
