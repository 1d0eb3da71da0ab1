//! The recipe of a piece in its own file: a chunk of a WAV file, a frame of the tag before an MP3. The sound stays as it
//! is, bit for bit; other kinds of files are left as they are.

use tutti_core::audio::Container;

/// As much of a file's beginning as is looked at, in bytes.
pub const HEAD: usize = 1 << 18;

/// The longest recipe that is written or read, in bytes.
pub const MOST: usize = 1 << 16;

/// The chunk of a WAV file that holds a recipe.
const CHUNK: &[u8; 4] = b"tutJ";

/// What the frame of an ID3 tag is called that holds one.
const FRAME: &str = "TUTTI";

/// What is written.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What players show.
    pub title: &'a str,
    /// Who they say made it.
    pub artist: &'a str,
    /// The recipe, as JSON.
    pub recipe: &'a str,
}

/// A file with something written before its sound.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stamped {
    /// What stands at the beginning now.
    pub head: Vec<u8>,
    /// Where the rest begins in the file as it was.
    pub rest: usize,
}

/// Writes a recipe into a file of so many bytes, of which these are the first; none where it is left as it is.
pub fn stamp(head: &[u8], length: u64, told: &Told<'_>) -> Option<Stamped> {
    if told.recipe.len() > MOST {
        return None;
    }
    match Container::of(head)? {
        Container::Wav => stamp_wav(head, length, told),
        Container::Mp3 => stamp_mp3(head, told),
        _ => None,
    }
}

/// The recipe in a file of which these are the first bytes.
pub fn recipe_in(head: &[u8]) -> Option<String> {
    let found = match Container::of(head)? {
        Container::Wav => {
            let chunks = Chunks::of(head);
            let body = chunks
                .filter(|it| it.name == *CHUNK)
                .find_map(|it| it.body)?;
            String::from_utf8(body.to_vec()).ok()?
        }
        Container::Mp3 => {
            let (version, frames) = tag(head)?;
            let own = frames.iter().filter(|it| it.name == *b"TXXX");
            own.filter_map(|it| pair(version, it.body))
                .find(|(name, _)| name == FRAME)?
                .1
        }
        _ => return None,
    };
    let text = found.trim_end_matches('\0');
    (text.len() <= MOST).then(|| text.to_owned())
}

/// A chunk, or as much of it as is at hand: its body is there where all of it is.
struct Chunk<'a> {
    name: [u8; 4],
    at: usize,
    end: usize,
    body: Option<&'a [u8]>,
}

struct Chunks<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Chunks<'a> {
    const fn of(file: &'a [u8]) -> Self {
        Self { file, at: 12 }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let at = self.at;
        let name = *self.file.get(at..)?.first_chunk()?;
        let size = u32::from_le_bytes(*self.file.get(at + 4..)?.first_chunk()?) as usize;
        let start = at + 8;
        let end = start.checked_add(size)?.checked_add(size % 2)?;
        self.at = end;
        let body = self.file.get(start..start + size);
        Some(Chunk {
            name,
            at,
            end,
            body,
        })
    }
}

/// Before the samples, where every reader looks, and in place of what was written there before.
fn stamp_wav(head: &[u8], length: u64, told: &Told<'_>) -> Option<Stamped> {
    if !head.starts_with(b"RIFF") {
        // The longer kinds say their length elsewhere too.
        return None;
    }
    let (mut kept, mut samples, mut named) = (Vec::new(), None, false);
    for found in Chunks::of(head) {
        if found.name == *b"data" {
            samples = Some(found.at);
            break;
        }
        named |= found.name == *b"LIST" && found.body?.starts_with(b"INFO");
        if found.name != *CHUNK {
            kept.extend_from_slice(head.get(found.at..found.end)?);
        }
    }
    let samples = samples?;
    if !named {
        let texts = [
            &b"INFO"[..],
            &chunk(b"INAM", &ended(told.title)),
            &chunk(b"IART", &ended(told.artist)),
        ];
        kept.extend(chunk(b"LIST", &texts.concat()));
    }
    kept.extend(chunk(CHUNK, &ended(told.recipe)));
    let grown = (12 + kept.len()) as i64 - samples as i64;
    let whole = u32::try_from(i64::try_from(length).ok()?.checked_add(grown)?).ok()?;
    let declared = u32::from_le_bytes(*head.get(4..)?.first_chunk()?);
    // A length that was not known when it was written stays so.
    let open = declared == 0 || declared >= 0x7FFF_0000;
    let size = if open {
        declared
    } else {
        u32::try_from(i64::from(declared) + grown).ok()?.min(whole)
    };
    let head = [&b"RIFF"[..], &size.to_le_bytes(), b"WAVE", &kept].concat();
    Some(Stamped {
        head,
        rest: samples,
    })
}

/// A text with a zero or two at its end: its length is even, since not every reader steps over a byte that fills up.
fn ended(text: &str) -> Vec<u8> {
    let mut body = text.as_bytes().to_vec();
    body.resize((body.len() + 1).next_multiple_of(2), 0);
    body
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [name, &(body.len() as u32).to_le_bytes()[..], body].concat()
}

