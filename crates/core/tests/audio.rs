//! What real encoders write: every file says what it is, and no part of it passes for the whole.

use std::fs;
use std::path::Path;

use tutti_core::audio::Container::{Flac, M4a, Mp3, Ogg, Wav};
use tutti_core::audio::{BadAudio, Container, probe};

/// File, container, samples a second, channels, seconds.
type Row = (&'static str, Container, u32, u16, Option<f64>);

/// As ffprobe and mediainfo read them, where those two agree.
const FILES: [Row; 23] = [
    ("ffmpeg-alac.m4a", M4a, 8_000, 2, Some(0.25)),
    ("ffmpeg-bext.wav", Wav, 8_000, 1, Some(0.1)),
    ("ffmpeg-extensible.wav", Wav, 8_000, 2, Some(0.05)),
    ("ffmpeg-flac.ogg", Ogg, 8_000, 1, Some(0.25)),
    // Its length is in no header, only in its fragments.
    ("ffmpeg-fragmented.m4a", M4a, 8_000, 1, None),
    ("ffmpeg-info.mp3", Mp3, 22_050, 1, Some(0.5747)),
    ("ffmpeg-moov-first.m4a", M4a, 8_000, 1, Some(0.5)),
    ("ffmpeg-moov-last.m4a", M4a, 8_000, 1, Some(0.5)),
    ("ffmpeg-opus.ogg", Ogg, 48_000, 1, Some(0.5)),
    ("ffmpeg-piped.wav", Wav, 8_000, 1, Some(0.1)),
    ("ffmpeg-rf64.wav", Wav, 8_000, 1, Some(0.1)),
    ("ffmpeg-untagged-id3v1.mp3", Mp3, 44_100, 2, Some(0.5486)),
    ("ffmpeg-vorbis.ogg", Ogg, 8_000, 1, Some(0.5)),
    ("ffmpeg.wav", Wav, 8_000, 1, Some(0.2)),
    ("flac-flac.ogg", Ogg, 8_000, 1, Some(0.25)),
    // Made from a pipe of unknown length.
    ("flac-piped.flac", Flac, 8_000, 1, None),
    ("flac.flac", Flac, 8_000, 1, Some(0.25)),
    ("lame-vbr-id3v2.mp3", Mp3, 22_050, 1, Some(0.5747)),
    ("lame-vbr-untagged.mp3", Mp3, 22_050, 1, Some(0.5747)),
    ("oggenc-vorbis.ogg", Ogg, 8_000, 1, Some(0.5)),
    ("opusenc-opus.ogg", Ogg, 48_000, 1, Some(0.5)),
    ("sox-adpcm.wav", Wav, 8_000, 1, Some(0.505)),
    ("sox-piped.wav", Wav, 8_000, 1, Some(0.1)),
];

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/audio")
        .join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The shortest beginning of the file that passes for a file.
fn shortest_that_passes(name: &str) -> usize {
    let whole = file(name);
    (1..=whole.len())
        .find(|count| probe(&whole[..*count]).is_ok())
        .expect("the whole file passes")
}

#[test]
fn every_file_says_what_it_is() {
    for (name, container, rate, channels, seconds) in FILES {
        let whole = file(name);
        let facts = probe(whole.as_slice()).unwrap_or_else(|bad| panic!("{name}: {bad:?}"));
        assert_eq!(facts.container, container, "{name}");
        assert_eq!(facts.sample_rate_hz, Some(rate), "{name}");
        assert_eq!(facts.channels, Some(channels), "{name}");
        assert_eq!(facts.bytes, whole.len() as u64, "{name}");
        let near = match (facts.seconds, seconds) {
            (Some(is), Some(should)) => (is - should).abs() <= 0.001,
            (is, should) => is == should,
        };
        assert!(near, "{name}: {:?}, not {seconds:?}", facts.seconds);
    }
}

#[test]
fn no_part_of_a_file_that_tells_its_length_passes_for_the_whole() {
    for (name, container, ..) in FILES {
        // These leave their length open, or number frames that are cut short unseen.
        let open = name.contains("piped") || name.contains("untagged") || container == Flac;
        // So does the sound of a file in fragments: what is missing may never have been.
        if open || name.contains("fragmented") {
            continue;
        }
        let whole = file(name).len();
        // What follows the samples may be lost: a byte of padding, or the tag that LAME adds to the one before.
        let spare = match container {
            Wav => 1,
            Mp3 if name.starts_with("lame") => 128,
            _ => 0,
        };
        let shortest = shortest_that_passes(name);
        assert!(
            shortest + spare >= whole,
            "{name}: {shortest} of {whole} pass"
        );
    }
}

#[test]
fn a_part_of_a_file_that_counts_nothing_passes_only_where_a_frame_ends() {
    for name in ["ffmpeg-untagged-id3v1.mp3", "lame-vbr-untagged.mp3"] {
        let whole = file(name);
        // The tag after the sound may be lost.
        let sound = whole.len() - if name.contains("id3v1") { 128 } else { 0 };
        let passing = (1..sound).filter(|count| probe(&whole[..*count]).is_ok());
        // 24 frames at most, and a header is not known for one before its fourth byte.
        assert!(passing.count() <= 24 * 4, "{name}");
    }
}

#[test]
fn flac_without_its_last_frame_is_truncated() {
    let whole = file("flac.flac");
    let shortest = shortest_that_passes("flac.flac");
    // Eight frames, of which the last is the shortest.
    assert!(
        shortest > whole.len() * 7 / 8,
        "{shortest} of {}",
        whole.len()
    );
}

#[test]
fn flac_after_a_tag_that_belongs_to_mp3_is_flac() {
    let file = [&b"ID3\x04\0\0\0\0\0\x02ab"[..], &file("flac.flac")].concat();
    let facts = probe(file.as_slice()).expect("a file");
    assert_eq!((facts.container, facts.seconds), (Flac, Some(0.25)));
}

#[test]
fn a_part_is_said_to_be_truncated_and_not_to_be_something_else() {
    for (name, ..) in FILES {
        let whole = file(name);
        for count in [64, whole.len() / 2, whole.len() - 2] {
            if let Err(bad) = probe(&whole[..count]) {
                let told = matches!(bad, BadAudio::Truncated { expected, got } if got == count as u64 && expected > got);
                assert!(told, "{name} cut at {count}: {bad:?}");
            }
        }
    }
}
