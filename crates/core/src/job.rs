//! One order from the first click to the audio, as a state machine that is handed the time.
//!
//! ```text
//!   new ─▶ Knock ─answered─▶ Record ─durable─▶ Submit ─┬─ taken on ──▶ Ticket ─durable─▶ Wait ◀─────────┐
//!            │                  ▲                      │                                  │ due          │
//!            no answer          └── Rest ◀─────────────┤ "took nothing on" (429)          ▼              │
//!            ▼                      (record: ordered)  │                                Check ─ pending, │
//!           End                                        ├─ refused ──▶ End                 │   or any     │
//!                                                      ├─ answer lost ──▶ Settle ─▶ End   │   passing ───┘
//!   new ─▶ Render ─▶ End                               │        (record: unknown)         │   fault
//!                                                      └─ the audio itself ─▶ End         │
//!                                                                                         ├─ failed ──▶ End
//!   resume ─▶ Check, or Results when they are known                                       ▼
//!                                                             End ◀─ kept ─ Fetch ◀─ durable ─ Results
//!                                                                           │  ▲
//!                                                                           └──┘ a passing fault; Reach, when the file's
//!                                                                                host cannot be read: is it the network?
//!   Deadline and stop end the watching from any state; after Submit the record stays, to resume from.
//! ```
//!
//! What a driver does: call [`Job::poll`], do what it says, hand the answer to the method that its output names, and
//! poll again. An order is never handed out twice: while its answer is owed, `poll` says [`Output::Busy`].

mod fetch;
mod resume;
mod snapshot;
mod submit;
mod timing;
mod watch;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::mem;
use std::time::Duration;

pub use fetch::FetchFault;
pub use snapshot::{Phase, Snapshot};
use timing::Timing;

use crate::audio::AudioFacts;
use crate::catalog::Auth;
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Request, Response, Unanswered};
use crate::order::{Finding, Order};
use crate::pace::{Pace, Schedule, Span};
use crate::policy::{Policy, jittered};
use crate::provider::{Call, Standing, Start, Ticket};
use crate::rng::Rng;
use crate::text;
use crate::time::Moment;
use crate::track::{Found, Track};
use crate::update::Update;
use crate::value::{Map, Value};

/// What a driver is to do next.
#[derive(Debug)]
pub enum Output {
    /// Nothing: the answer to the last output is still owed.
    Busy,
    /// It is over; every further poll is busy.
    Done(Result<Vec<Track>, Error>),
    /// Fetch this audio without credentials and keep it under this index; answer with [`Job::fetched`].
    Fetch {
        /// Its place among the results.
        index: usize,
        /// Where it is.
        url: String,
    },
    /// Make this durable; answer with [`Job::stored`].
    Persist(Box<Snapshot>),
    /// Render this, an order's fields and its `operation`; answer with [`Job::rendered`].
    Render(Map),
    /// Tell whoever watches.
    Report(Update),
    /// Send this with the key; answer with [`Job::answered`].
    Send(Request),
    /// The watching was stopped and nothing is left to do.
    Stopped,
    /// Wait until this moment, or until something calls for a look ([`Job::wake`]).
    Wait(Moment),
}

/// How results are kept.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Keep {
    /// The audio is fetched and verified before the job counts as done.
    #[default]
    Bytes,
    /// Its address is enough.
    Url,
}

/// What a job needs to know about its surroundings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The provider's base address as configured; its live one when empty.
    pub base: String,
    /// Whether an answer from that address was read lately. If not, a free question goes before the paid order, so
    /// that a host that is away or refuses this page is known before money could be spent.
    pub reached: bool,
    /// How results are kept.
    pub keep: Keep,
    /// Its patience.
    pub policy: Policy,
    /// A random number for pauses and for a seed nobody chose.
    pub entropy: u64,
}

#[derive(Debug, PartialEq)]
enum Step {
    Check,
    End,
    Fetch(usize),
    Knock,
    Reach(usize),
    Record,
    Render,
    Rest(Moment),
    RestFetch(usize, Moment),
    RestRecord(Moment),
    Results,
    Settle,
    Submit,
    Ticket,
    Wait(Moment),
}

