//! What happens to a request on its way, at its vendor, and on the way back.

use tutti_core::audio::{AudioFacts, BadAudio};
use tutti_core::http::{Body, Request, Response, Unanswered};
use tutti_core::{FetchFault, Map, Secret, Value, millis};

use crate::bug::Bug;
use crate::coverage::Event;
use crate::drive::Stage;
use crate::driving::in_brief;
use crate::fault::{ELSEWHERE, Fault, FileFault, Pause, json, lie, text};
use crate::referee::origin;
use crate::vendor::{Route, facts, owner_of_file};
use crate::work::{Fate, Work};
use crate::world::{Act, Answer, Heard, World};

/// The key that every request carries, planted to be found nowhere else.
pub(crate) const KEY: &str = "SG_planted0123456789";
/// How long a driver gives a file, in milliseconds.
const FILE_LIMIT: u64 = 600_000;
/// How often in a row the world says that something is gone which is not. What says so for longer is to be believed.
const MOST_GONE: u32 = 2;
const MOST_FILES_GONE: u32 = 2;

impl World {
    /// Sends a request with the key.
    pub(crate) fn send(&mut self, d: usize, mut request: Request) {
        if let Some(named) = self.drives[d].named.clone()
            && self.has(Bug::TrustsNamedHost)
        {
            request.url = named;
        }
        let case = &self.cases[self.drives[d].case];
        let (vendor, base) = (case.vendor, case.base.clone());
        let below = request.url.strip_prefix(base.as_str()).unwrap_or_default();
        let route = vendor.route(&request, below);
        let order = matches!(route, Route::Order { .. });
        self.drives[d].go(Stage::Sending { order });
        if !self.carries_key_home(d, &request.url) {
            let why = "A key is not sent to another origin than its provider's.".to_owned();
            return self.returns(d, 1, Heard::lost(order, Unanswered::NoKey(why)));
        }
        self.judge_request(d, &request, &route);
        let (pause, mut heard) = self.exchange(d, &request, &route);
        if route == Route::Balance {
            // Its limit is its own, and it is not asked twice.
            heard.quiet_until = None;
        }
        self.returns(d, pause, heard);
    }

    /// Hands the vendor's answer to the job.
    pub(crate) fn heard(&mut self, d: usize, mut heard: Heard) {
        self.note_heard(d, &heard);
        let case = self.drives[d].case;
        if heard.of_order
            && matches!(heard.result, Err(Unanswered::Failed | Unanswered::TimedOut))
            && self.has(Bug::ResendsLostOrder)
        {
            let vendor = self.cases[case].vendor;
            let url = format!("{}/v2/lyria-2", self.cases[case].base);
            if vendor == crate::work::Vendor::Segmind {
                return self.send(d, Request::post(url, Map::new().into()));
            }
        }
        if heard.result == Err(Unanswered::Redirected) && self.has(Bug::FollowsRedirect) {
            self.carries_key_home(d, ELSEWHERE);
        }
        if let Ok(response) = &mut heard.result {
            if self.has(Bug::DeafToRetryAfter) {
                response.headers.clear();
            }
            if !self.has(Bug::KeyNotStruck) {
                strike(response);
            }
            let named = ["status_url", "polling_url"].map(|name| response.json().get(name));
            let named = named.into_iter().find_map(Value::text);
            self.drives[d].named = named
                .filter(|url| url.starts_with(ELSEWHERE))
                .map(str::to_owned);
            let (base, now) = (self.cases[case].base.clone(), self.clock());
            let tab = self.drives[d].tab;
            self.tabs[tab].answered.push((base, now));
        }
        self.log.step(self.now, || match &heard.result {
            Ok(response) => format!("job {d}: hears {}", in_brief(response)),
            Err(why) => format!("job {d}: hears nothing: {why:?}"),
        });
        if self.has(Bug::FaultEndsJob) && !heard.of_order && heard.result.is_err() {
            heard.result = Ok(json(200, Map::new().with("status", "FAILED")));
        }
        if heard.of_order && heard.nothing_taken && self.dice.chance(0.1) {
            // While it is waited for, somebody opens another tab.
            let pause = self.dice.between(50, 2_000);
            self.act_in(pause, Act::SecondTab);
        }
        let now = self.clock();
        self.drives[d].job.answered(heard.result, now);
        self.work(d);
    }

    /// Fetches a file, without the key.
    pub(crate) fn fetch(&mut self, d: usize, index: usize, url: &str) {
        self.log.note(Event::Fetches);
        self.judge_fetch(d, index, url);
        self.drives[d].go(Stage::Fetching);
        let (pause, result, quiet_until) = self.file(d, url);
        self.answer_in(
            pause,
            d,
            Answer::Fetched {
                result,
                quiet_until,
            },
        );
    }

