//! Length and tempo.

use super::form;
use crate::{Brief, genre::Genre, prompt::Reading, rng::Rng};

/// How long the piece is, how fast, and how many bars fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Time {
    pub(super) seconds: f64,
    pub(super) bpm: f64,
    /// Bars before the final chord.
    pub(super) bars: usize,
}

/// Least and most of what can be asked for.
const SECONDS: (f64, f64) = (1.0, 180.0);
const BPM: (f64, f64) = (40.0, 220.0);

/// Length of a piece when nothing is asked for, and the final chord's, in seconds.
const USUAL: f64 = 20.0;
const FINAL: f64 = 2.6;

pub(super) fn choose(brief: &Brief, reading: &mut Reading, genre: &Genre, rng: &mut Rng) -> Time {
    if let (Some(given), Some(read)) = (brief.bpm, reading.bpm)
        && given != read
    {
        reading.warnings.push(format!(
            "The prompt says {read} bpm and the order {given}; the order's holds."
        ));
    }
    let asked = brief
        .seconds
        .or(reading.seconds)
        .or_else(|| form::told_length(brief))
        .and_then(|value| limit(value, SECONDS, "seconds", &mut reading.warnings));
    let fixed = brief
        .bpm
        .or(reading.bpm)
        .and_then(|value| limit(value, BPM, "bpm", &mut reading.warnings));
    let wanted =
        fixed.unwrap_or_else(|| style_tempo(genre, reading.tempo_factor, reading.energy, rng));
    let bar = |bpm: f64| reading.steps as f64 * 15.0 / bpm;
    match (asked, fixed) {
        (None, _) => {
            // Whole phrases of four bars, as near to the usual length as they come.
            let phrases = libm::round(USUAL / (4.0 * bar(wanted))).max(1.0);
            let seconds = libm::round((phrases * 4.0 * bar(wanted) + FINAL) * 100.0) / 100.0;
            Time {
                seconds,
                bpm: wanted,
                bars: phrases as usize * 4,
            }
        }
        (Some(seconds), Some(bpm)) => Time {
            seconds,
            bpm,
            bars: bars(seconds, bar(bpm)),
        },
        (Some(seconds), None) => fit(seconds, wanted, bar),
    }
}

/// A whole number of beats a minute from the style's range.
fn style_tempo(genre: &Genre, factor: f64, energy: f64, rng: &mut Rng) -> f64 {
    let (slow, fast) = genre.bpm;
    let lean = (0.6 * rng.unit() + 0.4 * energy).clamp(0.0, 1.0);
    libm::round((slow + (fast - slow) * lean) * factor).clamp(BPM.0, BPM.1)
}

/// A number within its limits, or none when it is no number; either way with a word about it.
fn limit(
    value: f64,
    (least, most): (f64, f64),
    name: &str,
    warnings: &mut Vec<String>,
) -> Option<f64> {
    if value.is_nan() {
        warnings.push(format!("{name} is not a number; the sketch chose its own."));
        return None;
    }
    if (least..=most).contains(&value) {
        return Some(value);
    }
    let used = value.clamp(least, most);
    warnings.push(format!(
        "{name} must be {least} to {most}; {used} was used."
    ));
    Some(used)
}

/// Room the final chord needs in a piece of that length.
fn final_chord(seconds: f64) -> f64 {
    (seconds * 0.15).min(1.6)
}

fn bars(seconds: f64, bar: f64) -> usize {
    ((seconds - final_chord(seconds)) / bar + 1.0e-9) as usize
}

/// Bends the tempo by a few beats so that the bars fill the length and make whole phrases.
fn fit(seconds: f64, wanted: f64, bar: impl Fn(f64) -> f64) -> Time {
    let candidates = (-8..=8).map(|bend| (wanted + f64::from(bend)).clamp(BPM.0, BPM.1));
    let cost = |bpm: f64| {
        let bars = bars(seconds, bar(bpm));
        let tail = seconds - bars as f64 * bar(bpm);
        let phrase = match bars % 4 {
            0 => 0.0,
            2 => 1.0,
            _ => 2.5,
        };
        (bpm - wanted).abs() * 0.25 + (tail - FINAL.min(seconds * 0.25)).abs() + phrase
    };
    let bpm = candidates
        .min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        .unwrap_or(wanted);
    Time {
        seconds,
        bpm,
        bars: bars(seconds, bar(bpm)),
    }
}

#[cfg(test)]
mod tests {
    use super::{bars, fit};

    #[test]
    fn the_bars_never_outlast_the_piece() {
        for tenths in 10..1_800 {
            let seconds = f64::from(tenths) / 10.0;
            let time = fit(seconds, 120.0, |bpm| 240.0 / bpm);
            assert!(time.bars as f64 * 240.0 / time.bpm < seconds);
            assert!((112.0..=128.0).contains(&time.bpm));
        }
        assert_eq!(bars(21.6, 2.0), 10);
    }
}
