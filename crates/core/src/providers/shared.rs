//! What adapters share: reading words and addresses out of replies.

use crate::audio::Container;
use crate::catalog::Preset;
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Body, Response};
use crate::order::Order;
use crate::origin::{is_fetchable, is_web, join, rebase};
use crate::provider::Standing;
use crate::text;
use crate::time::Moment;
use crate::value::{Map, Value};

/// How deep in a reply audio is looked for.
const DEPTH: u32 = 4;
/// Members that hold audio, or something that does, most telling first.
const AUDIO: [&str; 9] = [
    "audio",
    "audio_url",
    "audio_urls",
    "audio_file",
    "url",
    "output",
    "data",
    "result",
    "file_url",
];
/// Text this short is a word, not an encoded file.
const LEAST_ENCODED: usize = 64;

/// The body of an order: every given parameter under the vendor's name for it, what is sent all the same, then what is
/// sent unchecked.
pub(super) fn body(order: &Order) -> Map {
    let mut body = Map::new();
    for param in order
        .row()
        .params
        .iter()
        .filter(|param| !param.wire.is_empty())
    {
        match (order.given(param), &param.default) {
            (Value::Null, Preset::Sent(number)) => put(&mut body, param.wire, (*number).into()),
            (Value::Null, _) => {}
            (given, _) => put(&mut body, param.wire, given.clone()),
        }
    }
    for (name, value) in order.extra.iter() {
        body.set(name, value.clone());
    }
    body
}

/// The provider's own words about what went wrong, wherever the reply has them.
pub(super) fn words(response: &Response) -> String {
    match &response.body {
        Body::Json(value) => words_of(value, DEPTH).unwrap_or_default(),
        Body::Text(text) if response.is_page() || looks_like_json(text) => String::new(),
        Body::Text(text) => text.clone(),
        Body::Audio(_) => String::new(),
    }
}

/// Whether the text has any of these, letter case aside.
pub(super) fn mentions(text: &str, any: &[&str]) -> bool {
    let said = text.to_ascii_lowercase();
    any.iter().any(|word| text::find(&said, word).is_some())
}

/// Whether the words are those of a content filter.
pub(super) fn is_content_block(words: &str) -> bool {
    mentions(
        words,
        &[
            "safety",
            "moderation",
            "content polic",
            "content filter",
            "blocked",
            "responsible ai",
            "rai ",
            "prohibited",
            "nsfw",
            "sensitive",
            "recitation",
            "copyright",
            "violat",
        ],
    )
}

/// Every place in a reply that audio can be fetched from, in order, each once: addresses, and files in base64 or
/// hexadecimal as `data:` addresses.
pub(super) fn audio_urls(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(value, DEPTH, &mut found);
    found
}

/// An address of the web as a reply names it; nothing where it is relative, or of a scheme that a page must not follow.
pub(super) fn web_url(text: &str) -> Option<String> {
    let text = text.trim();
    is_web(text).then(|| text.to_owned())
}

/// An address that a reply names for later questions, as it is kept in a ticket: the part below the base, or the whole
/// address when it is elsewhere on the base's origin. None when it is on another origin: the key must not go there.
pub(super) fn keepable(url: &str, base: &str, live: &str) -> Option<String> {
    let moved = rebase(url, base, live)?;
    let below = moved.strip_prefix(base.trim_end_matches('/'));
    Some(match below {
        Some(path) if path.starts_with('/') => path.to_owned(),
        _ => moved,
    })
}

/// The address to ask, from what a ticket kept.
///
/// # Errors
///
/// When the kept address is not on the configured origin.
pub(super) fn kept_url(kept: &str, base: &str) -> Result<String, Error> {
    let is_below = kept.starts_with('/') && !kept.starts_with("//");
    let url = if is_below {
        join(base, kept)
    } else {
        kept.to_owned()
    };
    rebase(&url, base, base).ok_or_else(|| {
        Error::new(
            ErrorKind::UnsafeUrl,
            "The job's address is on another origin than the one its provider is configured at.",
        )
        .hint("Set the endpoint that the job was sent to.")
    })
}

/// What an adapter's table says of a status: kind, sentence, and what to do about it.
pub(super) type Meaning = (ErrorKind, &'static str, Option<&'static str>);

