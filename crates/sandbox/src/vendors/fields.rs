//! The fields of an order's body: what must be there, of what type and in what range.

use std::ops::RangeInclusive;

use axum::http::Uri;
use serde_json::{Map, Value};

/// An order's body.
pub(super) type Body = Map<String, Value>;

/// A field that a vendor reads; what it does not read it lets stand.
#[derive(Debug)]
pub(super) struct Field {
    name: &'static str,
    required: bool,
    rule: Rule,
}

/// What may stand in a field.
#[derive(Debug)]
pub(super) enum Rule {
    /// A string of so many characters.
    Text(RangeInclusive<usize>),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these whole numbers.
    OneOf(&'static [i64]),
    /// A whole number.
    Whole(RangeInclusive<i64>),
    /// Any number.
    Number(RangeInclusive<f64>),
    /// An `http` or `https` URL.
    Url,
    /// A list of at most so many URLs.
    Urls(usize),
    /// A list of strings.
    Texts,
    /// A string or a number.
    Scalar,
    /// True or false.
    Switch,
    /// An object with fields of its own.
    Object(&'static [Field]),
}

impl Field {
    pub(super) const fn required(name: &'static str, rule: Rule) -> Self {
        Self {
            name,
            required: true,
            rule,
        }
    }

    pub(super) const fn optional(name: &'static str, rule: Rule) -> Self {
        Self {
            name,
            required: false,
            rule,
        }
    }
}

/// Reads a body and checks its fields, or says what is wrong.
pub(super) fn read(body: &[u8], fields: &[Field]) -> Result<Body, String> {
    let body = object(body)?;
    check(&body, fields)?;
    Ok(body)
}

/// A body that is a JSON object, or what it is instead.
pub(super) fn object(body: &[u8]) -> Result<Body, String> {
    serde_json::from_slice(body)
        .map_err(|error| format!("Request body must be a JSON object: {error}"))
}

/// Checks fields; one that is null counts as left out.
pub(super) fn check(body: &Body, fields: &[Field]) -> Result<(), String> {
    for field in fields {
        let Some(value) = given(body, field.name) else {
            if field.required {
                return Err(format!("{} is required", field.name));
            }
            continue;
        };
        let wrong = |words| format!("{} {words}", field.name);
        field.rule.check(value).map_err(wrong)?;
    }
    Ok(())
}

/// What stands in a field, unless it is null.
pub(super) fn given<'a>(body: &'a Body, name: &str) -> Option<&'a Value> {
    body.get(name).filter(|value| !value.is_null())
}

/// Whether a field of this name must be there.
pub(super) fn required(fields: &[Field], name: &str) -> bool {
    fields
        .iter()
        .any(|field| field.name == name && field.required)
}

/// A field's text; nothing if there is none.
pub(super) fn text<'a>(body: &'a Body, name: &str) -> Option<&'a str> {
    body.get(name)?.as_str()
}

impl Rule {
    /// What a value must be that it is not.
    fn check(&self, value: &Value) -> Result<(), String> {
        match self {
            Self::Text(length) => {
                let text = value.as_str().ok_or("must be a string")?;
                let count = text.chars().count();
                within(&count, length, "must have", " characters")
            }
            Self::Word(words) => {
                let known = value.as_str().is_some_and(|word| words.contains(&word));
                let list = || format!("must be one of {}", words.join(", "));
                ensure(known, list)
            }
            Self::OneOf(numbers) => {
                let known = value.as_i64().is_some_and(|it| numbers.contains(&it));
                ensure(known, || format!("must be one of {numbers:?}"))
            }
            Self::Whole(range) => {
                let number = value.as_i64().ok_or("must be an integer")?;
                within(&number, range, "must be", "")
            }
            Self::Number(range) => {
                let number = value.as_f64().ok_or("must be a number")?;
                within(&number, range, "must be", "")
            }
            Self::Url => ensure(is_url(value), || "must be a URL".to_owned()),
            Self::Urls(most) => {
                let urls = value
                    .as_array()
                    .is_some_and(|urls| urls.len() <= *most && urls.iter().all(is_url));
                ensure(urls, || format!("must be an array of at most {most} URLs"))
            }
            Self::Texts => {
                let list = value.as_array();
                let texts = list.is_some_and(|list| list.iter().all(Value::is_string));
                ensure(texts, || "must be an array of strings".to_owned())
            }
            Self::Scalar => ensure(value.is_string() || value.is_number(), || {
                "must be a string or a number".to_owned()
            }),
            Self::Switch => ensure(value.is_boolean(), || "must be a boolean".to_owned()),
            Self::Object(fields) => {
                let object = value.as_object().ok_or("must be an object")?;
                check(object, fields).map_err(|inner| format!("is not valid: {inner}"))
            }
        }
    }
}

