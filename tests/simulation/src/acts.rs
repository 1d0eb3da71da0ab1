//! What people, the device and the browser do.

use std::time::Duration;

use tutti_core::{Job, Keep, Order, Phase, Policy, Settings, Snapshot, Value};

use crate::bug::Bug;
use crate::case::{Case, Wish};
use crate::coverage::Event;
use crate::drive::{After, Drive, Stage};
use crate::driving::again;
use crate::world::{Act, Caller, Tab, World};

/// How long an answer shows that a host answers.
const LATELY: Duration = Duration::from_secs(300);
/// The most orders of one life.
const MOST_ORDERS: usize = 5;

impl World {
    pub(crate) fn act(&mut self, act: Act) {
        self.log.step(self.now, || format!("{act:?}"));
        match act {
            Act::ClockJump(by) => self.jump(by),
            Act::Crash(gap) => self.crash(gap),
            Act::GoOn { tab, record } => self.go_on_from(tab, &record),
            Act::Load(tab) => self.load(tab),
            Act::LookAgain(d) => {
                let drive = &self.drives[d];
                let (tab, record) = (drive.tab, drive.job.snapshot().to_value());
                self.go_on_from(tab, &record);
            }
            Act::Order => self.order(),
            Act::SecondTab => self.second_tab(),
            Act::Sleep(pause) => {
                self.log.note(Event::Sleeps);
                self.sleep(pause);
            }
            Act::Stop => {
                if let Some(d) = self.some_drive() {
                    self.stop(d);
                }
            }
            Act::Wake => {
                self.log.note(Event::Wakes);
                (0..self.tabs.len()).for_each(|tab| self.nudge(tab));
            }
        }
    }

    pub(crate) fn open_tab(&mut self) -> usize {
        self.tabs.push(Tab::default());
        self.tabs.len() - 1
    }

    /// Whether the tab of this job dies now.
    pub(crate) fn dies_now(&mut self, d: usize) -> bool {
        let Some(left) = self.dies_in else {
            return false;
        };
        self.dies_in = left.checked_sub(1);
        if left > 0 {
            return false;
        }
        let gap = self.dice.log_normal(5_000.0, 2.0);
        self.close(self.drives[d].tab, gap);
        true
    }

    /// A watching ended without its track: a person may look again.
    pub(crate) fn consider(&mut self, d: usize) {
        let resumable = self.drives[d].job.phase() == Phase::Taken;
        if resumable && !self.is_evening && self.dice.chance(0.4) {
            let pause = self.dice.log_normal(20_000.0, 2.0);
            self.act_in(pause, Act::LookAgain(d));
        }
    }

    fn order(&mut self) {
        let Some(tab) = self.newest_tab().filter(|_| self.cases.len() < MOST_ORDERS) else {
            return;
        };
        let wish = Wish::any(&mut self.dice);
        let Ok(order) = Order::admit(&wish.order) else {
            return;
        };
        self.log.note(Event::Orders);
        self.log.note(wish.event);
        let id = format!("job-{}", self.cases.len());
        self.cases.push(Case::of(id.clone(), &wish));
        let settings = self.settings(tab, wish.base);
        let (deadline, interval, keep) = patience(&settings);
        let job = Job::new(id, order, self.misset(settings), self.clock());
        let case = self.cases.len() - 1;
        self.drive(Drive {
            deadline,
            interval,
            by_address: keep == Keep::Url,
            ..Drive::new(tab, case, job, false, self.now)
        });
    }

    fn go_on_from(&mut self, tab: usize, record: &Value) {
        let id = record.get("id").text().unwrap_or_default();
        let Some(case) = self.cases.iter().position(|case| case.id == id) else {
            return;
        };
        if self.tabs[tab].is_closed {
            return;
        }
        let settings = self.settings(tab, self.cases[case].base.clone());
        let (deadline, interval, keep) = patience(&settings);
        // One that cannot be gone on from stays where it is, and the person is told.
        let settings = self.misset(settings);
        if let Ok(job) = again(record, settings, self.clock()) {
            self.log.note(Event::Resumes);
            self.drive(Drive {
                deadline,
                interval,
                by_address: keep == Keep::Url,
                ..Drive::new(tab, case, job, true, self.now)
            });
        }
    }

