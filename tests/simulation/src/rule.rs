//! What must hold of every life.

use crate::kinds::kinds;

kinds! {
    /// A rule of the product.
    pub Rule {
        /// A vendor takes an order on at most once.
        BilledOnce => "billed-once",
        /// The watching of a job ends by its deadline and a bounded time after it.
        Ends => "ends",
        /// What an error says of money agrees with the vendor's ledger.
        HonestCharge => "honest-charge",
        /// What was made is fetched before the vendor lets go of it, where somebody watched.
        InTime => "in-time",
        /// A key goes to the configured origin and no other.
        KeyAtHome => "key-at-home",
        /// A key stands in no record, request body, address, error or update.
        KeyHidden => "key-hidden",
        /// A job that was taken on ends with its track, or has a record to go on from, or an honest word.
        NeverLost => "never-lost",
        /// An order is sent again only after an answer that says that nothing was taken on.
        OnItsWordOnly => "on-its-word-only",
        /// A paid request leaves only while the journal holds a durable record that says so.
        RecordFirst => "record-first",
        /// A record reads back as what was written.
        RecordReadable => "record-readable",
        /// A vendor that says when to come back is not asked before.
        RetryAfter => "retry-after",
        /// What passes by itself does not end the watching of a job.
        SurvivesFaults => "survives-faults",
        /// Waits are ahead, and no life goes round in circles.
        WaitsAhead => "waits-ahead",
    }
}

/// A rule that did not hold in some life.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The life's number.
    pub life: u64,
    /// When in that life, in milliseconds after its beginning.
    pub at_ms: u64,
    /// What happened.
    pub what: String,
}
