//! Holds every step of a life against the rules.

use tutti_core::audio::AudioFacts;
use tutti_core::http::{Request, Unanswered};
use tutti_core::{
    Charge, Error, ErrorKind, FetchFault, Operation, Output, Phase, Snapshot, Track, Value, millis,
};

use crate::coverage::Event;
use crate::drive::{Ended, Stage};
use crate::network::KEY;
use crate::rule::Rule;
use crate::vendor::Route;
use crate::work::{Fate, Work};
use crate::world::{Heard, World};

/// Kinds of request that a vendor can ask to slow down with.
pub(crate) const ORDERS: usize = 0;
pub(crate) const QUESTIONS: usize = 1;
pub(crate) const FILES: usize = 2;
/// Steps without any time going by.
const MOST_TURNS_AT_ONCE: u32 = 60;
/// How long after its deadline a watching may go on, in milliseconds, files aside: an order's answer that is owed, and
/// a last look.
const GRACE: u64 = 600_000;
/// How long after the last trouble a job that is done must have been found so, in milliseconds.
const SOON: u64 = 120_000;
/// How often a file is tried that is not what it should be.
const TRIES: u32 = 3;

impl World {
    /// One step of a job.
    pub(crate) fn turn(&mut self, d: usize, output: &Output) {
        let clock = self.clock();
        let drive = &mut self.drives[d];
        drive.turns_at_once = if drive.last_turn == self.now {
            drive.turns_at_once + 1
        } else {
            0
        };
        drive.last_turn = self.now;
        let circles = drive.turns_at_once > MOST_TURNS_AT_ONCE;
        if circles {
            drive.go(Stage::Over);
            self.log
                .broken(Rule::WaitsAhead, self.now, "many steps and no time goes by");
        }
        match output {
            Output::Wait(until) if *until <= clock => {
                self.log
                    .broken(Rule::WaitsAhead, self.now, "a wait that is not ahead");
            }
            Output::Report(update) if self.key_is_out => {
                self.hides_key(&update.to_value(), "an update")
            }
            Output::Send(request) if request.url.contains(KEY) => {
                self.log
                    .broken(Rule::KeyHidden, self.now, "the key stands in an address");
            }
            _ => {}
        }
        self.judge_patience(d);
    }

    /// A record as it is written.
    pub(crate) fn check_record(&mut self, _: usize, record: &Snapshot, written: &Value) {
        if Snapshot::from_value(written).as_ref() != Ok(record) {
            self.log.broken(
                Rule::RecordReadable,
                self.now,
                "a record does not read back",
            );
        }
        if self.key_is_out {
            self.hides_key(written, "a record");
        }
    }

    pub(crate) fn note_stored(&mut self, d: usize, durable: bool) {
        let drive = &mut self.drives[d];
        let case = &mut self.cases[drive.case];
        if drive.job.phase() == Phase::Taken {
            case.is_written |= durable;
            drive.unwritten = !durable;
        }
    }

    /// A watching ends, or is cut off, and the journal may not know that the job was taken on: something outside kept it
    /// from that, unless all was well for long enough to write it after all.
    pub(crate) fn note_left(&mut self, d: usize) {
        let drive = &self.drives[d];
        let well_since = drive.trouble.max(drive.began).max(self.weather.calm_from);
        let in_vain = !drive.unwritten || self.now < well_since + SOON + drive.interval;
        let case = &mut self.cases[drive.case];
        case.excuse |= !case.is_written && in_vain;
    }

    /// A request on its way to its vendor.
    pub(crate) fn judge_request(&mut self, d: usize, request: &Request, route: &Route) {
        let body = request.body.as_ref().unwrap_or(&Value::Null);
        if self.key_is_out {
            self.hides_key(body, "a request's body");
        }
        match route {
            Route::Order { .. } => {
                self.judge_order(d);
                self.judge_quiet(d, ORDERS);
            }
            Route::Balance => self.log.note(Event::Knocks),
            Route::Nowhere => {
                let what = format!("{} is no route of the vendor's", request.url);
                self.log.broken(Rule::SurvivesFaults, self.now, what);
            }
            Route::Status(_) | Route::Result(_) | Route::Prediction(_) => {
                self.log.note(Event::Checks);
                self.judge_quiet(d, QUESTIONS);
            }
        }
    }