    pub(crate) fn fetched(
        &mut self,
        d: usize,
        result: Result<AudioFacts, FetchFault>,
        quiet_until: Option<u64>,
    ) {
        self.note_fetched(d, &result, quiet_until);
        self.log
            .step(self.now, || format!("job {d}: file {result:?}"));
        let now = self.clock();
        self.drives[d].job.fetched(result, now);
        self.work(d);
    }

    fn returns(&mut self, d: usize, pause: u64, heard: Heard) {
        self.answer_in(pause, d, Answer::Heard(Box::new(heard)));
    }

    fn exchange(&mut self, d: usize, request: &Request, route: &Route) -> (u64, Heard) {
        let order = matches!(route, Route::Order { .. });
        let travel = self.dice.between(20, 250);
        if self.weather.is_away(self.now) {
            self.log.note(Event::Outages);
            let why = if self.dice.chance(0.5) {
                Unanswered::Offline
            } else {
                Unanswered::Failed
            };
            return (travel, Heard::lost(order, why));
        }
        let fault = if order {
            self.weather.of_order(self.now, &mut self.dice)
        } else {
            self.weather.of_question(self.now, &mut self.dice)
        };
        match fault.filter(|fault| *fault != Fault::Gone || self.may_be_gone(d, route)) {
            None => self.act_on(d, request, route, travel),
            Some(fault) => {
                self.log.coverage.fault(fault);
                self.log
                    .step(self.now, || format!("job {d}: meets {}", fault.name()));
                self.spoilt(d, request, route, fault, travel)
            }
        }
    }

    fn may_be_gone(&mut self, d: usize, route: &Route) -> bool {
        let drive = &mut self.drives[d];
        let may = *route != Route::Balance && drive.gone < MOST_GONE;
        drive.gone += u32::from(may);
        may
    }

    fn spoilt(
        &mut self,
        d: usize,
        request: &Request,
        route: &Route,
        fault: Fault,
        travel: u64,
    ) -> (u64, Heard) {
        let order = matches!(route, Route::Order { .. });
        let limit = millis(request.timeout);
        let lost = |why| Heard::lost(order, why);
        match fault {
            Fault::DroppedBefore => (travel, lost(Unanswered::Failed)),
            Fault::KeyMissing => (1, lost(Unanswered::NoKey("There is no key.".to_owned()))),
            Fault::NeverArrives => (limit, lost(Unanswered::TimedOut)),
            Fault::Offline => (1, lost(Unanswered::Offline)),
            Fault::RedirectBefore => (travel, lost(Unanswered::Redirected)),
            Fault::Refused => (travel, lost(Unanswered::Refused)),
            Fault::DroppedAfter => self.acts_unheard(d, request, route, travel, Unanswered::Failed),
            Fault::Late => self.acts_unheard(d, request, route, limit, Unanswered::TimedOut),
            Fault::RedirectAfter => {
                self.acts_unheard(d, request, route, travel, Unanswered::Redirected)
            }
            Fault::AnswerTooLarge => {
                self.acts_unheard(d, request, route, travel, Unanswered::TooLarge)
            }
            Fault::FailsAfter => {
                self.act_on(d, request, route, travel);
                let status = self.vendor(d).failing_after(&mut self.dice);
                (travel, Heard::spoken(order, self.failing(d, status)))
            }
            Fault::AnswerAudio => {
                self.act_on(d, request, route, travel);
                let cut = BadAudio::Truncated {
                    expected: 9_000,
                    got: 500,
                };
                let whole = *route != Route::Order { direct: true };
                let body = Body::Audio(if whole { Ok(facts()) } else { Err(cut) });
                (travel, Heard::spoken(order, crate::vendor::audio(body)))
            }
            _ => {
                let heard = self.says_otherwise(d, request, route, fault, travel);
                (travel, heard)
            }
        }
    }

    /// The vendor acts, and nobody hears what it says.
    fn acts_unheard(
        &mut self,
        d: usize,
        request: &Request,
        route: &Route,
        pause: u64,
        why: Unanswered,
    ) -> (u64, Heard) {
        let order = matches!(route, Route::Order { .. });
        let (_, heard) = self.act_on(d, request, route, pause);
        if order && why == Unanswered::Failed && self.has(Bug::BrowserResends) {
            return self.act_on(d, request, route, pause);
        }
        drop(heard);
        (pause, Heard::lost(order, why))
    }

