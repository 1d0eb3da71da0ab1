//! 16-bit stereo WAV, whole or slice by slice.

use crate::{Plan, Renderer, SAMPLE_RATE};

/// Bytes of one stereo frame.
const FRAME: usize = 4;

/// Renders a plan to a whole 48 kHz stereo 16-bit WAV file.
#[must_use]
pub fn wav(plan: &Plan) -> Vec<u8> {
    let mut renderer = Renderer::new(plan, SAMPLE_RATE);
    let mut builder = WavBuilder::new(renderer.frames(), SAMPLE_RATE);
    let mut slice = [0.0; 2048];
    loop {
        let frames = renderer.fill(&mut slice);
        if frames == 0 {
            return builder.finish();
        }
        builder.push(&slice[..2 * frames]);
    }
}

/// A WAV file that grows by slices of samples and gets its lengths at the end.
#[derive(Debug)]
pub struct WavBuilder {
    bytes: Vec<u8>,
    header: usize,
}

impl WavBuilder {
    /// Starts a file with room for `frames` stereo frames at `sample_rate_hz`.
    #[must_use]
    pub fn new(frames: usize, sample_rate_hz: u32) -> Self {
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: sample_rate_hz,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut bytes = spec.into_header_for_infinite_file();
        let header = bytes.len();
        bytes.reserve_exact(frames * FRAME);
        Self { bytes, header }
    }

    /// Appends interleaved stereo samples (-1 to 1), rounded to 16 bits.
    pub fn push(&mut self, samples: &[f32]) {
        for &sample in samples {
            let level = libm::roundf(sample.clamp(-1.0, 1.0) * 32_767.0) as i16;
            self.bytes.extend_from_slice(&level.to_le_bytes());
        }
    }

    /// Writes the lengths into the header and hands over the file's bytes.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let data = self.bytes.len() - self.header;
        // RIFF lengths are 32 bits; the longest sketch (180 s) takes 35 MB.
        let riff = (self.bytes.len() - 8) as u32;
        self.bytes[4..8].copy_from_slice(&riff.to_le_bytes());
        self.bytes[self.header - 4..self.header].copy_from_slice(&(data as u32).to_le_bytes());
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::WavBuilder;

    #[test]
    fn another_reader_sees_what_was_pushed() {
        let mut builder = WavBuilder::new(2, 48_000);
        builder.push(&[0.0, 1.0]);
        builder.push(&[-1.0, 0.5]);
        let bytes = builder.finish();
        let mut reader = hound::WavReader::new(Cursor::new(bytes)).unwrap();
        assert_eq!((2, 48_000, 16), {
            let spec = reader.spec();
            (spec.channels, spec.sample_rate, spec.bits_per_sample)
        });
        assert_eq!(reader.duration(), 2);
        let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(samples, [0, 32_767, -32_767, 16_384]);
    }
}
