//! What was ordered for money on this device, so far as it is known: what is counted today, and what was just ordered.
//!
//! An order counts from the moment it may leave, at the catalogue's price, and at what the provider says it billed once it
//! says so. It stops counting when it is certain that nothing was charged. Prompts are not in here, only their prints.

use tutti_core::{Map, Value};

/// An order this young counts as the same press made twice, in milliseconds.
const TWIN_MS: f64 = 120_000.0;

/// A job that was not heard of for this long is not thought to go on, in milliseconds.
const GOES_ON_MS: f64 = 3_600_000.0;

/// Older orders are forgotten, in milliseconds: no day is this long, wherever the clock is.
const KEPT_MS: f64 = 172_800_000.0;

/// Sums of dollars that differ by less are the same.
const CRUMB: f64 = 1e-6;

/// What was ordered, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spend(Vec<Entry>);

/// What an order is to the purse.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// The id of its model.
    pub model: &'static str,
    /// The catalogue's price in US dollars, where it is known.
    pub usd: Option<f64>,
    /// What it shares with every order of the same words and settings to the same address.
    pub print: String,
}

#[derive(Clone, Debug, PartialEq)]
struct Entry {
    job: String,
    at_ms: f64,
    usd: Option<f64>,
    billed: bool,
    open: bool,
    print: String,
}

/// What was ordered since some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// How many orders.
    pub orders: u32,
    /// US dollars, as far as prices are known.
    pub usd: f64,
    /// The part of it, in US dollars, that providers said they billed.
    pub billed: f64,
    /// Orders whose price is not known.
    pub unknown: u32,
}

/// An order like the one that is about to be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Twin {
    /// When it was sent, in milliseconds since 1970.
    pub at_ms: f64,
    /// Whether it still goes on.
    pub open: bool,
}

/// How an order ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// The provider said what it billed, in US dollars.
    Billed(f64),
    /// Nothing was charged, for certain.
    Free,
    /// It was charged, or may have been; how much was not said.
    Unsaid,
}

impl Bill {
    /// The bill of an order to an address. Where the person chose no seed, the one that was drawn for it makes no other
    /// order of it.
    pub fn new(
        order: &Value,
        model: &'static str,
        base: &str,
        usd: Option<f64>,
        seeded: bool,
    ) -> Self {
        let mut hash = Hash::new();
        hash.text(base);
        hash.order(order, seeded);
        Self {
            model,
            usd,
            print: format!("{:016x}", hash.0),
        }
    }
}

impl Spend {
    /// Counts an order that may leave now.
    pub fn note(&mut self, job: &str, bill: &Bill, now_ms: f64) {
        self.0
            .retain(|it| it.job != job && now_ms - it.at_ms < KEPT_MS);
        self.0.push(Entry {
            job: job.to_owned(),
            at_ms: now_ms,
            usd: bill.usd,
            billed: false,
            open: true,
            print: bill.print.clone(),
        });
    }

    /// Notes how an order ended; one that is not counted stays so.
    pub fn settle(&mut self, job: &str, end: End) {
        if end == End::Free {
            self.0.retain(|it| it.job != job);
        }
        if let Some(entry) = self.0.iter_mut().find(|it| it.job == job) {
            entry.open = false;
            if let End::Billed(usd) = end {
                entry.usd = Some(usd);
                entry.billed = true;
            }
        }
    }

    /// What was ordered since a moment, in milliseconds since 1970.
    pub fn since(&self, ms: f64) -> Sum {
        let mut sum = Sum::default();
        for entry in self.0.iter().filter(|it| it.at_ms >= ms) {
            sum.orders += 1;
            match entry.usd {
                Some(usd) => sum.usd += usd,
                None => sum.unknown += 1,
            }
            if entry.billed {
                sum.billed += entry.usd.unwrap_or_default();
            }
        }
        sum
    }

