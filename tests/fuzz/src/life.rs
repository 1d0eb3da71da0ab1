//! A job's whole life against any answers: what must hold of it whatever a vendor, a disk and a person do.

use std::time::Duration;

use tutti_core::audio::{AudioFacts, BadAudio};
use tutti_core::http::{Request, Response, Unanswered};
use tutti_core::{
    Error, ErrorKind, FetchFault, Job, Map, Moment, Order, Output, Phase, Settings, Snapshot, Track,
};

use crate::read::{Bytes, facts};
use crate::replies::{NOW, at_home, fetchable, speaks};

/// What a webhook is signed with: planted in orders, to be found in no record and no word.
pub const PLANTED: &str = "whsec_planted0123456789";
/// Outputs after which a job is thought to go on for ever.
const MOST_STEPS: u32 = 30_000;

/// What befalls a job. Each list is gone through again and again.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// The answers to its requests.
    pub answers: Vec<Result<Response, Unanswered>>,
    /// Whether a record is made durable; always, when there is nothing here.
    pub stored: Vec<bool>,
    /// What its fetches bring; audio, when there is nothing here.
    pub fetched: Vec<Result<AudioFacts, FetchFault>>,
    /// The outputs at which the page is closed; it is opened again after a while.
    pub crashes: Vec<u32>,
    /// The output at which the person stops it.
    pub stop: Option<u32>,
}

/// Who answers a job's requests: knocks while it is ordered, the order while it is submitted, questions from then on.
pub type Vendor<'a> = dyn FnMut(&Job) -> Result<Response, Unanswered> + 'a;

/// How it ended.
#[derive(Debug)]
pub struct Lived {
    /// What came of it; none when it was stopped, or nothing was left to resume.
    pub outcome: Option<Result<Vec<Track>, Error>>,
    /// Orders that left.
    pub orders: u32,
    /// Outputs.
    pub steps: u32,
    /// The last record that was made durable.
    pub record: Option<Snapshot>,
}

/// Bytes as a life of an order that goes to any vendor.
///
/// # Panics
///
/// When something does not hold.
pub fn any(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let Ok(order) = Order::admit(&bytes.value()) else {
        return;
    };
    let flags = bytes.byte();
    let settings = Settings {
        reached: flags & 1 == 1,
        entropy: bytes.byte().into(),
        ..Settings::default()
    };
    let mut life = Life {
        stop: (flags & 2 == 2).then(|| bytes.byte().into()),
        ..Life::default()
    };
    for _ in 0..flags >> 6 {
        life.crashes.push(bytes.byte().into());
    }
    life.stored = vec![flags & 4 == 0, flags & 8 == 0, true];
    while !bytes.is_empty() && life.answers.len() < 40 {
        life.answers.push(bytes.answer());
    }
    life.fetched = faults(flags);
    let job = Job::new("job-1".to_owned(), order, settings, NOW);
    live(job, &life);
}

fn faults(flags: u8) -> Vec<Result<AudioFacts, FetchFault>> {
    match flags >> 4 & 3 {
        0 => Vec::new(),
        1 => vec![Err(FetchFault::Unreadable), Ok(facts())],
        2 => vec![Err(FetchFault::Status(503, Some(Duration::MAX)))],
        _ => vec![
            Err(FetchFault::Bad(BadAudio::Empty)),
            Err(FetchFault::Status(404, None)),
        ],
    }
}

/// Leads a job through its life, with the answers of that.
///
/// # Panics
///
/// As [`live_with`].
pub fn live(job: Job, life: &Life) -> Lived {
    let mut asked = 0;
    live_with(job, life, &mut |_| {
        asked += 1;
        let at = (asked - 1) % life.answers.len().max(1);
        life.answers
            .get(at)
            .cloned()
            .unwrap_or(Err(Unanswered::TimedOut))
    })
}

/// Leads a job through its life, with answers from a vendor that sees how far the job is.
///
/// # Panics
///
/// When a rule is broken: an order is sent twice where the first may have been taken on, a request goes elsewhere, a
/// record does not read back, a secret is in one, or there is no end.
pub fn live_with(job: Job, life: &Life, vendor: &mut Vendor<'_>) -> Lived {
    let base = job.snapshot().endpoint;
    let mut world = World {
        life,
        vendor,
        base,
        job: Some(job),
        now: NOW,
        since: NOW,
        may_order: true,
        turns: [0; 2],
        lived: Lived {
            outcome: None,
            orders: 0,
            steps: 0,
            record: None,
        },
    };
    while world.step() {}
    world.lived
}

struct World<'a, 'b> {
    life: &'a Life,
    vendor: &'a mut Vendor<'b>,
    base: String,
    /// None when nothing is left to resume.
    job: Option<Job>,
    now: Moment,
    /// When it was last taken up.
    since: Moment,
    may_order: bool,
    /// How far the lists of writes and fetches were gone through.
    turns: [usize; 2],
    lived: Lived,
}

