//! Orders that were carried out, by their ids: a browser sends a request again by itself when a connection breaks, and the
//! second arrival of an order must not be a second order.
//!
//! In memory, and bounded in number, size and time. An answer that says that nothing was taken on is not kept, so that the
//! same order may come again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};
use hyper::body::Bytes;
use tokio::sync::watch;
use tokio::time::Instant;
use tutti_relay_policy::{Fingerprint, KEPT_FOR, LONGEST_KEPT, Refusal};

/// How many orders are remembered.
const MOST: usize = 10_000;
/// How many orders may be waiting for their answers.
const MOST_OPEN: usize = 512;
/// How many bytes of answers are kept, all together.
const MOST_BYTES: usize = 64 << 20;

/// A vendor's answer, kept.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// How an order stands.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// The vendor is asked.
    Open,
    /// The vendor answered.
    Answered(Arc<Kept>),
    /// The vendor answered with more than is kept.
    TooLong,
    /// The relay answered itself.
    Refused(Refusal),
}

/// What an arrival of an order finds.
pub(crate) enum Claim {
    /// It is the first: carry it out, and say how it went.
    First(watch::Sender<State>),
    /// It came before.
    Again(watch::Receiver<State>),
    /// Another order came under this id, or there are too many.
    Refused(Refusal),
}

/// The orders that are remembered. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Orders(Arc<Mutex<HashMap<String, Entry>>>);

struct Entry {
    fingerprint: Fingerprint,
    since: Instant,
    state: watch::Receiver<State>,
}

impl Orders {
    /// Notes the arrival of an order.
    pub(crate) fn claim(&self, id: &str, fingerprint: Fingerprint) -> Claim {
        let mut orders = self.lock();
        make_room(&mut orders);
        if let Some(entry) = orders.get(id) {
            return if entry.fingerprint == fingerprint {
                Claim::Again(entry.state.clone())
            } else {
                Claim::Refused(Refusal::ORDER)
            };
        }
        let open = orders.values().filter(|entry| entry.is_open()).count();
        if open >= MOST_OPEN {
            return Claim::Refused(Refusal::BUSY.after(5));
        }
        let (sender, state) = watch::channel(State::Open);
        let entry = Entry {
            fingerprint,
            since: Instant::now(),
            state,
        };
        orders.insert(id.to_owned(), entry);
        Claim::First(sender)
    }

    /// Forgets an order that was not taken on.
    pub(crate) fn forget(&self, id: &str) {
        self.lock().remove(id);
    }

    /// How many wait for their answers.
    pub(crate) fn open(&self) -> usize {
        self.lock().values().filter(|entry| entry.is_open()).count()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        // Nothing is left half done in there.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    /// Whether somebody still works on it: one whose worker is gone will not be answered any more.
    fn is_open(&self) -> bool {
        self.state.has_changed().is_ok() && matches!(*self.state.borrow(), State::Open)
    }

    fn bytes(&self) -> usize {
        match &*self.state.borrow() {
            State::Answered(kept) => kept.body.len(),
            _ => 0,
        }
    }
}

/// Lets go of what is old, and of the oldest answers while there are too many or too much.
fn make_room(orders: &mut HashMap<String, Entry>) {
    orders.retain(|_, entry| entry.is_open() || entry.since.elapsed() < KEPT_FOR);
    let mut bytes: usize = orders.values().map(Entry::bytes).sum();
    while orders.len() >= MOST || bytes > MOST_BYTES - LONGEST_KEPT {
        let settled = orders.iter().filter(|(_, entry)| !entry.is_open());
        let oldest = settled.min_by_key(|(_, entry)| entry.since);
        let Some((id, size)) = oldest.map(|(id, entry)| (id.clone(), entry.bytes())) else {
            return;
        };
        orders.remove(&id);
        bytes -= size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(orders: &Orders, id: &str) -> watch::Sender<State> {
        match orders.claim(id, [0; 32]) {
            Claim::First(sender) => sender,
            _ => panic!("{id} was there before"),
        }
    }

    fn is_again(orders: &Orders, id: &str) -> bool {
        matches!(orders.claim(id, [0; 32]), Claim::Again(_))
    }

    fn answer(bytes: usize) -> State {
        State::Answered(Arc::new(Kept {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: vec![0; bytes].into(),
        }))
    }

    #[tokio::test]
    async fn a_second_arrival_finds_the_first_and_another_order_is_refused() {
        let orders = Orders::default();
        let sender = first(&orders, "one");
        assert!(is_again(&orders, "one"));
        assert!(
            matches!(orders.claim("one", [1; 32]), Claim::Refused(refusal) if refusal == Refusal::ORDER)
        );
        sender.send(answer(1)).unwrap();
        assert!(is_again(&orders, "one"));
        orders.forget("one");
        first(&orders, "one");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_forgotten_after_an_hour_and_an_open_order_is_not() {
        let orders = Orders::default();
        let open = first(&orders, "open");
        first(&orders, "done").send(answer(1)).unwrap();
        tokio::time::advance(KEPT_FOR).await;
        assert!(is_again(&orders, "open"));
        first(&orders, "done");
        drop(open);
    }

    #[tokio::test]
    async fn neither_many_orders_nor_long_answers_fill_the_memory() {
        let orders = Orders::default();
        for index in 0..12 {
            first(&orders, &index.to_string())
                .send(answer(LONGEST_KEPT))
                .unwrap();
        }
        let kept: usize = orders.lock().values().map(Entry::bytes).sum();
        assert!(kept <= MOST_BYTES, "{kept}");
        assert!(is_again(&orders, "11") && !is_again(&orders, "0"));
        let open: Vec<_> = (0..MOST_OPEN)
            .map_while(
                |index| match orders.claim(&format!("open{index}"), [0; 32]) {
                    Claim::First(sender) => Some(sender),
                    _ => None,
                },
            )
            .collect();
        assert!(open.len() >= MOST_OPEN - 1);
        assert!(
            matches!(orders.claim("more", [0; 32]), Claim::Refused(refusal) if refusal.status == 503)
        );
        assert!(orders.open() <= MOST_OPEN);
    }
}