    /// The last order of this print that was sent just now or still goes on.
    pub fn twin(&self, print: &str, now_ms: f64) -> Option<Twin> {
        let mut alike = self.0.iter().rev().filter(|it| it.print == print);
        let near = |it: &&Entry| {
            let age = now_ms - it.at_ms;
            age < TWIN_MS || (it.open && age < GOES_ON_MS)
        };
        alike.find(near).map(|it| Twin {
            at_ms: it.at_ms,
            open: it.open,
        })
    }

    /// All of it as plain data.
    pub fn to_value(&self) -> Value {
        let entries = self.0.iter().map(|it| {
            Map::new()
                .with("id", it.job.as_str())
                .with("at", it.at_ms)
                .with("usd", it.usd)
                .with("billed", it.billed)
                .with("open", it.open)
                .with("print", it.print.as_str())
                .into()
        });
        entries.collect::<Vec<Value>>().into()
    }

    /// What was stored; an entry that cannot be read is left out.
    pub fn from_value(value: &Value) -> Self {
        let entries = value.list().unwrap_or_default().iter();
        Self(entries.filter_map(Entry::from_value).collect())
    }
}

impl Entry {
    fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            job: value.get("id").text()?.to_owned(),
            at_ms: value.get("at").number()?,
            usd: value.get("usd").number().filter(|usd| *usd >= 0.0),
            billed: value.get("billed").flag() == Some(true),
            open: value.get("open").flag() == Some(true),
            print: value.get("print").text()?.to_owned(),
        })
    }
}

impl Sum {
    /// Whether more than a limit of dollars would be ordered with this much more; an order of unknown price only passes
    /// while anything is left.
    pub fn passes(&self, more: &Self, limit: f64) -> bool {
        let full = more.unknown > 0 && self.usd + CRUMB >= limit;
        full || (more.usd > 0.0 && self.usd + more.usd > limit + CRUMB)
    }

    /// What these bills come to.
    pub fn of<'a>(bills: impl Iterator<Item = &'a Bill>) -> Self {
        bills.fold(Self::default(), |sum, bill| Self {
            orders: sum.orders + 1,
            usd: sum.usd + bill.usd.unwrap_or_default(),
            unknown: sum.unknown + u32::from(bill.usd.is_none()),
            ..sum
        })
    }
}

/// FNV-1a: tells orders apart, and is no secret's keeper.
struct Hash(u64);

