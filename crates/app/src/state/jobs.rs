//! Runs and their jobs, and what becomes of them.

use crate::state::job::Job;
use crate::state::take::Take;

/// Records of one press of Generate differ by less than this in age.
const ONE_PRESS_MS: f64 = 2_000.0;

/// Everything that was ordered, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jobs(Vec<Run>);

/// One prompt and what was made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its id: that of its first job.
    pub id: String,
    /// The words.
    pub prompt: String,
    /// When it was ordered, in milliseconds since 1970.
    pub at_ms: f64,
    /// A job for each model and variation.
    pub jobs: Vec<Job>,
}

impl Jobs {
    /// The runs, newest first.
    pub fn runs(&self) -> &[Run] {
        &self.0
    }

    /// A run by its id.
    pub fn run(&self, id: &str) -> Option<&Run> {
        self.0.iter().find(|run| run.id == id)
    }

    /// The run that a job belongs to.
    pub fn run_of(&self, job: &str) -> Option<&Run> {
        self.0
            .iter()
            .find(|run| run.jobs.iter().any(|it| it.id == job))
    }

    /// A job by its id.
    pub fn job(&self, id: &str) -> Option<&Job> {
        self.0
            .iter()
            .flat_map(|run| &run.jobs)
            .find(|job| job.id == id)
    }

    /// A piece that a job brought, by its id.
    pub fn take(&self, id: &str) -> Option<&Take> {
        self.takes().find(|take| take.id == id)
    }

    /// A piece that a job brought, by what its provider calls it.
    pub fn by_clip(&self, clip: &str) -> Option<&Take> {
        self.takes().find(|take| take.clip.as_deref() == Some(clip))
    }

    /// Every piece that the jobs brought, in the order of the runs.
    pub fn takes(&self) -> impl Iterator<Item = &Take> {
        let jobs = self.0.iter().flat_map(|run| &run.jobs);
        jobs.flat_map(|job| &job.takes)
    }

    /// A job by its id, to change it.
    pub fn job_mut(&mut self, id: &str) -> Option<&mut Job> {
        self.0
            .iter_mut()
            .flat_map(|run| &mut run.jobs)
            .find(|job| job.id == id)
    }

    /// Adds the jobs of one press of Generate.
    pub fn open(&mut self, jobs: Vec<Job>) {
        if let Some(first) = jobs.first() {
            let run = Run {
                id: first.id.clone(),
                prompt: first.heading(),
                at_ms: first.at_ms,
                jobs,
            };
            let at = self.0.partition_point(|other| other.at_ms > run.at_ms);
            self.0.insert(at, run);
        }
    }

    /// Adds a job found in the journal to the run it was ordered with, or to a new one.
    pub fn adopt(&mut self, job: Job) {
        let sibling = |run: &&mut Run| {
            run.prompt == job.heading() && (run.at_ms - job.at_ms).abs() < ONE_PRESS_MS
        };
        match self.0.iter_mut().find(sibling) {
            Some(run) => {
                run.jobs.push(job);
                run.jobs.sort_by_key(Job::place);
            }
            None => self.open(vec![job]),
        }
    }

    /// Puts a job in the place of another, as when it is ordered again.
    pub fn replace(&mut self, id: &str, job: Job) {
        if let Some(place) = self.job_mut(id) {
            *place = job;
        }
    }

    /// Takes a job away, and its run with its last job.
    pub fn remove(&mut self, id: &str) {
        for run in &mut self.0 {
            run.jobs.retain(|job| job.id != id);
        }
        self.0.retain(|run| !run.jobs.is_empty());
    }

    /// Whether the answer to an order is still owed: what would then be lost is paid for.
    pub fn ordering(&self) -> bool {
        let mut jobs = self.0.iter().flat_map(|run| &run.jobs);
        jobs.any(Job::is_ordering)
    }

    /// How many jobs go on.
    pub fn working(&self) -> usize {
        self.0
            .iter()
            .flat_map(|run| &run.jobs)
            .filter(|job| job.is_working())
            .count()
    }

