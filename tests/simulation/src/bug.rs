//! Planted bugs: what a driver, a journal or a vendor's client could do wrong, one at a time, to show that the rule
//! against it catches it.

use crate::kinds::kinds;
use crate::rule::Rule;

kinds! {
    /// A bug planted between the core and the world.
    pub Bug {
        /// An order of unknown outcome is aborted and forgotten by a stop, instead of heard out.
        AbortsOrderOnStop => "aborts-order-on-stop",
        /// A tab takes the absence of a record that it waited for as a sign that nobody had it.
        AbsentRecordSent => "absent-record-sent",
        /// A browser sends a paid request again by itself when its connection breaks (browsers do).
        BrowserResends => "browser-resends",
        /// A wait is over as soon as it was asked for.
        BusyWaits => "busy-waits",
        /// A reply's headers are lost, and with them how long to wait.
        DeafToRetryAfter => "deaf-to-retry-after",
        /// Every error takes the job's record with it.
        ErrorLosesRecord => "error-loses-record",
        /// A passing fault of a question ends the job.
        FaultEndsJob => "fault-ends-job",
        /// A redirect is followed with the key.
        FollowsRedirect => "follows-redirect",
        /// A finished job's record is let go of before its audio is put away.
        ForgetsBeforeKeeping => "forgets-before-keeping",
        /// The key is not struck out of what a vendor says.
        KeyNotStruck => "key-not-struck",
        /// A second tab does not wait for its turn.
        LockIgnored => "lock-ignored",
        /// Questions are hours apart.
        LooksRarely => "looks-rarely",
        /// A job that ends without its audio is said to have cost nothing.
        SaysFree => "says-free",
        /// The order leaves while its record is still being written.
        SendsBeforeDurable => "sends-before-durable",
        /// An order whose answer was lost is sent again.
        ResendsLostOrder => "resends-lost-order",
        /// A tab that waited for its turn goes on with what it knew before.
        StaleRecord => "stale-record",
        /// The record of an order on its way reads back as one that nothing was taken on of.
        SubmittingReadsOrdered => "submitting-reads-ordered",
        /// The ticket's write is said to be durable and was none.
        TicketNotWritten => "ticket-not-written",
        /// A question goes wherever the vendor's answer says.
        TrustsNamedHost => "trusts-named-host",
        /// Records are written in a form that does not read back.
        UnreadableRecord => "unreadable-record",
        /// The time set for watching is not kept to.
        WatchesForever => "watches-forever",
    }
}

impl Bug {
    /// The bug of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name)
    }

    /// The rule that it breaks.
    pub const fn breaks(self) -> Rule {
        match self {
            Self::AbortsOrderOnStop
            | Self::ErrorLosesRecord
            | Self::ForgetsBeforeKeeping
            | Self::TicketNotWritten => Rule::NeverLost,
            Self::AbsentRecordSent | Self::BrowserResends | Self::LockIgnored => Rule::BilledOnce,
            Self::BusyWaits => Rule::WaitsAhead,
            Self::DeafToRetryAfter => Rule::RetryAfter,
            Self::FaultEndsJob => Rule::SurvivesFaults,
            Self::FollowsRedirect | Self::TrustsNamedHost => Rule::KeyAtHome,
            Self::KeyNotStruck => Rule::KeyHidden,
            Self::LooksRarely => Rule::InTime,
            Self::SaysFree => Rule::HonestCharge,
            Self::SendsBeforeDurable => Rule::RecordFirst,
            Self::ResendsLostOrder | Self::StaleRecord | Self::SubmittingReadsOrdered => {
                Rule::OnItsWordOnly
            }
            Self::UnreadableRecord => Rule::RecordReadable,
            Self::WatchesForever => Rule::Ends,
        }
    }
}
