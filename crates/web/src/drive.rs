//! The loop that does what a job says.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::Function;
use tutti_core::catalog::Auth;
use tutti_core::http::Request;
use tutti_core::{Error, ErrorKind, Map, Output, Phase, Snapshot, Track, Update};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use crate::audio;
use crate::client::{Inner, RunOptions, storage};
use crate::global::now;
use crate::lock::{self, Held};
use crate::render::Rendered;
use crate::watch::{Ended, Kept, Shared};

/// One job being driven.
pub(crate) struct Drive {
    pub(crate) client: Rc<Inner>,
    pub(crate) shared: Rc<Shared>,
    pub(crate) run: RunOptions,
    pub(crate) blobs: RefCell<Vec<Option<Blob>>>,
    /// Whether it was taken up from a record.
    pub(crate) resumed: bool,
    /// Whether the journal has a record of it.
    pub(crate) written: bool,
}

impl Drive {
    pub(crate) async fn run(mut self) {
        spawn_local(learn(Rc::clone(&self.client), Rc::clone(&self.shared)));
        let result = match apart(self.claim()).await {
            Ok(lock) => {
                let result = apart(self.work()).await;
                apart(self.clear()).await;
                drop(lock);
                result
            }
            // The record is another watcher's, or says more than this job knows: it stays.
            Err(ended) => Err(ended),
        };
        self.shared
            .taken
            .set(result.as_ref().map(|_| ()).map_err(Clone::clone));
        self.shared.finished.set(result);
    }

    /// Waits for its turn, where another tab may watch the same job, and then goes on from where that tab left it: what
    /// was known before the wait may be old, and an order that was sent meanwhile must not be sent again.
    async fn claim(&self) -> Result<Option<Held>, Ended> {
        if !self.client.journal.is_shared() {
            return Ok(None);
        }
        let id = self.shared.job.borrow().id().to_owned();
        let was_there = self.resumed && !matches!(self.client.journal.get(&id).await, Ok(None));
        let Some(lock) = self.shared.unless_stopped(lock::hold(&id)).await else {
            return Err(Ended::Stopped);
        };
        if self.resumed {
            let turn = self.take_turn(&id, was_there).await;
            turn.map_err(Ended::Failed)?;
        }
        Ok(Some(lock))
    }

    async fn take_turn(&self, id: &str, was_there: bool) -> Result<(), Error> {
        let record = self.client.journal.get(id).await.map_err(storage)?;
        let record = record.as_ref().map(Snapshot::from_value).transpose()?;
        let mut job = self.shared.job.borrow_mut();
        job.take_turn(was_there, record.as_ref(), now())
    }

    async fn work(&mut self) -> Result<Vec<Kept>, Ended> {
        loop {
            let output = self.shared.job.borrow_mut().poll(now());
            if self.shared.job.borrow().tells_taken(&output) {
                self.shared.taken.set(Ok(()));
            }
            match output {
                Output::Busy => return Err(Ended::Failed(lost_thread())),
                Output::Done(Ok(tracks)) => return Ok(self.with_audio(tracks)),
                Output::Done(Err(error)) => return Err(Ended::Failed(error)),
                Output::Stopped => return Err(Ended::Stopped),
                Output::Fetch { index, url } => apart(self.fetch(index, &url)).await,
                Output::Persist(record) => apart(self.persist(&record)).await,
                Output::Render(order) => apart(self.render(order)).await,
                Output::Report(update) => self.report(&update),
                Output::Send(request) => apart(self.send(&request)).await,
                Output::Wait(until) => apart(self.shared.sleep(until)).await,
            }
        }
    }

    async fn send(&self, request: &Request) {
        let (provider, base, order) = {
            let job = self.shared.job.borrow();
            let order = (job.phase() == Phase::Submitting).then(|| job.id().to_owned());
            (
                job.order().provider().info(),
                job.snapshot().endpoint,
                order,
            )
        };
        let api = self.client.api(provider, &base, self.fetch_by());
        let answer = apart(api.send(request, order.as_deref()));
        let Some(answer) = self.shared.unless_stopped(answer).await else {
            return;
        };
        if answer.response.is_ok() {
            self.client.reached(&base);
        }
        self.keep(0, answer.blob);
        let mut job = self.shared.job.borrow_mut();
        job.answered(answer.response, now());
        if let Some(span) = job.take_span() {
            let (client, id) = (Rc::clone(&self.client), job.pace_id());
            spawn_local(async move { client.paces.note(&client.journal, &id, span).await });
        }
    }