fn is_url(value: &Value) -> bool {
    value.as_str().is_some_and(names_a_host)
}

/// Whether a text is an `http` or `https` URL with a host.
pub(super) fn names_a_host(text: &str) -> bool {
    let uri: Option<Uri> = text.parse().ok();
    let scheme = uri.as_ref().and_then(Uri::scheme_str);
    matches!(scheme, Some("http" | "https"))
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    holds.then_some(()).ok_or_else(otherwise)
}

fn within<T: PartialOrd + std::fmt::Display>(
    value: &T,
    range: &RangeInclusive<T>,
    verb: &str,
    unit: &str,
) -> Result<(), String> {
    if range.contains(value) {
        return Ok(());
    }
    let (least, most) = (range.start(), range.end());
    Err(format!("{verb} between {least} and {most}{unit}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static FIELDS: [Field; 11] = [
        Field::required("prompt", Rule::Text(1..=5)),
        Field::optional("seed", Rule::Whole(0..=9)),
        Field::optional("strength", Rule::Number(0.0..=1.0)),
        Field::optional("format", Rule::Word(&["mp3", "wav"])),
        Field::optional("loud", Rule::Switch),
        Field::optional("audio", Rule::Object(&RATE)),
        Field::optional("link", Rule::Url),
        Field::optional("images", Rule::Urls(2)),
        Field::optional("events", Rule::Texts),
        Field::optional("bpm", Rule::Scalar),
        Field::optional("bits", Rule::OneOf(&[16, 24])),
    ];
    static RATE: [Field; 1] = [Field::required("rate", Rule::Whole(1..=2))];

    #[test]
    fn a_body_that_keeps_the_rules_is_read_whatever_else_it_holds() {
        let full = json!({
            "prompt": "düster"[..6].to_owned(), "seed": 9, "strength": 1, "format": "wav", "loud": false,
            "audio": { "rate": 2 }, "more": [1], "link": "http://a", "images": ["https://a/b?c"], "events": ["x"], "bpm": "120", "bits": 24,
        });
        for body in [
            json!({ "prompt": "a" }),
            json!({ "prompt": "a", "seed": null }),
            full,
        ] {
            let read = read(body.to_string().as_bytes(), &FIELDS);
            assert_eq!(read.map(Value::Object), Ok(body));
        }
    }

    #[test]
    fn every_breach_is_named_with_its_field() {
        for (body, said) in [
            (json!([]), "Request body must be a JSON object"),
            (json!({}), "prompt is required"),
            (json!({ "prompt": null }), "prompt is required"),
            (json!({ "prompt": 1 }), "prompt must be a string"),
            (
                json!({ "prompt": "" }),
                "prompt must have between 1 and 5 characters",
            ),
            (
                json!({ "prompt": "a", "seed": 1.5 }),
                "seed must be an integer",
            ),
            (
                json!({ "prompt": "a", "seed": 10 }),
                "seed must be between 0 and 9",
            ),
            (
                json!({ "prompt": "a", "strength": "1" }),
                "strength must be a number",
            ),
            (
                json!({ "prompt": "a", "strength": 1.1 }),
                "strength must be between 0 and 1",
            ),
            (
                json!({ "prompt": "a", "format": "ogg" }),
                "format must be one of mp3, wav",
            ),
            (
                json!({ "prompt": "a", "loud": "yes" }),
                "loud must be a boolean",
            ),
            (
                json!({ "prompt": "a", "link": "a.mp3" }),
                "link must be a URL",
            ),
            (
                json!({ "prompt": "a", "link": "ftp://a/b" }),
                "link must be a URL",
            ),
            (
                json!({ "prompt": "a", "images": ["x"] }),
                "images must be an array of at most 2 URLs",
            ),
            (
                json!({ "prompt": "a", "images": ["http://a", "http://a", "http://a"] }),
                "images must be an array",
            ),
            (
                json!({ "prompt": "a", "events": [1] }),
                "events must be an array of strings",
            ),
            (
                json!({ "prompt": "a", "bits": 20 }),
                "bits must be one of [16, 24]",
            ),
            (
                json!({ "prompt": "a", "audio": 1 }),
                "audio must be an object",
            ),
            (
                json!({ "prompt": "a", "audio": {} }),
                "audio is not valid: rate is required",
            ),
        ] {
            let refused = read(body.to_string().as_bytes(), &FIELDS).unwrap_err();
            assert!(refused.starts_with(said), "{refused}");
        }
    }
}
