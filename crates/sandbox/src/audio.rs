//! The vendors' audio: what the sketch makes of a prompt, in the container and rate the vendor sends.

use std::collections::VecDeque;
use std::io::{Cursor, Error};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hound::{SampleFormat, WavSpec, WavWriter};
use rusty_mp3::{Mp3Encoder, Mp3EncoderConfig};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use tutti_sketch::{Brief, Edit, Plan, Recipe as Score, Renderer};

use crate::kind::Shape;
use crate::lock;

/// Files kept so as not to be rendered again; thirty seconds of stereo are about 6 MB.
const MAX_FILES: usize = 16;

/// What the files kept may weigh together before the oldest is let go, in bytes.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// Everything that decides what a file holds: equal recipes give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Recipe {
    pub(crate) prompt: String,
    pub(crate) negative_prompt: Option<String>,
    pub(crate) lyrics: Option<String>,
    /// Beats a minute.
    pub(crate) bpm: Option<u32>,
    pub(crate) seed: u64,
    /// The length in milliseconds.
    pub(crate) millis: u32,
    pub(crate) sound: Sound,
    /// What the sketch calls a piece that was made of another one. It then decides what is played.
    pub(crate) piece: Option<String>,
}

/// What a vendor's files are made of: 16 bits, or what becomes of them in MP3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sound {
    pub(crate) container: Container,
    /// Frames a second, in Hz.
    pub(crate) rate: u32,
    pub(crate) channels: u16,
}

/// How a file holds its sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Container {
    /// With so many bytes of an information chunk before the samples: none, or an even number from 20 on.
    Wav { info: u8 },
    /// At a constant 192 kbit/s.
    Mp3,
    /// The samples alone.
    Pcm,
}

/// Renders recipes, each once.
#[derive(Debug, Default)]
pub(crate) struct Studio {
    shelf: Mutex<VecDeque<(Recipe, File)>>,
}

/// Seconds left from which on a piece that has ended begins anew.
const ENCORE: usize = 5;

/// Frames rendered at a time.
const BLOCK: usize = 16 * 1024;

/// The bytes of a RIFF chunk's name and size.
const CHUNK_HEADER: usize = 8;

type File = Arc<OnceCell<Bytes>>;

impl Sound {
    /// WAV, 48 kHz, stereo.
    pub(crate) const STEREO_48: Self = Self::wav(48_000, 2, 0);

    /// WAV, 32 kHz, one channel.
    pub(crate) const MONO_32: Self = Self::wav(32_000, 1, 0);

    /// MP3, 44.1 kHz, stereo.
    pub(crate) const MP3: Self = Self {
        container: Container::Mp3,
        rate: 44_100,
        channels: 2,
    };

    /// Raw samples, 44.1 kHz, stereo.
    pub(crate) const PCM: Self = Self {
        container: Container::Pcm,
        ..Self::MP3
    };

    /// What the name of such a file ends in.
    pub(crate) fn extension(self) -> &'static str {
        match self.container {
            Container::Wav { .. } => "wav",
            Container::Mp3 => "mp3",
            Container::Pcm => "pcm",
        }
    }

    /// WAV with so many bytes of an information chunk.
    pub(crate) const fn wav(rate: u32, channels: u16, info: u8) -> Self {
        Self {
            container: Container::Wav { info },
            rate,
            channels,
        }
    }
}

impl Recipe {
    /// What the sketch calls this piece after one change more; none where it cannot be changed so.
    pub(crate) fn after(&self, edit: Edit) -> Option<String> {
        let score = self.score()?.and(edit);
        score.perform().is_ok().then(|| score.to_string())
    }

    fn score(&self) -> Option<Score> {
        let Some(piece) = &self.piece else {
            return Some(Score::create(&self.brief()));
        };
        Score::parse(piece).ok()
    }

    fn brief(&self) -> Brief {
        Brief {
            prompt: self.prompt.clone(),
            negative_prompt: self.negative_prompt.clone(),
            lyrics: self.lyrics.clone(),
            seed: self.seed,
            seconds: Some(f64::from(self.millis) / 1000.0),
            bpm: self.bpm.map(f64::from),
            instrumental: Some(true),
        }
    }
}

impl Studio {
    /// The file a recipe stands for.
    pub(crate) async fn file(&self, recipe: &Recipe) -> Result<Bytes, Error> {
        let file = self.place(recipe);
        let recipe = recipe.clone();
        let render = || async { tokio::task::spawn_blocking(move || render(&recipe)).await? };
        file.get_or_try_init(render).await.cloned()
    }

    /// The place on the shelf for a recipe, made if there is none.
    fn place(&self, recipe: &Recipe) -> File {
        let mut shelf = lock(&self.shelf);
        if let Some((_, file)) = shelf.iter().find(|(there, _)| there == recipe) {
            return Arc::clone(file);
        }
        while shelf.len() >= MAX_FILES || weight(&shelf) > MAX_BYTES {
            shelf.pop_front();
        }
        let file = File::default();
        shelf.push_back((recipe.clone(), Arc::clone(&file)));
        file
    }
}

