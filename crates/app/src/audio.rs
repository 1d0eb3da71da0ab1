//! From a file's bytes to the outline of its sound.

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, Blob, OfflineAudioContext};

use crate::browser::told;
use crate::state::peaks::Peaks;

/// Plenty for an outline, and a quarter of the memory.
const DECODE_RATE_HZ: f32 = 12_000.0;

/// A decoded file.
pub(crate) struct Decoded {
    /// Its outline; none of an empty sound.
    pub(crate) peaks: Option<Peaks>,
    /// Its length in seconds.
    pub(crate) seconds: f64,
}

/// Decodes a file and takes its outline.
///
/// # Errors
///
/// One sentence when the browser cannot decode it.
pub(crate) async fn decode(blob: &Blob) -> Result<Decoded, String> {
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
    let sound: AudioBuffer = JsFuture::from(decoding)
        .await
        .map_err(say)?
        .unchecked_into();
    let channels = (0..sound.number_of_channels()).map(|channel| sound.get_channel_data(channel));
    let channels = channels.collect::<Result<Vec<_>, _>>().map_err(say)?;
    Ok(Decoded {
        peaks: Peaks::of(&channels),
        seconds: sound.duration(),
    })
}