    /// An answer that is not the one that the vendor would give.
    fn says_otherwise(
        &mut self,
        d: usize,
        request: &Request,
        route: &Route,
        fault: Fault,
        travel: u64,
    ) -> Heard {
        let order = matches!(route, Route::Order { .. });
        let vendor = self.vendor(d);
        match fault {
            Fault::FailsBefore => {
                let status = self.dice.one_of(&[500, 502, 503, 504]);
                let heard = Heard::spoken(order, self.failing(d, status));
                Heard {
                    nothing_taken: vendor.says_safe(status),
                    ..heard
                }
            }
            Fault::Gone if self.dice.chance(0.5) => {
                Heard::spoken(order, text(404, "<html>404 Not Found</html>"))
            }
            Fault::Gone => Heard::spoken(order, vendor.knows_nothing()),
            Fault::KeyEchoed => {
                self.key_is_out = true;
                let words = format!("no such key: {KEY}");
                Heard::spoken(order, vendor.error(401, &words))
            }
            Fault::KeyRefused => Heard::spoken(order, vendor.error(401, "Invalid API key")),
            Fault::Limited => self.limits(d, order, travel),
            Fault::Refusal => {
                let heard = Heard::spoken(order, vendor.refusal(&mut self.dice));
                Heard {
                    is_true: true,
                    ..heard
                }
            }
            _ => {
                let acts = self.dice.chance(0.5);
                if acts {
                    self.act_on(d, request, route, travel);
                }
                let status = match self.dice.between(0, 3) {
                    _ if acts => 200,
                    // A network that wants a sign-in, or a gateway that takes a page for a robot.
                    0 | 1 if fault == Fault::AnswerHtml => self.dice.one_of(&[401, 403, 404, 410]),
                    0 => 502,
                    1 if order => 403,
                    _ => 200,
                };
                let body = lie(fault, status, &mut self.dice).unwrap_or_else(|| text(status, ""));
                let heard = Heard::spoken(order, body);
                Heard {
                    nothing_taken: vendor.says_safe(status),
                    ..heard
                }
            }
        }
    }

    fn limits(&mut self, d: usize, order: bool, travel: u64) -> Heard {
        let pause = Pause::any(&mut self.dice, self.now + travel);
        self.log.coverage.wait_form(pause.form);
        let mut response = self.vendor(d).error(429, "Too Many Requests");
        response.headers.extend(pause.header);
        let then = pause.wait_ms.map(|wait| self.now + travel + wait);
        Heard {
            nothing_taken: true,
            quiet_until: then,
            moment: pause.moment_ms,
            ..Heard::spoken(order, response)
        }
    }

    fn failing(&mut self, d: usize, status: u16) -> Response {
        match self.dice.between(0, 2) {
            0 => text(status, "<html>Bad gateway</html>"),
            1 => text(status, ""),
            _ => self.vendor(d).error(status, "Internal error"),
        }
    }

    /// The vendor does what it was asked, and says so.
    fn act_on(&mut self, d: usize, request: &Request, route: &Route, travel: u64) -> (u64, Heard) {
        let case = self.drives[d].case;
        let vendor = self.vendor(d);
        let then = self.now + travel / 2;
        let of = |id: &str, works: &[Work]| works.iter().position(|work| work.id == *id);
        let response = match route {
            Route::Order { direct } => {
                let number = self.works.len();
                let work = Work::take_on(vendor, case, number, then, &mut self.dice);
                self.note_taken(&work);
                self.works.push(work);
                if *direct {
                    return self.makes(number, millis(request.timeout), travel);
                }
                vendor.taken(&self.works[number])
            }
            Route::Status(id) | Route::Result(id) | Route::Prediction(id) => {
                match of(id, &self.works) {
                    Some(work) => {
                        vendor.report(route, &self.works[work], self.cases[case].errand, then)
                    }
                    None => vendor.knows_nothing(),
                }
            }
            Route::Balance => vendor.balance(),
            Route::Nowhere => text(404, "<html>no route</html>"),
        };
        let heard = Heard {
            is_true: true,
            ..Heard::spoken(matches!(route, Route::Order { .. }), response)
        };
        (travel, heard)
    }

    /// The direct form: the answer comes when the music is made, or too late.
    fn makes(&self, work: usize, limit: u64, travel: u64) -> (u64, Heard) {
        let work = &self.works[work];
        let took = work.done.map(|done| done - work.taken + travel);
        match took.filter(|took| *took < limit) {
            Some(took) => {
                let heard = Heard {
                    is_true: true,
                    ..Heard::spoken(true, crate::vendor::direct(work))
                };
                (took, heard)
            }
            None => (limit, Heard::lost(true, Unanswered::TimedOut)),
        }
    }

