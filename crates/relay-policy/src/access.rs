//! Who may call: the host name it is called by, the page it is called from, the token, and the keys that are held.

use std::fmt;

use http::header::{HOST, ORIGIN};
use http::{HeaderMap, HeaderName, HeaderValue};
use subtle::ConstantTimeEq;

use crate::hosts::Api;
use crate::{Ask, Refusal, TOKEN};

/// A key or a token; it does not show itself.
#[derive(Clone)]
pub struct Secret(String);

/// Who may call.
#[derive(Clone, Debug, Default)]
pub struct Access {
    origins: Vec<String>,
    hosts: Vec<String>,
    token: Option<Secret>,
    keys: Vec<(String, Secret)>,
}

/// Why a setting of [`Access`] cannot be used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccessError(String);

impl Secret {
    /// A secret of visible ASCII characters.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        plain.then(|| Self(text.to_owned()))
    }

    fn is(&self, shown: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(shown).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Access {
    /// Pages of these origins may call, such as `https://tutti.example`; their own hosts are names of the relay too.
    ///
    /// # Errors
    ///
    /// When one of them is not an origin.
    pub fn for_pages(origins: impl IntoIterator<Item = String>) -> Result<Self, AccessError> {
        let mut access = Self::default();
        for origin in origins {
            let origin = origin.to_ascii_lowercase();
            let host = host_of(&origin).ok_or_else(|| {
                AccessError(format!(
                    "{origin:?} is not an origin such as https://tutti.example"
                ))
            })?;
            access.hosts.push(host.to_owned());
            access.origins.push(origin);
        }
        Ok(access)
    }

    /// The relay is also called by these names, with the port where it is not the usual one.
    #[must_use]
    pub fn known_as(mut self, hosts: impl IntoIterator<Item = String>) -> Self {
        self.hosts
            .extend(hosts.into_iter().map(|host| host.to_ascii_lowercase()));
        self
    }

    /// Callers must show this token.
    #[must_use]
    pub fn with_token(mut self, token: Option<Secret>) -> Self {
        self.token = token;
        self
    }

    /// The relay adds this key for a vendor where none comes with the request.
    #[must_use]
    pub fn holding(mut self, api: &str, key: Secret) -> Self {
        self.keys.push((api.to_owned(), key));
        self
    }

    /// The vendors whose keys are held.
    pub(crate) fn held(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|(id, _)| id.as_str())
    }

    pub(crate) const fn wants_token(&self) -> bool {
        self.token.is_some()
    }

    /// The name it is called by must be its own, or a page elsewhere could make its own name point here.
    pub(crate) fn check_host(&self, ask: Ask<'_>) -> Result<(), Refusal> {
        let mut named = ask.headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            return Err(Refusal::HOST);
        };
        let host = host.to_str().unwrap_or_default().to_ascii_lowercase();
        if self.hosts.contains(&host) {
            Ok(())
        } else {
            Err(Refusal::HOST)
        }
    }

    /// The page that calls, as the value for its CORS header; none for a caller that is no page of another origin.
    ///
    /// A browser names no origin when a page reads from its own: it says so in `sec-fetch-site`. A program that is no
    /// browser names none either, and needs the token.
    pub(crate) fn page(&self, ask: Ask<'_>) -> Result<Option<HeaderValue>, Refusal> {
        let mut named = ask.headers.get_all(ORIGIN).iter();
        match (named.next(), named.next()) {
            (Some(origin), None) if self.serves(origin) => Ok(Some(origin.clone())),
            (None, None)
                if self.is_of_its_own_page(ask) || self.token.is_some() && !is_browser(ask) =>
            {
                Ok(None)
            }
            _ => Err(Refusal::ORIGIN),
        }
    }

    pub(crate) fn check_token(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(token) = &self.token else {
            return Ok(());
        };
        let shown = headers.get(TOKEN).map_or(&b""[..], HeaderValue::as_bytes);
        if token.is(shown) {
            Ok(())
        } else {
            Err(Refusal::TOKEN)
        }
    }

    /// Adds the held key where the request brings none.
    pub(crate) fn add_key(&self, api: &Api, headers: &mut HeaderMap) -> Result<(), Refusal> {
        let name = HeaderName::from_bytes(api.key.as_bytes()).map_err(|_| Refusal::HEADERS)?;
        if headers.contains_key(&name) {
            return Ok(());
        }
        let held = self.keys.iter().find(|(id, _)| *id == api.id);
        let (_, key) = held.ok_or(Refusal::KEY)?;
        let value = HeaderValue::from_str(&format!("{}{}", api.prefix, key.0));
        let mut value = value.map_err(|_| Refusal::KEY)?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Ok(())
    }

    fn serves(&self, origin: &HeaderValue) -> bool {
        // Browsers write origins in lower case; what is written otherwise is no browser's.
        origin
            .to_str()
            .is_ok_and(|origin| self.origins.iter().any(|served| served == origin))
    }

    fn is_of_its_own_page(&self, ask: Ask<'_>) -> bool {
        let site = ask.headers.get("sec-fetch-site");
        let host = ask.headers.get(HOST).and_then(|host| host.to_str().ok());
        let own = |host: &str| {
            let mut origins = self.origins.iter().filter_map(|origin| host_of(origin));
            origins.any(|served| served.eq_ignore_ascii_case(host))
        };
        site.is_some_and(|site| site == "same-origin") && host.is_some_and(own)
    }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AccessError {}

fn is_browser(ask: Ask<'_>) -> bool {
    ask.headers.contains_key("sec-fetch-site")
}

/// The host and port of an origin; none when it is no origin of http or https.
fn host_of(origin: &str) -> Option<&str> {
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    (!host.is_empty() && host.bytes().all(plain)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_itself() {
        let access = Access::default()
            .with_token(Secret::new(" secret\n"))
            .holding("segmind", Secret::new("SG_1").unwrap());
        let shown = format!("{access:?}");
        assert!(
            !shown.contains("secret") && !shown.contains("SG_1"),
            "{shown}"
        );
        assert!(Secret::new(" \n").is_none() && Secret::new("a b").is_none());
    }

    #[test]
    fn what_is_not_an_origin_is_refused_as_one() {
        for bad in [
            "*",
            "tutti.example",
            "https://",
            "https://a.example/",
            "https://u@a.example",
            "null",
            "ftp://a",
        ] {
            assert!(Access::for_pages([bad.to_owned()]).is_err(), "{bad}");
        }
        assert!(Access::for_pages(["http://127.0.0.1:8080".to_owned()]).is_ok());
    }
}
