//! The driver, as `tutti-web` has it: claim, then do what the job says until it is over, then clear up.

use std::time::Duration;

use tutti_core::http::Response;
use tutti_core::{Error, Job, Operation, Output, Phase, Snapshot, Track, Value};

use crate::bug::Bug;
use crate::coverage::Event;
use crate::drive::{After, Drive, Ended, Stage};
use crate::journal::{Write, miswritten};
use crate::world::{Answer, Caller, World};

/// The longest single sleep of a driver, in milliseconds.
const LONGEST_SLEEP: u64 = 3_600_000;

impl World {
    /// Drives a job in a tab.
    pub(crate) fn drive(&mut self, drive: Drive) {
        let number = self.drives.len();
        let resumed = drive.resumed;
        self.drives.push(drive);
        if resumed {
            let pause = self.dice.between(1, 8);
            self.answer_in(pause, number, Answer::Looked);
        } else {
            self.take_turn(number);
        }
    }

    /// Hands an answer to the driver that waits for it.
    pub(crate) fn hear(&mut self, d: usize, answer: Answer) {
        match (self.drives[d].stage, answer) {
            (Stage::Before, Answer::Looked) => {
                let record = self.journal.get(self.id(d), self.bug);
                self.drives[d].was_there = record.is_some();
                self.take_turn(d);
            }
            (Stage::Reading, Answer::Looked) => self.catch_up(d),
            (Stage::Sending { .. }, Answer::Heard(heard)) => self.heard(d, *heard),
            (
                Stage::Fetching,
                Answer::Fetched {
                    result,
                    quiet_until,
                },
            ) => self.fetched(d, result, quiet_until),
            (Stage::Sleeping, Answer::Slept) => self.work(d),
            (Stage::Writing(after), Answer::Wrote) => self.wrote(d, after),
            // A write that nobody waited for.
            (_, Answer::Wrote) => self.land(d),
            _ => {}
        }
    }

    /// Ends the watching, as a person does.
    pub(crate) fn stop(&mut self, d: usize) {
        let drive = &mut self.drives[d];
        if drive.is_over() {
            return;
        }
        self.log.note(Event::Stops);
        let drive = &mut self.drives[d];
        drive.stopped = true;
        let order_out = drive.stage == Stage::Sending { order: true };
        drive.job.stop();
        let may_drop = drive.job.may_interrupt();
        let stage = drive.stage;
        match stage {
            Stage::Before | Stage::Queueing | Stage::Reading => self.finish(d, Ended::Stopped),
            Stage::Sending { .. } if order_out && self.has(Bug::AbortsOrderOnStop) => {
                self.finish(d, Ended::Stopped);
            }
            Stage::Sending { .. } | Stage::Fetching | Stage::Sleeping if may_drop => self.work(d),
            _ => {}
        }
    }

    /// The page is visible again, or the network is back.
    pub(crate) fn nudge(&mut self, tab: usize) {
        let now = self.clock();
        for d in 0..self.drives.len() {
            let drive = &mut self.drives[d];
            if drive.tab != tab || drive.is_over() {
                continue;
            }
            drive.job.wake(now);
            if drive.stage == Stage::Sleeping {
                self.work(d);
            }
        }
    }

    /// Does what the job says, up to the next thing that takes time.
    pub(crate) fn work(&mut self, d: usize) {
        self.drives[d].go(Stage::Working);
        while self.drives[d].stage == Stage::Working {
            if self.dies_now(d) {
                return;
            }
            let now = self.clock();
            let output = self.drives[d].job.poll(now);
            self.turn(d, &output);
            self.log
                .step(self.now, || format!("job {d}: {}", brief(&output)));
            match output {
                Output::Busy | Output::Render(_) => return self.lost_thread(d),
                Output::Done(Ok(tracks)) => self.clear(d, Ended::Done(tracks)),
                Output::Done(Err(error)) => self.clear(d, Ended::Failed(error)),
                Output::Stopped => self.clear(d, Ended::Stopped),
                Output::Fetch { index, url } => self.fetch(d, index, &url),
                Output::Persist(record) => self.persist(d, &record),
                Output::Report(_) => {}
                Output::Send(request) => self.send(d, request),
                Output::Wait(until) => self.wait(d, until.since(now)),
            }
        }
    }

    pub(crate) fn id(&self, d: usize) -> &str {
        &self.cases[self.drives[d].case].id
    }

