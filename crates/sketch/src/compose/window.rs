//! New notes in a window of a piece, and the old ones around it.

use core::ops::Range;

use crate::plan::{Note, Track};

/// The tracks of a piece with the notes of a window taken from others.
///
/// A player who goes on keeps the place in the list, since the chance in a track's sound hangs on its place; whoever is
/// new comes behind.
pub(super) fn with_window(old: &[Track], fresh: &[Track], window: Range<usize>) -> Vec<Track> {
    let inside = |note: &&Note| window.contains(&note.step);
    let mut left: Vec<&Track> = fresh.iter().collect();
    let mut tracks: Vec<Track> = old
        .iter()
        .map(|track| {
            let same = left.iter().position(|other| is_same(track, other));
            let new = same.map(|index| left.remove(index).notes.as_slice());
            let kept = track.notes.iter().filter(|note| !inside(note));
            let taken = new.unwrap_or(&[]).iter().filter(inside);
            let notes = in_order(kept.chain(taken).copied().collect());
            Track {
                notes,
                ..track.clone()
            }
        })
        .collect();
    for track in left {
        let notes = in_order(track.notes.iter().filter(inside).copied().collect());
        if !notes.is_empty() {
            tracks.push(Track {
                notes,
                ..track.clone()
            });
        }
    }
    tracks
}

fn is_same(one: &Track, other: &Track) -> bool {
    one.role == other.role && one.instrument.name == other.instrument.name
}

/// Stable, so that notes of one moment stay in the order in which they were written.
fn in_order(mut notes: Vec<Note>) -> Vec<Note> {
    notes.sort_by(|a, b| a.start.total_cmp(&b.start));
    notes
}