/// The error of a refusal, from what the adapter's own table says of it.
pub(super) fn refused(meaning: Meaning, response: &Response, now: Moment, taken: bool) -> Error {
    let (kind, message, hint) = meaning;
    let error = Error::new(kind, message)
        .charged(if taken { Charge::Maybe } else { Charge::No })
        .status(response.status)
        .detail(&words(response))
        .retry_after(response.retry_after(now));
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// The error of a job that failed; one that content rules refused is told apart by the words.
pub(super) fn failure_of(name: &str, charge: Charge, response: &Response) -> Error {
    let said = words(response);
    let error = if is_content_block(&said) {
        Error::new(
            ErrorKind::ContentBlocked,
            [name, "'s content rules refused this."].concat(),
        )
        .hint("Change the words and order again.")
    } else {
        Error::new(
            ErrorKind::JobFailed,
            [name, " ran the job and it failed."].concat(),
        )
    };
    error.charged(charge).status(response.status).detail(&said)
}

/// How a job stands, in the provider's own word, cut.
pub(super) fn standing(word: &str, queued: &[&str]) -> Standing {
    Standing {
        running: !queued.contains(&word),
        word: word.chars().take(80).collect(),
        progress: None,
    }
}

/// The error for an answer that is not what the contract says.
pub(super) fn unreadable(provider: &str, response: &Response) -> Error {
    let what = match &response.body {
        Body::Audio(_) => "audio where words were due",
        Body::Json(_) => "JSON of a shape that is not known",
        Body::Text(text) if text.trim().is_empty() => "an empty body",
        Body::Text(_) if response.is_page() => "an HTML page",
        Body::Text(text) if looks_like_json(text) => "half a JSON document",
        Body::Text(_) => "something that is not JSON",
    };
    Error::new(
        ErrorKind::BadResponse,
        [provider, " answered with ", what, "."].concat(),
    )
    .status(response.status)
    .detail(&words(response))
}

/// Sets a member of a nested object; the path has dots between its levels.
fn put(body: &mut Map, path: &str, value: Value) {
    match path.split_once('.') {
        None => body.set(path, value),
        Some((outer, rest)) => {
            let mut inner = body.get(outer).map().cloned().unwrap_or_default();
            put(&mut inner, rest, value);
            body.set(outer, inner);
        }
    }
}

fn words_of(value: &Value, depth: u32) -> Option<String> {
    const NAMES: [&str; 6] = [
        "error",
        "message",
        "detail",
        "error_description",
        "errors",
        "reason",
    ];
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::List(items) => words_of(items.first()?, depth.checked_sub(1)?),
        Value::Map(map) => {
            let depth = depth.checked_sub(1)?;
            NAMES.iter().find_map(|name| words_of(map.get(name), depth))
        }
        _ => None,
    }
}

/// Half a JSON document is nothing to read aloud.
fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn collect(value: &Value, depth: u32, found: &mut Vec<String>) {
    let Some(deeper) = depth.checked_sub(1) else {
        return;
    };
    match value {
        Value::Text(text) => {
            if let Some(url) = audio_url(text)
                && !found.contains(&url)
            {
                found.push(url);
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, deeper, found)),
        Value::Map(map) => {
            // The same file often stands under two names: the first that has audio is taken.
            for name in AUDIO {
                let before = found.len();
                collect(map.get(name), deeper, found);
                if found.len() > before {
                    break;
                }
            }
        }
        _ => {}
    }
}

fn audio_url(text: &str) -> Option<String> {
    let text = text.trim();
    if is_fetchable(text) {
        return Some(text.to_owned());
    }
    encoded(text)
}

/// The `data:` address of a file that is written out in base64 or hexadecimal. Only its first bytes are decoded here, to see
/// that they are those of audio: the rest is for whoever fetches it.
fn encoded(text: &str) -> Option<String> {
    const KIND: &str = "data:application/octet-stream";
    let digits = text.trim_end_matches('=').as_bytes();
    let head = digits.get(..LEAST_ENCODED)?;
    let is_audio = |bits| decoded(head, bits).is_some_and(|it| Container::of(&it).is_some());
    if is_audio(4) && text.len().is_multiple_of(2) && all_digits(digits, 4) {
        let mut url = [KIND, ","].concat();
        for (at, digit) in text.chars().enumerate() {
            if at.is_multiple_of(2) {
                url.push('%');
            }
            url.push(digit);
        }
        return Some(url);
    }
    (is_audio(6) && all_digits(digits, 6)).then(|| [KIND, ";base64,", text].concat())
}

fn all_digits(digits: &[u8], bits: u32) -> bool {
    digits.iter().all(|it| value_of(*it, bits).is_some())
}