    pub(crate) fn judge_fetch(&mut self, d: usize, _: usize, url: &str) {
        self.judge_quiet(d, FILES);
        let drive = &mut self.drives[d];
        drive.fetch_began = self.now;
        drive.fetches += 1;
        if url.contains(KEY) {
            self.log.broken(
                Rule::KeyHidden,
                self.now,
                "the key stands in a file's address",
            );
        }
    }

    pub(crate) fn note_heard(&mut self, d: usize, heard: &Heard) {
        let (now, offset) = (self.now, self.offset);
        let drive = &mut self.drives[d];
        let case = &mut self.cases[drive.case];
        // A moment means to a clock that is off something else than the vendor does.
        let moment = heard.moment.map(|at| at.saturating_add_signed(-offset));
        let binding = heard.moment.is_none() || offset == 0;
        let asked = heard.quiet_until.unwrap_or_default();
        let until = if binding { asked } else { 0 };
        if heard.of_order {
            case.may_repeat = heard.nothing_taken;
            case.excuse |= !heard.is_true && !heard.nothing_taken;
        }
        if !heard.is_true {
            let waits = moment.unwrap_or(asked);
            drive.trouble = drive.trouble.max(now).max(waits);
        }
        let class = if heard.of_order { ORDERS } else { QUESTIONS };
        drive.quiet[class] = drive.quiet[class].max(until);
        let status = heard.result.as_ref().map_or(0, |response| response.status);
        drive.key_refused = status == 401 || matches!(heard.result, Err(Unanswered::NoKey(_)));
        drive.redirected = heard.result == Err(Unanswered::Redirected);
        if heard.is_true || !matches!(status, 400 | 404) {
            drive.gone = 0;
        }
        // Without a key nobody can be asked whether it is the network.
        let asked = heard.result.is_ok() || matches!(heard.result, Err(Unanswered::NoKey(_)));
        drive.given_up |= asked && drive.doubtful >= TRIES;
    }

    pub(crate) fn note_fetched(
        &mut self,
        d: usize,
        result: &Result<AudioFacts, FetchFault>,
        until: Option<u64>,
    ) {
        let now = self.now;
        let drive = &mut self.drives[d];
        drive.fetched_for += now - drive.fetch_began;
        let until = until.unwrap_or_default();
        drive.quiet[FILES] = drive.quiet[FILES].max(until);
        match result {
            Ok(_) => (drive.doubtful, drive.gone) = (0, 0),
            Err(fault) => {
                drive.trouble = drive.trouble.max(now).max(until);
                drive.doubtful += u32::from(!matches!(fault, FetchFault::Status(..)));
                if !matches!(fault, FetchFault::Status(404 | 410, _)) {
                    drive.gone = 0;
                }
            }
        }
    }

    pub(crate) fn note_taken(&mut self, work: &Work) {
        self.log.note(Event::TakenOn);
        match work.fate {
            Fate::Failed { charged: false, .. } => self.log.note(Event::Refunds),
            _ => self.log.note(Event::Bills),
        }
        match work.fate {
            Fate::Failed { blocked: true, .. } => self.log.note(Event::JobsBlocked),
            Fate::Failed { .. } => self.log.note(Event::JobsFailed),
            Fate::Made(_) => {}
        }
        match work.done {
            None => self.log.note(Event::NeverMade),
            Some(done) if done > work.taken + 900_000 => self.log.note(Event::MadeLate),
            Some(_) => {}
        }
        let before = self.works.iter().filter(|it| it.case == work.case).count();
        if before > 0 {
            let what = "the vendor took the same order on again";
            self.log.broken(Rule::BilledOnce, self.now, what);
        }
    }

