//! What can be made to go wrong.

mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use settings::{Length, OddWav, Reset, ResetFormat, Shape, Signature, Waiting};

/// What goes wrong. As JSON a word (`"html"`) or a word with settings (`{"html": {"code": 503}}`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Kind {
    /// Answers with a status code, in the vendor's own words unless a body is given.
    Status {
        /// 200 to 599.
        code: u16,
        /// Whether the vendor does its work all the same, before the answer is replaced.
        #[serde(default)]
        taken: bool,
        /// The `Retry-After` header, as it is to be sent.
        retry_after: Option<String>,
        /// The vendor's header that says when its limit is reset.
        reset: Option<Reset>,
        /// The body, sent as JSON if it is JSON, as text otherwise.
        body: Option<String>,
    },
    /// Answers with a gateway's HTML page.
    Html {
        /// 200 to 599.
        #[serde(default = "bad_gateway")]
        code: u16,
    },
    /// Breaks the connection before the vendor did anything.
    DropBefore {},
    /// Breaks the connection after the vendor did its work: a job is then taken and billed.
    DropAfter {},
    /// Redirects to another origin.
    Redirect {
        /// The origin, such as `http://127.0.0.1:9999`; the path and query stay.
        to: String,
        /// 300 to 399.
        #[serde(default = "temporary_redirect")]
        code: u16,
    },
    /// Empties the body.
    Empty {},
    /// Cuts the body.
    Truncate {
        /// The part that is kept, 0 to 1.
        #[serde(default = "half")]
        keep: f64,
        /// What the `Content-Length` says.
        #[serde(default)]
        length: Length,
    },
    /// Puts bytes into the body that are no UTF-8.
    NonUtf8 {},
    /// Names another content type.
    ContentType {
        /// The header's value.
        value: String,
    },
    /// Puts another header on a WAV file.
    WavHeader {
        /// Which.
        header: OddWav,
    },
    /// Sends the body in chunks, with a pause on the sandbox's clock before each.
    Slow {
        /// Bytes to a chunk, at least 1.
        #[serde(default = "kilobyte")]
        chunk_bytes: usize,
        /// The pause in milliseconds.
        #[serde(default = "second")]
        delay_ms: u64,
    },
    /// Lets the body go on with blanks, which JSON allows.
    Huge {
        /// How many blanks.
        #[serde(default = "many")]
        bytes: u64,
    },
    /// Names another origin in every URL of the answer.
    ForeignUrls {
        /// The origin, such as `http://127.0.0.1:9999`.
        origin: String,
    },
    /// Leaves the origin out of every URL of the answer.
    RelativeUrls {},
    /// Says a word of state that no document has.
    State {
        /// The word.
        #[serde(default = "odd_word")]
        word: String,
    },
    /// Leaves out the CORS headers.
    NoCors {},
    /// On a submit: the job never ends. On a status or result: it is said to run still.
    Pending {},
    /// On a status, result or audio: it is said to have expired.
    Expired {},
    /// On a submit: the job is taken, and fails later.
    Fail {
        /// The vendor's reason.
        #[serde(default = "reason")]
        error: String,
    },
    /// On a submit: the job takes this long.
    Latency {
        /// Milliseconds on the sandbox's clock.
        ms: u64,
    },
    /// On a submit to a vendor that tells of waiting jobs in several ways: the way of this one. On a status: the way of this answer.
    PendingAs {
        /// The way.
        way: Waiting,
    },
    /// On a status: `data` as an object where it is a list, and the other way round.
    OtherData {},
    /// On a submit that names a webhook which the vendor signs: how it is called.
    Webhook {
        /// How it is signed.
        #[serde(default)]
        signature: Signature,
        /// How often each call is made, 1 to 10.
        #[serde(default = "once")]
        copies: u8,
        /// Whether it is called while the job runs, too.
        #[serde(default)]
        streaming: bool,
    },
    /// A result's audio in another shape. A direct call then answers JSON where it otherwise sends bytes.
    Json {
        /// The field it stands in.
        #[serde(default = "output")]
        field: String,
        /// The shape.
        #[serde(default)]
        shape: Shape,
    },
}

