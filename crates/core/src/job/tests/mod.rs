//! The machine against replies as Segmind writes them, on a clock moved by hand.

mod keeping;
mod ordering;
mod resuming;
mod stopping;
mod timing;
mod watching;

use std::time::Duration;

use super::{FetchFault, Job, Keep, Output, Phase, Settings, Snapshot};
use crate::audio::{AudioFacts, Container};
use crate::error::{Error, ErrorKind};
use crate::http::{Body, Method, Request, Response, Unanswered};
use crate::order::Order;
use crate::time::Moment;
use crate::track::Track;
use crate::update::Update;
use crate::value::{Map, Value};

const START: Moment = Moment::from_millis(1_795_246_080_000);
const BASE: &str = "https://api.segmind.com";

fn order() -> Map {
    Map::new()
        .with("model", "segmind/lyria-2")
        .with("prompt", "rain on a tin roof")
}

fn facts() -> AudioFacts {
    AudioFacts {
        container: Container::Wav,
        sample_rate_hz: Some(48_000),
        channels: Some(2),
        seconds: Some(32.8),
        bytes: 6_297_644,
    }
}

fn response(status: u16, body: Value) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: Body::Json(body),
    }
}

fn text(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: Body::Text(body.to_owned()),
    }
}

fn taken() -> Response {
    let body = Map::new()
        .with("request_id", "r-1")
        .with("status", "QUEUED")
        .with("status_url", format!("{BASE}/v2/requests/r-1/status"))
        .with("response_url", format!("{BASE}/v2/requests/r-1"));
    response(200, body.into())
}

fn status(word: &str) -> Response {
    let body = Map::new().with("status", word).with("request_id", "r-1");
    response(200, body.into())
}

fn result() -> Response {
    let body = Map::new()
        .with("status", "COMPLETED")
        .with("output", "https://images.segmind.com/assets/r-1.wav")
        .with(
            "metrics",
            Map::new().with("inference_time", 26.1).with("cost", 0.09),
        );
    response(200, body.into())
}

/// A job, its clock, and everything that left it.
struct Scenario {
    job: Job,
    now: Moment,
    sent: Vec<Request>,
    records: Vec<Snapshot>,
    updates: Vec<Update>,
}

impl Scenario {
    fn new(order: Map) -> Self {
        Self::with(order, |_| {})
    }

    fn with(order: Map, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings {
            reached: true,
            entropy: 7,
            ..Settings::default()
        };
        change(&mut settings);
        let order = Order::admit(&order.into()).expect("a valid order");
        Self::of(Job::new("job-1".to_owned(), order, settings, START), START)
    }

    fn of(job: Job, now: Moment) -> Self {
        Self {
            job,
            now,
            sent: Vec::new(),
            records: Vec::new(),
            updates: Vec::new(),
        }
    }

    /// Polls on, past reports, records that are written at once, and waits that are slept through, to the next thing
    /// that needs an answer.
    fn next(&mut self) -> Output {
        loop {
            match self.job.poll(self.now) {
                Output::Persist(record) => {
                    self.records.push(*record);
                    self.job.stored(Ok(()), self.now);
                }
                Output::Report(update) => self.updates.push(update),
                Output::Wait(until) => self.now = until,
                Output::Send(request) => {
                    self.sent.push(request.clone());
                    return Output::Send(request);
                }
                other => return other,
            }
        }
    }

    /// Goes on to the next request and answers it.
    fn reply(&mut self, answer: Result<Response, Unanswered>) -> Request {
        let Output::Send(request) = self.next() else {
            panic!("a request was due");
        };
        self.now = self.now + Duration::from_millis(80);
        self.job.answered(answer, self.now);
        request
    }

    fn fetch(&mut self, result: Result<AudioFacts, FetchFault>) -> String {
        let Output::Fetch { url, .. } = self.next() else {
            panic!("a fetch was due");
        };
        self.job.fetched(result, self.now);
        url
    }

    fn end(&mut self) -> Result<Vec<Track>, Error> {
        match self.next() {
            Output::Done(result) => result,
            other => panic!("the end was due, not {other:?}"),
        }
    }

    /// Up to the ticket.
    fn taken_on(order: Map) -> Self {
        let mut scenario = Self::new(order);
        scenario.reply(Ok(taken()));
        scenario
    }

    /// Up to the fetch of the audio.
    fn made(order: Map) -> Self {
        let mut scenario = Self::taken_on(order);
        scenario.reply(Ok(status("COMPLETED")));
        scenario.reply(Ok(result()));
        scenario
    }

    fn posts(&self) -> usize {
        self.sent
            .iter()
            .filter(|it| it.method == Method::Post)
            .count()
    }

    fn elapsed(&self) -> Duration {
        self.now.since(START)
    }

    fn last_record(&self) -> &Snapshot {
        self.records.last().expect("a record")
    }
}
