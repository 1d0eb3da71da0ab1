//! The vendors' audio: what the sketch makes of a prompt, in the container and rate the vendor sends.

use std::collections::VecDeque;
use std::io::{Cursor, Error};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hound::{SampleFormat, WavSpec, WavWriter};
use tokio::sync::OnceCell;
use tutti_sketch::{Brief, Plan, Renderer, compose};

use crate::lock;

/// Files kept so as not to be rendered again; thirty seconds of stereo are about 6 MB.
const MAX_FILES: usize = 16;

/// Everything that decides what a file holds: equal recipes give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Recipe {
    pub(crate) prompt: String,
    pub(crate) negative_prompt: Option<String>,
    pub(crate) seed: u64,
    /// The length in milliseconds.
    pub(crate) millis: u32,
    pub(crate) sound: Sound,
}

/// What a vendor's files sound like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sound {
    /// WAV, 48 kHz, stereo, 16 bits.
    Stereo48,
    /// WAV, 32 kHz, one channel, 16 bits.
    Mono32,
}

/// Renders recipes, each once.
#[derive(Debug, Default)]
pub(crate) struct Studio {
    shelf: Mutex<VecDeque<(Recipe, File)>>,
}

type File = Arc<OnceCell<Bytes>>;

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
        if shelf.len() >= MAX_FILES {
            shelf.pop_front();
        }
        let file = File::default();
        shelf.push_back((recipe.clone(), Arc::clone(&file)));
        file
    }
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
    let plan = compose(&Brief {
        prompt: recipe.prompt.clone(),
        negative_prompt: recipe.negative_prompt.clone(),
        lyrics: None,
        seed: recipe.seed,
        seconds: Some(f64::from(recipe.millis) / 1000.0),
        bpm: None,
        instrumental: Some(true),
    });
    match recipe.sound {
        Sound::Stereo48 => Ok(tutti_sketch::wav(&plan).into()),
        Sound::Mono32 => mono(&plan, 32_000, recipe.millis)
            .map(Bytes::from)
            .map_err(Error::other),
    }
}

/// One channel, exactly `millis` long: silence fills up what the plan leaves.
fn mono(plan: &Plan, rate: u32, millis: u32) -> Result<Vec<u8>, hound::Error> {
    let frames = u64::from(rate) * u64::from(millis) / 1000;
    let mut stereo = vec![0.0_f32; frames as usize * 2];
    Renderer::new(plan, rate).fill(&mut stereo);
    let spec = WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut file = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut file, spec)?;
    for frame in stereo.chunks_exact(2) {
        let middle = ((frame[0] + frame[1]) * 0.5).clamp(-1.0, 1.0);
        writer.write_sample((middle * f32::from(i16::MAX)).round() as i16)?;
    }
    writer.finalize()?;
    Ok(file.into_inner())
}
