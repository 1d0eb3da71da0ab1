//! How long a text wants the piece.

/// The length a text names, in seconds: "30 seconds", "90s", "two minutes", "1:30 long".
pub(super) fn read(text: &str) -> Option<f64> {
    let list: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let at = |index: usize| list.get(index).copied().unwrap_or("");
    let minutes =
        (0..list.len()).find_map(|index| amount(at(index), at(index + 1), 60.0, &MINUTES));
    let seconds = (0..list.len()).find_map(|index| amount(at(index), at(index + 1), 1.0, &SECONDS));
    match (minutes, seconds) {
        (None, None) => None,
        (minutes, seconds) => Some(minutes.unwrap_or(0.0) + seconds.unwrap_or(0.0)),
    }
}

const SECONDS: [&str; 6] = ["seconds", "second", "secs", "sec", "s", "seconds-long"];
const MINUTES: [&str; 5] = ["minutes", "minute", "mins", "min", "minutes-long"];

/// Numbers that are written out.
const WORDS: [(&str, f64); 8] = [
    ("half", 0.5),
    ("one", 1.0),
    ("four", 4.0),
    ("two", 2.0),
    ("three", 3.0),
    ("ten", 10.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
];

/// "30 seconds", "30s", "30-second".
fn amount(word: &str, next: &str, factor: f64, units: &[&str]) -> Option<f64> {
    let split = word.find(|c: char| !c.is_ascii_digit() && c != '.');
    let value = if units.contains(&next) {
        number(word)
    } else {
        let (digits, unit) = word.split_at(split?);
        let decade = unit == "s" && is_decade(digits) && next != "long";
        number(digits).filter(|_| !decade && units.contains(&unit.trim_start_matches('-')))
    };
    value.map(|value| value * factor)
}

/// Whether "80s" more likely means a time gone by.
fn is_decade(digits: &str) -> bool {
    let year = digits.parse::<u32>().unwrap_or(0);
    year % 10 == 0 && ((50..100).contains(&year) || (1_900..2_100).contains(&year))
}

fn number(word: &str) -> Option<f64> {
    let spelled = WORDS.iter().find(|(name, _)| *name == word);
    let value = word
        .parse()
        .ok()
        .or_else(|| spelled.map(|(_, value)| *value));
    value.filter(|value: &f64| value.is_finite() && *value > 0.0)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lengths_are_read_in_every_common_spelling() {
        for (text, seconds) in [
            (" 30 seconds of jazz ", Some(30.0)),
            (" a 45-second loop ", Some(45.0)),
            (" 90s long ", Some(90.0)),
            (" two minutes ", Some(120.0)),
            (" 1 min 30 sec ", Some(90.0)),
            (" 1.5 minutes ", Some(90.0)),
            (" an 80s anthem ", None),
            (" 120 bpm ", None),
            (" a second theme ", None),
        ] {
            assert_eq!(read(text), seconds, "{text}");
        }
    }
}
