//! 16-bit stereo WAV, whole or slice by slice, with a word on where it comes from and the recipe to make it again.

use core::ops::Range;

use crate::{Plan, Renderer, SAMPLE_RATE};

/// Bytes of one stereo frame.
const FRAME: usize = 4;

/// Samples that are turned into bytes at once.
const BATCH: usize = 64;

/// Bytes of a chunk's name and length.
const CHUNK: usize = 8;

/// The chunk that holds a recipe.
const RECIPE: &[u8; 4] = b"tutR";

/// What the file says of its maker, and of what it is.
const MAKER: &str = "Tutti sketch/groove";
const COMMENT: &str = "sketch: composed and synthesized by a procedure on the listener's own device, not recorded and not by a neural model";

/// Renders a plan to a whole 48 kHz stereo 16-bit WAV file.
#[must_use]
pub fn wav(plan: &Plan) -> Vec<u8> {
    let mut renderer = Renderer::new(plan, SAMPLE_RATE);
    let mut builder = WavBuilder::new(renderer.frames(), SAMPLE_RATE, plan.recipe());
    let mut slice = [0.0; 2048];
    loop {
        let frames = renderer.fill(&mut slice);
        if frames == 0 {
            return builder.finish();
        }
        builder.push(&slice[..2 * frames]);
    }
}

/// The recipe in a WAV file that the sketch made, if it holds one.
#[must_use]
pub fn recipe_in(file: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(find_chunk(file, RECIPE)?).ok()?;
    Some(text.trim_end_matches('\0'))
}

/// The body of a file's first chunk of this name, as far as it is there.
pub(crate) fn find_chunk<'a>(file: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    if !file.starts_with(b"RIFF") || file.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut rest = file.get(12..)?;
    loop {
        let length = u32::from_le_bytes(rest.get(4..CHUNK)?.try_into().ok()?) as usize;
        let body = rest.get(CHUNK..)?;
        if rest.starts_with(name) {
            return Some(&body[..length.min(body.len())]);
        }
        rest = body.get(length.checked_add(length % 2)?..)?;
    }
}

/// A WAV file that grows by slices of samples and gets its lengths at the end.
#[derive(Debug)]
pub struct WavBuilder {
    bytes: Vec<u8>,
    header: usize,
}

impl WavBuilder {
    /// Starts a file with room for `frames` stereo frames at `sample_rate_hz`, which carries this recipe.
    #[must_use]
    pub fn new(frames: usize, sample_rate_hz: u32, recipe: &str) -> Self {
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: sample_rate_hz,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut bytes = spec.into_header_for_infinite_file();
        let data = bytes.split_off(bytes.len() - CHUNK);
        let told = [text(b"ISFT", MAKER), text(b"ICMT", COMMENT)].concat();
        bytes.extend(chunk(b"LIST", &[b"INFO", told.as_slice()].concat()));
        bytes.extend(text(RECIPE, recipe));
        bytes.extend(data);
        let header = bytes.len();
        bytes.reserve_exact(frames * FRAME);
        Self { bytes, header }
    }

    /// Appends interleaved stereo samples (-1 to 1), rounded to 16 bits.
    pub fn push(&mut self, samples: &[f32]) {
        for samples in samples.chunks(BATCH) {
            let mut bytes = [0; 2 * BATCH];
            for (bytes, sample) in bytes.chunks_exact_mut(2).zip(samples) {
                bytes.copy_from_slice(&level(*sample).to_le_bytes());
            }
            self.bytes.extend_from_slice(&bytes[..2 * samples.len()]);
        }
    }

    /// The bytes of some frames, as far as they were pushed.
    #[must_use]
    pub fn frames(&self, range: Range<usize>) -> &[u8] {
        let at = |frame: usize| (self.header + frame * FRAME).min(self.bytes.len());
        &self.bytes[at(range.start)..at(range.end.max(range.start))]
    }

    /// Writes the lengths into the header and hands over the file's bytes.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let data = self.bytes.len() - self.header;
        // RIFF lengths are 32 bits; the longest sketch (360 s) takes 70 MB.
        let riff = (self.bytes.len() - CHUNK) as u32;
        self.bytes[4..CHUNK].copy_from_slice(&riff.to_le_bytes());
        self.bytes[self.header - 4..self.header].copy_from_slice(&(data as u32).to_le_bytes());
        self.bytes
    }
}

/// A sample in 16 bits.
#[inline]
fn level(sample: f32) -> u16 {
    // Added to so large a number, the whole part stands in the lowest bits, rounded; below 0 it borrows from the rest.
    const ROUND: f32 = 12_582_912.0;
    (sample.clamp(-1.0, 1.0) * 32_767.0 + ROUND).to_bits() as u16
}

/// A chunk of text, which ends with one zero or two: its length is even, since not every reader steps over a byte that
/// only fills up.
fn text(name: &[u8; 4], text: &str) -> Vec<u8> {
    let mut body = text.as_bytes().to_vec();
    body.resize((body.len() + 1).next_multiple_of(2), 0);
    chunk(name, &body)
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [name, &(body.len() as u32).to_le_bytes()[..], body].concat()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{WavBuilder, recipe_in};

    fn file(recipe: &str) -> Vec<u8> {
        let mut builder = WavBuilder::new(2, 48_000, recipe);
        builder.push(&[0.0, 1.0]);
        builder.push(&[-1.0, 0.5]);
        builder.finish()
    }

    #[test]
    fn another_reader_sees_what_was_pushed() {
        let mut reader = hound::WavReader::new(Cursor::new(file("sketch2;odd"))).unwrap();
        assert_eq!((2, 48_000, 16), {
            let spec = reader.spec();
            (spec.channels, spec.sample_rate, spec.bits_per_sample)
        });
        assert_eq!(reader.duration(), 2);
        let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(samples, [0, 32_767, -32_767, 16_384]);
    }

    #[test]
    fn the_file_says_what_it_is_and_holds_its_recipe() {
        for recipe in ["", "sketch2;create?prompt=a", "sketch2;create?prompt=ab"] {
            let file = file(recipe);
            assert_eq!(recipe_in(&file), Some(recipe));
            let told = String::from_utf8_lossy(&file[..200]).into_owned();
            assert!(told.contains("Tutti sketch/groove") && told.contains("not by a neural model"));
        }
    }

    #[test]
    fn a_file_that_is_cut_or_foreign_has_no_recipe_and_breaks_nothing() {
        let whole = file("sketch2;create?prompt=a");
        for end in 0..whole.len() - 8 {
            let _ = recipe_in(&whole[..end]);
        }
        let mut wild = whole.clone();
        wild[16..20].fill(0xff);
        assert_eq!(recipe_in(&wild), None);
        assert_eq!(recipe_in(b"ID3 and more"), None);
    }
}
