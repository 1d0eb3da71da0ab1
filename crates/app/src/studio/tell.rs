//! Announcements for those who do not see the page, the title, and the clock.

use std::time::Duration;

use leptos::prelude::{GetUntracked, Set, Update, With, WithUntracked, document, set_timeout};

use super::{Studio, Toast};
use crate::browser;
use crate::platform::{self, Platform};
use crate::state::library::UNDO_MS;
use crate::text::common as text;

/// The live region; it stands in the static page, since one that comes with its text is not always read.
const REGION: &str = "announcer";

/// How often ages are reckoned anew while nothing goes on, in milliseconds.
const IDLE_TICK_MS: f64 = 20_000.0;

impl Studio {
    /// Announces a sentence, now or with the next ones.
    pub(crate) fn announce(self, sentence: impl Into<String>) {
        self.news.update(|news| news.add(sentence.into()));
        self.speak();
    }

    /// Announces a sentence about a job. Where another about its run still waits, `merged` is said in place of both.
    pub(super) fn announce_of(self, job: &str, sentence: String, merged: Option<String>) {
        let run = self
            .jobs
            .with_untracked(|jobs| jobs.run_of(job).map(|run| run.id.clone()));
        self.news.update(|news| match (run, merged) {
            (Some(run), Some(merged)) => news.add_about(&run, sentence, merged),
            _ => news.add(sentence),
        });
        self.speak();
    }

    /// Shows a line at the foot of the page for as long as it can be answered.
    pub(crate) fn show_toast(self, toast: Toast, ms: f64) {
        self.announce(toast.text.clone());
        self.toast.set(Some(toast.clone()));
        set_timeout(
            move || {
                if self.toast.get_untracked().as_ref() == Some(&toast) {
                    self.toast.set(None);
                }
            },
            Duration::from_secs_f64(ms / 1_000.0),
        );
    }

    /// Shows a line at the foot of the page.
    pub(crate) fn show_notice(self, text: impl Into<String>) {
        let text = text.into();
        self.show_toast(Toast { text, undo: None }, UNDO_MS);
    }

    /// Moves the clock on while something goes on, and else once a minute is enough.
    pub(crate) fn tick_if_needed(self) {
        let idle = self.jobs.with_untracked(|jobs| jobs.working() == 0);
        if !idle || browser::now_ms() - self.now.get_untracked() >= IDLE_TICK_MS {
            self.tick();
        }
    }

    /// Moves the clock on.
    pub(crate) fn tick(self) {
        self.now.set(browser::now_ms());
    }

    /// Shows in the title how many jobs go on.
    pub(crate) fn title(self) {
        let working = self.jobs.with(|jobs| jobs.working());
        document().set_title(&match working {
            0 => "Tutti".to_owned(),
            some => format!("({some}) Tutti"),
        });
    }

    /// Hears of the network, of newer versions of the page, and of whether it can be installed.
    pub(crate) fn follow_platform(self) {
        let Platform {
            online,
            newer,
            installable,
        } = self.platform;
        let ready = move || {
            newer.set(true);
            self.announce(text::newer());
        };
        let network = move |is_there: bool| {
            if online.get_untracked() != is_there {
                online.set(is_there);
                self.announce(if is_there {
                    text::network_back()
                } else {
                    text::network_gone()
                });
            }
        };
        platform::listen(ready, move |can| installable.set(can), network);
    }

    fn speak(self) {
        let now = browser::now_ms();
        let mut said = None;
        self.news.update(|news| said = news.take(now));
        if let (Some(said), Some(region)) = (said, browser::element(REGION)) {
            region.set_text_content(Some(&said));
            return;
        }
        let wait = self.news.with_untracked(|news| news.wait_ms(now));
        if wait > 0.0 {
            set_timeout(
                move || self.speak(),
                Duration::from_secs_f64(wait / 1_000.0 + 0.05),
            );
        }
    }
}
