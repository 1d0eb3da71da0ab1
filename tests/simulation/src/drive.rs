//! One watcher of one job: what `tutti-web`'s driver knows, and what the world notes beside it.

use std::time::Duration;

use tutti_core::{Error, Job, Track};

use crate::journal::Write;

/// Where a driver stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stage {
    /// Looks whether the journal has the record at all.
    Before,
    /// Waits for the lock.
    Queueing,
    /// Has the lock and reads the record anew.
    Reading,
    /// Does what the job says.
    Working,
    Sending {
        order: bool,
    },
    Writing(After),
    Fetching,
    Sleeping,
    Over,
}

/// What a write is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum After {
    /// The job asked for it.
    Asked,
    /// The job is over and its record of no more use.
    Cleared,
    /// The audio is put away.
    Shelved,
    /// The record of a job whose audio is put away.
    Forgotten,
}

/// How a watching ended.
#[derive(Debug)]
pub(crate) enum Ended {
    Done(Vec<Track>),
    Failed(Error),
    Stopped,
}

/// One job being driven.
#[derive(Debug)]
pub(crate) struct Drive {
    pub(crate) tab: usize,
    pub(crate) case: usize,
    pub(crate) job: Job,
    pub(crate) stage: Stage,
    /// Answers to older questions than this are not for it.
    pub(crate) token: u32,
    pub(crate) resumed: bool,
    pub(crate) written: bool,
    /// Whether its record was in the journal before it waited for its turn.
    pub(crate) was_there: bool,
    pub(crate) stopped: bool,
    pub(crate) writing: Option<Write>,
    pub(crate) ended: Option<Ended>,
    pub(crate) deadline: Duration,
    /// The longest pause between two questions that the caller asks for, in milliseconds.
    pub(crate) interval: u64,
    /// Whether the last write of a job that was taken on failed.
    pub(crate) unwritten: bool,
    /// Whether an address is enough of a result.
    pub(crate) by_address: bool,

    // What the referee notes; moments in true time.
    pub(crate) began: u64,
    pub(crate) slept: u64,
    /// Time spent on files, which have a time of their own.
    pub(crate) fetched_for: u64,
    pub(crate) fetch_began: u64,
    /// How far clocks set back may carry the end.
    pub(crate) slack: u64,
    /// The last moment at which something was not well.
    pub(crate) trouble: u64,
    /// Until when the vendor does not want this kind of request: orders, questions, files.
    pub(crate) quiet: [u64; 3],
    pub(crate) turns_at_once: u32,
    pub(crate) last_turn: u64,
    pub(crate) is_late: bool,
    /// How often in a row something was said to be gone that is there.
    pub(crate) gone: u32,
    /// How often a file could not be read or was no audio.
    pub(crate) doubtful: u32,
    /// Whether the API answered after a file could not be had for several times.
    pub(crate) given_up: bool,
    pub(crate) key_refused: bool,
    pub(crate) redirected: bool,
    pub(crate) fetches: u32,
    /// Where a driver that trusts whatever it is told would ask.
    pub(crate) named: Option<String>,
}

impl Drive {
    pub(crate) fn new(tab: usize, case: usize, job: Job, resumed: bool, now: u64) -> Self {
        Self {
            tab,
            case,
            job,
            stage: Stage::Before,
            token: 0,
            resumed,
            written: resumed,
            was_there: false,
            stopped: false,
            writing: None,
            ended: None,
            deadline: Duration::ZERO,
            interval: 0,
            unwritten: false,
            by_address: false,
            began: now,
            slept: 0,
            fetched_for: 0,
            fetch_began: now,
            slack: 0,
            trouble: now,
            quiet: [0; 3],
            turns_at_once: 0,
            last_turn: now,
            is_late: false,
            gone: 0,
            doubtful: 0,
            given_up: false,
            key_refused: false,
            redirected: false,
            fetches: 0,
            named: None,
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.stage == Stage::Over
    }

    /// Goes on to another stage; what is still on its way for the last one will not be heard.
    pub(crate) fn go(&mut self, stage: Stage) {
        self.stage = stage;
        self.token += 1;
    }
}
