//! Segmind: "Lyria 2 Serverless API" and "Meta MusicGen Medium", the vendor's pages as read on 2026-11-21, with its
//! page on asynchronous inference and what is known of its other music models, which take the same two calls.
//!
//! The queued form (v2) answers an order with ids and two addresses; the direct form (v1) answers with the audio, or
//! with JSON that leads to it. A failed job is served as HTTP 422 with a body that says so: an answer, not a fault.

mod models;

use std::time::Duration;

use super::shared::{
    Meaning, audio_urls, body, failure_of, keepable, kept_url, mentions, refused, standing,
    unreadable, words,
};
use crate::catalog::{Auth, Mode, ProviderInfo, Supports, prose};
use crate::decimal;
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Body, Request, Response};
use crate::origin::{encode, join};
use crate::provider::{Asked, Call, Credits, Provider, Reply, Start, Ticket};
use crate::time::Moment;
use crate::track::Found;
use crate::value::{Map, Value};

const NAME: &str = "Segmind";
/// The states in which the work has not begun.
const QUEUED: &[&str] = &["QUEUED"];
const LIVE: &str = "https://api.segmind.com";
/// The direct form answers when the music is made, well after the usual half minute at times.
const DIRECT_TIMEOUT: Duration = Duration::from_secs(300);

pub(super) static INFO: ProviderInfo = ProviderInfo {
    id: "segmind",
    name: NAME,
    base_url: LIVE,
    auth: Auth::Header {
        name: "x-api-key",
        prefix: "",
    },
    keys_page: Some(prose("https://cloud.segmind.com/console/api-keys")),
    models: models::ALL,
    supports: Supports {
        cancel: false,
        credits: true,
        history: false,
        idempotency: false,
        webhook: false,
    },
    source: prose("Segmind's pages for its music models, read 2026-11-21"),
};

/// The adapter.
pub(crate) struct Segmind;

impl Provider for Segmind {
    fn info(&self) -> &'static ProviderInfo {
        &INFO
    }

    fn submit(&self, call: &Call<'_>) -> Result<Start, Error> {
        let order = call.order;
        let version = if order.mode() == Mode::Direct {
            "v1"
        } else {
            "v2"
        };
        let url = join(call.base, &["/", version, "/", order.model().wire].concat());
        let mut request = Request::post(url, body(order).into());
        if order.mode() == Mode::Direct {
            request.timeout = DIRECT_TIMEOUT;
        }
        Ok(Start::Send(request))
    }

    fn check(&self, call: &Call<'_>, ticket: &Ticket) -> Result<Request, Error> {
        let step = Step::of(ticket);
        let kept = ticket.data.get(step.name()).text();
        let url = match kept {
            Some(kept) => kept_url(kept, call.base)?,
            None => join(call.base, &step.documented_path(&ticket.id)),
        };
        Ok(Request::get(url))
    }

    fn read(&self, call: &Call<'_>, asked: Asked<'_>, response: &Response) -> Result<Reply, Error> {
        match asked {
            Asked::Submit if call.order.mode() == Mode::Direct => read_direct(call, response),
            Asked::Submit => read_taken(call, response),
            Asked::Check(ticket) => read_check(call, ticket, response),
        }
    }

    /// "The docs advise retrying the submit on a 5xx": but a gateway's time-out may come from a job that runs, so that
    /// one is left to the person.
    fn took_nothing_on(&self, status: u16) -> bool {
        matches!(status, 500 | 502 | 503)
    }

    fn credits(&self, base: &str) -> Option<Request> {
        Some(Request::get(join(base, "/v1/get-user-credits")))
    }

    fn read_credits(&self, response: &Response, now: Moment) -> Result<Credits, Error> {
        if !response.is_success() {
            return Err(refusal(response, now, None));
        }
        let raw = response.json();
        let bought = raw.get("credits").number();
        let given = raw.get("free-credits").number();
        if bought.is_none() && given.is_none() {
            return Err(unreadable(NAME, response));
        }
        Ok(Credits {
            credits: Some(bought.unwrap_or_default() + given.unwrap_or_default()),
            usd: None,
            raw: raw.clone(),
        })
    }
}

/// Which of the two questions is next.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Result,
    Status,
}

impl Step {
    fn of(ticket: &Ticket) -> Self {
        if ticket.data.get("done").flag() == Some(true) {
            Self::Result
        } else {
            Self::Status
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Status => "status",
        }
    }

    fn documented_path(self, id: &str) -> String {
        let id = encode(id);
        match self {
            Self::Result => ["/v2/requests/", &id].concat(),
            Self::Status => ["/v2/requests/", &id, "/status"].concat(),
        }
    }
}

fn read_taken(call: &Call<'_>, response: &Response) -> Result<Reply, Error> {
    if let Some(failure) = failure(response) {
        return Err(failure);
    }
    if !response.is_success() {
        return Err(refusal(response, call.now, None));
    }
    let said = response.json();
    let id = said.get("request_id").text().unwrap_or_default();
    let kept = |name| {
        said.get(name)
            .text()
            .and_then(|url| keepable(url, call.base, LIVE))
    };
    let data = Map::new()
        .with("status", kept("status_url"))
        .with("result", kept("response_url"));
    if id.is_empty() && data.len() < 2 {
        return Err(unreadable(NAME, response));
    }
    Ok(Reply::Pending {
        ticket: Ticket {
            id: id.to_owned(),
            data,
        },
        standing: standing(said.get("status").text().unwrap_or("QUEUED"), QUEUED),
        wait: None,
    })
}

