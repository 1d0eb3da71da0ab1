//! What can be heard in a recording: tempo, key, and the chord of each bar.

use crate::recipe::{Fault, Heard};

mod harmony;
mod sound;
mod spectrum;
mod tempo;

/// Longest part of a recording that is listened to, in seconds.
const LONGEST: f64 = 180.0;

/// Shortest recording in which a beat can be found, in seconds.
const SHORTEST: f64 = 2.0;

/// Listens to a WAV file (8 to 32 bits or floats, any sample rate, any number of channels; its first three minutes).
///
/// # Errors
///
/// When it is no WAV file, is cut off in its header, is shorter than two seconds, or is silent.
pub fn listen(file: &[u8]) -> Result<Heard, Fault> {
    let sound = sound::read(file, LONGEST)?;
    if sound.seconds() < SHORTEST {
        let message = format!("The recording is shorter than {SHORTEST} seconds.");
        return Err(Fault::of("audioUrl", message));
    }
    if sound.is_silent() {
        return Err(Fault::of("audioUrl", "The recording is silent."));
    }
    let beat = tempo::find(&sound);
    let chroma = spectrum::chroma(&sound);
    let key = harmony::key(&chroma);
    Ok(Heard {
        seconds: libm::round(sound.seconds() * 100.0) / 100.0,
        bpm: beat.bpm,
        tonic: key.tonic(),
        mode: key.mode,
        chords: harmony::chords(&chroma, &key, &beat),
    })
}

#[cfg(test)]
mod tests {
    use super::listen;
    use crate::{Brief, compose, wav};

    fn file(prompt: &str) -> Vec<u8> {
        wav(&compose(&Brief {
            prompt: prompt.into(),
            seed: 2,
            seconds: Some(16.0),
            ..Brief::default()
        }))
    }

    #[test]
    fn tempo_and_key_of_a_recording_are_heard() {
        for (prompt, bpm, key) in [
            ("house at 124 bpm in F# minor", 124.0, "F# minor"),
            ("pop at 100 bpm in C major", 100.0, "C major"),
            ("rock at 140 bpm in A minor", 140.0, "A minor"),
        ] {
            let heard = listen(&file(prompt)).unwrap();
            let octaves = [0.5, 1.0, 2.0].map(|factor| (heard.bpm / (bpm * factor) - 1.0).abs());
            assert!(
                octaves.iter().any(|off| *off < 0.02),
                "{prompt}: {}",
                heard.bpm
            );
            assert_eq!(heard.key(), key, "{prompt}");
            assert!(heard.chords.len() >= 4, "{prompt}: {:?}", heard.chords);
        }
    }

    #[test]
    fn what_is_no_recording_is_refused_in_words() {
        let told = |bytes: &[u8]| listen(bytes).unwrap_err().message;
        assert_eq!(told(b"ID3\x04"), "This is not a WAV file.");
        assert_eq!(told(&[]), "This is not a WAV file.");
        let spec = |bits| hound::WavSpec {
            channels: 1,
            sample_rate: 8_000,
            bits_per_sample: bits,
            sample_format: hound::SampleFormat::Int,
        };
        let silence = |bits, seconds: usize| {
            let mut bytes = spec(bits).into_header_for_infinite_file();
            bytes.resize(bytes.len() + seconds * 8_000 * usize::from(bits) / 8, 0);
            bytes
        };
        assert_eq!(told(&silence(16, 4)), "The recording is silent.");
        assert_eq!(
            told(&silence(16, 1)),
            "The recording is shorter than 2 seconds."
        );
    }

    #[test]
    fn a_damaged_file_breaks_nothing() {
        let whole = file("pop");
        for end in [0, 3, 11, 20, 43, 44, 60, 300, 40_000] {
            let _ = listen(&whole[..end]);
        }
        for at in 0..200 {
            let mut wild = whole[..200_000].to_vec();
            wild[at] ^= 0xff;
            let _ = listen(&wild);
        }
        assert!(listen(&whole[..whole.len() / 2 + 1]).is_ok());
    }
}
