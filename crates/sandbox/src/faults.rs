//! What can be made to go wrong, for which requests, and how often.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

/// A fault waiting for the requests it is meant for.
///
/// As JSON (`POST /_sandbox/faults`): `{"vendor": "segmind", "route": "submit", "after": 1, "times": 2, "kind": "html"}`.
/// Everything but `kind` may be left out; `"times": null` means always, and `"nth": 3` is short for `"after": 2, "times": 1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Spec")]
pub struct Fault {
    /// The vendor it is for; nothing means every vendor.
    pub vendor: Option<String>,
    /// The route it is for.
    pub route: Route,
    /// How many such requests pass untouched first.
    pub after: u32,
    /// How many requests it then falls on; nothing means all of them.
    pub times: Option<u32>,
    /// What goes wrong.
    pub kind: Kind,
}

/// What a request asks of a vendor, whatever the vendor calls it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Any of the others.
    #[default]
    Any,
    /// Starts a job, or does it while one waits.
    Submit,
    /// Asks how a job stands.
    Status,
    /// Asks for a job's result.
    Result,
    /// Fetches audio.
    Audio,
    /// Asks for the balance.
    Credits,
}

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
pub(crate) const NAMES: [&str; 20] = [
    "status",
    "html",
    "drop_before",
    "drop_after",
    "redirect",
    "empty",
    "truncate",
    "non_utf8",
    "content_type",
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
    "json",
];

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
}

impl Fault {
    /// A fault that falls once, on the next such request of any vendor.
    pub fn new(route: Route, kind: Kind) -> Self {
        Self {
            vendor: None,
            route,
            after: 0,
            times: Some(1),
            kind,
        }
    }

    /// For this vendor only.
    pub fn vendor(mut self, id: &str) -> Self {
        self.vendor = Some(id.to_owned());
        self
    }

    /// Lets so many requests pass first.
    pub fn after(mut self, requests: u32) -> Self {
        self.after = requests;
        self
    }

    /// Falls on so many requests.
    pub fn times(mut self, requests: u32) -> Self {
        self.times = Some(requests);
        self
    }

    /// Falls on every request from then on.
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    fn is_for(&self, vendor: &str, route: Option<Route>) -> bool {
        let this_vendor = self.vendor.as_deref().is_none_or(|id| id == vendor);
        this_vendor && (self.route == Route::Any || Some(self.route) == route)
    }
}

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
        let (code, allowed) = match self {
            Self::Status { code, .. } | Self::Html { code } => (*code, 200..=599),
            Self::Redirect { code, .. } => (*code, 300..=399),
            _ => return Ok(()),
        };
        if allowed.contains(&code) {
            return Ok(());
        }
        Err(format!(
            "code: {code} is not within {} to {}",
            allowed.start(),
            allowed.end()
        ))
    }
}

/// The faults that still wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.0
    }

    /// The fault that falls on this request: the first whose turn it is. Every other one counts the request too.
    pub(crate) fn pick(&mut self, vendor: &str, route: Option<Route>) -> Option<Kind> {
        let mut picked = None;
        for fault in self
            .0
            .iter_mut()
            .filter(|fault| fault.is_for(vendor, route))
        {
            if fault.after > 0 {
                fault.after -= 1;
            } else if picked.is_none() && fault.times != Some(0) {
                fault.times = fault.times.map(|left| left - 1);
                picked = Some(fault.kind.clone());
            }
        }
        self.0.retain(|fault| fault.times != Some(0));
        picked
    }
}

/// A fault as it is written in JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    vendor: Option<String>,
    #[serde(default)]
    route: Route,
    after: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    times: Option<Option<u32>>,
    nth: Option<u32>,
    kind: Value,
}

impl TryFrom<Spec> for Fault {
    type Error = String;

    fn try_from(spec: Spec) -> Result<Self, String> {
        let (after, times) = match (spec.nth, spec.after, spec.times) {
            (None, after, times) => (after.unwrap_or(0), times.unwrap_or(Some(1))),
            (Some(0), ..) => return Err("nth: counted from 1".to_owned()),
            (Some(nth), None, None) => (nth - 1, Some(1)),
            (Some(_), ..) => {
                return Err("nth: stands in place of after and times, not beside them".to_owned());
            }
        };
        Ok(Self {
            vendor: spec.vendor,
            route: spec.route,
            after,
            times,
            kind: Kind::read(spec.kind)?,
        })
    }
}

