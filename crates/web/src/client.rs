//! The client: settings, and what can be asked of it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Function;
use tutti_core::catalog::ProviderInfo;
use tutti_core::exchange;
use tutti_core::{
    Credits, Error, ErrorKind, Finding, Job, Keep, Moment, Order, Pace, Phase, Policy, Settings,
    Snapshot, Update, Value, providers,
};
use wasm_bindgen_futures::spawn_local;

use crate::api::Api;
use crate::audio::Through;
use crate::drive::Drive;
use crate::global::{self, entropy, now, unique_id};
use crate::journal::Journal;
use crate::keys::KeyRing;
use crate::lock;
use crate::pace::Paces;
use crate::relay::Relay;
use crate::render::Render;
use crate::watch::Running;

/// How long an answer shows that a host answers.
const LATELY: Duration = Duration::from_secs(300);

/// What a client is made with.
pub struct Options {
    /// Provider ids and the base addresses to use instead of their live ones.
    pub endpoints: Vec<(String, String)>,
    /// What stands before the encoded address of audio whose host refuses pages.
    pub media_relay: Option<String>,
    /// What everything goes through that `endpoints` and `media_relay` do not name.
    pub relay: Option<Relay>,
    /// The keys.
    pub keys: KeyRing,
    /// A fetch of the caller's own.
    pub fetch: Option<Function>,
    /// Where the records of jobs live.
    pub journal: Journal,
    /// Who renders local models.
    pub render: Render,
    /// How patient jobs are.
    pub policy: Policy,
    /// Whether the record of a finished job stays until [`Client::forget`]: for callers that put the audio away first.
    pub keep_records: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            media_relay: None,
            relay: None,
            keys: KeyRing::default(),
            fetch: None,
            journal: Journal::none(),
            render: Render::none(),
            policy: Policy::default(),
            keep_records: false,
        }
    }
}

/// Hears of every step of a job.
pub type Listener = Rc<dyn Fn(&Update)>;

/// How long jobs of one kind usually take, as far as this journal has seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Only few were done sooner.
    pub least: Duration,
    /// Only few took longer.
    pub most: Duration,
    /// How many jobs that rests on.
    pub jobs: usize,
}

/// What one job is run with.
#[derive(Clone, Default)]
pub struct RunOptions {
    /// Hears of every step.
    pub on_update: Option<Listener>,
    /// How results are kept.
    pub keep: Keep,
    /// Changes to the client's policy, as data.
    pub policy: Option<Value>,
    /// Used instead of the client's `fetch`.
    pub fetch: Option<Function>,
}

/// One client. Clones are the same client.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

pub(crate) struct Inner {
    endpoints: Vec<(String, String)>,
    keys: KeyRing,
    policy: Policy,
    pub(crate) media_relay: Option<String>,
    relay: Option<Relay>,
    pub(crate) fetch: Function,
    pub(crate) journal: Journal,
    pub(crate) render: Render,
    pub(crate) keep_records: bool,
    pub(crate) paces: Paces,
    /// Base addresses that answered, and when.
    answered: RefCell<Vec<(String, Moment)>>,
}

impl Client {
    /// A client with these settings.
    pub fn new(options: Options) -> Self {
        let fetch = options.fetch.or_else(global::fetch);
        Self(Rc::new(Inner {
            endpoints: options.endpoints,
            keys: options.keys,
            policy: options.policy,
            media_relay: options.media_relay,
            relay: options.relay,
            fetch: fetch.unwrap_or_else(|| Function::new_no_args("")),
            journal: options.journal,
            render: options.render,
            keep_records: options.keep_records,
            paces: Paces::default(),
            answered: RefCell::default(),
        }))
    }

    /// Everything there is to say about an order, without sending it.
    pub fn check(&self, order: &Value) -> Vec<Finding> {
        Order::findings(order)
    }

    /// Starts a job; it goes on by itself.
    ///
    /// # Errors
    ///
    /// When the order or the policy is not valid: nothing was sent.
    pub fn start(&self, order: &Value, run: RunOptions) -> Result<Running, Error> {
        let order = Order::admit(order)?;
        let settings = self.settings(order.provider().info(), &run)?;
        let job = Job::new(unique_id(), order, settings, now());
        Ok(self.drive(job, run, false))
    }

    /// Watches a stored job again.
    ///
    /// # Errors
    ///
    /// When the record is not one of ours, the job is over, its outcome is unknown, or it was sent to another endpoint.
    pub fn resume(&self, snapshot: &Value, run: RunOptions) -> Result<Running, Error> {
        let snapshot = Snapshot::from_value(snapshot)?;
        let (provider, _) = providers::model(snapshot.model).ok_or_else(unknown_provider)?;
        let settings = self.settings(provider.info(), &run)?;
        let job = Job::resume(&snapshot, settings, now())?;
        Ok(self.drive(job, run, true))
    }

