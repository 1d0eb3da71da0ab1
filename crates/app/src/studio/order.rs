//! Ordering: what is checked before, and what Generate does.

use leptos::prelude::{GetUntracked, Set, Update, UpdateValue, WithUntracked, WithValue};
use tutti_core::catalog::{Auth, ProviderInfo};
use tutti_core::{Error, Value, providers};
use tutti_web::{RunOptions, Running};
use wasm_bindgen_futures::spawn_local;

use super::{Studio, View};
use crate::browser;
use crate::state::ask::{Plan, Purpose};
use crate::state::draft::{Draft, Place, Problem};
use crate::state::history::History;
use crate::state::job::{Job, Remedy, Stage};
use crate::state::keys::Standing;
use crate::state::settings::{Endpoint, usable};
use crate::state::spend::Bill;
use crate::text::{composer, runs as text};

impl Studio {
    /// Sends the draft to every model it names, or says what is wrong with it.
    pub(crate) fn generate(self) {
        let draft = self.draft.get_untracked();
        let orders = draft.orders(browser::random);
        let mut problems = draft.problems(&orders);
        problems.extend(self.missing(&draft));
        let stopped = problems.first().map(|problem| problem.place.clone());
        self.problems.set(problems);
        if let Some(place) = stopped {
            browser::focus(&field_id(&place));
            return;
        }
        self.history.update(|history| history.note(&draft.prompt));
        browser::store(PROMPTS, &self.history.with_untracked(History::to_value));
        let seeded = !draft.entry("seed").is_empty();
        self.propose(self.plan(orders, Purpose::Run, seeded));
    }

    /// Sends orders that are meant.
    pub(super) fn carry_out(self, plan: Plan) {
        let orders = plan.orders.into_iter();
        let jobs: Vec<Job> = orders
            .filter_map(|(order, bill)| self.begin(order, bill))
            .collect();
        match plan.purpose {
            Purpose::Again(id) => self.put_in_place(&id, jobs),
            Purpose::Edit(operation) => {
                self.edit.set(None);
                self.show_edit(operation, jobs);
            }
            Purpose::Run => self.show_run(jobs),
        }
    }

    fn show_run(self, jobs: Vec<Job>) {
        let count = jobs.len() as u64;
        let run = jobs.first().map(|job| job.id.clone());
        self.jobs.update(|all| all.open(jobs));
        self.tick();
        self.announce(text::jobs_started(count));
        self.go_to(View::Runs);
        if let Some(run) = run.filter(|_| self.narrow.get_untracked()) {
            // The button that was pressed is out of sight now.
            browser::focus_soon(format!("run-{run}"));
        }
    }

    /// Does what a button on a job's card says.
    pub(crate) fn remedy(self, id: &str, remedy: Remedy) {
        let Some(job) = self.jobs.with_untracked(|jobs| jobs.job(id).cloned()) else {
            return;
        };
        match remedy {
            Remedy::Dismiss => self.dismiss(&job),
            Remedy::EditOrder | Remedy::EditPrompt => self.edit_order(&job.order),
            Remedy::TopUp => self.open_account(&job),
            Remedy::Endpoint | Remedy::FixKey => {
                self.open_settings(job.rows().map(|(provider, _)| provider.id))
            }
            Remedy::LookAgain => {
                self.look_again(&job);
                browser::focus_soon(format!("job-{id}"));
            }
            Remedy::OrderAgain | Remedy::TryAgain => self.order_again(&job),
        }
    }

    /// Puts an order back into the form.
    pub(crate) fn edit_order(self, order: &Value) {
        if self.edit_again(order) {
            return;
        }
        self.draft.update(|draft| draft.restore(order));
        self.problems.set(Vec::new());
        self.go_to(View::Create);
        browser::focus_soon(PROMPT.to_owned());
    }

    /// Sends an order on its way and shows what becomes of it.
    pub(super) fn begin(self, order: Value, bill: Option<Bill>) -> Option<Job> {
        let (provider, model) = providers::row(order.get("model").text()?)?;
        let base = self.base(provider);
        let started = self.start(provider, &base, &order);
        let now = browser::now_ms();
        Some(match started {
            Ok(running) => {
                let id = running.id();
                // It cannot have left yet: what sends it begins when this is through.
                if let Some(bill) = bill {
                    self.count(&id, &bill);
                }
                self.reckon(&id, self.client(provider, &base).0, order.clone());
                self.watch(running);
                Job::new(id, model.id, order, base, now)
            }
            Err(error) => {
                let mut job = Job::new(
                    format!("refused-{}", browser::random()),
                    model.id,
                    order,
                    base,
                    now,
                );
                job.end(Stage::Failed(error), now);
                job
            }
        })
    }

