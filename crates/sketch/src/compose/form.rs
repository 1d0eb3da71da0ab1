//! The form: which sections there are, how long, how full.

mod marks;

use crate::{Brief, compose::time::Time, genre::Genre, plan::Section};

/// A section's kind: its place in the style's names, its energy, its theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Intro,
    First,
    Second,
    Quiet,
    Outro,
}

impl Kind {
    fn energy(self) -> u8 {
        match self {
            Self::Intro | Self::Outro | Self::Quiet => 1,
            Self::First => 2,
            Self::Second => 3,
        }
    }

    fn theme(self) -> usize {
        usize::from(matches!(self, Self::Second | Self::Quiet))
    }
}

/// The length that the last timestamp of a brief names, in seconds.
pub(super) fn told_length(brief: &Brief) -> Option<f64> {
    marks::end(&marks::all(brief))
}

use Kind::{First, Intro, Outro, Quiet, Second};

/// Forms by how many phrases there are.
const FORMS: [&[Kind]; 12] = [
    &[First],
    &[First, Second],
    &[Intro, First, Second],
    &[Intro, First, Second, Second],
    &[Intro, First, First, Second, Second],
    &[Intro, First, First, Second, Quiet, Second],
    &[Intro, First, First, Second, First, Second, Second],
    &[Intro, First, First, Second, First, Quiet, Second, Second],
    &[
        Intro, First, First, Second, First, Second, Quiet, Second, Second,
    ],
    &[
        Intro, First, First, Second, Second, First, Quiet, Second, Second, Outro,
    ],
    &[
        Intro, First, First, Second, First, First, Second, Quiet, Second, Second, Outro,
    ],
    &[
        Intro, Intro, First, First, Second, Second, First, First, Second, Quiet, Second, Second,
    ],
];

/// The sections, ending with the final chord's, and whether the piece opens with an introduction.
pub(super) fn build(
    time: &Time,
    genre: &Genre,
    brief: &Brief,
    steps: usize,
) -> (Vec<Section>, bool) {
    let bar_seconds = steps as f64 * 15.0 / time.bpm;
    let kinds = marks::timed(&marks::all(brief), time.bars, bar_seconds)
        .unwrap_or_else(|| kinds(time.bars, brief.lyrics.as_deref()));
    let sections = lay(Vec::new(), &kinds, genre, bar_seconds);
    let sections = close(sections, time);
    let opening = sections[0].name == genre.names[0];
    (sections, opening)
}

/// The sections of a continuation of so many bars behind those that stay, ending with the final chord's.
pub(super) fn go_on(
    sections: Vec<Section>,
    bars: usize,
    time: &Time,
    genre: &Genre,
    lyrics: Option<&str>,
    steps: usize,
) -> Vec<Section> {
    let mut kinds = kinds(bars, lyrics);
    for (kind, _) in &mut kinds {
        // Nothing is introduced twice.
        if *kind == Intro {
            *kind = First;
        }
    }
    let sections = lay(sections, &kinds, genre, steps as f64 * 15.0 / time.bpm);
    close(sections, time)
}

/// Puts kinds behind the sections there are, one after the other.
fn lay(
    mut sections: Vec<Section>,
    kinds: &[(Kind, usize)],
    genre: &Genre,
    bar_seconds: f64,
) -> Vec<Section> {
    let mut bar = sections.last().map_or(0, |last| last.bar + last.bars);
    let kept = sections.len();
    for &(kind, bars) in kinds {
        let name = genre.names[kind as usize];
        let seconds = bars as f64 * bar_seconds;
        // Two phrases of one kind are one section.
        let joined = sections
            .get_mut(kept..)
            .and_then(<[Section]>::last_mut)
            .filter(|last| last.name == name && bars <= 4 && last.bars < 8);
        match joined {
            Some(last) => {
                last.bars += bars;
                last.seconds += seconds;
            }
            None => sections.push(Section {
                name,
                start: bar as f64 * bar_seconds,
                seconds,
                bar,
                bars,
                energy: kind.energy(),
                theme: kind.theme(),
            }),
        }
        bar += bars;
    }
    sections
}

