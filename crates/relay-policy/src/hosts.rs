//! The list: which APIs and audio hosts there are, read from one file.

use std::fmt;

use http::{HeaderName, Uri};
use serde::Deserialize;

use crate::path;

/// Everything that can be reached.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// The vendors' APIs.
    pub apis: Vec<Api>,
    /// Hosts of finished audio.
    pub media: Vec<MediaHost>,
    /// Whether all of it is a sandbox on this machine.
    pub sandbox: bool,
}

/// A vendor's API.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The vendor's id, and its path below the mount.
    pub id: String,
    /// Scheme and host, and perhaps a path.
    pub base: String,
    /// The header that the key goes in, in lower case.
    pub key: String,
    /// What stands before the key in it.
    #[serde(default)]
    pub prefix: String,
    /// Patterns of paths that are asked.
    pub get: Vec<String>,
    /// Patterns of paths that take orders.
    pub post: Vec<String>,
    /// Statuses under which the vendor's documents call an order safe to send again.
    #[serde(default)]
    pub repeatable: Vec<u16>,
    /// The vendor's own request headers.
    #[serde(default)]
    pub sends: Vec<String>,
    /// The vendor's own answer headers.
    #[serde(default)]
    pub reads: Vec<String>,
}

/// A host of finished audio.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaHost {
    /// Its name, in which one `*` may stand for a part of a label; with a port only for a sandbox.
    pub host: String,
}

/// Why a list of hosts cannot be used.
#[derive(Clone, Debug)]
pub struct HostsError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    api: Vec<Api>,
    #[serde(default)]
    media: Vec<MediaHost>,
}

impl Hosts {
    /// The list that comes with the relay.
    ///
    /// # Errors
    ///
    /// Never, as a test shows.
    pub fn usual() -> Result<Self, HostsError> {
        Self::read(include_str!("../hosts.toml"))
    }

    /// A list of one's own, in the form of `hosts.toml`.
    ///
    /// # Errors
    ///
    /// When it is not such a file, or names something that is not a public https host.
    pub fn read(text: &str) -> Result<Self, HostsError> {
        let File { api, media } =
            toml::from_str(text).map_err(|error| HostsError(error.message().to_owned()))?;
        for api in &api {
            api.check()?;
        }
        for (index, one) in api.iter().enumerate() {
            if api[..index].iter().any(|other| other.id == one.id) {
                return Err(HostsError(format!("the api {:?} is there twice", one.id)));
            }
        }
        if let Some(odd) = media.iter().find(|media| !is_pattern(&media.host)) {
            return Err(HostsError(format!(
                "the media host {:?} is not a host name with at most one *, below a fixed name of two labels",
                odd.host
            )));
        }
        Ok(Self {
            apis: api,
            media,
            sandbox: false,
        })
    }

    /// The same vendors at a sandbox on this machine, such as `http://127.0.0.1:8787`.
    ///
    /// # Errors
    ///
    /// When that is not an http address on 127.0.0.1.
    pub fn at_sandbox(mut self, origin: &str) -> Result<Self, HostsError> {
        let host = origin
            .trim_end_matches('/')
            .strip_prefix("http://")
            .filter(|host| {
                let port = host.strip_prefix("127.0.0.1:");
                port.is_some_and(|port| port.parse::<u16>().is_ok())
            })
            .ok_or_else(|| {
                HostsError(format!(
                    "a sandbox is at http://127.0.0.1:PORT, not at {origin:?}"
                ))
            })?
            .to_owned();
        for api in &mut self.apis {
            api.base = format!("http://{host}/{}", api.id);
        }
        self.media = vec![MediaHost { host }];
        self.sandbox = true;
        Ok(self)
    }

    /// The API of this id, and its place in the list.
    pub fn api(&self, id: &str) -> Option<(usize, &Api)> {
        self.apis.iter().enumerate().find(|(_, api)| api.id == id)
    }

    /// All of it as sources for the content policy of a page that asks the vendors itself. A policy has no pattern for a part
    /// of a label, so such a one becomes any name below the fixed labels.
    pub fn sources(&self) -> Vec<String> {
        let apis = self.apis.iter().map(|api| api.base.clone());
        let media = self.media.iter().map(|media| {
            let host = match media.host.split_once('.') {
                Some((label, rest)) if label.contains('*') => format!("*.{rest}"),
                _ => media.host.clone(),
            };
            format!("https://{host}")
        });
        apis.chain(media).collect()
    }

    /// Whether finished audio may lie on this host (a port included where there is one), in lower case.
    pub(crate) fn has_media(&self, host: &str) -> bool {
        self.media.iter().any(|media| matches(&media.host, host))
    }
}

impl Api {
    /// Whether the answer says that an order was not taken on, so that it may come again under the same id.
    pub fn took_nothing_on(&self, status: u16) -> bool {
        status == 429 || self.repeatable.contains(&status)
    }