    /// A page is loaded: it looks at what the journal holds.
    fn load(&mut self, tab: usize) {
        if self.tabs[tab].is_closed {
            return;
        }
        for record in self.journal.list(self.bug) {
            let Ok(snapshot) = Snapshot::from_value(&record) else {
                continue;
            };
            let Some(case) = self.cases.iter().position(|case| case.id == snapshot.id) else {
                continue;
            };
            if self
                .drives
                .iter()
                .any(|it| it.case == case && it.tab == tab && !it.is_over())
            {
                continue;
            }
            let kept = self.cases[case].is_kept && self.caller == Caller::Studio;
            match snapshot.phase {
                _ if kept => self.journal.delete(&snapshot.id),
                Phase::Submitting if self.locks.is_held(&snapshot.id) => {}
                Phase::Submitting | Phase::Unknown => self.decide(case),
                _ if self.caller == Caller::Studio || self.is_evening => {
                    self.go_on_from(tab, &record);
                }
                phase => {
                    // An order that was not taken on yet is no matter of haste.
                    let usual = if phase == Phase::Ordered {
                        60_000.0
                    } else {
                        4_000.0
                    };
                    let pause = self.dice.log_normal(usual, 1.5);
                    self.act_in(pause, Act::GoOn { tab, record });
                }
            }
        }
    }

    /// What a person does about an order of unknown outcome: nothing, or let go of it, or order again.
    fn decide(&mut self, case: usize) {
        if self.is_evening {
            return;
        }
        match self.dice.between(0, 3) {
            0 => {
                self.log.note(Event::Forgotten);
                let id = self.cases[case].id.clone();
                self.cases[case].is_forgotten = true;
                self.journal.delete(&id);
            }
            1 => {
                self.log.note(Event::OrdersAgain);
                let pause = self.dice.log_normal(10_000.0, 1.0);
                self.act_in(pause, Act::Order);
            }
            _ => {}
        }
    }

    fn second_tab(&mut self) {
        self.log.note(Event::SecondTabs);
        // A second studio waits until the first is closed; programs do not.
        let waits = self.caller == Caller::Studio && self.newest_tab().is_some();
        let tab = self.open_tab();
        if !waits {
            self.load(tab);
        }
    }

    fn crash(&mut self, gap: u64) {
        let open: Vec<usize> = (0..self.tabs.len())
            .filter(|tab| !self.tabs[*tab].is_closed)
            .collect();
        if !open.is_empty() {
            let tab = self.dice.one_of(&open);
            self.close(tab, gap);
        }
    }

    fn close(&mut self, tab: usize, gap: u64) {
        self.log.note(Event::Crashes);
        self.tabs[tab].is_closed = true;
        for d in 0..self.drives.len() {
            if self.drives[d].tab == tab && !self.drives[d].is_over() {
                self.cut(d);
            }
        }
        self.log.note(Event::Reloads);
        let next = match self.newest_tab() {
            Some(open) if self.caller == Caller::Studio => open,
            _ => self.open_tab(),
        };
        self.act_in(gap, Act::Load(next));
    }

    /// What a driver was about is cut off; a write on its way may still arrive.
    fn cut(&mut self, d: usize) {
        let stage = self.drives[d].stage;
        self.note_left(d);
        let case = &mut self.cases[self.drives[d].case];
        case.excuse |= stage == Stage::Writing(After::Shelved);
        if stage == (Stage::Sending { order: true }) {
            self.log.note(Event::CrashesWithOrderOut);
        }
        if self.drives[d].writing.is_some() {
            self.log.note(Event::CrashesWithWriteOut);
            if self.dice.chance(0.5) && !self.has(Bug::SendsBeforeDurable) {
                self.land(d);
            }
            self.drives[d].writing = None;
        }
        self.drives[d].go(Stage::Over);
        self.let_go(d);
    }

