//! One life's world: true time, what is about to happen, and everything there is.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tutti_core::audio::AudioFacts;
use tutti_core::http::{Response, Unanswered};
use tutti_core::{FetchFault, Moment, Value};

use crate::bug::Bug;
use crate::case::Case;
use crate::coverage::Event;
use crate::dice::Dice;
use crate::drive::Drive;
use crate::journal::Journal;
use crate::lock::Locks;
use crate::log::Log;
use crate::weather::Weather;
use crate::work::Work;

/// When lives begin: 2026-11-21T07:28:00Z.
pub(crate) const START_MS: u64 = 1_795_246_080_000;
/// More than any life takes.
const MOST_TURNS: u32 = 60_000;

/// Who uses the client in this life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Caller {
    /// A program with the package: what it is handed, it has.
    Program,
    /// The studio page: it puts the audio away first and then lets go of the record.
    Studio,
}

/// A tab of the one browser.
#[derive(Debug, Default)]
pub(crate) struct Tab {
    pub(crate) is_closed: bool,
    /// Base addresses that answered, and when by the browser's clock.
    pub(crate) answered: Vec<(String, Moment)>,
}

/// Everything of one life.
pub(crate) struct World {
    pub(crate) dice: Dice,
    /// True time, in milliseconds since the Unix epoch.
    pub(crate) now: u64,
    /// How far the browser's clock is off, in milliseconds.
    pub(crate) offset: i64,
    pub(crate) bug: Option<Bug>,
    pub(crate) caller: Caller,
    pub(crate) weather: Weather,
    pub(crate) works: Vec<Work>,
    pub(crate) cases: Vec<Case>,
    pub(crate) journal: Journal,
    pub(crate) locks: Locks,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) drives: Vec<Drive>,
    pub(crate) log: Log,
    /// A tab dies after so many more steps of any of its jobs.
    pub(crate) dies_in: Option<u32>,
    /// Whether a vendor repeated the key, so that it could be anywhere.
    pub(crate) key_is_out: bool,
    /// The end of the life: the weather is calm and a person picks up what is left.
    pub(crate) is_evening: bool,
    asleep_until: u64,
    later: BinaryHeap<Later>,
    turns: u32,
}

/// Something that a person, the device or the browser does.
#[derive(Debug)]
pub(crate) enum Act {
    ClockJump(i64),
    /// The newest open tab dies; it is opened again after so many milliseconds.
    Crash(u64),
    /// A person resumes a job from the record that was shown a while ago.
    GoOn {
        tab: usize,
        record: Value,
    },
    Load(usize),
    /// A person looks again at a job whose watching ended.
    LookAgain(usize),
    Order,
    SecondTab,
    Sleep(u64),
    Stop,
    Wake,
}

/// What comes back to a driver.
#[derive(Debug)]
pub(crate) enum Answer {
    Fetched {
        result: Result<AudioFacts, FetchFault>,
        quiet_until: Option<u64>,
    },
    Heard(Box<Heard>),
    /// What the journal says, before and after the wait for the lock.
    Looked,
    Slept,
    /// The write that is out is over.
    Wrote,
}

/// A vendor's answer on its way, with what the world knows of it.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) result: Result<Response, Unanswered>,
    /// Whether it is the answer to a paid order.
    pub(crate) of_order: bool,
    /// Whether it is what the vendor said, whole.
    pub(crate) is_true: bool,
    /// Whether it says, by the vendor's documents, that nothing was taken on.
    pub(crate) nothing_taken: bool,
    /// Until when the vendor does not want to be asked, in true time.
    pub(crate) quiet_until: Option<u64>,
    /// The moment, by a clock that is right, that the vendor said instead of a time to wait.
    pub(crate) moment: Option<u64>,
}

enum Coming {
    Act(Act),
    Answer {
        drive: usize,
        token: u32,
        answer: Answer,
    },
}

struct Later {
    at: u64,
    turn: u32,
    what: Coming,
}

