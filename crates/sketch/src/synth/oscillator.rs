//! Waves and pitches.

use wide::f32x4;

use super::hertz;

/// A waveform.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wave {
    Sine,
    Triangle,
    Saw,
    /// A pulse with the given width, 0 to 1 (0.5 is a square).
    Pulse(f32),
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
    x * (1.0
        + x2 * (-1.0 / 6.0 + x2 * (1.0 / 120.0 + x2 * (-1.0 / 5040.0 + x2 * (1.0 / 362_880.0)))))
}

/// Four sines of so many turns, for inputs up to a few thousand; off by less than 0.00001.
#[inline]
pub(crate) fn sines(turns: f32x4) -> f32x4 {
    let round = f32x4::splat(12_582_912.0);
    let quarter = f32x4::splat(0.25);
    let part = turns - ((turns + round) - round);
    let folded = quarter - (part.abs() - quarter).abs();
    let x = folded | (part & f32x4::splat(-0.0));
    let x2 = x * x;
    x * (SINE[0] + x2 * (SINE[1] + x2 * (SINE[2] + x2 * SINE[3])))
}

/// The polynomial that stays nearest to a quarter of the sine.
const SINE: [f32x4; 4] = [
    f32x4::splat(6.283_164),
    f32x4::splat(-41.337_14),
    f32x4::splat(81.340_77),
    f32x4::splat(-70.993_43),
];

/// The step of a pitch (MIDI note number, with a detune in cents) at a sample rate, kept below the top octave's edge.
pub(crate) fn step(pitch: f32, cents: f32, rate: f32) -> f32 {
    (hertz(pitch + cents / 100.0) / rate).min(0.45)
}

#[cfg(test)]
mod tests {
    use wide::f32x4;

    use super::{sine, sines};

    #[test]
    fn the_polynomial_is_a_sine() {
        for i in -4000..4000 {
            let turns = i as f32 / 1000.0;
            let exact = libm::sin(f64::from(turns) * core::f64::consts::TAU) as f32;
            assert!((sine(turns) - exact).abs() < 1.0e-5, "{turns}");
            let four = sines(f32x4::splat(turns)).to_array();
            assert!(
                four.iter().all(|sine| (sine - exact).abs() < 1.0e-5),
                "{turns}"
            );
        }
    }
}
