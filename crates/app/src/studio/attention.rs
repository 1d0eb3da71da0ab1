//! What calls for attention: new results, and notifications for who is not looking.

use leptos::prelude::{GetUntracked, Set, Update, With, WithUntracked, document};
use wasm_bindgen_futures::spawn_local;

use super::Studio;
use crate::browser;
use crate::state::job::Job;
use crate::state::take::Take;
use crate::text::runs as text;

impl Studio {
    /// Asks whether notifications may be shown, and remembers that they are wanted.
    pub(crate) fn ask_to_notify(self) {
        spawn_local(async move {
            let may = browser::ask_to_notify()
                .await
                .is_ok_and(|it| it.is_truthy());
            self.set_notify(may);
            self.may_notify.set(browser::may_notify());
        });
    }

    /// Shows notifications from now on, or none.
    pub(crate) fn set_notify(self, on: bool) {
        self.settings.update(|settings| settings.notify = on);
        self.save_settings();
    }

    /// Whether notifications could be had by asking for them.
    pub(crate) fn could_notify(self) -> bool {
        let may = |it: &String| matches!(it.as_str(), "default" | "granted");
        self.may_notify.with(may) && !self.settings.with(|settings| settings.notify)
    }

    /// Whether a job is the first that goes on at a provider: on its card notifications are offered.
    pub(crate) fn is_first_to_wait_for(self, id: &str) -> bool {
        self.jobs.with(|jobs| {
            let mut all = jobs.runs().iter().flat_map(|run| &run.jobs);
            let first = all.find(|job| job.is_working() && !job.base.is_empty());
            first.is_some_and(|job| job.id == id)
        })
    }

    /// Says that a job is done to who does not see the page, and to who looks at another.
    pub(super) fn tell_done(self, job: &Job, takes: &[Take]) {
        self.unread
            .update(|unread| unread.extend(takes.iter().map(|take| take.id.clone())));
        let ready = text::ready(&job.model_name());
        let standing = self
            .jobs
            .with_untracked(|jobs| jobs.done_of(&job.id))
            .filter(|(_, all)| *all > 1)
            .map(|(done, all)| text::done_of(&done.to_string(), &all.to_string()));
        let told = match &standing {
            Some(standing) => format!("{ready} {standing}"),
            None => ready.clone(),
        };
        self.announce_of(&job.id, ready, standing);
        self.notify(&told);
    }

    /// Says that a job failed to who looks at another page.
    pub(super) fn tell_failed(self, job: &Job) {
        self.notify(&text::failed_of(&job.model_name()));
    }

    /// A piece was listened to, or is gone.
    pub(crate) fn mark_read(self, id: &str) {
        if self
            .unread
            .with_untracked(|unread| unread.iter().any(|it| it == id))
        {
            self.unread.update(|unread| unread.retain(|it| it != id));
        }
    }

    /// Whether a piece is new.
    pub(crate) fn is_unread(self, id: &str) -> bool {
        self.unread.with(|unread| unread.iter().any(|it| it == id))
    }

    /// Shows on the page's icon how many results are new.
    pub(crate) fn show_badge(self) {
        let count = self.unread.with(Vec::len);
        let icon = if count == 0 {
            "icon.svg"
        } else {
            "icon-new.svg"
        };
        let icon = browser::beside(&format!("icons/{icon}"));
        spawn_local(async move { browser::badge(count as u32, &icon).await });
    }

    /// Never says what was asked for: a notification is seen by who looks over one's shoulder.
    fn notify(self, told: &str) {
        let wanted = self.settings.with_untracked(|settings| settings.notify);
        if wanted && document().hidden() && self.may_notify.get_untracked() == "granted" {
            let (told, icon) = (told.to_owned(), browser::beside("icons/icon-192.png"));
            spawn_local(async move { browser::notify("Tutti", &told, &icon).await });
        }
    }
}
