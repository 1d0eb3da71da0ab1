//! What a file of audio says of itself: container, rate, channels, length, and whether all of it is there.
//!
//! Only headers are read, through [`Bytes`], so that a driver can leave the file itself where it is. No decoder is
//! needed for that, and a decoding crate would outweigh the whole client.

mod flac;
mod mp3;
mod mp4;
mod ogg;
mod wav;

use crate::text;
use crate::value::{Map, Value};

/// Bytes at hand somewhere, read in small pieces.
pub trait Bytes {
    /// How many there are.
    fn len(&self) -> u64;
    /// Copies from this offset on, and says how many it copied; zero at the end.
    fn read(&self, at: u64, into: &mut [u8]) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<B: Bytes + ?Sized> Bytes for &B {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read(&self, at: u64, into: &mut [u8]) -> usize {
        (**self).read(at, into)
    }
}

impl Bytes for [u8] {
    fn len(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, at: u64, into: &mut [u8]) -> usize {
        let rest = usize::try_from(at)
            .ok()
            .and_then(|at| self.get(at..))
            .unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        count
    }
}

/// The kind of file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Container {
    /// FLAC.
    Flac,
    /// MPEG-4 audio.
    M4a,
    /// MPEG layer 3.
    Mp3,
    /// Ogg: Vorbis or Opus.
    Ogg,
    /// RIFF WAVE.
    Wav,
}

impl Container {
    /// Its media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Flac => "audio/flac",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::Wav => "audio/wav",
        }
    }

    /// The kind whose first bytes these are.
    pub fn of(head: &[u8]) -> Option<Self> {
        if head.get(8..12) == Some(b"WAVE") && wav::MAGICS.iter().any(|it| head.starts_with(it)) {
            return Some(Self::Wav);
        }
        if head.get(4..8) == Some(b"ftyp") {
            return Some(Self::M4a);
        }
        match head.first_chunk()? {
            b"fLaC" => Some(Self::Flac),
            b"OggS" => Some(Self::Ogg),
            [b'I', b'D', b'3', _] => Some(Self::Mp3),
            &head => mp3::frame(u32::from_be_bytes(head).into()).map(|_| Self::Mp3),
        }
    }
}

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AudioFacts {
    /// The kind of file.
    pub container: Container,
    /// Samples a second of each channel.
    pub sample_rate_hz: Option<u32>,
    /// Channels.
    pub channels: Option<u16>,
    /// Length in seconds.
    pub seconds: Option<f64>,
    /// Size of the file in bytes.
    pub bytes: u64,
}

impl AudioFacts {
    /// The facts as plain data, with the names of the public `Track`.
    pub fn to_map(self) -> Map {
        Map::new()
            .with("mimeType", self.container.mime())
            .with("seconds", self.seconds)
            .with("sampleRateHz", self.sample_rate_hz.map(f64::from))
            .with("channels", self.channels.map(f64::from))
            .with("bytes", Value::from(self.bytes as f64))
    }
}

/// Why a file is not the audio it should be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum BadAudio {
    /// There is nothing.
    Empty,
    /// It is something else; the first words, for the error.
    NotAudio(String),
    /// Its end is missing.
    Truncated {
        /// Bytes there should be at least.
        expected: u64,
        /// Bytes there are.
        got: u64,
    },
}

impl BadAudio {
    /// What is wrong, in one sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Empty => "The file is empty.".to_owned(),
            Self::NotAudio(_) => "The file is not audio.".to_owned(),
            Self::Truncated { expected, got } => {
                let (got, expected) = (text::digits(*got as i64), text::digits(*expected as i64));
                [
                    "The file stops short: ",
                    &got,
                    " of at least ",
                    &expected,
                    " bytes.",
                ]
                .concat()
            }
        }
    }
}

/// Reads what a file says of itself.
///
/// # Errors
///
/// When there are no bytes, when they are not audio, or when the file says that it is longer than it is.
pub fn probe<B: Bytes + ?Sized>(bytes: &B) -> Result<AudioFacts, BadAudio> {
    read(&bytes)
}

/// The words that it begins with, up to what is none: they say what came in place of audio.
fn beginning(head: &[u8]) -> String {
    let words = match str::from_utf8(head) {
        Ok(words) => words,
        Err(other) => str::from_utf8(&head[..other.valid_up_to()]).unwrap_or_default(),
    };
    words.to_owned()
}

fn read(bytes: &dyn Bytes) -> Result<AudioFacts, BadAudio> {
    let mut head = [0; 64];
    let count = bytes.read(0, &mut head);
    let head = &head[..count.min(64)];
    match Container::of(head) {
        Some(Container::Flac) => flac::probe(bytes, 0),
        Some(Container::M4a) => mp4::probe(bytes),
        Some(Container::Mp3) => mp3::probe(bytes),
        Some(Container::Ogg) => ogg::probe(bytes),
        Some(Container::Wav) => wav::probe(bytes),
        None if head.is_empty() => Err(BadAudio::Empty),
        None => Err(BadAudio::NotAudio(beginning(head))),
    }
}

impl AudioFacts {
    /// A file of this kind and length that has not said more yet.
    const fn of(container: Container, bytes: u64) -> Self {
        Self {
            container,
            sample_rate_hz: None,
            channels: None,
            seconds: None,
            bytes,
        }
    }

    /// Sets rate, channels and length where they make sense: a rate of zero says nothing.
    fn set(&mut self, rate: u64, channels: u64, samples: u64) {
        if rate > 0 {
            self.sample_rate_hz = Some(rate as u32);
            self.channels = (channels > 0).then_some(channels as u16);
            self.seconds = (samples > 0).then_some(samples as f64 / rate as f64);
        }
    }
}

/// The number in these bytes of a file, at most eight, the greatest first; zeros where the file ends. One function and one
/// number, since it is called everywhere: pieces of files weigh far more in wasm.
#[inline(never)]
fn be(bytes: &dyn Bytes, at: u64, count: usize) -> u64 {
    let mut into = [0; 8];
    bytes.read(at, &mut into[8 - count..]);
    u64::from_be_bytes(into)
}

/// The number in these bytes of a file, the least first.
#[inline(never)]
fn le(bytes: &dyn Bytes, at: u64, count: usize) -> u64 {
    be(bytes, at, count).swap_bytes() >> (64 - 8 * count)
}

/// Four characters as the number that [`be`] reads them as.
const fn name(letters: &[u8; 4]) -> u64 {
    u32::from_be_bytes(*letters) as u64
}

/// A file that should be at least so long.
fn cut(bytes: &dyn Bytes, expected: u64) -> BadAudio {
    let got = bytes.len();
    BadAudio::Truncated {
        expected: expected.max(got + 1),
        got,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_html_is_not_audio() {
        let page = b"<!doctype html><title>502</title>".as_slice();
        assert!(
            matches!(probe(page), Err(BadAudio::NotAudio(said)) if said.starts_with("<!doctype"))
        );
    }

    #[test]
    fn nothing_is_not_audio() {
        assert_eq!(probe([].as_slice()), Err(BadAudio::Empty));
    }

    #[test]
    fn ogg_and_m4a_are_known_by_their_first_bytes() {
        assert_eq!(Container::of(b"OggS\0\x02"), Some(Container::Ogg));
        assert_eq!(Container::of(b"\0\0\0\x20ftypM4A "), Some(Container::M4a));
        assert_eq!(Container::of(b"{\"a\":1}"), None);
    }
}
