//! RIFF WAVE, by walking its chunks: vendors put odd ones before the samples.

use super::{AudioFacts, BadAudio, Bytes, Container};

/// More chunks than any real file has before its samples.
const MOST_CHUNKS: usize = 64;
/// What writers put for a length they did not know yet.
const UNKNOWN: u64 = 0xFFFF_FFFF;

struct Format {
    channels: u16,
    rate: u32,
    frame: u16,
}

pub(super) fn probe<B: Bytes + ?Sized>(bytes: &B) -> Result<AudioFacts, BadAudio> {
    let mut at = 12;
    let mut format = None;
    for _ in 0..MOST_CHUNKS {
        let mut header = [0; 8];
        if bytes.read(at, &mut header) < 8 {
            break;
        }
        let size = u64::from(u32::from_le_bytes([
            header[4], header[5], header[6], header[7],
        ]));
        match &header[..4] {
            b"fmt " => format = read_format(bytes, at + 8),
            b"data" => return samples(bytes.len(), at + 8, size, format),
            _ => {}
        }
        // Chunks are padded to even lengths.
        at = at.saturating_add(8 + size + (size & 1));
    }
    Err(BadAudio::Truncated {
        expected: at + 8,
        got: bytes.len(),
    })
}

fn read_format<B: Bytes + ?Sized>(bytes: &B, at: u64) -> Option<Format> {
    let mut body = [0; 16];
    if bytes.read(at, &mut body) < 16 {
        return None;
    }
    Some(Format {
        channels: u16::from_le_bytes([body[2], body[3]]),
        rate: u32::from_le_bytes([body[4], body[5], body[6], body[7]]),
        frame: u16::from_le_bytes([body[12], body[13]]),
    })
}

fn samples(len: u64, at: u64, size: u64, format: Option<Format>) -> Result<AudioFacts, BadAudio> {
    let there = len.saturating_sub(at);
    let streamed = size == UNKNOWN || size == 0;
    if there == 0 || (!streamed && size > there) {
        return Err(BadAudio::Truncated {
            expected: at.saturating_add(size.max(1)),
            got: len,
        });
    }
    let length = if streamed { there } else { size };
    let format = format.filter(|it| it.rate > 0 && it.frame > 0);
    Ok(AudioFacts {
        container: Container::Wav,
        sample_rate_hz: format.as_ref().map(|it| it.rate),
        channels: format.as_ref().map(|it| it.channels),
        seconds: format.map(|it| (length / u64::from(it.frame)) as f64 / f64::from(it.rate)),
        bytes: len,
    })
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use super::*;

    fn file(before: &[u8], declared: u32, samples: usize) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WAVE".to_vec();
        file.extend(before);
        file.extend(b"fmt \x10\0\0\0\x01\0\x02\0");
        file.extend(48_000_u32.to_le_bytes());
        file.extend(192_000_u32.to_le_bytes());
        file.extend([4, 0, 16, 0]);
        file.extend(b"data");
        file.extend(declared.to_le_bytes());
        file.extend(vec![0; samples]);
        file
    }

    #[test]
    fn a_plain_file_says_rate_channels_and_length() {
        let facts = probe(file(b"", 96_000, 96_000).as_slice()).unwrap();
        assert_eq!(facts.sample_rate_hz, Some(48_000));
        assert_eq!(facts.channels, Some(2));
        assert_eq!(facts.seconds, Some(0.5));
    }

    #[test]
    fn odd_chunks_before_the_samples_are_walked_over() {
        let odd = b"LIST\x03\0\0\0abc\0";
        assert_eq!(
            probe(file(odd, 96_000, 96_000).as_slice()).unwrap().seconds,
            Some(0.5)
        );
    }

    #[test]
    fn a_length_left_open_reaches_to_the_end() {
        assert_eq!(
            probe(file(b"", u32::MAX, 192_000).as_slice())
                .unwrap()
                .seconds,
            Some(1.0)
        );
    }

    #[test]
    fn a_file_cut_in_its_samples_or_before_them_is_truncated() {
        assert!(matches!(
            probe(file(b"", 96_000, 95_999).as_slice()),
            Err(BadAudio::Truncated { .. })
        ));
        assert!(matches!(
            probe(&file(b"", 96_000, 0)[..30]),
            Err(BadAudio::Truncated { .. })
        ));
    }

    #[test]
    fn chunks_without_end_stop_the_walk() {
        let mut file = b"RIFF\0\0\0\0WAVE".to_vec();
        file.extend(b"junk\0\0\0\0".repeat(10_000));
        assert!(matches!(
            probe(file.as_slice()),
            Err(BadAudio::Truncated { .. })
        ));
    }
}
