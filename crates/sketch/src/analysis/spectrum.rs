//! What sounds when: pitch classes and onsets.

use microfft::{
    Complex32,
    real::{rfft_512, rfft_4096},
};

use super::sound::Sound;

/// Energy of the twelve pitch classes, from C.
pub(super) type Chroma = [f64; 12];

/// Chroma at even distances.
pub(super) struct Chromas {
    pub(super) frames: Vec<Chroma>,
    /// Frames a second.
    pub(super) rate: f64,
}

/// Samples of one look at the pitches, and from one look to the next.
const LONG: usize = 4_096;
const LONG_HOP: usize = 1_024;

/// Samples of one look at the onsets, and from one look to the next.
const SHORT: usize = 512;
const SHORT_HOP: usize = 128;

/// Pitches that count for the harmony, in Hz.
const PITCHES: (f64, f64) = (55.0, 1_800.0);

/// The pitch classes over time: each peak of the spectrum counts for the class it is nearest to.
pub(super) fn chroma(sound: &Sound) -> Chromas {
    let window = hann(LONG);
    let mut frames = Vec::new();
    let mut start = 0;
    // The last look may reach over the end.
    while start + LONG / 4 < sound.samples.len() {
        let mut look = [0.0_f32; LONG];
        for ((x, sample), weight) in look.iter_mut().zip(&sound.samples[start..]).zip(&window) {
            *x = sample * weight;
        }
        frames.push(classes(
            &magnitudes(rfft_4096(&mut look)),
            sound.rate / LONG as f64,
        ));
        start += LONG_HOP;
    }
    Chromas {
        frames,
        rate: sound.rate / LONG_HOP as f64,
    }
}

/// How much begins at each moment, and how many moments a second has.
pub(super) fn onsets(sound: &Sound) -> (Vec<f32>, f64) {
    let window = hann(SHORT);
    let mut before = vec![0.0_f32; SHORT / 2];
    let mut found = Vec::new();
    let mut start = 0;
    while start + SHORT <= sound.samples.len() {
        let mut look = [0.0_f32; SHORT];
        for ((x, sample), weight) in look.iter_mut().zip(&sound.samples[start..]).zip(&window) {
            *x = sample * weight;
        }
        let now: Vec<f32> = magnitudes(rfft_512(&mut look))
            .into_iter()
            .map(|level| libm::log1pf(100.0 * level))
            .collect();
        let rise = now
            .iter()
            .zip(&before)
            .map(|(now, before)| (now - before).max(0.0));
        found.push(rise.sum());
        before = now;
        start += SHORT_HOP;
    }
    (found, sound.rate / SHORT_HOP as f64)
}

fn hann(length: usize) -> Vec<f32> {
    let turn = core::f32::consts::TAU / length as f32;
    (0..length)
        .map(|n| 0.5 - 0.5 * libm::cosf(turn * n as f32))
        .collect()
}

/// Levels of the bins, as parts of full scale.
fn magnitudes(bins: &mut [Complex32]) -> Vec<f32> {
    // The transform packs the highest bin into the first.
    bins[0].im = 0.0;
    let scale = 2.0 / bins.len() as f32;
    bins.iter()
        .map(|bin| (bin.re * bin.re + bin.im * bin.im).sqrt() * scale)
        .collect()
}

fn classes(levels: &[f32], bin_hz: f64) -> Chroma {
    let mut chroma = [0.0; 12];
    let (low, high) = (PITCHES.0 / bin_hz, PITCHES.1 / bin_hz);
    for bin in (low as usize).max(1)..(high as usize).min(levels.len() - 1) {
        let (before, peak, after) = (levels[bin - 1], levels[bin], levels[bin + 1]);
        if peak <= before || peak < after || peak < 1.0e-4 {
            continue;
        }
        // The top of a parabola through the three.
        let bend = before - 2.0 * peak + after;
        let shift = 0.5 * f64::from((before - after) / bend.min(-1.0e-9));
        let pitch = 69.0 + 12.0 * libm::log2((bin as f64 + shift) * bin_hz / 440.0);
        let class = libm::round(pitch).rem_euclid(12.0) as usize;
        let tuned = 1.0 - 1.6 * (pitch - libm::round(pitch)).abs();
        chroma[class % 12] += f64::from(peak).sqrt() * tuned;
    }
    chroma
}
