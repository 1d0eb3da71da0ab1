//! From bytes to values. Every byte string is a value, so that no change to one is wasted.

use tutti_core::audio::{AudioFacts, BadAudio, Container};
use tutti_core::http::{Body, Response, Unanswered};
use tutti_core::{MAX_DEPTH, Map, Ticket, Value};

/// Headers that are read somewhere.
pub(crate) const HEADERS: [&str; 7] = [
    "retry-after",
    "x-rate-limit-reset-at-utc",
    "x-ratelimit-reset",
    "x-cost",
    "x-request-id",
    "x-seed-value",
    "content-type",
];
/// From this length byte on, a text is a short one repeated.
pub(crate) const REPEATED: u8 = 252;
/// The longest text that comes of that, in bytes.
const LONGEST: usize = 1 << 14;

/// Bytes that are taken from the front. Where they end, zeros follow.
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// These bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all were taken.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number of 16 bits.
    pub fn short(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// A number that JSON can hold. `1e999` is infinite to a browser, so that is among them.
    pub fn number(&mut self) -> f64 {
        let bits = std::array::from_fn(|_| self.byte());
        let number = f64::from_le_bytes(bits);
        if number.is_nan() { 0.0 } else { number }
    }

    /// So many bytes, or as many as there are.
    pub fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// A text.
    pub fn text(&mut self) -> String {
        let length = self.byte();
        if length < REPEATED {
            return String::from_utf8_lossy(self.take(length.into())).into_owned();
        }
        let (times, length) = (self.short(), self.byte());
        let part = String::from_utf8_lossy(self.take(length.into())).into_owned();
        let most = LONGEST / part.len().max(1);
        part.repeat(usize::from(times).min(most))
    }

    /// A value of any shape, as deep as a driver hands one over.
    pub fn value(&mut self) -> Value {
        self.nested(MAX_DEPTH)
    }

    fn nested(&mut self, depth: usize) -> Value {
        match self.byte() % 8 {
            1 => (self.byte() & 1 == 1).into(),
            2 => f64::from(self.short().cast_signed()).into(),
            3 => self.number().into(),
            4 | 5 => self.text().into(),
            6 if depth > 0 => {
                let count = self.byte() % 16;
                let items = (0..count).map(|_| self.nested(depth - 1));
                Value::List(items.collect())
            }
            7 if depth > 0 => {
                let count = self.byte() % 32;
                let members = (0..count).map(|_| (self.text(), self.nested(depth - 1)));
                Value::Map(members.filter(|(_, value)| !value.is_null()).collect())
            }
            _ => Value::Null,
        }
    }

    /// A ticket; an empty one when the value is none.
    pub fn ticket(&mut self) -> Ticket {
        Ticket::from_value(&self.value()).unwrap_or_default()
    }

    /// An answer.
    pub fn response(&mut self) -> Response {
        let status = self.short() % 1_000;
        let count = self.byte() % 8;
        let headers = (0..count).map(|_| {
            let name = HEADERS[usize::from(self.byte()) % HEADERS.len()];
            (name.to_owned(), self.text())
        });
        Response {
            status,
            headers: headers.collect(),
            body: self.body(),
        }
    }

    fn body(&mut self) -> Body {
        match self.byte() % 8 {
            0 => Body::Text(self.text()),
            1 => Body::Audio(Ok(facts())),
            2 => Body::Audio(Err(BadAudio::Empty)),
            // A driver hands JSON that is only a text over as the text.
            _ => match self.value() {
                Value::Text(text) => Body::Text(text),
                value => Body::Json(value),
            },
        }
    }

    /// An answer, or the lack of one.
    pub fn answer(&mut self) -> Result<Response, Unanswered> {
        Err(match self.byte() % 16 {
            0 => Unanswered::Offline,
            1 => Unanswered::Refused,
            2 => Unanswered::Redirected,
            3 => Unanswered::TimedOut,
            4 => Unanswered::Failed,
            5 => Unanswered::TooLarge,
            6 => Unanswered::NoKey("There is no key.".to_owned()),
            _ => return Ok(self.response()),
        })
    }
}

/// A piece of audio as it should be.
pub const fn facts() -> AudioFacts {
    AudioFacts {
        container: Container::Wav,
        sample_rate_hz: Some(48_000),
        channels: Some(2),
        seconds: Some(32.8),
        bytes: 6_297_644,
    }
}

/// The members of an order that is sure to be admitted for a model: its prompt, and what its row wants.
pub fn plain_order(model: &str) -> Map {
    Map::new().with("model", model).with("prompt", "rain")
}
