//! A prompt as plain words, sorted into what is wanted and what is not.

/// A text in lower case with single spaces, beginning and ending with one; `|` marks where a phrase ends.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) wanted: String,
    pub(super) unwanted: String,
}

const NEGATIONS: [&str; 9] = [
    "no",
    "without",
    "not",
    "minus",
    "avoid",
    "exclude",
    "excluding",
    "never",
    "don't",
];

impl Text {
    pub(super) fn read(raw: &str) -> Self {
        let mut text = Self {
            wanted: " ".into(),
            unwanted: " ".into(),
        };
        let mut negated = 0;
        for word in plain(raw).split(' ').filter(|word| !word.is_empty()) {
            if NEGATIONS.contains(&word) {
                // A negation reaches over an adjective or two ("no heavy rock drums").
                negated = 4;
                text.wanted.push_str("| ");
            } else if matches!(word, "|" | "but" | "with" | "and" | "just" | "only") {
                negated = 0;
                text.take(word, false);
            } else if matches!(word, "or" | "nor") && negated > 0 {
                negated = 4;
            } else if let Some(thing) = absent(word) {
                text.take(thing, true);
            } else {
                text.take(word, negated > 0);
                negated = i32::max(negated - 1, 0);
            }
        }
        text
    }

    fn take(&mut self, word: &str, unwanted: bool) {
        let list = if unwanted {
            &mut self.unwanted
        } else {
            &mut self.wanted
        };
        list.push_str(word);
        list.push(' ');
    }
}

/// What a word says is not there ("drumless").
fn absent(word: &str) -> Option<&'static str> {
    match word {
        "drumless" | "beatless" | "drum-free" => Some("drums"),
        "bassless" => Some("bass"),
        _ => None,
    }
}

/// Lower case, with punctuation as `|` and everything else that is no part of a word as a space.
fn plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars().flat_map(char::to_lowercase) {
        match c {
            '♯' => out.push('#'),
            '♭' => out.push('b'),
            '’' => out.push('\''),
            '#' | '-' | '/' | '&' | '\'' => out.push(c),
            ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '\n' => out.push_str(" | "),
            '.' => out.push('.'),
            c if c.is_alphanumeric() => out.push(c),
            _ => out.push(' '),
        }
    }
    // A full stop inside a number stays; any other ends the phrase.
    let words: Vec<String> = out
        .split(' ')
        .map(|word| {
            if word.parse::<f64>().is_ok() {
                word.trim_end_matches('.').to_owned()
            } else {
                word.replace('.', " | ")
            }
        })
        .collect();
    words.join(" ")
}

/// Where a word or phrase stands in a text as [`Text`] has it.
pub(super) fn find(text: &str, phrase: &str) -> Option<usize> {
    text.match_indices(phrase).map(|(at, _)| at).find(|&at| {
        at > 0 && text.as_bytes()[at - 1] == b' ' && text[at + phrase.len()..].starts_with(' ')
    })
}

/// Whether a word or phrase stands in a text as [`Text`] has it.
pub(super) fn has(text: &str, phrase: &str) -> bool {
    find(text, phrase).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Text, find};

    #[test]
    fn negations_end_with_their_phrase() {
        let text =
            Text::read("Slow jazz, no heavy drums or bass, piano. Without guitars but strings");
        assert_eq!(text.unwanted, " heavy drums bass guitars ");
        assert_eq!(text.wanted, " slow jazz | | | piano | | but strings ");
    }

    #[test]
    fn phrases_are_found_as_whole_words_only() {
        assert_eq!(find(" a harpsichord ", "harp"), None);
        assert_eq!(find(" the harp ", "harp"), Some(5));
    }

    #[test]
    fn numbers_keep_their_point() {
        assert_eq!(
            Text::read("at 92.5 bpm.").wanted,
            " at 92.5 bpm |  ".replace("  ", " ")
        );
    }
}
