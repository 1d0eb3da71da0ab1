//! What the Producer API answers, in all its shapes.

use std::time::Duration;

use super::NAME;
use crate::decimal;
use crate::error::{Charge, Error, ErrorKind};
use crate::http::Response;
use crate::operation::Operation;
use crate::provider::{Call, Reply, Ticket};
use crate::providers::shared::{
    Meaning, audio_urls, failure_of, is_content_block, mentions, refused, standing, unreadable,
    web_url, words,
};
use crate::time::Moment;
use crate::track::Found;
use crate::value::{Map, Value};

/// Reads the answer to an order.
pub(super) fn taken(response: &Response, now: Moment) -> Result<Reply, Error> {
    if let Some(refusal) = refusal(response, now, false) {
        return Err(refusal);
    }
    let said = response.json();
    let id = [said.get("task_id"), said.get("data").get("task_id")]
        .into_iter()
        .find_map(Value::text)
        .filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| unreadable(NAME, response))?;
    Ok(pending(
        Ticket {
            id: id.to_owned(),
            data: Map::new(),
        },
        "PENDING",
    ))
}

/// Reads how a task stands. The order of the questions matters: a body may hold a preview beside a running state, and
/// HTTP 200 beside a code that says otherwise.
pub(super) fn task(call: &Call<'_>, ticket: &Ticket, response: &Response) -> Result<Reply, Error> {
    let said = response.json();
    if response.status == 202
        || said.get("type").text() == Some("not_ready")
        || code(said) == Some(202)
    {
        return Ok(pending(ticket.clone(), "not_ready"));
    }
    let word = said.get("status").text().unwrap_or_default();
    if is_failed(word) {
        return Err(failed(response));
    }
    if let Some(refusal) = refusal(response, call.now, true) {
        return Err(refusal);
    }
    if !word.is_empty() && !is_done(word) {
        return Ok(pending(ticket.clone(), word));
    }
    clips(call, ticket, response, is_done(word))
}

fn clips(
    call: &Call<'_>,
    ticket: &Ticket,
    response: &Response,
    done: bool,
) -> Result<Reply, Error> {
    let data = response.json().get("data");
    let clips: Vec<&Value> = match data {
        Value::List(clips) => clips.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    };
    let state = |clip: &Value| clip.get("state").text().unwrap_or_default().to_owned();
    if let Some(running) = clips.iter().find(|clip| is_running(&state(clip))) {
        return Ok(pending(ticket.clone(), &state(running)));
    }
    let good = clips.iter().filter(|clip| !is_failed(&state(clip)));
    let found: Vec<Found> = good.filter_map(|clip| found(call, clip)).collect();
    if !found.is_empty() {
        return Ok(Reply::Finished(found));
    }
    if clips.iter().any(|clip| is_failed(&state(clip))) {
        return Err(failed(response));
    }
    if done || response.json().map().is_none_or(Map::is_empty) {
        return Err(unreadable(NAME, response));
    }
    Ok(pending(ticket.clone(), "pending"))
}

