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
    let list = if key.mode.is_minor() {
        genre.minor
    } else {
        genre.major
    };
    let first = rng.index(list.len());
    let second = (first + 1 + rng.index(list.len() - 1)) % list.len();
    let themes = [list[first], list[second]];
    let mut spans = Vec::new();
    for (index, section) in sections.iter().enumerate() {
        let bars: Vec<&str> = themes[section.theme].split(' ').collect();
        let intro = opening && index == 0;
        for bar in 0..section.bars {
            // The last bar of an introduction leads on; so does the last bar before the end.
            let last = bar + 1 == section.bars && bar > 0;
            let closing = last && sections.get(index + 1).is_some_and(|next| next.bars == 0);
            let token = if closing || (intro && last) {
                cadence(genre, bars[bar % bars.len()])
            } else {
                bars[bar % bars.len()]
            };
            add_bar(
                &mut spans,
                token,
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

/// A chord that pulls to the tonic, in styles that pull at all.
fn cadence<'a>(genre: &Genre, token: &'a str) -> &'a str {
    match genre.name {
        "techno" | "ambient" | "drum and bass" => token,
        "jazz" | "bossa nova" | "classical piano" => "57",
        _ if token.starts_with('1') => "5",
        _ => token,
    }
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