    /// Waits for its turn, where another tab may watch the same job.
    fn take_turn(&mut self, d: usize) {
        let id = self.id(d).to_owned();
        if self.has(Bug::LockIgnored) && self.drives[d].resumed {
            return self.work(d);
        }
        if self.locks.ask(&id, d) {
            return self.has_turn(d);
        }
        self.log.note(Event::LockWaits);
        self.drives[d].go(Stage::Queueing);
    }

    fn has_turn(&mut self, d: usize) {
        self.drives[d].began = self.now;
        if !self.drives[d].resumed || self.has(Bug::StaleRecord) {
            return self.work(d);
        }
        self.drives[d].go(Stage::Reading);
        let pause = self.dice.between(1, 8);
        self.answer_in(pause, d, Answer::Looked);
    }

    /// What was known before the wait may be old.
    fn catch_up(&mut self, d: usize) {
        let now = self.clock();
        let record = self.journal.get(self.id(d), self.bug);
        let record = match record.as_ref().map(Snapshot::from_value).transpose() {
            Ok(record) => record,
            Err(error) => return self.finish(d, Ended::Failed(error)),
        };
        let was_there = self.drives[d].was_there;
        if record.is_none() && !was_there && self.has(Bug::AbsentRecordSent) {
            return self.work(d);
        }
        let job = &mut self.drives[d].job;
        if record
            .as_ref()
            .is_none_or(|record| *record != job.snapshot())
        {
            self.log.coverage.note(Event::StaleResumes);
        }
        match job.take_turn(was_there, record.as_ref(), now) {
            Ok(()) => self.work(d),
            Err(error) => self.finish(d, Ended::Failed(error)),
        }
    }

    fn wait(&mut self, d: usize, pause: Duration) {
        if self.drives[d].stopped || self.has(Bug::BusyWaits) {
            return;
        }
        self.drives[d].go(Stage::Sleeping);
        let pause = u64::try_from(pause.as_millis()).unwrap_or(LONGEST_SLEEP);
        self.answer_in(pause.min(LONGEST_SLEEP), d, Answer::Slept);
    }

    fn persist(&mut self, d: usize, record: &Snapshot) {
        let value = miswritten(record.to_value(), self.bug);
        self.check_record(d, record, &value);
        let id = self.id(d).to_owned();
        let lied = record.phase == Phase::Taken && record.results.is_empty();
        if lied && self.has(Bug::TicketNotWritten) {
            let case = self.drives[d].case;
            self.cases[case].is_written = true;
            let now = self.clock();
            return self.drives[d].job.stored(Ok(()), now);
        }
        self.write(d, Write::Put(id, value), After::Asked);
        if self.has(Bug::SendsBeforeDurable) {
            self.drives[d].stage = Stage::Working;
            let now = self.clock();
            self.drives[d].job.stored(Ok(()), now);
        }
    }

    fn write(&mut self, d: usize, write: Write, after: After) {
        self.land(d);
        self.drives[d].go(Stage::Writing(after));
        self.drives[d].writing = Some(write);
        let pause = self.dice.between(1, 40);
        self.answer_in(pause, d, Answer::Wrote);
    }

    fn wrote(&mut self, d: usize, after: After) {
        let fails = self.weather.of_write(self.now, &mut self.dice);
        let result = if fails {
            self.fail_write(d)
        } else {
            self.land(d);
            Ok(())
        };
        let case = self.drives[d].case;
        match after {
            After::Asked => {
                self.drives[d].written |= result.is_ok();
                self.note_stored(d, result.is_ok());
                let now = self.clock();
                self.drives[d].job.stored(result, now);
                self.work(d);
            }
            After::Cleared => {
                if let Some(ended) = self.drives[d].ended.take() {
                    self.finish(d, ended);
                }
            }
            After::Shelved if result.is_ok() => {
                self.cases[case].is_kept = true;
                self.log.note(Event::Kept);
                let id = self.id(d).to_owned();
                self.write(d, Write::Delete(id), After::Forgotten);
            }
            After::Shelved => {
                // The record stays, to fetch the audio again from; of the direct form, nothing more can be had.
                self.cases[case].excuse = true;
                self.drives[d].go(Stage::Over);
            }
            After::Forgotten => self.drives[d].go(Stage::Over),
        }
    }

