//! Timestamps in lyrics or a prompt: `[0:00 - 0:30] Intro`, `[Chorus 0:45]`.

use super::{Kind, kind_named};
use crate::Brief;

/// A section that begins at a time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    /// In seconds.
    from: f64,
    to: Option<f64>,
    kind: Option<Kind>,
}

/// Most marks that are read, and the latest moment they may name, in seconds.
const MOST: usize = 24;
const LATEST: f64 = 3_600.0;

/// The marks of a brief's lyrics, else of its prompt.
pub(super) fn all(brief: &Brief) -> Vec<Mark> {
    let lyrics = brief.lyrics.as_deref().map(read).unwrap_or_default();
    if lyrics.is_empty() {
        read(&brief.prompt)
    } else {
        lyrics
    }
}

/// Where the last one ends, in seconds.
pub(super) fn end(marks: &[Mark]) -> Option<f64> {
    marks.last().and_then(|mark| mark.to)
}

/// The kinds of sections and their bars, each as near to its time as the bars allow; none without marks.
pub(super) fn timed(marks: &[Mark], bars: usize, bar_seconds: f64) -> Option<Vec<(Kind, usize)>> {
    let mut starts: Vec<(usize, Kind)> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let bar = libm::round(mark.from / bar_seconds) as usize;
        let kind = mark.kind.unwrap_or_else(|| usual(index, marks.len()));
        let free = starts.last().is_none_or(|(last, _)| *last < bar);
        if free && bar < bars {
            starts.push((bar, kind));
        }
    }
    // What comes before the first mark belongs to it.
    starts.first_mut()?.0 = 0;
    let ends = starts.iter().skip(1).map(|(bar, _)| *bar).chain([bars]);
    let spans = starts.iter().zip(ends);
    Some(spans.map(|((bar, kind), end)| (*kind, end - bar)).collect())
}

/// What a section without a name is.
fn usual(index: usize, count: usize) -> Kind {
    match index {
        0 if count > 2 => Kind::Intro,
        _ if index + 1 == count && count > 3 => Kind::Outro,
        _ if index % 2 == 1 => Kind::First,
        _ => Kind::Second,
    }
}

fn read(text: &str) -> Vec<Mark> {
    let parts = text.split('[').skip(1);
    let mut marks: Vec<Mark> = parts.filter_map(mark).take(MOST).collect();
    marks.sort_by(|a, b| a.from.total_cmp(&b.from));
    marks
}

/// One mark: what stands in the brackets, and the words behind them up to the end of the line.
fn mark(part: &str) -> Option<Mark> {
    let (inside, after) = part.split_once(']')?;
    let mut times = inside
        .split(|c: char| !c.is_ascii_digit() && c != ':')
        .filter_map(seconds);
    let from = times.next()?;
    let to = times.next().filter(|to| *to > from);
    let line = after.lines().next().unwrap_or("");
    let letters = |text: &str| -> String {
        let start = text.find(char::is_alphabetic).unwrap_or(text.len());
        text[start..].trim().to_owned()
    };
    let kind = kind_named(&letters(inside)).or_else(|| kind_named(&letters(line)));
    Some(Mark { from, to, kind })
}

/// "1:05" in seconds.
fn seconds(word: &str) -> Option<f64> {
    let (minutes, rest) = word.split_once(':')?;
    let whole = |text: &str| text.parse::<u32>().ok().map(f64::from);
    let seconds = whole(rest).filter(|seconds| *seconds < 60.0)?;
    Some(60.0 * whole(minutes)? + seconds).filter(|it| *it <= LATEST)
}

#[cfg(test)]
mod tests {
    use super::{Kind, end, read, timed};

    #[test]
    fn timestamps_name_sections_and_where_they_begin() {
        let marks =
            read("[0:00 - 0:10] Intro: soft\n[Verse 0:10-0:26]\nla la\n[0:26 - 0:44] chorus");
        assert_eq!(end(&marks), Some(44.0));
        let form = timed(&marks, 22, 2.0).unwrap();
        assert_eq!(
            form,
            [(Kind::Intro, 5), (Kind::First, 8), (Kind::Second, 9)]
        );
    }

    #[test]
    fn odd_timestamps_are_bent_or_left_alone() {
        assert_eq!(timed(&read("[Verse] [12] [9:99] [::] ["), 8, 2.0), None);
        let late = read("[0:07] a [0:07] b [50:00] c [99999999:00] d");
        let form = timed(&late, 8, 2.0).unwrap();
        assert_eq!(form.iter().map(|(_, bars)| bars).sum::<usize>(), 8);
        assert_eq!(timed(&read("[1:00]"), 8, 2.0), None);
    }
}