    /// The end of a watching, as whoever waits for it is told.
    pub(crate) fn judge_end(&mut self, d: usize, ended: &Ended) {
        self.judge_patience(d);
        if self.drives[d].unwritten {
            self.note_left(d);
        }
        match ended {
            Ended::Done(tracks) => self.judge_tracks(d, tracks),
            Ended::Failed(error) => self.judge_error(d, error),
            Ended::Stopped if self.drives[d].job.phase() == Phase::Failed => {
                self.log.note(Event::Withdrawn);
            }
            Ended::Stopped => {}
        }
    }

    fn judge_order(&mut self, d: usize) {
        let case = self.drives[d].case;
        self.log.note(Event::Posts);
        if self.journal.phase(&self.cases[case].id) != Some("submitting") {
            let what = "an order leaves and no durable record says so";
            self.log.broken(Rule::RecordFirst, self.now, what);
        }
        let case = &mut self.cases[case];
        case.posts += 1;
        if case.posts > 1 {
            self.log.note(Event::Reposts);
            if !case.may_repeat {
                let what = "an order is sent again and nobody said that nothing was taken on";
                self.log.broken(Rule::OnItsWordOnly, self.now, what);
            }
        }
        case.may_repeat = false;
    }

    fn judge_quiet(&mut self, d: usize, class: usize) {
        let until = self.drives[d].quiet[class];
        // A millisecond for what a header's fraction of a second is cut to.
        if self.now + 2 < until {
            let what = format!("asked again {} ms too early", until - self.now);
            self.log.broken(Rule::RetryAfter, self.now, what);
        }
    }

    fn judge_patience(&mut self, d: usize) {
        let drive = &mut self.drives[d];
        let fetching = if drive.stage == Stage::Fetching {
            self.now - drive.fetch_began
        } else {
            0
        };
        let apart = drive.slept + drive.fetched_for + fetching;
        let watched = (self.now - drive.began).saturating_sub(apart);
        let most = millis(drive.deadline) + GRACE + drive.slack;
        if watched > most && !drive.is_late && drive.stage != Stage::Over {
            drive.is_late = true;
            drive.go(Stage::Over);
            let what = format!("watched for {} s", watched / 1_000);
            self.log.broken(Rule::Ends, self.now, what);
        }
    }

    fn judge_tracks(&mut self, d: usize, tracks: &[Track]) {
        let drive = &self.drives[d];
        let case = &self.cases[drive.case];
        let work = self.works.iter().find(|work| work.case == drive.case);
        let Some(work) = work.filter(|work| work.is_made(self.now)) else {
            return self.log.broken(
                Rule::NeverLost,
                self.now,
                "a track of a job that was not made",
            );
        };
        let whole = tracks.iter().all(|track| track.facts.is_some());
        let excused = drive.by_address
            || case.errand.operation == Operation::Upload
            || self.weather.refuses_pages
            || work.files_are_gone(self.now)
            || drive.given_up;
        if !whole && !excused {
            let what = "a track is given without its audio, which could have been had";
            self.log.broken(Rule::SurvivesFaults, self.now, what);
        }
    }

    fn judge_error(&mut self, d: usize, error: &Error) {
        self.log.note(Event::Failures);
        if self.key_is_out {
            self.hides_key(&error.to_value(), "an error");
        }
        let now = self.now;
        let number = self.drives[d].case;
        self.cases[number].told = Some(error.kind);
        let billed = self
            .works
            .iter()
            .any(|it| it.case == number && it.is_billed(now));
        let taken = self.works.iter().any(|it| it.case == number);
        let dishonest = match error.charge {
            Charge::No => billed,
            Charge::Maybe => false,
            Charge::Yes => !taken,
        };
        if dishonest {
            let what = format!("{} says \"charge: {}\"", error.kind, error.charge.name());
            self.log.broken(Rule::HonestCharge, now, what);
        }
        if let Err((rule, what)) = self.may_end_so(d, error) {
            self.log
                .broken(rule, now, format!("{}: {what}", error.kind));
        }
    }