    fn vendor(&self, d: usize) -> crate::work::Vendor {
        self.cases[self.drives[d].case].vendor
    }

    /// The audio's host.
    fn file(&mut self, d: usize, url: &str) -> (u64, Result<AudioFacts, FetchFault>, Option<u64>) {
        if url.starts_with("data:") {
            return (5, Ok(facts()), None);
        }
        let travel = self.dice.between(200, 9_000);
        if self.weather.is_away(self.now) {
            self.log.note(Event::Outages);
            return (300, Err(FetchFault::Unreadable), None);
        }
        let made = owner_of_file(url, &self.works)
            .map(|work| &self.works[work])
            .filter(|work| matches!(work.fate, Fate::Made(_)) && !work.files_are_gone(self.now));
        let there = made.is_some();
        if !there && !self.weather.refuses_pages {
            let status = self.dice.one_of(&[404, 410]);
            return (travel, Err(FetchFault::Status(status, None)), None);
        }
        let fault = self.weather.of_file(self.now, &mut self.dice);
        match fault
            .filter(|fault| *fault != FileFault::Gone || self.drives[d].gone < MOST_FILES_GONE)
        {
            None => (travel, Ok(facts()), None),
            Some(fault) => {
                self.log.coverage.file_fault(fault);
                self.spoilt_file(d, fault, travel)
            }
        }
    }

    fn spoilt_file(
        &mut self,
        d: usize,
        fault: FileFault,
        travel: u64,
    ) -> (u64, Result<AudioFacts, FetchFault>, Option<u64>) {
        let bad = |bad| Err(FetchFault::Bad(bad));
        match fault {
            FileFault::Cut => (
                travel,
                bad(BadAudio::Truncated {
                    expected: 9_000,
                    got: 500,
                }),
                None,
            ),
            FileFault::Fails => {
                let status = self.dice.one_of(&[500, 502, 503, 504]);
                (travel, Err(FetchFault::Status(status, None)), None)
            }
            FileFault::Gone => {
                self.drives[d].gone += 1;
                (travel, Err(FetchFault::Status(404, None)), None)
            }
            FileFault::Limited => self.limited_file(travel),
            FileFault::Page => (
                travel,
                bad(BadAudio::NotAudio("<!doctype".to_owned())),
                None,
            ),
            FileFault::Slow => (FILE_LIMIT, Err(FetchFault::Unreadable), None),
            FileFault::Unreadable | FileFault::Refused => (300, Err(FetchFault::Unreadable), None),
        }
    }

    fn limited_file(&mut self, travel: u64) -> (u64, Result<AudioFacts, FetchFault>, Option<u64>) {
        let wait = self.dice.one_of(&[1, 20, 90, 4_000, 2_000_000]);
        let asked = std::time::Duration::from_secs(wait);
        let until = self.now + travel + wait * 1_000;
        (
            travel,
            Err(FetchFault::Status(429, Some(asked))),
            Some(until),
        )
    }

    /// Whether a request with the key stays on the configured origin.
    fn carries_key_home(&mut self, d: usize, url: &str) -> bool {
        let home = origin(&self.cases[self.drives[d].case].base) == origin(url);
        if !home {
            let what = format!("the key would go to {url}");
            self.log
                .broken(crate::rule::Rule::KeyAtHome, self.now, what);
        }
        home
    }
}

impl Heard {
    fn lost(of_order: bool, why: Unanswered) -> Self {
        Self {
            result: Err(why),
            of_order,
            is_true: false,
            nothing_taken: false,
            quiet_until: None,
            moment: None,
        }
    }

    fn spoken(of_order: bool, response: Response) -> Self {
        Self {
            result: Ok(response),
            of_order,
            is_true: false,
            nothing_taken: false,
            quiet_until: None,
            moment: None,
        }
    }
}

/// Strikes the key out of a reply, as the driver does.
fn strike(response: &mut Response) {
    let Some(key) = Secret::new(KEY) else { return };
    for (_, value) in &mut response.headers {
        *value = key.strike_from(std::mem::take(value));
    }
    match &mut response.body {
        Body::Text(text) => *text = key.strike_from(std::mem::take(text)),
        Body::Json(value) => *value = struck(std::mem::take(value), &key),
        Body::Audio(_) => {}
    }
}

fn struck(value: Value, key: &Secret) -> Value {
    match value {
        Value::Text(text) => key.strike_from(text).into(),
        Value::List(items) => Value::List(items.into_iter().map(|it| struck(it, key)).collect()),
        Value::Map(map) => map
            .iter()
            .map(|(name, value)| (name.to_owned(), struck(value.clone(), key)))
            .collect::<Map>()
            .into(),
        other => other,
    }
}
