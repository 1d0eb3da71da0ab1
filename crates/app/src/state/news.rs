//! What is announced to people who do not see the page: one message at a time, merged, never in bursts.

use std::mem;

/// The least time between two announcements, in milliseconds.
const PAUSE_MS: f64 = 10_000.0;

/// What waits to be announced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    waiting: Vec<Item>,
    last_ms: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
struct Item {
    /// What it is about, if others may be about the same.
    about: Option<String>,
    sentence: String,
}

impl News {
    /// Adds a sentence.
    pub fn add(&mut self, sentence: String) {
        self.push(None, sentence);
    }

    /// Adds a sentence about something. If one about the same still waits, `merged` takes the place of both.
    pub fn add_about(&mut self, about: &str, sentence: String, merged: String) {
        let same = |item: &&mut Item| item.about.as_deref() == Some(about);
        match self.waiting.iter_mut().find(same) {
            Some(item) => item.sentence = merged,
            None => self.push(Some(about.to_owned()), sentence),
        }
    }

    /// What to announce now: nothing, or all that waits.
    pub fn take(&mut self, now_ms: f64) -> Option<String> {
        if self.waiting.is_empty() || self.wait_ms(now_ms) > 0.0 {
            return None;
        }
        self.last_ms = Some(now_ms);
        let sentences = mem::take(&mut self.waiting).into_iter();
        let sentences: Vec<String> = sentences.map(|item| item.sentence).collect();
        Some(sentences.join(" "))
    }

    /// How long until the next announcement may be made, in milliseconds.
    pub fn wait_ms(&self, now_ms: f64) -> f64 {
        self.last_ms
            .map_or(0.0, |last| (last + PAUSE_MS - now_ms).clamp(0.0, PAUSE_MS))
    }

    fn push(&mut self, about: Option<String>, sentence: String) {
        if !self.waiting.iter().any(|item| item.sentence == sentence) {
            self.waiting.push(Item { about, sentence });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_news_is_told_at_once_and_the_next_together_after_a_pause() {
        let mut news = News::default();
        news.add("One.".to_owned());
        assert_eq!(news.take(0.0).as_deref(), Some("One."));
        news.add("Two.".to_owned());
        news.add("Three.".to_owned());
        news.add("Two.".to_owned());
        assert_eq!(news.take(9_000.0), None);
        assert_eq!(news.wait_ms(9_000.0), 1_000.0);
        assert_eq!(news.take(10_000.0).as_deref(), Some("Two. Three."));
        assert_eq!(news.take(30_000.0), None);
    }

    #[test]
    fn what_waits_about_one_run_is_told_as_one() {
        let mut news = News::default();
        news.add("Three started.".to_owned());
        news.take(0.0);
        news.add_about("run", "A is ready.".to_owned(), "1 of 3 done.".to_owned());
        news.add_about("other", "Z is ready.".to_owned(), "1 of 2 done.".to_owned());
        news.add_about("run", "B is ready.".to_owned(), "2 of 3 done.".to_owned());
        assert_eq!(
            news.take(10_000.0).as_deref(),
            Some("2 of 3 done. Z is ready.")
        );
    }
}