    async fn persist(&mut self, record: &Snapshot) {
        let result = self.client.journal.put(&record.to_value()).await;
        self.written |= result.is_ok();
        self.shared.job.borrow_mut().stored(result, now());
    }

    async fn fetch(&self, index: usize, url: &str) {
        let relay = self.client.media();
        let fetch = audio::fetch(self.fetch_by(), url, relay, self.run.on_update.clone());
        let Some(result) = self.shared.unless_stopped(fetch).await else {
            return;
        };
        let facts = result.map(|(facts, blob)| {
            self.keep(index, Some(blob));
            facts
        });
        self.shared.job.borrow_mut().fetched(facts, now());
    }

    async fn render(&self, order: Map) {
        let Some(result) = self.shared.unless_stopped(self.make(order)).await else {
            return;
        };
        let made = result.map(|made| {
            let facts = made.audio.map(|(facts, blob)| {
                self.keep(0, Some(blob));
                facts
            });
            (facts, made.plan)
        });
        self.shared.job.borrow_mut().rendered(made, now());
    }

    /// Renders an order here, with the recording that it names.
    async fn make(&self, order: Map) -> Result<Rendered, Error> {
        let listener = self.run.on_update.clone();
        let on_progress = Rc::new(move |done: f64| {
            if let Some(listener) = listener.as_ref().filter(|_| (0.0..=1.0).contains(&done)) {
                listener(&Update::Rendering(done));
            }
        });
        let recording = match order.get("audioUrl").text() {
            Some(url) => Some(self.recording(url).await?),
            None => None,
        };
        let render = &self.client.render;
        render.render(order, recording, on_progress).await
    }

    async fn recording(&self, url: &str) -> Result<Blob, Error> {
        // What the page itself holds is not asked of a relay, and a host of the person's own choice is on no relay's list.
        let prefix = self.client.media_relay.clone();
        let prefix = prefix.filter(|_| !url.starts_with("blob:"));
        let relay = prefix.map(|prefix| (prefix, None));
        let listener = self.run.on_update.clone();
        let fetched = audio::fetch(self.fetch_by(), url, relay, listener).await;
        fetched
            .map(|(_, blob)| blob)
            .map_err(|fault| fault.of_recording())
    }

    fn fetch_by(&self) -> &Function {
        self.run.fetch.as_ref().unwrap_or(&self.client.fetch)
    }

    fn report(&self, update: &Update) {
        if let Some(listener) = &self.run.on_update {
            listener(update);
        }
    }

    fn keep(&self, index: usize, blob: Option<Blob>) {
        let mut blobs = self.blobs.borrow_mut();
        if blobs.len() <= index {
            blobs.resize(index + 1, None);
        }
        if blob.is_some() {
            blobs[index] = blob;
        }
    }

    fn with_audio(&self, tracks: Vec<Track>) -> Vec<Kept> {
        let mut blobs = self.blobs.borrow_mut();
        let pieces = tracks.into_iter().enumerate().map(|(index, track)| {
            let blob = blobs
                .get_mut(index)
                .and_then(Option::take)
                .filter(|_| track.facts.is_some());
            Kept { track, blob }
        });
        pieces.collect()
    }

    /// Removes the record of a job that nothing is left to resume of. One that is done keeps it where the caller
    /// wants to put the audio away first.
    async fn clear(&self) {
        let (id, phase, useful) = {
            let job = self.shared.job.borrow();
            (job.id().to_owned(), job.phase(), job.leaves_record())
        };
        let kept_back = phase == Phase::Done && self.client.keep_records;
        if self.written && !useful && !kept_back {
            // A record left behind is looked at again later and then found to be over.
            let _ = self.client.journal.delete(&id).await;
        }
    }
}

/// A future of its own: inlined into its caller's, each of them makes all the others larger.
fn apart<'a, T>(future: impl Future<Output = T> + 'a) -> Pin<Box<dyn Future<Output = T> + 'a>> {
    Box::pin(future)
}

/// Tells a job how long former ones took. Nothing waits for it: a journal that does not answer holds up no job.
async fn learn(client: Rc<Inner>, shared: Rc<Shared>) {
    let id = {
        let job = shared.job.borrow();
        if job.order().provider().info().auth == Auth::None {
            return;
        }
        job.pace_id()
    };
    let pace = client.paces.recall(&client.journal, &id).await;
    shared.job.borrow_mut().learn(pace);
}

fn lost_thread() -> Error {
    Error::new(
        ErrorKind::BadResponse,
        "The job lost its thread; this is a fault of Tutti's.",
    )
}
