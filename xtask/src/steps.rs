//! Runs named steps one after the other, and tells at the end how each went.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// The steps run so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    fault: Option<String>,
}

impl Steps {
    /// Runs a step; a failure is remembered, and later steps still run.
    pub(crate) fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let result = step();
        let took = started.elapsed();
        let fault = result.as_ref().err().map(|error| format!("{error:#}"));
        match &fault {
            None => println!("-- {name}: ok, {}", seconds(took)),
            Some(fault) => println!("-- {name}: FAILED after {}: {fault}", seconds(took)),
        }
        self.done.push(Step {
            name: name.to_owned(),
            took,
            fault,
        });
        result.ok()
    }

    /// Notes a step that cannot run because one that it needs failed.
    pub(crate) fn cannot(&mut self, name: &str, why: &str) {
        println!("\n== {name}\n-- {name}: FAILED: {why}");
        let fault = Some(why.to_owned());
        self.done.push(Step {
            name: name.to_owned(),
            took: Duration::ZERO,
            fault,
        });
    }

    /// Prints the summary.
    ///
    /// # Errors
    ///
    /// When any step failed.
    pub(crate) fn finish(self) -> Result<()> {
        println!("\n{}", self.summary());
        let failed = self.done.iter().filter(|step| step.fault.is_some()).count();
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.done.len());
        }
        Ok(())
    }

    fn summary(&self) -> String {
        let width = self
            .done
            .iter()
            .map(|step| step.name.len())
            .max()
            .unwrap_or(0);
        let rows = self.done.iter().map(|step| {
            let mark = if step.fault.is_some() { "FAILED" } else { "ok" };
            format!("{mark:6}  {:width$}  {:>8}", step.name, seconds(step.took))
        });
        rows.collect::<Vec<_>>().join("\n")
    }
}

/// A duration as a person reads it.
pub(crate) fn seconds(took: Duration) -> String {
    let tenths = took.as_secs_f64();
    if tenths < 60.0 {
        return format!("{tenths:.1} s");
    }
    format!("{}:{:02} min", took.as_secs() / 60, took.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_fails_the_whole_but_later_steps_still_run() {
        let mut steps = Steps::default();
        assert_eq!(steps.run("one", || -> Result<()> { bail!("broken") }), None);
        assert_eq!(steps.run("two", || Ok(2)), Some(2));
        let summary = steps.summary();
        assert!(
            summary.contains("FAILED  one") && summary.contains("ok      two"),
            "{summary}"
        );
        assert_eq!(
            steps.finish().map_err(|e| e.to_string()),
            Err("1 of 2 steps failed".to_owned())
        );
    }

    #[test]
    fn a_duration_is_in_seconds_below_a_minute_and_in_minutes_above() {
        assert_eq!(seconds(Duration::from_millis(1540)), "1.5 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2:05 min");
    }
}
