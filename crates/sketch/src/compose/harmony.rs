//! The chords.

use crate::{
    genre::Genre,
    plan::{ChordSpan, Section},
    rng::Rng,
    theory::{Chord, Key},
};

/// The chords of every section, and the final one. Each theme has its own progression.
pub(super) fn build(
    sections: &[Section],
    genre: &Genre,
    key: &Key,
    steps: usize,
    opening: bool,
    rng: &mut Rng,
) -> Vec<ChordSpan> {
    let themes = choose(
        if key.mode.is_minor() {
            genre.minor
        } else {
            genre.major
        },
        rng,
    );
    let mut spans = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        let bars = fold(themes[section.theme], section, genre);
        let entry = entry(&bars, section.bars);
        for bar in 0..section.bars {
            // The last bar of an introduction leads on; so does the last bar before the end.
            let last = bar + 1 == section.bars && bar > 0;
            let closing = sections.get(index + 1).is_some_and(|next| next.bars == 0)
                || (opening && index == 0);
            let mut token = bars[(entry + bar) % bars.len()].clone();
            if last && closing {
                token = cadence(genre, key, &token);
            }
            add_bar(
                &mut spans,
                &token,
                (section.bar + bar) * steps,
                steps,
                genre,
                key,
            );
        }
        if section.bars == 0 {
            let chord = Chord::read("1", key, genre.stack);
            spans.push(ChordSpan {
                start: section.bar * steps,
                steps: 64 * steps,
                chord,
            });
        }
    }
    spans
}

/// A progression for each theme: the first begins or ends at home, so that the key is plain.
fn choose(list: &'static [&'static str], rng: &mut Rng) -> [&'static str; 2] {
    let home: Vec<usize> = (0..list.len())
        .filter(|&index| list[index].starts_with('1') || list[index].ends_with(" 1"))
        .collect();
    let first = if home.is_empty() {
        rng.index(list.len())
    } else {
        *rng.pick(&home)
    };
    let second = (first + 1 + rng.index(list.len() - 1)) % list.len();
    [list[first], list[second]]
}

/// The bars of a progression; a short section hears four of them in two, unless its style stands still.
fn fold(progression: &str, section: &Section, genre: &Genre) -> Vec<String> {
    let bars: Vec<&str> = progression.split(' ').collect();
    let still = matches!(
        genre.name,
        "techno" | "ambient" | "drum and bass" | "trap" | "trance"
    );
    let short = section.bars > 0 && section.bars < 4 && section.seconds / section.bars as f64 > 1.4;
    if still || !short || bars.len() != 4 || progression.contains('/') {
        return bars.into_iter().map(str::to_owned).collect();
    }
    bars.chunks(2)
        .map(|pair| {
            if pair[0] == pair[1] {
                pair[0].to_owned()
            } else {
                pair.join("/")
            }
        })
        .collect()
}

/// The bar of its progression with which a section of so many begins: late enough to come home once, where all of it is too
/// long.
fn entry(bars: &[String], count: usize) -> usize {
    let is_home = |bar: &String| bar.split('/').any(|token| token.starts_with('1'));
    let home = bars.iter().position(is_home).unwrap_or(0);
    (home + 1).saturating_sub(count.max(1))
}

/// A bar that ends on a chord that pulls to the tonic, in styles that pull at all.
fn cadence(genre: &Genre, key: &Key, bar: &str) -> String {
    let (before, last) = bar.rsplit_once('/').map_or(("", bar), |(_, last)| {
        (&bar[..=bar.len() - last.len() - 1], last)
    });
    let pull = match genre.name {
        "techno" | "ambient" | "drum and bass" => last,
        "jazz" | "bossa nova" | "classical piano" => "57",
        _ if last.starts_with('1') && key.mode.is_minor() => "5M",
        _ if last.starts_with('1') => "5",
        _ => last,
    };
    format!("{before}{pull}")
}

fn add_bar(
    spans: &mut Vec<ChordSpan>,
    bar: &str,
    start: usize,
    steps: usize,
    genre: &Genre,
    key: &Key,
) {
    let tokens: Vec<&str> = bar.split('/').collect();
    // Halves of an uneven bar break on a beat.
    let half = steps.div_ceil(8) * 4;
    for (index, token) in tokens.iter().enumerate().take(2) {
        let (from, to) = match (tokens.len(), index) {
            (1, _) => (0, steps),
            (_, 0) => (0, half),
            _ => (half, steps),
        };
        let chord = Chord::read(token, key, genre.stack);
        spans.push(ChordSpan {
            start: start + from,
            steps: to - from,
            chord,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{cadence, entry};
    use crate::{
        genre,
        theory::{Key, Mode},
    };

    #[test]
    fn a_section_that_is_too_short_for_its_progression_still_comes_home() {
        let heard = |progression: &str, count| -> Vec<String> {
            let bars: Vec<String> = progression.split(' ').map(str::to_owned).collect();
            let entry = entry(&bars, count);
            bars[entry..entry + count].to_vec()
        };
        assert_eq!(heard("6 7 1 1", 2), ["7", "1"]);
        assert_eq!(heard("6 4 5 1", 1), ["1"]);
        assert_eq!(heard("2/5 4/1 6", 1), ["4/1"]);
        // What is there in time, or not at all, stays where it is.
        assert_eq!(heard("1 6 3 7", 2), ["1", "6"]);
        assert_eq!(heard("4 5 6 6", 2), ["4", "5"]);
        assert_eq!(heard("6 7 1 1", 4), ["6", "7", "1", "1"]);
    }

    #[test]
    fn before_the_end_the_fifth_of_a_minor_key_has_its_leading_note() {
        let before = |mode| cadence(genre::named("rock"), &Key::new("A", mode), "1");
        assert_eq!(
            (before(Mode::Minor), before(Mode::Major)),
            ("5M".into(), "5".into())
        );
        assert_eq!(
            cadence(genre::named("techno"), &Key::new("A", Mode::Minor), "1"),
            "1"
        );
    }
}
