//! A job under way: what happened goes to the job machine, and what that says becomes a command.

use std::mem;

use tutti_core::audio::{AudioFacts, probe};
use tutti_core::catalog::JOBS_ALONE;
use tutti_core::exchange::read_audio;
use tutti_core::http::Body as Reply;
use tutti_core::{
    Error, ErrorKind, Job, Map, Moment, Order, Output, Pace, Phase, Snapshot, Track, Value,
    providers,
};

use crate::came::{Body, came};
use crate::failure;
use crate::surroundings::{Surroundings, command, now, whole};

/// A job under way.
pub(crate) struct Work {
    job: Job,
    around: Surroundings,
    /// The order of a render that waits for the recording it names.
    render: Map,
}

impl Work {
    /// A new job of an `order`, under an `id` that was never used.
    pub(crate) fn start(event: &Value) -> Result<Box<Self>, Error> {
        let order = Order::admit(event.get("order"))?;
        let around = Surroundings::new(order.provider().info(), event.get("settings"));
        let id = event.get("id").text().unwrap_or_default().to_owned();
        let job = Job::new(id, order, around.settings(event)?, now(event));
        Ok(Self::of(job, around))
    }

    /// The job of a `snapshot`.
    pub(crate) fn resume(event: &Value) -> Result<Box<Self>, Error> {
        let snapshot = Snapshot::from_value(event.get("snapshot"))?;
        let order = Order::admit(&snapshot.order)?;
        let around = Surroundings::new(order.provider().info(), event.get("settings"));
        let job = Job::resume(&snapshot, around.settings(event)?, now(event))?;
        Ok(Self::of(job, around))
    }

    /// What to know of it at first.
    pub(crate) fn introduction(&self) -> Map {
        let local = self.around.is_local();
        Map::new()
            .with("local", local)
            .with("snapshot", self.job.snapshot().to_value())
            .with("pace", (!local).then(|| self.job.pace_id()))
    }

    /// Hears what happened, and says what to do next; or answers what was asked between two commands.
    pub(crate) fn tell(&mut self, what: &str, event: &Value) -> Map {
        match what {
            "learn" => {
                self.job.learn(Pace::from_value(event.get("pace")));
                Map::new()
            }
            "snapshot" => Map::new()
                .with("snapshot", self.job.snapshot().to_value())
                .with("useful", self.job.leaves_record()),
            "stop" => {
                self.job.stop();
                Map::new().with("drop", self.job.may_interrupt())
            }
            "turn" => self
                .take_turn(event)
                .map_or_else(|error| failure(&error), |()| Map::new()),
            _ => match self.hear(what, event) {
                Heard::Asks(command) => command,
                Heard::Enough(beside) => self.next(event, beside),
            },
        }
    }

    fn of(job: Job, around: Surroundings) -> Box<Self> {
        Box::new(Self {
            job,
            around,
            render: Map::new(),
        })
    }

    /// Goes on from where another watcher left it, if there was one.
    fn take_turn(&mut self, event: &Value) -> Result<(), Error> {
        let record = event.get("record");
        let record = (!record.is_null()).then(|| Snapshot::from_value(record));
        let record = record.transpose().map_err(worded)?;
        let was_there = event.get("wasThere").flag() == Some(true);
        self.job.take_turn(was_there, record.as_ref(), now(event))
    }

    fn hear(&mut self, what: &str, event: &Value) -> Heard {
        let now = now(event);
        match what {
            "came" => return Heard::Enough(self.answered(event, now)),
            "fetched" => {
                let read = read_audio(came(event), now).map(|(facts, _)| facts);
                let beside = kept(read.as_ref().ok());
                self.job.fetched(read, now);
                return Heard::Enough(beside);
            }
            "key" => return self.send(event, now),
            "recorded" if !JOBS_ALONE => return self.recorded(event, now),
            "rendered" if !JOBS_ALONE => return Heard::Enough(self.rendered(event, now)),
            "stored" => {
                let why = event.get("why").text();
                let result = why.map_or(Ok(()), |why| Err(why.to_owned()));
                self.job.stored(result, now);
            }
            "woken" => self.job.wake(now),
            _ => {}
        }
        Heard::Enough(Map::new())
    }

    /// The request with its key; one that is not sent is answered at once.
    fn send(&mut self, event: &Value, now: Moment) -> Heard {
        let order = (self.job.phase() == Phase::Submitting).then(|| self.job.id());
        match self.around.send(event, order) {
            Ok(command) => Heard::Asks(command),
            Err(why) => {
                self.job.answered(Err(why), now);
                Heard::Enough(Map::new())
            }
        }
    }

    fn answered(&mut self, event: &Value, now: Moment) -> Map {
        let key = self.around.take_key();
        let judged = self.around.api().judge(came(event), key.as_ref());
        let response = judged.map(|(response, _)| response);
        let mut beside = match &response {
            Ok(response) => {
                let facts = match &response.body {
                    Reply::Audio(facts) => facts.as_ref().ok(),
                    Reply::Json(_) | Reply::Text(_) => None,
                };
                kept(facts).with("reached", self.around.base.as_str())
            }
            Err(_) => Map::new(),
        };
        self.job.answered(response, now);
        if let Some(span) = self.job.take_span() {
            let span = Map::new()
                .with("after", whole(span.after))
                .with("by", whole(span.by));
            beside.set("span", span);
        }
        beside
    }