    fn start(
        self,
        provider: &'static ProviderInfo,
        base: &str,
        order: &Value,
    ) -> Result<Running, Error> {
        let (client, _) = self.client(provider, base);
        let (hear, id) = self.ear();
        let run = RunOptions {
            on_update: Some(hear),
            ..RunOptions::default()
        };
        let running = client.start(order, run)?;
        id.replace(running.id());
        Ok(running)
    }

    /// Keys and addresses that are missing.
    fn missing(self, draft: &Draft) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        for (provider, _) in draft.models().iter().filter_map(|id| providers::row(id)) {
            let found = self.lacks(provider);
            problems.extend(found.filter(|problem| !problems.contains(problem)));
        }
        problems
    }

    pub(super) fn lacks(self, provider: &'static ProviderInfo) -> Option<Problem> {
        if provider.auth == Auth::None {
            return None;
        }
        let place = Place::Models(Some(provider.id));
        if let Endpoint::Custom(url) = self.endpoint(provider)
            && let Err(why) = self.site.with_value(|site| usable(&url, provider, site))
        {
            let message = composer::address_unusable(provider.name, why);
            return Some(Problem::new(place, message));
        }
        let message = match self.key_standing(provider) {
            None => composer::needs_key(provider.name),
            Some(Standing::Locked) => composer::key_is_locked(provider.name),
            Some(_) => return None,
        };
        Some(Problem::new(place, message))
    }

    fn order_again(self, job: &Job) {
        let purpose = Purpose::Again(job.id.clone());
        self.propose(self.plan(vec![job.order.clone()], purpose, true));
    }

    fn put_in_place(self, id: &str, jobs: Vec<Job>) {
        let Some(job) = self.jobs.with_untracked(|jobs| jobs.job(id).cloned()) else {
            self.show_run(jobs);
            return;
        };
        self.forget(&job);
        for fresh in jobs {
            let card = format!("job-{}", fresh.id);
            self.jobs.update(|jobs| jobs.replace(id, fresh));
            self.announce(text::ordered_again(&job.model_name()));
            browser::focus_soon(card);
        }
    }

    /// Opens the provider's own page in a tab of its own, where a person sees to keys and money.
    fn open_account(self, job: &Job) {
        match job.rows().and_then(|(provider, _)| provider.keys_page) {
            Some(page) => browser::open(page),
            None => self.open_settings(job.rows().map(|(provider, _)| provider.id)),
        }
    }

    fn dismiss(self, job: &Job) {
        self.forget(job);
        let next = self
            .jobs
            .with_untracked(|jobs| jobs.run_of(&job.id).map(|run| run.id.clone()));
        self.jobs.update(|jobs| jobs.remove(&job.id));
        let left = next.filter(|run| self.jobs.with_untracked(|jobs| jobs.run(run).is_some()));
        browser::focus_soon(left.map_or_else(|| PROMPT.to_owned(), |run| format!("run-{run}")));
    }

    /// Removes a job's record, so that it is not offered again after a reload.
    fn forget(self, job: &Job) {
        self.backstage.update_value(|it| {
            it.records.remove(&job.id);
            it.running.remove(&job.id);
        });
        if let Some((provider, _)) = job.rows() {
            let (client, _) = self.client(provider, &job.base);
            let id = job.id.clone();
            spawn_local(async move {
                // A record that could not be removed is shown again after a reload, which is the safe side.
                let _ = client.forget(&id).await;
            });
        }
    }
}

/// The name that the last prompts are stored under.
pub(super) const PROMPTS: &str = "tutti.prompts";

/// The id of the button that sends.
pub(crate) const GENERATE: &str = "generate";

/// The id of the prompt's box.
pub(crate) const PROMPT: &str = "prompt";

/// The id of the element that a place of the composer is about.
pub(crate) fn field_id(place: &Place) -> String {
    match place {
        Place::Field(name) => format!("field-{name}"),
        Place::Models(Some(provider)) => format!("key-{provider}"),
        Place::Models(None) => "models".to_owned(),
        Place::Prompt => PROMPT.to_owned(),
    }
}