impl World {
    pub(crate) fn new(
        dice: Dice,
        bug: Option<Bug>,
        caller: Caller,
        weather: Weather,
        log: Log,
    ) -> Self {
        Self {
            dice,
            now: START_MS,
            offset: 0,
            bug,
            caller,
            weather,
            works: Vec::new(),
            cases: Vec::new(),
            journal: Journal::default(),
            locks: Locks::default(),
            tabs: Vec::new(),
            drives: Vec::new(),
            log,
            dies_in: None,
            key_is_out: false,
            is_evening: false,
            asleep_until: 0,
            later: BinaryHeap::new(),
            turns: 0,
        }
    }

    /// The browser's own clock.
    pub(crate) fn clock(&self) -> Moment {
        Moment::from_millis(self.now.saturating_add_signed(self.offset))
    }

    pub(crate) fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    pub(crate) fn act_in(&mut self, pause_ms: u64, act: Act) {
        self.push(self.now + pause_ms, Coming::Act(act));
    }

    pub(crate) fn answer_in(&mut self, pause_ms: u64, drive: usize, answer: Answer) {
        let token = self.drives[drive].token;
        let what = Coming::Answer {
            drive,
            token,
            answer,
        };
        self.push(self.now + pause_ms, what);
    }

    /// The device sleeps: nothing happens on it, and what is on its way to it is mostly lost.
    pub(crate) fn sleep(&mut self, pause_ms: u64) {
        self.asleep_until = self.asleep_until.max(self.now + pause_ms);
        for drive in self.drives.iter_mut().filter(|it| !it.is_over()) {
            drive.slept += pause_ms;
            drive.trouble = drive.trouble.max(self.asleep_until);
        }
        self.push(self.asleep_until, Coming::Act(Act::Wake));
    }

    /// Lets things happen until nothing more is to come.
    pub(crate) fn go_on(&mut self) {
        while let Some(next) = self.later.pop() {
            if self.turns > MOST_TURNS {
                self.log.endless(self.now);
                return self.later.clear();
            }
            if next.at < self.asleep_until {
                self.put_off(next);
                continue;
            }
            self.now = self.now.max(next.at);
            match next.what {
                Coming::Act(act) => self.act(act),
                Coming::Answer {
                    drive,
                    token,
                    answer,
                } if self.drives[drive].token == token => self.hear(drive, answer),
                Coming::Answer { .. } => {}
            }
        }
    }

    /// What a sleeping device misses happens when it wakes, or not at all.
    fn put_off(&mut self, mut next: Later) {
        next.at = self.asleep_until;
        if let Coming::Answer {
            drive,
            token,
            answer,
        } = &mut next.what
            && self.drives[*drive].token == *token
        {
            match answer {
                Answer::Heard(heard) if heard.result.is_ok() && self.dice.chance(0.6) => {
                    self.log.coverage.note(Event::BrokenBySleep);
                    heard.result = Err(Unanswered::Failed);
                    heard.is_true = false;
                    heard.nothing_taken = false;
                    heard.quiet_until = None;
                    heard.moment = None;
                }
                Answer::Fetched { result, .. } if result.is_ok() && self.dice.chance(0.6) => {
                    self.log.coverage.note(Event::BrokenBySleep);
                    *result = Err(FetchFault::Unreadable);
                }
                _ => {}
            }
        }
        self.later.push(next);
    }

    fn push(&mut self, at: u64, what: Coming) {
        self.turns += 1;
        self.later.push(Later {
            at,
            turn: self.turns,
            what,
        });
    }
}

// The heap gives the greatest first: the earliest is made the greatest, and of two at once the one that was asked first.
impl Ord for Later {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.turn).cmp(&(self.at, self.turn))
    }
}

impl PartialOrd for Later {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Later {
    fn eq(&self, other: &Self) -> bool {
        self.turn == other.turn
    }
}

impl Eq for Later {}
