//! How long to watch, and how often to ask where a caller chose that; what is learnt instead is in `pace`.

use std::time::Duration;

use crate::value::Value;

/// The patience of one job.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// How long a job is watched. Its end ends the watching, not the job.
    pub deadline: Duration,
    /// How long an order may go without an answer; else what its provider needs.
    pub submit_timeout: Option<Duration>,
    /// How long a question may go without an answer.
    pub check_timeout: Duration,
    /// When to ask first; else by the model's usual time.
    pub first_check: Option<Duration>,
    /// How often to ask; else by the model's usual time.
    pub interval: Option<Duration>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(15 * 60),
            submit_timeout: None,
            check_timeout: Duration::from_secs(30),
            first_check: None,
            interval: None,
        }
    }
}

impl Policy {
    /// The same policy with what plain data sets in it, or the name of what is wrong there.
    ///
    /// # Errors
    ///
    /// The name of the first member that is not a number of milliseconds above zero, or not known.
    pub fn patched(mut self, value: &Value) -> Result<Self, String> {
        if value.is_null() {
            return Ok(self);
        }
        let map = value.map().ok_or_else(|| "policy".to_owned())?;
        for (name, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            let time = duration(value).ok_or_else(|| ["policy.", name].concat())?;
            match name {
                "deadlineMs" => self.deadline = time,
                "submitTimeoutMs" => self.submit_timeout = Some(time),
                "checkTimeoutMs" => self.check_timeout = time,
                "firstCheckMs" => self.first_check = Some(time),
                "intervalMs" => self.interval = Some(time),
                _ => return Err(["policy.", name].concat()),
            }
        }
        Ok(self)
    }
}

/// The pause after the nth passing fault in a row (from 1): doubling from one second to thirty.
pub fn backoff(faults: u32) -> Duration {
    let doublings = faults.saturating_sub(1).min(5);
    Duration::from_secs(1 << doublings).min(Duration::from_secs(30))
}

/// A pause made longer or shorter by up to this share, so that many jobs do not ask in step.
pub(crate) fn jittered(pause: Duration, share: f64, unit: f64) -> Duration {
    pause.mul_f64(1.0 + share * (2.0 * unit - 1.0))
}

fn duration(value: &Value) -> Option<Duration> {
    const YEAR: f64 = 366.0 * 86_400e3;
    let millis = value.number().filter(|it| (1.0..=YEAR).contains(it))?;
    Some(Duration::from_millis(millis as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Map;

    #[test]
    fn backoff_doubles_up_to_thirty_seconds() {
        let pauses: Vec<_> = [1, 2, 3, 6, 7, 4_000_000]
            .map(|n| backoff(n).as_secs())
            .into();
        assert_eq!(pauses, [1, 2, 4, 30, 30, 30]);
    }

    #[test]
    fn a_policy_names_what_is_wrong_in_it() {
        let patch = |name: &str, value: f64| {
            Policy::default().patched(&Map::new().with(name, value).into())
        };
        assert_eq!(
            patch("intervalMs", 50.0).unwrap().interval,
            Some(Duration::from_millis(50))
        );
        assert_eq!(patch("deadlineMs", -1.0).unwrap_err(), "policy.deadlineMs");
        assert_eq!(
            patch("deadlineMs", f64::INFINITY).unwrap_err(),
            "policy.deadlineMs"
        );
        assert_eq!(patch("dedlineMs", 5.0).unwrap_err(), "policy.dedlineMs");
        assert_eq!(
            Policy::default().patched(&"x".into()).unwrap_err(),
            "policy"
        );
    }
}
