//! What is decided about one request and its answer: where a key may go, what an answer is, and what is struck out of it.
//!
//! A driver sends and reads; it decides nothing of this. The key is added here, for its own origin only.

mod relay;

use std::mem;

use crate::audio::{AudioFacts, BadAudio, Bytes, Container, probe};
use crate::catalog::{Auth, ProviderInfo};
use crate::http::{Body, Request, Response, Unanswered};
use crate::job::FetchFault;
use crate::origin::{self, Address};
use crate::secret::Secret;
use crate::time::Moment;
use crate::value::Value;

use relay::Own;
pub use relay::Relay;

/// The most bytes of an answer in words: half a minute of uncompressed stereo in base64 is eight million and a little.
pub const MOST_WORDS: f64 = (16_u32 << 20) as f64;
/// The most bytes of audio.
pub const MOST_AUDIO: f64 = (1_u32 << 30) as f64;
/// As many first bytes as tell what a body is.
pub const HEAD: usize = 64;

/// As many characters of an answer in words as anyone reads.
const MOST_CHARS: usize = 2_000;

/// A body, left where it came in.
pub trait Held: Bytes {
    /// It as words; none when it is too long for that.
    fn words(&self) -> Option<Words>;
}

/// A body that is no audio.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// JSON.
    Json(Value),
    /// Anything else.
    Text(String),
}

/// What came of a request.
#[derive(Debug)]
pub enum Came<C> {
    /// An answer; how much of its body came is another matter.
    Answer(Answer<C>),
    /// It took too long.
    Late,
    /// Nothing. Node says why, in a code; browsers tell nothing apart.
    Lost(String),
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer<C> {
    /// The HTTP status.
    pub status: u16,
    /// Where it came from is hidden, since it leads elsewhere.
    pub opaque: bool,
    /// The headers that can be read, names in lower case.
    pub headers: Vec<(String, String)>,
    /// How many bytes there will be, where that is said.
    pub total: Option<f64>,
    /// How much of the body is here.
    pub extent: Extent,
    /// The body.
    pub body: C,
}

/// How much of a body is here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Extent {
    /// It broke off.
    Broken,
    /// It was larger than any answer should be.
    TooLarge,
    /// All of it.
    Whole,
}

/// Whether so many bytes with this beginning are more than any answer should have.
pub fn is_too_large(received: f64, head: impl FnOnce() -> Vec<u8>) -> bool {
    // Audio may be large; anything else may not.
    received > MOST_WORDS && (received > MOST_AUDIO || Container::of(&head()).is_none())
}

/// What stands in a request's headers, beside those of the request itself.
pub type Header = (&'static str, String);

/// Where and as whom a provider's API is asked.
#[derive(Clone, Copy, Debug)]
pub struct Api<'a> {
    /// The provider.
    pub provider: &'static ProviderInfo,
    /// Its base address as configured.
    pub base: &'a str,
    /// The relay, where the base address is one of its own.
    pub relay: Option<&'a Relay>,
}

impl<'a> Api<'a> {
    /// The API at this address, which may be the relay's.
    pub fn new(provider: &'static ProviderInfo, base: &'a str, relay: Option<&'a Relay>) -> Self {
        let relay = relay.filter(|it| it.api(provider.id) == base);
        Self {
            provider,
            base,
            relay,
        }
    }

    /// The base address of a provider: the one set for it, or the relay's, or its own.
    pub fn base(provider: &ProviderInfo, set: Option<&str>, relay: Option<&Relay>) -> String {
        let base = match (set, relay) {
            (Some(base), _) => base,
            (None, Some(relay)) if provider.auth != Auth::None => return relay.api(provider.id),
            _ => provider.base_url,
        };
        base.trim_end_matches('/').to_owned()
    }

    /// Whether a request may be sent with the key.
    ///
    /// # Errors
    ///
    /// Why nothing is sent: it would go to another origin than the provider's, or there is no network.
    pub fn admit(&self, request: &Request, is_offline: bool) -> Result<(), Unanswered> {
        let (home, there) = (Address::of(self.base), Address::of(&request.url));
        let (Some(home), Some(there)) = (home, there) else {
            let why = [
                "The endpoint of ",
                self.provider.name,
                " is not an http or https address.",
            ];
            return Err(Unanswered::NoKey(why.concat()));
        };
        if !home.same_origin(&there) {
            return Err(Unanswered::NoKey(
                "A key is not sent to another origin than its provider's.".to_owned(),
            ));
        }
        if !home.is_loopback() && is_offline {
            return Err(Unanswered::Offline);
        }
        Ok(())
    }

    /// The key to send, of what the caller gave for it; none where nothing was given and the relay may hold it.
    ///
    /// # Errors
    ///
    /// One sentence on why there is none.
    pub fn key(&self, given: Given<'_>) -> Result<Option<Secret>, String> {
        let name = self.provider.name;
        let key = match given {
            Given::Nothing if self.relay.is_some() => return Ok(None),
            Given::Failure => return Err(["The function for ", name, "'s key failed."].concat()),
            Given::Nothing => None,
            Given::Text(key) => Secret::new(key),
        };
        match key {
            None => Err([name, " needs a key, and there is none."].concat()),
            Some(key) if !key.fits_a_header() => {
                Err(["The key for ", name, " has characters that no key has."].concat())
            }
            key => Ok(key),
        }
    }

