//! The vendors, as their documents say they answer: written from the pages and not from the adapters.

mod aimlapi;
mod pixazo;
mod producer;
mod segmind;

use tutti_core::http::{Body, Method, Request, Response};
use tutti_core::{Map, Operation};

use crate::dice::Dice;
use crate::fault::{json, text};
use crate::work::{Vendor, Work};

pub(crate) use segmind::{direct, facts};

/// What a request is, to its vendor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Route {
    /// A paid order; answered with the audio itself in the direct form.
    Order { direct: bool },
    /// How does this job stand?
    Status(String),
    /// What came out of this job? (A route of its own at Segmind.)
    Result(String),
    /// How does this job stand, by the second way that Pixazo has.
    Prediction(String),
    /// A free question about no job.
    Balance,
    /// No route of the vendor's.
    Nowhere,
}

/// What a vendor was asked to do, as far as its answers differ by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Errand {
    pub(crate) operation: Operation,
    /// Whether a status route of Pixazo's may know nothing of the job (Lyria 2 has a second way).
    pub(crate) two_ways: bool,
}

impl Vendor {
    pub(crate) const ALL: [Self; 4] = [Self::Segmind, Self::Aimlapi, Self::Pixazo, Self::Producer];

    /// Its address, from its documents.
    pub(crate) const fn live(self) -> &'static str {
        match self {
            Self::Aimlapi => "https://api.aimlapi.com",
            Self::Pixazo => "https://gateway.pixazo.ai",
            Self::Producer => "https://api.musicapi.ai",
            Self::Segmind => "https://api.segmind.com",
        }
    }

    /// Which route a request takes; the address is the part below the base.
    pub(crate) fn route(self, request: &Request, below: &str) -> Route {
        let (path, query) = below.split_once('?').unwrap_or((below, ""));
        let posted = request.method == Method::Post;
        match self {
            Self::Aimlapi => aimlapi::route(path, query, posted),
            Self::Pixazo => pixazo::route(path, posted, request.body.as_ref()),
            Self::Producer => producer::route(path, posted),
            Self::Segmind => segmind::route(path, posted),
        }
    }

    /// The answer to an order that was taken on.
    pub(crate) fn taken(self, work: &Work) -> Response {
        match self {
            Self::Aimlapi => aimlapi::taken(work),
            Self::Pixazo => pixazo::taken(work),
            Self::Producer => producer::taken(work),
            Self::Segmind => segmind::taken(work),
        }
    }

    /// The answer to a question about a job.
    pub(crate) fn report(self, route: &Route, work: &Work, errand: Errand, now: u64) -> Response {
        if work.record_is_gone(now) {
            return self.knows_nothing();
        }
        match self {
            Self::Aimlapi => aimlapi::report(work, now),
            Self::Pixazo => pixazo::report(route, work, errand, now),
            Self::Producer => producer::report(work, errand, now),
            Self::Segmind => segmind::report(route, work, now),
        }
    }

    /// The answer to a question about a job that there is not.
    pub(crate) fn knows_nothing(self) -> Response {
        match self {
            Self::Aimlapi => json(
                404,
                Map::new()
                    .with("message", "Generation not found")
                    .with("statusCode", 404.0),
            ),
            Self::Pixazo => json(
                404,
                Map::new()
                    .with("error", "Not Found")
                    .with("message", "Request not found"),
            ),
            Self::Producer => json(
                400,
                Map::new()
                    .with("code", 400.0)
                    .with("type", "bad_request")
                    .with("error", "task not found."),
            ),
            Self::Segmind => json(404, Map::new().with("error", "Request not found")),
        }
    }

    /// The answer to a free question about no job.
    pub(crate) fn balance(self) -> Response {
        match self {
            Self::Aimlapi => json(
                200,
                Map::new()
                    .with("current_balance", 12.5)
                    .with("currency", "USD"),
            ),
            Self::Pixazo => self.knows_nothing(),
            Self::Producer => json(
                200,
                Map::new().with("credits", 90.0).with("extra_credits", 10.0),
            ),
            Self::Segmind => json(
                200,
                Map::new().with("credits", 4.0).with("free-credits", 1.0),
            ),
        }
    }

    /// One of the refusals that its documents list for orders; nothing is taken on.
    pub(crate) fn refusal(self, dice: &mut Dice) -> Response {
        let listed: &[(u16, &str)] = match self {
            Self::Aimlapi => &[
                (400, "Body validation error"),
                (403, "You have run out of credits"),
                (404, "Model not found"),
            ],
            Self::Pixazo => &[
                (400, "Model not found or is disabled"),
                (400, "prompt is required"),
                (402, "Insufficient wallet balance. Required: $0.08"),
                (403, "Forbidden"),
            ],
            Self::Producer => &[
                (400, "sound is required"),
                (403, "Insufficient credits"),
                (403, "lyrics refused"),
                (410, "This task type is no longer available"),
                (413, "Too large"),
            ],
            Self::Segmind => &[
                (400, "Prompt is Mandatory and must be string"),
                (403, "no permission"),
                (404, "no such model"),
                (405, "<html>405</html>"),
                (406, "Insufficient credits"),
                (406, "Invalid content type"),
                (410, "This model is retired"),
            ],
        };
        let (status, words) = dice.one_of(listed);
        if words.starts_with('<') {
            return text(status, words);
        }
        self.error(status, words)
    }

    /// An error in the vendor's own shape. Producer may put it under HTTP 200.
    pub(crate) fn error(self, status: u16, words: &str) -> Response {
        let code = f64::from(status);
        match self {
            Self::Aimlapi => json(
                status,
                Map::new()
                    .with("message", words)
                    .with("statusCode", code)
                    .with("path", "/v2/generate/audio"),
            ),
            Self::Pixazo => json(
                status,
                Map::new().with("error", words).with("message", words),
            ),
            Self::Producer => json(
                if words.len().is_multiple_of(2) {
                    200
                } else {
                    status
                },
                Map::new()
                    .with("code", code)
                    .with("type", "api_error")
                    .with("error", words),
            ),
            Self::Segmind => json(status, Map::new().with("error", words)),
        }
    }

    /// Statuses of a failing vendor that its documents call safe to repeat an order after.
    pub(crate) const fn says_safe(self, status: u16) -> bool {
        matches!(self, Self::Segmind) && matches!(status, 500 | 502 | 503)
    }

    /// A status of failure by which an order may have been taken on.
    pub(crate) fn failing_after(self, dice: &mut Dice) -> u16 {
        match self {
            Self::Segmind => 504,
            _ => dice.one_of(&[500, 502, 503, 504]),
        }
    }
}

