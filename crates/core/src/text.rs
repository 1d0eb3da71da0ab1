//! Parts of text, found byte by byte: the library's search is made for long needles, and weighs as much as an adapter. So does
//! its formatting, which is why sentences are joined from their parts.

/// Where `part` first stands in the text, in bytes.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let first = *part.as_bytes().first()?;
    let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == first);
    let mut places = starts.map(|(at, _)| at);
    places.find(|at| text.as_bytes()[*at..].starts_with(part.as_bytes()))
}

/// The text with `by` wherever `part` stands; the text itself where it does not.
pub(crate) fn replace(text: String, part: &str, by: &str) -> String {
    let Some(first) = find(&text, part) else {
        return text;
    };
    let mut replaced = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = find(rest, part) {
        replaced.push_str(&rest[..at]);
        replaced.push_str(by);
        rest = &rest[at + part.len()..];
    }
    replaced.push_str(rest);
    replaced
}

/// A whole number in digits.
pub(crate) fn digits(number: i64) -> String {
    let mut digits = Vec::new();
    let mut rest = number.unsigned_abs();
    while rest > 0 || digits.is_empty() {
        digits.push(char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
    }
    digits.extend((number < 0).then_some('-'));
    digits.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_written_as_the_library_writes_them() {
        for number in [0, 7, -7, 10, 1_795_246_140_000, i64::MAX, i64::MIN] {
            assert_eq!(digits(number), number.to_string());
        }
    }

    #[test]
    fn parts_are_found_and_replaced_as_the_library_does() {
        let texts = [
            "",
            "a",
            "aa",
            "aab",
            "abab",
            "\u{e9}a\u{e9}",
            "baab\u{e9}b",
            "ababab",
        ];
        for (text, part) in texts
            .iter()
            .flat_map(|text| ["a", "ab", "aab", "\u{e9}", "abab"].map(|part| (*text, part)))
        {
            assert_eq!(find(text, part), text.find(part), "{part} in {text}");
            let replaced = replace(text.to_owned(), part, "-");
            assert_eq!(replaced, text.replace(part, "-"), "{part} in {text}");
        }
    }

    #[test]
    fn nothing_is_nowhere() {
        assert_eq!(find("a", ""), None);
        assert_eq!(replace("a".to_owned(), "", "b"), "a");
    }
}
