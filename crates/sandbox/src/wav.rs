//! WAV files with the headers that are met in the wild beside the plain one.

use crate::kind::OddWav;

/// The bytes of a chunk's name and size.
const HEAD: usize = 8;

/// What stands in a size that was not known when the file was begun.
const ENDLESS: u32 = u32::MAX;

/// The end of the identifier of plain samples in an extensible header; their format's number stands before it.
const PLAIN_SAMPLES: [u8; 14] = [
    0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
];

/// The file under another header; what is no plain WAV file stays as it is.
pub(crate) fn with_header(file: &[u8], header: OddWav) -> Vec<u8> {
    rewritten(file, header).unwrap_or_else(|| file.to_vec())
}

fn rewritten(file: &[u8], header: OddWav) -> Option<Vec<u8>> {
    let format = file.strip_prefix(b"RIFF")?.get(16..32)?;
    let samples = samples(file)?;
    let (mut riff, mut data) = (None, samples.len() as u32);
    let mut chunks = Vec::new();
    match header {
        OddWav::ExtraChunks => {
            // An odd size, and the byte that makes it even and is not counted.
            chunks.extend(chunk(b"JUNK", &[0xAA; 13]));
            chunks.push(0);
            chunks.extend(chunk(b"fmt ", format));
            chunks.extend(chunk(b"fact", &data.to_le_bytes()));
        }
        OddWav::Extensible => chunks.extend(chunk(b"fmt ", &extensible(format)?)),
        OddWav::WrongSize => {
            riff = Some(HEAD as u32);
            chunks.extend(chunk(b"fmt ", format));
        }
        OddWav::Zero | OddWav::Endless => {
            data = if header == OddWav::Zero { 0 } else { ENDLESS };
            riff = Some(data);
            chunks.extend(chunk(b"fmt ", format));
        }
    }
    let right = (4 + chunks.len() + HEAD + samples.len()) as u32;
    let riff = riff.unwrap_or(right).to_le_bytes();
    Some(
        [
            b"RIFF",
            &riff[..],
            b"WAVE",
            &chunks,
            b"data",
            &data.to_le_bytes(),
            samples,
        ]
        .concat(),
    )
}

/// The samples, wherever the file has them.
fn samples(file: &[u8]) -> Option<&[u8]> {
    let mut rest = file.get(12..)?;
    loop {
        let size = u32::from_le_bytes(rest.get(4..HEAD)?.try_into().ok()?) as usize;
        let body = rest.get(HEAD..HEAD + size)?;
        if rest.starts_with(b"data") {
            return Some(body);
        }
        rest = rest.get(HEAD + size + size % 2..)?;
    }
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [name, &(body.len() as u32).to_le_bytes()[..], body].concat()
}

/// The longer form of a format: 22 bytes more, with the format's number in their identifier.
fn extensible(format: &[u8]) -> Option<Vec<u8>> {
    let (number, rest) = format.split_at_checked(2)?;
    let (bits, no_places) = (format.get(14..16)?, [0; 4]);
    Some(
        [
            &[0xFE, 0xFF],
            rest,
            &[22, 0],
            bits,
            &no_places,
            number,
            &PLAIN_SAMPLES,
        ]
        .concat(),
    )
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

    use super::*;

    fn plain() -> Vec<u8> {
        let spec = WavSpec {
            channels: 2,
            sample_rate: 44_100,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let mut file = Cursor::new(Vec::new());
        let mut writer = WavWriter::new(&mut file, spec).unwrap();
        for sample in 0..400_i16 {
            writer.write_sample(sample).unwrap();
        }
        writer.finalize().unwrap();
        file.into_inner()
    }

    #[test]
    fn another_reader_hears_the_same_samples_under_an_odd_header() {
        for header in [OddWav::Extensible, OddWav::WrongSize] {
            let file = with_header(&plain(), header);
            let mut reader = WavReader::new(Cursor::new(file)).unwrap();
            assert_eq!(
                (reader.spec().channels, reader.spec().sample_rate),
                (2, 44_100)
            );
            let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
            assert_eq!(samples, (0..400).collect::<Vec<i16>>(), "{header:?}");
        }
    }

    #[test]
    fn a_chunk_of_an_odd_size_is_followed_by_a_byte_that_is_not_counted() {
        let file = with_header(&plain(), OddWav::ExtraChunks);
        assert_eq!(
            (&file[12..16], &file[16..20]),
            (&b"JUNK"[..], &[13, 0, 0, 0][..])
        );
        assert_eq!((&file[34..38], &file[58..62]), (&b"fmt "[..], &b"fact"[..]));
        assert_eq!((&file[70..74], &file[78..]), (&b"data"[..], &plain()[44..]));
    }

    #[test]
    fn a_size_that_was_not_known_is_none_or_endless_and_the_samples_are_all_there() {
        for (header, size) in [(OddWav::Zero, [0; 4]), (OddWav::Endless, [0xFF; 4])] {
            let file = with_header(&plain(), header);
            assert_eq!((&file[4..8], &file[40..44]), (&size[..], &size[..]));
            assert_eq!(file[44..], plain()[44..]);
        }
    }

    #[test]
    fn what_is_no_wav_file_stays_as_it_is() {
        for file in [&b"ID3"[..], b"", b"RIFF", &plain()[..40]] {
            assert_eq!(with_header(file, OddWav::Extensible), file);
        }
    }
}