fn weight(shelf: &VecDeque<(Recipe, File)>) -> usize {
    let files = shelf.iter().filter_map(|(_, file)| file.get());
    files.map(Bytes::len).sum()
}

/// Answers with a file or the range of it that was asked for, as a store of files does.
pub(crate) fn send(file: &Bytes, content_type: &'static str, request: &HeaderMap) -> Response {
    let total = file.len() as u64;
    let asked = request.get(RANGE).and_then(|range| range.to_str().ok());
    let mut response = match asked.map(|range| one_range(range, total)) {
        None | Some(Asked::Whole) => Body::from(file.clone()).into_response(),
        Some(Asked::Nothing) => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            set(&mut response, CONTENT_RANGE, &format!("bytes */{total}"));
            return response;
        }
        Some(Asked::Part(first, last)) => {
            let part = file.slice(first as usize..=last as usize);
            let mut response = (StatusCode::PARTIAL_CONTENT, Body::from(part)).into_response();
            set(
                &mut response,
                CONTENT_RANGE,
                &format!("bytes {first}-{last}/{total}"),
            );
            response
        }
    };
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
        .headers_mut()
        .insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}

/// A file in one of the shapes in which an answer may hold it.
pub(crate) fn shaped(shape: Shape, url: &str, content_type: &str, file: &[u8]) -> Value {
    let object = || {
        json!({
            "url": url,
            "content_type": content_type,
            "file_name": url.rsplit('/').next(),
            "file_size": file.len(),
        })
    };
    match shape {
        Shape::Url => url.into(),
        Shape::List => json!([url]),
        Shape::Object => object(),
        Shape::ObjectList => json!([object()]),
        Shape::Base64 => STANDARD.encode(file).into(),
        Shape::Hex => hex(file).into(),
        Shape::DataUrl => format!("data:{content_type};base64,{}", STANDARD.encode(file)).into(),
    }
}

fn hex(file: &[u8]) -> String {
    let mut digits = String::with_capacity(file.len() * 2);
    for byte in file {
        digits.extend(
            [byte >> 4, byte & 15].map(|it| char::from(b"0123456789abcdef"[usize::from(it)])),
        );
    }
    digits
}

enum Asked {
    Whole,
    Part(u64, u64),
    Nothing,
}

/// Reads a `Range`; what is not understood, or asks for several parts, gets the whole, as HTTP allows.
fn one_range(range: &str, total: u64) -> Asked {
    let Ok(parsed) = http_range_header::parse_range_header(range) else {
        return Asked::Whole;
    };
    match parsed.validate(total).as_deref() {
        Ok([part]) => Asked::Part(*part.start(), *part.end()),
        Ok(_) => Asked::Whole,
        Err(_) => Asked::Nothing,
    }
}

