//! MPEG layer 3: the count of frames that an encoder leaves in the first one, or the frames themselves, walked.

use super::{AudioFacts, BadAudio, Bytes, Container, be, cut, flac, le, name};

/// How far past the tags a first frame is looked for, in bytes.
const SEARCH: u64 = 4_096;
/// More tags than any real file begins with.
const MOST_TAGS: usize = 16;
/// Frames that are walked at most: an hour and a half.
const MOST_FRAMES: usize = 200_000;

/// What a frame's four bytes say.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    bits_per_second: u64,
    rate: u64,
    channels: u64,
    samples: u64,
    /// Whether a byte more than usual is there.
    padded: bool,
}

pub(super) fn probe(bytes: &dyn Bytes) -> Result<AudioFacts, BadAudio> {
    let start = after_tags(bytes);
    // Some programs put the tag of MP3 before FLAC.
    if be(bytes, start, 4) == name(b"fLaC") {
        return flac::probe(bytes, start);
    }
    let (at, frame) = first(bytes, start).ok_or_else(|| cut(bytes, start + 4))?;
    let (count, length) = summary(bytes, at, frame);
    let least = at + length.max(frame.len());
    if least > bytes.len() {
        return Err(cut(bytes, least));
    }
    let mut facts = AudioFacts::of(Container::Mp3, bytes.len());
    facts.set(frame.rate, frame.channels, count * frame.samples);
    if count == 0 {
        facts.seconds = walk(bytes, at)?;
    }
    Ok(facts)
}

/// Reads a frame header of four bytes; none when they are not one.
pub(super) fn frame(head: u64) -> Option<Frame> {
    /// In hundreds of samples a second.
    const RATES: [u16; 3] = [441, 480, 320];
    /// In thousands of bytes a second.
    const SPEEDS: [[u8; 14]; 2] = [
        [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20],
        [4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40],
    ];
    // 11 bits of mark, 2 of version, 2 of layer.
    let version = head >> 19 & 3;
    if head >> 21 != 0x7FF || head >> 17 & 3 != 1 || version == 1 {
        return None;
    }
    let newest = version == 3;
    let speed = (head >> 12 & 15).checked_sub(1)?;
    let speed = SPEEDS[usize::from(newest)].get(speed as usize)?;
    let rate = RATES.get((head >> 10 & 3) as usize)?;
    let halvings = [2, 0, 1, 0][version as usize];
    Some(Frame {
        bits_per_second: u64::from(*speed) * 8_000,
        rate: (u64::from(*rate) * 100) >> halvings,
        channels: if head >> 6 & 3 == 3 { 1 } else { 2 },
        samples: if newest { 1_152 } else { 576 },
        padded: head >> 9 & 1 == 1,
    })
}

impl Frame {
    /// Bytes, header and all.
    fn len(self) -> u64 {
        self.samples / 8 * self.bits_per_second / self.rate + u64::from(self.padded)
    }

    /// From the frame's start to its Xing or Info tag.
    const fn tag_at(self) -> u64 {
        match (self.samples, self.channels) {
            (1_152, 2) => 36,
            (576, 1) => 13,
            _ => 21,
        }
    }
}

/// The first frame that another one follows, or the file's end.
fn first(bytes: &dyn Bytes, start: u64) -> Option<(u64, Frame)> {
    (start..start + SEARCH).find_map(|at| {
        let frame = frame_at(bytes, at)?;
        let next = at + frame.len();
        (next + 4 > bytes.len() || frame_at(bytes, next).is_some()).then_some((at, frame))
    })
}

fn frame_at(bytes: &dyn Bytes, at: u64) -> Option<Frame> {
    frame(be(bytes, at, 4))
}

/// The length in seconds, frame by frame up to the end; where they stop early, by their mean rate.
fn walk(bytes: &dyn Bytes, start: u64) -> Result<Option<f64>, BadAudio> {
    let (mut at, mut seconds, end) = (start, 0.0, before_tags(bytes));
    for _ in 0..MOST_FRAMES {
        let Some(frame) = frame_at(bytes, at).filter(|_| at < end) else {
            break;
        };
        at += frame.len();
        seconds += frame.samples as f64 / frame.rate as f64;
        if at > end {
            return Err(cut(bytes, at));
        }
    }
    let share = end.saturating_sub(start) as f64 / (at - start) as f64;
    Ok((at > start).then_some(seconds * share))
}

/// How many frames an encoder says there are, and how many bytes from this one on: in the Xing or Info tag of LAME and its
/// kin, or the VBRI tag of Fraunhofer's encoder. Zero where it does not say.
fn summary(bytes: &dyn Bytes, at: u64, frame: Frame) -> (u64, u64) {
    let xing = at + frame.tag_at();
    let tag = be(bytes, xing, 4);
    let flags = be(bytes, xing + 4, 4);
    if (tag == name(b"Xing") || tag == name(b"Info")) && flags & 1 == 1 {
        let has_bytes = (flags >> 1) & 1;
        return (be(bytes, xing + 8, 4), be(bytes, xing + 12, 4) * has_bytes);
    }
    if be(bytes, at + 36, 4) == name(b"VBRI") {
        return (be(bytes, at + 50, 4), be(bytes, at + 46, 4));
    }
    (0, 0)
}

