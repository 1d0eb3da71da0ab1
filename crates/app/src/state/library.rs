//! The pieces that are kept in this browser.

use std::collections::{BTreeSet, HashMap};

use crate::state::filter::Filter;
use crate::state::take::Take;

/// How long a deletion is offered to be taken back at the foot of the page, in milliseconds.
pub const UNDO_MS: f64 = 30_000.0;

/// How long what was deleted stays in the trash, in milliseconds: seven days.
pub const TRASH_MS: f64 = 7.0 * 24.0 * 3_600_000.0;

/// A piece with the words it is found by, in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) take: Take,
    pub(super) text: String,
}

/// The kept pieces, newest first; the deleted ones among them until they are swept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    entries: Vec<Entry>,
    /// Where each id stands.
    places: HashMap<String, usize>,
    /// Where each clip stands; the newest, should there be several.
    clips: HashMap<String, usize>,
}

impl Library {
    /// A library of what was stored.
    pub fn of(takes: Vec<Take>) -> Self {
        let mut library = Self {
            entries: takes.into_iter().map(Entry::of).collect(),
            ..Self::default()
        };
        library
            .entries
            .sort_by(|a, b| b.take.made_ms.total_cmp(&a.take.made_ms));
        library.note_places();
        library
    }

    /// Takes a piece in, in place of one of the same id.
    pub fn keep(&mut self, take: Take) {
        let place = self.places.get(&take.id).copied();
        if let Some(known) = place.and_then(|at| self.entries.get_mut(at))
            && known.take.made_ms == take.made_ms
            && known.take.clip == take.clip
        {
            *known = Entry::of(take);
            return;
        }
        self.entries.retain(|it| it.take.id != take.id);
        let newer = |it: &Entry| it.take.made_ms > take.made_ms;
        let at = self.entries.partition_point(newer);
        self.entries.insert(at, Entry::of(take));
        self.note_places();
    }

    /// Changes the pieces of these ids, and returns them as they are to be stored.
    pub fn change(&mut self, ids: &[String], change: impl Fn(&mut Take)) -> Vec<Take> {
        let mut changed = Vec::with_capacity(ids.len());
        for id in ids {
            let place = self.places.get(id).copied();
            if let Some(entry) = place.and_then(|at| self.entries.get_mut(at)) {
                change(&mut entry.take);
                entry.text = found_by(&entry.take);
                changed.push(entry.take.clone());
            }
        }
        changed
    }

    /// The pieces that are not deleted, newest first.
    pub fn shown(&self) -> impl Iterator<Item = &Take> {
        self.all().filter(|take| take.deleted_ms.is_none())
    }

    /// The deleted ones that can still be brought back, newest first.
    pub fn trash(&self) -> impl Iterator<Item = &Take> {
        self.all().filter(|take| take.deleted_ms.is_some())
    }

    /// The ids of the pieces that a filter lets through, in its order.
    pub fn listed(&self, filter: &Filter) -> Vec<String> {
        let needles = filter.needles();
        let let_through = |it: &&Entry| filter.lets(it, &needles);
        let mut entries: Vec<&Entry> = self.entries.iter().filter(let_through).collect();
        filter.order.apply(&mut entries);
        entries.into_iter().map(|it| it.take.id.clone()).collect()
    }

    /// A piece by its id, deleted or not.
    pub fn find(&self, id: &str) -> Option<&Take> {
        Some(&self.entries.get(*self.places.get(id)?)?.take)
    }

    /// The piece that its provider calls by this name.
    pub fn by_clip(&self, clip: &str) -> Option<&Take> {
        let take = &self.entries.get(*self.clips.get(clip)?)?.take;
        take.deleted_ms.is_none().then_some(take)
    }

    /// The pieces that came of these clips, by the clip, oldest first.
    pub(super) fn children(&self) -> HashMap<&str, Vec<&Take>> {
        let mut children: HashMap<&str, Vec<&Take>> = HashMap::new();
        for take in self.all() {
            if let Some(clip) = take.order.get("clip").text() {
                children.entry(clip).or_default().insert(0, take);
            }
        }
        children
    }

    /// Whether a job's pieces are here.
    pub fn has_job(&self, job: &str) -> bool {
        self.all().any(|take| take.job == job)
    }

    /// Every tag that a kept piece has, in the alphabet's order.
    pub fn tags(&self) -> Vec<String> {
        let tags: BTreeSet<&String> = self.shown().flat_map(|take| &take.tags).collect();
        tags.into_iter().cloned().collect()
    }