/// A frame of an ID3 tag; `raw` is all of it.
struct Frame<'a> {
    name: [u8; 4],
    raw: &'a [u8],
    body: &'a [u8],
}

/// Adds to the tag that is there, whose other frames stay, or begins one. A tag of an older or odder kind is left alone.
fn stamp_mp3(head: &[u8], told: &Told<'_>) -> Option<Stamped> {
    let (version, frames, rest) = if head.starts_with(b"ID3") {
        let (version, frames) = tag(head)?;
        (version, frames, 10 + seven(head.get(6..10)?)?)
    } else {
        (4, Vec::new(), 0)
    };
    let own = |it: &&Frame<'_>| {
        it.name == *b"TXXX" && pair(version, it.body).is_some_and(|(name, _)| name == FRAME)
    };
    let mut body: Vec<u8> = Vec::new();
    for frame in frames.iter().filter(|it| !own(it)) {
        body.extend_from_slice(frame.raw);
    }
    for (name, text) in [(b"TIT2", told.title), (b"TPE1", told.artist)] {
        if !frames.iter().any(|it| it.name == *name) {
            body.extend(frame(version, name, &[text])?);
        }
    }
    body.extend(frame(version, b"TXXX", &[FRAME, told.recipe])?);
    let size = sevens(body.len())?;
    let head = [&b"ID3"[..], &[version, 0, 0], &size, &body].concat();
    Some(Stamped { head, rest })
}

/// The version of the tag at the beginning of a file and its frames, if all of it is there and nothing in it is odd.
fn tag(head: &[u8]) -> Option<(u8, Vec<Frame<'_>>)> {
    let (version, flags) = (*head.get(3)?, *head.get(5)?);
    if !head.starts_with(b"ID3") || !matches!(version, 3 | 4) || flags != 0 {
        return None;
    }
    let end = 10 + seven(head.get(6..10)?)?;
    let (mut at, mut frames) = (10, Vec::new());
    let all = head.get(..end)?;
    // What follows a frame whose name begins with a zero only fills up.
    while all.get(at).is_some_and(|byte| *byte != 0) {
        let name = *all.get(at..)?.first_chunk::<4>()?;
        let size = all.get(at + 4..at + 8)?;
        let size = match version {
            3 => u32::from_be_bytes(*size.first_chunk()?) as usize,
            _ => seven(size)?,
        };
        let end = at.checked_add(10)?.checked_add(size)?;
        let raw = all.get(at..end)?;
        frames.push(Frame {
            name,
            raw,
            body: &raw[10..],
        });
        at = end;
    }
    Some((version, frames))
}

/// A frame of texts. Version 3 knows no UTF-8.
fn frame(version: u8, name: &[u8; 4], texts: &[&str]) -> Option<Vec<u8>> {
    let body = if version == 3 {
        let wide = |text: &&str| {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
        };
        let texts: Vec<Vec<u8>> = texts.iter().map(wide).collect();
        [vec![1], texts.join(&[0, 0][..])].concat()
    } else {
        [&[3], texts.join("\0").as_bytes()].concat()
    };
    let size = match version {
        3 => u32::try_from(body.len()).ok()?.to_be_bytes(),
        _ => sevens(body.len())?,
    };
    Some([name, &size[..], &[0, 0], &body].concat())
}

/// The name and the text of a frame of the person's own.
fn pair(version: u8, body: &[u8]) -> Option<(String, String)> {
    let (kind, text) = body.split_first()?;
    let all = match (version, kind) {
        (_, 1) => {
            let units = text
                .chunks_exact(2)
                .map(|it| u16::from_le_bytes([it[0], it[1]]));
            let all: String = char::decode_utf16(units)
                .map(|it| it.unwrap_or('\u{FFFD}'))
                .collect();
            all.replace('\u{FEFF}', "")
        }
        (4, 3) => String::from_utf8(text.to_vec()).ok()?,
        _ => return None,
    };
    let (name, text) = all.split_once('\0')?;
    Some((name.to_owned(), text.to_owned()))
}

/// A number of four bytes of seven bits.
fn seven(bytes: &[u8]) -> Option<usize> {
    let plain = bytes.len() == 4 && bytes.iter().all(|it| *it < 0x80);
    plain.then(|| bytes.iter().fold(0, |sum, it| sum << 7 | usize::from(*it)))
}

