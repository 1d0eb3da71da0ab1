//! What is spent: asked before, counted after, the same for every tab of this device.

use leptos::ev;
use leptos::prelude::{Get, GetUntracked, Set, Update, With, WithUntracked, window_event_listener};
use tutti_core::catalog::{Auth, ModelInfo};
use tutti_core::{Charge, Error, Value, providers};

use super::Studio;
use super::vault::VAULT;
use crate::browser;
use crate::state::ask::{Doubt, Plan, Purpose};
use crate::state::spend::{Bill, End, Spend, Sum};

/// The name it is stored under.
pub(super) const SPEND: &str = "tutti.spend";

/// The id of the limit's field.
pub(crate) const LIMIT: &str = "daily-limit";

/// A question before money is spent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ask {
    pub(crate) doubt: Doubt,
    /// What is sent if it is meant.
    pub(crate) plan: Plan,
    /// What is left to send without what is in doubt.
    pub(crate) rest: Plan,
}

impl Studio {
    /// What was ordered today, as far as it is known.
    pub(crate) fn today(self) -> Sum {
        // Midnight passes while the page is open.
        let _ = self.now.get();
        let since = browser::midnight_ms();
        self.spend.with(|spend| spend.since(since))
    }

    /// The most that may be ordered in a day, in US dollars.
    pub(crate) fn set_limit(self, usd: Option<f64>) {
        self.settings.update(|settings| settings.daily_limit = usd);
        self.save_settings();
    }

    /// What one press of Generate would order for money.
    pub(crate) fn cost(self) -> Sum {
        let each = self.draft.with(|draft| {
            let prices = draft.rows().filter_map(|model| {
                let (provider, _) = providers::row(model.id)?;
                let paid = provider.auth != Auth::None && !self.is_sandbox(&self.base(provider));
                paid.then(|| {
                    (
                        model.price.as_ref().map(|price| price.usd),
                        draft.variations,
                    )
                })
            });
            prices.collect::<Vec<_>>()
        });
        each.into_iter()
            .fold(Sum::default(), |sum, (usd, times)| Sum {
                orders: sum.orders + times,
                usd: sum.usd + usd.unwrap_or_default() * f64::from(times),
                unknown: sum.unknown + if usd.is_none() { times } else { 0 },
                ..sum
            })
    }

    /// Whether a model is chosen that costs money where it is not tried out.
    pub(crate) fn offers_paid(self) -> bool {
        let paid = |model: &ModelInfo| {
            let row = providers::row(model.id);
            row.is_some_and(|(provider, _)| provider.auth != Auth::None)
        };
        self.draft.with(|draft| draft.rows().any(paid))
    }

    /// Opens the settings at the limit.
    pub(crate) fn open_spending(self) {
        self.open_settings(None);
        self.focus_later(LIMIT);
    }

    /// Orders with their bills. `seeded` is whether the person chose the seed.
    pub(super) fn plan(self, orders: Vec<Value>, purpose: Purpose, seeded: bool) -> Plan {
        let orders = orders.into_iter().map(|order| {
            let bill = self.bill(&order, seeded);
            (order, bill)
        });
        Plan {
            orders: orders.collect(),
            // A button that says "order again" was asked already.
            again: matches!(purpose, Purpose::Again(_)),
            purpose,
            unpriced: false,
        }
    }

    /// Sends orders, or asks first whether they are meant.
    pub(crate) fn propose(self, plan: Plan) {
        self.look_at_spend();
        let now = browser::now_ms();
        let today = self
            .spend
            .with_untracked(|spend| spend.since(browser::midnight_ms()));
        let limit = self.settings.with_untracked(|it| it.daily_limit);
        let doubt = self
            .spend
            .with_untracked(|spend| plan.doubt(spend, today, limit, now));
        let ask = doubt.map(|doubt| {
            let rest = self
                .spend
                .with_untracked(|spend| plan.without(&doubt, spend, now));
            Ask {
                rest,
                plan: plan.clone(),
                doubt,
            }
        });
        if ask.is_none() {
            self.carry_out(plan);
        }
        self.ask.set(ask);
    }

    /// It is meant: goes on with what was asked about, unless there is something else to ask.
    pub(crate) fn go_on(self) {
        if let Some(Ask { doubt, plan, .. }) = self.ask.get_untracked() {
            self.propose(match doubt {
                Doubt::Over { .. } => plan,
                Doubt::Twin { .. } => Plan {
                    again: true,
                    ..plan
                },
                Doubt::Unpriced { .. } => Plan {
                    unpriced: true,
                    ..plan
                },
            });
        }
    }

    /// Sends only what is not in doubt.
    pub(crate) fn go_on_with_rest(self) {
        if let Some(Ask { rest, .. }) = self.ask.get_untracked() {
            self.propose(rest);
        }
    }

    /// Counts an order that may leave now.
    pub(super) fn count(self, job: &str, bill: &Bill) {
        self.change_spend(|spend| spend.note(job, bill, browser::now_ms()));
    }

    /// Notes how an order ended.
    pub(super) fn settle_bill(self, job: &str, end: End) {
        self.change_spend(|spend| spend.settle(job, end));
    }

    /// Notes what an error says of the bill. A job that may live on is still open.
    pub(super) fn settle_failed(self, job: &str, error: &Error) {
        match error.charge {
            Charge::No => self.settle_bill(job, End::Free),
            Charge::Maybe | Charge::Yes if error.kind.ends_the_job() => {
                self.settle_bill(job, End::Unsaid);
            }
            Charge::Maybe | Charge::Yes => {}
        }
    }

    /// Takes what was spent as another tab left it.
    pub(crate) fn look_at_spend(self) {
        let now = Spend::from_value(&browser::stored(SPEND));
        if self.spend.with_untracked(|spend| *spend != now) {
            self.spend.set(now);
        }
    }

    /// Follows what other tabs store.
    pub(crate) fn hear_other_tabs(self) {
        self.look_at(None);
        let stored = window_event_listener(ev::storage, move |event| {
            self.look_at(event.key().as_deref());
        });
        // It is heard for as long as the page lives.
        std::mem::forget(stored);
    }

    /// Another tab stored something under a name; none where it forgot all.
    fn look_at(self, name: Option<&str>) {
        if name.is_none_or(|it| it == SPEND) {
            self.look_at_spend();
        }
        if name.is_none_or(|it| it == VAULT) {
            self.look_at_vault();
        }
    }

    fn change_spend(self, change: impl FnOnce(&mut Spend)) {
        self.look_at_spend();
        let before = self.spend.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            browser::store(SPEND, &after.to_value());
            self.spend.set(after);
        }
    }

    /// What an order would cost; none where it costs nothing.
    fn bill(self, order: &Value, seeded: bool) -> Option<Bill> {
        let (provider, model) = providers::row(order.get("model").text()?)?;
        let base = self.base(provider);
        let paid = provider.auth != Auth::None && !self.is_sandbox(&base);
        let usd = model.price.as_ref().map(|price| price.usd);
        paid.then(|| Bill::new(order, model.id, &base, usd, seeded))
    }
}
