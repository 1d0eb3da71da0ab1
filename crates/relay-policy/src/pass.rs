//! A request on its way to a vendor: built anew from what is known, so that nothing else of the caller's gets through.

use std::time::Duration;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, IF_RANGE, RANGE,
    USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::hosts::{Api, Hosts};
use crate::{Ask, ORDER, Refusal, TOKEN, path};

/// What a request is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A vendor's API, by its place in the list.
    Api(usize),
    /// Finished audio.
    Media,
}

/// How much may come and how long it may take.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The longest body of a request, in bytes.
    pub request_bytes: u64,
    /// The longest answer of an API, in bytes.
    pub answer_bytes: u64,
    /// The longest audio file, in bytes.
    pub media_bytes: u64,
    /// How long a vendor may take to begin its answer to an order: a direct one is made meanwhile.
    pub order_time: Duration,
    /// How long a vendor may take to begin any other answer.
    pub question_time: Duration,
    /// How long nothing may move in either direction.
    pub idle_time: Duration,
}

/// A request to a vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// What it is for.
    pub kind: Kind,
    /// The method.
    pub method: Method,
    /// The vendor's own address.
    pub url: Uri,
    /// All headers but the host's name and the body's length.
    pub headers: HeaderMap,
    /// The id of the order, if the caller gave one.
    pub order: Option<String>,
    /// The page that may read the answer.
    pub page: Option<HeaderValue>,
    /// How many redirects of an audio host were followed.
    pub hops: u8,
    /// The longest body of the request, in bytes.
    pub most_sent: u64,
    /// The longest answer, in bytes.
    pub most_read: u64,
    /// How long the vendor may take to begin its answer.
    pub patience: Duration,
}

const AGENT: &str = concat!("tutti-relay/", env!("CARGO_PKG_VERSION"));
/// The longest id of an order, in characters.
const LONGEST_ORDER: usize = 128;

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_bytes: 1 << 20,
            answer_bytes: 64 << 20,
            media_bytes: 1 << 30,
            order_time: Duration::from_secs(310),
            question_time: Duration::from_secs(60),
            idle_time: Duration::from_secs(60),
        }
    }
}

/// The request to a vendor's API that a caller asks for, without a held key.
pub(crate) fn to_api(
    api: &Api,
    index: usize,
    path: &str,
    limits: &Limits,
    ask: Ask<'_>,
) -> Result<Pass, Refusal> {
    let paths = match *ask.method {
        Method::GET => &api.get,
        Method::POST => &api.post,
        _ => return Err(Refusal::METHOD),
    };
    if !paths.iter().any(|pattern| path::fits(pattern, path)) {
        let other = api.get.iter().chain(&api.post);
        let elsewhere = other.into_iter().any(|pattern| path::fits(pattern, path));
        return Err(if elsewhere {
            Refusal::METHOD
        } else {
            Refusal::NO_ROUTE
        });
    }
    let is_order = ask.method == Method::POST;
    check_body(ask, is_order, limits)?;
    let own = api.sends.iter().map(String::as_str);
    let mut headers = kept(
        ask.headers,
        ["accept", "accept-encoding", &api.key]
            .into_iter()
            .chain(own),
    )?;
    if is_order {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    dress(&mut headers);
    let query = ask.uri.query().map(|query| format!("?{query}"));
    let url = format!("{}{path}{}", api.base, query.unwrap_or_default());
    Ok(Pass {
        kind: Kind::Api(index),
        method: ask.method.clone(),
        url: url.parse().map_err(|_| Refusal::TARGET)?,
        headers,
        order: if is_order { order(ask.headers)? } else { None },
        page: None,
        hops: 0,
        most_sent: limits.request_bytes,
        most_read: limits.answer_bytes,
        patience: if is_order {
            limits.order_time
        } else {
            limits.question_time
        },
    })
}

/// The request for a file; its address is checked already.
pub(crate) fn to_media(url: Uri, limits: &Limits, ask: Ask<'_>) -> Result<Pass, Refusal> {
    if !matches!(*ask.method, Method::GET | Method::HEAD) {
        return Err(Refusal::METHOD);
    }
    check_body(ask, false, limits)?;
    let mut headers = kept(ask.headers, ["accept", "range", "if-range"])?;
    // A part of a compressed file is no part of the file.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    dress(&mut headers);
    Ok(Pass {
        kind: Kind::Media,
        method: ask.method.clone(),
        url,
        headers,
        order: None,
        page: None,
        hops: 0,
        most_sent: 0,
        most_read: limits.media_bytes,
        patience: limits.question_time,
    })
}

/// The request headers that a page may set on a route, in lower case.
pub(crate) fn headers_for<'a>(hosts: &'a Hosts, route: &str) -> Result<Vec<&'a str>, Refusal> {
    if route == "media" {
        return Ok(vec![
            ACCEPT.as_str(),
            RANGE.as_str(),
            IF_RANGE.as_str(),
            TOKEN,
        ]);
    }
    let id = route.split('/').next().unwrap_or_default();
    let (_, api) = hosts.api(id).ok_or(Refusal::NO_ROUTE)?;
    let usual = [
        ACCEPT.as_str(),
        CONTENT_TYPE.as_str(),
        ORDER,
        TOKEN,
        &api.key,
    ];
    Ok(usual
        .into_iter()
        .chain(api.sends.iter().map(String::as_str))
        .collect())
}

