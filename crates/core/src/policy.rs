//! How long to watch and how often to ask: numbers and pure functions.

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
            let time = duration(value).ok_or_else(|| format!("policy.{name}"))?;
            match name {
                "deadlineMs" => self.deadline = time,
                "submitTimeoutMs" => self.submit_timeout = Some(time),
                "checkTimeoutMs" => self.check_timeout = time,
                "firstCheckMs" => self.first_check = Some(time),
                "intervalMs" => self.interval = Some(time),
                _ => return Err(format!("policy.{name}")),
            }
        }
        Ok(self)
    }
}

/// The pause before the next question about a job of this age.
///
/// A provider's figure for the usual time shapes it: one early look, which shows that the job was taken on and catches
/// quick refusals; silence while nothing can be done yet; then close questions around the usual time, and ever
/// sparser ones after it, which go on for as long as the job is watched. Without a figure the pauses grow with the
/// job's age.
pub fn pause(age: Duration, usual: Option<Duration>) -> Duration {
    const EARLY: f64 = 2.0;
    let age = age.as_secs_f64();
    let usual = usual.map(|it| it.as_secs_f64()).filter(|it| *it > 0.0);
    let seconds = match usual {
        _ if age < EARLY * 0.9 => EARLY - age,
        Some(usual) if age < usual * 0.6 => usual * 0.65 - age,
        Some(usual) if age < usual * 1.6 => (usual / 20.0).max(1.0),
        Some(usual) => between(age / 12.0, (usual / 20.0).max(1.0), 15.0),
        None => between(age / 6.0, 1.0, 10.0),
    };
    Duration::from_secs_f64(seconds.max(0.2))
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

/// `f64::clamp` without its check of the ends, which would bring the printing of doubles into the package.
fn between(value: f64, least: f64, most: f64) -> f64 {
    if value < least {
        least
    } else {
        value.min(most)
    }
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

    fn checks(usual: Option<f64>, done: f64) -> (u32, f64) {
        let usual = usual.map(Duration::from_secs_f64);
        let (mut at, mut count) = (0.0, 0);
        while at < done {
            at += pause(Duration::from_secs_f64(at), usual).as_secs_f64();
            count += 1;
        }
        (count, at - done)
    }

    #[test]
    fn a_usual_job_takes_few_questions_and_is_noticed_soon() {
        let (mut asked, mut late) = (0.0, 0.0);
        for step in 0..100 {
            let (count, lag) = checks(Some(27.0), 21.0 + f64::from(step) * 0.14);
            asked += f64::from(count) / 100.0;
            late += lag / 100.0;
        }
        assert!(asked < 15.0, "{asked} questions");
        assert!(late < 1.0, "{late} s late");
    }

    #[test]
    fn a_late_job_is_still_asked_for() {
        let (count, lag) = checks(Some(27.0), 600.0);
        assert!(
            count < 100 && lag <= 15.0,
            "{count} questions, {lag} s late"
        );
    }

    #[test]
    fn without_a_figure_the_pauses_grow() {
        assert!(pause(Duration::from_secs(5), None) < pause(Duration::from_secs(50), None));
        assert_eq!(
            pause(Duration::from_secs(5_000), None),
            Duration::from_secs(10)
        );
    }

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