    /// The ids of the models that made the kept pieces, in the alphabet's order.
    pub fn makers(&self) -> Vec<String> {
        let makers: BTreeSet<&String> = self.shown().map(|take| &take.model).collect();
        makers.into_iter().cloned().collect()
    }

    /// Takes out what was deleted long enough ago, and returns the ids of it.
    pub fn sweep(&mut self, now_ms: f64) -> Vec<String> {
        self.drop_where(|take| take.deleted_ms.is_some_and(|at| now_ms - at >= TRASH_MS))
    }

    /// Takes all that was deleted out, and returns the ids of it.
    pub fn empty_trash(&mut self) -> Vec<String> {
        self.drop_where(|take| take.deleted_ms.is_some())
    }

    /// How many bytes of sound are kept, those in the trash with them.
    pub fn bytes(&self) -> f64 {
        self.all().filter_map(|take| take.bytes).sum()
    }

    fn all(&self) -> impl Iterator<Item = &Take> {
        self.entries.iter().map(|it| &it.take)
    }

    fn drop_where(&mut self, goes: impl Fn(&Take) -> bool) -> Vec<String> {
        let gone: Vec<String> = self
            .all()
            .filter(|it| goes(it))
            .map(|it| it.id.clone())
            .collect();
        if !gone.is_empty() {
            self.entries.retain(|it| !goes(&it.take));
            self.note_places();
        }
        gone
    }

    fn note_places(&mut self) {
        let all = || self.entries.iter().enumerate();
        self.places = all().map(|(at, it)| (it.take.id.clone(), at)).collect();
        let clips = all().rev();
        self.clips = clips
            .filter_map(|(at, it)| Some((it.take.clip.clone()?, at)))
            .collect();
    }
}

impl Entry {
    fn of(take: Take) -> Self {
        let text = found_by(&take);
        Self { take, text }
    }
}