    /// Whether this error may end the watching of a job that its vendor took on.
    fn may_end_so(&mut self, d: usize, error: &Error) -> Result<(), (Rule, &'static str)> {
        let drive = &self.drives[d];
        let case = &self.cases[drive.case];
        let Some(work) = self
            .works
            .iter()
            .find(|work| work.case == drive.case)
            .cloned()
        else {
            return Ok(());
        };
        let survives = |may: bool, what| {
            if may {
                Ok(())
            } else {
                Err((Rule::SurvivesFaults, what))
            }
        };
        match error.kind {
            ErrorKind::OutcomeUnknown => {
                self.log.coverage.note(Event::Unknowns);
                // A record that could not be deleted says less than the person was told.
                let over = case.is_kept || work.has_failed(self.now);
                let known = !over && (case.is_written || !case.excuse);
                if known {
                    Err((Rule::NeverLost, "the outcome was known"))
                } else {
                    Ok(())
                }
            }
            ErrorKind::JobFailed | ErrorKind::ContentBlocked => {
                survives(work.has_failed(self.now), "the job has not failed")
            }
            ErrorKind::Expired => self.judge_expiry(d, &work),
            ErrorKind::Unauthorized => survives(drive.key_refused, "the key was not refused"),
            ErrorKind::UnsafeUrl => survives(drive.redirected, "there was no redirect"),
            ErrorKind::BadAudio => {
                let tried = drive.doubtful >= TRIES || case.excuse;
                survives(tried, "the file was not tried again")
            }
            ErrorKind::Timeout => self.judge_timeout(d, &work),
            ErrorKind::Network | ErrorKind::ProviderUnavailable if drive.fetches > 0 => {
                survives(self.is_time_over(d), "there was time to fetch the file")
            }
            _ => survives(false, "that passes by itself, or never was"),
        }
    }

    fn is_time_over(&self, d: usize) -> bool {
        let drive = &self.drives[d];
        let end = drive.began + millis(drive.deadline);
        // A clock set forward ends it early, and so does a host that wants to be left alone for longer.
        drive.quiet[FILES] + 1_000 > end || self.now + 60_000 > end || self.offset != 0
    }

    fn judge_timeout(&mut self, d: usize, work: &Work) -> Result<(), (Rule, &'static str)> {
        self.log.note(Event::Timeouts);
        let drive = &self.drives[d];
        let well_since = work
            .done
            .unwrap_or(u64::MAX)
            .max(drive.trouble)
            .max(drive.began);
        let soon = SOON + drive.interval;
        if work.is_made(self.now) && well_since + soon < self.now {
            let gone = work.record_is_gone(self.now) || work.files_are_gone(self.now);
            let rule = if gone {
                Rule::InTime
            } else {
                Rule::SurvivesFaults
            };
            return Err((rule, "the job was done long before, and all was well"));
        }
        Ok(())
    }

    fn judge_expiry(&mut self, d: usize, work: &Work) -> Result<(), (Rule, &'static str)> {
        self.log.note(Event::Expired);
        let drive = &self.drives[d];
        let gone = [work.record_gone, work.files_gone];
        let gone = gone
            .into_iter()
            .flatten()
            .min()
            .filter(|gone| *gone <= self.now);
        let Some(gone) = gone else {
            return Err((Rule::SurvivesFaults, "it is still there"));
        };
        let well_since = work
            .done
            .unwrap_or(u64::MAX)
            .max(drive.trouble)
            .max(drive.began);
        if work.is_made(self.now) && well_since + SOON + drive.interval.min(60_000) < gone {
            return Err((
                Rule::InTime,
                "it was there for long enough while it was watched",
            ));
        }
        Ok(())
    }

    fn hides_key(&mut self, value: &Value, place: &str) {
        if holds_key(value) {
            self.log.broken(
                Rule::KeyHidden,
                self.now,
                format!("the key stands in {place}"),
            );
        }
    }
}

/// The part of an address that a key belongs to.
pub(crate) fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| host + at);
    &url[..end]
}

fn holds_key(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains(KEY),
        Value::List(items) => items.iter().any(holds_key),
        Value::Map(map) => map
            .iter()
            .any(|(name, value)| name.contains(KEY) || holds_key(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_ends_where_the_path_begins() {
        assert_eq!(
            origin("https://api.example:8443/v2?x"),
            "https://api.example:8443"
        );
        assert_eq!(origin("https://api.example"), "https://api.example");
    }
}
