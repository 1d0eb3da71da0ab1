//! A recording as one channel at a low rate.

use std::io::Read;

use hound::{SampleFormat, WavReader, WavSpec};

use crate::{recipe::Fault, wav::find_chunk};

/// The least rate that is listened to, in Hz: what matters for beat and harmony is below half of it.
const RATE: u32 = 11_000;

/// Root mean square below which there is nothing to hear: 80 dB below full scale.
const SILENCE: f64 = 1.0e-4;

/// One channel.
pub(super) struct Sound {
    pub(super) samples: Vec<f32>,
    /// In Hz.
    pub(super) rate: f64,
}

impl Sound {
    pub(super) fn seconds(&self) -> f64 {
        self.samples.len() as f64 / self.rate
    }

    pub(super) fn is_silent(&self) -> bool {
        let power = self.samples.iter().map(|&x| f64::from(x) * f64::from(x));
        power.sum::<f64>() < SILENCE * SILENCE * self.samples.len() as f64
    }
}

/// Reads up to so many seconds. A file that ends early is heard as far as it goes.
pub(super) fn read(file: &[u8], seconds: f64) -> Result<Sound, Fault> {
    let refused = |message: &str| Fault::of("audioUrl", message);
    let (header, data) = parts(file).ok_or_else(|| refused("This is not a WAV file."))?;
    let reader = WavReader::new(header.as_slice().chain(data)).map_err(|_| {
        refused("This kind of WAV file cannot be read: it must hold plain samples.")
    })?;
    let spec = reader.spec();
    let sane = (4_000..=384_000).contains(&spec.sample_rate) && (1..=32).contains(&spec.channels);
    if !sane {
        return Err(refused(
            "The WAV file's sample rate or channels are out of range.",
        ));
    }
    let thin = (spec.sample_rate / RATE).max(1);
    let most = (seconds * f64::from(spec.sample_rate)) as usize * usize::from(spec.channels);
    let samples = match spec.sample_format {
        SampleFormat::Float => thinned(
            reader.into_samples::<f32>().map_while(Result::ok),
            spec,
            thin,
            most,
        ),
        SampleFormat::Int => {
            let full = libm::exp2f(1.0 - f32::from(spec.bits_per_sample));
            let levels = reader.into_samples::<i32>().map_while(Result::ok);
            thinned(levels.map(|it| it as f32 * full), spec, thin, most)
        }
    };
    Ok(Sound {
        samples,
        rate: f64::from(spec.sample_rate) / f64::from(thin),
    })
}

/// The file's format and samples, with a header of their own: what else is in it, and where it was cut, then does not
/// matter to the reader.
fn parts(file: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let format = find_chunk(file, b"fmt ").filter(|it| it.len() >= 16)?;
    let data = find_chunk(file, b"data")?;
    let frame = usize::from(u16::from_le_bytes([format[12], format[13]])).max(1);
    let data = &data[..data.len() / frame * frame];
    let length = |bytes: usize| (bytes as u32).to_le_bytes();
    let header = [
        b"RIFF",
        &length(20 + format.len() + data.len())[..],
        b"WAVEfmt ",
        &length(format.len()),
        format,
        b"data",
        &length(data.len()),
    ];
    Some((header.concat(), data))
}

/// The mean of all channels over every `thin` frames.
fn thinned(samples: impl Iterator<Item = f32>, spec: WavSpec, thin: u32, most: usize) -> Vec<f32> {
    let group = thin as usize * usize::from(spec.channels);
    let (mut mean, mut count, mut out) = (0.0_f32, 0, Vec::new());
    for sample in samples.take(most) {
        // Nothing that a file can hold may spoil the sums.
        mean += if sample.is_finite() {
            sample.clamp(-4.0, 4.0)
        } else {
            0.0
        };
        count += 1;
        if count == group {
            out.push(mean / group as f32);
            (mean, count) = (0.0, 0);
        }
    }
    out
}