    fn check(&self) -> Result<(), HostsError> {
        let fault = |what: &str| HostsError(format!("api {:?}: {what}", self.id));
        let reserved = ["health", "media"].contains(&self.id.as_str());
        let named = !self.id.is_empty() && self.id.bytes().all(|it| it.is_ascii_alphanumeric());
        if reserved || !named {
            return Err(fault(
                "an id is letters and digits, and not health or media",
            ));
        }
        let host = self.base.strip_prefix("https://").unwrap_or_default();
        if !is_name(host) || self.base.parse::<Uri>().is_err() {
            return Err(fault("base is https:// and a host name"));
        }
        let names = [&self.key]
            .into_iter()
            .chain(&self.sends)
            .chain(&self.reads);
        for name in names {
            let lower = HeaderName::from_lowercase(name.as_bytes());
            if lower.is_err() || is_of_the_connection(name) {
                return Err(fault(
                    "a header's name is in lower case, and not one of the connection's own",
                ));
            }
        }
        let patterns = self.get.iter().chain(&self.post);
        let plain = |pattern: &String| pattern.strip_prefix('/').is_some_and(path::is_plain);
        if !patterns.clone().all(plain) {
            return Err(fault("a path begins with one / and is plain"));
        }
        Ok(())
    }
}

impl fmt::Display for HostsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for HostsError {}

/// Headers that belong to one connection, to cookies or to the relay itself.
fn is_of_the_connection(name: &str) -> bool {
    const OURS: [&str; 16] = [
        "connection",
        "content-length",
        "content-security-policy",
        "cookie",
        "forwarded",
        "host",
        "keep-alive",
        "location",
        "origin",
        "proxy-authorization",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-forwarded-for",
    ];
    OURS.contains(&name) || name.starts_with("access-control-") || name.starts_with("x-tutti-")
}

/// Whether it is a host name: labels of letters, digits and hyphens, at least two, the last not a number.
fn is_name(host: &str) -> bool {
    let labels: Vec<_> = host.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
    };
    labels.len() >= 2
        && labels.iter().all(is_label)
        && labels
            .last()
            .is_some_and(|last| last.bytes().any(|it| it.is_ascii_alphabetic()))
}

/// A host name, or one with a single `*` in its first label and two fixed labels at least behind it.
fn is_pattern(pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => is_name(pattern),
        Some((before, after)) => {
            let fixed = after.split_once('.').map_or("", |(_, fixed)| fixed);
            !before.contains('.') && is_name(fixed) && is_name(&format!("{before}x{after}"))
        }
    }
}

fn matches(pattern: &str, host: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == host;
    };
    let middle = host
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    middle.is_some_and(|middle| {
        (1..=63).contains(&middle.len())
            && middle
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_list_can_be_read() {
        let hosts = Hosts::usual().unwrap();
        assert!(hosts.apis.len() >= 4 && hosts.media.len() >= 4 && !hosts.sandbox);
    }

    #[test]
    fn a_star_stands_for_a_part_of_one_label() {
        for (host, fit) in [
            ("pub-582b7213209642b9b995c96c95a30381.r2.dev", true),
            ("pub-.r2.dev", false),
            ("pub-a.b.r2.dev", false),
            ("pub-a.r2.dev.evil.example", false),
            ("pub-a.r2.dev:444", false),
            ("evil.example/pub-a.r2.dev", false),
        ] {
            assert_eq!(matches("pub-*.r2.dev", host), fit, "{host}");
        }
    }

    #[test]
    fn a_list_that_opens_too_much_is_refused() {
        let api = |base: &str, get: &str| {
            format!(
                "[[api]]\nid = \"x\"\nbase = \"{base}\"\nkey = \"x-key\"\nget = [\"{get}\"]\npost = []\n"
            )
        };
        assert!(Hosts::read(&api("https://api.x.example", "/v1/*")).is_ok());
        for bad in [
            api("http://api.x.example", "/"),
            api("https://127.0.0.1", "/a"),
            api("https://[::1]", "/a"),
            api("https://api.x.example:8443", "/a"),
            api("https://user@api.x.example", "/a"),
            api("https://localhost", "/a"),
            api("https://api.x.example", "a"),
            api("https://api.x.example", "/../a"),
            api("https://api.x.example", "/a").replace("x-key", "cookie"),
            api("https://api.x.example", "/a").replace("\"x\"", "\"media\""),
            api("https://api.x.example", "/a").replace("post", "posts"),
            format!("{0}{0}", api("https://api.x.example", "/a")),
        ] {
            assert!(Hosts::read(&bad).is_err(), "{bad}");
        }
        for bad in [
            "*",
            "*.dev",
            "a*b*.r2.dev",
            "x.*.dev",
            "*.r2.dev:1",
            "10.0.0.1",
            "R2.dev",
        ] {
            let text = format!("api = []\n[[media]]\nhost = \"{bad}\"\n");
            assert!(Hosts::read(&text).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_sandbox_is_on_this_machine_only() {
        let usual = || Hosts::usual().unwrap();
        let there = usual().at_sandbox("http://127.0.0.1:8787/").unwrap();
        assert_eq!(there.apis[0].base, "http://127.0.0.1:8787/segmind");
        assert!(there.has_media("127.0.0.1:8787") && !there.has_media("127.0.0.1:8788"));
        for bad in [
            "http://10.0.0.1:80",
            "http://127.0.0.1",
            "https://127.0.0.1:1",
            "http://127.0.0.1:1@evil.example",
        ] {
            assert!(usual().at_sandbox(bad).is_err(), "{bad}");
        }
    }
}
