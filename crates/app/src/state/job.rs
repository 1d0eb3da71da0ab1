//! One job: how far it is, what became of it, and what a person can do about it.

use std::time::Duration;

use tutti_core::catalog::{ModelInfo, ProviderInfo};
use tutti_core::{Charge, Error, ErrorKind, Update, Value, providers};
use tutti_web::Usual;

use crate::state::edit::heading;
use crate::state::take::Take;
use crate::text::runs as text;
use crate::words;

/// An order this young, found in the journal before it was taken on, is sent by itself.
const FRESH_MS: f64 = 600_000.0;

/// One order on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its id, ours.
    pub id: String,
    /// The id of its model.
    pub model: &'static str,
    /// What was asked, as data.
    pub order: Value,
    /// The base address it goes to; empty for a local one.
    pub base: String,
    /// When it was ordered, in milliseconds since 1970.
    pub at_ms: f64,
    /// When it ended, in milliseconds since 1970.
    pub ended_ms: Option<f64>,
    /// How far it is.
    pub stage: Stage,
    /// What came out.
    pub takes: Vec<Take>,
    /// What to know about what came out.
    pub note: Option<String>,
    /// How long most jobs like it took, where enough were seen.
    pub usual: Option<Usual>,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Its audio is here.
    Done,
    /// It failed, or the watching did.
    Failed(Error),
    /// Nobody watches it; the person decides.
    Parked(Parked),
    /// It goes on.
    Working(Working),
}

/// Why nobody watches a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Parked {
    /// The person stopped the watching of a job that its provider had taken on.
    Left,
    /// There is no key for its address.
    NoKey,
    /// An order that was never taken on, from long ago.
    Old,
    /// The person took it back before it was taken on.
    Withdrawn,
}

/// A job that goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Working {
    /// Where it is.
    pub step: Step,
    /// The provider's own word, if it says more than ours.
    pub word: Option<String>,
    /// From 0 to 1, only if a real number is known.
    pub progress: Option<f64>,
    /// The passing fault it is over.
    pub trouble: Option<(ErrorKind, Duration)>,
}

/// Where a job that goes on is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// Its audio is fetched.
    Fetching,
    /// The provider has it and has not begun.
    Queued,
    /// It is made on this machine.
    Rendering,
    /// The provider works on it.
    Running,
    /// It is sent.
    Submitting,
}

/// What a record found in the journal calls for.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Wait for the person.
    Park(Stage),
    /// Watch it again.
    Resume,
}

/// Something a person can do about a job.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Remedy {
    /// Take the card away and forget the record.
    Dismiss,
    /// Change what was asked; nothing is sent by that.
    EditOrder,
    /// Change the words.
    EditPrompt,
    /// See to the key or the endpoint.
    Endpoint,
    /// Enter another key.
    FixKey,
    /// Watch it again; nothing is ordered.
    LookAgain,
    /// Order it again though the first may have been charged.
    OrderAgain,
    /// See to the account.
    TopUp,
    /// Put the order back and send it again; nothing was charged.
    TryAgain,
}

impl Job {
    /// A new order on its way.
    pub fn new(id: String, model: &'static str, order: Value, base: String, now_ms: f64) -> Self {
        // What is made here is sent nowhere: it waits for its turn.
        let first = match base.is_empty() {
            true => Step::Queued,
            false => Step::Submitting,
        };
        Self {
            id,
            model,
            order,
            base,
            at_ms: now_ms,
            ended_ms: None,
            stage: Stage::Working(Working::at(first)),
            takes: Vec::new(),
            note: None,
            usual: None,
        }
    }

    /// A job found in the journal, and what it calls for; none if its model is gone.
    pub fn from_record(
        record: &Value,
        has_key: impl Fn(&str, &str) -> bool,
        now_ms: f64,
    ) -> Option<(Self, Call)> {
        let (provider, model) = providers::row(record.get("model").text()?)?;
        let base = record.get("endpoint").text().unwrap_or_default().to_owned();
        let at_ms = record.get("createdAt").number().unwrap_or(now_ms);
        let id = record.get("id").text()?.to_owned();
        let call = match record.get("phase").text()? {
            "submitting" | "unknown" => Call::Park(Stage::Failed(unanswered(provider, &id))),
            "ordered" if now_ms - at_ms > FRESH_MS => Call::Park(Stage::Parked(Parked::Old)),
            _ if !base.is_empty() && !has_key(provider.id, &base) => {
                Call::Park(Stage::Parked(Parked::NoKey))
            }
            _ => Call::Resume,
        };
        let mut job = Self::new(id, model.id, record.get("order").clone(), base, at_ms);
        if let Call::Park(stage) = &call {
            job.stage = stage.clone();
        }
        Some((job, call))
    }

