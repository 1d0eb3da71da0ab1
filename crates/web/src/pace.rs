//! What was learnt of how long jobs take: in memory, and in the journal where that has room for it.

use std::cell::RefCell;

use tutti_core::{Pace, Span, Value};

use crate::journal::Journal;

/// What one client has learnt.
#[derive(Default)]
pub(crate) struct Paces(RefCell<Vec<Kind>>);

/// What it has learnt of one kind of jobs.
#[derive(Default)]
struct Kind {
    id: String,
    pace: Pace,
    /// How many jobs were noted, so that an older record does not undo a newer note.
    noted: u32,
    /// Whether the journal has told what it knows, so that a note does not put less in its place.
    told: bool,
}

impl Paces {
    /// What is known of jobs of this kind. Other tabs write too: the journal is read anew each time.
    pub(crate) async fn recall(&self, journal: &Journal, id: &str) -> Pace {
        let noted = self.with(id, |kind| kind.noted);
        let answer = journal.recall(id).await;
        self.with(id, |kind| {
            kind.told |= answer.is_ok();
            if let Ok(Some(record)) = answer
                && kind.noted == noted
            {
                kind.pace = Pace::from_value(&record);
            }
            kind.pace.clone()
        })
    }

    /// Notes how long a job took. A journal that fails at that harms nothing.
    pub(crate) async fn note(&self, journal: &Journal, id: &str, span: Span) {
        let note = self.with(id, |kind| {
            kind.noted = kind.noted.wrapping_add(1);
            kind.pace.note(span);
            kind.told.then(|| kind.pace.to_value())
        });
        if let Some(Value::Map(note)) = note {
            let _ = journal.remember(&note.with("id", id).into()).await;
        }
    }

    fn with<T>(&self, id: &str, act: impl FnOnce(&mut Kind) -> T) -> T {
        let mut kinds = self.0.borrow_mut();
        let at = kinds.iter().position(|kind| kind.id == id);
        let at = at.unwrap_or_else(|| {
            kinds.push(Kind {
                id: id.to_owned(),
                ..Kind::default()
            });
            kinds.len() - 1
        });
        act(&mut kinds[at])
    }
}
