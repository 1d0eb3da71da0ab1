//! Web addresses, read strictly: what is odd is refused, so that a browser cannot read it another way than we did.

use crate::text;

/// The host part of an address that credentials are bound to, and the path after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Address<'a> {
    /// Scheme, host and port, as in `https://api.example.com`.
    pub origin: &'a str,
    /// From the first slash on, query included; may be empty.
    pub path: &'a str,
}

impl<'a> Address<'a> {
    /// Reads an absolute `http` or `https` address.
    ///
    /// None for anything else: user info, back slashes, white space, control or non-ASCII characters, an empty host,
    /// or a port that is not a number.
    pub fn of(url: &'a str) -> Option<Self> {
        if !url
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        {
            return None;
        }
        let host_at = ["https://", "http://"]
            .into_iter()
            .find(|scheme| url.starts_with(scheme))?
            .len();
        let rest = &url[host_at..];
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        is_authority(&rest[..end]).then(|| Self {
            origin: &url[..host_at + end],
            path: &rest[end..],
        })
    }

    /// Whether both addresses name the same origin, letter case and a scheme's own port aside.
    pub fn same_origin(&self, other: &Address<'_>) -> bool {
        normal(self.origin) == normal(other.origin)
    }

    /// Whether the address is on this machine.
    pub fn is_loopback(&self) -> bool {
        // Behind "https://" or "http://".
        let host = self.origin.trim_start_matches(|it| it != '/');
        let host = host.trim_start_matches('/');
        let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
        host == "localhost" || host == "[::1]" || is_loopback_v4(host)
    }
}

/// The address a provider named, moved onto the base it is configured at.
///
/// An address on the base's own origin stays; one on the provider's live origin moves under the base (a relay or a
/// sandbox); any other is none: it must not be called with the key.
pub fn rebase(url: &str, base: &str, live: &str) -> Option<String> {
    let named = Address::of(url)?;
    let home = Address::of(base)?;
    if named.same_origin(&home) {
        return Some(url.to_owned());
    }
    let vendor = Address::of(live)?;
    let below = named.path.strip_prefix(vendor.path.trim_end_matches('/'))?;
    (named.same_origin(&vendor) && below.starts_with('/') && !climbs(below))
        .then(|| join(base, below))
}

/// Whether audio may be fetched from an address: one on the web, or a file that is written out in the address itself.
pub fn is_fetchable(url: &str) -> bool {
    const KINDS: [&str; 2] = ["data:audio/", "data:application/octet-stream"];
    is_web(url) || KINDS.iter().any(|kind| url.starts_with(kind))
}

/// Whether an address is on the web, as far as one tells that of an address that no key goes to.
pub fn is_web(url: &str) -> bool {
    let begins = url.starts_with("https://") || url.starts_with("http://");
    begins && !url.contains(char::is_control)
}

/// A base address and a path below it.
pub fn join(base: &str, path: &str) -> String {
    [base.trim_end_matches('/'), path].concat()
}

/// One path segment or query value, with everything but unreserved characters percent-encoded.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
    // A segment of one dot or two is a step in the path, and to a browser it is one in percent signs as well: encoded once
    // more, it is an id that nobody knows.
    if text == "." || text == ".." {
        out = text::replace(out, ".", "%252E");
    }
    out
}

/// Whether a path has a step upwards, plain or encoded, that would leave the base it is put under.
fn climbs(path: &str) -> bool {
    let plain = text::replace(path.to_ascii_lowercase(), "%2e", ".");
    plain.split(['/', '?', '#']).any(|step| step == "..")
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    is_host(host) && port.is_none_or(is_port)
}

fn is_host(host: &str) -> bool {
    if let Some(v6) = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        return !v6.is_empty()
            && v6
                .bytes()
                .all(|byte| byte.is_ascii_hexdigit() || byte == b':');
    }
    !host.is_empty()
        && host.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' || byte == b'_'
        })
}

fn is_port(port: &str) -> bool {
    !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok()
}

