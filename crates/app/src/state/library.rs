//! The pieces that are kept in this browser.

use crate::state::take::Take;

/// How long a deletion can be taken back, in milliseconds.
pub const UNDO_MS: f64 = 30_000.0;

/// The kept pieces, newest first; the deleted ones among them until they are swept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library(Vec<Take>);

impl Library {
    /// A library of what was stored.
    pub fn of(mut takes: Vec<Take>) -> Self {
        takes.sort_by(|a, b| b.made_ms.total_cmp(&a.made_ms));
        Self(takes)
    }

    /// Takes a piece in, in place of one of the same id.
    pub fn keep(&mut self, take: Take) {
        self.0.retain(|it| it.id != take.id);
        let at = self.0.partition_point(|it| it.made_ms > take.made_ms);
        self.0.insert(at, take);
    }

    /// The pieces that are not deleted, newest first.
    pub fn shown(&self) -> impl Iterator<Item = &Take> {
        self.0.iter().filter(|take| take.deleted_ms.is_none())
    }

    /// A piece by its id, deleted or not.
    pub fn find(&self, id: &str) -> Option<&Take> {
        self.0.iter().find(|take| take.id == id)
    }

    /// Whether a job's pieces are here.
    pub fn has_job(&self, job: &str) -> bool {
        self.0.iter().any(|take| take.job == job)
    }

    /// Marks a piece as deleted, or takes that back. Returns it as it is to be stored.
    pub fn mark_deleted(&mut self, id: &str, at_ms: Option<f64>) -> Option<Take> {
        let take = self.0.iter_mut().find(|take| take.id == id)?;
        take.deleted_ms = at_ms;
        Some(take.clone())
    }

    /// Takes out what was deleted long enough ago, and returns the ids of it.
    pub fn sweep(&mut self, now_ms: f64) -> Vec<String> {
        let (gone, kept) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|take| take.deleted_ms.is_some_and(|at| now_ms - at >= UNDO_MS));
        self.0 = kept;
        gone.into_iter().map(|take: Take| take.id).collect()
    }

    /// How many bytes of sound are kept.
    pub fn bytes(&self) -> f64 {
        self.shown().filter_map(|take| take.bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::take::tests::take;

    fn ids(library: &Library) -> Vec<&str> {
        library.shown().map(|take| take.job.as_str()).collect()
    }

    #[test]
    fn kept_pieces_are_listed_newest_first_and_once_each() {
        let mut library = Library::of(vec![take("old", 1.0), take("new", 3.0)]);
        library.keep(take("middle", 2.0));
        library.keep(take("old", 1.0));
        assert_eq!(ids(&library), ["new", "middle", "old"]);
        assert!(library.has_job("middle"));
    }

    #[test]
    fn a_deleted_piece_can_be_taken_back_until_it_is_swept() {
        let mut library = Library::of(vec![take("a", 1.0), take("b", 2.0)]);
        library.mark_deleted("a.0", Some(0.0));
        library.mark_deleted("b.0", Some(20_000.0));
        assert_eq!(ids(&library), [""; 0]);
        assert_eq!(library.sweep(UNDO_MS), ["a.0"]);
        library.mark_deleted("b.0", None);
        assert_eq!(ids(&library), ["b"]);
        assert!(library.mark_deleted("a.0", None).is_none());
    }
}
