//! What the looks at a job show of how long it took.

use std::time::Duration;

use crate::pace::Span;
use crate::time::Moment;

/// How late a look may come, and still show when the job was done. A device that slept, or a page whose timers were
/// held back, sees only that it is done by now.
const LATE: Duration = Duration::from_secs(1);
/// The same as a share of the job's age.
const LATE_SHARE: u32 = 20;

/// The looks at one job.
#[derive(Debug, Default)]
pub(super) struct Timing {
    planned: Option<Moment>,
    /// When the last look began, and whether it came as planned.
    look: Moment,
    timely: bool,
    /// The last look that found the job unfinished.
    unfinished: Option<Moment>,
}

impl Timing {
    /// The next look is to be made then.
    pub(super) fn plan(&mut self, until: Moment) {
        self.planned = Some(until);
    }

    /// A look is made. One after a fault shows when the fault was over, not when the job was.
    pub(super) fn look(&mut self, now: Moment, taken: Option<Moment>, faults: u32) {
        let late = self.planned.take().map(|planned| now.since(planned));
        let most = LATE.max(taken.map_or(Duration::ZERO, |taken| now.since(taken)) / LATE_SHARE);
        self.timely = faults == 0 && late.is_some_and(|late| late <= most);
        self.look = now;
    }

    /// The look found the job unfinished.
    pub(super) fn unfinished(&mut self) {
        self.unfinished = Some(self.look);
    }

    /// The look found the job done: between which ages, if that can be said.
    pub(super) fn done(&self, taken: Option<Moment>) -> Option<Span> {
        let taken = taken.filter(|_| self.timely)?;
        Some(Span {
            after: self.unfinished.unwrap_or(taken).since(taken),
            by: self.look.since(taken),
        })
    }
}
