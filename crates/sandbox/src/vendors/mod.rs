//! The vendors: one module each, written from the vendor's own documents.

mod aimlapi;
mod fields;
mod pixazo;
mod producer;
mod segmind;
mod work;

use std::pin::Pin;

use axum::http::{HeaderName, Method, StatusCode};
use axum::response::Response;

use crate::cors::Area;
use crate::door::Call;
use crate::faults::Route;

/// Every vendor of the sandbox.
pub(crate) static ALL: &[&dyn Vendor] = &[
    &segmind::Segmind,
    &aimlapi::AimlApi,
    &pixazo::Pixazo,
    &producer::Producer,
];

/// What a vendor answers in its own time.
pub(crate) type Answer<'a> = Pin<Box<dyn Future<Output = Response> + Send + 'a>>;

/// A vendor's wire contract. Its API is mounted at `/{id}`, its audio host at `/{id}-assets`, and the API of a host that sells
/// the same under another name at `/{id}-sibling`, where there is one.
pub(crate) trait Vendor: Sync {
    fn id(&self) -> &'static str;

    /// What a request to the API asks, if it is on one of the vendor's routes.
    fn route(&self, method: &Method, path: &str) -> Option<Route>;

    /// Answers a call, in the vendor's own time.
    fn answer<'a>(&self, area: Area, call: &'a Call) -> Answer<'a>;

    /// An error as the vendor writes one.
    fn error(&self, call: &Call, status: StatusCode, text: &str) -> Response;

    /// What the vendor usually says with a status.
    fn usual_text(&self, status: StatusCode) -> &'static str;

    /// The header that says when the vendor's rate limit is reset; a usual one where its documents name none.
    fn reset_header(&self) -> HeaderName {
        HeaderName::from_static("x-ratelimit-reset")
    }

    /// Whether another host sells the same API.
    fn has_sibling(&self) -> bool {
        false
    }

    /// What the index page says of it, as HTML.
    fn guide(&self) -> &'static str;
}

/// The vendor a path belongs to, the part of it that is called, and the path below its mount.
pub(crate) fn find(path: &str) -> Option<(&'static dyn Vendor, Area, &str)> {
    let (mount, rest) = path.strip_prefix('/')?.split_once('/')?;
    let rest = &path[path.len() - rest.len() - 1..];
    ALL.iter()
        .find_map(|vendor| match mount.strip_prefix(vendor.id())? {
            "" => Some((*vendor, Area::Api, rest)),
            "-sibling" if vendor.has_sibling() => Some((*vendor, Area::Api, rest)),
            "-assets" => Some((*vendor, Area::Audio, rest)),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_vendor_and_the_part_of_it_that_is_called() {
        let found = |path| find(path).map(|(vendor, area, rest)| (vendor.id(), area, rest));
        assert_eq!(
            found("/segmind/v2/lyria-2"),
            Some(("segmind", Area::Api, "/v2/lyria-2"))
        );
        assert_eq!(
            found("/segmind-assets/1.wav"),
            Some(("segmind", Area::Audio, "/1.wav"))
        );
        for stranger in [
            "/",
            "",
            "/segmind",
            "/segminded/v2",
            "//segmind/v2",
            "/segmind-sibling/v2/lyria-2",
            "/nobody/v2/lyria-2",
        ] {
            assert_eq!(found(stranger), None, "{stranger}");
        }
    }
}
