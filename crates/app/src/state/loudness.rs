//! How loud a sound is to the ear: integrated loudness after ITU-R BS.1770-4, for mono and stereo.
//!
//! A page that compares takes must play them equally loud, or the louder one wins. A crate for it brings true peak and
//! resampling along, which the page would carry from its first load; the figures here are held against one in the tests.

/// Silence, to the standard.
const ABSOLUTE_GATE: f64 = -70.0;
/// What lies this far below the rest does not count, in loudness units.
const RELATIVE_GATE: f64 = 10.0;
/// A block is 400 ms long, and one begins every 100 ms.
const STEPS_PER_SECOND: f64 = 10.0;
const STEPS_PER_BLOCK: usize = 4;

/// Measures a sound that is handed over piece by piece.
#[derive(Clone, Debug)]
pub struct Meter {
    weights: [Biquad; 2],
    /// The two filters' memories, for each channel.
    memories: Vec<[Memory; 2]>,
    /// Frames of a step of 100 ms.
    step: usize,
    filled: usize,
    sum: f64,
    steps: Vec<f64>,
}

impl Meter {
    /// A meter for so many channels at so many frames a second.
    pub fn new(channels: usize, rate_hz: f64) -> Self {
        Self {
            weights: [Biquad::shelf(rate_hz), Biquad::high_pass(rate_hz)],
            memories: vec![[Memory::default(); 2]; channels],
            step: ((rate_hz / STEPS_PER_SECOND).round() as usize).max(1),
            filled: 0,
            sum: 0.0,
            steps: Vec::new(),
        }
    }

    /// Takes the next frames in: one slice of equal length for each channel.
    pub fn feed(&mut self, channels: &[&[f32]]) {
        let frames = channels.iter().map(|it| it.len()).min().unwrap_or_default();
        let mut at = 0;
        while at < frames {
            let to = frames.min(at + self.step - self.filled);
            for (channel, memory) in channels.iter().zip(&mut self.memories) {
                for sample in &channel[at..to] {
                    let mut value = f64::from(*sample);
                    for (weight, memory) in self.weights.iter().zip(memory.iter_mut()) {
                        value = weight.next(value, memory);
                    }
                    self.sum += value * value;
                }
            }
            self.filled += to - at;
            at = to;
            if self.filled == self.step {
                self.steps.push(self.sum / self.step as f64);
                (self.sum, self.filled) = (0.0, 0);
            }
        }
    }

    /// The integrated loudness in LUFS; none for silence and for less than 400 ms.
    pub fn integrated(&self) -> Option<f64> {
        let blocks = self
            .steps
            .windows(STEPS_PER_BLOCK)
            .map(|steps| steps.iter().sum::<f64>() / STEPS_PER_BLOCK as f64);
        let loud: Vec<f64> = blocks.filter(|it| lufs(*it) > ABSOLUTE_GATE).collect();
        let gate = lufs(mean(&loud)?) - RELATIVE_GATE;
        let heard: Vec<f64> = loud.into_iter().filter(|it| lufs(*it) > gate).collect();
        mean(&heard).map(lufs)
    }
}

fn lufs(power: f64) -> f64 {
    -0.691 + 10.0 * power.log10()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// A filter of second order.
#[derive(Clone, Copy, Debug)]
struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
}

#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    first: f64,
    second: f64,
}

impl Biquad {
    /// The standard's first filter, for the head: its table is for 48 kHz, these are the figures behind it.
    fn shelf(rate_hz: f64) -> Self {
        const HZ: f64 = 1_681.974_450_955_533;
        const GAIN_DB: f64 = 3.999_843_853_973_347;
        const Q: f64 = 0.707_175_236_955_419_6;
        let k = (std::f64::consts::PI * HZ / rate_hz).tan();
        let high = 10_f64.powf(GAIN_DB / 20.0);
        let band = high.powf(0.499_666_774_154_541_6);
        let norm = 1.0 + k / Q + k * k;
        Self {
            b: [
                (high + band * k / Q + k * k) / norm,
                2.0 * (k * k - high) / norm,
                (high - band * k / Q + k * k) / norm,
            ],
            a: [2.0 * (k * k - 1.0) / norm, (1.0 - k / Q + k * k) / norm],
        }
    }

