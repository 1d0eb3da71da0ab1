//! What the relay lets through, as pure functions: no network, no clock, no environment. A host (a server, an edge worker)
//! asks [`Policy::judge`] of every request, carries out the [`Verdict`], and dresses the answer with [`Policy::answer`].
//!
//! Closed by default: only the APIs and audio hosts of one file (`hosts.toml`), only their documented routes, only known
//! headers, only pages of the configured origins.

mod access;
mod addresses;
mod answer;
mod hosts;
mod media;
mod orders;
mod pass;
mod path;
mod rates;
mod refusal;

use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD};
use http::{HeaderMap, HeaderValue, Method, Uri};

pub use access::{Access, AccessError, Secret};
pub use addresses::is_public;
pub use answer::{MARK, PAGE_HEADERS, report};
pub use hosts::{Api, Hosts, HostsError, MediaHost};
pub use orders::{Fingerprint, KEPT_FOR, LONGEST_KEPT, fingerprint};
pub use pass::{Kind, Limits, Pass};
pub use rates::{Rates, client_of};
pub use refusal::{Refusal, Sent};

/// Where the relay's routes begin; everything else is the page's.
pub const MOUNT: &str = "/relay/";

/// The header in which a page shows the shared token.
pub const TOKEN: &str = "x-tutti-token";

/// The header that names an order, so that its second arrival is answered with the first one's answer.
pub const ORDER: &str = "idempotency-key";

/// The longest request target that is looked at, in bytes.
const MOST_TARGET: usize = 8 * 1024;

/// The head of a request, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The method.
    pub method: &'a Method,
    /// The request target.
    pub uri: &'a Uri,
    /// All headers.
    pub headers: &'a HeaderMap,
}

/// What a host is to do with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Say that the relay is up, with [`Policy::health`]; to this page, if one asks.
    Health(Option<HeaderValue>),
    /// It is not for the relay: serve the page, if there is one.
    Page,
    /// Ask the vendor this.
    Pass(Box<Pass>),
    /// Give a browser the leave it asks for: these headers, with 204.
    Preflight(HeaderMap),
}

/// What is let through, and for whom.
#[derive(Clone, Debug)]
pub struct Policy {
    hosts: Hosts,
    access: Access,
    limits: Limits,
}

impl Policy {
    /// A policy over these hosts for these callers.
    pub const fn new(hosts: Hosts, access: Access, limits: Limits) -> Self {
        Self {
            hosts,
            access,
            limits,
        }
    }

    /// Judges the head of a request.
    ///
    /// # Errors
    ///
    /// What to answer with instead, when it is not let through.
    pub fn judge(&self, ask: Ask<'_>) -> Result<Verdict, Refusal> {
        self.access.check_host(ask)?;
        check_framing(ask.headers)?;
        let Some(route) = route(ask.uri)? else {
            return Ok(Verdict::Page);
        };
        if route == "health" && matches!(*ask.method, Method::GET | Method::HEAD) {
            return Ok(Verdict::Health(self.access.page(ask).ok().flatten()));
        }
        let page = self.access.page(ask)?;
        if ask.method == Method::OPTIONS {
            return self.preflight(ask, route, page);
        }
        let judged = self
            .access
            .check_token(ask.headers)
            .and_then(|()| self.pass(ask, route));
        match judged {
            Ok(mut pass) => {
                pass.page = page;
                Ok(Verdict::Pass(Box::new(pass)))
            }
            Err(refusal) => Err(refusal.seen_by(page)),
        }
    }

    /// What the relay says of itself, as JSON: which keys it holds, whether it wants a token, whether its vendors are a
    /// sandbox's.
    pub fn health(&self) -> String {
        let quoted = |id: &str| format!("\"{id}\"");
        let ids: Vec<_> = self.hosts.apis.iter().map(|api| quoted(&api.id)).collect();
        let held: Vec<_> = self.access.held().map(quoted).collect();
        format!(
            "{{\"relay\":\"tutti\",\"version\":\"{}\",\"apis\":[{}],\"keys\":[{}],\"token\":{},\"sandbox\":{}}}",
            env!("CARGO_PKG_VERSION"),
            ids.join(","),
            held.join(","),
            self.access.wants_token(),
            self.hosts.sandbox,
        )
    }

    /// The hosts.
    pub const fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    /// The limits.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    fn pass(&self, ask: Ask<'_>, route: &str) -> Result<Pass, Refusal> {
        if route == "media" {
            return media::pass(&self.hosts, &self.limits, ask);
        }
        let (id, path) = route
            .find('/')
            .map(|slash| route.split_at(slash))
            .ok_or(Refusal::NO_ROUTE)?;
        let (index, api) = self.hosts.api(id).ok_or(Refusal::NO_ROUTE)?;
        let mut pass = pass::to_api(api, index, path, &self.limits, ask)?;
        self.access.add_key(api, &mut pass.headers)?;
        Ok(pass)
    }

    /// A browser asks for leave: the method and the headers must be ones that a request may have.
    fn preflight(
        &self,
        ask: Ask<'_>,
        route: &str,
        page: Option<HeaderValue>,
    ) -> Result<Verdict, Refusal> {
        let wanted = ask.headers.get(ACCESS_CONTROL_REQUEST_METHOD);
        let (Some(page), Some(method)) = (page, wanted) else {
            return Err(Refusal::METHOD);
        };
        let allowed = pass::headers_for(&self.hosts, route)?;
        let mut asked = ask
            .headers
            .get_all(ACCESS_CONTROL_REQUEST_HEADERS)
            .iter()
            .flat_map(|list| list.to_str().unwrap_or("\0").split(','))
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty());
        let fits = asked.all(|name| allowed.contains(&name.as_str()));
        if !fits || !pass::methods_for(route).contains(&method.to_str().unwrap_or_default()) {
            return Err(Refusal::METHOD);
        }
        Ok(Verdict::Preflight(answer::leave(&page, route, &allowed)))
    }
}

/// The part of the path below the mount, if the request is for the relay; its form is checked.
fn route(uri: &Uri) -> Result<Option<&str>, Refusal> {
    let path = uri.path();
    let target = uri.path_and_query().map_or("", |it| it.as_str());
    if uri.scheme().is_some() || uri.authority().is_some() || target.len() > MOST_TARGET {
        return Err(Refusal::TARGET);
    }
    match path.strip_prefix(MOUNT) {
        Some(route) if path::is_plain(route) => Ok(Some(route)),
        Some(_) => Err(Refusal::TARGET),
        None => Ok(None),
    }
}

/// A body has one length, stated one way, and a connection stays what it is.
fn check_framing(headers: &HeaderMap) -> Result<(), Refusal> {
    let many = |name: http::HeaderName| headers.get_all(name).iter().count();
    let lengths = many(http::header::CONTENT_LENGTH);
    let codings = many(http::header::TRANSFER_ENCODING);
    let odd_coding = headers
        .get(http::header::TRANSFER_ENCODING)
        .is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"chunked"));
    if lengths > 1 || codings > 1 || (lengths > 0 && codings > 0) || odd_coding {
        return Err(Refusal::FRAMING);
    }
    if headers.contains_key(http::header::UPGRADE) {
        return Err(Refusal::FRAMING);
    }
    Ok(())
}