/// One order on its way.
#[derive(Debug)]
pub struct Job {
    id: String,
    order: Order,
    settings: Settings,
    rng: Rng,
    created: Moment,
    deadline: Moment,
    phase: Phase,
    step: Step,
    /// Whether the step was handed out and its answer is owed.
    asked: bool,
    /// Whether the watching was stopped while something could not be left half done.
    stopping: bool,
    /// Whether the look that is out is the last before the deadline.
    last_look: bool,
    /// Faults in a row.
    faults: u32,
    /// Times in a row that the job, or the file that is fetched, was said to be gone.
    doubts: u32,
    /// Times that the file that is fetched could not be read or was not what it should be.
    tries: u32,
    /// Times the order was sent and nothing was taken on.
    refusals: u32,
    /// Questions that said "ask again at once", in a row.
    hops: u32,
    /// Asked to wait by the provider: no look before this.
    not_before: Moment,
    looked: Moment,
    timing: Timing,
    /// How long jobs of this kind took before.
    pace: Pace,
    /// What follows from that, once it was reckoned.
    schedule: Option<Schedule>,
    /// How long this one took, until that is fetched.
    span: Option<Span>,
    /// The newest moment that was handed in.
    seen: Moment,
    taken: Option<Moment>,
    ticket: Option<Ticket>,
    standing: Option<Standing>,
    results: Vec<Found>,
    kept: Vec<Option<AudioFacts>>,
    warnings: Vec<Finding>,
    /// Why the newest record could not be written, until one is.
    unwritten: Option<String>,
    /// The least pause after the ticket is written.
    least: Duration,
    reports: VecDeque<Update>,
    outcome: Option<Result<Vec<Track>, Error>>,
}

impl Job {
    /// A new job of this id, which must not have been used before.
    pub fn new(id: String, order: Order, settings: Settings, now: Moment) -> Self {
        let mut job = Self::blank(id, order, settings, now);
        job.step = job.first_step();
        job
    }

    /// What is to be done next.
    pub fn poll(&mut self, now: Moment) -> Output {
        self.mind(now);
        if let Some(update) = self.reports.pop_front() {
            return Output::Report(update);
        }
        if self.asked {
            return Output::Busy;
        }
        let output = self.next(now);
        self.asked = !matches!(output, Output::Wait(_) | Output::Report(_));
        output
    }

    /// Says that a record is durable, or why it could not be made so.
    pub fn stored(&mut self, result: Result<(), String>, now: Moment) {
        self.mind(now);
        match self.step {
            Step::Record => self.recorded(result),
            Step::RestRecord(until) => self.go(Step::Rest(until)),
            Step::Ticket => {
                self.unwritten = result.err();
                let least = mem::take(&mut self.least);
                self.wait(least, now);
            }
            Step::Results => {
                self.unwritten = result.err();
                self.step = self.after_results();
                self.asked = false;
                self.finish_if_kept(now);
            }
            Step::Settle => self.go(Step::End),
            _ => {}
        }
        self.heed_stop();
    }

    /// Hands over the reply to a request, or says why there is none.
    pub fn answered(&mut self, answer: Result<Response, Unanswered>, now: Moment) {
        self.mind(now);
        match self.step {
            Step::Knock if self.asked => self.knocked(answer, now),
            Step::Reach(index) if self.asked => self.reached(index, answer, now),
            Step::Submit if self.asked => self.submitted(answer, now),
            Step::Check if self.asked => self.checked(answer, now),
            _ => {}
        }
        self.heed_stop();
    }

    /// Hands over what a render made, with what it says of it: `clip`, `warnings`, and what else becomes the track's
    /// `meta`; or why there is nothing. An upload makes no audio.
    pub fn rendered(&mut self, result: Result<(Option<AudioFacts>, Map), Error>, now: Moment) {
        if self.step != Step::Render || !self.asked {
            return;
        }
        match result {
            Ok((facts, said)) => {
                self.results = vec![self.made(said)];
                self.kept = vec![facts];
                self.finish(now);
            }
            Err(error) => self.fail(error),
        }
    }

    /// A render's result; what it could not honour becomes a warning each.
    fn made(&mut self, mut said: Map) -> Found {
        let clip = said.remove("clip");
        let warnings = said.remove("warnings").unwrap_or_default();
        for words in warnings
            .list()
            .into_iter()
            .flatten()
            .filter_map(Value::text)
        {
            self.warnings
                .push(Finding::warning(ErrorKind::Unsupported, None, words));
        }
        let seed = self.order.field("seed");
        if !seed.is_null() {
            said.set("seed", seed.clone());
        }
        Found {
            url: self.order.field("audioUrl").text().map(str::to_owned),
            clip: clip.as_ref().and_then(Value::text).map(str::to_owned),
            meta: said,
            ..Found::default()
        }
    }

