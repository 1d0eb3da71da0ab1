//! MPEG layer 3: the first frame, and the frame count an encoder leaves there.

use super::{AudioFacts, BadAudio, Bytes, Container};

/// How far past the tag a first frame is looked for, in bytes.
const SEARCH: usize = 4_096;

/// What a frame's four bytes say.
pub(super) struct Frame {
    bits_per_second: u32,
    rate: u32,
    channels: u16,
    samples: u32,
    /// From the frame's start to its Xing or Info tag.
    tag_at: usize,
}

pub(super) fn probe<B: Bytes + ?Sized>(bytes: &B) -> Result<AudioFacts, BadAudio> {
    let start = after_tag(bytes);
    let mut head = vec![0; SEARCH];
    let count = bytes.read(start, &mut head);
    let head = &head[..count];
    let found = (0..count).find_map(|at| frame(&head[at..]).map(|frame| (at, frame)));
    let Some((at, frame)) = found else {
        return Err(BadAudio::Truncated {
            expected: start.saturating_add(4),
            got: bytes.len(),
        });
    };
    let sound = bytes.len().saturating_sub(start + at as u64);
    let seconds = frames(&head[at..], &frame).map_or_else(
        || sound as f64 * 8.0 / f64::from(frame.bits_per_second),
        |count| f64::from(count) * f64::from(frame.samples) / f64::from(frame.rate),
    );
    Ok(AudioFacts {
        container: Container::Mp3,
        sample_rate_hz: Some(frame.rate),
        channels: Some(frame.channels),
        seconds: Some(seconds),
        bytes: bytes.len(),
    })
}

/// Reads a frame header; none when the bytes are not one.
pub(super) fn frame(head: &[u8]) -> Option<Frame> {
    const RATES: [u32; 3] = [44_100, 48_000, 32_000];
    const KBITS_1: [u32; 14] = [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ];
    const KBITS_2: [u32; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let &[0xFF, second, third, fourth, ..] = head else {
        return None;
    };
    let version = (second >> 3) & 3;
    let layer_3 = second & 0xE6 == 0xE2;
    if !layer_3 || version == 1 {
        return None;
    }
    let newest = version == 3;
    let kbits = usize::from(third >> 4).checked_sub(1)?;
    let bits = if newest {
        KBITS_1.get(kbits)?
    } else {
        KBITS_2.get(kbits)?
    };
    let halvings = [2, 0, 1, 0][usize::from(version)];
    let mono = fourth >> 6 == 3;
    Some(Frame {
        bits_per_second: bits * 1_000,
        rate: RATES.get(usize::from((third >> 2) & 3))? >> halvings,
        channels: if mono { 1 } else { 2 },
        samples: if newest { 1_152 } else { 576 },
        tag_at: match (newest, mono) {
            (true, false) => 36,
            (false, true) => 13,
            _ => 21,
        },
    })
}

/// The frame count of a Xing or Info tag.
fn frames(head: &[u8], frame: &Frame) -> Option<u32> {
    let tag = head.get(frame.tag_at..frame.tag_at + 12)?;
    let has_count = (tag.starts_with(b"Xing") || tag.starts_with(b"Info")) && tag[7] & 1 == 1;
    has_count.then(|| u32::from_be_bytes([tag[8], tag[9], tag[10], tag[11]]))
}

/// Where the sound begins: after an ID3v2 tag, if there is one.
fn after_tag<B: Bytes + ?Sized>(bytes: &B) -> u64 {
    let mut head = [0; 10];
    if bytes.read(0, &mut head) < 10 || !head.starts_with(b"ID3") {
        return 0;
    }
    // The size has seven bits a byte; a footer repeats the ten bytes of the header.
    let size = head[6..10]
        .iter()
        .fold(0, |size, byte| (size << 7) | u64::from(byte & 0x7F));
    let footer = if head[5] & 0x10 != 0 { 10 } else { 0 };
    10 + size + footer
}

#[cfg(test)]
mod tests {
    use super::super::{Container, probe};
    use super::*;

    /// 128 kbit/s, 44.1 kHz, joint stereo.
    const HEAD: [u8; 4] = [0xFF, 0xFB, 0x90, 0x64];

    #[test]
    fn a_constant_rate_gives_the_length() {
        let mut file = HEAD.to_vec();
        file.resize(16_000, 0);
        let facts = probe(file.as_slice()).unwrap();
        assert_eq!(facts.container, Container::Mp3);
        assert_eq!(facts.sample_rate_hz, Some(44_100));
        assert_eq!(facts.channels, Some(2));
        assert_eq!(facts.seconds, Some(1.0));
    }

    #[test]
    fn a_frame_count_is_believed_over_the_rate() {
        let mut file = HEAD.to_vec();
        file.resize(36, 0);
        file.extend(b"Info\0\0\0\x01");
        file.extend(1_000_u32.to_be_bytes());
        file.resize(4_000, 0);
        let seconds = probe(file.as_slice()).unwrap().seconds.unwrap();
        assert!((seconds - 26.122).abs() < 0.001, "{seconds}");
    }

    #[test]
    fn a_tag_before_the_sound_is_skipped() {
        let mut file = b"ID3\x04\0\0\0\0\x02\0".to_vec();
        file.resize(10 + 256, 7);
        file.extend(HEAD);
        file.resize(10 + 256 + 16_000, 0);
        assert_eq!(probe(file.as_slice()).unwrap().seconds, Some(1.0));
    }

    #[test]
    fn a_tag_with_no_sound_after_it_is_truncated() {
        assert!(matches!(
            probe(b"ID3\x04\0\0\0\0\x02\0".as_slice()),
            Err(BadAudio::Truncated { .. })
        ));
    }
}
