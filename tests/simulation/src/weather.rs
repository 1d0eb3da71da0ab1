//! How bad things are in a life: how often each kind of request meets a fault, and when the network is away.

use crate::dice::Dice;
use crate::fault::{Fault, FileFault, OF_FILES, OF_ORDERS, OF_QUESTIONS};

/// The shares of requests and writes that meet a fault.
#[derive(Debug, Default)]
pub(crate) struct Weather {
    orders: f64,
    questions: f64,
    files: f64,
    writes: f64,
    /// Stretches of true time in which nothing goes through.
    outages: Vec<(u64, u64)>,
    /// From then on all is well.
    pub(crate) calm_from: u64,
    /// Whether the host of the audio lets no page read it.
    pub(crate) refuses_pages: bool,
}

impl Weather {
    /// Any weather, from fair to a storm, for each kind of request on its own.
    pub(crate) fn any(start: u64, dice: &mut Dice) -> Self {
        let mut share = || match dice.between(0, 9) {
            0..5 => 0.0,
            5..7 => 0.06,
            7..9 => 0.3,
            _ => 0.75,
        };
        let (orders, questions, files, writes) = (share(), share(), share(), share() * 0.5);
        let outages = if dice.chance(0.2) {
            vec![outage(start, dice), outage(start, dice)]
        } else {
            Vec::new()
        };
        Self {
            orders,
            questions,
            files,
            writes,
            outages,
            calm_from: start + dice.log_normal(120_000.0, 2.0),
            refuses_pages: dice.chance(0.05),
        }
    }

    pub(crate) fn is_away(&self, now: u64) -> bool {
        now < self.calm_from
            && self
                .outages
                .iter()
                .any(|(from, to)| (*from..*to).contains(&now))
    }

    pub(crate) fn of_order(&self, now: u64, dice: &mut Dice) -> Option<Fault> {
        self.strikes(self.orders, now, dice)
            .then(|| dice.one_of(OF_ORDERS))
    }

    pub(crate) fn of_question(&self, now: u64, dice: &mut Dice) -> Option<Fault> {
        self.strikes(self.questions, now, dice)
            .then(|| dice.one_of(OF_QUESTIONS))
    }

    pub(crate) fn of_file(&self, now: u64, dice: &mut Dice) -> Option<FileFault> {
        if self.refuses_pages {
            return Some(FileFault::Refused);
        }
        self.strikes(self.files, now, dice)
            .then(|| dice.one_of(OF_FILES))
    }

    pub(crate) fn of_write(&self, now: u64, dice: &mut Dice) -> bool {
        self.strikes(self.writes, now, dice)
    }

    fn strikes(&self, share: f64, now: u64, dice: &mut Dice) -> bool {
        share > 0.0 && now < self.calm_from && dice.chance(share)
    }
}

fn outage(start: u64, dice: &mut Dice) -> (u64, u64) {
    let from = start + dice.log_normal(20_000.0, 1.2);
    (from, from + dice.log_normal(12_000.0, 1.5))
}
