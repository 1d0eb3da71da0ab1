//! Keys and modes.

use crate::theory::{Mode, TONICS};

/// The tonic and the mode a text names, each if it does.
pub(super) fn read(text: &str) -> (Option<&'static str>, Option<Mode>) {
    let list: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (mut tonic, mut found) = (None, None);
    for index in 0..list.len() {
        let Some((name, rest)) = tonic_at(&list[index..]) else {
            continue;
        };
        let after = mode_at(rest);
        let before = |back: usize| index.checked_sub(back).map_or("", |at| list[at]);
        // "Key of F", "key: F", "key F".
        let key = before(1) == "key" || (before(2) == "key" && matches!(before(1), "of" | "|"));
        // "A" alone is an article, and one letter alone a slip, unless the text says it is a key.
        let alone = key || (before(1) == "in" && name != "A");
        if after.is_some() || alone {
            (tonic, found) = (Some(name), after);
            break;
        }
    }
    if let Some(name) = short_after_in(&list).filter(|_| tonic.is_none()) {
        (tonic, found) = (Some(name), Some(Mode::Minor));
    }
    (
        tonic,
        found.or_else(|| (0..list.len()).find_map(|index| mode_at(&list[index..]))),
    )
}

/// A tonic at the beginning of the words, and the words after it.
fn tonic_at<'a>(list: &'a [&'a str]) -> Option<(&'static str, &'a [&'a str])> {
    let word = list
        .first()?
        .trim_end_matches("-flat")
        .trim_end_matches("-sharp");
    let sign = match (list[0], list.get(1).copied()) {
        (full, _) if full.ends_with("-flat") => ("b", 1),
        (full, _) if full.ends_with("-sharp") => ("#", 1),
        (_, Some("flat")) => ("b", 2),
        (_, Some("sharp")) => ("#", 2),
        _ => ("", 1),
    };
    let spelled = format!("{word}{}", sign.0);
    let name = TONICS
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&spelled))?
        .0;
    Some((name, &list[sign.1..]))
}

fn mode_at(list: &[&str]) -> Option<Mode> {
    Some(match *list.first()? {
        "major" | "maj" | "ionian" => Mode::Major,
        "minor" | "min" | "aeolian" => Mode::Minor,
        "dorian" => Mode::Dorian,
        "phrygian" => Mode::Phrygian,
        "lydian" => Mode::Lydian,
        "mixolydian" => Mode::Mixolydian,
        "harmonic" if list.get(1) == Some(&"minor") => Mode::HarmonicMinor,
        _ => return None,
    })
}

/// The tonic of "f#m".
fn short_minor(word: &str) -> Option<&'static str> {
    let spelled = word.strip_suffix('m')?;
    TONICS
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(spelled))
        .map(|(name, _)| name)
}

/// The tonic of "in f#m"; "am" must be announced so too, or it is a verb.
fn short_after_in(list: &[&str]) -> Option<&'static str> {
    list.windows(2)
        .filter(|pair| matches!(pair[0], "in" | "of" | "key"))
        .find_map(|pair| short_minor(pair[1]))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::theory::Mode;

    #[test]
    fn keys_are_read_in_every_common_spelling() {
        assert_eq!(read(" in d minor "), (Some("D"), Some(Mode::Minor)));
        assert_eq!(read(" f# dorian groove "), (Some("F#"), Some(Mode::Dorian)));
        assert_eq!(read(" b flat major "), (Some("Bb"), Some(Mode::Major)));
        assert_eq!(read(" e-flat minor "), (Some("Eb"), Some(Mode::Minor)));
        assert_eq!(read(" key of g "), (Some("G"), None));
        assert_eq!(read(" key | a "), (Some("A"), None));
        assert_eq!(read(" a song in c#m "), (Some("C#"), Some(Mode::Minor)));
        assert_eq!(read(" a minor "), (Some("A"), Some(Mode::Minor)));
        assert_eq!(
            read(" c harmonic minor "),
            (Some("C"), Some(Mode::HarmonicMinor))
        );
    }

    #[test]
    fn words_that_look_like_keys_are_left_alone() {
        assert_eq!(read(" a song in a mellow mood "), (None, None));
        assert_eq!(read(" i am sad "), (None, None));
        assert_eq!(read(" dorian "), (None, Some(Mode::Dorian)));
    }
}
