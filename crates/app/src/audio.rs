//! From a file's bytes to the outline and the loudness of its sound.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, Blob, BlobPropertyBag, OfflineAudioContext};

use crate::browser::{breathe, told};
use crate::state::loudness::Meter;
use crate::state::peaks::{Outline, Peaks};
use crate::state::wave_file;

/// As most files have it, so that loudness is measured on what is heard.
const DECODE_RATE_HZ: f32 = 48_000.0;

/// Frames read at a time: the sound stays with the browser, and half a second of it is here.
const PIECE: usize = 24_000;

/// Pieces between two breaths, so that a long sound does not hold up the page.
const BREATH: usize = 8;

/// A decoded file.
pub(crate) struct Decoded {
    /// Its outline; none of an empty sound.
    pub(crate) peaks: Option<Peaks>,
    /// How loud it is, in LUFS; none of silence.
    pub(crate) lufs: Option<f64>,
    /// Its length in seconds.
    pub(crate) seconds: f64,
}

/// A file as a WAV file of 16 bits, made of what the browser decodes it to.
///
/// # Errors
///
/// One sentence when the browser cannot decode it.
pub(crate) async fn as_wav(blob: &Blob) -> Result<Blob, String> {
    let say = |thrown: JsValue| told(&thrown);
    let sound = decoded(blob).await?;
    let (frames, channels) = (sound.length(), sound.number_of_channels());
    let head = wave_file::head(frames, channels as u16, sound.sample_rate() as u32);
    let parts = Array::of1(&Uint8Array::from(&head[..]));
    let mut pieces = vec![vec![0.0; PIECE]; channels as usize];
    for (nth, start) in (0..frames as usize).step_by(PIECE).enumerate() {
        if nth % BREATH == BREATH - 1 {
            breathe().await;
        }
        let length = PIECE.min(frames as usize - start);
        for (channel, piece) in (0_i32..).zip(&mut pieces) {
            let copied =
                sound.copy_from_channel_with_start_in_channel(piece, channel, start as u32);
            copied.map_err(say)?;
        }
        let samples: Vec<&[f32]> = pieces.iter().map(|it| &it[..length]).collect();
        parts.push(&Uint8Array::from(
            wave_file::interleaved(&samples).as_slice(),
        ));
    }
    let options = BlobPropertyBag::new();
    options.set_type("audio/wav");
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(say)
}

/// Decodes a file, takes its outline and measures its loudness.
///
/// # Errors
///
/// One sentence when the browser cannot decode it.
pub(crate) async fn decode(blob: &Blob) -> Result<Decoded, String> {
    study(&decoded(blob).await?)
        .await
        .map_err(|thrown| told(&thrown))
}

async fn decoded(blob: &Blob) -> Result<AudioBuffer, String> {
    let say = |thrown| told(&thrown);
    let bytes: ArrayBuffer = JsFuture::from(blob.array_buffer())
        .await
        .map_err(say)?
        .unchecked_into();
    let context = OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(
        1,
        1,
        DECODE_RATE_HZ,
    );
    let decoding = context
        .and_then(|context| context.decode_audio_data(&bytes))
        .map_err(say)?;
    let sound = JsFuture::from(decoding).await.map_err(say)?;
    Ok(sound.unchecked_into())
}

async fn study(sound: &AudioBuffer) -> Result<Decoded, JsValue> {
    let (frames, channels) = (sound.length() as usize, sound.number_of_channels());
    let mut outline = Outline::new(frames);
    let mut meter = Meter::new(channels as usize, f64::from(sound.sample_rate()));
    let mut pieces = vec![vec![0.0; PIECE]; channels as usize];
    for (nth, start) in (0..frames).step_by(PIECE).enumerate() {
        if nth % BREATH == BREATH - 1 {
            breathe().await;
        }
        let length = PIECE.min(frames - start);
        for (channel, piece) in (0_i32..).zip(&mut pieces) {
            sound.copy_from_channel_with_start_in_channel(piece, channel, start as u32)?;
            outline.feed(start, &piece[..length]);
        }
        meter.feed(&pieces.iter().map(|it| &it[..length]).collect::<Vec<_>>());
    }
    Ok(Decoded {
        peaks: outline.finish(),
        lufs: meter.integrated(),
        seconds: sound.duration(),
    })
}
