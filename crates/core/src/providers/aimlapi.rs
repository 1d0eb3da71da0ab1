//! AI/ML API: "Lyria 2", the vendor's page as read on 2026-11-21, with its later schemas of the same two calls for this
//! and its other music models.
//!
//! One address starts the work and tells how it stands. Ids have colons and slashes in them. A state that is not one of
//! the known final ones is pending: the vendor's own samples take `error` for a success.

mod models;

use std::time::Duration;

use super::shared::{
    Meaning, audio_urls, body, failure_of, mentions, refused, standing, unreadable, words,
};
use crate::catalog::{Auth, ProviderInfo, Supports, prose};
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Request, Response};
use crate::origin::{encode, join};
use crate::provider::{Asked, Call, Credits, Provider, Reply, Start, Ticket};
use crate::time::Moment;
use crate::track::Found;
use crate::value::Map;

const NAME: &str = "AI/ML API";
const PATH: &str = "/v2/generate/audio";

pub(super) static INFO: ProviderInfo = ProviderInfo {
    id: "aimlapi",
    name: NAME,
    base_url: "https://api.aimlapi.com",
    auth: Auth::Header {
        name: "authorization",
        prefix: "Bearer ",
    },
    keys_page: Some(prose("https://aimlapi.com/app/keys")),
    models: models::ALL,
    supports: Supports {
        cancel: false,
        credits: true,
        history: false,
        idempotency: false,
        webhook: false,
    },
    source: prose("AI/ML API's pages for its music models, read 2026-11-21"),
};

/// The adapter.
pub(crate) struct Aimlapi;

impl Provider for Aimlapi {
    fn info(&self) -> &'static ProviderInfo {
        &INFO
    }

    fn submit(&self, call: &Call<'_>) -> Result<Start, Error> {
        let mut sent = Map::new().with("model", call.order.model().wire);
        for (name, value) in body(call.order).iter() {
            sent.set(name, value.clone());
        }
        Ok(Start::Send(Request::post(
            join(call.base, PATH),
            sent.into(),
        )))
    }

    fn check(&self, call: &Call<'_>, ticket: &Ticket) -> Result<Request, Error> {
        let url = join(
            call.base,
            &[PATH, "?generation_id=", &encode(&ticket.id)].concat(),
        );
        Ok(Request::get(url))
    }

    fn read(&self, call: &Call<'_>, asked: Asked<'_>, response: &Response) -> Result<Reply, Error> {
        let taken = matches!(asked, Asked::Check(_));
        if !response.is_success() {
            return Err(refusal(response, call.now, taken));
        }
        let said = response.json();
        let id = match asked {
            Asked::Submit => said.get("id").text().filter(|id| !id.is_empty()),
            Asked::Check(ticket) => Some(ticket.id.as_str()),
        };
        let id = id.ok_or_else(|| unreadable(NAME, response))?;
        match said.get("status").text() {
            Some("completed") => finished(response),
            Some("error") => Err(failure(response)),
            Some(word) => Ok(pending(id, word)),
            None if !taken => Ok(pending(id, "queued")),
            None => Err(unreadable(NAME, response)),
        }
    }

    fn credits(&self, base: &str) -> Option<Request> {
        Some(Request::get(join(base, "/v2/billing")))
    }

    fn read_credits(&self, response: &Response, now: Moment) -> Result<Credits, Error> {
        if !response.is_success() {
            return Err(refusal(response, now, false));
        }
        let raw = response.json();
        let balance = raw.get("current_balance").number();
        let balance = balance.ok_or_else(|| unreadable(NAME, response))?;
        let in_dollars = raw
            .get("currency")
            .text()
            .is_some_and(|it| it.eq_ignore_ascii_case("usd"));
        Ok(Credits {
            credits: (!in_dollars).then_some(balance),
            usd: in_dollars.then_some(balance),
            raw: raw.clone(),
        })
    }
}

fn pending(id: &str, word: &str) -> Reply {
    Reply::Pending {
        ticket: Ticket {
            id: id.to_owned(),
            data: Map::new(),
        },
        standing: standing(word, &["queued", "waiting"]),
        // "Poll every 10 seconds" in the samples; half of that is still gentle.
        wait: Some(Duration::from_secs(5)),
    }
}

fn finished(response: &Response) -> Result<Reply, Error> {
    let said = response.json();
    let file = said.get("audio_file");
    let urls = audio_urls(file);
    if urls.is_empty() {
        return Err(unreadable(NAME, response));
    }
    let usage = said.get("meta").get("usage");
    let found = |url| Found {
        url: Some(url),
        mime: file.get("content_type").text().map(str::to_owned),
        usd: usage.get("usd_spent").number(),
        credits: usage.get("credits_used").number(),
        meta: Map::new().with("fileName", file.get("file_name").clone()),
        ..Found::default()
    };
    Ok(Reply::Finished(urls.into_iter().map(found).collect()))
}

/// `error` is null, text, or an object with a name and a message. Failures are not charged.
fn failure(response: &Response) -> Error {
    let error = failure_of(NAME, Charge::No, response);
    match response.json().get("error").get("name").text() {
        Some(name) if error.words().is_none() => error.detail(name),
        _ => error,
    }
}

/// 403 is "out of credits" here, unless the words say otherwise.
fn refusal(response: &Response, now: Moment, taken: bool) -> Error {
    use ErrorKind::{
        Expired, Forbidden, InsufficientCredits, InvalidOrder, NotFound, ProviderUnavailable,
        RateLimited, Removed, Unauthorized,
    };
    let said = words(response);
    let meaning: Meaning = match response.status {
        400 | 422 => (InvalidOrder, "AI/ML API refused a parameter.", None),
        401 => (
            Unauthorized,
            "AI/ML API did not accept this key.",
            Some("Check the key, or make a new one at AI/ML API."),
        ),
        403 if mentions(&said, &["permission", "not allowed", "region", "verif"]) => (
            Forbidden,
            "This key may not use this model at AI/ML API.",
            None,
        ),
        402 | 403 => (
            InsufficientCredits,
            "AI/ML API says the balance does not cover this.",
            Some("Add credits at AI/ML API."),
        ),
        404 if taken => (Expired, "AI/ML API no longer has this job.", None),
        404 => (
            NotFound,
            "AI/ML API does not know this model or address.",
            Some("Check the endpoint."),
        ),
        410 => (
            Removed,
            "AI/ML API has withdrawn this.",
            Some("Choose another model."),
        ),
        429 => (RateLimited, "AI/ML API asks to slow down.", None),
        500..=599 => (
            ProviderUnavailable,
            "AI/ML API is failing at the moment.",
            None,
        ),
        _ => return unreadable(NAME, response),
    };
    refused(meaning, response, now, taken)
}
