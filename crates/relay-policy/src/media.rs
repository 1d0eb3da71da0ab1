//! Finished audio: the caller names its address, and the address is on the list or nothing is fetched.

use http::{HeaderMap, StatusCode, Uri};

use crate::hosts::Hosts;
use crate::pass::{self, Limits, Pass};
use crate::{Ask, Kind, Refusal, path};

/// How many redirects of an audio host are followed.
const MOST_HOPS: u8 = 3;

/// The request for the file that the query names, as `url=` and the encoded address.
pub(crate) fn pass(hosts: &Hosts, limits: &Limits, ask: Ask<'_>) -> Result<Pass, Refusal> {
    let query = ask.uri.query().unwrap_or_default();
    let encoded = query
        .strip_prefix("url=")
        .filter(|it| !it.contains('&'))
        .ok_or(Refusal::TARGET)?;
    let address = path::decode(encoded).ok_or(Refusal::TARGET)?;
    pass::to_media(on_the_list(hosts, &address)?, limits, ask)
}

/// Where a redirect of an audio host leads, if it is one; it must lead to the list.
pub(crate) fn follow(
    hosts: &Hosts,
    pass: &Pass,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<Pass>, Refusal> {
    let redirects = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if pass.kind != Kind::Media || !redirects {
        return Ok(None);
    }
    let location = headers
        .get(http::header::LOCATION)
        .and_then(|location| location.to_str().ok())
        .filter(|location| location.bytes().all(|byte| byte.is_ascii_graphic()));
    let (Some(location), true) = (location, pass.hops < MOST_HOPS) else {
        return Err(Refusal::REDIRECT);
    };
    let address = if location.starts_with('/') && !location.starts_with("//") {
        let (scheme, host) = (pass.url.scheme_str(), pass.url.authority());
        format!(
            "{}://{}{location}",
            scheme.unwrap_or_default(),
            host.map_or("", |it| it.as_str())
        )
    } else {
        location.to_owned()
    };
    let url = on_the_list(hosts, &address).map_err(|_| Refusal::REDIRECT)?;
    Ok(Some(Pass {
        url,
        hops: pass.hops + 1,
        ..pass.clone()
    }))
}

/// An address as it may be fetched, if its host is on the list.
fn on_the_list(hosts: &Hosts, address: &str) -> Result<Uri, Refusal> {
    let scheme = if hosts.sandbox { "http" } else { "https" };
    let rest = address
        .strip_prefix(scheme)
        .and_then(|rest| rest.strip_prefix("://"))
        .ok_or(Refusal::NO_ROUTE)?;
    if rest.contains(['\\', '#']) {
        return Err(Refusal::TARGET);
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    let host = host.to_ascii_lowercase();
    let host = host
        .strip_suffix(":443")
        .filter(|_| !hosts.sandbox)
        .unwrap_or(&host);
    if !hosts.has_media(host) {
        return Err(Refusal::NO_ROUTE);
    }
    let (file, query) = tail
        .split_once('?')
        .map_or((tail, None), |(file, query)| (file, Some(query)));
    if !is_file(file) {
        return Err(Refusal::TARGET);
    }
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let url = format!("{scheme}://{host}{file}{query}");
    url.parse().map_err(|_| Refusal::TARGET)
}

/// Names of files hold what vendors put in them, but no step upwards.
fn is_file(path: &str) -> bool {
    let climbs = |segment: &str| {
        matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
    };
    path.len() > 1 && !path.split('/').any(climbs)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn hosts() -> Hosts {
        Hosts::usual().unwrap()
    }

    fn fetched(address: &str) -> Result<String, Refusal> {
        on_the_list(&hosts(), address).map(|url| url.to_string())
    }

    #[test]
    fn a_file_on_a_listed_host_is_fetched_as_it_is_named() {
        for (address, url) in [
            (
                "https://images.segmind.com/a/b.wav?sig=a%2Fb&x=1",
                "https://images.segmind.com/a/b.wav?sig=a%2Fb&x=1",
            ),
            (
                "https://CDN.aimlapi.com:443/x.mp3",
                "https://cdn.aimlapi.com/x.mp3",
            ),
            (
                "https://pub-0a.r2.dev/x%20y.mp3",
                "https://pub-0a.r2.dev/x%20y.mp3",
            ),
        ] {
            assert_eq!(fetched(address).as_deref(), Ok(url));
        }
    }

    #[test]
    fn a_redirect_is_followed_on_the_list_only_and_not_for_ever() {
        let hosts = hosts();
        let start = Pass {
            kind: Kind::Media,
            method: http::Method::GET,
            url: "https://images.segmind.com/a.wav".parse().unwrap(),
            headers: HeaderMap::new(),
            order: None,
            page: None,
            hops: 0,
            most_sent: 0,
            most_read: 1,
            patience: std::time::Duration::ZERO,
        };
        let led = |pass: &Pass, to: &'static str| {
            let headers =
                HeaderMap::from_iter([(http::header::LOCATION, HeaderValue::from_static(to))]);
            follow(&hosts, pass, StatusCode::FOUND, &headers)
        };
        let mut pass = led(&start, "https://cdn.aimlapi.com/b.wav")
            .unwrap()
            .unwrap();
        assert_eq!(pass.url.to_string(), "https://cdn.aimlapi.com/b.wav");
        assert_eq!(
            led(&start, "/c.wav").unwrap().unwrap().url.to_string(),
            "https://images.segmind.com/c.wav"
        );
        for off in [
            "http://images.segmind.com/a",
            "https://evil.example/a",
            "//evil.example/a",
            "c.wav",
            "file:///etc/passwd",
            "https://169.254.169.254/latest",
            "https://images.segmind.com@evil.example/",
            "",
        ] {
            assert_eq!(led(&start, off), Err(Refusal::REDIRECT), "{off}");
        }
        for _ in 0..2 {
            pass = led(&pass, "/again").unwrap().unwrap();
        }
        assert_eq!(led(&pass, "/again"), Err(Refusal::REDIRECT));
        assert_eq!(
            follow(&hosts, &start, StatusCode::OK, &HeaderMap::new()),
            Ok(None)
        );
    }
}
