//! Watching jobs: what is heard, how they end, and how the watching is taken up again or left.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{Update as _, UpdateValue, WithUntracked, WithValue, untrack};
use tutti_core::{Error, ErrorKind, Phase, Update, Value};
use tutti_web::{Ended, Kept, RunOptions, Running};
use wasm_bindgen_futures::spawn_local;

use super::Studio;
use crate::browser;
use crate::state::job::{Job, Parked, Stage};
use crate::state::keys::Standing;
use crate::state::spend::End;
use crate::state::take::Take;
use crate::text::runs as text;
use crate::told;

/// Hears of a job's steps, and is told the job's id once there is one.
type Ear = (Rc<dyn Fn(&Update)>, Rc<RefCell<String>>);

impl Studio {
    /// Ends the watching of a job.
    pub(crate) fn stop(self, id: &str) {
        if let Some(running) = self.backstage.with_value(|it| it.running.get(id).cloned()) {
            running.stop();
            browser::focus_soon(format!("job-{id}"));
        }
    }

    /// Watches a job again; nothing is ordered by that unless it never was.
    pub(super) fn look_again(self, job: &Job) {
        let record = self.backstage.with_value(|it| {
            let watched = it.running.get(&job.id).map(Running::snapshot);
            watched.or_else(|| it.records.get(&job.id).cloned())
        });
        if let Some(record) = record {
            self.resume(&job.id, &record);
        }
    }

    /// Watches the job of a record.
    pub(super) fn resume(self, id: &str, record: &Value) {
        let Some(job) = self.jobs.with_untracked(|jobs| jobs.job(id).cloned()) else {
            return;
        };
        let Some((provider, _)) = job.rows() else {
            return;
        };
        let (client, _) = self.client(provider, &job.base);
        let (hear, name) = self.ear();
        name.replace(id.to_owned());
        let run = RunOptions {
            on_update: Some(hear),
            ..RunOptions::default()
        };
        match client.resume(record, run) {
            Ok(running) => {
                self.change(id, Job::go_on);
                self.reckon(id, client, job.order);
                self.watch(running);
            }
            Err(error) => self.fail(id, error),
        }
    }

    /// Takes a started job in and waits for its end.
    pub(super) fn watch(self, running: Running) {
        let id = running.id();
        self.backstage.update_value(|it| {
            it.records.remove(&id);
            it.running.insert(id.clone(), running.clone());
        });
        spawn_local(async move {
            match running.finished().await {
                Ok(kept) => self.finish(&id, kept).await,
                Err(Ended::Failed(error)) => self.fail(&id, error),
                Err(Ended::Stopped) => self.left(&id, running.phase()),
            }
        });
    }

    /// What hears of a job's steps.
    pub(super) fn ear(self) -> Ear {
        let id = Rc::new(RefCell::new(String::new()));
        let name = Rc::clone(&id);
        let hear = move |update: &Update| self.change(&name.borrow(), |job| job.hear(update));
        (Rc::new(hear), id)
    }

    /// Notes an error, and what it says of the key.
    pub(super) fn fail(self, id: &str, error: Error) {
        if let Some((job, (provider, _))) = self
            .find(id)
            .and_then(|job| Some((job.clone(), job.rows()?)))
        {
            if error.kind == ErrorKind::Unauthorized {
                self.learn(provider.id, &job.base, Standing::Refused);
            }
            let what = told::error(&error, provider.name, false).what;
            self.announce(format!("{}: {what}", job.model_name()));
            self.tell_failed(&job);
        }
        self.settle_failed(id, &error);
        let now = browser::now_ms();
        self.change(id, |job| job.end(Stage::Failed(error), now));
    }

    async fn finish(self, id: &str, kept: Vec<Kept>) {
        let Some(job) = self.find(id) else {
            return;
        };
        let now = browser::now_ms();
        let mut takes: Vec<Take> = kept
            .iter()
            .map(|it| Take::of(id, &job.base, &job.order, &it.track, now))
            .collect();
        self.give_upload(id, &mut takes);
        self.backstage.update_value(|it| {
            let blobs = kept
                .iter()
                .filter_map(|it| Some((it.track.id.clone(), it.blob.clone()?)));
            it.blobs.extend(blobs);
        });
        self.change(id, |job| {
            job.finish(takes.clone(), now);
            job.note = warnings(&kept, job.provider_name());
        });
        if let Some((provider, _)) = job.rows() {
            self.learn(provider.id, &job.base, Standing::Works);
        }
        let billed = takes.first().and_then(|take| take.usd);
        self.settle_bill(id, billed.map_or(End::Unsaid, End::Billed));
        self.reckon_models();
        self.tell_done(&job, &takes);
        if job.base.is_empty() {
            // It can be made again, so whoever waits for its sound goes first.
            self.let_sound_begin().await;
        }
        self.put_away(id, &takes).await;
        for take in &takes {
            self.go_on_from(take);
        }
    }

    /// What was uploaded is at hand: it is the sound of what came of it.
    fn give_upload(self, job: &str, takes: &mut [Take]) {
        let mut given = None;
        self.backstage
            .update_value(|it| given = it.uploads.remove(job));
        let (Some(given), [take]) = (given, takes) else {
            return;
        };
        take.bytes = Some(given.size());
        take.mime = given.type_();
        self.backstage.update_value(|it| {
            it.blobs.insert(take.id.clone(), given);
        });
    }

    fn left(self, id: &str, phase: Phase) {
        let why = match phase {
            Phase::Taken if self.lacks_key(id) => Parked::NoKey,
            Phase::Taken => Parked::Left,
            _ => {
                self.settle_bill(id, End::Free);
                Parked::Withdrawn
            }
        };
        let now = browser::now_ms();
        self.change(id, |job| job.end(Stage::Parked(why), now));
    }

    /// Whether the key for a job's address has gone from this tab.
    fn lacks_key(self, id: &str) -> bool {
        let job = self.find(id).filter(|job| !job.base.is_empty());
        let provider = job.as_ref().and_then(Job::rows).map(|(it, _)| it.id);
        let held = |(job, provider): (Job, &str)| {
            let relay = untrack(|| self.relay_holds(provider, &job.base));
            relay
                || self
                    .keys
                    .with_untracked(|keys| keys.key(provider, &job.base).is_some())
        };
        job.zip(provider).is_some_and(|place| !held(place))
    }

    fn find(self, id: &str) -> Option<Job> {
        self.jobs.with_untracked(|jobs| jobs.job(id).cloned())
    }

    pub(super) fn change(self, id: &str, change: impl FnOnce(&mut Job)) {
        self.jobs.update(|jobs| {
            if let Some(job) = jobs.job_mut(id) {
                change(job);
            }
        });
    }
}

fn warnings(kept: &[Kept], who: &str) -> Option<String> {
    let all = kept.iter().flat_map(|it| &it.track.warnings);
    let sentences: Vec<String> = all
        .map(|warning| match warning.kind {
            ErrorKind::Network => text::unreadable().to_owned(),
            _ => told::error(&warning.to_error(), who, false).what,
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