fn found_by(take: &Take) -> String {
    let (title, prompt, model) = (take.title(), take.prompt(), take.model_name());
    format!("{title} {prompt} {model} {}", take.tags.join(" ")).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::filter::Sorting;
    use crate::state::take::tests::take;

    fn ids(library: &Library) -> Vec<&str> {
        library.shown().map(|take| take.job.as_str()).collect()
    }

    fn found(library: &Library, change: impl Fn(&mut Filter)) -> Vec<String> {
        let mut filter = Filter::default();
        change(&mut filter);
        library.listed(&filter)
    }

    /// A quiet one by Segmind, and a loud favourite by the sketch, which is newer.
    fn two() -> Library {
        let mut loud = take("loud", 2.0);
        loud.order = tutti_core::Map::new().with("prompt", "LOUD brass").into();
        loud.model = "sketch/groove".to_owned();
        loud.favourite = true;
        loud.rating = 4;
        loud.tags = vec!["March".to_owned()];
        Library::of(vec![take("rain", 1.0), loud])
    }

    #[test]
    fn kept_pieces_are_listed_newest_first_and_once_each() {
        let mut library = Library::of(vec![take("old", 1.0), take("new", 3.0)]);
        library.keep(take("middle", 2.0));
        library.keep(take("old", 1.0));
        assert_eq!(ids(&library), ["new", "middle", "old"]);
        assert!(library.has_job("middle"));
        let mut moved = take("old", 9.0);
        moved.favourite = true;
        library.keep(moved);
        assert_eq!(ids(&library), ["old", "new", "middle"]);
        assert!(library.find("old.0").is_some_and(|it| it.favourite));
        assert!(
            library
                .find("middle.0")
                .is_some_and(|it| it.job == "middle")
        );
    }

    #[test]
    fn a_search_finds_all_its_words_wherever_they_stand() {
        let library = two();
        let find = |words: &str| found(&library, |it| words.clone_into(&mut it.words));
        assert_eq!(find(""), ["loud.0", "rain.0"]);
        assert_eq!(find(" brass  loud"), ["loud.0"]);
        assert_eq!(find("segmind tin"), ["rain.0"]);
        assert_eq!(find("tin brass"), [""; 0]);
        assert_eq!(find("march"), ["loud.0"]);
    }

    #[test]
    fn a_filter_lets_through_what_is_all_that_it_asks_for() {
        let library = two();
        let only = |change: fn(&mut Filter)| found(&library, change);
        assert_eq!(only(|it| it.favourites = true), ["loud.0"]);
        assert_eq!(only(|it| it.rating = 4), ["loud.0"]);
        assert_eq!(only(|it| it.rating = 5), [""; 0]);
        assert_eq!(only(|it| it.maker = "segmind".to_owned()), ["rain.0"]);
        assert_eq!(only(|it| it.maker = "sketch/groove".to_owned()), ["loud.0"]);
        assert_eq!(only(|it| it.tag = "March".to_owned()), ["loud.0"]);
        assert_eq!(only(|it| it.tag = "march".to_owned()), [""; 0]);
        assert_eq!(only(|it| it.trash = true), [""; 0]);
        assert_eq!(library.tags(), ["March"]);
        assert_eq!(library.makers(), ["segmind/lyria-2", "sketch/groove"]);
    }

    #[test]
    fn a_filter_that_leaves_nothing_out_is_not_on() {
        let mut filter = Filter {
            words: "  ".to_owned(),
            order: Sorting::Title,
            trash: true,
            ..Filter::default()
        };
        assert!(!filter.is_on());
        filter.rating = 1;
        assert!(filter.is_on() && !filter.opened().is_on());
        assert_eq!(filter.opened().order, Sorting::Title);
    }

    #[test]
    fn a_list_is_in_the_order_asked_for() {
        let mut short = take("short", 2.0);
        (short.seconds, short.model) = (Some(3.0), "sketch/groove".to_owned());
        short.order = tutti_core::Map::new().with("title", "A").into();
        let mut long = take("long", 1.0);
        (long.seconds, long.rating) = (Some(30.0), 1);
        let library = Library::of(vec![short, long]);
        let first = |order| found(&library, |it| it.order = order).swap_remove(0);
        let firsts = Sorting::ALL.map(first);
        let [newest, oldest, best, title, model, longest] = firsts;
        assert_eq!([newest, title, model], ["short.0"; 3]);
        assert_eq!([oldest, best, longest], ["long.0"; 3]);
    }

    #[test]
    fn what_was_deleted_stays_in_the_trash_for_a_week() {
        let mut library = Library::of(vec![take("a", 1.0), take("b", 2.0)]);
        let delete = |library: &mut Library, id: &str, at: Option<f64>| {
            library.change(&[id.to_owned()], |take| take.deleted_ms = at)
        };
        delete(&mut library, "a.0", Some(0.0));
        delete(&mut library, "b.0", Some(20_000.0));
        assert_eq!(ids(&library), [""; 0]);
        assert_eq!(found(&library, |it| it.trash = true), ["b.0", "a.0"]);
        assert_eq!(library.sweep(TRASH_MS - 1.0), [""; 0]);
        assert_eq!(library.sweep(TRASH_MS), ["a.0"]);
        delete(&mut library, "b.0", None);
        assert_eq!(ids(&library), ["b"]);
        assert_eq!(delete(&mut library, "a.0", None), []);
    }

    #[test]
    fn an_emptied_trash_leaves_what_is_kept() {
        let mut library = Library::of(vec![take("a", 1.0), take("b", 2.0)]);
        let both = ["a.0".to_owned(), "gone".to_owned()];
        let marked = library.change(&both, |take| take.deleted_ms = Some(1.0));
        assert_eq!(marked.len(), 1, "what is not there is not changed");
        assert_eq!(library.trash().count(), 1);
        assert_eq!(library.empty_trash(), ["a.0"]);
        assert_eq!(library.empty_trash(), [""; 0]);
        assert_eq!(ids(&library), ["b"]);
        assert!(library.find("b.0").is_some());
    }

    #[test]
    fn a_clip_is_found_unless_it_was_deleted() {
        let mut old = take("old", 1.0);
        old.clip = Some("clip".to_owned());
        let mut new = old.clone();
        (new.id, new.made_ms) = ("new.0".to_owned(), 2.0);
        let mut library = Library::of(vec![old, new]);
        assert_eq!(library.by_clip("clip").unwrap().id, "new.0");
        library.change(&["new.0".to_owned()], |take| take.deleted_ms = Some(3.0));
        assert_eq!(library.by_clip("clip"), None);
    }

    #[test]
    fn the_bytes_of_the_trash_are_counted() {
        let mut kept = take("a", 1.0);
        kept.bytes = Some(10.0);
        let mut gone = take("b", 2.0);
        (gone.bytes, gone.deleted_ms) = (Some(5.0), Some(3.0));
        assert_eq!(Library::of(vec![kept, gone]).bytes(), 15.0);
    }
}
