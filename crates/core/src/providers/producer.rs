//! The Producer API: "Producer API, Complete Request Examples" (modified 2026-05-20, read on 2026-11-21), as sold by
//! MusicAPI and its siblings; the host is a setting.
//!
//! One address starts four kinds of work, and one tells how any of it stands, in several shapes: HTTP 202, a body that
//! says `not_ready`, a `status` at the top, or a `state` with each clip. An audio address beside a running state is a
//! preview and not a result.

mod models;
mod reading;

use super::shared::{body, unreadable};
use crate::catalog::{Auth, ProviderInfo, Supports, prose};
use crate::error::{Error, ErrorKind};
use crate::http::{Request, Response};
use crate::operation::Operation;
use crate::order::{Finding, Order};
use crate::origin::{encode, join};
use crate::provider::{Asked, Call, Credits, Provider, Reply, Start, Ticket};
use crate::text;
use crate::time::Moment;
use crate::value::Map;

const NAME: &str = "Producer";
const TITLE_CHARS: usize = 80;
const INSTRUMENTAL: &str = "instrumental, no vocals";

pub(super) static INFO: ProviderInfo = ProviderInfo {
    id: "producer",
    name: NAME,
    base_url: "https://api.musicapi.ai",
    auth: Auth::Header {
        name: "authorization",
        prefix: "Bearer ",
    },
    keys_page: Some(prose("https://musicapi.ai/dashboard/apikey")),
    models: &[models::LYRIA_3_PRO],
    supports: Supports {
        cancel: false,
        credits: true,
        history: false,
        idempotency: false,
        webhook: true,
    },
    source: prose(
        "MusicAPI's \"Producer API, Complete Request Examples\" of 2026-05-20, read 2026-11-21",
    ),
};

/// The adapter.
pub(crate) struct Producer;

impl Provider for Producer {
    fn info(&self) -> &'static ProviderInfo {
        &INFO
    }

    fn review(&self, order: &Order) -> Vec<Finding> {
        [
            long_title(order),
            backwards(order),
            sung_instrumental(order),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn submit(&self, call: &Call<'_>) -> Result<Start, Error> {
        let path = match call.order.operation() {
            Operation::Download => "/api/v1/producer/download",
            Operation::Upload => "/api/v1/producer/upload",
            _ => "/api/v1/producer/create",
        };
        Ok(Start::Send(Request::post(
            join(call.base, path),
            sent(call.order).into(),
        )))
    }

    fn check(&self, call: &Call<'_>, ticket: &Ticket) -> Result<Request, Error> {
        let path = ["/api/v1/producer/task/", &encode(&ticket.id)].concat();
        Ok(Request::get(join(call.base, &path)))
    }

    fn read(&self, call: &Call<'_>, asked: Asked<'_>, response: &Response) -> Result<Reply, Error> {
        match asked {
            Asked::Submit => reading::taken(response, call.now),
            Asked::Check(ticket) => reading::task(call, ticket, response),
        }
    }

    fn credits(&self, base: &str) -> Option<Request> {
        Some(Request::get(join(base, "/api/v1/get-credits")))
    }

    fn read_credits(&self, response: &Response, now: Moment) -> Result<Credits, Error> {
        if let Some(refusal) = reading::refusal(response, now, false) {
            return Err(refusal);
        }
        let raw = response.json();
        let data = if raw.get("data").map().is_some() {
            raw.get("data")
        } else {
            raw
        };
        let plain = data.get("credits").number();
        let plain = plain.ok_or_else(|| unreadable(NAME, response))?;
        Ok(Credits {
            credits: Some(plain + data.get("extra_credits").number().unwrap_or_default()),
            usd: None,
            raw: raw.clone(),
        })
    }
}

fn sent(order: &Order) -> Map {
    let mut sent = match task_type(order) {
        Some(task) => Map::new().with("task_type", task),
        None => Map::new(),
    };
    for (name, value) in body(order).iter() {
        sent.set(name, value.clone());
    }
    if let Some(title) = order
        .title()
        .filter(|_| order.operation() != Operation::Upload)
    {
        sent.set("title", title);
    }
    if order.field("instrumental").flag() == Some(true) {
        make_instrumental(&mut sent);
    }
    let says_strength = !sent.get("strength").is_null() || !sent.get("cover_strength").is_null();
    // Named as default in the text and as required in the table, under either of two names.
    if order.operation() == Operation::Cover && !says_strength {
        sent.set("strength", 0.5);
    }
    if let Some(webhook) = order.webhook() {
        sent.set("webhook_url", webhook.url.as_str());
        if let Some(secret) = &webhook.secret {
            sent.set("webhook_secret", secret.expose());
        }
    }
    sent
}

fn task_type(order: &Order) -> Option<&'static str> {
    match order.operation() {
        Operation::Cover if order.field("uploaded").flag() == Some(true) => {
            Some("cover_upload_music")
        }
        Operation::Cover => Some("cover_music"),
        Operation::Create => Some("create_music"),
        Operation::Extend => Some("extend_music"),
        Operation::Replace => Some("replace_music"),
        Operation::Download | Operation::Upload => None,
    }
}

/// There is no flag for it: the page asks for the words in `sound` and for empty lyrics.
fn make_instrumental(sent: &mut Map) {
    let sound = sent.get("sound").text().unwrap_or_default();
    if text::find(&sound.to_ascii_lowercase(), "instrumental").is_none() {
        let sound = [INSTRUMENTAL, ", ", sound].concat();
        sent.set("sound", sound.trim_end_matches([',', ' ']));
    }
    sent.set("lyrics", "");
}

fn long_title(order: &Order) -> Option<Finding> {
    let too_long = order
        .title()
        .is_some_and(|title| title.chars().count() > TITLE_CHARS);
    too_long.then(|| {
        let most = text::digits(TITLE_CHARS as i64);
        let message = ["Producer takes titles of at most ", &most, " characters."].concat();
        Finding::error(ErrorKind::InvalidOrder, "title", message)
    })
}

fn backwards(order: &Order) -> Option<Finding> {
    let (from, to) = (
        order.field("startsAt").number()?,
        order.field("endsAt").number()?,
    );
    (from >= to).then(|| {
        Finding::error(
            ErrorKind::InvalidOrder,
            "endsAt",
            "The end of the part must come after its start.",
        )
    })
}

fn sung_instrumental(order: &Order) -> Option<Finding> {
    let sung = order
        .field("lyrics")
        .text()
        .is_some_and(|it| !it.trim().is_empty());
    (sung && order.field("instrumental").flag() == Some(true)).then(|| {
        let message = "An instrumental piece has no lyrics; leave one of the two out.";
        Finding::error(ErrorKind::InvalidOrder, "lyrics", message)
    })
}
