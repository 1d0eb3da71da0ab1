//! Recipes as text: steps divided by `;`, each a name, `?`, and fields as in an address of the web.

use super::{Edit, Heard, Origin, tonic};
use crate::{Brief, prompt::Words, theory::Mode};

/// Seeds are whole numbers that JavaScript holds exactly.
const SEEDS: u64 = 1 << 53;

/// Most bars of a recording whose chords are kept.
const BARS: usize = 2_000;

/// The fields of one step, written one after the other.
struct Fields(String);

impl Fields {
    fn of(name: &str) -> Self {
        Self(format!("{name}?"))
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        if !self.0.ends_with('?') {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    self.0.push(char::from(byte));
                }
                b' ' => self.0.push('+'),
                _ => self.0.push_str(&format!("%{byte:02x}")),
            }
        }
        self
    }

    fn maybe(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, &value.to_string()),
            None => self,
        }
    }

    fn words(self, words: &Words) -> Self {
        self.with("prompt", &words.prompt)
            .maybe("lyrics", words.lyrics.as_deref())
            .maybe("seed", Some(words.seed))
    }
}

pub(super) fn create(brief: &Brief) -> String {
    Fields::of("create")
        .with("prompt", &brief.prompt)
        .maybe("not", brief.negative_prompt.as_deref())
        .maybe("lyrics", brief.lyrics.as_deref())
        .maybe("seed", Some(brief.seed))
        .maybe("seconds", brief.seconds)
        .maybe("bpm", brief.bpm)
        .maybe("instrumental", brief.instrumental)
        .0
}

pub(super) fn heard(heard: &Heard) -> String {
    let degrees: String = heard
        .chords
        .iter()
        .map(|&degree| char::from(b'0' + degree))
        .collect();
    Fields::of("heard")
        .maybe("seconds", Some(heard.seconds))
        .maybe("bpm", Some(heard.bpm))
        .with("tonic", heard.tonic)
        .with("mode", heard.mode.name())
        .with("chords", &degrees)
        .0
}

pub(super) fn write(edit: &Edit) -> String {
    match edit {
        Edit::Extend { at, seconds, words } => Fields::of("extend")
            .maybe("at", *at)
            .maybe("seconds", *seconds)
            .words(words),
        Edit::Replace { from, to, words } => Fields::of("replace")
            .maybe("from", Some(from))
            .maybe("to", Some(to))
            .words(words),
        Edit::Cover { strength, words } => Fields::of("cover")
            .maybe("strength", Some(strength))
            .words(words),
    }
    .0
}

pub(super) fn origin(step: &str) -> Option<Origin> {
    let (name, fields) = read(step)?;
    match name {
        "create" => brief(&fields).map(Origin::Create),
        "heard" => recording(&fields).map(Origin::Heard),
        _ => None,
    }
}

fn brief(fields: &Pairs<'_>) -> Option<Brief> {
    let get = |name| find(fields, name);
    Some(Brief {
        prompt: get("prompt")?.to_owned(),
        negative_prompt: get("not").map(str::to_owned),
        lyrics: get("lyrics").map(str::to_owned),
        seed: seed(get("seed")?)?,
        seconds: number(get("seconds"))?,
        bpm: number(get("bpm"))?,
        instrumental: match get("instrumental") {
            None => None,
            Some(word) => Some(word.parse().ok()?),
        },
    })
}

fn recording(fields: &Pairs<'_>) -> Option<Heard> {
    let get = |name| find(fields, name);
    let within =
        |name, least, most| number(get(name))?.filter(|value: &f64| (least..=most).contains(value));
    let degrees = get("chords")?.bytes().map(|it| it.wrapping_sub(b'0'));
    let chords: Vec<u8> = degrees.collect();
    let sane = chords.len() <= BARS && chords.iter().all(|it| (1..=7).contains(it));
    sane.then_some(())?;
    Some(Heard {
        seconds: within("seconds", 1.0, 180.0)?,
        bpm: within("bpm", 40.0, 220.0)?,
        tonic: tonic(get("tonic")?)?,
        mode: Mode::by_name(get("mode")?)?,
        chords,
    })
}

pub(super) fn edit(step: &str) -> Option<Edit> {
    let (name, fields) = read(step)?;
    let get = |name| find(&fields, name);
    let words = Words {
        prompt: get("prompt")?.to_owned(),
        lyrics: get("lyrics").map(str::to_owned),
        seed: seed(get("seed")?)?,
    };
    match name {
        "extend" => Some(Edit::Extend {
            at: number(get("at"))?,
            seconds: number(get("seconds"))?,
            words,
        }),
        "replace" => Some(Edit::Replace {
            from: number(get("from"))??,
            to: number(get("to"))??,
            words,
        }),
        "cover" => Some(Edit::Cover {
            strength: number(get("strength"))??,
            words,
        }),
        _ => None,
    }
}

/// FNV-1a, in hexadecimal.
pub(super) fn checksum(text: &str) -> String {
    let sum = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{sum:08x}")
}

type Pairs<'a> = Vec<(&'a str, String)>;

fn read(step: &str) -> Option<(&str, Pairs<'_>)> {
    let (name, rest) = step.split_once('?')?;
    let fields: Option<Vec<_>> = rest
        .split('&')
        .map(|field| {
            let (name, value) = field.split_once('=')?;
            Some((name, decoded(value)?))
        })
        .collect();
    Some((name, fields?))
}

fn find<'a>(fields: &'a Pairs<'_>, name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str())
}

fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                (16 * digit(rest.next())? + digit(rest.next())?) as u8
            }
            _ => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// A number that may be missing, but not be nonsense.
fn number(value: Option<&str>) -> Option<Option<f64>> {
    value.map_or(Some(None), |text| text.parse().ok().map(Some))
}

fn seed(value: &str) -> Option<u64> {
    value.parse().ok().filter(|seed| *seed < SEEDS)
}