    /// The records that the journal still holds. An order that a tab is sending right now is not among them: its
    /// outcome is not unknown yet.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Storage`] when the journal cannot be read.
    pub async fn pending(&self) -> Result<Vec<Value>, Error> {
        let records = self.0.journal.list().await.map_err(storage)?;
        let held = lock::held().await;
        let ours = records
            .iter()
            .filter_map(|record| Snapshot::from_value(record).ok());
        let settled = ours.filter(|it| it.phase != Phase::Submitting || !held.contains(&it.id));
        Ok(settled.map(|it| it.to_value()).collect())
    }

    /// Removes a job's record.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Storage`] when the journal cannot be written.
    pub async fn forget(&self, id: &str) -> Result<(), Error> {
        self.0.journal.delete(id).await.map_err(storage)
    }

    /// A provider's balance. It costs nothing and shows whether the key is good.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] where the provider has no such question, else what went wrong.
    pub async fn credits(&self, provider: &str) -> Result<Credits, Error> {
        let provider = providers::provider(provider).ok_or_else(unknown_provider)?;
        let info = provider.info();
        let base = self.0.base(info);
        let Some(request) = provider.credits(&base) else {
            let message = format!("{} has no balance to ask for.", info.name);
            return Err(Error::new(ErrorKind::Unsupported, message).of_provider(info.id));
        };
        let api = self.0.api(info, &base, &self.0.fetch);
        let answer = api.send(&request, None).await.response;
        let response = answer.map_err(|why| why.error(info.name).of_provider(info.id))?;
        self.0.reached(&base);
        provider
            .read_credits(&response, now())
            .map_err(|error| error.of_provider(info.id))
    }

    /// How long most jobs like this order took; none before enough of them were seen.
    pub async fn usual(&self, order: &Value) -> Option<Usual> {
        let order = Order::admit(order).ok()?;
        let base = self.0.base(order.provider().info());
        let id = Pace::id(&order, &base);
        let pace = self.0.paces.recall(&self.0.journal, &id).await;
        let (least, most) = pace.range()?;
        Some(Usual {
            least,
            most,
            jobs: pace.len(),
        })
    }

    fn settings(
        &self,
        provider: &'static ProviderInfo,
        run: &RunOptions,
    ) -> Result<Settings, Error> {
        let patch = run.policy.as_ref().unwrap_or(&Value::Null);
        let policy = self.0.policy.clone().patched(patch).map_err(|field| {
            Error::new(
                ErrorKind::InvalidOrder,
                "A policy is made of milliseconds above zero.",
            )
            .field(&field)
        })?;
        let base = self.0.base(provider);
        Ok(Settings {
            reached: self.0.was_reached(&base),
            base,
            keep: run.keep,
            policy,
            entropy: entropy(),
        })
    }

    fn drive(&self, job: Job, run: RunOptions, resumed: bool) -> Running {
        let running = Running::new(job);
        let drive = Drive {
            client: Rc::clone(&self.0),
            shared: Rc::clone(&running.0),
            run,
            blobs: RefCell::default(),
            resumed,
            written: resumed,
        };
        spawn_local(drive.run());
        running
    }
}

impl Inner {
    pub(crate) fn api<'a>(
        &'a self,
        provider: &'static ProviderInfo,
        base: &'a str,
        fetch: &'a Function,
    ) -> Api<'a> {
        Api::new(provider, base, self.relay.as_ref(), &self.keys, fetch)
    }

    /// What audio is fetched through.
    pub(crate) fn media(&self) -> Option<Through> {
        let own = self.media_relay.clone().map(|prefix| (prefix, None));
        own.or_else(|| {
            let relay = self.relay.as_ref()?.inner();
            Some((relay.media(), relay.headers()))
        })
    }

    pub(crate) fn reached(&self, base: &str) {
        let mut answered = self.answered.borrow_mut();
        answered.retain(|(known, _)| known != base);
        answered.push((base.to_owned(), now()));
    }

    fn was_reached(&self, base: &str) -> bool {
        let answered = self.answered.borrow();
        answered
            .iter()
            .any(|(known, at)| known == base && now().since(*at) < LATELY)
    }

    fn base(&self, provider: &ProviderInfo) -> String {
        let set = self.endpoints.iter().find(|(id, _)| id == provider.id);
        let set = set.map(|(_, base)| base.as_str());
        exchange::Api::base(provider, set, self.relay.as_ref().map(Relay::inner))
    }
}

pub(crate) fn storage(why: String) -> Error {
    Error::new(
        ErrorKind::Storage,
        "The journal could not be read or written.",
    )
    .detail(&why)
}

fn unknown_provider() -> Error {
    Error::new(ErrorKind::InvalidOrder, "There is no such provider.").field("provider")
}