    /// Looks at once if the job is only waiting: the page is visible again, or the network is back.
    pub fn wake(&mut self, now: Moment) {
        const LATELY: Duration = Duration::from_secs(1);
        self.mind(now);
        if let Step::Wait(until) = self.step
            && now.since(self.looked) >= LATELY
        {
            self.step = Step::Wait(until.min(now.max(self.not_before)));
        }
    }

    /// Ends the watching. An order whose answer is owed is heard out first, so that its ticket is not lost.
    pub fn stop(&mut self) {
        self.stopping = true;
        if self.may_interrupt() {
            self.asked = false;
            self.heed_stop();
        }
    }

    /// Whether what is under way may be dropped when the watching is stopped.
    pub fn may_interrupt(&self) -> bool {
        let writing = matches!(
            self.step,
            Step::Record | Step::RestRecord(_) | Step::Results | Step::Settle | Step::Ticket
        );
        !(self.asked && (writing || self.step == Step::Submit))
    }

    /// Whether the journal's record is still good for something: the job can be resumed, or its fate is not known.
    pub fn leaves_record(&self) -> bool {
        matches!(
            self.phase,
            Phase::Submitting | Phase::Taken | Phase::Unknown
        )
    }

    /// How far it is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether this output is one before which its ticket was written down: then its caller is told that it was taken on.
    pub fn tells_taken(&self, output: &Output) -> bool {
        match output {
            Output::Done(Ok(_)) | Output::Render(_) => true,
            Output::Fetch { .. } | Output::Send(_) | Output::Wait(_) => self.phase == Phase::Taken,
            _ => false,
        }
    }

    /// Its id, ours.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The provider's id for it, once it was taken on.
    pub fn request_id(&self) -> Option<&str> {
        self.ticket
            .as_ref()
            .map(|it| it.id.as_str())
            .filter(|id| !id.is_empty())
    }

