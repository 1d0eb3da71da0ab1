//! A relay of one's own: a way through to hosts that do not answer pages.

use super::{Header, Words};
use crate::secret::Secret;

/// The header that shows the relay's token.
const TOKEN: &str = "x-tutti-token";
/// The header that names an order, so that a second arrival is answered with the first one's answer.
pub(super) const ORDER: &str = "idempotency-key";
/// The header of answers that are the relay's own.
const MARK: &str = "x-tutti-relay";

/// A relay of one's own.
#[derive(Clone, Debug)]
pub struct Relay {
    url: String,
    token: Option<Secret>,
}

/// What an answer of the relay's own says became of the request.
pub(super) enum Own {
    /// It was sent on, and the answer is lost.
    Lost,
    /// It was not sent on.
    Unsent,
}

impl Relay {
    /// The relay at this address, such as `https://tutti.example/relay`, and the token it asks for, if it does.
    pub fn new(url: &str, token: Option<&str>) -> Self {
        Self {
            url: url.trim_end_matches('/').to_owned(),
            token: token.and_then(Secret::new),
        }
    }

    /// Its address, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The base address of a provider there.
    pub fn api(&self, provider: &str) -> String {
        [&self.url, "/", provider].concat()
    }

    /// What stands before the encoded address of an audio file there.
    pub fn media(&self) -> String {
        [&self.url, "/media?url="].concat()
    }

    /// What to show it.
    pub fn headers(&self) -> Option<Header> {
        let token = self.token.as_ref()?;
        Some((TOKEN, token.expose().to_owned()))
    }
}

/// What headers say that are of an answer of the relay's own; none for one of the host behind it.
pub(super) fn own(headers: &[(String, String)]) -> Option<Own> {
    let (_, mark) = headers.iter().find(|(name, _)| name == MARK)?;
    Some(if mark == "unsent" {
        Own::Unsent
    } else {
        Own::Lost
    })
}

/// The sentence in an answer of the relay's own.
pub(super) fn sentence(words: Option<Words>) -> String {
    match words {
        Some(Words::Json(value)) => value.get("message").text().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}