impl Hash {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn text(&mut self, text: &str) {
        // No text holds this byte: it parts one from the next.
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn order(&mut self, order: &Value, seeded: bool) {
        let members = order.map().into_iter().flat_map(Map::iter);
        for (name, value) in members.filter(|(name, _)| seeded || *name != "seed") {
            self.text(name);
            self.value(value);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.text("null"),
            Value::Bool(flag) => self.text(if *flag { "true" } else { "false" }),
            Value::Number(number) => self.text(&number.to_string()),
            Value::Text(text) => self.text(text),
            Value::List(items) => items.iter().for_each(|item| self.value(item)),
            Value::Map(map) => map.iter().for_each(|(name, value)| {
                self.text(name);
                self.value(value);
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LYRIA: &str = "segmind/lyria-2";
    const LIVE: &str = "https://api.segmind.com";

    fn order(prompt: &str, seed: f64) -> Value {
        Map::new()
            .with("model", LYRIA)
            .with("prompt", prompt)
            .with("seed", seed)
            .into()
    }

    fn bill(prompt: &str, seed: f64, seeded: bool) -> Bill {
        Bill::new(&order(prompt, seed), LYRIA, LIVE, Some(0.06), seeded)
    }

    fn spent(spend: &Spend) -> f64 {
        (spend.since(0.0).usd * 1_000.0).round() / 1_000.0
    }

    #[test]
    fn an_order_counts_at_its_price_until_the_bill_is_known_and_not_at_all_once_it_was_free() {
        let mut spend = Spend::default();
        for job in ["a", "b", "c"] {
            spend.note(job, &bill(job, 1.0, false), 5.0);
        }
        assert_eq!(spent(&spend), 0.18);
        spend.settle("a", End::Billed(0.09));
        spend.settle("b", End::Free);
        spend.settle("c", End::Unsaid);
        assert_eq!(spent(&spend), 0.15);
        let sum = spend.since(0.0);
        assert_eq!((sum.orders, sum.billed, sum.unknown), (2, 0.09, 0));
        assert_eq!(spend.since(6.0), Sum::default(), "nothing since then");
    }

    #[test]
    fn what_has_no_price_is_counted_as_such() {
        let mut spend = Spend::default();
        let unpriced = Bill::new(&order("x", 1.0), LYRIA, LIVE, None, false);
        spend.note("a", &unpriced, 1.0);
        assert_eq!((spend.since(0.0).usd, spend.since(0.0).unknown), (0.0, 1));
    }

    #[test]
    fn the_same_order_is_a_twin_for_a_while_and_for_as_long_as_it_goes_on() {
        let mut spend = Spend::default();
        let first = bill("rain", 1.0, false);
        spend.note("a", &first, 0.0);
        let again = bill("rain", 2.0, false);
        let twin = |spend: &Spend, now| spend.twin(&again.print, now).map(|it| it.open);
        assert_eq!(twin(&spend, 1_000.0), Some(true));
        assert_eq!(twin(&spend, GOES_ON_MS - 1.0), Some(true));
        assert_eq!(twin(&spend, GOES_ON_MS), None, "nobody heard of it");
        spend.settle("a", End::Unsaid);
        assert_eq!(twin(&spend, TWIN_MS - 1.0), Some(false));
        assert_eq!(twin(&spend, TWIN_MS), None);
        spend.settle("a", End::Free);
        assert_eq!(
            twin(&spend, 1.0),
            None,
            "what was never taken on has no twin"
        );
    }

    #[test]
    fn other_words_another_address_or_a_seed_that_was_chosen_make_another_order() {
        let plain = bill("rain", 1.0, false);
        assert_eq!(plain, bill("rain", 9.0, false));
        assert_ne!(plain.print, bill("snow", 1.0, false).print);
        assert_ne!(bill("rain", 1.0, true).print, bill("rain", 2.0, true).print);
        let elsewhere = Bill::new(&order("rain", 1.0), LYRIA, "https://x.y", None, false);
        assert_ne!(plain.print, elsewhere.print);
    }

    #[test]
    fn a_limit_is_passed_by_what_would_go_beyond_it_and_never_by_what_costs_nothing() {
        let sum = |usd, unknown| Sum {
            usd,
            unknown,
            ..Sum::default()
        };
        assert!(!sum(0.9, 0).passes(&sum(0.1, 0), 1.0), "just so much");
        assert!(sum(0.9, 0).passes(&sum(0.11, 0), 1.0));
        assert!(!sum(5.0, 0).passes(&sum(0.0, 0), 1.0));
        assert!(sum(1.0, 0).passes(&sum(0.0, 1), 1.0), "nothing is left");
        assert!(!sum(0.5, 0).passes(&sum(0.0, 1), 1.0));
    }

    #[test]
    fn what_was_spent_reads_back_as_it_was_stored_and_old_orders_are_forgotten() {
        let mut spend = Spend::default();
        spend.note("a", &bill("rain", 1.0, false), 1.0);
        spend.settle("a", End::Billed(0.2));
        assert_eq!(Spend::from_value(&spend.to_value()), spend);
        let odd = vec![Value::Null, Map::new().with("id", "x").into()];
        assert_eq!(Spend::from_value(&odd.into()), Spend::default());
        spend.note("b", &bill("snow", 1.0, false), 2.0 + KEPT_MS);
        assert_eq!(spend.since(0.0).orders, 1);
    }
}
