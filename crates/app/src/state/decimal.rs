//! Numbers as people write them into fields, with a point or a comma.

use crate::state::settings::Tongue;
use crate::text;

/// A number as it was written; nothing where it is none, or could be two.
///
/// A point and a comma both begin the decimals, in every language: people paste what others wrote. Only where the sign
/// is the language's own mark of thousands and three digits follow, as in the English `1,500`, nothing is guessed.
pub fn read(written: &str) -> Option<f64> {
    let written = written.trim();
    let signs = written.matches(['.', ',']).count();
    let plain = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '-' | '+');
    let thousands = written
        .split_once(mark_of_thousands())
        .is_some_and(|(before, after)| {
            after.len() == 3 && !before.trim_start_matches(['-', '+', '0']).is_empty()
        });
    if signs > 1 || thousands || !written.chars().all(plain) {
        return None;
    }
    written.replace(',', ".").parse().ok()
}

/// A number as it stands in a field, in the page's language and without marks of thousands.
pub fn write(number: f64) -> String {
    match text::tongue() {
        Tongue::German => number.to_string().replace('.', ","),
        Tongue::English => number.to_string(),
    }
}

fn mark_of_thousands() -> char {
    match text::tongue() {
        Tongue::German => '.',
        Tongue::English => ',',
    }
}

#[cfg(test)]
mod tests {
    use tutti_core::Value;

    use super::*;

    #[test]
    fn a_point_and_a_comma_both_begin_the_decimals_in_every_language() {
        for tongue in [Tongue::English, Tongue::German] {
            text::speak(tongue, &Value::Null);
            for (written, number) in [
                ("2.5", 2.5),
                ("2,5", 2.5),
                (" 84 ", 84.0),
                ("-0,40", -0.4),
                (",5", 0.5),
                ("0,125", 0.125),
                ("0.125", 0.125),
            ] {
                assert_eq!(read(written), Some(number), "{written} {tongue:?}");
            }
            for written in [
                "", "ten", "1.2.3", "1,2,3", "1.234,5", "1e3", "inf", "nan", "0x1", "1 000", "-",
                ".",
            ] {
                assert_eq!(read(written), None, "{written} {tongue:?}");
            }
        }
        text::speak(Tongue::English, &Value::Null);
    }

    #[test]
    fn what_could_be_thousands_is_not_guessed() {
        assert_eq!((read("1,500"), read("1.500")), (None, Some(1.5)));
        text::speak(Tongue::German, &Value::Null);
        assert_eq!((read("1.500"), read("1,500")), (None, Some(1.5)));
        text::speak(Tongue::English, &Value::Null);
    }

    #[test]
    fn what_is_written_into_a_field_is_read_as_the_same_number() {
        for tongue in [Tongue::English, Tongue::German] {
            text::speak(tongue, &Value::Null);
            for number in [0.0, 2.5, -1.25, 1.125, 33.333, 4_294_967_295.0, 0.1] {
                assert_eq!(read(&write(number)), Some(number), "{number} {tongue:?}");
            }
        }
        assert_eq!(write(2.5), "2,5");
        text::speak(Tongue::English, &Value::Null);
    }
}
