//! The relay for an edge platform: the same policy as the server's, under a worker in JavaScript that fetches and streams.
//!
//! Of the server's bounds the platform keeps some itself: it connects to public addresses only, it counts how often one
//! client asks, and it keeps what became of an order, if it is given the means. Settings come as the worker's environment: `ORIGINS`, `NAMES`, `TOKEN`, `KEY_SEGMIND`, `SANDBOX`.

mod heads;

use http::{HeaderMap, StatusCode};
use js_sys::Array;
use tutti_relay_policy::{
    Access, Ask, Hosts, KEPT_FOR, LONGEST_KEPT, Limits, Pass, Policy, Refusal, Secret, Verdict,
    client_of, fingerprint, report,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::heads::{from_pairs, to_pairs};

/// How many seconds a client is told to wait that asked too often: the platform counts by ten seconds or by sixty, and does
/// not say how many are left.
const COUNTED_SECONDS: u64 = 10;

/// How long an order's answer is kept, in milliseconds.
#[wasm_bindgen(js_name = keptForMs)]
pub fn kept_for_ms() -> f64 {
    KEPT_FOR.as_millis() as f64
}

/// The longest answer to an order that is kept, in bytes.
#[wasm_bindgen(js_name = longestKept)]
pub fn longest_kept() -> f64 {
    LONGEST_KEPT as f64
}

/// Who counts as one client, by the address that the platform saw; what is no address is one client together.
#[wasm_bindgen]
pub fn client(address: &str) -> u64 {
    address.trim().parse().map_or(0, client_of)
}

/// A relay with its settings.
#[wasm_bindgen]
pub struct Relay(Policy);

/// What to do with a request, or with an answer: ask a vendor, or answer with this.
#[wasm_bindgen]
pub struct Step {
    pass: Option<Pass>,
    status: u16,
    headers: HeaderMap,
    body: String,
}

#[wasm_bindgen]
impl Relay {
    /// A relay with these settings, as pairs of a name and a text; other names are not the relay's.
    ///
    /// # Errors
    ///
    /// One sentence that names the setting.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &Array) -> Result<Self, String> {
        let settings = heads::texts(settings);
        let find = |name: &str| {
            settings
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, text)| text.as_str())
        };
        let list = |name| {
            let parts = find(name).unwrap_or_default().split(',').map(str::trim);
            parts
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let hosts = Hosts::usual().map_err(|error| error.to_string())?;
        let hosts = match find("SANDBOX") {
            Some(url) => hosts
                .at_sandbox(url)
                .map_err(|error| format!("SANDBOX: {error}"))?,
            None => hosts,
        };
        let origins = list("ORIGINS");
        if origins.is_empty() {
            return Err("ORIGINS: name the pages that may use this relay".to_owned());
        }
        let token = find("TOKEN")
            .map(|token| Secret::new(token).ok_or("TOKEN: is not visible characters in one line"));
        let mut access = Access::for_pages(origins)
            .map_err(|error| format!("ORIGINS: {error}"))?
            .known_as(list("NAMES"))
            .with_token(token.transpose()?);
        for (name, text) in &settings {
            let Some(id) = name.strip_prefix("KEY_").map(str::to_ascii_lowercase) else {
                continue;
            };
            let known = hosts.api(&id).map(|(_, api)| api.id.clone());
            let (Some(id), Some(key)) = (known, Secret::new(text)) else {
                return Err(format!("{name}: is no key of a vendor that there is"));
            };
            access = access.holding(&id, key);
        }
        Ok(Self(Policy::new(hosts, access, Limits::default())))
    }

    /// Judges the head of a request: its method, its path and query, and pairs of headers.
    pub fn judge(&self, method: &str, target: &str, headers: &Array) -> Step {
        let headers = from_pairs(headers);
        let (Ok(method), Ok(uri), Some(headers)) = (method.parse(), target.parse(), headers) else {
            return Step::refused(&Refusal::TARGET);
        };
        let verdict = self.0.judge(Ask {
            method: &method,
            uri: &uri,
            headers: &headers,
        });
        match verdict {
            Ok(Verdict::Pass(pass)) => Step::pass(*pass),
            Ok(Verdict::Health(page)) => {
                Step::say(StatusCode::OK, report(page.as_ref()), self.0.health())
            }
            Ok(Verdict::Preflight(leave)) => {
                Step::say(StatusCode::NO_CONTENT, leave, String::new())
            }
            Ok(Verdict::Page) => Step::refused(&Refusal::NO_ROUTE),
            Err(refusal) => Step::refused(&refusal),
        }
    }

    /// What to do with the head of a vendor's answer: where to ask next, or the status and headers to answer with, the
    /// body being the vendor's.
    pub fn answer(&self, asked: &Step, status: u16, headers: &Array) -> Step {
        let (Some(pass), Ok(status)) = (&asked.pass, StatusCode::from_u16(status)) else {
            return Step::refused(&Refusal::LOST);
        };
        let headers = from_pairs(headers).unwrap_or_default();
        let followed = self.0.follow(pass, status, &headers);
        match followed.and_then(|next| Ok((next, self.0.answer(pass, &headers)?))) {
            Ok((Some(next), _)) => Step::pass(next),
            Ok((None, headers)) => Step::say(status, headers, String::new()),
            Err(refusal) => Step::refused(&refusal),
        }
    }

    /// The statuses that say that an order was not taken on, so that it may come again under its id.
    pub fn repeatable(&self, asked: &Step) -> Vec<u16> {
        let api = asked.pass.as_ref().and_then(|pass| self.0.api_of(pass));
        let takes_nothing = |status: &u16| api.is_some_and(|api| api.took_nothing_on(*status));
        (100..1000).filter(takes_nothing).collect()
    }

    /// How long a body may stand still, in milliseconds.
    #[wasm_bindgen(getter, js_name = idleMs)]
    pub fn idle_ms(&self) -> f64 {
        self.0.limits().idle_time.as_millis() as f64
    }
}