fn sevens(number: usize) -> Option<[u8; 4]> {
    (number < 1 << 28).then(|| [21, 14, 7, 0].map(|by| (number >> by & 0x7F) as u8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOLD: Told<'static> = Told {
        title: "Rain on tin ☂",
        artist: "Lyria 2",
        recipe: r#"{"tutti":1,"order":{"prompt":"ré ☂"}}"#,
    };

    fn stamped(file: &[u8], told: &Told<'_>) -> Option<Vec<u8>> {
        let head = &file[..file.len().min(HEAD)];
        let stamped = stamp(head, file.len() as u64, told)?;
        Some([&stamped.head, &file[stamped.rest..]].concat())
    }

    fn wav() -> Vec<u8> {
        let spec = hound::WavSpec {
            channels: 2,
            sample_rate: 48_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
        (0..2_000_i16).for_each(|it| writer.write_sample(it).unwrap());
        writer.finalize().unwrap();
        bytes.into_inner()
    }

    fn samples(file: &[u8]) -> Vec<i16> {
        let mut reader = hound::WavReader::new(std::io::Cursor::new(file)).unwrap();
        reader.samples().map(Result::unwrap).collect()
    }

    /// Something that begins as a frame of an MP3 file does.
    fn mp3() -> Vec<u8> {
        [&[0xFF, 0xFB, 0x90, 0x00][..], &[7; 2_000]].concat()
    }

    #[test]
    fn a_wav_file_with_its_recipe_is_whole_and_sounds_the_same() {
        let file = wav();
        let told = stamped(&file, &TOLD).unwrap();
        assert_eq!(recipe_in(&told).as_deref(), Some(TOLD.recipe));
        assert_eq!(samples(&told), samples(&file));
        let declared = u32::from_le_bytes(*told[4..].first_chunk().unwrap());
        assert_eq!(declared as usize + 8, told.len());
        assert!(told.windows(4).any(|it| it == b"INAM"));
    }

    #[test]
    fn a_recipe_that_is_written_again_takes_the_place_of_the_first() {
        for file in [wav(), mp3()] {
            let first = stamped(&file, &TOLD).unwrap();
            let other = Told {
                recipe: "{}",
                ..TOLD
            };
            let second = stamped(&first, &other).unwrap();
            assert_eq!(recipe_in(&second).as_deref(), Some("{}"));
            assert_eq!(stamped(&second, &TOLD).unwrap().len(), first.len());
        }
    }

    #[test]
    fn an_mp3_keeps_its_sound_and_what_its_tag_said_before() {
        // A tag as the standard writes it: one frame, an album named "Known", and some room.
        let frames = [b"TALB\0\0\0\x07\0\0\x00Known\0".as_slice(), &[0; 20]].concat();
        for version in [3, 4] {
            let tag = [
                b"ID3",
                &[version, 0, 0][..],
                &[0, 0, 0, frames.len() as u8],
                &frames,
            ]
            .concat();
            let told = stamped(&[tag, mp3()].concat(), &TOLD).unwrap();
            assert!(told.ends_with(&mp3()));
            assert_eq!(
                recipe_in(&told).as_deref(),
                Some(TOLD.recipe),
                "version {version}"
            );
            let (read, all) = super::tag(&told).unwrap();
            let names: Vec<_> = all.iter().map(|it| it.name).collect();
            assert_eq!(names, [*b"TALB", *b"TIT2", *b"TPE1", *b"TXXX"]);
            assert_eq!((read, all[0].body), (version, &b"\0Known\0"[..]));
            let end = 10 + seven(&told[6..10]).unwrap();
            assert_eq!(told[end..], mp3(), "the tag ends where the sound begins");
        }
        let told = stamped(&mp3(), &TOLD).unwrap();
        let title = [&b"TIT2\0\0\0\x10\0\0\x03"[..], TOLD.title.as_bytes()].concat();
        assert_eq!(told[10..10 + title.len()], title);
    }

    #[test]
    fn files_of_other_kinds_long_recipes_and_odd_tags_are_left_as_they_are() {
        assert_eq!(stamped(b"fLaC and more", &TOLD), None);
        assert_eq!(stamped(b"ID3\x02\0\0\0\0\0\0", &TOLD), None);
        assert_eq!(stamped(b"ID3\x04\0\x80\0\0\0\0", &TOLD), None);
        assert_eq!(stamped(b"ID3\x04\0\0\x7F\x7F\x7F\x7Fcut", &TOLD), None);
        let long = "x".repeat(MOST + 1);
        assert_eq!(
            stamped(
                &wav(),
                &Told {
                    recipe: &long,
                    ..TOLD
                }
            ),
            None
        );
        let odd = [b"RIFF\0\0\0\0WAVEdata", &[0xff; 8][..]].concat();
        assert_eq!(
            &stamped(&odd, &TOLD).unwrap()[4..8],
            [0; 4],
            "its length stays open"
        );
    }

    proptest! {
        #[test]
        fn no_file_breaks_the_readers(
            kind in 0..4_usize,
            noise in proptest::collection::vec(any::<u8>(), 0..600),
            cut in 0..3_000_usize,
            at in 0..300_usize,
            byte in any::<u8>(),
        ) {
            let starts: [&[u8]; 4] = [b"RIFF\x10\0\0\0WAVE", b"ID3\x03\0\0\0\0\x04\x00", b"ID3\x04\0\0\0\0\x04\x00", b""];
            let wild = [starts[kind], &noise].concat();
            let mut near = stamped(&[wav(), mp3()][kind % 2], &TOLD).unwrap();
            near.truncate(cut.max(4));
            if let Some(it) = near.get_mut(at) {
                *it = byte;
            }
            for file in [wild, near] {
                let _ = recipe_in(&file);
                let _ = stamped(&file, &TOLD);
            }
        }
    }
}
