//! Tempo words.

use super::words;

/// Words that mean a tempo by themselves, in beats a minute.
const ITALIAN: [(&str, f64); 11] = [
    ("largo", 50.0),
    ("lento", 56.0),
    ("adagio", 70.0),
    ("andante", 88.0),
    ("moderato", 110.0),
    ("allegretto", 116.0),
    ("allegro", 132.0),
    ("vivace", 160.0),
    ("presto", 180.0),
    ("half speed", 60.0),
    ("double time", 160.0),
];

/// Words that bend a style's own tempo.
const RELATIVE: [(&[&str], f64); 4] = [
    (&["very slow", "extremely slow"], 0.72),
    (&["slow", "slower", "downtempo", "slowly"], 0.84),
    (&["very fast", "extremely fast", "frantic"], 1.3),
    (
        &["fast", "faster", "uptempo", "up-tempo", "quick", "speedy"],
        1.14,
    ),
];

/// The tempo a text names in beats a minute, and how it bends the style's own, given how its mood does.
pub(super) fn read(text: &str, factor: f64) -> (Option<f64>, f64) {
    let italian = ITALIAN
        .iter()
        .find(|(word, _)| words::has(text, word))
        .map(|&(_, bpm)| bpm);
    let relative = RELATIVE.iter().find(|(list, _)| says(text, list));
    (
        number(text).or(italian),
        relative.map_or(factor, |&(_, bend)| bend * factor),
    )
}

/// Whether a text asks for slow and fast at once.
pub(super) fn contradicts(text: &str) -> bool {
    says(text, RELATIVE[1].0) && says(text, RELATIVE[3].0)
}

fn says(text: &str, list: &[&str]) -> bool {
    list.iter().any(|word| words::has(text, word))
}

/// A number that stands by "bpm" or "tempo".
fn number(text: &str) -> Option<f64> {
    let list: Vec<&str> = text
        .split(' ')
        .filter(|word| !word.is_empty() && *word != "|")
        .collect();
    list.iter().enumerate().find_map(|(index, word)| {
        if let Some(value) = word.strip_suffix("bpm").filter(|rest| !rest.is_empty()) {
            return finite(value.trim_end_matches('-'));
        }
        let value = finite(word)?;
        let after = list.get(index + 1).copied().unwrap_or("");
        let before = index
            .checked_sub(1)
            .and_then(|i| list.get(i))
            .copied()
            .unwrap_or("");
        let named = after == "bpm" || (after == "beats" && list.get(index + 2) == Some(&"per"));
        (named || matches!(before, "bpm" | "tempo")).then_some(value)
    })
}

/// A number, or the middle of two ("120-130").
fn finite(word: &str) -> Option<f64> {
    let number = |text: &str| text.parse().ok().filter(|value: &f64| value.is_finite());
    number(word).or_else(|| {
        let (low, high) = word.split_once('-')?;
        Some(0.5 * (number(low)? + number(high)?))
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numbers_words_and_bends_are_read() {
        assert_eq!(read(" house at 128 bpm ", 1.0), (Some(128.0), 1.0));
        assert_eq!(read(" 92.5bpm ", 1.0).0, Some(92.5));
        assert_eq!(read(" tempo | 76 ", 1.0).0, Some(76.0));
        assert_eq!(read(" 90 beats per minute ", 1.0).0, Some(90.0));
        assert_eq!(read(" allegro ", 1.0).0, Some(132.0));
        assert_eq!(read(" slow jazz ", 1.0), (None, 0.84));
        assert_eq!(read(" 120-126 bpm ", 1.0).0, Some(123.0));
        assert_eq!(read(" 80 people ", 1.0).0, None);
    }
}