#[wasm_bindgen]
impl Step {
    /// The address to ask, if a vendor is to be asked.
    #[wasm_bindgen(getter)]
    pub fn url(&self) -> Option<String> {
        self.pass.as_ref().map(|pass| pass.url.to_string())
    }

    /// The status to answer with.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Pairs of headers, to ask or to answer with.
    #[wasm_bindgen(getter)]
    pub fn headers(&self) -> Array {
        to_pairs(
            self.pass
                .as_ref()
                .map_or(&self.headers, |pass| &pass.headers),
        )
    }

    /// The relay's own words.
    #[wasm_bindgen(getter)]
    pub fn body(&self) -> String {
        self.body.clone()
    }

    /// The longest body of the request, in bytes.
    #[wasm_bindgen(getter, js_name = mostSent)]
    pub fn most_sent(&self) -> f64 {
        self.pass.as_ref().map_or(0.0, |pass| pass.most_sent as f64)
    }

    /// The longest answer, in bytes.
    #[wasm_bindgen(getter, js_name = mostRead)]
    pub fn most_read(&self) -> f64 {
        self.pass.as_ref().map_or(0.0, |pass| pass.most_read as f64)
    }

    /// How long the vendor may take to begin its answer, in milliseconds.
    #[wasm_bindgen(getter, js_name = patienceMs)]
    pub fn patience_ms(&self) -> f64 {
        self.pass
            .as_ref()
            .map_or(0.0, |pass| pass.patience.as_millis() as f64)
    }

    /// The id of the order, if the caller gave one.
    #[wasm_bindgen(getter)]
    pub fn order(&self) -> Option<String> {
        self.pass.as_ref().and_then(|pass| pass.order.clone())
    }

    /// What tells this order with this body from another one under its id: a hash, as hexadecimal digits.
    pub fn print(&self, body: &[u8]) -> String {
        let print = self.pass.as_ref().map(|pass| fingerprint(pass, body));
        let digits = print
            .into_iter()
            .flatten()
            .map(|byte| format!("{byte:02x}"));
        digits.collect()
    }

    /// What to answer in place of an answer that did not come: the body of the request was `too long` or `broken`, there
    /// were `too many` requests, `another` order came under the id, the answer was given before (`answered`), or is `lost`.
    pub fn instead(&self, what: &str) -> Self {
        let refusal = match what {
            "too long" => Refusal::BODY,
            "broken" => Refusal::BODY_BROKE,
            "too many" => Refusal::TOO_MANY.after(COUNTED_SECONDS),
            "another" => Refusal::ORDER,
            "answered" => Refusal::ORDER_ANSWERED,
            _ => Refusal::LOST,
        };
        Self::refused(&refusal.seen_by(self.pass.as_ref().and_then(|pass| pass.page.clone())))
    }
}

impl Step {
    fn pass(pass: Pass) -> Self {
        Self {
            pass: Some(pass),
            status: 0,
            headers: HeaderMap::new(),
            body: String::new(),
        }
    }

    fn say(status: StatusCode, headers: HeaderMap, body: String) -> Self {
        Self {
            pass: None,
            status: status.as_u16(),
            headers,
            body,
        }
    }

    fn refused(refusal: &Refusal) -> Self {
        Self::say(refusal.status, refusal.headers(), refusal.body())
    }
}
