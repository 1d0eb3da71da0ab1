//! What is asked before money is spent: whether it is meant.

use tutti_core::{Operation, Value};

use crate::state::spend::{Bill, Spend, Sum};

/// Orders that are about to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Each with its bill, where it costs money.
    pub orders: Vec<(Value, Option<Bill>)>,
    /// What they are sent for.
    pub purpose: Purpose,
    /// Whether it is meant that an order is one that was just sent.
    pub again: bool,
    /// Whether it is meant that a price is not known.
    pub unpriced: bool,
}

/// What orders are sent for.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// To take the place of a job.
    Again(String),
    /// To change a kept piece.
    Edit(Operation),
    /// A new run.
    Run,
}

/// Why it is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// More than the limit would be ordered today.
    Over {
        /// What was ordered.
        spent: Sum,
        /// What this would add.
        more: Sum,
        /// The limit in US dollars.
        limit: f64,
    },
    /// The same was just ordered.
    Twin {
        /// The models it was ordered from, once each.
        models: Vec<&'static str>,
        /// When the last of them was, in milliseconds since 1970.
        at_ms: f64,
        /// Whether one of them still goes on.
        open: bool,
    },
    /// There is a limit, and a price is not known.
    Unpriced {
        /// The models without a price, once each.
        models: Vec<&'static str>,
    },
}

impl Plan {
    /// The first thing to ask about, if anything. `today` is what was ordered since the day began.
    pub fn doubt(
        &self,
        spend: &Spend,
        today: Sum,
        limit: Option<f64>,
        now_ms: f64,
    ) -> Option<Doubt> {
        let twins = (!self.again).then(|| self.twins(spend, now_ms)).flatten();
        twins.or_else(|| self.strain(today, limit?))
    }

    /// The orders that a doubt is not about.
    #[must_use]
    pub fn without(&self, doubt: &Doubt, spend: &Spend, now_ms: f64) -> Self {
        let is_free_of = |bill: &Bill| match doubt {
            Doubt::Over { .. } => false,
            Doubt::Twin { .. } => spend.twin(&bill.print, now_ms).is_none(),
            Doubt::Unpriced { .. } => bill.usd.is_some(),
        };
        let kept = self.orders.iter();
        let kept = kept.filter(|(_, bill)| bill.as_ref().is_none_or(is_free_of));
        Self {
            orders: kept.cloned().collect(),
            ..self.clone()
        }
    }

    fn twins(&self, spend: &Spend, now_ms: f64) -> Option<Doubt> {
        let found = self
            .bills()
            .filter_map(|bill| Some((bill.model, spend.twin(&bill.print, now_ms)?)));
        let found: Vec<_> = found.collect();
        let last = found.iter().map(|(_, twin)| twin.at_ms).reduce(f64::max)?;
        Some(Doubt::Twin {
            models: once(found.iter().map(|(model, _)| *model)),
            at_ms: last,
            open: found.iter().any(|(_, twin)| twin.open),
        })
    }

    fn strain(&self, spent: Sum, limit: f64) -> Option<Doubt> {
        let more = Sum::of(self.bills());
        if spent.passes(&more, limit) {
            return Some(Doubt::Over { spent, more, limit });
        }
        let unpriced = self.bills().filter(|bill| bill.usd.is_none());
        let models = once(unpriced.map(|bill| bill.model));
        (!self.unpriced && !models.is_empty()).then_some(Doubt::Unpriced { models })
    }

    fn bills(&self) -> impl Iterator<Item = &Bill> {
        self.orders.iter().filter_map(|(_, bill)| bill.as_ref())
    }
}

fn once(models: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut known = Vec::new();
    for model in models {
        if !known.contains(&model) {
            known.push(model);
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use tutti_core::Map;

    use super::*;

    const LYRIA: &str = "segmind/lyria-2";
    const STABLE: &str = "aimlapi/stable-audio";

    fn bill(model: &'static str, usd: Option<f64>) -> Bill {
        let order = Map::new().with("model", model).with("prompt", "rain");
        Bill::new(&order.into(), model, "https://x.example", usd, false)
    }

    fn plan(bills: &[Option<Bill>]) -> Plan {
        Plan {
            orders: bills.iter().map(|it| (Value::Null, it.clone())).collect(),
            purpose: Purpose::Run,
            again: false,
            unpriced: false,
        }
    }

    #[test]
    fn what_costs_nothing_is_never_asked_about() {
        let mut spend = Spend::default();
        spend.note("a", &bill(LYRIA, Some(5.0)), 0.0);
        let today = spend.since(0.0);
        assert_eq!(plan(&[None]).doubt(&spend, today, Some(1.0), 1.0), None);
        assert_eq!(plan(&[]).doubt(&spend, today, Some(0.0), 1.0), None);
    }

    #[test]
    fn the_same_order_is_asked_about_once_and_the_others_can_go_without_it() {
        let mut spend = Spend::default();
        spend.note("a", &bill(LYRIA, Some(0.06)), 7.0);
        let both = plan(&[
            Some(bill(LYRIA, Some(0.06))),
            Some(bill(STABLE, Some(0.1))),
            None,
        ]);
        let doubt = both.doubt(&spend, Sum::default(), None, 8.0).unwrap();
        let twin = Doubt::Twin {
            models: vec![LYRIA],
            at_ms: 7.0,
            open: true,
        };
        assert_eq!(doubt, twin);
        let rest = both.without(&doubt, &spend, 8.0);
        assert_eq!(rest.orders.len(), 2);
        assert_eq!(rest.doubt(&spend, Sum::default(), None, 8.0), None);
        let meant = Plan {
            again: true,
            ..both
        };
        assert_eq!(meant.doubt(&spend, Sum::default(), None, 8.0), None);
    }

    #[test]
    fn a_limit_stops_what_goes_beyond_it_and_not_what_is_free_beside_it() {
        let spend = Spend::default();
        let both = plan(&[Some(bill(LYRIA, Some(0.06))), None]);
        assert_eq!(both.doubt(&spend, Sum::default(), Some(0.06), 0.0), None);
        let doubt = both.doubt(&spend, Sum::default(), Some(0.05), 0.0).unwrap();
        assert!(matches!(doubt, Doubt::Over { .. }), "{doubt:?}");
        assert_eq!(both.without(&doubt, &spend, 0.0).orders.len(), 1);
    }

    #[test]
    fn a_price_that_is_not_known_is_asked_about_where_there_is_a_limit() {
        let spend = Spend::default();
        let unpriced = plan(&[Some(bill(LYRIA, None)), Some(bill(LYRIA, None))]);
        assert_eq!(unpriced.doubt(&spend, Sum::default(), None, 0.0), None);
        let doubt = unpriced.doubt(&spend, Sum::default(), Some(1.0), 0.0);
        assert_eq!(
            doubt,
            Some(Doubt::Unpriced {
                models: vec![LYRIA]
            })
        );
        let meant = Plan {
            unpriced: true,
            ..unpriced
        };
        assert_eq!(meant.doubt(&spend, Sum::default(), Some(1.0), 0.0), None);
        let full = Sum {
            usd: 1.0,
            ..Sum::default()
        };
        assert!(matches!(
            meant.doubt(&spend, full, Some(1.0), 0.0),
            Some(Doubt::Over { .. })
        ));
    }
}