/// Where a piece of a job lies: on the vendor's own host for files, or inline where that is the job's way.
pub(crate) fn file(vendor: Vendor, work: &Work, piece: u64, end: &str) -> String {
    let host = match vendor {
        Vendor::Aimlapi => "cdn.aimlapi.com",
        Vendor::Pixazo => "pub-582b7213209642b9b995c96c95a30381.r2.dev",
        Vendor::Producer => "musicapi-cdn.b-cdn.net",
        Vendor::Segmind => "images.segmind.com/assets",
    };
    let id = work.id.replace([':', '/'], "_");
    format!("https://{host}/{id}/{piece}.{end}")
}

/// The job whose file this is.
pub(crate) fn owner_of_file(url: &str, works: &[Work]) -> Option<usize> {
    works.iter().position(|work| {
        let id = work.id.replace([':', '/'], "_");
        url.contains(&format!("/{id}/"))
    })
}

/// The text of a path segment or a query value whose bytes were percent-encoded.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%');
        let code = code.and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A body of audio.
pub(crate) fn audio(body: Body) -> Response {
    Response {
        status: 200,
        headers: vec![
            ("content-type".to_owned(), "audio/wav".to_owned()),
            ("x-request-id".to_owned(), "direct".to_owned()),
            ("x-cost".to_owned(), "0.09".to_owned()),
        ],
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_id_is_read_back() {
        assert_eq!(decode("a%3Alyria2%2Fx%2"), "a:lyria2/x%2");
        assert_eq!(decode("plain"), "plain");
    }

    #[test]
    fn every_vendor_knows_its_paid_route_from_its_free_ones() {
        let post = |url: &str| Request::post(url.to_owned(), Map::new().into());
        let get = |url: &str| Request::get(url.to_owned());
        let routes = [
            Vendor::Segmind.route(&post(""), "/v2/lyria-2"),
            Vendor::Segmind.route(&post(""), "/v1/lyria-2"),
            Vendor::Segmind.route(&get(""), "/v2/requests/1/status"),
            Vendor::Segmind.route(&get(""), "/v2/requests/1"),
            Vendor::Aimlapi.route(&post(""), "/v2/generate/audio"),
            Vendor::Aimlapi.route(&get(""), "/v2/generate/audio?generation_id=1%3Aa"),
            Vendor::Pixazo.route(&post(""), "/lyria-2/v1/lyria-2/generate"),
            Vendor::Pixazo.route(&get(""), "/v2/requests/status/1"),
            Vendor::Producer.route(&post(""), "/api/v1/producer/upload"),
            Vendor::Producer.route(&get(""), "/api/v1/producer/task/1"),
            Vendor::Producer.route(&get(""), "/api/v1/get-credits"),
            Vendor::Producer.route(&get(""), "/elsewhere"),
        ];
        let (queued, direct) = (
            Route::Order { direct: false },
            Route::Order { direct: true },
        );
        let status = |id: &str| Route::Status(id.to_owned());
        let expected = [
            queued.clone(),
            direct,
            status("1"),
            Route::Result("1".to_owned()),
            queued.clone(),
            status("1:a"),
            queued.clone(),
            status("1"),
            queued,
            status("1"),
            Route::Balance,
            Route::Nowhere,
        ];
        assert_eq!(routes, expected);
    }
}
