//! Pixazo: "Lyria API" (Lyria 2, Lyria 3, Lyria 3 Pro), the vendor's page as read on 2026-11-21, and what is known of its
//! other music models.
//!
//! Two routes tell how a job stands, each with words and an audio member of its own: the universal one, which the order's
//! answer names, and one of the model's own, as Lyria 2's `prediction`. The second is asked when the first knows nothing.

mod models;

use std::time::Duration;

use super::shared::{
    Meaning, audio_urls, body, failure_of, keepable, kept_url, mentions, refused, standing,
    unreadable, words,
};
use crate::catalog::{Auth, ProviderInfo, Supports, prose};
use crate::error::{Charge, Error, ErrorKind};
use crate::http::{Request, Response};
use crate::origin::{encode, join};
use crate::provider::{Asked, Call, Credits, Provider, Reply, Start, Ticket};
use crate::time::Moment;
use crate::track::Found;
use crate::value::{Map, Value};

const NAME: &str = "Pixazo";
const LIVE: &str = "https://gateway.pixazo.ai";
/// Where the ticket notes that the universal route knows nothing.
const BY_OWN_ROUTE: &str = "prediction";

pub(super) static INFO: ProviderInfo = ProviderInfo {
    id: "pixazo",
    name: NAME,
    base_url: LIVE,
    auth: Auth::Header {
        name: "ocp-apim-subscription-key",
        prefix: "",
    },
    keys_page: Some(prose("https://api-console.pixazo.ai/api_keys")),
    models: models::ALL,
    supports: Supports {
        cancel: false,
        credits: false,
        history: false,
        idempotency: false,
        webhook: true,
    },
    source: prose("Pixazo's pages for its music models, read 2026-11-21"),
};

/// The adapter.
pub(crate) struct Pixazo;

impl Provider for Pixazo {
    fn info(&self) -> &'static ProviderInfo {
        &INFO
    }

    fn submit(&self, call: &Call<'_>) -> Result<Start, Error> {
        let order = call.order;
        let mut sent = body(order);
        if let Some(webhook) = order.webhook() {
            sent.set("webhook", webhook.url.as_str());
            if !webhook.events.is_empty() {
                let events: Vec<Value> =
                    webhook.events.iter().map(|it| it.as_str().into()).collect();
                sent.set("webhook_events_filter", events);
            }
        }
        let mut request = Request::post(join(call.base, order.model().wire), sent.into());
        if let Some(webhook) = order.webhook() {
            // The page names a header and a body field and not which of them holds.
            request.headers.push(("x-webhook-url", webhook.url.clone()));
        }
        Ok(Start::Send(request))
    }

    fn check(&self, call: &Call<'_>, ticket: &Ticket) -> Result<Request, Error> {
        let own_route = models::own_route(call.order.model()).filter(|_| asks_by_own_route(ticket));
        if let Some((path, field)) = own_route {
            let asked = Map::new().with(field, ticket.id.as_str());
            return Ok(Request::post(join(call.base, path), asked.into()));
        }
        let url = match ticket.data.get("status").text() {
            Some(kept) => kept_url(kept, call.base)?,
            None => join(
                call.base,
                &["/v2/requests/status/", &encode(&ticket.id)].concat(),
            ),
        };
        Ok(Request::get(url))
    }

    fn read(&self, call: &Call<'_>, asked: Asked<'_>, response: &Response) -> Result<Reply, Error> {
        match asked {
            Asked::Submit => read_taken(call, response),
            Asked::Check(ticket) => read_check(call, ticket, response),
        }
    }

    /// There is no balance to ask for, so a job that nobody ordered is asked for.
    fn knock(&self, base: &str) -> Option<Request> {
        Some(Request::get(join(base, "/v2/requests/status/tutti-knock")))
    }

    fn read_credits(&self, response: &Response, now: Moment) -> Result<Credits, Error> {
        Err(refusal(response, now, None))
    }
}

fn asks_by_own_route(ticket: &Ticket) -> bool {
    ticket.data.get(BY_OWN_ROUTE).flag() == Some(true)
}

fn read_taken(call: &Call<'_>, response: &Response) -> Result<Reply, Error> {
    if !response.is_success() {
        return Err(refusal(response, call.now, None));
    }
    let said = response.json();
    let named = |name| said.get(name).text().filter(|id| !id.is_empty());
    // The page says `request_id`; the vendor's own programs read the others as well.
    let Some(id) = ["request_id", "task_id", "id"].into_iter().find_map(named) else {
        // Some of the vendor's models answer an order with the result.
        return finished(response);
    };
    let kept = said
        .get("polling_url")
        .text()
        .and_then(|url| keepable(url, call.base, LIVE));
    Ok(Reply::Pending {
        ticket: Ticket {
            id: id.to_owned(),
            data: Map::new().with("status", kept),
        },
        standing: standing(said.get("status").text().unwrap_or("QUEUED"), &["QUEUED"]),
        wait: None,
    })
}