    /// The row of its model and its provider. A job is only made for a model of the catalogue, so there always is one.
    pub fn rows(&self) -> Option<(&'static ProviderInfo, &'static ModelInfo)> {
        providers::row(self.model)
    }

    /// Where its model stands in the catalogue: jobs of a run are shown in that order.
    pub fn place(&self) -> Option<usize> {
        providers::rows().position(|(_, model)| model.id == self.model)
    }

    /// The name of its model.
    pub fn model_name(&self) -> String {
        words::model_name(self.model)
    }

    /// The name of its provider.
    pub fn provider_name(&self) -> &'static str {
        self.rows().map_or("", |(provider, _)| provider.name)
    }

    /// The words it was ordered with.
    pub fn heading(&self) -> String {
        heading(&self.order)
    }

    /// Whether it goes on.
    pub fn is_working(&self) -> bool {
        matches!(self.stage, Stage::Working(_))
    }

    /// Whether it is a paid order whose answer is owed.
    pub fn is_ordering(&self) -> bool {
        let sent = matches!(&self.stage, Stage::Working(it) if it.step == Step::Submitting);
        sent && !self.base.is_empty()
    }

    /// Takes in what its watcher was told.
    pub fn hear(&mut self, update: &Update) {
        if let Stage::Working(working) = &mut self.stage {
            working.hear(update);
        }
    }

    /// Ends with what came out.
    pub fn finish(&mut self, takes: Vec<Take>, now_ms: f64) {
        self.takes = takes;
        self.end(Stage::Done, now_ms);
    }

    /// Ends, or ends being watched.
    pub fn end(&mut self, stage: Stage, now_ms: f64) {
        self.stage = stage;
        self.ended_ms = Some(now_ms);
    }

    /// Goes on.
    pub fn go_on(&mut self) {
        self.stage = Stage::Working(Working::at(if self.base.is_empty() {
            Step::Rendering
        } else {
            Step::Queued
        }));
        self.ended_ms = None;
    }

    /// How long it has been going, or went, in milliseconds.
    pub fn elapsed_ms(&self, now_ms: f64) -> f64 {
        (self.ended_ms.unwrap_or(now_ms) - self.at_ms).max(0.0)
    }

    /// What the person can do about it.
    pub fn remedies(&self) -> &'static [Remedy] {
        match &self.stage {
            Stage::Done | Stage::Working(_) => &[],
            Stage::Failed(error) => remedies(error),
            Stage::Parked(Parked::Left) => &[Remedy::LookAgain, Remedy::Dismiss],
            Stage::Parked(Parked::NoKey) => &[Remedy::FixKey, Remedy::Dismiss],
            Stage::Parked(Parked::Old | Parked::Withdrawn) => &[Remedy::TryAgain, Remedy::Dismiss],
        }
    }
}

impl Working {
    const fn at(step: Step) -> Self {
        Self {
            step,
            word: None,
            progress: None,
            trouble: None,
        }
    }

    fn hear(&mut self, update: &Update) {
        if let Update::Retrying { wait, reason } = update {
            self.trouble = Some((*reason, *wait));
            return;
        }
        *self = match update {
            Update::Fetching { received, total } => Self {
                progress: total
                    .filter(|total| *total > 0)
                    .map(|total| *received as f64 / total as f64),
                ..Self::at(Step::Fetching)
            },
            Update::Rendering(progress) => Self {
                progress: Some(*progress).filter(|it| *it > 0.0),
                ..Self::at(Step::Rendering)
            },
            Update::Working { standing, .. } => Self {
                progress: standing.progress,
                word: Some(standing.word.clone()),
                ..Self::at(if standing.running {
                    Step::Running
                } else {
                    Step::Queued
                })
            },
            Update::Submitting | Update::Retrying { .. } => Self::at(Step::Submitting),
        };
    }
}

impl Step {
    /// The state in a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fetching => text::fetching(),
            Self::Queued => text::queued(),
            Self::Rendering => text::rendering(),
            Self::Running => text::running(),
            Self::Submitting => text::sending(),
        }
    }
}

impl Remedy {
    /// What its button says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dismiss => text::dismiss(),
            Self::EditOrder => text::edit_order(),
            Self::EditPrompt => text::edit_prompt(),
            Self::Endpoint => text::key_and_endpoint(),
            Self::FixKey => text::fix_key(),
            Self::LookAgain => text::look_again(),
            Self::OrderAgain => text::order_again(),
            Self::TopUp => text::top_up(),
            Self::TryAgain => text::try_again(),
        }
    }
}