fn is_loopback_v4(host: &str) -> bool {
    let parts: Vec<_> = host.split('.').collect();
    parts.len() == 4 && parts[0] == "127" && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

fn normal(origin: &str) -> String {
    let lower = origin.to_ascii_lowercase();
    let own_port = if lower.starts_with("https:") {
        ":443"
    } else {
        ":80"
    };
    lower.strip_suffix(own_port).unwrap_or(&lower).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIVE: &str = "https://api.segmind.com";

    #[test]
    fn an_address_has_an_origin_and_a_path() {
        let address = Address::of("https://api.segmind.com:8443/v2/x?y#z").unwrap();
        assert_eq!(address.origin, "https://api.segmind.com:8443");
        assert_eq!(address.path, "/v2/x?y#z");
    }

    #[test]
    fn odd_addresses_are_refused() {
        for url in [
            "",
            "/v2/relative",
            "//evil.example/x",
            "ftp://evil.example",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://api.segmind.com@evil.example/",
            "https://user:word@evil.example/",
            "https://evil.example\\@api.segmind.com/",
            "https://evil.example /",
            "https://evil.example\t/",
            "https://evil.example:99999/",
            "https://evil.example:/",
            "https://bücher.example/",
            "https://[::1",
            "HTTPS:evil",
        ] {
            assert_eq!(Address::of(url), None, "{url}");
        }
    }

    #[test]
    fn a_lookalike_host_is_another_origin() {
        let home = Address::of(LIVE).unwrap();
        for url in [
            "https://api.segmind.com.evil.example/",
            "https://evil-api.segmind.com/",
            "http://api.segmind.com/",
            "https://api.segmind.com:444/",
        ] {
            assert!(!home.same_origin(&Address::of(url).unwrap()), "{url}");
        }
        assert!(home.same_origin(&Address::of("https://API.segmind.com:443/x").unwrap()));
    }

    #[test]
    fn a_live_address_moves_under_a_relay() {
        let moved = rebase(
            "https://api.segmind.com/v2/requests/1",
            "https://me.example/segmind/",
            LIVE,
        );
        assert_eq!(
            moved.as_deref(),
            Some("https://me.example/segmind/v2/requests/1")
        );
    }

    #[test]
    fn a_foreign_address_is_not_called() {
        assert_eq!(
            rebase("https://evil.example/v2/requests/1", LIVE, LIVE),
            None
        );
        assert_eq!(rebase("/v2/requests/1", LIVE, LIVE), None);
        let relay = "https://me.example/segmind";
        for path in ["/../admin", "/v2/%2E%2e/admin"] {
            assert_eq!(
                rebase(&format!("{LIVE}{path}"), relay, LIVE),
                None,
                "{path}"
            );
        }
    }

    #[test]
    fn audio_is_fetched_from_the_web_or_out_of_the_address_and_from_nowhere_else() {
        for (url, may) in [
            ("https://cdn.example/a.wav", true),
            ("http://127.0.0.1/a b.wav", true),
            ("data:audio/wav;base64,AAAA", true),
            ("data:application/octet-stream,%49", true),
            ("data:text/html,<script>", false),
            ("javascript:alert(1)", false),
            ("https://cdn.example/\n.wav", false),
            ("/a.wav", false),
            ("blob:https://a.example/1", false),
        ] {
            assert_eq!(is_fetchable(url), may, "{url}");
        }
    }

    #[test]
    fn an_id_cannot_climb_or_leave_its_segment() {
        assert_eq!(encode("a/../b?c"), "a%2F..%2Fb%3Fc");
        assert_eq!(encode(".."), "%252E%252E");
        assert_eq!(encode("."), "%252E");
        assert_eq!(encode("..."), "...");
        assert_eq!(encode("0f-9_x~"), "0f-9_x~");
    }

    #[test]
    fn this_machine_is_told_from_names_that_look_like_it() {
        for (url, here) in [
            ("http://127.0.0.1:8787", true),
            ("http://localhost", true),
            ("http://[::1]:80", true),
            ("http://127.0.0.1.evil.example", false),
            ("http://a.example", false),
        ] {
            assert_eq!(Address::of(url).unwrap().is_loopback(), here, "{url}");
        }
    }
}