    /// The standard's second filter.
    fn high_pass(rate_hz: f64) -> Self {
        const HZ: f64 = 38.135_470_876_024_44;
        const Q: f64 = 0.500_327_037_323_877_3;
        let k = (std::f64::consts::PI * HZ / rate_hz).tan();
        let norm = 1.0 + k / Q + k * k;
        Self {
            b: [1.0, -2.0, 1.0],
            a: [2.0 * (k * k - 1.0) / norm, (1.0 - k / Q + k * k) / norm],
        }
    }

    fn next(&self, value: f64, memory: &mut Memory) -> f64 {
        let out = self.b[0] * value + memory.first;
        memory.first = self.b[1] * value - self.a[0] * out + memory.second;
        memory.second = self.b[2] * value - self.a[1] * out;
        out
    }
}

#[cfg(test)]
mod tests {
    use ebur128::{EbuR128, Mode};

    use super::*;

    fn sine(hz: f64, level_db: f64, seconds: f64, rate_hz: f64) -> Vec<f32> {
        let level = 10_f64.powf(level_db / 20.0);
        (0..(seconds * rate_hz) as usize)
            .map(|nth| (level * (std::f64::consts::TAU * hz * nth as f64 / rate_hz).sin()) as f32)
            .collect()
    }

    /// Bursts of noise of all colours and levels, with silence between them.
    fn uneven(rate_hz: f64, mut seed: u32) -> Vec<f32> {
        let (mut low, mut level) = (0.0, 0.0);
        let mut random = move || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(seed >> 8) / f64::from(1 << 23) - 1.0
        };
        let frames = (6.0 * rate_hz) as usize;
        (0..frames)
            .map(|nth| {
                if nth % (frames / 12) == 0 {
                    level = (random() * 1.5 - 0.5).max(0.0);
                }
                low += 0.05 * (random() - low);
                (level * (low + 0.2 * random())) as f32
            })
            .collect()
    }

    fn measure(channels: &[&[f32]], rate_hz: f64, piece: usize) -> Option<f64> {
        let mut meter = Meter::new(channels.len(), rate_hz);
        let frames = channels[0].len();
        for at in (0..frames).step_by(piece) {
            let to = frames.min(at + piece);
            meter.feed(&channels.iter().map(|it| &it[at..to]).collect::<Vec<_>>());
        }
        meter.integrated()
    }

    #[test]
    fn a_stereo_tone_of_the_standard_reads_its_level() {
        let tone = sine(997.0, -23.0, 5.0, 48_000.0);
        let read = measure(&[&tone, &tone], 48_000.0, 4_096).unwrap();
        assert!((read + 23.0).abs() < 0.1, "{read}");
    }

    #[test]
    fn it_agrees_with_another_meter_on_uneven_sounds_at_any_rate() {
        for (rate_hz, seed) in [(44_100.0, 1), (48_000.0, 2), (32_000.0, 3)] {
            let (left, right) = (uneven(rate_hz, seed), uneven(rate_hz, seed + 10));
            let mut other = EbuR128::new(2, rate_hz as u32, Mode::I).unwrap();
            other.add_frames_planar_f32(&[&left, &right]).unwrap();
            let read = measure(&[&left, &right], rate_hz, 777).unwrap();
            let theirs = other.loudness_global().unwrap();
            assert!((read - theirs).abs() < 0.05, "{read} against {theirs}");
        }
    }

    #[test]
    fn pieces_of_any_length_read_alike() {
        let sound = uneven(48_000.0, 7);
        let once = measure(&[&sound], 48_000.0, sound.len());
        assert_eq!(once, measure(&[&sound], 48_000.0, 101));
    }

    #[test]
    fn silence_and_what_is_too_short_have_no_loudness() {
        assert_eq!(measure(&[&[0.0; 48_000]], 48_000.0, 4_096), None);
        assert_eq!(
            measure(&[&sine(997.0, -10.0, 0.3, 48_000.0)], 48_000.0, 4_096),
            None
        );
        assert_eq!(measure(&[&[f32::NAN; 48_000]], 48_000.0, 4_096), None);
        assert_eq!(Meter::new(0, 48_000.0).integrated(), None);
    }
}