/// What to do about an error: never an order by itself where one may have been charged.
fn remedies(error: &Error) -> &'static [Remedy] {
    use ErrorKind::{
        BadResponse, ContentBlocked, Forbidden, InsufficientCredits, InvalidOrder, Network,
        OutcomeUnknown, Timeout, Unauthorized, Unsupported,
    };
    use Remedy::{
        Dismiss, EditOrder, EditPrompt, Endpoint, FixKey, LookAgain, OrderAgain, TopUp, TryAgain,
    };
    let (free, lives) = (error.charge == Charge::No, resumable(error));
    match error.kind {
        OutcomeUnknown => &[OrderAgain, Dismiss],
        Timeout => &[LookAgain, Dismiss],
        ContentBlocked => &[EditPrompt, Dismiss],
        InvalidOrder | Unsupported => &[EditOrder, Dismiss],
        Unauthorized | Forbidden if lives => &[FixKey, LookAgain, Dismiss],
        _ if lives => &[LookAgain, Dismiss],
        Unauthorized | Forbidden if free => &[FixKey, TryAgain, Dismiss],
        InsufficientCredits if free => &[TopUp, EditOrder, TryAgain, Dismiss],
        Network | BadResponse if free => &[TryAgain, Endpoint, Dismiss],
        _ if free => &[TryAgain, EditOrder, Dismiss],
        _ => &[OrderAgain, EditOrder, Dismiss],
    }
}

/// Whether the job may live on at its provider after this error.
pub fn resumable(error: &Error) -> bool {
    let taken = !error.to_value().get("requestId").is_null();
    taken && !error.kind.ends_the_job()
}

fn unanswered(provider: &ProviderInfo, id: &str) -> Error {
    let name = provider.name;
    let message =
        format!("The order was sent and its answer was lost: {name} may have run and charged it.");
    Error::new(ErrorKind::OutcomeUnknown, message)
        .charged(Charge::Maybe)
        .hint("Look at the provider's own history before ordering again; it is not sent again by itself.")
        .of_provider(provider.id)
        .of_job(id, None)
}

#[cfg(test)]
pub(crate) mod tests {
    use tutti_core::{Map, Standing};

    use super::*;

    const BASE: &str = "http://127.0.0.1:8787/segmind";

    fn order(prompt: &str) -> Value {
        Map::new()
            .with("model", "segmind/lyria-2")
            .with("prompt", prompt)
            .into()
    }

    pub(crate) fn job(id: &str, prompt: &str, at_ms: f64) -> Job {
        Job::new(
            id.to_owned(),
            "segmind/lyria-2",
            order(prompt),
            BASE.to_owned(),
            at_ms,
        )
    }

    fn record(phase: &str, at_ms: f64) -> Value {
        Map::new()
            .with("id", "j")
            .with("model", "segmind/lyria-2")
            .with("phase", phase)
            .with("order", order("rain"))
            .with("createdAt", at_ms)
            .with("endpoint", BASE)
            .into()
    }

    fn call(phase: &str, at_ms: f64, key: bool) -> Call {
        Job::from_record(&record(phase, at_ms), |_, _| key, 1e6)
            .unwrap()
            .1
    }

    #[test]
    fn a_taken_job_is_watched_again_when_its_key_is_at_hand_and_asks_for_it_otherwise() {
        assert_eq!(call("taken", 0.0, true), Call::Resume);
        assert_eq!(
            call("taken", 0.0, false),
            Call::Park(Stage::Parked(Parked::NoKey))
        );
    }

    #[test]
    fn an_order_that_was_never_taken_on_is_only_sent_by_itself_when_it_is_fresh() {
        assert_eq!(call("ordered", 1e6 - FRESH_MS, true), Call::Resume);
        assert_eq!(
            call("ordered", 1e6 - FRESH_MS - 1.0, true),
            Call::Park(Stage::Parked(Parked::Old))
        );
    }

    #[test]
    fn an_order_whose_answer_was_lost_waits_for_the_persons_word() {
        for phase in ["submitting", "unknown"] {
            let (job, call) = Job::from_record(&record(phase, 1e6), |_, _| true, 1e6).unwrap();
            assert!(
                matches!(&call, Call::Park(Stage::Failed(error)) if error.charge == Charge::Maybe),
                "{call:?}"
            );
            assert_eq!(job.remedies(), [Remedy::OrderAgain, Remedy::Dismiss]);
        }
    }

