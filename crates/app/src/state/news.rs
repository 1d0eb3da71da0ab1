//! What is announced to people who do not see the page: one message at a time, merged, never in bursts.

use std::mem;

/// The least time between two announcements, in milliseconds.
const PAUSE_MS: f64 = 10_000.0;

/// What waits to be announced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    waiting: Vec<String>,
    last_ms: Option<f64>,
}

impl News {
    /// Adds a sentence.
    pub fn add(&mut self, sentence: String) {
        if !self.waiting.contains(&sentence) {
            self.waiting.push(sentence);
        }
    }

    /// What to announce now: nothing, or all that waits.
    pub fn take(&mut self, now_ms: f64) -> Option<String> {
        if self.waiting.is_empty() || self.wait_ms(now_ms) > 0.0 {
            return None;
        }
        self.last_ms = Some(now_ms);
        Some(mem::take(&mut self.waiting).join(" "))
    }

    /// How long until the next announcement may be made, in milliseconds.
    pub fn wait_ms(&self, now_ms: f64) -> f64 {
        self.last_ms
            .map_or(0.0, |last| (last + PAUSE_MS - now_ms).clamp(0.0, PAUSE_MS))
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
}
