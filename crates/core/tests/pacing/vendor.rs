//! Whole jobs in virtual time, against replies as Segmind writes them.

use std::time::Duration;

use tutti_core::http::{Body, Request, Response};
use tutti_core::{Job, Keep, Map, Moment, Order, Output, Pace, Settings, Span};

use crate::world::{Cost, Durations, Rng};

const START: Moment = Moment::from_millis(1_795_246_080_000);
/// The clock's.
const GRAIN: Duration = Duration::from_millis(1);
const BASE: &str = "https://api.segmind.com";

/// What looking cost one job, and what was seen of its duration.
pub(crate) struct Watched {
    pub(crate) looks: u32,
    /// How long after its end the job was seen to be done.
    pub(crate) lag: Duration,
    pub(crate) span: Option<Span>,
}

/// What looking costs whole jobs, with their jitter, drawn from these durations.
pub(crate) fn cost(pace: &Pace, durations: &Durations, jobs: u32, rng: &mut Rng) -> Cost {
    let watched = (0..jobs).map(|_| {
        let took = Duration::from_secs_f64(durations.draw(rng));
        let watched = watch(pace.clone(), took, rng.next());
        let is_true = |span: Span| span.after < took && took <= span.by + GRAIN;
        assert!(
            watched.span.is_some_and(is_true),
            "{took:?}: {:?}",
            watched.span
        );
        (f64::from(watched.looks), watched.lag.as_secs_f64())
    });
    Cost::of(&watched.collect::<Vec<_>>())
}

/// Runs one job that takes so long.
pub(crate) fn watch(pace: Pace, took: Duration, entropy: u64) -> Watched {
    let order = Map::new()
        .with("model", "segmind/lyria-2")
        .with("prompt", "rain on a tin roof");
    let settings = Settings {
        reached: true,
        keep: Keep::Url,
        entropy,
        ..Settings::default()
    };
    let order = Order::admit(&order.into()).expect("a valid order");
    let mut job = Job::new("job-1".to_owned(), order, settings, START);
    job.learn(pace);
    let (mut now, mut looks) = (START, 0);
    loop {
        match job.poll(now) {
            Output::Persist(_) => job.stored(Ok(()), now),
            Output::Report(_) => {}
            Output::Wait(until) => now = until,
            Output::Send(request) => {
                looks += u32::from(request.url.ends_with("/status"));
                job.answered(Ok(reply(&request, now >= START + took)), now);
            }
            Output::Done(result) => {
                assert!(result.is_ok(), "{result:?}");
                return Watched {
                    looks,
                    lag: now.since(START + took),
                    span: job.take_span(),
                };
            }
            other => panic!("nobody asked for {other:?}"),
        }
    }
}

fn reply(request: &Request, done: bool) -> Response {
    let word = if done { "COMPLETED" } else { "PROCESSING" };
    let said = if request.url.ends_with("/status") {
        Map::new().with("status", word)
    } else if request.url.ends_with("/r-1") {
        Map::new()
            .with("status", word)
            .with("output", "https://images.segmind.com/assets/r-1.wav")
    } else {
        Map::new()
            .with("status", "QUEUED")
            .with("status_url", format!("{BASE}/v2/requests/r-1/status"))
            .with("response_url", format!("{BASE}/v2/requests/r-1"))
    };
    Response {
        status: 200,
        headers: Vec::new(),
        body: Body::Json(said.with("request_id", "r-1").into()),
    }
}