fn set(response: &mut Response, name: axum::http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn render(recipe: &Recipe) -> Result<Bytes, Error> {
    let plan = recipe.score().map(|score| score.perform());
    let plan = plan.ok_or_else(|| Error::other("a piece of which nothing is known"))?;
    let plan = plan.map_err(Error::other)?;
    let sound = recipe.sound;
    match sound.container {
        Container::Wav { info } => wav(&plan, sound, recipe.millis, info).map_err(Error::other),
        Container::Mp3 => mp3(&plan, sound, recipe.millis).map_err(Error::other),
        Container::Pcm => Ok(pcm(&plan, sound, recipe.millis)),
    }
    .map(Bytes::from)
}

fn wav(plan: &Plan, sound: Sound, millis: u32, info: u8) -> Result<Vec<u8>, hound::Error> {
    let spec = WavSpec {
        channels: sound.channels,
        sample_rate: sound.rate,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut header = Cursor::new(Vec::new());
    WavWriter::new(&mut header, spec)?.finalize()?;
    let mut file = header.into_inner();
    let at = file.len() - CHUNK_HEADER;
    file.splice(at..at, info_chunk(info));
    let samples = pcm(plan, sound, millis);
    let (data, riff) = (samples.len(), file.len() + samples.len() - CHUNK_HEADER);
    let end = file.len();
    file[4..CHUNK_HEADER].copy_from_slice(&(riff as u32).to_le_bytes());
    file[end - 4..].copy_from_slice(&(data as u32).to_le_bytes());
    file.extend_from_slice(&samples);
    Ok(file)
}

/// Names the program that wrote the file, as many vendors' files do before their samples.
fn info_chunk(bytes: u8) -> Vec<u8> {
    const NAME: &[u8] = b"Tutti sandbox";
    let Some(room) = usize::from(bytes).checked_sub(CHUNK_HEADER + 4 + CHUNK_HEADER) else {
        return Vec::new();
    };
    let size = |bytes: usize| (bytes as u32).to_le_bytes();
    let mut name = NAME[..room.min(NAME.len())].to_vec();
    name.resize(room, 0);
    let list = room + 4 + CHUNK_HEADER;
    [b"LIST", &size(list)[..], b"INFOISFT", &size(room), &name].concat()
}

fn mp3(plan: &Plan, sound: Sound, millis: u32) -> Result<Vec<u8>, rusty_mp3::Error> {
    let mut encoder = Mp3Encoder::new(Mp3EncoderConfig {
        bitrate_kbps: 192,
        vbr_quality: None,
    });
    let mut encoded = Ok(());
    play(plan, sound, millis, |block| {
        if encoded.is_ok() {
            encoded = encoder.push_pcm_f32(block, sound.channels, sound.rate);
        }
    });
    encoded?;
    encoder.finish();
    let mut file = Vec::new();
    // The encoder ends with an error that says so.
    while let Ok(packet) = encoder.next_packet() {
        file.extend_from_slice(&packet);
    }
    Ok(file)
}

fn pcm(plan: &Plan, sound: Sound, millis: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(frames(sound, millis) * usize::from(sound.channels) * 2);
    play(plan, sound, millis, |block| {
        let samples = block.iter().map(|sample| {
            let sample = sample.clamp(-1.0, 1.0) * f32::from(i16::MAX);
            (sample.round() as i16).to_le_bytes()
        });
        bytes.extend(samples.flatten());
    });
    bytes
}

/// Plays a plan exactly `millis` long, a block at a time. One that ends long before begins anew; otherwise silence fills
/// up what it leaves.
fn play(plan: &Plan, sound: Sound, millis: u32, mut hear: impl FnMut(&[f32])) {
    let mut renderer = Renderer::new(plan, sound.rate);
    let mut left = frames(sound, millis);
    while left > 0 {
        let count = left.min(BLOCK);
        let mut stereo = vec![0.0; count * 2];
        let played = renderer.fill(&mut stereo);
        if played < count && left - played > ENCORE * sound.rate as usize {
            renderer = Renderer::new(plan, sound.rate);
            renderer.fill(&mut stereo[2 * played..]);
        }
        if sound.channels == 1 {
            let middle = |frame: &[f32]| (frame[0] + frame[1]) * 0.5;
            stereo = stereo.chunks_exact(2).map(middle).collect();
        }
        hear(&stereo);
        left -= count;
    }
}

fn frames(sound: Sound, millis: u32) -> usize {
    (u64::from(sound.rate) * u64::from(millis) / 1000) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_exactly_as_long_as_asked_whatever_its_container() {
        let seconds = |sound: Sound| {
            let file = rendered(sound);
            let frames = file.len() / (2 * usize::from(sound.channels));
            frames as f64 / f64::from(sound.rate)
        };
        let raw = Sound {
            container: Container::Pcm,
            ..Sound::MONO_32
        };
        assert_eq!(seconds(raw), 1.5);
        let plain = rendered(Sound::MONO_32);
        assert_eq!(&plain[44..], &rendered(raw)[..]);
        assert_eq!(&plain[40..44], 96_000_u32.to_le_bytes());
    }

    #[test]
    fn a_wav_with_an_information_chunk_holds_the_same_samples_behind_it() {
        let plain = rendered(Sound::wav(44_100, 2, 0));
        let tagged = rendered(Sound::wav(44_100, 2, 34));
        assert_eq!(tagged.len(), plain.len() + 34);
        assert_eq!(
            (&tagged[36..40], &tagged[70..74]),
            (&b"LIST"[..], &b"data"[..])
        );
        assert_eq!(tagged[78..], plain[44..]);
        let declared = u32::from_le_bytes(tagged[4..8].try_into().unwrap());
        assert_eq!(declared as usize, tagged.len() - 8);
        let read = hound::WavReader::new(Cursor::new(&tagged)).unwrap();
        assert_eq!(read.duration(), 66_150);
    }

    #[test]
    fn an_mp3_decodes_to_sound_of_its_length() {
        let file = rendered(Sound::MP3);
        let (mut frames, mut loudest) = (0, 0.0_f32);
        for frame in rusty_mp3::decode_pipelined(&file) {
            assert_eq!((frame.sample_rate, frame.channels), (44_100, 2));
            frames += frame.samples.len() / 2;
            loudest = frame
                .samples
                .iter()
                .fold(loudest, |most, sample| most.max(sample.abs()));
        }
        let seconds = frames as f64 / 44_100.0;
        assert!((1.5..1.65).contains(&seconds), "{seconds}");
        assert!(loudest > 0.1, "{loudest}");
    }

    fn rendered(sound: Sound) -> Bytes {
        let recipe = Recipe {
            prompt: "techno with drums".to_owned(),
            negative_prompt: None,
            lyrics: None,
            bpm: None,
            seed: 1,
            millis: 1500,
            sound,
            piece: None,
        };
        render(&recipe).unwrap()
    }
}
