//! A world in virtual time around the real core: vendors that bill, networks that lie, browsers that crash, sleep, reload
//! and open a second tab. Each life is lived from one seed, and the product's promises are held against it.
//!
//! The vendors here are written from their documents. They share neither code nor types of their own with the adapters or
//! with the sandbox, so that no two of the three agree by accident.

mod acts;
mod bug;
mod case;
mod coverage;
mod dice;
mod drive;
mod driving;
mod fault;
mod journal;
mod kinds;
mod life;
mod lock;
mod log;
mod network;
mod referee;
mod rule;
mod vendor;
mod weather;
mod work;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub use bug::Bug;
pub use coverage::{Coverage, Event};
pub use life::Lived;
pub use rule::{Rule, Violation};

/// Lives that a thread takes at a time.
const CHUNK: u64 = 500;
/// Of each run, as many broken rules are kept as anyone reads.
const MOST_VIOLATIONS: usize = 200;

/// What came of many lives.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// What they exercised.
    pub coverage: Coverage,
    /// The rules that did not hold, by the number of the life.
    pub violations: Vec<Violation>,
}

/// Lives so many lives from a seed, on so many threads. What comes of them does not depend on the threads.
pub fn run(seed: u64, lives: u64, bug: Option<Bug>, threads: usize) -> Report {
    let next = AtomicU64::new(0);
    let work = || {
        let mut report = Report::default();
        loop {
            let from = next.fetch_add(CHUNK, Ordering::Relaxed);
            if from >= lives {
                return report;
            }
            for life in from..lives.min(from + CHUNK) {
                report.add(life::live(seed, life, bug, false));
            }
        }
    };
    let reports = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(|worker| match worker.join() {
            Ok(report) => report,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.collect::<Vec<_>>()
    });
    Report::of(reports)
}

/// Lives one life again, with a trace of its steps.
pub fn replay(seed: u64, life: u64, bug: Option<Bug>) -> Lived {
    life::live(seed, life, bug, true)
}

/// The first life of a seed, among so many, in which this bug breaks its rule.
pub fn caught(seed: u64, bug: Bug, most: u64) -> Option<Violation> {
    (0..most).find_map(|life| {
        let lived = life::live(seed, life, Some(bug), false);
        let mut broken = lived.violations.into_iter();
        broken.find(|it| it.rule == bug.breaks())
    })
}

impl Report {
    fn of(reports: Vec<Self>) -> Self {
        let mut whole = Self::default();
        for report in reports {
            whole.coverage.add(&report.coverage);
            whole.violations.extend(report.violations);
        }
        whole.violations.sort_by_key(|it| (it.life, it.at_ms));
        whole.violations.truncate(MOST_VIOLATIONS);
        whole
    }

    fn add(&mut self, lived: Lived) {
        self.coverage.add(&lived.coverage);
        if self.violations.len() < MOST_VIOLATIONS {
            self.violations.extend(lived.violations);
        }
    }
}