    #[test]
    fn a_record_of_a_model_that_is_gone_is_no_job() {
        let mut gone = record("taken", 0.0).map().unwrap().clone();
        gone.set("model", "segmind/gone");
        assert!(Job::from_record(&gone.into(), |_, _| true, 0.0).is_none());
        assert!(Job::from_record(&Value::Null, |_, _| true, 0.0).is_none());
    }

    #[test]
    fn a_passing_fault_is_a_mark_on_the_state_and_the_next_good_answer_takes_it_away() {
        let mut job = job("a", "one", 0.0);
        let standing = Standing {
            running: true,
            word: "PROCESSING".to_owned(),
            progress: None,
        };
        let good = Update::Working {
            request: "r".to_owned(),
            standing,
            eta: None,
        };
        job.hear(&good);
        job.hear(&Update::Retrying {
            wait: Duration::from_secs(2),
            reason: ErrorKind::Network,
        });
        let Stage::Working(working) = &job.stage else {
            panic!("{job:?}")
        };
        assert_eq!(
            (working.step, working.trouble.is_some()),
            (Step::Running, true)
        );
        job.hear(&good);
        let Stage::Working(working) = &job.stage else {
            panic!("{job:?}")
        };
        assert_eq!(working.trouble, None);
    }

    #[test]
    fn what_is_made_here_waits_for_its_turn_and_is_not_sent() {
        let local = Job::new(
            "a".to_owned(),
            "sketch/groove",
            order("one"),
            String::new(),
            0.0,
        );
        for (job, step) in [
            (local, Step::Queued),
            (job("b", "two", 0.0), Step::Submitting),
        ] {
            assert_eq!(job.stage, Stage::Working(Working::at(step)));
            assert!(job.is_working());
        }
    }

    #[test]
    fn a_late_update_does_not_wake_what_has_ended() {
        let mut job = job("a", "one", 0.0);
        job.finish(vec![], 5.0);
        job.hear(&Update::Submitting);
        assert_eq!(job.stage, Stage::Done);
        assert_eq!(job.elapsed_ms(9e9), 5.0);
    }

    #[test]
    fn a_bar_is_only_drawn_from_a_real_number() {
        let mut job = job("a", "one", 0.0);
        for (total, progress) in [(None, None), (Some(0), None), (Some(200), Some(0.25))] {
            job.hear(&Update::Fetching {
                received: 50,
                total,
            });
            assert!(matches!(&job.stage, Stage::Working(it) if it.progress == progress));
        }
    }

    #[test]
    fn no_error_that_may_have_cost_money_offers_to_simply_try_again() {
        for kind in ErrorKind::ALL {
            for charge in [Charge::Maybe, Charge::Yes] {
                let error = Error::new(kind, "x").charged(charge);
                assert!(!remedies(&error).contains(&Remedy::TryAgain), "{kind}");
            }
        }
    }

    #[test]
    fn a_job_that_lives_on_is_looked_at_again_rather_than_ordered_again() {
        let lost = Error::new(ErrorKind::BadAudio, "x")
            .charged(Charge::Yes)
            .of_job("j", Some("r"));
        assert_eq!(remedies(&lost)[0], Remedy::LookAgain);
        let over = Error::new(ErrorKind::JobFailed, "x")
            .charged(Charge::Yes)
            .of_job("j", Some("r"));
        assert_eq!(remedies(&over)[0], Remedy::OrderAgain);
        let free = Error::new(ErrorKind::Network, "x");
        assert_eq!(remedies(&free)[0], Remedy::TryAgain);
    }

    #[test]
    fn what_is_offered_fits_what_went_wrong() {
        let offered = |kind| remedies(&Error::new(kind, "x")).to_vec();
        assert_eq!(offered(ErrorKind::Unauthorized)[0], Remedy::FixKey);
        assert_eq!(offered(ErrorKind::InsufficientCredits)[0], Remedy::TopUp);
        assert_eq!(offered(ErrorKind::ContentBlocked)[0], Remedy::EditPrompt);
        assert_eq!(offered(ErrorKind::InvalidOrder)[0], Remedy::EditOrder);
        assert!(offered(ErrorKind::Network).contains(&Remedy::Endpoint));
        assert!(offered(ErrorKind::JobFailed).contains(&Remedy::EditOrder));
        for kind in ErrorKind::ALL {
            assert_eq!(offered(kind).last(), Some(&Remedy::Dismiss), "{kind}");
        }
    }
}
