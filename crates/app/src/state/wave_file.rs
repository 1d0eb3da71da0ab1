//! A WAV file of 16 bits, piece by piece.

/// Bytes before the samples.
const HEAD: usize = 44;

/// The head of a file of so many frames; lengths beyond 4 GB are cut, which no browser decodes.
pub fn head(frames: u32, channels: u16, sample_rate_hz: u32) -> [u8; HEAD] {
    let frame = 2 * u32::from(channels);
    let samples = frames.saturating_mul(frame).min(u32::MAX - HEAD as u32);
    let mut head = [0; HEAD];
    let mut at = 0;
    let mut put = |bytes: &[u8]| {
        head[at..at + bytes.len()].copy_from_slice(bytes);
        at += bytes.len();
    };
    put(b"RIFF");
    put(&(samples + 36).to_le_bytes());
    put(b"WAVEfmt ");
    put(&16_u32.to_le_bytes());
    put(&1_u16.to_le_bytes());
    put(&channels.to_le_bytes());
    put(&sample_rate_hz.to_le_bytes());
    put(&sample_rate_hz.saturating_mul(frame).to_le_bytes());
    put(&(frame as u16).to_le_bytes());
    put(&16_u16.to_le_bytes());
    put(b"data");
    put(&samples.to_le_bytes());
    head
}

/// The samples of some channels, one frame after the other; what is too loud is cut.
pub fn interleaved(channels: &[&[f32]]) -> Vec<u8> {
    let frames = channels.iter().map(|it| it.len()).min().unwrap_or_default();
    let mut bytes = Vec::with_capacity(2 * frames * channels.len());
    for frame in 0..frames {
        for channel in channels {
            let level = (channel[frame].clamp(-1.0, 1.0) * 32_767.0).round() as i16;
            bytes.extend(level.to_le_bytes());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reader_sees_the_samples_that_were_written() {
        let samples = interleaved(&[&[0.0, 1.0, 2.0], &[-1.0, 0.5, f32::NAN]]);
        let file = [&head(3, 2, 44_100)[..], &samples].concat();
        let mut reader = hound::WavReader::new(std::io::Cursor::new(file)).unwrap();
        let spec = reader.spec();
        assert_eq!(
            (spec.channels, spec.sample_rate, reader.duration()),
            (2, 44_100, 3)
        );
        let read: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(read, [0, -32_767, 32_767, 16_384, 32_767, 0]);
    }
}