fn read_check(call: &Call<'_>, ticket: &Ticket, response: &Response) -> Result<Reply, Error> {
    let said = response.json();
    let word = said.get("status").text().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "completed" | "succeeded" | "success" if said.get("success").flag() != Some(false) => {
            finished(response)
        }
        "failed" | "error" | "canceled" | "cancelled" => Err(failure(word, response)),
        _ if response.status == 404 => unknown_id(call, ticket, response),
        _ if !response.is_success() => Err(refusal(response, call.now, Some(ticket))),
        "" => Err(unreadable(NAME, response)),
        _ => Ok(Reply::Pending {
            ticket: ticket.clone(),
            standing: standing(word, &["QUEUED", "starting"]),
            // "Poll every 5 to 10 seconds."
            wait: Some(Duration::from_secs(5)),
        }),
    }
}

/// The universal route knows nothing of this id: some models have another one to ask.
fn unknown_id(call: &Call<'_>, ticket: &Ticket, response: &Response) -> Result<Reply, Error> {
    if asks_by_own_route(ticket) || models::own_route(call.order.model()).is_none() {
        return Err(refusal(response, call.now, Some(ticket)));
    }
    let mut ticket = ticket.clone();
    ticket.data.set(BY_OWN_ROUTE, true);
    Ok(Reply::Pending {
        ticket,
        standing: standing("unknown id, asked another way", &[]),
        wait: Some(Duration::ZERO),
    })
}

fn finished(response: &Response) -> Result<Reply, Error> {
    let said = response.json();
    let output = said.get("output");
    let urls = [output.get("media_url"), output, said]
        .into_iter()
        .map(audio_urls)
        .find(|urls| !urls.is_empty())
        .ok_or_else(|| unreadable(NAME, response))?;
    let found = |url| Found {
        url: Some(url),
        mime: output.get("media_type").text().map(str::to_owned),
        meta: Map::new()
            .with("createdAt", said.get("created_at").clone())
            .with("completedAt", said.get("completed_at").clone()),
        ..Found::default()
    };
    Ok(Reply::Finished(urls.into_iter().map(found).collect()))
}

/// "ERROR: system error, not charged". Whether FAILED is charged is not said.
fn failure(word: &str, response: &Response) -> Error {
    let system = word.eq_ignore_ascii_case("error");
    failure_of(
        NAME,
        if system { Charge::No } else { Charge::Maybe },
        response,
    )
}

/// A missing model is 400 here, and 402 is the balance.
fn refusal(response: &Response, now: Moment, ticket: Option<&Ticket>) -> Error {
    use ErrorKind::{
        Expired, Forbidden, InsufficientCredits, InvalidOrder, NotFound, ProviderUnavailable,
        RateLimited, Removed, Unauthorized,
    };
    let said = [
        words(response),
        response
            .json()
            .get("message")
            .text()
            .unwrap_or_default()
            .to_owned(),
    ]
    .join(" ");
    let meaning: Meaning = match response.status {
        400 if mentions(&said, &["model not found", "not found or is disabled"]) => (
            NotFound,
            "Pixazo does not know this model, or has switched it off.",
            Some("Choose another model."),
        ),
        400 | 422 => (InvalidOrder, "Pixazo refused a parameter.", None),
        401 => (
            Unauthorized,
            "Pixazo did not accept this key.",
            Some("Check the subscription key, or make a new one at Pixazo."),
        ),
        402 => (
            InsufficientCredits,
            "Pixazo says the balance does not cover this.",
            Some("Add to the wallet at Pixazo."),
        ),
        403 => (
            Forbidden,
            "This key may not use this model at Pixazo.",
            None,
        ),
        404 if ticket.is_some() => (Expired, "Pixazo no longer has this job.", None),
        404 => (
            NotFound,
            "Pixazo does not know this address.",
            Some("Check the endpoint."),
        ),
        410 => (
            Removed,
            "Pixazo has withdrawn this.",
            Some("Choose another model."),
        ),
        429 => (RateLimited, "Pixazo asks to slow down.", None),
        500..=599 => (
            ProviderUnavailable,
            "Pixazo is failing at the moment.",
            None,
        ),
        _ => return unreadable(NAME, response),
    };
    refused(meaning, response, now, ticket.is_some())
}