/// The methods that a page may use on a route.
pub(crate) fn methods_for(route: &str) -> &'static [&'static str] {
    if route == "media" {
        &["GET", "HEAD"]
    } else {
        &["GET", "POST"]
    }
}

fn dress(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT) {
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
    }
    headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
}

/// An order is JSON and not too long; a question has no body.
fn check_body(ask: Ask<'_>, is_order: bool, limits: &Limits) -> Result<(), Refusal> {
    let length = match ask.headers.get(CONTENT_LENGTH) {
        Some(length) => Some(
            length
                .to_str()
                .ok()
                .and_then(|it| it.parse::<u64>().ok())
                .ok_or(Refusal::FRAMING)?,
        ),
        None => None,
    };
    if !is_order {
        let chunked = ask.headers.contains_key(http::header::TRANSFER_ENCODING);
        return if chunked || length.unwrap_or(0) > 0 {
            Err(Refusal::BODY)
        } else {
            Ok(())
        };
    }
    if length.unwrap_or(0) > limits.request_bytes {
        return Err(Refusal::BODY);
    }
    let mut types = ask.headers.get_all(CONTENT_TYPE).iter();
    let (Some(kind), None) = (types.next(), types.next()) else {
        return Err(Refusal::TYPE);
    };
    let essence = kind
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Refusal::TYPE)
    }
}

/// These headers of the caller's, each there at most once.
fn kept<'a>(
    given: &HeaderMap,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<HeaderMap, Refusal> {
    let mut headers = HeaderMap::new();
    for name in names {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| Refusal::HEADERS)?;
        let mut values = given.get_all(&name).iter();
        let (first, second) = (values.next(), values.next());
        if second.is_some() {
            return Err(Refusal::HEADERS);
        }
        if let Some(value) = first.filter(|value| !value.is_empty()) {
            let mut value = value.clone();
            value.set_sensitive(name == AUTHORIZATION || name.as_str().contains("key"));
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

fn order(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut ids = headers.get_all(ORDER).iter();
    match (ids.next(), ids.next()) {
        (None, _) => Ok(None),
        (Some(id), None) => {
            let id = id.to_str().map_err(|_| Refusal::HEADERS)?;
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
            let fits = (8..=LONGEST_ORDER).contains(&id.len()) && id.bytes().all(plain);
            if fits {
                Ok(Some(id.to_owned()))
            } else {
                Err(Refusal::HEADERS)
            }
        }
        _ => Err(Refusal::HEADERS),
    }
}
