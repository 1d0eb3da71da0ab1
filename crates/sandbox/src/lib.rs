//! The music vendors on your own machine: their wire contracts, a clock, a ledger and faults on demand.
