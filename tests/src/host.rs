//! Does what a job says, against the sandbox's router in process.

use std::time::Duration;

use axum::Router;
use axum::body::{Body as HttpBody, Bytes};
use axum::http::{Request as HttpRequest, Response as HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use tower::ServiceExt;
use tutti_core::audio::{AudioFacts, BadAudio, Container, probe};
use tutti_core::catalog::{Auth, ProviderInfo};
use tutti_core::http::{Body, Method, Request, Response, Unanswered};
use tutti_core::{
    Error, ErrorKind, FetchFault, Job, Map, Moment, Order, Output, Secret, Settings, Snapshot,
    Track, Update, millis, providers,
};
use tutti_sandbox::{Clock, Dropped, MANUAL_START, Sandbox};

use crate::json::{from_core, to_core};

/// The key every request carries: planted, to be found nowhere else.
pub const KEY: &str = "SG_planted0123456789";

const ORIGIN: &str = "http://sandbox.test";

/// Looks for a direct answer after its time is up on the sandbox's clock, a millisecond or more each.
const PATIENCE: u32 = 20_000;

/// A sandbox on a clock moved by hand, and everything a job let out.
pub struct Host {
    /// The vendors.
    pub sandbox: Sandbox,
    /// What a browser's journal would hold.
    pub journal: Vec<Snapshot>,
    /// What happened, in order.
    pub seen: Vec<Seen>,
    router: Router,
    key: Secret,
    jobs: u32,
}

/// Something a job let out.
#[derive(Debug)]
pub enum Seen {
    /// A record was written.
    Persisted(Snapshot),
    /// A request left.
    Sent(Request),
    /// Whoever watches was told.
    Told(Update),
}

impl Default for Host {
    fn default() -> Self {
        let sandbox = Sandbox::new(Clock::manual());
        Self {
            router: sandbox.router(),
            sandbox,
            journal: Vec::new(),
            seen: Vec::new(),
            key: Secret::new(KEY).expect("a key"),
            jobs: 0,
        }
    }
}

impl Host {
    /// The sandbox's moment.
    pub fn now(&self) -> Moment {
        Moment::from_millis(millis(MANUAL_START + self.sandbox.clock().now()))
    }

    /// A job that goes to the sandbox.
    pub fn job(&mut self, order: Map) -> Result<Job, Error> {
        let order = Order::admit(&order.into())?;
        let base = settings(order.provider().info()).base;
        Ok(self.begun(order, base))
    }

    /// A job that goes to what is mounted there.
    pub fn job_at(&mut self, mount: &str, order: Map) -> Result<Job, Error> {
        Ok(self.begun(Order::admit(&order.into())?, format!("{ORIGIN}/{mount}")))
    }

    fn begun(&mut self, order: Order, base: String) -> Job {
        self.jobs += 1;
        let settings = Settings {
            base,
            ..settings(order.provider().info())
        };
        Job::new(format!("job-{}", self.jobs), order, settings, self.now())
    }

    /// The job of the newest record, as a page finds it after a reload.
    ///
    /// # Errors
    ///
    /// As [`Job::resume`].
    ///
    /// # Panics
    ///
    /// When there is no record, or it does not read back.
    pub fn resume(&self) -> Result<Job, Error> {
        let record = self.journal.last().expect("a record");
        let stored = to_core(&from_core(&record.to_value()));
        let record = Snapshot::from_value(&stored).expect("what was written can be read");
        let (provider, _) = providers::model(record.model).expect("a model");
        Job::resume(&record, settings(provider.info()), self.now())
    }

    /// Drives a job to its end; none when it was stopped.
    pub async fn run(&mut self, job: &mut Job) -> Option<Result<Vec<Track>, Error>> {
        self.run_until(job, |_| false).await
    }

    /// Drives a job to its end, or until an output that the caller wants to stop at: a crash.
    pub async fn run_until(
        &mut self,
        job: &mut Job,
        crash: impl Fn(&Output) -> bool,
    ) -> Option<Result<Vec<Track>, Error>> {
        loop {
            let output = job.poll(self.now());
            if crash(&output) {
                return None;
            }
            match output {
                Output::Done(result) => return Some(result),
                Output::Stopped | Output::Busy => return None,
                Output::Fetch { url, .. } => {
                    let facts = self.fetch(&url).await;
                    job.fetched(facts, self.now());
                }
                Output::Persist(record) => {
                    self.seen.push(Seen::Persisted((*record).clone()));
                    self.journal.push(*record);
                    job.stored(Ok(()), self.now());
                }
                Output::Render(_) => {
                    let error = Error::new(ErrorKind::JobFailed, "the host renders nothing");
                    job.rendered(Err(error), self.now());
                }
                Output::Report(update) => self.seen.push(Seen::Told(update)),
                Output::Send(request) => {
                    self.seen.push(Seen::Sent(request.clone()));
                    let answer = self
                        .send(job.order().provider().info().auth, &request)
                        .await;
                    job.answered(answer, self.now());
                }
                Output::Wait(until) => self.sandbox.clock().advance(until.since(self.now())),
            }
        }
    }

    /// Orders that left for the vendor.
    pub fn posts(&self) -> usize {
        let posts = self
            .seen
            .iter()
            .filter(|seen| matches!(seen, Seen::Sent(it) if it.method == Method::Post));
        posts.count()
    }

    async fn send(&self, auth: Auth, request: &Request) -> Result<Response, Unanswered> {
        let mut http = HttpRequest::builder()
            .method(request.method.name())
            .uri(&request.url)
            .header("host", "sandbox.test");
        if let Auth::Header { name, prefix } = auth {
            http = http.header(name, format!("{prefix}{}", self.key.expose()));
        }
        for (name, value) in &request.headers {
            http = http.header(*name, value);
        }
        let body = request
            .body
            .as_ref()
            .map(|body| from_core(body).to_string());
        let http = http
            .body(body.map_or_else(HttpBody::empty, HttpBody::from))
            .expect("a request");
        let response = self
            .exchange(http, request.timeout)
            .await
            .ok_or(Unanswered::TimedOut)?;
        if response.extensions().get::<Dropped>().is_some() {
            return Err(Unanswered::Failed);
        }
        if response.status().is_redirection() {
            return Err(Unanswered::Redirected);
        }
        let status = response.status().as_u16();
        let headers = headers(&response, |text| self.key.strike_from(text));
        let (bytes, whole) = collect(response).await;
        Ok(Response {
            status,
            headers,
            body: self.read(&bytes, whole),
        })
    }

    fn read(&self, bytes: &[u8], whole: bool) -> Body {
        if Container::of(bytes).is_some() {
            return Body::Audio(
                probe(bytes).and_then(|facts| if whole { Ok(facts) } else { Err(cut(bytes)) }),
            );
        }
        let text = self
            .key
            .strike_from(String::from_utf8_lossy(bytes).into_owned());
        match serde_json::from_str(&text) {
            Ok(json) => Body::Json(to_core(&json)),
            Err(_) => Body::Text(text.chars().take(2_000).collect()),
        }
    }

    async fn fetch(&self, url: &str) -> Result<AudioFacts, FetchFault> {
        if let Some(data) = url.strip_prefix("data:") {
            let bytes = decoded(data).ok_or(FetchFault::Unreadable)?;
            return probe(&bytes[..]).map_err(FetchFault::Bad);
        }
        let http = HttpRequest::get(url)
            .header("host", "sandbox.test")
            .body(HttpBody::empty());
        let http = http.map_err(|_| FetchFault::Unreadable)?;
        let response = self
            .exchange(http, Duration::from_secs(600))
            .await
            .ok_or(FetchFault::Unreadable)?;
        if response.extensions().get::<Dropped>().is_some() {
            return Err(FetchFault::Unreadable);
        }
        if !response.status().is_success() {
            return Err(FetchFault::Status(response.status().as_u16(), None));
        }
        let (bytes, whole) = collect(response).await;
        match probe(&bytes[..]).map_err(FetchFault::Bad)? {
            facts if whole => Ok(facts),
            _ => Err(FetchFault::Bad(cut(&bytes))),
        }
    }

    /// Calls the router, and lets time pass for answers that wait for it.
    async fn exchange(
        &self,
        request: HttpRequest<HttpBody>,
        limit: Duration,
    ) -> Option<HttpResponse<HttpBody>> {
        let direct = request.uri().path().contains("/v1/") && request.method() == "POST";
        let began = self.sandbox.clock().now();
        let mut left = PATIENCE;
        let answer = tokio::spawn(self.router.clone().oneshot(request));
        while direct && !answer.is_finished() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            if self.sandbox.clock().now() - began < limit {
                self.sandbox.clock().advance(Duration::from_millis(200));
            } else if left == 0 {
                answer.abort();
                return None;
            } else {
                // The audio is really rendered, and a machine that has other things to do takes its time.
                left -= 1;
            }
        }
        answer.await.ok()?.ok()
    }
}

