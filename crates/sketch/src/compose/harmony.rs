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
        for bar in 0..section.bars {
            // The last bar of an introduction leads on; so does the last bar before the end.
            let last = bar + 1 == section.bars && bar > 0;
            let closing = sections.get(index + 1).is_some_and(|next| next.bars == 0)
                || (opening && index == 0);
            let mut token = bars[bar % bars.len()].clone();
            if last && closing {
                token = cadence(genre, &token);
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

/// A bar that ends on a chord that pulls to the tonic, in styles that pull at all.
fn cadence(genre: &Genre, bar: &str) -> String {
    let (before, last) = bar.rsplit_once('/').map_or(("", bar), |(_, last)| {
        (&bar[..=bar.len() - last.len() - 1], last)
    });
    let pull = match genre.name {
        "techno" | "ambient" | "drum and bass" => last,
        "jazz" | "bossa nova" | "classical piano" => "57",
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
