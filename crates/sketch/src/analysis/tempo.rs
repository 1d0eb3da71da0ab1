//! The beat.

use super::{sound::Sound, spectrum};

/// Where the beats are.
pub(super) struct Beat {
    /// Beats a minute.
    pub(super) bpm: f64,
    /// The first of them, in seconds.
    pub(super) first: f64,
}

/// Tempos that are looked for, in beats a minute, and the one that people tap most readily.
const SLOWEST: f64 = 50.0;
const FASTEST: f64 = 200.0;
const LIKELY: f64 = 115.0;

/// Finds the tempo whose beat the onsets repeat on, and where that beat begins.
pub(super) fn find(sound: &Sound) -> Beat {
    let (onsets, rate) = spectrum::onsets(sound);
    let alike = Alike::of(&onsets, rate);
    let score = |bpm: f64| alike.score(bpm, 4) * prior(bpm);
    let rough = best(steps(SLOWEST, FASTEST, 0.5), score);
    // Many beats on, a small error of the tempo is a large one of the place.
    let fine = best(steps(rough * 0.985, rough * 1.015, 0.05), |bpm| {
        alike.score(bpm, 16)
    });
    let bpm = libm::round(fine * 10.0) / 10.0;
    Beat {
        bpm,
        first: first_beat(&onsets, rate, bpm),
    }
}

fn steps(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    (0..=((to - from) / step) as usize).map(move |index| from + index as f64 * step)
}

fn best(candidates: impl Iterator<Item = f64>, score: impl Fn(f64) -> f64) -> f64 {
    candidates
        .map(|bpm| (bpm, score(bpm)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(LIKELY, |(bpm, _)| bpm)
}

/// How likely a tempo is before anything is heard: a bell over octaves.
fn prior(bpm: f64) -> f64 {
    let octaves = libm::log2(bpm / LIKELY);
    libm::exp(-0.5 * octaves * octaves / (0.8 * 0.8))
}

/// How much the onsets are like themselves some time later.
struct Alike {
    by_lag: Vec<f64>,
    rate: f64,
}

impl Alike {
    fn of(onsets: &[f32], rate: f64) -> Self {
        let mean = onsets.iter().sum::<f32>() / onsets.len().max(1) as f32;
        let around: Vec<f32> = onsets.iter().map(|x| x - mean).collect();
        let longest = ((16.5 * 60.0 / SLOWEST * rate) as usize).min(around.len() / 2);
        let product = |lag: usize| {
            let pairs = around.iter().zip(&around[lag..]);
            let sum: f64 = pairs.map(|(a, b)| f64::from(a * b)).sum();
            sum / (around.len() - lag) as f64
        };
        Self {
            by_lag: (0..=longest).map(product).collect(),
            rate,
        }
    }

    /// The mean likeness so many beats on.
    fn score(&self, bpm: f64, beats: usize) -> f64 {
        let beat = 60.0 / bpm * self.rate;
        let (mut sum, mut count) = (0.0, 0.0);
        for index in 1..=beats {
            let lag = beat * index as f64;
            let (whole, part) = (lag as usize, lag - libm::floor(lag));
            if let Some([a, b]) = self.by_lag.get(whole..whole + 2) {
                sum += a + (b - a) * part;
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }
}

/// The phase at which most begins on the beat, in seconds.
fn first_beat(onsets: &[f32], rate: f64, bpm: f64) -> f64 {
    let beat = 60.0 / bpm * rate;
    let weight = |phase: usize| -> f64 {
        let places = (0..).map(|index| phase + (beat * f64::from(index)) as usize);
        places
            .take_while(|place| *place < onsets.len())
            .map(|place| f64::from(onsets[place]))
            .sum()
    };
    let phase = (0..beat as usize).max_by(|a, b| weight(*a).total_cmp(&weight(*b)));
    phase.unwrap_or(0) as f64 / rate
}
