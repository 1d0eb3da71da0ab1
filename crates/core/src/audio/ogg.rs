//! Ogg: the codec's own header in the first page, the length in the last.

use super::{AudioFacts, BadAudio, Bytes, Container, be, cut, flac, le, name};

/// Bytes of a page's header without its table of segments.
const HEADER: u64 = 27;
/// The longest page there can be, in bytes.
const LONGEST_PAGE: u64 = 27 + 255 + 255 * 255;
/// Opus counts its samples at this rate, whatever it was made from.
const OPUS_RATE: u64 = 48_000;

pub(super) fn probe(bytes: &dyn Bytes) -> Result<AudioFacts, BadAudio> {
    page(bytes, 0)?;
    let mut facts = AudioFacts::of(Container::Ogg, bytes.len());
    let samples = position(bytes, serial(bytes, 0))?;
    let at = HEADER + be(bytes, 26, 1);
    let codec = be(bytes, at, 4);
    if codec == name(b"\x01vor") {
        facts.set(le(bytes, at + 12, 4), be(bytes, at + 11, 1), samples);
    } else if codec == name(b"Opus") {
        // Some samples at the start are not played.
        let samples = samples.saturating_sub(le(bytes, at + 10, 2));
        facts.set(OPUS_RATE, be(bytes, at + 9, 1), samples);
    } else if codec == name(b"\x7FFLA") {
        let stream = flac::stream(bytes, at + 17);
        facts.set(stream.rate, stream.channels, samples);
    }
    Ok(facts)
}

/// Samples up to the last page of the stream of this number; zero when that is not known, or the file ends with another
/// stream.
fn position(bytes: &dyn Bytes, stream: u64) -> Result<u64, BadAudio> {
    let from = bytes.len().saturating_sub(LONGEST_PAGE);
    let mut tail = vec![0; (bytes.len() - from) as usize];
    bytes.read(from, &mut tail);
    for at in (0..tail.len()).rev() {
        if !tail[at..].starts_with(b"OggS") {
            continue;
        }
        let at = from + at as u64;
        let end = page(bytes, at)?;
        if serial(bytes, at) != stream {
            continue;
        }
        if be(bytes, at + 5, 1) & 4 == 0 {
            return Err(cut(bytes, end + 1));
        }
        // Negative positions are marks and not positions.
        let position = le(bytes, at + 6, 8);
        return Ok(if position >> 63 == 0 { position } else { 0 });
    }
    Ok(0)
}

/// Where a page ends.
fn page(bytes: &dyn Bytes, at: u64) -> Result<u64, BadAudio> {
    let count = be(bytes, at + 26, 1);
    let sizes = (0..count).map(|index| be(bytes, at + HEADER + index, 1));
    let end = at + HEADER + count + sizes.sum::<u64>();
    if end > bytes.len() {
        return Err(cut(bytes, end));
    }
    Ok(end)
}

fn serial(bytes: &dyn Bytes, page: u64) -> u64 {
    be(bytes, page + 14, 4)
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use super::*;

    fn page(flags: u8, position: i64, serial: u8, body: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0".to_vec();
        page.push(flags);
        page.extend(position.to_le_bytes());
        page.extend([serial, 0, 0, 0]);
        page.extend([0; 8]);
        page.extend([1, u8::try_from(body.len()).unwrap()]);
        page.extend(body);
        page
    }

    fn first() -> Vec<u8> {
        page(2, 0, 1, b"OpusHead\x01\x02\x38\x01\x44\xAC\0\0\0\0\0")
    }

    #[test]
    fn opus_does_not_count_what_only_starts_the_decoder() {
        let file = [first(), page(4, 48_000 + 312, 1, b"sound")].concat();
        let facts = probe(file.as_slice()).unwrap();
        assert_eq!(
            (facts.sample_rate_hz, facts.channels),
            (Some(48_000), Some(2))
        );
        assert_eq!(facts.seconds, Some(1.0));
    }

    #[test]
    fn a_stream_whose_last_page_is_missing_is_truncated() {
        let file = [first(), page(0, 48_000, 1, b"sound")].concat();
        assert!(matches!(
            probe(file.as_slice()),
            Err(BadAudio::Truncated { .. })
        ));
    }

    #[test]
    fn a_second_stream_says_nothing_of_the_first_one() {
        let chained = [
            first(),
            page(4, 96_312, 1, b"sound"),
            page(4, 48_312, 2, b"sound"),
        ]
        .concat();
        assert_eq!(probe(chained.as_slice()).unwrap().seconds, Some(2.0));
        let mut long = [first(), page(4, 96_312, 1, b"sound")].concat();
        for _ in 0..300 {
            long.extend(page(4, 48_312, 2, &[7; 255]));
        }
        let facts = probe(long.as_slice()).unwrap();
        assert_eq!((facts.sample_rate_hz, facts.seconds), (Some(48_000), None));
    }

    #[test]
    fn a_position_that_is_a_mark_is_no_length() {
        let file = [first(), page(4, -1, 1, b"sound")].concat();
        assert_eq!(probe(file.as_slice()).unwrap().seconds, None);
    }

    #[test]
    fn a_codec_that_is_not_known_is_ogg_all_the_same() {
        let file = page(6, 0, 1, b"Speex   1.2.0   and so on");
        let facts = probe(file.as_slice()).unwrap();
        assert_eq!(
            (facts.container, facts.sample_rate_hz),
            (Container::Ogg, None)
        );
    }
}