fn settings(provider: &ProviderInfo) -> Settings {
    Settings {
        base: format!("{ORIGIN}/{}", provider.id),
        entropy: 11,
        ..Settings::default()
    }
}

fn headers(
    response: &HttpResponse<HttpBody>,
    strike: impl Fn(String) -> String,
) -> Vec<(String, String)> {
    let text = |value: &[u8]| strike(String::from_utf8_lossy(value).into_owned());
    response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
        .collect()
}

/// The bytes that came, and whether they are all.
async fn collect(response: HttpResponse<HttpBody>) -> (Bytes, bool) {
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame.map(|it| it.into_data()) {
            Ok(Ok(data)) => bytes.extend(data),
            Ok(Err(_)) => {}
            Err(_) => return (bytes.into(), false),
        }
    }
    (bytes.into(), true)
}

/// The bytes of a `data:` address, in base64 or in digits.
fn decoded(data: &str) -> Option<Vec<u8>> {
    let (head, bytes) = data.split_once(',')?;
    if head.ends_with(";base64") {
        return STANDARD.decode(bytes).ok();
    }
    let digits = bytes.split('%').skip(1);
    digits
        .map(|digits| u8::from_str_radix(digits, 16).ok())
        .collect()
}

const fn cut(bytes: &[u8]) -> BadAudio {
    BadAudio::Truncated {
        expected: bytes.len() as u64 + 1,
        got: bytes.len() as u64,
    }
}

/// An order for one second of Segmind's MusicGen: the audio is really rendered, so tests ask for little.
pub fn order(prompt: &str) -> Map {
    Map::new()
        .with("model", "segmind/meta-musicgen-medium")
        .with("prompt", prompt)
        .with("seconds", 1.0)
}