    fn jump(&mut self, by: i64) {
        self.log.note(if by < 0 {
            Event::ClockBack
        } else {
            Event::ClockForward
        });
        self.offset += by;
        for drive in self.drives.iter_mut().filter(|it| !it.is_over()) {
            drive.trouble = drive.trouble.max(self.now);
            if by < 0 {
                // A step back is seen at the next look at the clock, and what lies between is waited for twice.
                drive.slack += by.unsigned_abs().min(tutti_core::millis(drive.deadline));
            } else {
                drive.quiet = [0; 3];
            }
        }
    }

    fn some_drive(&mut self) -> Option<usize> {
        let alive: Vec<usize> = (0..self.drives.len())
            .filter(|d| !self.drives[*d].is_over())
            .collect();
        (!alive.is_empty()).then(|| self.dice.one_of(&alive))
    }

    fn newest_tab(&self) -> Option<usize> {
        self.tabs.iter().rposition(|tab| !tab.is_closed)
    }

    fn settings(&mut self, tab: usize, base: String) -> Settings {
        let now = self.clock();
        let answered = &self.tabs[tab].answered;
        let reached = answered
            .iter()
            .any(|(known, at)| *known == base && now.since(*at) < LATELY);
        let by_address = self.caller == Caller::Program && self.dice.chance(0.08);
        Settings {
            base,
            reached,
            keep: if by_address { Keep::Url } else { Keep::Bytes },
            policy: self.policy(),
            entropy: self.dice.word(),
        }
    }

    /// The settings as a driver with some bug would hand them on.
    fn misset(&self, mut settings: Settings) -> Settings {
        if self.has(Bug::LooksRarely) {
            settings.policy.interval = Some(Duration::from_secs(7_200));
        }
        if self.has(Bug::WatchesForever) {
            settings.policy.deadline *= 100;
        }
        settings
    }

    /// How patient a caller is: mostly as it comes, at times by figures of its own.
    fn policy(&mut self) -> Policy {
        const MINUTE: u64 = 60;
        let mut policy = Policy::default();
        let dice = &mut self.dice;
        if dice.chance(0.2) {
            policy.deadline = Duration::from_secs(dice.one_of(&[1, 4, 60, 120]) * MINUTE);
        }
        if dice.chance(0.1) {
            policy.interval = Some(Duration::from_millis(dice.between(400, 25_000)));
        }
        if dice.chance(0.1) {
            policy.first_check = Some(Duration::from_millis(dice.between(100, 30_000)));
        }
        if dice.chance(0.1) {
            policy.submit_timeout = Some(Duration::from_secs(dice.between(5, 200)));
        }
        if dice.chance(0.1) {
            policy.check_timeout = Duration::from_secs(dice.between(2, 30));
        }
        policy
    }
}

/// What the referee holds a job to: its deadline, and its caller's own pauses in milliseconds.
fn patience(settings: &Settings) -> (Duration, u64, Keep) {
    let policy = &settings.policy;
    let pauses = [policy.interval, policy.first_check];
    let longest = pauses.into_iter().flatten().max().unwrap_or_default();
    (
        policy.deadline,
        tutti_core::millis(longest).min(60_000),
        settings.keep,
    )
}

impl Case {
    fn of(id: String, wish: &Wish) -> Self {
        Self {
            id,
            vendor: wish.vendor,
            errand: wish.errand,
            base: wish.base.clone(),
            posts: 0,
            may_repeat: false,
            excuse: false,
            is_written: false,
            is_kept: false,
            is_forgotten: false,
            told: None,
        }
    }
}