fn found(call: &Call<'_>, clip: &Value) -> Option<Found> {
    let text = |name| {
        clip.get(name)
            .text()
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    let address = |name| clip.get(name).text().and_then(web_url);
    let wav = address("wav_url");
    // What a download answers is not documented: any address in it will do.
    let any = || match clip {
        Value::Text(_) | Value::List(_) => audio_urls(clip).into_iter().next(),
        _ => ["mp3_url", "download_url", "file_url", "url"]
            .into_iter()
            .find_map(address),
    };
    let url = wav.clone().or_else(|| address("audio_url")).or_else(any);
    let clip_id = text("clip_id");
    if url.is_none() && (call.order.operation() != Operation::Upload || clip_id.is_none()) {
        return None;
    }
    let markers = clip.get("lyrics_timing_markers");
    Some(Found {
        url,
        wav_url: wav,
        image_url: address("image_url"),
        clip: clip_id.or_else(|| call.order.field("clip").text().map(str::to_owned)),
        title: text("title"),
        lyrics: text("lyrics"),
        seconds: seconds(clip.get("duration")),
        meta: Map::new()
            .with("lyricsTimingMarkers", markers.clone())
            .with("lyricsId", clip.get("lyrics_id").clone())
            .with("audioUrl", address("audio_url"))
            .with("seed", clip.get("seed").clone()),
        ..Found::default()
    })
}

/// A number, or one written as text, or null.
fn seconds(duration: &Value) -> Option<f64> {
    duration
        .number()
        .or_else(|| decimal::read(duration.text()?))
        .filter(|seconds| seconds.is_finite() && *seconds > 0.0)
}

fn pending(ticket: Ticket, word: &str) -> Reply {
    Reply::Pending {
        ticket,
        standing: standing(word, &["PENDING", "pending", "not_ready", "queued"]),
        // "Poll 5 to 10 seconds": no quicker.
        wait: Some(Duration::from_secs(5)),
    }
}

fn is_done(word: &str) -> bool {
    ["success", "succeeded", "completed", "complete"].contains(&word.to_ascii_lowercase().as_str())
}

fn is_failed(word: &str) -> bool {
    ["failed", "failure", "error"].contains(&word.to_ascii_lowercase().as_str())
}

/// A state that is neither good nor bad: known ones, and those that are new.
fn is_running(word: &str) -> bool {
    !word.is_empty() && !is_done(word) && !is_failed(word)
}

fn code(said: &Value) -> Option<u16> {
    said.get("code")
        .integer()
        .and_then(|code| u16::try_from(code).ok())
}

/// Failed work; the words say whether the credits came back.
fn failed(response: &Response) -> Error {
    let said = words(response);
    let refunded = mentions(&said, &["refund", "returned", "credited back"]);
    failure_of(
        NAME,
        if refunded { Charge::No } else { Charge::Maybe },
        response,
    )
}

/// What a status, or a code in the body under HTTP 200, means; none when both say success.
pub(super) fn refusal(response: &Response, now: Moment, taken: bool) -> Option<Error> {
    let inner = code(response.json()).filter(|code| !(200..300).contains(code));
    let status = if response.is_success() {
        inner?
    } else {
        response.status
    };
    if taken && response.is_success() && status == 500 && response.json().get("type").is_null() {
        // The failure of the job, in the shape that webhooks have. An error of the API has a type.
        return Some(failed(response));
    }
    let said = words(response);
    Some(match meaning(status, &said, taken) {
        Some(meaning) => refused(meaning, response, now, taken).status(status),
        None => unreadable(NAME, response),
    })
}

fn meaning(status: u16, said: &str, taken: bool) -> Option<Meaning> {
    use ErrorKind::{
        ContentBlocked, Expired, Forbidden, InsufficientCredits, InvalidOrder, NotFound,
        ProviderUnavailable, RateLimited, Removed, Unauthorized,
    };
    Some(match status {
        400 | 404 if taken => (Expired, "Producer no longer has this task.", None),
        400 | 413 | 422 => (InvalidOrder, "Producer refused a parameter.", None),
        401 => (
            Unauthorized,
            "Producer did not accept this key.",
            Some("Check the key, or make a new one at the provider."),
        ),
        403 if is_content_block(said) || mentions(said, &["lyrics"]) => (
            ContentBlocked,
            "Producer's content rules refused this.",
            Some("Change the words and order again."),
        ),
        403 if mentions(said, &["permission", "not allowed"]) => {
            (Forbidden, "This key may not do this at Producer.", None)
        }
        402 | 403 => (
            InsufficientCredits,
            "Producer says the credits or the subscription do not cover this.",
            Some("Add credits at the provider."),
        ),
        404 => (
            NotFound,
            "Producer does not know this address.",
            Some("Check the endpoint."),
        ),
        410 => (
            Removed,
            "Producer no longer does this kind of work.",
            Some("Replace a part instead, or create again with another seed."),
        ),
        429 => (RateLimited, "Producer asks to slow down.", None),
        500..=599 => (
            ProviderUnavailable,
            "Producer is failing at the moment.",
            None,
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Body;
    use crate::order::Order;
    use crate::provider::Asked;

    #[test]
    fn an_address_that_nothing_can_be_fetched_from_is_no_result() {
        let order = Map::new()
            .with("model", "producer/lyria-3-pro")
            .with("prompt", "rain");
        let order = Order::admit(&order.into()).unwrap();
        let call = Call {
            order: &order,
            base: "https://api.musicapi.ai",
            now: Moment::default(),
        };
        let read = |url: &str| {
            let clip = Map::new()
                .with("state", "succeeded")
                .with("audio_url", url)
                .with("image_url", "javascript:alert(1)");
            let body = Map::new()
                .with("code", 200.0)
                .with("data", vec![clip.into()]);
            let response = Response {
                status: 200,
                headers: Vec::new(),
                body: Body::Json(body.into()),
            };
            let ticket = Ticket::default();
            call.order
                .provider()
                .read(&call, Asked::Check(&ticket), &response)
        };
        assert!(!matches!(
            read("javascript:alert(1)"),
            Ok(Reply::Finished(_))
        ));
        let Ok(Reply::Finished(found)) = read("https://cdn.example/a.mp3") else {
            panic!("a clip with an address is a result");
        };
        assert_eq!(
            (found[0].url.as_deref(), found[0].image_url.as_deref()),
            (Some("https://cdn.example/a.mp3"), None)
        );
    }
}