    /// The headers of an admitted request that show who asks. A relay hears the id of an order; a vendor's own host would
    /// have to allow a header that it does not know.
    pub fn headers(&self, key: Option<&Secret>, order: Option<&str>) -> Vec<Header> {
        let mut headers = Vec::new();
        if let (Auth::Header { name, prefix }, Some(key)) = (self.provider.auth, key) {
            headers.push((name, [prefix, key.expose()].concat()));
        }
        if let Some(relay) = self.relay {
            headers.extend(relay.headers());
            headers.extend(order.map(|id| (relay::ORDER, id.to_owned())));
        }
        headers
    }

    /// What came, as core reads it, with the key struck out.
    ///
    /// # Errors
    ///
    /// Why there is no answer of the provider's to read.
    pub fn judge<C: Held>(
        &self,
        came: Came<C>,
        key: Option<&Secret>,
    ) -> Result<(Response, C), Unanswered> {
        let mut answer = match came {
            Came::Answer(answer) => answer,
            Came::Late => return Err(Unanswered::TimedOut),
            Came::Lost(code) => return Err(self.why_unsent(&code)),
        };
        if answer.opaque || matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
            return Err(Unanswered::Redirected);
        }
        let own = self.relay.and_then(|_| relay::own(&answer.headers));
        match (own, answer.extent) {
            (Some(Own::Lost), _) => return Err(Unanswered::Failed),
            (Some(Own::Unsent), Extent::Whole) => {
                return Err(Unanswered::Relay(relay::sentence(answer.body.words())));
            }
            (Some(Own::Unsent), _) => return Err(Unanswered::Relay(String::new())),
            (None, Extent::TooLarge) => return Err(Unanswered::TooLarge),
            (None, _) => {}
        }
        let strike = |text: &mut String| {
            if let Some(key) = key {
                *text = key.strike_from(mem::take(text));
            }
        };
        answer
            .headers
            .iter_mut()
            .for_each(|(_, value)| strike(value));
        let response = Response {
            status: answer.status,
            headers: answer.headers,
            body: read_body(&answer.body, answer.extent == Extent::Whole, &strike),
        };
        Ok((response, answer.body))
    }

    /// With these codes nothing was sent.
    fn why_unsent(&self, code: &str) -> Unanswered {
        const NEVER_LEFT: [&str; 6] = [
            "ECONNREFUSED",
            "ENOTFOUND",
            "EAI_AGAIN",
            "EHOSTUNREACH",
            "ENETUNREACH",
            "UND_ERR_CONNECT_TIMEOUT",
        ];
        match (NEVER_LEFT.contains(&code), self.relay) {
            (true, None) => Unanswered::Refused,
            (true, Some(_)) => Unanswered::Relay("It could not be reached.".to_owned()),
            (false, None) => Unanswered::Failed,
            (false, Some(_)) => Unanswered::NoRelay,
        }
    }
}

/// What a caller gave for a key.
#[derive(Clone, Copy)]
pub enum Given<'a> {
    /// A function that failed.
    Failure,
    /// Nothing at all.
    Nothing,
    /// Text, perhaps a key.
    Text(&'a str),
}

/// The address to fetch audio by: through `prefix`, what a relay has before the encoded address, unless the address holds
/// the audio itself.
pub fn audio_url(url: &str, prefix: Option<&str>) -> String {
    match prefix {
        Some(prefix) if !url.starts_with("data:") => [prefix, &origin::encode(url)].concat(),
        _ => url.to_owned(),
    }
}

/// What came of a fetch of audio.
///
/// # Errors
///
/// Why there is none.
pub fn read_audio<C: Bytes>(came: Came<C>, now: Moment) -> Result<(AudioFacts, C), FetchFault> {
    let Came::Answer(answer) = came else {
        return Err(FetchFault::Unreadable);
    };
    if relay::own(&answer.headers).is_some() {
        return Err(FetchFault::Unreadable);
    }
    let (status, got) = (answer.status, answer.body.len());
    if !(200..300).contains(&status) {
        let response = Response {
            status,
            headers: answer.headers,
            body: Body::Text(String::new()),
        };
        return Err(FetchFault::Status(status, response.retry_after(now)));
    }
    match answer.extent {
        Extent::Whole => {
            let facts = probe(&answer.body).map_err(FetchFault::Bad)?;
            Ok((facts, answer.body))
        }
        Extent::Broken => Err(FetchFault::Bad(BadAudio::Truncated {
            expected: answer.total.map_or(0, |total| total as u64).max(got + 1),
            got,
        })),
        Extent::TooLarge => Err(FetchFault::Unreadable),
    }
}

fn read_body<C: Held>(held: &C, whole: bool, strike: &dyn Fn(&mut String)) -> Body {
    let mut head = [0; HEAD];
    let count = held.read(0, &mut head);
    if Container::of(&head[..count.min(HEAD)]).is_some() {
        return Body::Audio(match probe(held) {
            Ok(facts) if !whole => Err(BadAudio::Truncated {
                expected: facts.bytes + 1,
                got: facts.bytes,
            }),
            read => read,
        });
    }
    match held.words() {
        None => Body::Text(String::new()),
        Some(Words::Json(mut value)) => {
            value.each_text(strike);
            match value {
                Value::Text(text) => Body::Text(text),
                value => Body::Json(value),
            }
        }
        Some(Words::Text(mut text)) => {
            strike(&mut text);
            Body::Text(text.chars().take(MOST_CHARS).collect())
        }
    }
}

#[cfg(test)]
mod tests;
