//! Lyrics: the marks of sections, and how much of what each model takes is used.

use tutti_core::catalog::ParamKind;

use crate::state::fields::params;
use crate::words;

/// Marks that models read, in the order of a song.
pub const SECTIONS: [&str; 6] = ["Intro", "Verse", "Chorus", "Bridge", "Solo", "Outro"];

/// A text of this length or more is as long as one likes: the catalogue says so where a vendor names no limit.
const BOUNDLESS: usize = 10_000;

/// How much of a model's limit is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The model's name.
    pub model: String,
    /// Characters that are written.
    pub used: usize,
    /// The fewest that it takes.
    pub min: usize,
    /// The most that it takes.
    pub max: usize,
}

impl Count {
    /// Whether little is left of it, or nothing.
    pub const fn is_near(&self) -> bool {
        self.is_over() || self.used * 10 > self.max * 8
    }

    /// Whether it is out of bounds.
    pub const fn is_over(&self) -> bool {
        self.used > self.max || self.used < self.min
    }
}

/// Puts the mark of a section on a line of its own where the caret is. Both carets are counted as a browser does, in
/// units of UTF-16.
pub fn with_section(text: &str, caret: usize, section: &str) -> (String, usize) {
    let at = byte_of(text, caret);
    let (before, after) = text.split_at(at);
    let before = before.trim_end_matches([' ', '\n']);
    let gap = if before.is_empty() { "" } else { "\n\n" };
    let head = format!("{before}{gap}[{section}]\n");
    let caret = head.encode_utf16().count();
    (format!("{head}{}", after.trim_start_matches('\n')), caret)
}

/// How much of each chosen model's limit for a field is used, where it has one.
pub fn counts(models: &[&'static str], field: &str, written: &str) -> Vec<Count> {
    let used = written.trim().chars().count();
    let of = |id: &&'static str| {
        let (_, model) = tutti_core::providers::row(id)?;
        let param = params(model).find(|param| param.name == field)?;
        match param.kind {
            ParamKind::Text {
                min_chars,
                max_chars,
            } if max_chars < BOUNDLESS => Some(Count {
                model: words::model_name(id),
                used,
                min: min_chars,
                max: max_chars,
            }),
            _ => None,
        }
    };
    models.iter().filter_map(of).collect()
}

fn byte_of(text: &str, caret: usize) -> usize {
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        if units >= caret {
            return at;
        }
        units += letter.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_on_a_line_of_its_own_and_the_caret_after_it() {
        assert_eq!(with_section("", 0, "Verse"), ("[Verse]\n".to_owned(), 8));
        let (text, caret) = with_section("one\ntwo", 3, "Chorus");
        assert_eq!((text.as_str(), caret), ("one\n\n[Chorus]\ntwo", 14));
        let (text, _) = with_section("one  \n\n", 7, "Outro");
        assert_eq!(text, "one\n\n[Outro]\n");
    }

    #[test]
    fn a_caret_is_counted_as_the_browser_counts_and_never_splits_a_letter() {
        let (text, caret) = with_section("🎵é x", 3, "Solo");
        assert_eq!((text.as_str(), caret), ("🎵é\n\n[Solo]\n x", 12));
        for caret in 0..9 {
            with_section("🎵é x", caret, "Solo");
        }
    }

    #[test]
    fn lyrics_are_counted_against_each_model_that_names_a_limit() {
        let models = [
            "aimlapi/minimax-music-2.6",
            "producer/lyria-3-pro",
            "sketch/groove",
        ];
        let counts = counts(&models, "lyrics", " ab ");
        assert_eq!(counts.len(), 1, "{counts:?}");
        assert_eq!((counts[0].used, counts[0].max), (2, 3_000));
        assert!(!counts[0].is_over() && !counts[0].is_near());
        assert!(
            Count {
                used: 2_500,
                ..counts[0].clone()
            }
            .is_near()
        );
        assert!(
            Count {
                used: 3_001,
                ..counts[0].clone()
            }
            .is_over()
        );
    }
}