/// The bytes of digits that hold so many bits each.
fn decoded(digits: &[u8], bits: u32) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut count) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        held = (held << bits) | u32::from(value_of(*digit, bits)?);
        count += bits;
        if count >= 8 {
            count -= 8;
            bytes.push((held >> count) as u8);
        }
    }
    Some(bytes)
}

/// The value of a hexadecimal digit, or of one of base64.
const fn value_of(digit: u8, bits: u32) -> Option<u8> {
    Some(match (bits, digit) {
        (4, b'0'..=b'9') => digit - b'0',
        (4, b'a'..=b'f') => digit - b'a' + 10,
        (4, b'A'..=b'F') => digit - b'A' + 10,
        (6, b'A'..=b'Z') => digit - b'A',
        (6, b'a'..=b'z') => digit - b'a' + 26,
        (6, b'0'..=b'9') => digit - b'0' + 52,
        (6, b'+') => 62,
        (6, b'/') => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        text.into()
    }

    #[test]
    fn audio_is_found_in_every_shape_vendors_use() {
        let url = "https://cdn.example/a.wav";
        let list = Value::List(vec![text(url), text("https://cdn.example/b.wav")]);
        let object = Value::from(
            Map::new()
                .with("url", url)
                .with("content_type", "audio/wav"),
        );
        let nested =
            Value::from(Map::new().with("output", Map::new().with("audio", object.clone())));
        assert_eq!(audio_urls(&text(url)), [url]);
        assert_eq!(audio_urls(&list).len(), 2);
        assert_eq!(audio_urls(&object), [url]);
        assert_eq!(audio_urls(&nested), [url]);
        assert!(audio_urls(&text("done")).is_empty());
    }

    #[test]
    fn a_file_in_base64_becomes_a_data_address() {
        let encoded = format!("UklGRiRAAABXQVZF{}==", "AbC/".repeat(16));
        assert_eq!(
            audio_urls(&text(&encoded)),
            [format!("data:application/octet-stream;base64,{encoded}")]
        );
    }

    #[test]
    fn a_file_in_hexadecimal_becomes_a_data_address() {
        // "ID3" in digits that base64 has as well.
        let encoded = format!("494433{}", "0aF3".repeat(16));
        let escaped = format!("%49%44%33{}", "%0a%F3".repeat(16));
        assert_eq!(
            audio_urls(&text(&encoded)),
            [format!("data:application/octet-stream,{escaped}")]
        );
    }

    #[test]
    fn long_words_that_are_no_audio_are_no_file() {
        let digest = "9f86d081884c7d659a2feaa0c55ad015".repeat(4);
        let odd = format!("UklGRiRAAABXQVZF{}", "\u{e9}-_ ".repeat(16));
        for word in [digest, "UklGRgAA".repeat(16), odd, "\u{e9}".repeat(64)] {
            assert!(audio_urls(&text(&word)).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_script_address_is_no_audio() {
        assert!(audio_urls(&text("javascript:alert(1)")).is_empty());
        assert!(audio_urls(&text("data:text/html,<script>")).is_empty());
    }

    #[test]
    fn a_kept_address_never_leaves_the_origin() {
        let base = "https://relay.example/segmind";
        let live = "https://api.segmind.com";
        let kept = keepable("https://api.segmind.com/v2/requests/1", base, live).unwrap();
        assert_eq!(kept, "/v2/requests/1");
        assert_eq!(
            kept_url(&kept, base).unwrap(),
            "https://relay.example/segmind/v2/requests/1"
        );
        assert_eq!(keepable("https://evil.example/x", base, live), None);
        assert_eq!(
            kept_url("https://evil.example/x", base).unwrap_err().kind,
            ErrorKind::UnsafeUrl
        );
        assert_eq!(
            kept_url("//evil.example/x", base).unwrap_err().kind,
            ErrorKind::UnsafeUrl
        );
        // A record that was tampered with.
        assert_eq!(
            kept_url("/v2/\u{1}\t/x", base).unwrap_err().kind,
            ErrorKind::UnsafeUrl
        );
    }

    #[test]
    fn an_error_is_found_as_text_object_or_list() {
        let said = |body: Value| {
            words(&Response {
                status: 400,
                headers: Vec::new(),
                body: Body::Json(body),
            })
        };
        assert_eq!(said(Map::new().with("error", "no").into()), "no");
        assert_eq!(
            said(
                Map::new()
                    .with("error", Map::new().with("message", "no"))
                    .into()
            ),
            "no"
        );
        assert_eq!(
            said(Map::new().with("detail", vec![text("no")]).into()),
            "no"
        );
    }
}