    /// Its order.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// What to store so that it can be resumed. It holds no key.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            id: self.id.clone(),
            model: self.order.model.id,
            operation: self.order.operation,
            phase: self.phase,
            order: self.order.to_value(),
            created: self.created,
            endpoint: self.settings.base.clone(),
            ticket: self.ticket.clone(),
            taken: self.taken,
            results: self.results.clone(),
        }
    }

    fn blank(id: String, mut order: Order, mut settings: Settings, now: Moment) -> Self {
        let mut rng = Rng::new(settings.entropy);
        if settings.base.is_empty() {
            order
                .provider
                .info()
                .base_url
                .clone_into(&mut settings.base);
        }
        if order.provider.info().auth == Auth::None {
            order.settle_seed(rng.next() >> 32);
        }
        Self {
            id,
            deadline: now + settings.policy.deadline,
            warnings: order.warnings.clone(),
            order,
            settings,
            rng,
            created: now,
            phase: Phase::Ordered,
            step: Step::Record,
            asked: false,
            stopping: false,
            last_look: false,
            faults: 0,
            doubts: 0,
            tries: 0,
            refusals: 0,
            hops: 0,
            not_before: now,
            looked: now,
            timing: Timing::default(),
            pace: Pace::default(),
            schedule: None,
            span: None,
            seen: now,
            taken: None,
            ticket: None,
            standing: None,
            results: Vec::new(),
            kept: Vec::new(),
            unwritten: None,
            least: Duration::ZERO,
            reports: VecDeque::new(),
            outcome: None,
        }
    }

    fn next(&mut self, now: Moment) -> Output {
        match self.step {
            Step::Check => self.ask(now),
            Step::End => self.outcome.take().map_or(Output::Stopped, Output::Done),
            Step::Fetch(index) => self.fetch(index),
            Step::Knock => self.knock(),
            Step::Reach(index) => self.reach(index, now),
            Step::Record => {
                self.phase = Phase::Submitting;
                self.persist()
            }
            Step::Render | Step::Submit => self.start(now),
            Step::Rest(until) => self.due(now, until, Step::Record),
            Step::RestFetch(index, until) => self.due(now, until, Step::Fetch(index)),
            Step::RestRecord(_) | Step::Results | Step::Settle | Step::Ticket => self.persist(),
            Step::Wait(until) => {
                self.last_look = now >= self.deadline;
                if self.last_look && now < self.not_before {
                    // The provider wants to be left alone for longer than this is watched.
                    self.give_up();
                    return self.next(now);
                }
                self.due(now, until, Step::Check)
            }
        }
    }

    /// A clock that was set back takes every moment noted here back with it: nothing is waited for twice.
    fn mind(&mut self, now: Moment) {
        let back = self.seen.since(now);
        self.seen = now;
        if back.is_zero() {
            return;
        }
        for moment in [&mut self.deadline, &mut self.looked, &mut self.not_before] {
            *moment = *moment - back;
        }
        self.taken = self.taken.map(|taken| taken - back);
        // How long it took cannot be told any more.
        self.timing = Timing::default();
        if let Step::Rest(until)
        | Step::RestFetch(_, until)
        | Step::RestRecord(until)
        | Step::Wait(until) = &mut self.step
        {
            *until = *until - back;
        }
    }

    fn due(&mut self, now: Moment, until: Moment, then: Step) -> Output {
        if now < until {
            return Output::Wait(until);
        }
        self.step = then;
        self.next(now)
    }

    fn persist(&self) -> Output {
        Output::Persist(Box::new(self.snapshot()))
    }

    fn start(&mut self, now: Moment) -> Output {
        let call = self.call(now);
        match call.order.provider.submit(&call) {
            Ok(Start::Render(order)) => Output::Render(order),
            Ok(Start::Send(mut request)) => {
                if let Some(timeout) = self.settings.policy.submit_timeout {
                    request.timeout = timeout;
                }
                Output::Send(request)
            }
            Err(error) => {
                self.fail(error);
                self.next(now)
            }
        }
    }

    fn first_step(&mut self) -> Step {
        if self.is_local() {
            return Step::Render;
        }
        self.reports.push_back(Update::Submitting);
        if self.settings.reached {
            Step::Record
        } else {
            Step::Knock
        }
    }

    fn go(&mut self, step: Step) {
        self.step = step;
        self.asked = false;
    }

    /// Ends with an error after which nothing is left to resume.
    fn fail(&mut self, error: Error) {
        self.phase = Phase::Failed;
        self.end(error);
    }

    /// Ends the watching with an error; what the record says stays true.
    fn end(&mut self, error: Error) {
        self.outcome = Some(Err(self.about(error)));
        self.leave();
    }

    /// Leaves a job that goes on elsewhere; a record that could not be written before is tried once more.
    fn leave(&mut self) {
        let lost = self.phase == Phase::Taken && self.unwritten.is_some();
        self.go(if lost { Step::Settle } else { Step::End });
    }

    fn finish(&mut self, now: Moment) {
        if let Some(why) = self.unwritten.take() {
            let message = [
                "The job could not be written down, so a reload would lose sight of it: ",
                &why,
            ]
            .concat();
            self.warnings
                .push(Finding::warning(ErrorKind::Storage, None, message));
        }
        let kept_until = self.order.model.retention.file.map(|kept| now + kept);
        let tracks =
            self.results
                .iter()
                .zip(&self.kept)
                .enumerate()
                .map(|(index, (found, facts))| Track {
                    id: [&self.id, ".", &text::digits(index as i64)].concat(),
                    model: self.order.model.id,
                    found: Found {
                        title: self.order.title.clone().or_else(|| found.title.clone()),
                        ..found.clone()
                    },
                    facts: *facts,
                    expires_at: kept_until.filter(|_| found.url.is_some()),
                    warnings: self.warnings.clone(),
                });
        self.outcome = Some(Ok(tracks.collect()));
        self.phase = Phase::Done;
        self.go(Step::End);
    }

    /// Stops where a stop was asked for and nothing would be left half done.
    fn heed_stop(&mut self) {
        if !self.stopping || self.asked || self.step == Step::End {
            return;
        }
        if matches!(self.step, Step::Ticket | Step::Settle | Step::Results) {
            return;
        }
        if self.taken.is_none() && self.phase != Phase::Unknown {
            // Nothing was taken on, and nothing will be: the order is withdrawn.
            self.phase = Phase::Failed;
        }
        self.outcome = None;
        self.leave();
    }

    fn about(&self, error: Error) -> Error {
        let model = self.order.model;
        error
            .concerning(
                self.order.provider.info().id,
                model.id,
                self.order.operation,
            )
            .of_job(&self.id, self.request_id())
    }

    fn call(&self, now: Moment) -> Call<'_> {
        Call {
            order: &self.order,
            base: self.settings.base.trim_end_matches('/'),
            now,
        }
    }

    fn is_local(&self) -> bool {
        self.order.provider.info().auth == Auth::None
    }

    fn provider_name(&self) -> &'static str {
        self.order.provider.info().name
    }

    fn jitter(&mut self, pause: Duration, share: f64) -> Duration {
        jittered(pause, share, self.rng.unit())
    }
}

/// The charge of something that went wrong after a job was taken on.
const fn at_least_maybe(charge: Charge) -> Charge {
    match charge {
        Charge::No => Charge::Maybe,
        known => known,
    }
}