impl World<'_, '_> {
    /// Does what the job says; whether it goes on.
    fn step(&mut self) -> bool {
        let Some(mut job) = self.job.take() else {
            return false;
        };
        self.lived.steps += 1;
        assert!(self.lived.steps < MOST_STEPS, "no end in sight");
        if self.life.stop == Some(self.lived.steps) {
            job.stop();
        }
        let output = job.poll(self.now);
        let crashed = self.life.crashes.contains(&self.lived.steps);
        let goes_on = match output {
            Output::Done(result) => {
                self.ended(&job, &result);
                self.lived.outcome = Some(result);
                false
            }
            Output::Stopped => {
                self.in_time(&job);
                false
            }
            Output::Busy => panic!("every answer was given"),
            // The page is closed before it could do what it was told, or after.
            _ if crashed => return self.open_again(&job),
            output => {
                self.answer(&mut job, output);
                true
            }
        };
        self.job = Some(job);
        goes_on
    }

    fn answer(&mut self, job: &mut Job, output: Output) {
        match output {
            Output::Persist(record) => {
                let durable = self.turn(0, &self.life.stored).unwrap_or(true);
                self.written(*record, durable);
                let result = if durable {
                    Ok(())
                } else {
                    Err("full".to_owned())
                };
                job.stored(result, self.now);
            }
            Output::Send(request) => {
                let answer = (self.vendor)(job);
                self.sent(job, &request, &answer);
                self.now = self.now + Duration::from_millis(50);
                job.answered(answer, self.now);
            }
            Output::Fetch { url, .. } => {
                fetchable(&url);
                let result = self.turn(1, &self.life.fetched).unwrap_or(Ok(facts()));
                self.now = self.now + Duration::from_secs(1);
                job.fetched(result, self.now);
            }
            Output::Render(_) => job.rendered(Ok((Some(facts()), Map::new())), self.now),
            Output::Wait(until) => {
                assert!(until > self.now, "a wait is ahead");
                self.now = until;
            }
            Output::Report(update) => silent(&update),
            Output::Busy | Output::Done(_) | Output::Stopped => {}
        }
    }

    fn turn<T: Clone>(&mut self, list: usize, items: &[T]) -> Option<T> {
        let at = self.turns[list];
        self.turns[list] += 1;
        items.get(at % items.len().max(1)).cloned()
    }

    fn written(&mut self, record: Snapshot, durable: bool) {
        let stored = record.to_value();
        assert_eq!(
            Snapshot::from_value(&stored).as_ref(),
            Ok(&record),
            "it reads back"
        );
        silent(&stored);
        if durable {
            self.lived.record = Some(record);
        }
    }

    fn sent(&mut self, job: &Job, request: &Request, answer: &Result<Response, Unanswered>) {
        at_home(&request.url, &self.base);
        let named = request.headers.iter().map(|(name, _)| *name);
        assert!(
            !named
                .clone()
                .any(|it| it == "authorization" || it.ends_with("-key"))
        );
        if job.phase() != Phase::Submitting {
            return;
        }
        let written = self.lived.record.as_ref().map(|it| it.phase);
        assert_eq!(
            written,
            Some(Phase::Submitting),
            "an order leaves after its record"
        );
        assert!(
            self.may_order,
            "ordered again though the first may have been taken on"
        );
        self.lived.orders += 1;
        self.may_order = took_nothing_on(job, answer);
    }

    /// What was made durable is taken up again, after a minute.
    fn open_again(&mut self, job: &Job) -> bool {
        self.now = self.now + Duration::from_secs(60);
        let Some(record) = &self.lived.record else {
            return false;
        };
        let settings = Settings {
            base: self.base.clone(),
            entropy: 9,
            ..Settings::default()
        };
        match Job::resume(record, settings, self.now) {
            Ok(resumed) => {
                assert_eq!(resumed.id(), job.id());
                self.since = self.now;
                self.job = Some(resumed);
                true
            }
            Err(error) => {
                let sent = record.phase == Phase::Submitting || record.phase == Phase::Unknown;
                assert_eq!(sent, error.kind == ErrorKind::OutcomeUnknown, "{error}");
                self.lived.outcome = Some(Err(error));
                false
            }
        }
    }

    fn ended(&self, job: &Job, result: &Result<Vec<Track>, Error>) {
        self.in_time(job);
        silent(result);
        match result {
            Ok(tracks) => assert!(!tracks.is_empty(), "done with nothing"),
            Err(error) => speaks(error),
        }
    }

    /// One last look may begin at the deadline, and a fetch of each file.
    fn in_time(&self, job: &Job) {
        let deadline = Settings::default().policy.deadline;
        let spare = Duration::from_secs(60);
        let took = self.now.since(self.since);
        assert!(took <= deadline + spare, "{took:?}, {:?}", job.phase());
    }
}

/// Whether an answer to an order says that nothing was taken on, so that it may be sent again: 429, as a status or as the
/// code in a body, and what the vendor's documents call safe.
fn took_nothing_on(job: &Job, answer: &Result<Response, Unanswered>) -> bool {
    let Ok(response) = answer else {
        return false;
    };
    let code = response.json().get("code").integer();
    let safe = job.order().provider().took_nothing_on(response.status);
    response.status == 429 || safe || (response.is_success() && code == Some(429))
}

/// Nothing that is shown or stored holds a secret.
fn silent(said: &impl std::fmt::Debug) {
    assert!(!format!("{said:?}").contains(PLANTED), "a secret is told");
}
