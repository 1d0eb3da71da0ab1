//! From a stored record on: after a reload, days later, or where another tab left it.

use std::mem;

use super::{Job, Phase, Settings, Snapshot, Step, submit};
use crate::error::{Error, ErrorKind};
use crate::order::Order;
use crate::time::Moment;

impl Job {
    /// A stored job, watched again.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutcomeUnknown`] when its order was sent and never answered: it is not sent again without the
    /// person's word. [`ErrorKind::InvalidOrder`] when it is over, or was sent to another address than the one
    /// configured now.
    pub fn resume(snapshot: &Snapshot, settings: Settings, now: Moment) -> Result<Self, Error> {
        let order = Order::admit(&snapshot.order)?;
        let mut job = Self::blank(snapshot.id.clone(), order, settings, now);
        job.created = snapshot.created;
        if job.is_local() {
            job.step = Step::Render;
            return Ok(job);
        }
        job.may_resume(snapshot).map_err(|error| job.about(error))?;
        job.phase = snapshot.phase;
        job.taken = snapshot.taken;
        job.ticket.clone_from(&snapshot.ticket);
        job.results.clone_from(&snapshot.results);
        job.kept = vec![None; job.results.len()];
        job.step = match (snapshot.phase, job.results.is_empty()) {
            (Phase::Ordered, _) => job.first_step(),
            (_, true) => Step::Check,
            (_, false) => job.after_results(),
        };
        job.finish_if_kept(now);
        Ok(job)
    }

    /// Goes on from a newer record of the same job, where another watcher had brought it further.
    fn catch_up(&mut self, snapshot: &Snapshot, now: Moment) -> Result<(), Error> {
        if *snapshot != self.snapshot() {
            let resumed = Self::resume(snapshot, self.settings.clone(), now)?;
            let pace = mem::take(&mut self.pace);
            *self = Self { pace, ..resumed };
        }
        Ok(())
    }

    /// Goes on where another watcher may have been meanwhile: from the record as it reads now that it is this job's turn.
    /// `was_there` says whether the journal had a record of it before the wait.
    ///
    /// A record that is gone was brought to its end elsewhere. One that never was in this journal came from another
    /// place, and its questions are free; but an order that was not sent yet may have been sent from there.
    ///
    /// # Errors
    ///
    /// As [`Job::resume`]; the job is as it was.
    pub fn take_turn(
        &mut self,
        was_there: bool,
        record: Option<&Snapshot>,
        now: Moment,
    ) -> Result<(), Error> {
        match record {
            Some(record) => self.catch_up(record, now)?,
            // A sketch costs nothing and has no record.
            None if self.is_local() => {}
            None if was_there || self.phase == Phase::Ordered => self.stop(),
            None => {}
        }
        // The time that the wait took is not the job's.
        self.deadline = now + self.settings.policy.deadline;
        Ok(())
    }

    fn may_resume(&self, snapshot: &Snapshot) -> Result<(), Error> {
        if snapshot.endpoint != self.settings.base {
            let message = [
                "This job was sent to ",
                &snapshot.endpoint,
                ", and its provider is configured at ",
                &self.settings.base,
                " now.",
            ]
            .concat();
            return Err(Error::new(ErrorKind::InvalidOrder, message)
                .field("endpoints")
                .hint("Set the endpoint that the job was sent to."));
        }
        match snapshot.phase {
            Phase::Submitting | Phase::Unknown => {
                Err(submit::outcome_unknown(self.provider_name()))
            }
            Phase::Done | Phase::Failed => {
                Err(Error::new(ErrorKind::InvalidOrder, "This job is over."))
            }
            Phase::Taken if snapshot.ticket.is_none() && snapshot.results.is_empty() => {
                Err(Error::new(
                    ErrorKind::InvalidOrder,
                    "This record does not say what to ask for.",
                ))
            }
            Phase::Ordered | Phase::Taken => Ok(()),
        }
    }
}
