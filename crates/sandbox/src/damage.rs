//! Works a fault: answers in the vendor's place, or spoils the vendor's answer.

use std::time::{Duration, UNIX_EPOCH};

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use serde_json::Value;

use crate::clock::Clock;
use crate::cors::Area;
use crate::door::{Call, Dropped};
use crate::kind::{Kind, Length, Reset, ResetFormat};
use crate::vendors::Vendor;
use crate::wav;

/// What a gateway shows when what is behind it is away.
const GATEWAY_PAGE: &str = "<html>\r\n<head><title>Bad Gateway</title></head>\r\n<body>\r\n\
                            <center><h1>Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// Real time between the last bytes sent and a break, so that they leave before it.
const LAST_BYTES: Duration = Duration::from_millis(20);

/// The vendor's answer to a call, with the call's fault worked on it.
pub(crate) async fn answer(vendor: &dyn Vendor, area: Area, call: &Call) -> Response {
    match &call.fault {
        None => vendor.answer(area, call).await,
        Some(
            kind @ (Kind::Status { taken: false, .. }
            | Kind::Html { .. }
            | Kind::DropBefore {}
            | Kind::Redirect { .. }),
        ) => instead(kind, vendor, call),
        Some(kind @ (Kind::Status { .. } | Kind::DropAfter {})) => {
            vendor.answer(area, call).await;
            instead(kind, vendor, call)
        }
        Some(kind) => spoil(kind, vendor.answer(area, call).await, call).await,
    }
}

/// An answer in the vendor's place.
fn instead(kind: &Kind, vendor: &dyn Vendor, call: &Call) -> Response {
    match kind {
        Kind::Status {
            code,
            retry_after,
            reset,
            body,
            ..
        } => {
            let mut response = with_status(*code, body.as_deref(), vendor, call);
            put(&mut response, RETRY_AFTER, retry_after.clone());
            put(
                &mut response,
                vendor.reset_header(),
                reset
                    .as_ref()
                    .map(|reset| written(reset, call.sandbox.clock())),
            );
            response
        }
        Kind::Html { code } => (status(*code), Html(GATEWAY_PAGE)).into_response(),
        Kind::Redirect { to, code } => {
            let mut response = status(*code).into_response();
            let target = call.uri.path_and_query().map_or("/", PathAndQuery::as_str);
            put(&mut response, LOCATION, Some(format!("{to}{target}")));
            response
        }
        _ => dropped(),
    }
}

fn with_status(code: u16, body: Option<&str>, vendor: &dyn Vendor, call: &Call) -> Response {
    let status = status(code);
    match body {
        None => vendor.error(call, status, vendor.usual_text(status)),
        Some(body) => {
            let json = serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok();
            let content_type = if json {
                "application/json"
            } else {
                "text/plain; charset=utf-8"
            };
            (status, [(CONTENT_TYPE, content_type)], body.to_owned()).into_response()
        }
    }
}

/// No answer: see [`Dropped`].
fn dropped() -> Response {
    let body = Body::from_stream(stream::iter([Err::<Bytes, _>(Dropped)]));
    let mut response = (StatusCode::BAD_GATEWAY, body).into_response();
    response.extensions_mut().insert(Dropped);
    response
}

/// The vendor's answer, spoilt.
async fn spoil(kind: &Kind, response: Response, call: &Call) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    let mut response = Response::from_parts(parts, Body::empty());
    *response.body_mut() = match kind {
        Kind::Empty {} => Body::empty(),
        Kind::NonUtf8 {} => Body::from(not_utf8(&body)),
        Kind::WavHeader { header } => Body::from(wav::with_header(&body, *header)),
        Kind::Truncate { keep, length } => return cut(response, &body, *keep, *length),
        Kind::Slow {
            chunk_bytes,
            delay_ms,
        } => {
            put(&mut response, CONTENT_LENGTH, Some(body.len().to_string()));
            Body::from_stream(slowly(
                body,
                *chunk_bytes,
                Duration::from_millis(*delay_ms),
                call.sandbox.clock().clone(),
            ))
        }
        Kind::Huge { bytes } => Body::from_stream(stream::iter([Ok(body)]).chain(blanks(*bytes))),
        Kind::ForeignUrls { origin: other } => Body::from(replaced(&body, &call.origin, other)),
        Kind::RelativeUrls {} => Body::from(replaced(&body, &call.origin, "")),
        Kind::State { word } => Body::from(in_state(&body, word)),
        _ => Body::from(body),
    };
    if let Kind::ContentType { value } = kind {
        put(&mut response, CONTENT_TYPE, Some(value.clone()));
    }
    response
}

