//! The studio: a built page from a folder, told that there is a relay beside it.

use std::convert::Infallible;
use std::path::Path;
use std::{fs, io};

use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, STRICT_TRANSPORT_SECURITY};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Body, Bytes};
use tower::ServiceExt;
use tower_http::compression::Compression;
use tower_http::services::ServeDir;
use tutti_relay_policy::PAGE_HEADERS;

use crate::body::{Answer, AnyBody, BoxError, full};

/// For a name that changes with the content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For every other name: kept, but asked for anew each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const TWO_YEARS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Where the page says which relay it has, and what it says there when it has this one.
const NO_RELAY: &str = "<meta name=\"tutti-relay\" content=\"\"";
const THIS_RELAY: &str = "<meta name=\"tutti-relay\" content=\"./relay\"";

/// A page that is served.
#[derive(Clone)]
pub(crate) struct Site {
    files: ServeDir,
    page: Bytes,
    /// Whether browsers come over TLS, and are to come no other way from now on.
    secure: bool,
}

impl Site {
    /// The page in this folder.
    ///
    /// # Errors
    ///
    /// When there is no `index.html` to read.
    pub(crate) fn open(folder: &Path, secure: bool) -> io::Result<Self> {
        let page = fs::read_to_string(folder.join("index.html"))?;
        let files = ServeDir::new(folder)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        Ok(Self {
            files,
            page: Bytes::from(page.replacen(NO_RELAY, THIS_RELAY, 1)),
            secure,
        })
    }

    /// Answers a request for the page.
    pub(crate) async fn answer(&self, parts: Parts) -> Answer {
        let for_ever = is_hashed(parts.uri.path());
        let site = self.clone();
        let service = tower::service_fn(move |request| site.clone().plain(request));
        let request = Request::from_parts(parts, Empty::new());
        let Ok(answer) = Compression::new(service).oneshot(request).await;
        let mut answer = answer.map(boxed);
        let keep = for_ever && answer.status().is_success();
        let headers = answer.headers_mut();
        headers.insert(CACHE_CONTROL, if keep { FOR_EVER } else { ASK_AGAIN });
        for (name, value) in PAGE_HEADERS {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        if self.secure {
            headers.insert(STRICT_TRANSPORT_SECURITY, TWO_YEARS);
        }
        answer
    }

    /// The answer before it is compressed.
    async fn plain(self, request: Request<Empty<Bytes>>) -> Result<Answer, Infallible> {
        let (parts, _) = request.into_parts();
        if matches!(parts.uri.path(), "/" | "/index.html") {
            return Ok(route(&parts, &self.page));
        }
        let asked = Request::from_parts(parts.clone(), Empty::<Bytes>::new());
        let Ok(found) = self.files.clone().oneshot(asked).await;
        if found.status() == StatusCode::NOT_FOUND {
            return Ok(route(&parts, &self.page));
        }
        Ok(found.map(boxed))
    }
}

fn boxed<B>(body: B) -> AnyBody
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    body.map_err(Into::<BoxError>::into).boxed_unsync()
}

/// A page's own route gets the page; a file that is not there is not, or a missing script would arrive as HTML.
fn route(asked: &Parts, page: &Bytes) -> Answer {
    let path = asked.uri.path();
    let is_page = path == "/index.html";
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    let accept = asked
        .headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or("*/*");
    let wants_page = accept.contains("text/html") || accept.contains("*/*");
    let mut answer = Response::new(full(""));
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        *answer.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    } else if (is_file && !is_page) || !wants_page {
        *answer.status_mut() = StatusCode::NOT_FOUND;
    } else {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        answer.headers_mut().insert(CONTENT_TYPE, html);
        *answer.body_mut() = full(page.clone());
    }
    answer
}

/// Whether a name holds Trunk's hash, as `tutti-app-0123456789abcdef_bg.wasm` does; it is written without leading zeros.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &str| {
        (13..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    name.split(['-', '_', '.']).skip(1).any(is_hash)
}
