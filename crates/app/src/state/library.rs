//! The pieces that are kept in this browser.

use crate::state::take::Take;
use crate::text::library as text;

/// How long a deletion can be taken back, in milliseconds.
pub const UNDO_MS: f64 = 30_000.0;

/// Which of the kept pieces are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that all stand in the prompt, the title or the model's name.
    pub words: String,
    /// Whether only favourites are listed.
    pub favourites: bool,
    /// The order.
    pub order: Sorting,
}

/// The order of a list of pieces.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sorting {
    /// The longest first.
    Longest,
    /// By their model's name, newest first within it.
    Model,
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
    /// By their title.
    Title,
}

impl Sorting {
    /// Every order.
    pub const ALL: [Self; 5] = [
        Self::Newest,
        Self::Oldest,
        Self::Title,
        Self::Model,
        Self::Longest,
    ];

    /// The word that the page's code knows it by.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Longest => "longest",
            Self::Model => "model",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Longest => text::longest(),
            Self::Model => text::model(),
            Self::Newest => text::newest(),
            Self::Oldest => text::oldest(),
            Self::Title => text::title(),
        }
    }
}

impl Filter {
    /// Whether it leaves anything out.
    pub fn is_on(&self) -> bool {
        self.favourites || !self.words.trim().is_empty()
    }

    fn lets(&self, take: &Take, words: &[String]) -> bool {
        if self.favourites && !take.favourite {
            return false;
        }
        if words.is_empty() {
            return true;
        }
        let text =
            format!("{} {} {}", take.title(), take.prompt(), take.model_name()).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    }
}

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

    /// The ids of the pieces that a filter lets through, in its order.
    pub fn listed(&self, filter: &Filter) -> Vec<String> {
        let words: Vec<String> = filter
            .words
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let mut takes: Vec<&Take> = self.shown().filter(|it| filter.lets(it, &words)).collect();
        match filter.order {
            Sorting::Longest => takes.sort_by(|a, b| {
                let seconds = |take: &Take| take.seconds.unwrap_or_default();
                seconds(b).total_cmp(&seconds(a))
            }),
            Sorting::Model => takes.sort_by_cached_key(|take| take.model_name()),
            Sorting::Newest => {}
            Sorting::Oldest => takes.reverse(),
            Sorting::Title => takes.sort_by_cached_key(|take| take.title().to_lowercase()),
        }
        takes.into_iter().map(|take| take.id.clone()).collect()
    }

    /// A piece by its id, deleted or not.
    pub fn find(&self, id: &str) -> Option<&Take> {
        self.0.iter().find(|take| take.id == id)
    }

    /// The piece that its provider calls by this name.
    pub fn by_clip(&self, clip: &str) -> Option<&Take> {
        self.shown().find(|take| take.clip.as_deref() == Some(clip))
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
    fn a_search_finds_all_its_words_in_the_prompt_or_the_model() {
        let mut loud = take("loud", 2.0);
        loud.order = tutti_core::Map::new().with("prompt", "LOUD brass").into();
        loud.model = "sketch/groove".to_owned();
        loud.favourite = true;
        let library = Library::of(vec![take("rain", 1.0), loud]);
        let find = |words: &str, favourites| {
            let filter = Filter {
                words: words.to_owned(),
                favourites,
                ..Filter::default()
            };
            library.listed(&filter)
        };
        assert_eq!(find("", false), ["loud.0", "rain.0"]);
        assert_eq!(find(" brass  loud", false), ["loud.0"]);
        assert_eq!(find("segmind tin", false), ["rain.0"]);
        assert_eq!(find("tin brass", false), [""; 0]);
        assert_eq!(find("", true), ["loud.0"]);
    }

    #[test]
    fn a_list_is_in_the_order_asked_for() {
        let mut short = take("short", 2.0);
        (short.seconds, short.model) = (Some(3.0), "sketch/groove".to_owned());
        short.order = tutti_core::Map::new().with("title", "A").into();
        let mut long = take("long", 1.0);
        long.seconds = Some(30.0);
        let library = Library::of(vec![short, long]);
        let first = |order| {
            let filter = Filter {
                order,
                ..Filter::default()
            };
            library.listed(&filter).swap_remove(0)
        };
        let firsts = Sorting::ALL.map(first);
        assert_eq!(
            firsts,
            ["short.0", "long.0", "short.0", "short.0", "long.0"]
        );
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
