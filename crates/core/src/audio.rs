//! What a file of audio says of itself: container, rate, channels, length, and whether all of it is there.
//!
//! Only headers are read, through [`Bytes`], so that a driver can leave the file itself where it is. No decoder is
//! needed for that, and a decoding crate would outweigh the whole client.

mod mp3;
mod wav;

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
        match head {
            [
                b'R',
                b'I',
                b'F',
                b'F' | b'X',
                _,
                _,
                _,
                _,
                b'W',
                b'A',
                b'V',
                b'E',
                ..,
            ] => Some(Self::Wav),
            [b'f', b'L', b'a', b'C', ..] => Some(Self::Flac),
            [b'O', b'g', b'g', b'S', ..] => Some(Self::Ogg),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Self::M4a),
            [b'I', b'D', b'3', ..] => Some(Self::Mp3),
            _ => mp3::frame(head).map(|_| Self::Mp3),
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
                format!("The file stops short: {got} of at least {expected} bytes.")
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
    if bytes.is_empty() {
        return Err(BadAudio::Empty);
    }
    let mut head = [0; 64];
    let count = bytes.read(0, &mut head);
    let head = &head[..count];
    match Container::of(head) {
        Some(Container::Wav) => wav::probe(bytes),
        Some(Container::Mp3) => mp3::probe(bytes),
        Some(Container::Flac) => Ok(flac(head, bytes.len())),
        Some(container) => Ok(plain(container, bytes.len())),
        None => Err(BadAudio::NotAudio(
            String::from_utf8_lossy(head).into_owned(),
        )),
    }
}

const fn plain(container: Container, bytes: u64) -> AudioFacts {
    AudioFacts {
        container,
        sample_rate_hz: None,
        channels: None,
        seconds: None,
        bytes,
    }
}

/// FLAC's STREAMINFO comes first, always: 20 bits of rate, 3 of channels, 5 of depth, 36 of samples.
fn flac(head: &[u8], bytes: u64) -> AudioFacts {
    let mut facts = plain(Container::Flac, bytes);
    let Some(Ok(word)) = head.get(18..26).map(<[u8; 8]>::try_from) else {
        return facts;
    };
    let word = u64::from_be_bytes(word);
    let rate = (word >> 44) as u32;
    let samples = word & 0xF_FFFF_FFFF;
    if rate > 0 {
        facts.sample_rate_hz = Some(rate);
        facts.channels = Some(((word >> 41) & 7) as u16 + 1);
        facts.seconds = (samples > 0).then(|| samples as f64 / f64::from(rate));
    }
    facts
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
    fn flac_says_its_rate_and_length() {
        let mut file = b"fLaC\0\0\0\x22".to_vec();
        file.extend([0; 10]);
        let word: u64 = (44_100 << 44) | (1 << 41) | (15 << 36) | 88_200;
        file.extend(word.to_be_bytes());
        file.extend([0; 32]);
        let facts = probe(file.as_slice()).unwrap();
        assert_eq!(facts.sample_rate_hz, Some(44_100));
        assert_eq!(facts.channels, Some(2));
        assert_eq!(facts.seconds, Some(2.0));
    }

    #[test]
    fn ogg_and_m4a_are_known_by_their_first_bytes() {
        assert_eq!(Container::of(b"OggS\0\x02"), Some(Container::Ogg));
        assert_eq!(Container::of(b"\0\0\0\x20ftypM4A "), Some(Container::M4a));
        assert_eq!(Container::of(b"{\"a\":1}"), None);
    }
}