/// The name of every [`Kind`], for the index page.
#[cfg(test)]
pub(crate) const NAMES: [&str; 24] = [
    "status",
    "html",
    "drop_before",
    "drop_after",
    "redirect",
    "empty",
    "truncate",
    "non_utf8",
    "content_type",
    "wav_header",
    "slow",
    "huge",
    "foreign_urls",
    "relative_urls",
    "state",
    "no_cors",
    "pending",
    "expired",
    "fail",
    "latency",
    "pending_as",
    "other_data",
    "webhook",
    "json",
];

impl Kind {
    /// Answers with a status code in the vendor's own words; the vendor does nothing else.
    pub fn status(code: u16) -> Self {
        Self::Status {
            code,
            taken: false,
            retry_after: None,
            reset: None,
            body: None,
        }
    }

    /// Its name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::Html { .. } => "html",
            Self::DropBefore {} => "drop_before",
            Self::DropAfter {} => "drop_after",
            Self::Redirect { .. } => "redirect",
            Self::Empty {} => "empty",
            Self::Truncate { .. } => "truncate",
            Self::NonUtf8 {} => "non_utf8",
            Self::ContentType { .. } => "content_type",
            Self::WavHeader { .. } => "wav_header",
            Self::Slow { .. } => "slow",
            Self::Huge { .. } => "huge",
            Self::ForeignUrls { .. } => "foreign_urls",
            Self::RelativeUrls {} => "relative_urls",
            Self::State { .. } => "state",
            Self::NoCors {} => "no_cors",
            Self::Pending {} => "pending",
            Self::Expired {} => "expired",
            Self::Fail { .. } => "fail",
            Self::Latency { .. } => "latency",
            Self::PendingAs { .. } => "pending_as",
            Self::OtherData {} => "other_data",
            Self::Webhook { .. } => "webhook",
            Self::Json { .. } => "json",
        }
    }

    /// Reads a kind from JSON, a lone word standing for all settings as they are by default.
    pub(crate) fn read(value: Value) -> Result<Self, String> {
        let value = match value {
            Value::String(word) => json!({ word: {} }),
            other => other,
        };
        let kind: Self = serde_json::from_value(value).map_err(|e| format!("kind: {e}"))?;
        kind.check()?;
        Ok(kind)
    }

    fn check(&self) -> Result<(), String> {
        let (name, number, allowed) = match self {
            Self::Status { code, .. } | Self::Html { code } => ("code", *code, 200..=599),
            Self::Redirect { code, .. } => ("code", *code, 300..=399),
            Self::Webhook { copies, .. } => ("copies", u16::from(*copies), 1..=10),
            _ => return Ok(()),
        };
        if allowed.contains(&number) {
            return Ok(());
        }
        Err(format!(
            "{name}: {number} is not within {} to {}",
            allowed.start(),
            allowed.end()
        ))
    }
}

fn bad_gateway() -> u16 {
    502
}

fn temporary_redirect() -> u16 {
    307
}

fn half() -> f64 {
    0.5
}

fn kilobyte() -> usize {
    1024
}

fn second() -> u64 {
    1000
}

fn many() -> u64 {
    64 * 1024 * 1024
}

fn once() -> u8 {
    1
}

fn odd_word() -> String {
    "SCHEDULED".to_owned()
}

fn reason() -> String {
    "The model could not finish this request.".to_owned()
}

fn output() -> String {
    "output".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_kind_and_every_kind_is_named_as_in_json() {
        let refused = serde_json::from_value::<Kind>(json!({ "": {} }))
            .unwrap_err()
            .to_string();
        for name in NAMES {
            assert!(refused.contains(&format!("`{name}`")), "{name}: {refused}");
        }
        assert_eq!(
            refused.matches('`').count() / 2,
            NAMES.len() + 1,
            "{refused}"
        );
        for kind in [
            Kind::DropBefore {},
            Kind::NonUtf8 {},
            Kind::Html { code: 502 },
            Kind::status(500),
        ] {
            assert!(
                serde_json::to_value(&kind)
                    .unwrap()
                    .get(kind.name())
                    .is_some()
            );
        }
    }
}
