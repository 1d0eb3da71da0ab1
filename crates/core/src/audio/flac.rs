//! FLAC: the stream's own description comes first, always, and its frames are numbered.

use super::{AudioFacts, BadAudio, Bytes, Container, be, cut};

/// The longest frame that is looked for, in bytes; encoders write some ten thousand.
const LONGEST_FRAME: u64 = 1 << 17;
/// More blocks than any real file has before its sound.
const MOST_BLOCKS: usize = 256;

/// What the stream says of itself.
pub(super) struct Stream {
    pub(super) rate: u64,
    pub(super) channels: u64,
    /// Samples of each channel; zero when it was not known.
    samples: u64,
    /// Samples a frame, where every frame has as many; else zero.
    block: u64,
    /// Bytes of the longest frame; zero when it was not known.
    longest: u64,
}

/// Reads a file whose marker stands at this offset.
pub(super) fn probe(bytes: &dyn Bytes, start: u64) -> Result<AudioFacts, BadAudio> {
    let stream = stream(bytes, start + 8);
    let sound = sound(bytes, start + 4);
    if sound >= bytes.len() || !ends(bytes, &stream, sound) {
        return Err(cut(bytes, sound + 1));
    }
    let mut facts = AudioFacts::of(Container::Flac, bytes.len());
    facts.set(stream.rate, stream.channels, stream.samples);
    Ok(facts)
}

/// Reads STREAMINFO: 16 bits each of least and most samples a frame, 24 each of least and most bytes, then 20 of rate,
/// 3 of channels, 5 of depth and 36 of samples.
pub(super) fn stream(bytes: &dyn Bytes, at: u64) -> Stream {
    let (least, most, word) = (
        be(bytes, at, 2),
        be(bytes, at + 2, 2),
        be(bytes, at + 10, 8),
    );
    Stream {
        rate: word >> 44,
        channels: (word >> 41 & 7) + 1,
        samples: word & 0xF_FFFF_FFFF,
        block: if least == most { most } else { 0 },
        longest: be(bytes, at + 7, 3),
    }
}

/// Where the frames begin: after the last block of metadata.
fn sound(bytes: &dyn Bytes, mut at: u64) -> u64 {
    for _ in 0..MOST_BLOCKS {
        let block = be(bytes, at, 4);
        at += 4 + (block & 0xFF_FFFF);
        if block >> 31 == 1 {
            break;
        }
    }
    at
}

/// Whether the last frame begins in the file, as far as the stream says enough to tell.
fn ends(bytes: &dyn Bytes, stream: &Stream, sound: u64) -> bool {
    let told = stream.block > 0 && stream.longest > 0 && stream.samples > 0;
    if !told || stream.longest > LONGEST_FRAME {
        return true;
    }
    let number = coded((stream.samples - 1) / stream.block);
    // Room for a tag of 128 bytes, which some programs put after the sound.
    let from = bytes.len().saturating_sub(stream.longest + 128).max(sound);
    let mut tail = vec![0; (bytes.len() - from) as usize];
    bytes.read(from, &mut tail);
    // A frame begins with 15 bits of mark, then come 17 bits of other things, then its number.
    (0..tail.len()).any(|at| {
        tail[at] == 0xFF
            && tail.get(at + 1).is_some_and(|it| it & 0xFE == 0xF8)
            && tail.get(at + 4..).is_some_and(|it| it.starts_with(&number))
    })
}

/// A frame's number as its header has it: coded as UTF-8 codes characters, but with up to seven bytes.
fn coded(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // The first byte says in its upper bits how many there are; each further one takes six bits from it.
    let mut room = 0x80;
    while number >= room {
        bytes.insert(0, 0x80 | (number & 0x3F) as u8);
        number >>= 6;
        room = if room == 0x80 { 0x20 } else { room / 2 };
    }
    let mark = if bytes.is_empty() { 0 } else { !(2 * room - 1) };
    bytes.insert(0, (mark | number) as u8);
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use super::*;

    #[test]
    fn a_number_is_coded_as_characters_are() {
        for letter in [
            '\u{7f}',
            '\u{80}',
            '\u{7ff}',
            '\u{800}',
            '\u{ffff}',
            '\u{10000}',
        ] {
            let number = u32::from(letter).into();
            assert_eq!(coded(number), letter.to_string().as_bytes());
        }
        assert_eq!(coded(0x3FF_FFFF).len(), 5);
        assert_eq!(coded(0x400_0000).len(), 6);
        assert_eq!(coded(0x7FFF_FFFF).len(), 6);
        assert_eq!(
            coded(0xF_FFFF_FFFF),
            [0xFE, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF, 0xBF]
        );
    }

    #[test]
    fn a_file_that_does_not_know_its_length_is_taken_as_it_is() {
        let mut file = b"fLaC\x80\0\0\x22".to_vec();
        file.extend([16, 0, 16, 0, 0, 0, 0, 0, 0, 0]);
        file.extend(((44_100_u64 << 44) | (1 << 41) | (15 << 36)).to_be_bytes());
        file.extend([0; 16]);
        assert_eq!(
            probe(file.as_slice()),
            Err(BadAudio::Truncated {
                expected: 43,
                got: 42
            })
        );
        file.push(0xFF);
        let facts = probe(file.as_slice()).unwrap();
        assert_eq!(
            (facts.sample_rate_hz, facts.channels),
            (Some(44_100), Some(2))
        );
        assert_eq!(facts.seconds, None);
    }
}