/// Where the sound begins: after the ID3v2 tags, of which there may be several.
fn after_tags(bytes: &dyn Bytes) -> u64 {
    let mut at = 0;
    for _ in 0..MOST_TAGS {
        if be(bytes, at, 3) != name(b"\0ID3") {
            break;
        }
        // The size has seven bits a byte; a footer repeats the ten bytes of the header.
        let size = (6..10).fold(0, |size, byte| size << 7 | (be(bytes, at + byte, 1) & 0x7F));
        let footer = be(bytes, at + 5, 1) >> 4 & 1;
        at += 10 + size + 10 * footer;
    }
    at
}

/// Where the sound ends: before an ID3v1 tag and an APE tag, if they are there.
fn before_tags(bytes: &dyn Bytes) -> u64 {
    let mut end = bytes.len();
    if be(bytes, end.saturating_sub(128), 3) == name(b"\0TAG") {
        end = end.saturating_sub(128);
    }
    let foot = end.saturating_sub(32);
    if be(bytes, foot, 8) == u64::from_be_bytes(*b"APETAGEX") {
        let header = be(bytes, foot + 23, 1) >> 7;
        end = end.saturating_sub(le(bytes, foot + 12, 4) + 32 * header);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::probe;
    use super::*;

    /// 128 kbit/s, 44.1 kHz, joint stereo, 417 bytes.
    const HEAD: [u8; 4] = [0xFF, 0xFB, 0x90, 0x64];

    fn frames(count: usize) -> Vec<u8> {
        let mut frame = HEAD.to_vec();
        frame.resize(417, 0);
        frame.repeat(count)
    }

    fn seconds(file: &[u8]) -> f64 {
        probe(file).unwrap().seconds.unwrap()
    }

    #[test]
    fn frames_are_counted_where_nobody_wrote_their_number_down() {
        let facts = probe(frames(100).as_slice()).unwrap();
        assert_eq!(facts.container, Container::Mp3);
        assert_eq!(facts.sample_rate_hz, Some(44_100));
        assert_eq!(facts.channels, Some(2));
        assert_eq!(facts.seconds, Some(100.0 * 1_152.0 / 44_100.0));
    }

    #[test]
    fn a_number_of_frames_is_believed_over_the_frames() {
        let mut file = frames(100);
        file[36..48].copy_from_slice(b"Info\0\0\0\x01\0\0\x03\xE8");
        assert!((seconds(&file) - 26.122).abs() < 0.001);
        let mut file = frames(100);
        file[36..54].copy_from_slice(b"VBRI\0\x01\0\0\0\0\0\0\xA2\xE4\0\0\x03\xE8");
        assert!((seconds(&file) - 26.122).abs() < 0.001);
    }

    #[test]
    fn a_file_shorter_than_its_summary_or_its_last_frame_is_truncated() {
        let mut file = frames(100);
        file[36..52].copy_from_slice(b"Info\0\0\0\x03\0\0\0\x64\0\0\xA2\xE4");
        assert!(probe(file.as_slice()).is_ok());
        let expected = BadAudio::Truncated {
            expected: 41_700,
            got: 41_000,
        };
        assert_eq!(probe(&file[..41_000]), Err(expected.clone()));
        let file = frames(100);
        let got = |got| {
            Err(BadAudio::Truncated {
                expected: 41_700,
                got,
            })
        };
        assert_eq!(probe(&file[..41_699]), got(41_699));
        assert_eq!(probe(&file[..41_290]), got(41_290));
    }

    #[test]
    fn tags_before_and_after_the_sound_are_no_part_of_it() {
        let mut file = b"ID3\x04\0\0\0\0\x02\0".to_vec();
        file.resize(10 + 256, 7);
        file.extend(b"ID3\x04\0\x10\0\0\0\x01x3DI\x04\0\x10\0\0\0\x01");
        file.extend(frames(100));
        file.extend(b"APETAGEX\xD0\x07\0\0\x29\0\0\0\x01\0\0\0\0\0\0\xA0\0\0\0\0\0\0\0\0\tx");
        file.extend(b"APETAGEX\xD0\x07\0\0\x22\0\0\0\x01\0\0\0\0\0\0\x80\0\0\0\0\0\0\0\0");
        file.extend(b"TAG");
        file.resize(file.len() + 125, 0);
        assert_eq!(seconds(&file), 100.0 * 1_152.0 / 44_100.0);
    }

    #[test]
    fn a_header_that_no_frame_follows_is_not_the_first_one() {
        let mut file = b"ID3\x04\0\0\0\0\0\0".to_vec();
        file.extend([0xFF, 0xFB, 0x10, 0, 1, 2, 3]);
        file.extend(frames(100));
        assert_eq!(seconds(&file), 100.0 * 1_152.0 / 44_100.0);
    }

    #[test]
    fn where_frames_stop_early_the_rest_is_judged_by_their_mean_rate() {
        let mut file = frames(100);
        file.resize(2 * 41_700, 0);
        assert!((seconds(&file) - 5.224).abs() < 0.001);
    }

    #[test]
    fn a_tag_with_no_sound_after_it_is_truncated() {
        assert!(matches!(
            probe(b"ID3\x04\0\0\0\0\x02\0".as_slice()),
            Err(BadAudio::Truncated { .. })
        ));
    }
}
