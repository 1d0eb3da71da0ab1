//! MPEG-4 audio, by walking its boxes: the description may stand before the sound or after it.

use super::{AudioFacts, BadAudio, Bytes, Container, be, cut, name};

/// More boxes than are walked: a file in fragments has one or two for each second.
const MOST_BOXES: usize = 20_000;

/// A length in ticks, and how many of them are a second.
type Times = (u64, u64);

pub(super) fn probe(bytes: &dyn Bytes) -> Result<AudioFacts, BadAudio> {
    let mut facts = AudioFacts::of(Container::M4a, bytes.len());
    let (mut whole, mut track, mut is_sound) = ((0, 0), (0, 0), false);
    let (mut described, mut has_sound, mut at) = (false, false, 0);
    for _ in 0..MOST_BOXES {
        if at + 8 > bytes.len() {
            break;
        }
        let (body, end) = extent(bytes, at)?;
        let kind = be(bytes, at + 4, 4);
        at = end;
        if kind == name(b"mdat") {
            has_sound = true;
        } else if kind == name(b"moov") {
            (described, at) = (true, body);
        } else if is_walked_into(kind) {
            at = body;
        } else if kind == name(b"mvhd") {
            whole = times(bytes, body);
        } else if kind == name(b"mdhd") {
            track = times(bytes, body);
        } else if kind == name(b"hdlr") {
            is_sound = be(bytes, body + 8, 4) == name(b"soun");
        } else if kind == name(b"stsd") && is_sound {
            describe(bytes, body, track, &mut facts);
        }
    }
    // The length of the whole is that of what is played: without what only starts the decoder.
    facts.seconds = seconds(whole).or(facts.seconds);
    if described && has_sound {
        Ok(facts)
    } else {
        Err(cut(bytes, at + 8))
    }
}

/// Whether a box holds further boxes that matter here.
fn is_walked_into(kind: u64) -> bool {
    [b"trak", b"mdia", b"minf", b"stbl"]
        .into_iter()
        .any(|it| kind == name(it))
}

/// Where a box's content begins, and where the box ends.
fn extent(bytes: &dyn Bytes, at: u64) -> Result<(u64, u64), BadAudio> {
    let (body, size) = match be(bytes, at, 4) {
        // It reaches to the end of the file.
        0 => (at + 8, bytes.len() - at),
        1 => (at + 16, be(bytes, at + 8, 8)),
        short => (at + 8, short),
    };
    let end = at.saturating_add(size);
    if end < body || end > bytes.len() {
        return Err(cut(bytes, end));
    }
    Ok((body, end))
}

/// The list's own 8 bytes, then the first description: 24 to its channels, 32 to its rate.
fn describe(bytes: &dyn Bytes, at: u64, track: Times, facts: &mut AudioFacts) {
    let channels = aac_channels(bytes, at + 44).unwrap_or_else(|| be(bytes, at + 32, 2));
    // Rates above 16 bits stand in the ticks only.
    let rate = match be(bytes, at + 40, 2) {
        0 => track.1,
        rate => rate,
    };
    facts.set(rate, channels, 0);
    facts.seconds = seconds(track);
}

/// Reads the header of the whole or of a track's media: a version that says how wide the fields are, two dates, ticks a
/// second, and ticks.
fn times(bytes: &dyn Bytes, at: u64) -> Times {
    let (ticks, unknown, scale) = if be(bytes, at, 1) == 1 {
        (be(bytes, at + 24, 8), u64::MAX, at + 20)
    } else {
        (be(bytes, at + 16, 4), u32::MAX.into(), at + 12)
    };
    (
        if ticks == unknown { 0 } else { ticks },
        be(bytes, scale, 4),
    )
}

fn seconds((ticks, scale): Times) -> Option<f64> {
    (ticks > 0 && scale > 0).then_some(ticks as f64 / scale as f64)
}

/// Channels of AAC, where the description before says two whatever there are: in the decoder's own settings, at the end of
/// three descriptors, each a tag, a length and content.
fn aac_channels(bytes: &dyn Bytes, at: u64) -> Option<u64> {
    if be(bytes, at + 4, 4) != name(b"esds") {
        return None;
    }
    let stream = content(bytes, at + 12, 3)?;
    let decoder = content(bytes, stream + 3, 4)?;
    // 5 bits of kind, 4 of rate, 4 of channels; a kind or a rate of all ones has more bits, and is left alone.
    let bits = be(bytes, content(bytes, decoder + 13, 5)?, 2);
    let plain = bits >> 11 != 31 && (bits >> 7) & 15 != 15;
    match (bits >> 3) & 15 {
        channels @ 1..=6 if plain => Some(channels),
        _ => None,
    }
}