    /// What is on its way to the disk arrives there.
    pub(crate) fn land(&mut self, d: usize) {
        match self.drives[d].writing.take() {
            Some(Write::Put(id, record)) => self.journal.put(&id, record),
            Some(Write::Delete(id)) => self.journal.delete(&id),
            Some(Write::Shelve(case)) => self.cases[case].is_kept = true,
            None => {}
        }
    }

    fn fail_write(&mut self, d: usize) -> Result<(), String> {
        let event = match self.drives[d].writing.take() {
            Some(Write::Delete(_)) => Event::DeletesFailed,
            _ => Event::WritesFailed,
        };
        self.log.note(event);
        Err("The quota is exceeded.".to_owned())
    }

    /// Removes the record of a job that nothing is left to resume of.
    fn clear(&mut self, d: usize, mut ended: Ended) {
        if let Ended::Failed(error) = &mut ended
            && self.has(Bug::SaysFree)
        {
            error.charge = tutti_core::Charge::No;
        }
        if matches!(ended, Ended::Done(_)) && self.caller == Caller::Program {
            // It is in the program's memory from here on; one that wants more than that keeps its records.
            let case = self.drives[d].case;
            self.cases[case].is_kept = true;
        }
        let drive = &self.drives[d];
        let kept_back = drive.job.phase() == Phase::Done
            && self.caller == Caller::Studio
            && !self.has(Bug::ForgetsBeforeKeeping);
        let useless = !drive.job.leaves_record() && !kept_back;
        let lost = self.has(Bug::ErrorLosesRecord) && matches!(ended, Ended::Failed(_));
        if drive.written && (useless || lost) {
            self.drives[d].ended = Some(ended);
            let id = self.id(d).to_owned();
            return self.write(d, Write::Delete(id), After::Cleared);
        }
        self.finish(d, ended);
    }

    /// Lets go of the lock and tells whoever waits for the end.
    fn finish(&mut self, d: usize, ended: Ended) {
        self.let_go(d);
        self.drives[d].go(Stage::Over);
        self.log
            .step(self.now, || format!("job {d}: over, {}", outcome(&ended)));
        self.judge_end(d, &ended);
        match ended {
            Ended::Done(tracks) => self.handed_over(d, &tracks),
            Ended::Failed(_) | Ended::Stopped => self.consider(d),
        }
    }

    /// The pieces are the caller's: a program has them; the studio puts them away and then lets go of the record.
    fn handed_over(&mut self, d: usize, tracks: &[Track]) {
        let case = self.drives[d].case;
        let uploaded = self.cases[case].errand.operation == Operation::Upload;
        let whole = uploaded || tracks.iter().all(|track| track.facts.is_some());
        if !whole {
            self.log.note(Event::KeptByAddress);
        }
        match self.caller {
            Caller::Program => self.log.note(Event::Kept),
            Caller::Studio if whole => self.write(d, Write::Shelve(case), After::Shelved),
            Caller::Studio => {}
        }
    }

    pub(crate) fn let_go(&mut self, d: usize) {
        let id = self.id(d).to_owned();
        if let Some(next) = self.locks.let_go(&id, d) {
            self.has_turn(next);
        }
    }

    fn lost_thread(&mut self, d: usize) {
        let error = Error::new(
            tutti_core::ErrorKind::BadResponse,
            "The job lost its thread.",
        );
        self.clear(d, Ended::Failed(error));
    }
}

/// A job made anew from a record.
pub(crate) fn again(
    record: &Value,
    settings: tutti_core::Settings,
    now: tutti_core::Moment,
) -> Result<Job, Error> {
    Job::resume(&Snapshot::from_value(record)?, settings, now)
}

fn brief(output: &Output) -> String {
    match output {
        Output::Send(request) => format!("{} {}", request.method.name(), request.url),
        Output::Persist(record) => format!("record: {}", record.phase.name()),
        Output::Wait(until) => format!("wait until {}", until.as_millis()),
        other => format!("{other:?}"),
    }
}

fn outcome(ended: &Ended) -> String {
    match ended {
        Ended::Done(tracks) => format!("{} tracks", tracks.len()),
        Ended::Failed(error) => {
            format!("{}: {} (charge {})", error.kind, error, error.charge.name())
        }
        Ended::Stopped => "stopped".to_owned(),
    }
}

/// A reply in a few words, for the trace.
pub(crate) fn in_brief(response: &Response) -> String {
    let text = format!(
        "{} {:?} {:?}",
        response.status, response.headers, response.body
    );
    text.chars().take(300).collect()
}
