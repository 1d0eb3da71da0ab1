//! One life from its first order to its last evening, and what is left of it.

use tutti_core::{ErrorKind, Phase, Settings, Snapshot};

use crate::bug::Bug;
use crate::coverage::{Coverage, Event};
use crate::dice::Dice;
use crate::driving::again;
use crate::log::Log;
use crate::rule::{Rule, Violation};
use crate::weather::Weather;
use crate::world::{Act, Caller, START_MS, World};

/// Pauses before a person picks up what is left, in milliseconds.
const EVENINGS: [u64; 3] = [60_000, 3_600_000, 86_400_000];

/// What is known of a life when it is over.
#[derive(Clone, Debug, Default)]
pub struct Lived {
    /// What happened in it.
    pub coverage: Coverage,
    /// The rules that did not hold.
    pub violations: Vec<Violation>,
    /// Its steps, where they were asked for.
    pub trace: Vec<String>,
}

/// Lives one life; with a trace if it is to be read.
pub(crate) fn live(seed: u64, life: u64, bug: Option<Bug>, traced: bool) -> Lived {
    let mut dice = Dice::of(seed, life);
    let caller = if dice.chance(0.5) {
        Caller::Program
    } else {
        Caller::Studio
    };
    let weather = Weather::any(START_MS, &mut dice);
    let mut world = World::new(dice, bug, caller, weather, Log::of(life, traced));
    world.log.note(Event::Lives);
    world.plan();
    world.go_on();
    world.evenings();
    world.judge_life();
    Lived {
        coverage: world.log.coverage,
        violations: world.log.violations,
        trace: world.log.trace.unwrap_or_default(),
    }
}

impl World {
    /// One order or a few, and what comes between.
    fn plan(&mut self) {
        self.open_tab();
        let first = self.dice.between(0, 2_000);
        self.act_in(first, Act::Order);
        if self.dice.chance(0.15) {
            let pause = self.dice.log_normal(15_000.0, 1.5);
            self.act_in(pause, Act::Order);
        }
        if self.dice.chance(0.25) {
            self.dies_in = Some(self.dice.between(1, 30) as u32);
        }
        let acts = [0, 0, 0, 1, 1, 2, 3, 5][self.dice.between(0, 7) as usize];
        for _ in 0..acts {
            let pause = self.dice.log_normal(20_000.0, 1.8);
            let act = self.some_act();
            self.act_in(pause, act);
        }
    }

    fn some_act(&mut self) -> Act {
        let dice = &mut self.dice;
        match dice.between(0, 11) {
            0..3 => Act::Crash(dice.log_normal(5_000.0, 3.0).min(200_000_000)),
            3..5 => Act::SecondTab,
            5 | 6 => Act::Sleep(dice.log_normal(600_000.0, 2.0).min(100_000_000)),
            7 => Act::ClockJump(dice.between(1, 40_000_000) as i64),
            8 => Act::ClockJump(-(dice.between(1, 40_000_000) as i64)),
            9 | 10 => Act::Stop,
            _ => Act::Wake,
        }
    }

    /// All is well from now on, and a person picks up what is left, in a new tab.
    fn evenings(&mut self) {
        self.is_evening = true;
        self.dies_in = None;
        for pause in EVENINGS {
            self.now += pause;
            self.weather.calm_from = 0;
            self.log.step(self.now, || "evening".to_owned());
            for tab in &mut self.tabs {
                tab.is_closed = true;
            }
            let tab = self.open_tab();
            self.act_in(0, Act::Load(tab));
            self.go_on();
        }
    }

    fn judge_life(&mut self) {
        for case in 0..self.cases.len() {
            if let Err((rule, what)) = self.judge_case(case) {
                let what = format!("{}: {what}", self.cases[case].id);
                self.log.broken(rule, self.now, what);
            }
        }
    }

    /// What became of an order, when nothing more happens.
    fn judge_case(&mut self, number: usize) -> Result<(), (Rule, &'static str)> {
        let case = &self.cases[number];
        let record = self.journal.get(&case.id, self.bug);
        let work = self.works.iter().find(|work| work.case == number);
        let (Some(work), false) = (work, case.is_forgotten) else {
            return Ok(());
        };
        let Some(record) = record else {
            let over = work.has_failed(self.now);
            let gone = case.told == Some(ErrorKind::Expired)
                && (work.record_is_gone(self.now) || work.files_are_gone(self.now));
            let accounted = case.is_kept || over || gone;
            return if accounted {
                Ok(())
            } else {
                Err((
                    Rule::NeverLost,
                    "it was taken on, and there is neither track nor record",
                ))
            };
        };
        let Ok(snapshot) = Snapshot::from_value(&record) else {
            return Err((Rule::RecordReadable, "its record cannot be read"));
        };
        let unknown = matches!(snapshot.phase, Phase::Submitting | Phase::Unknown);
        // A record that could not be deleted says less than the person was told.
        if case.is_kept || work.has_failed(self.now) {
            return Ok(());
        }
        if unknown && (case.is_written || !case.excuse) {
            return Err((Rule::NeverLost, "its record says unknown, and it was known"));
        }
        if unknown {
            self.log.coverage.note(Event::LeftUnknown);
            return Ok(());
        }
        let settings = Settings {
            base: case.base.clone(),
            ..Settings::default()
        };
        if snapshot.phase != Phase::Taken || again(&record, settings, self.clock()).is_err() {
            return Err((
                Rule::NeverLost,
                "it was taken on, and its record does not lead to it",
            ));
        }
        self.log.coverage.note(Event::LeftResumable);
        let last_evening = self.now.saturating_sub(600_000);
        let there = work.is_made(last_evening)
            && !work.record_is_gone(self.now)
            && !work.files_are_gone(self.now);
        if there && !self.weather.refuses_pages {
            return Err((
                Rule::SurvivesFaults,
                "it was made, all was well, and its track is not here",
            ));
        }
        Ok(())
    }
}
