//! What is noted of a life: counts, broken rules and, when it is replayed, every step.

use crate::coverage::{Coverage, Event};
use crate::rule::{Rule, Violation};
use crate::world::START_MS;

/// One broken rule often breaks others; more of a life than this is no help.
const MOST_VIOLATIONS: usize = 6;

/// The notes of one life.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) coverage: Coverage,
    pub(crate) violations: Vec<Violation>,
    /// The steps, where they are wanted.
    pub(crate) trace: Option<Vec<String>>,
    life: u64,
}

impl Log {
    pub(crate) fn of(life: u64, traced: bool) -> Self {
        Self {
            trace: traced.then(Vec::new),
            life,
            ..Self::default()
        }
    }

    pub(crate) fn note(&mut self, event: Event) {
        self.coverage.note(event);
    }

    /// Writes a step down, if anybody reads it.
    pub(crate) fn step(&mut self, now: u64, what: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let at = (now - START_MS) as f64 / 1e3;
            trace.push(format!("{at:>12.3} s  {}", what()));
        }
    }

    pub(crate) fn broken(&mut self, rule: Rule, now: u64, what: impl Into<String>) {
        let what = what.into();
        self.step(now, || format!("!! {}: {what}", rule.name()));
        if self.violations.len() < MOST_VIOLATIONS {
            self.violations.push(Violation {
                rule,
                life: self.life,
                at_ms: now - START_MS,
                what,
            });
        }
    }

    pub(crate) fn endless(&mut self, now: u64) {
        self.broken(Rule::WaitsAhead, now, "the life has no end in sight");
    }
}
