//! Which of the kept pieces are listed, and in which order.

use crate::state::library::Entry;
use crate::state::take::Take;
use crate::text::library as text;

/// Which of the kept pieces are listed, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that all stand in the title, the prompt, the tags or the model's name.
    pub words: String,
    /// Whether only favourites are listed.
    pub favourites: bool,
    /// Who made them: a provider's id, or a model's, which has a slash in it. Nothing is everyone.
    pub maker: String,
    /// The least rating, 1 to 5; 0 is any, and none.
    pub rating: u8,
    /// The tag they all have; nothing is any.
    pub tag: String,
    /// Whether it is the deleted ones that are listed.
    pub trash: bool,
    /// The order.
    pub order: Sorting,
}

/// The order of a list of pieces.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sorting {
    /// The best rated first, newest first among equals.
    Best,
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
    pub const ALL: [Self; 6] = [
        Self::Newest,
        Self::Oldest,
        Self::Best,
        Self::Title,
        Self::Model,
        Self::Longest,
    ];

    /// The word that the page's code knows it by.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Best => "best",
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
            Self::Best => text::best(),
            Self::Longest => text::longest(),
            Self::Model => text::model(),
            Self::Newest => text::newest(),
            Self::Oldest => text::oldest(),
            Self::Title => text::title(),
        }
    }

    /// Puts what is newest first into this order.
    pub(super) fn apply(self, entries: &mut [&Entry]) {
        match self {
            Self::Best => entries.sort_by_key(|it| std::cmp::Reverse(it.take.rating)),
            Self::Longest => entries.sort_by(|a, b| {
                let seconds = |it: &Entry| it.take.seconds.unwrap_or_default();
                seconds(b).total_cmp(&seconds(a))
            }),
            Self::Model => entries.sort_by_cached_key(|it| it.take.model_name()),
            Self::Newest => {}
            Self::Oldest => entries.reverse(),
            Self::Title => entries.sort_by_cached_key(|it| it.take.title().to_lowercase()),
        }
    }
}

impl Filter {
    /// Whether it leaves anything out of what it is about: the kept ones, or the deleted ones.
    pub fn is_on(&self) -> bool {
        let open = Self {
            order: self.order,
            trash: self.trash,
            ..Self::default()
        };
        let said = Self {
            words: self.words.trim().to_owned(),
            ..self.clone()
        };
        said != open
    }

    /// The same list with nothing left out.
    #[must_use]
    pub fn opened(&self) -> Self {
        Self {
            order: self.order,
            trash: self.trash,
            ..Self::default()
        }
    }

    /// The words as they are looked for.
    pub(super) fn needles(&self) -> Vec<String> {
        let words = self.words.split_whitespace();
        words.map(str::to_lowercase).collect()
    }

    /// Whether it lets a piece through; `needles` are its own.
    pub(super) fn lets(&self, entry: &Entry, needles: &[String]) -> bool {
        let take = &entry.take;
        take.deleted_ms.is_some() == self.trash
            && (!self.favourites || take.favourite)
            && take.rating >= self.rating
            && self.is_by(take)
            && (self.tag.is_empty() || take.tags.contains(&self.tag))
            && needles.iter().all(|it| entry.text.contains(it.as_str()))
    }

    fn is_by(&self, take: &Take) -> bool {
        let maker = self.maker.as_str();
        let provider = take.model.split('/').next().unwrap_or_default();
        maker.is_empty() || maker == take.model || maker == provider
    }
}
