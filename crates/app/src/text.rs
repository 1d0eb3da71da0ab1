//! Every label and sentence of the page, once, in English, under a name; and the language it is said in.
//!
//! A view asks for a text by its name, in the module of its area: `text::library::nothing_kept()`. What a text holds in
//! braces are its arguments: `text::library::delete_of(&title)`. A counted text has two English forms and takes its
//! number first: `text::common::tracks(3)`. Numbers, sizes, prices and times are written by [`crate::words`], which knows the language.
//!
//! To add a text, add a line to the table of its area under `text/`, and its German to `www/lang/de.json`, where the
//! English words themselves are the key (the last form of a counted text). So a page and a file that are not of one
//! age still understand each other: what has no translation is said in English. The tests below fail for a text that
//! stands twice, a translation that is missing, left over, or has other placeholders; `tests/literals.rs` fails for
//! words that stand in a view instead of here.
//!
//! What core and a vendor say is put into the page's words by [`crate::told`].

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use tutti_core::Value;

use crate::browser;
use crate::state::settings::Tongue;

pub(crate) mod common;
pub(crate) mod composer;
pub(crate) mod edit;
pub(crate) mod errors;
pub(crate) mod keys;
pub(crate) mod library;
pub(crate) mod listen;
pub(crate) mod runs;
pub(crate) mod settings;
pub(crate) mod shortcuts;
pub(crate) mod spend;

/// Makes a function for each text of a table, and the table itself for the tests.
macro_rules! texts {
    ($($name:ident $([$count:ident])? $(($($arg:ident),+))? : $($form:literal),+;)+) => {
        $($crate::text::text!($name $([$count])? $(($($arg),+))? : $($form),+);)+

        #[cfg(test)]
        pub(super) const TABLE: &[&[&str]] = &[$(&[$($form),+]),+];
    };
}

macro_rules! text {
    ($name:ident : $form:literal) => {
        pub(crate) fn $name() -> &'static str {
            $crate::text::say($form)
        }
    };
    ($name:ident ($($arg:ident),+) : $form:literal) => {
        pub(crate) fn $name($($arg: &str),+) -> String {
            $crate::text::fill($crate::text::say($form), &[$((stringify!($arg), $arg)),+])
        }
    };
    ($name:ident [$count:ident] : $one:literal, $other:literal) => {
        pub(crate) fn $name($count: u64) -> String {
            let number = $crate::words::number($count as f64, 0);
            $crate::text::fill($crate::text::counted($count, $one, $other), &[(stringify!($count), &number)])
        }
    };
    ($name:ident [$count:ident] ($($arg:ident),+) : $one:literal, $other:literal) => {
        pub(crate) fn $name($count: u64, $($arg: &str),+) -> String {
            let number = $crate::words::number($count as f64, 0);
            $crate::text::fill(
                $crate::text::counted($count, $one, $other),
                &[(stringify!($count), &number), $((stringify!($arg), $arg)),+],
            )
        }
    };
}

pub(crate) use {text, texts};