    /// How many jobs of the run that a job belongs to are at their end, and how many it has.
    pub fn done_of(&self, job: &str) -> Option<(usize, usize)> {
        let run = self.run_of(job)?;
        let done = run.jobs.iter().filter(|job| !job.is_working()).count();
        Some((done, run.jobs.len()))
    }

    /// Which share of the longest piece of its run a length is: waveforms of a run share one time axis.
    pub fn share(&self, job: &str, seconds: f64) -> f64 {
        let takes = self
            .run_of(job)
            .into_iter()
            .flat_map(|run| &run.jobs)
            .flat_map(|job| &job.takes);
        let longest = takes
            .filter_map(|take| take.seconds)
            .fold(seconds, f64::max);
        if longest > 0.0 {
            seconds / longest
        } else {
            1.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::job::tests::job;
    use crate::state::take::tests::take;

    #[test]
    fn runs_stand_newest_first_and_a_run_goes_with_its_last_job() {
        let mut jobs = Jobs::default();
        jobs.open(vec![job("a", "one", 1.0), job("b", "one", 1.0)]);
        jobs.open(vec![job("c", "two", 2.0)]);
        let prompts: Vec<_> = jobs.runs().iter().map(|run| run.prompt.as_str()).collect();
        assert_eq!(prompts, ["two", "one"]);
        jobs.remove("a");
        assert_eq!(jobs.runs().len(), 2);
        jobs.remove("b");
        assert_eq!(jobs.runs().len(), 1);
        assert_eq!(jobs.working(), 1);
        jobs.job_mut("c").unwrap().finish(vec![take("c", 3.0)], 3.0);
        assert_eq!(jobs.working(), 0);
    }

    #[test]
    fn an_order_whose_answer_is_owed_is_known_and_a_render_on_this_machine_is_none() {
        let mut jobs = Jobs::default();
        let mut local = job("a", "one", 1.0);
        local.base.clear();
        jobs.open(vec![local]);
        assert!(!jobs.ordering());
        jobs.open(vec![job("b", "two", 2.0)]);
        assert!(jobs.ordering());
        jobs.job_mut("b").unwrap().finish(vec![take("b", 3.0)], 3.0);
        assert!(!jobs.ordering());
    }

    #[test]
    fn pieces_of_a_run_share_the_time_axis_of_the_longest() {
        let mut jobs = Jobs::default();
        jobs.open(vec![job("a", "one", 1.0), job("b", "one", 1.0)]);
        jobs.open(vec![job("c", "two", 2.0)]);
        for (id, seconds) in [("a", 10.0), ("b", 40.0), ("c", 90.0)] {
            let mut piece = take(id, 3.0);
            piece.seconds = Some(seconds);
            jobs.job_mut(id).unwrap().finish(vec![piece], 3.0);
        }
        assert_eq!((jobs.share("a", 10.0), jobs.share("b", 40.0)), (0.25, 1.0));
        assert_eq!((jobs.share("c", 0.0), jobs.share("gone", 0.0)), (0.0, 1.0));
    }

    #[test]
    fn records_of_one_press_come_back_as_one_run() {
        let mut jobs = Jobs::default();
        for (id, prompt, at_ms) in [
            ("a", "one", 10.0),
            ("b", "one", 400.0),
            ("c", "two", 10.0),
            ("d", "one", 9e3),
        ] {
            jobs.adopt(job(id, prompt, at_ms));
        }
        let sizes: Vec<_> = jobs.runs().iter().map(|run| run.jobs.len()).collect();
        assert_eq!(sizes, [1, 1, 2]);
    }

    #[test]
    fn a_run_knows_how_many_of_its_jobs_are_at_their_end() {
        let mut jobs = Jobs::default();
        jobs.open(vec![job("a", "one", 1.0), job("b", "one", 1.0)]);
        assert_eq!(jobs.done_of("a"), Some((0, 2)));
        jobs.job_mut("b").unwrap().finish(Vec::new(), 2.0);
        assert_eq!(jobs.done_of("a"), Some((1, 2)));
        assert_eq!(jobs.done_of("gone"), None);
    }
}
