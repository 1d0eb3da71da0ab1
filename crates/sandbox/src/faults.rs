//! The faults that wait: for which requests, and how often.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::kind::Kind;

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kind::Length;

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
