//! Key and chords.

use super::{
    spectrum::{Chroma, Chromas},
    tempo::Beat,
};
use crate::theory::{Chord, Key, Mode, Stack};

/// How much each note of a key is heard in music of that key (Krumhansl and Kessler 1982), from the tonic.
const MAJOR: Chroma = [
    6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88,
];
const MINOR: Chroma = [
    6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17,
];

/// How the tonics are written here.
const NAMES: [&str; 12] = [
    "C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B",
];

/// Most bars whose chords are told.
const BARS: usize = 200;

/// How readily each degree's chord is taken, from the first.
const USUAL: [f64; 7] = [1.1, 0.97, 0.95, 1.05, 1.05, 1.03, 0.9];

/// The key whose profile the whole recording is most like.
pub(super) fn key(chromas: &Chromas) -> Key {
    let mut whole = [0.0; 12];
    for frame in &chromas.frames {
        add(&mut whole, frame);
    }
    let candidates = (0..12).flat_map(|tonic| {
        [(MAJOR, Mode::Major), (MINOR, Mode::Minor)].map(|(profile, mode)| (tonic, profile, mode))
    });
    let likeness = |&(tonic, profile, _): &(usize, Chroma, Mode)| {
        let turned: Chroma = core::array::from_fn(|class| whole[(class + tonic) % 12]);
        correlation(&turned, &profile)
    };
    candidates
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
        .map_or_else(
            || Key::new("C", Mode::Major),
            |(tonic, _, mode)| Key::new(NAMES[tonic], mode),
        )
}

/// The degree (1 to 7) of each bar's chord. The first bar begins on the beat that makes the bars' chords plainest.
pub(super) fn chords(chromas: &Chromas, key: &Key, beat: &Beat) -> Vec<u8> {
    let seconds = 60.0 / beat.bpm;
    let readings = (0..4).map(|skip| {
        bars(
            chromas,
            key,
            beat.first + f64::from(skip) * seconds,
            4.0 * seconds,
        )
    });
    let plain = |bars: &[(u8, f64)]| {
        bars.iter().map(|(_, fit)| fit).sum::<f64>() / bars.len().max(1) as f64
    };
    let best = readings.max_by(|a, b| plain(a).total_cmp(&plain(b)));
    let degrees = best.into_iter().flatten().map(|(degree, _)| degree);
    degrees.collect()
}

/// Each bar's best triad of the key, and how well it fits.
fn bars(chromas: &Chromas, key: &Key, start: f64, bar: f64) -> Vec<(u8, f64)> {
    let count = ((chromas.frames.len() as f64 / chromas.rate - start) / bar).max(0.0) as usize;
    let frames = |index: usize| {
        let place = |seconds: f64| (seconds.max(0.0) * chromas.rate) as usize;
        let from = place(start + bar * index as f64);
        let to = place(start + bar * (index + 1) as f64);
        &chromas.frames[from.min(chromas.frames.len())..to.min(chromas.frames.len())]
    };
    (0..count.min(BARS))
        .map(|index| triad(frames(index), key))
        .collect()
}

fn triad(frames: &[Chroma], key: &Key) -> (u8, f64) {
    let mut sum = [0.0; 12];
    for frame in frames {
        add(&mut sum, frame);
    }
    let all = sum.iter().sum::<f64>().max(1.0e-9);
    let fit = |degree: u8| {
        let chord = Chord::read(&degree.to_string(), key, Stack::Triad);
        let tones = chord
            .tones
            .iter()
            .map(|tone| sum[(chord.root + tone).rem_euclid(12) as usize]);
        let root = sum[chord.root.rem_euclid(12) as usize];
        (tones.sum::<f64>() + 0.3 * root) / all * USUAL[usize::from(degree - 1)]
    };
    let best = (1..=7).max_by(|a, b| fit(*a).total_cmp(&fit(*b)));
    best.map_or((1, 0.0), |degree| (degree, fit(degree)))
}

fn add(sum: &mut Chroma, frame: &Chroma) {
    for (sum, class) in sum.iter_mut().zip(frame) {
        *sum += class;
    }
}

fn correlation(one: &Chroma, other: &Chroma) -> f64 {
    let mean = |values: &Chroma| values.iter().sum::<f64>() / 12.0;
    let (a, b) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other) {
        both += (x - a) * (y - b);
        first += (x - a) * (x - a);
        second += (y - b) * (y - b);
    }
    both / (first * second).sqrt().max(1.0e-12)
}
