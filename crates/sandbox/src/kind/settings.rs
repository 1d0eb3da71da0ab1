//! What some faults can be told.

use serde::{Deserialize, Serialize};

/// When a limit is said to be reset, and how that is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reset {
    /// Seconds from now, in UTC.
    pub in_seconds: u64,
    /// How it is written.
    #[serde(default)]
    pub format: ResetFormat,
}

/// A way to write a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResetFormat {
    /// Seconds since 1970.
    #[default]
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
    /// `2026-01-01T00:00:00Z`.
    Iso,
    /// `2026-01-01 00:00:00`, with no word of its zone.
    Plain,
    /// `Thu, 01 Jan 2026 00:00:00 GMT`.
    HttpDate,
}

/// What a cut body's `Content-Length` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// The length of what is left: HTTP alone cannot tell that it was cut.
    #[default]
    Matching,
    /// The length of the whole; the connection breaks where the body was cut.
    Full,
    /// Nothing: the body ends as if that were all.
    Absent,
}

/// A header of a WAV file that is not the plain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddWav {
    /// Chunks before and behind the format, one of an odd size.
    ExtraChunks,
    /// The longer form of the format.
    Extensible,
    /// A size of the whole that is wrong.
    WrongSize,
    /// Both sizes zero, as from a program that could not go back to the beginning.
    Zero,
    /// Both sizes the greatest there are, for the same reason.
    Endless,
}

/// A shape in which a result may hold its audio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A URL.
    #[default]
    Url,
    /// A list of one URL.
    List,
    /// An object with `url`, `content_type`, `file_name` and `file_size`.
    Object,
    /// A list of one such object.
    ObjectList,
    /// Base64 of the file.
    Base64,
    /// A `data:` URL of the file.
    DataUrl,
    /// The file in hexadecimal digits.
    Hex,
}

/// A way in which a vendor tells that a job is not done yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// HTTP 202 and a body with `code` 202 and `type` `not_ready`.
    Accepted,
    /// The same body with `code` 200, under HTTP 200.
    NotReady,
    /// HTTP 200 and a `status` of `PENDING` or `RUNNING`.
    Status,
    /// HTTP 200 and clips whose `state` is `pending` or `running`, with a preview while it runs.
    Clips,
}

/// A way to sign a webhook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// `X-Webhook-Signature: sha256=` and the HMAC of the timestamp, a dot and the body, in hex.
    #[default]
    Current,
    /// `X-Signature` and the HMAC of the body, in hex.
    Older,
    /// The same with `sha256=` before it.
    OlderPrefixed,
    /// The same in base64.
    OlderBase64,
}