/// Where the content of a descriptor with this tag begins: after the tag, and a length of up to four bytes.
fn content(bytes: &dyn Bytes, at: u64, tag: u64) -> Option<u64> {
    let last = (at + 1..at + 5).find(|at| be(bytes, *at, 1) < 0x80)?;
    (be(bytes, at, 1) == tag).then_some(last + 1)
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use super::*;

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(8 + content.len()).unwrap();
        [&size.to_be_bytes(), &name[..], content].concat()
    }

    fn start() -> Vec<u8> {
        boxed(b"ftyp", b"M4A \0\0\0\0")
    }

    fn header(version: u8, timescale: u32, ticks: u64) -> Vec<u8> {
        let mut body = vec![version, 0, 0, 0];
        body.resize(if version == 1 { 20 } else { 12 }, 0);
        body.extend(timescale.to_be_bytes());
        if version == 1 {
            body.extend(ticks.to_be_bytes());
        } else {
            body.extend((ticks as u32).to_be_bytes());
        }
        body.resize(100, 0);
        boxed(b"mvhd", &body)
    }

    #[test]
    fn lengths_of_32_and_of_64_bits_are_read_and_unknown_ones_are_not() {
        for (version, timescale, ticks, seconds) in [
            (0, 1_000, 1_500, Some(1.5)),
            (1, 48_000, 48_000 * 90_000, Some(90_000.0)),
            (0, 1_000, u32::MAX.into(), None),
            (1, 1_000, u64::MAX, None),
            (0, 0, 5, None),
        ] {
            let moov = boxed(b"moov", &header(version, timescale, ticks));
            let file = [start(), moov, boxed(b"mdat", b"sound")].concat();
            assert_eq!(probe(file.as_slice()).unwrap().seconds, seconds);
        }
    }

    #[test]
    fn sound_may_have_a_length_of_64_bits_or_reach_to_the_end() {
        let moov = boxed(b"moov", &header(0, 1_000, 1_500));
        for mdat in [
            &b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x15sound"[..],
            b"\0\0\0\0mdatsound",
        ] {
            let file = [start(), moov.clone(), mdat.to_vec()].concat();
            assert!(probe(file.as_slice()).is_ok(), "{mdat:?}");
        }
    }

    #[test]
    fn a_box_longer_than_the_file_or_shorter_than_its_head_is_truncated() {
        let moov = boxed(b"moov", &header(0, 1_000, 1_500));
        for mdat in [
            &b"\0\0\0\x01mdat\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFsound"[..],
            b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x0Fsound",
            b"\0\0\0\x07mdatsound",
            b"\0\0\0\x0Emdatsound",
        ] {
            let file = [start(), moov.clone(), mdat.to_vec()].concat();
            assert!(
                matches!(probe(file.as_slice()), Err(BadAudio::Truncated { .. })),
                "{mdat:?}"
            );
        }
    }

    #[test]
    fn a_picture_that_comes_with_the_sound_is_not_described_as_sound() {
        let handler = |kind: &[u8; 4]| boxed(b"hdlr", &[&[0; 8], &kind[..], &[0; 12]].concat());
        let mut entry = vec![0; 60];
        entry[33] = 2;
        entry[40..42].copy_from_slice(&44_100_u16.to_be_bytes());
        let track = |kind| {
            let media = [
                handler(kind),
                boxed(b"minf", &boxed(b"stbl", &boxed(b"stsd", &entry))),
            ];
            boxed(b"trak", &boxed(b"mdia", &media.concat()))
        };
        let file = |kind| [start(), boxed(b"moov", &track(kind)), boxed(b"mdat", b"s")].concat();
        assert_eq!(probe(file(b"vide").as_slice()).unwrap().channels, None);
        let facts = probe(file(b"soun").as_slice()).unwrap();
        assert_eq!(
            (facts.sample_rate_hz, facts.channels),
            (Some(44_100), Some(2))
        );
    }
}
