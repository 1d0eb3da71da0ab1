//! RIFF WAVE, by walking its chunks: vendors put odd ones before the samples. What the file says of its whole length is
//! not asked: writers that do not know it leave anything there.

use super::{AudioFacts, BadAudio, Bytes, Container, be, cut, le, name};

/// How a file begins; the latter two hold lengths of 64 bits.
pub(super) const MAGICS: [&[u8]; 3] = [b"RIFF", b"RF64", b"BW64"];
/// More chunks than any real file has before its samples.
const MOST_CHUNKS: usize = 64;
/// From here on a length is what a writer puts that did not know it yet: nothing of that size is ever fetched.
const UNKNOWN: u64 = 0x7FFF_0000;
/// A length of 32 bits that stands for one of 64.
const OPEN: u64 = 0xFFFF_FFFF;

pub(super) fn probe(bytes: &dyn Bytes) -> Result<AudioFacts, BadAudio> {
    let (mut at, mut long, mut format, mut samples) = (12_u64, 0, 0, None);
    for _ in 0..MOST_CHUNKS {
        let mut size = le(bytes, at + 4, 4);
        let chunk = be(bytes, at, 4);
        if chunk == name(b"ds64") {
            // The length of the samples stands after that of the whole.
            long = le(bytes, at + 16, 8);
        } else if chunk == name(b"fmt ") {
            format = at + 8;
        } else if chunk == name(b"data") {
            if size == OPEN && long > 0 {
                size = long;
            }
            samples = Some((at + 8, size));
        }
        // Chunks are padded to even lengths.
        at = (at + 8).saturating_add(size).saturating_add(size & 1);
        if at + 8 > bytes.len() || (format > 0 && samples.is_some()) {
            break;
        }
    }
    match samples {
        Some((from, size)) => facts(bytes, from, size, format),
        None => Err(cut(bytes, at + 8)),
    }
}

fn facts(bytes: &dyn Bytes, from: u64, size: u64, format: u64) -> Result<AudioFacts, BadAudio> {
    let there = bytes.len().saturating_sub(from);
    let open = size == 0 || size >= UNKNOWN;
    let least = if open { 1 } else { size };
    if there < least {
        return Err(cut(bytes, from.saturating_add(least)));
    }
    let mut facts = AudioFacts::of(Container::Wav, bytes.len());
    if format > 0 {
        let (rate, frame) = (le(bytes, format + 4, 4), le(bytes, format + 12, 2));
        // What is not compressed has so many bytes a frame, whatever the speed says.
        let plain = matches!(le(bytes, format, 2), 1 | 3 | 0xFFFE) && frame > 0;
        let bytes_per_second = if plain {
            rate * frame
        } else {
            le(bytes, format + 8, 4)
        };
        let length = if open { there } else { size };
        facts.set(rate, le(bytes, format + 2, 2), 0);
        facts.seconds = (bytes_per_second > 0).then_some(length as f64 / bytes_per_second as f64);
    }
    Ok(facts)
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
    fn a_length_that_no_file_has_is_one_that_was_not_known() {
        for declared in [0, 0x7FFF_F000, 0x8000_0000, u32::MAX - 36] {
            let facts = probe(file(b"", declared, 192_000).as_slice()).unwrap();
            assert_eq!(facts.seconds, Some(1.0), "{declared:#x}");
        }
    }

    #[test]
    fn a_length_of_64_bits_is_read() {
        let mut large = file(b"ds64\x1C\0\0\0\0\0\0\0\0\0\0\0", u32::MAX, 192_000);
        large[..4].copy_from_slice(b"RF64");
        let rest = [&96_000_u64.to_le_bytes()[..], &[0; 12]].concat();
        large.splice(28..28, rest);
        assert_eq!(probe(large.as_slice()).unwrap().seconds, Some(0.5));
        large.truncate(96_000);
        assert!(matches!(
            probe(large.as_slice()),
            Err(BadAudio::Truncated { .. })
        ));
    }

    #[test]
    fn samples_before_their_description_are_read_with_it() {
        let mut turned = b"RIFF\0\0\0\0WAVEdata\x03\0\0\0abc\0".to_vec();
        turned.extend(b"fmt \x10\0\0\0\x01\0\x01\0\x03\0\0\0\x03\0\0\0\x01\0\x08\0");
        assert_eq!(probe(turned.as_slice()).unwrap().seconds, Some(1.0));
        let facts = probe(&turned[..24]).unwrap();
        assert_eq!((facts.sample_rate_hz, facts.seconds), (None, None));
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