    /// The recording that a render's order names is at hand, or will not be.
    fn recorded(&mut self, event: &Value, now: Moment) -> Heard {
        match read_audio(came(event), now) {
            Ok((facts, _)) => {
                let order = mem::take(&mut self.render);
                let asked = command("render").with("order", order);
                Heard::Asks(asked.with("kept", facts.container.mime()))
            }
            Err(fault) => {
                self.job.rendered(Err(fault.of_recording()), now);
                Heard::Enough(Map::new())
            }
        }
    }

    fn rendered(&mut self, event: &Value, now: Moment) -> Map {
        let made = made(event);
        let facts = made.as_ref().ok().copied().flatten();
        let plan = event.get("plan").map().cloned().unwrap_or_default();
        self.job.rendered(made.map(|facts| (facts, plan)), now);
        kept(facts.as_ref())
    }

    /// The next command, with what is to be told on the way there.
    fn next(&mut self, event: &Value, mut beside: Map) -> Map {
        let now = now(event);
        let mut reports: Vec<Value> = Vec::new();
        let mut taken = false;
        let command = loop {
            let output = self.job.poll(now);
            taken |= self.job.tells_taken(&output);
            match output {
                Output::Report(update) => reports.push(update.to_value()),
                Output::Send(request) => match self.around.admit(request, event) {
                    Ok(command) => break command,
                    Err(why) => self.job.answered(Err(why), now),
                },
                other => break self.command(other, now),
            }
        };
        for (name, value) in command.iter() {
            beside.set(name, value.clone());
        }
        beside.with("taken", taken).with("reports", reports)
    }

    fn command(&mut self, output: Output, now: Moment) -> Map {
        match output {
            Output::Done(Ok(tracks)) => {
                let pieces: Vec<Value> = tracks.iter().map(piece).collect();
                command("done").with("pieces", pieces)
            }
            Output::Done(Err(error)) => failure(&error),
            Output::Fetch { index, url } => self.around.fetch(&url).with("index", index as f64),
            Output::Persist(record) => command("persist").with("record", record.to_value()),
            Output::Render(order) if !JOBS_ALONE => match order.get("audioUrl").text() {
                Some(url) => {
                    let asked = self.around.record(url);
                    self.render = order;
                    asked
                }
                None => command("render").with("order", order),
            },
            Output::Stopped => command("stopped"),
            Output::Wait(until) => command("wait").with("ms", whole(until.since(now))),
            Output::Busy | Output::Render(_) | Output::Report(_) | Output::Send(_) => {
                failure(&Error::new(
                    ErrorKind::BadResponse,
                    "The job lost its thread; this is a fault of Tutti's.",
                ))
            }
        }
    }
}

/// What became of what happened.
enum Heard {
    /// It asks for something before the job goes on.
    Asks(Map),
    /// The job goes on; this stands beside its next command.
    Enough(Map),
}

/// The error of a record that another version of Tutti wrote: nobody else is asked for words of a job under way.
fn worded(error: Error) -> Error {
    if error.message.is_empty() {
        let message = "This job's record does not fit this version of Tutti.";
        return Error::new(error.kind, message).field("snapshot");
    }
    error
}

/// The media type of what is worth keeping of the body that was handed over.
fn kept(facts: Option<&AudioFacts>) -> Map {
    Map::new().with("kept", facts.map(|facts| facts.container.mime()))
}

/// What a render made, or why it made nothing: a refusal of the sketch module's own names its kind and the field.
fn made(event: &Value) -> Result<Option<AudioFacts>, Error> {
    let text = |name| event.get(name).text();
    if let Some(why) = text("why") {
        let Some(kind) = text("kind").and_then(ErrorKind::by_name) else {
            return Err(failed(why));
        };
        let error = Error::new(kind, why);
        return Err(match text("field") {
            Some(field) => error.field(field),
            None => error,
        });
    }
    if event.get("wav").flag() != Some(true) {
        return Ok(None);
    }
    let facts = probe(&Body).map_err(|_| failed("The sketch module made no audio."))?;
    Ok(Some(facts))
}

fn failed(why: &str) -> Error {
    Error::new(ErrorKind::JobFailed, "The sketch could not be rendered.").detail(why)
}

/// A track with where it is, and whether its audio was kept. Where nobody has read its bytes, the vendor's word for its
/// media type stands.
fn piece(track: &Track) -> Value {
    let mut value = track.to_value();
    if let Value::Map(map) = &mut value
        && map.get("mimeType").is_null()
        && let Some((_, model)) = providers::model(track.model)
    {
        map.set("mimeType", model.output.mime);
    }
    Map::new()
        .with("track", value)
        .with("source", track.found.url.as_deref())
        .with("kept", track.facts.is_some())
        .into()
}