fn cut(mut response: Response, body: &Bytes, keep: f64, length: Length) -> Response {
    let kept = body.slice(..(body.len() as f64 * keep.clamp(0.0, 1.0)) as usize);
    *response.body_mut() = match length {
        Length::Matching => Body::from(kept),
        Length::Absent => Body::from_stream(stream::iter([Ok::<_, Dropped>(kept)])),
        Length::Full => {
            put(&mut response, CONTENT_LENGTH, Some(body.len().to_string()));
            let end = stream::once(async {
                tokio::time::sleep(LAST_BYTES).await;
                Err(Dropped)
            });
            Body::from_stream(stream::iter([Ok(kept)]).chain(end))
        }
    };
    response
}

fn slowly(
    body: Bytes,
    chunk: usize,
    pause: Duration,
    clock: Clock,
) -> impl Stream<Item = Result<Bytes, Dropped>> {
    stream::unfold((body, clock), move |(mut rest, clock)| async move {
        if rest.is_empty() {
            return None;
        }
        clock.sleep(pause).await;
        let sent = rest.split_to(chunk.clamp(1, rest.len()));
        Some((Ok(sent), (rest, clock)))
    })
}

fn blanks(bytes: u64) -> impl Stream<Item = Result<Bytes, Dropped>> {
    static BLANKS: [u8; 64 * 1024] = [b' '; 64 * 1024];
    stream::unfold(bytes, |left| async move {
        let sent = left.min(BLANKS.len() as u64);
        (sent > 0).then(|| {
            (
                Ok(Bytes::from_static(&BLANKS[..sent as usize])),
                left - sent,
            )
        })
    })
}

/// Puts two bytes that no text holds behind the first quotation mark, or in front.
fn not_utf8(body: &[u8]) -> Vec<u8> {
    let at = body
        .iter()
        .position(|&byte| byte == b'"')
        .map_or(0, |quote| quote + 1);
    [&body[..at], &[0xFF, 0xFE], &body[at..]].concat()
}

fn replaced(body: &Bytes, from: &str, to: &str) -> Bytes {
    match std::str::from_utf8(body) {
        Ok(text) => text.replace(from, to).into(),
        Err(_) => body.clone(),
    }
}

/// Replaces the words of state in a JSON answer that has some: its own, and that of the clip in its data.
fn in_state(body: &Bytes, word: &str) -> Bytes {
    let Ok(mut answer) = serde_json::from_slice::<Value>(body) else {
        return body.clone();
    };
    for (name, of) in [("status", ""), ("state", "/data"), ("state", "/data/0")] {
        let state = answer.pointer_mut(of).and_then(|part| part.get_mut(name));
        if let Some(state) = state {
            *state = Value::from(word);
        }
    }
    answer.to_string().into()
}

fn written(reset: &Reset, clock: &Clock) -> String {
    let at = clock
        .utc()
        .saturating_add(Duration::from_secs(reset.in_seconds));
    // Past this humantime and httpdate know no date; no vendor does either.
    let at = at.min(Duration::from_secs(253_402_300_799));
    match reset.format {
        ResetFormat::Seconds => at.as_secs().to_string(),
        ResetFormat::Milliseconds => at.as_millis().to_string(),
        ResetFormat::Iso => humantime::format_rfc3339_seconds(UNIX_EPOCH + at).to_string(),
        ResetFormat::Plain => humantime::format_rfc3339_seconds(UNIX_EPOCH + at)
            .to_string()
            .replace('T', " ")
            .replace('Z', ""),
        ResetFormat::HttpDate => httpdate::fmt_http_date(UNIX_EPOCH + at),
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Sets a header if there is a value, and one that a header can hold.
fn put(response: &mut Response, name: HeaderName, value: Option<String>) {
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reset_is_written_in_each_format_on_a_clock_moved_by_hand() {
        let clock = Clock::manual();
        let written = |format| {
            written(
                &Reset {
                    in_seconds: 90,
                    format,
                },
                &clock,
            )
        };
        assert_eq!(written(ResetFormat::Seconds), "1767225690");
        assert_eq!(written(ResetFormat::Milliseconds), "1767225690000");
        assert_eq!(written(ResetFormat::Iso), "2026-01-01T00:01:30Z");
        assert_eq!(written(ResetFormat::Plain), "2026-01-01 00:01:30");
        assert_eq!(
            written(ResetFormat::HttpDate),
            "Thu, 01 Jan 2026 00:01:30 GMT"
        );
    }

    #[test]
    fn no_reset_is_too_far_to_be_written() {
        let clock = Clock::manual();
        clock.advance(Duration::MAX);
        for format in [ResetFormat::Iso, ResetFormat::HttpDate] {
            assert!(
                written(
                    &Reset {
                        in_seconds: u64::MAX,
                        format
                    },
                    &clock
                )
                .contains("9999")
            );
        }
    }
}