/// A translation: the words, or the words for each kind of number that the language tells apart.
enum Said {
    Always(&'static str),
    Counted(Vec<(String, &'static str)>),
}

thread_local! {
    static TONGUE: Cell<Tongue> = const { Cell::new(Tongue::English) };
    static BOOK: RefCell<HashMap<String, Said>> = RefCell::default();
}

/// The language that is spoken.
pub(crate) fn tongue() -> Tongue {
    TONGUE.get()
}

/// Speaks a language from now on, in the words of its file; English needs none.
pub(crate) fn speak(tongue: Tongue, file: &Value) {
    let entries = file.map().into_iter().flat_map(|map| map.iter());
    let book = entries.map(|(english, said)| (english.to_owned(), Said::read(said)));
    BOOK.set(book.collect());
    TONGUE.set(tongue);
}

/// A label or a sentence of the catalogue in the language that is spoken.
pub(crate) fn of_catalogue(words: &'static str) -> &'static str {
    say(words)
}

/// A text in the language that is spoken.
pub(crate) fn say(english: &'static str) -> &'static str {
    BOOK.with_borrow(|book| match book.get(english) {
        Some(Said::Always(words)) => words,
        _ => english,
    })
}

/// The form of a counted text for a number, in the language that is spoken.
pub(crate) fn counted(count: u64, one: &'static str, other: &'static str) -> &'static str {
    let english = if count == 1 { one } else { other };
    BOOK.with_borrow(|book| match book.get(other) {
        Some(Said::Counted(forms)) => form(forms, count).unwrap_or(english),
        _ => english,
    })
}

/// A text with its placeholders filled.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(before);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn form(forms: &[(String, &'static str)], count: u64) -> Option<&'static str> {
    let of = |kind: &str| {
        forms
            .iter()
            .find(|(it, _)| it == kind)
            .map(|(_, words)| *words)
    };
    let kind = browser::kind_of_number(tongue().tag(), count as f64);
    of(&kind).or_else(|| of("other"))
}

impl Said {
    fn read(value: &Value) -> Self {
        match value.map() {
            Some(forms) => Self::Counted(
                forms
                    .iter()
                    .map(|(kind, words)| (kind.to_owned(), kept(words)))
                    .collect(),
            ),
            None => Self::Always(kept(value)),
        }
    }
}

/// Words that are kept for as long as the page lives: a file is read once for each change of the language.
fn kept(words: &Value) -> &'static str {
    words.text().unwrap_or_default().to_owned().leak()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value as Json;

    use super::*;

    const GERMAN: &str = include_str!("../../../www/lang/de.json");

    fn table() -> impl Iterator<Item = &'static [&'static str]> {
        let areas = [
            common::TABLE,
            composer::TABLE,
            edit::TABLE,
            errors::TABLE,
            keys::TABLE,
            library::TABLE,
            listen::TABLE,
            runs::TABLE,
            settings::TABLE,
            shortcuts::TABLE,
            spend::TABLE,
        ];
        areas.into_iter().flatten().copied()
    }

    /// What the catalogue calls the fields of the form, and says of its models.
    fn catalogue() -> BTreeSet<&'static str> {
        let models = || tutti_core::providers::rows().map(|(_, model)| model);
        let params = models().flat_map(|model| model.operations);
        let labels = params.flat_map(|row| row.params).map(|param| param.label);
        labels.chain(models().map(|model| model.summary)).collect()
    }

    fn german() -> serde_json::Map<String, Json> {
        serde_json::from_str(GERMAN).unwrap()
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        let parts = text.split('{').skip(1);
        parts.map(|part| part.split('}').next().unwrap()).collect()
    }

    #[test]
    fn each_text_stands_once() {
        let mut seen = BTreeMap::new();
        for forms in table() {
            let key = forms.last().unwrap();
            assert_eq!(seen.insert(*key, forms), None, "twice: {key}");
        }
    }

    #[test]
    fn german_has_every_text_and_no_other() {
        let texts = table().map(|forms| *forms.last().unwrap());
        let english: BTreeSet<&str> = texts.chain(catalogue()).collect();
        let german = german();
        let translated: BTreeSet<&str> = german.keys().map(String::as_str).collect();
        let missing: Vec<_> = english.difference(&translated).collect();
        let left_over: Vec<_> = translated.difference(&english).collect();
        assert!(missing.is_empty(), "without a translation: {missing:#?}");
        assert!(left_over.is_empty(), "of no text: {left_over:#?}");
    }

    #[test]
    fn a_translation_has_the_placeholders_and_the_forms_of_its_text() {
        let german = german();
        for forms in table() {
            let key = forms.last().unwrap();
            let said: Vec<&str> = match &german[*key] {
                Json::String(said) => vec![said],
                Json::Object(kinds) => {
                    let kinds: BTreeMap<_, _> = kinds.iter().collect();
                    assert!(kinds.keys().eq(["one", "other"].iter()), "{key}");
                    kinds.values().map(|it| it.as_str().unwrap()).collect()
                }
                other => panic!("{key}: {other}"),
            };
            assert_eq!(said.len(), forms.len(), "{key}");
            for said in said {
                assert_eq!(placeholders(said), placeholders(key), "{said}");
                assert!(!said.trim().is_empty(), "{key}");
            }
        }
    }

    #[test]
    fn a_text_is_said_in_the_language_that_is_spoken_and_in_english_where_it_has_no_word() {
        let file = tutti_core::Map::new().with("Delete", "Löschen");
        speak(Tongue::German, &file.into());
        assert_eq!(common::delete(), "Löschen");
        assert_eq!(common::close(), "Close");
        speak(Tongue::English, &Value::Null);
        assert_eq!(common::delete(), "Delete");
    }

    #[test]
    fn a_text_is_filled_by_name_and_counted() {
        assert_eq!(library::delete_of("rain {x}"), "Delete: rain {x}");
        assert_eq!(common::and("A", "B"), "A and B");
        assert_eq!(common::tracks(1), "1 track");
        assert_eq!(common::tracks(0), "0 tracks");
    }
}
