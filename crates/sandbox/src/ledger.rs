//! What the vendors saw and what they charged for, so that a test can ask.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Mutex;

use serde::Serialize;

use crate::faults::Route;
use crate::lock;

/// Requests kept; past this the older half is forgotten. Billed jobs are all kept.
const MAX_REQUESTS: usize = 100_000;

/// Everything seen and billed since the sandbox was made or reset.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    /// Every request to a vendor's API or audio host, in the order they were answered.
    pub requests: Vec<Seen>,
    /// Every job a vendor really took on, in the order they were taken.
    pub billed: Vec<Billed>,
    /// Every webhook that was due, in the order they were called.
    pub webhooks: Vec<Called>,
}

/// One request to a vendor.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Sandbox time of arrival, in milliseconds.
    pub at_ms: u64,
    /// The vendor's id.
    pub vendor: String,
    /// Which of the vendor's routes it was, if it was one.
    pub route: Option<Route>,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The status answered; nothing when the connection was dropped instead.
    pub status: Option<u16>,
    /// The `Host` it was called by.
    pub host: String,
    /// The `Origin` header of a browser's page.
    pub origin: Option<String>,
    /// A fingerprint of the key it carried, if it carried one. See [`Billed::key`].
    pub key: Option<String>,
    /// The length of its body, in bytes.
    pub bytes: u64,
    /// The kind of fault that was worked on it.
    pub fault: Option<String>,
}

/// One job a vendor took on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Billed {
    /// Sandbox time at which it was taken, in milliseconds.
    pub at_ms: u64,
    /// The vendor's id.
    pub vendor: String,
    /// The vendor's name of the model, or of the task where it has one model for several.
    pub model: String,
    /// The vendor's id of the job.
    pub request_id: String,
    /// The price in US dollars; zero for a job that will fail without being charged.
    pub usd: f64,
    /// A fingerprint of the key that pays: equal keys have equal ones while the sandbox lives, and none leads back to the key.
    pub key: String,
    /// A digest of the request's body: equal bodies have equal ones while the sandbox lives.
    pub digest: String,
}

/// One call of a webhook.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Called {
    /// Sandbox time of the call, in milliseconds.
    pub at_ms: u64,
    /// The vendor's id.
    pub vendor: String,
    /// The vendor's id of the job.
    pub request_id: String,
    /// The vendor's word for what is told.
    pub event: String,
    /// Whom it was meant for, without the query.
    pub url: String,
    /// Whether it was sent; only `http` to this machine is.
    pub sent: bool,
    /// The status answered, if one was.
    pub status: Option<u16>,
}

/// Where the ledger is written.
#[derive(Debug, Default)]
pub(crate) struct Book {
    ledger: Mutex<Ledger>,
    /// Drawn anew for each sandbox, so that a fingerprint cannot be found by trying keys elsewhere.
    secret: RandomState,
}

impl Book {
    pub(crate) fn saw(&self, seen: Seen) {
        let requests = &mut lock(&self.ledger).requests;
        if requests.len() >= MAX_REQUESTS {
            requests.drain(..MAX_REQUESTS / 2);
        }
        requests.push(seen);
    }

    pub(crate) fn bill(&self, billed: Billed) {
        lock(&self.ledger).billed.push(billed);
    }

    pub(crate) fn called(&self, called: Called) {
        lock(&self.ledger).webhooks.push(called);
    }

    /// A copy of the ledger as it stands.
    pub(crate) fn read(&self) -> Ledger {
        lock(&self.ledger).clone()
    }

    /// Begins a new page.
    pub(crate) fn clear(&self) {
        *lock(&self.ledger) = Ledger::default();
    }

    /// How many jobs a vendor has taken on.
    pub(crate) fn taken(&self, vendor: &str) -> usize {
        let ledger = lock(&self.ledger);
        ledger.billed.iter().filter(|b| b.vendor == vendor).count()
    }

    /// What a vendor has charged to a key, in US dollars.
    pub(crate) fn spent(&self, vendor: &str, key: &str) -> f64 {
        let ledger = lock(&self.ledger);
        ledger
            .billed
            .iter()
            .filter(|b| b.vendor == vendor && b.key == key)
            .map(|b| b.usd)
            .sum()
    }

    /// Stands for a key or a body without giving it away.
    pub(crate) fn fingerprint(&self, secret: &[u8]) -> String {
        format!("{:016x}", self.secret.hash_one(secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_same_for_the_same_key_only_and_differs_between_sandboxes() {
        let (one, other) = (Book::default(), Book::default());
        assert_eq!(one.fingerprint(b"SG_secret"), one.fingerprint(b"SG_secret"));
        assert_ne!(one.fingerprint(b"SG_secret"), one.fingerprint(b"SG_secreT"));
        assert_ne!(
            one.fingerprint(b"SG_secret"),
            other.fingerprint(b"SG_secret")
        );
    }

    #[test]
    fn the_ledger_forgets_old_requests_rather_than_grow_for_ever() {
        let book = Book::default();
        for at_ms in 0..=MAX_REQUESTS as u64 {
            book.saw(seen(at_ms));
        }
        let requests = book.read().requests;
        assert_eq!(requests.len(), MAX_REQUESTS / 2 + 1);
        assert_eq!(
            requests.last().map(|seen| seen.at_ms),
            Some(MAX_REQUESTS as u64)
        );
    }

    fn seen(at_ms: u64) -> Seen {
        Seen {
            at_ms,
            ..Seen::default()
        }
    }
}