/// Tells a field that says `null` from one that is not there.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::<u32>::deserialize(deserializer).map(Some)
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
    fn a_fault_falls_on_the_requests_it_counts_to_and_then_is_gone() {
        let mut faults = Faults::default();
        faults.add(
            Fault::new(Route::Status, Kind::status(503))
                .vendor("segmind")
                .after(1)
                .times(2),
        );
        let picked: Vec<bool> = (0..5)
            .map(|_| faults.pick("segmind", Some(Route::Status)).is_some())
            .collect();
        assert_eq!(picked, [false, true, true, false, false]);
        assert!(faults.waiting().is_empty());
    }

    #[test]
    fn a_fault_leaves_other_vendors_and_routes_alone() {
        let mut faults = Faults::default();
        faults.add(
            Fault::new(Route::Audio, Kind::Empty {})
                .vendor("segmind")
                .always(),
        );
        assert_eq!(faults.pick("segmind", Some(Route::Status)), None);
        assert_eq!(faults.pick("other", Some(Route::Audio)), None);
        assert_eq!(
            faults.pick("segmind", Some(Route::Audio)),
            Some(Kind::Empty {})
        );
        faults.add(Fault::new(Route::Any, Kind::NonUtf8 {}));
        assert_eq!(faults.pick("other", None), Some(Kind::NonUtf8 {}));
    }

    #[test]
    fn of_two_faults_the_second_counts_what_the_first_fell_on() {
        let mut faults = Faults::default();
        faults.add(Fault::new(Route::Any, Kind::Empty {}));
        faults.add(Fault::new(Route::Any, Kind::NonUtf8 {}).after(1));
        assert_eq!(faults.pick("v", None), Some(Kind::Empty {}));
        assert_eq!(faults.pick("v", None), Some(Kind::NonUtf8 {}));
        assert_eq!(faults.pick("v", None), None);
    }

    #[test]
    fn json_may_say_a_word_or_settings_nth_or_after_and_times() {
        let read = |value: Value| serde_json::from_value::<Fault>(value).map_err(|e| e.to_string());
        assert_eq!(
            read(json!({ "kind": "html" })),
            Ok(Fault::new(Route::Any, Kind::Html { code: 502 }))
        );
        assert_eq!(
            read(
                json!({ "route": "submit", "nth": 3, "kind": { "status": { "code": 429, "retryAfter": "2" } } })
            ),
            Ok(Fault::new(
                Route::Submit,
                Kind::Status {
                    code: 429,
                    taken: false,
                    retry_after: Some("2".to_owned()),
                    reset: None,
                    body: None
                }
            )
            .after(2))
        );
        assert_eq!(
            read(json!({ "times": null, "kind": "pending" })),
            Ok(Fault::new(Route::Any, Kind::Pending {}).always())
        );
    }

    #[test]
    fn json_that_says_nothing_sensible_is_refused_with_the_reason() {
        for (value, reason) in [
            (json!({ "kind": "bad_luck" }), "unknown variant `bad_luck`"),
            (
                json!({ "kind": { "status": { "code": 99 } } }),
                "code: 99 is not within 200 to 599",
            ),
            (json!({ "kind": "status" }), "missing field `code`"),
            (json!({ "kind": "empty", "nth": 0 }), "nth: counted from 1"),
            (
                json!({ "kind": "empty", "nth": 1, "times": 2 }),
                "nth: stands in place",
            ),
            (
                json!({ "kind": "empty", "tiems": 2 }),
                "unknown field `tiems`",
            ),
            (
                json!({ "kind": { "html": { "kode": 2 } } }),
                "unknown field `kode`",
            ),
            (json!([]), "invalid"),
        ] {
            let said = serde_json::from_value::<Fault>(value)
                .unwrap_err()
                .to_string();
            assert!(said.contains(reason), "{said}");
        }
    }

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

    #[test]
    fn every_fault_reads_back_as_it_was_written() {
        let kind = Kind::Truncate {
            keep: 0.25,
            length: Length::Full,
        };
        let fault = Fault::new(Route::Audio, kind).vendor("segmind").always();
        let written = serde_json::to_value(&fault).unwrap();
        assert_eq!(serde_json::from_value::<Fault>(written).unwrap(), fault);
    }
}