fn read_direct(call: &Call<'_>, response: &Response) -> Result<Reply, Error> {
    if let Some(failure) = failure(response) {
        return Err(failure);
    }
    if !response.is_success() {
        return Err(refusal(response, call.now, None));
    }
    let meta = header_facts(response);
    let usd = response.header("x-cost").and_then(decimal::read);
    let found = |url| Found {
        url,
        usd,
        meta: meta.clone(),
        ..Found::default()
    };
    match &response.body {
        Body::Audio(_) => Ok(Reply::Finished(vec![found(None)])),
        Body::Json(said) => {
            let urls = audio_urls(said);
            if urls.is_empty() {
                return read_taken(call, response);
            }
            Ok(Reply::Finished(
                urls.into_iter().map(|url| found(Some(url))).collect(),
            ))
        }
        Body::Text(_) => Err(unreadable(NAME, response)),
    }
}

fn read_check(call: &Call<'_>, ticket: &Ticket, response: &Response) -> Result<Reply, Error> {
    if let Some(failure) = failure(response) {
        return Err(failure);
    }
    let said = response.json();
    match said.get("status").text() {
        Some("COMPLETED") => completed(ticket, response),
        Some(word) if response.is_success() => Ok(Reply::Pending {
            ticket: ticket_at(ticket, Step::Status),
            standing: standing(word, QUEUED),
            wait: None,
        }),
        _ if response.is_success() => Err(unreadable(NAME, response)),
        _ => Err(refusal(response, call.now, Some(ticket))),
    }
}

fn completed(ticket: &Ticket, response: &Response) -> Result<Reply, Error> {
    let said = response.json();
    let urls = audio_urls(said.get("output"));
    if !urls.is_empty() {
        let metrics = said.get("metrics");
        let found = |url| Found {
            url: Some(url),
            usd: metrics.get("cost").number(),
            meta: Map::new().with("metrics", metrics.clone()),
            ..Found::default()
        };
        return Ok(Reply::Finished(urls.into_iter().map(found).collect()));
    }
    if Step::of(ticket) == Step::Result {
        return Err(unreadable(NAME, response));
    }
    Ok(Reply::Pending {
        ticket: ticket_at(ticket, Step::Result),
        standing: standing("COMPLETED", QUEUED),
        wait: Some(Duration::ZERO),
    })
}

fn ticket_at(ticket: &Ticket, step: Step) -> Ticket {
    let mut ticket = ticket.clone();
    ticket.data.remove("done");
    if step == Step::Result {
        ticket.data.set("done", true);
    }
    ticket
}

/// A body that says FAILED, under whatever HTTP status it comes.
fn failure(response: &Response) -> Option<Error> {
    let said = response.json();
    if said.get("status").text() != Some("FAILED") {
        return None;
    }
    let charge = match said.get("metrics").get("cost").number() {
        Some(cost) if cost > 0.0 => Charge::Yes,
        Some(_) => Charge::No,
        None => Charge::Maybe,
    };
    Some(failure_of(NAME, charge, response))
}

/// What a status without a FAILED body means. Which route was asked decides what a 404 is; the text decides a 406.
fn refusal(response: &Response, now: Moment, ticket: Option<&Ticket>) -> Error {
    use ErrorKind::{
        Expired, Forbidden, InsufficientCredits, InvalidOrder, NotFound, ProviderUnavailable,
        RateLimited, Removed, Unauthorized,
    };
    let words = words(response);
    let meaning: Meaning = match response.status {
        400 | 422 => (InvalidOrder, "Segmind refused a parameter.", None),
        401 => (
            Unauthorized,
            "Segmind did not accept this key.",
            Some("Check the key, or make a new one at Segmind."),
        ),
        403 => (
            Forbidden,
            "This key may not use this model at Segmind.",
            None,
        ),
        404 if ticket.is_some() => (
            Expired,
            "Segmind no longer has this job: it keeps results for one hour.",
            None,
        ),
        404 => (
            NotFound,
            "Segmind does not know this model or address.",
            Some("Check the endpoint."),
        ),
        405 => (
            NotFound,
            "What answered does not take orders this way.",
            Some("Check the endpoint."),
        ),
        406 if mentions(&words, &["content-type", "content type"]) => (
            InvalidOrder,
            "Segmind refused the form of the request.",
            None,
        ),
        406 if mentions(
            &words,
            &["parameter", "not supported", "must be", "invalid value"],
        ) =>
        {
            (InvalidOrder, "Segmind refused a parameter.", None)
        }
        402 | 406 => (
            InsufficientCredits,
            "Segmind says the balance does not cover this.",
            Some("Add credits at Segmind."),
        ),
        410 => (
            Removed,
            "Segmind has retired this model.",
            Some("Choose another model."),
        ),
        429 => (RateLimited, "Segmind asks to slow down.", None),
        500..=599 => (
            ProviderUnavailable,
            "Segmind is failing at the moment.",
            None,
        ),
        _ => return unreadable(NAME, response),
    };
    refused(meaning, response, now, ticket.is_some())
}

/// What v1 says in its headers.
fn header_facts(response: &Response) -> Map {
    const NAMES: [(&str, &str); 4] = [
        ("x-request-id", "requestId"),
        ("x-generation-time", "generationTime"),
        ("x-remaining-credits", "remainingCredits"),
        ("x-seed-value", "seed"),
    ];
    let facts = NAMES.into_iter().filter_map(|(header, name)| {
        let value = response.header(header)?;
        let value = decimal::read(value).map_or_else(|| Value::from(value), Value::Number);
        Some((name.to_owned(), value))
    });
    facts.collect()
}