/// Adds the final chord's section.
fn close(mut sections: Vec<Section>, time: &Time) -> Vec<Section> {
    let (bar, start) = sections.last().map_or((0, 0.0), |last| {
        (last.bar + last.bars, last.start + last.seconds)
    });
    sections.push(Section {
        name: "Ending",
        start,
        seconds: time.seconds - start,
        bar,
        bars: 0,
        energy: 1,
        theme: 0,
    });
    sections
}

/// The kinds and how many bars each has.
fn kinds(bars: usize, lyrics: Option<&str>) -> Vec<(Kind, usize)> {
    let marked = lyrics.map(markers).unwrap_or_default();
    if !marked.is_empty() && bars >= marked.len() {
        return share(&marked, bars);
    }
    // Short pieces have short phrases, so that they still have a form.
    let phrase = match bars {
        0..=3 => 1,
        4..=15 => 2,
        16..=63 => 4,
        _ => 8,
    };
    let count = (bars / phrase).clamp(1, FORMS.len());
    if bars == 0 {
        return vec![(First, 1)];
    }
    share(FORMS[count - 1], bars)
}

/// Gives every section its share of the bars: even numbers first, the rest to the last one.
fn share(kinds: &[Kind], bars: usize) -> Vec<(Kind, usize)> {
    let mut each = bars / kinds.len();
    if each > 2 {
        each -= each % 2;
    }
    let rest = bars - each * kinds.len();
    let last = kinds.len() - 1;
    let mut shared: Vec<(Kind, usize)> = kinds.iter().map(|&kind| (kind, each)).collect();
    // Pairs of bars go to the fullest sections, an odd one to the end.
    let full: Vec<usize> = (0..kinds.len())
        .filter(|&index| kinds[index].energy() > 1)
        .collect();
    for pair in 0..rest / 2 {
        let index = if full.is_empty() {
            pair % kinds.len()
        } else {
            full[full.len() - 1 - pair % full.len()]
        };
        shared[index].1 += 2;
    }
    shared[last].1 += rest % 2;
    shared
}

/// The sections that markers in lyrics name ("[Chorus]").
fn markers(lyrics: &str) -> Vec<Kind> {
    let marked = lyrics
        .split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .map(|(name, _)| name);
    marked
        .filter_map(|name| kind_named(name.trim()))
        .take(24)
        .collect()
}

fn kind_named(name: &str) -> Option<Kind> {
    let name: String = name.chars().take(40).flat_map(char::to_lowercase).collect();
    let is = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    Some(match () {
        () if is(&["intro", "opening"]) => Intro,
        () if is(&["verse", "pre-chorus", "prechorus", "pre chorus"]) => First,
        () if is(&["chorus", "hook", "refrain", "drop", "final chorus"]) => Second,
        () if is(&["bridge", "break", "interlude", "solo", "instrumental"]) => Quiet,
        () if is(&["outro", "ending", "end", "coda"]) => Outro,
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, kinds, markers};

    #[test]
    fn every_number_of_bars_is_shared_out_in_full() {
        for bars in 1..400 {
            let total: usize = kinds(bars, None).iter().map(|(_, bars)| bars).sum();
            assert_eq!(total, bars);
            let marked: usize = kinds(bars, Some("[Verse] a [Chorus] b [Outro]"))
                .iter()
                .map(|(_, bars)| bars)
                .sum();
            assert_eq!(marked, bars);
        }
    }

    #[test]
    fn markers_become_sections() {
        let lyrics = "[Intro]\n[Verse 1]\nla\n[Chorus]\nla\n[0:30]\n[Guitar]\n[Outro]";
        assert_eq!(
            markers(lyrics),
            [Kind::Intro, Kind::First, Kind::Second, Kind::Outro]
        );
    }

    #[test]
    fn longer_pieces_have_a_contrast_and_a_return() {
        let form: Vec<Kind> = kinds(40, None).into_iter().map(|(kind, _)| kind).collect();
        assert!(form.contains(&Kind::Intro) && form.contains(&Kind::Quiet));
        assert_eq!(form.last(), Some(&Kind::Outro));
    }
}
