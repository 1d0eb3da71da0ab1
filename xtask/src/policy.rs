//! What the page may load and ask, and what it is served with: one text in index.html, one list of hosts, one list of headers.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use tutti_relay_policy::{Hosts, PAGE_HEADERS};

/// Names a relay on another origin than the page's; the page's content policy is a list, so it must be known here.
pub(crate) const RELAY: &str = "TUTTI_RELAY_URL";
/// What stands in index.html for the hosts of the relay's list.
const VENDORS: &str = " VENDORS ";
const POLICY: &str = "http-equiv=\"Content-Security-Policy\"";

/// The page with the vendors' hosts in its content policy.
///
/// # Errors
///
/// When the page has no place for them.
pub(crate) fn with_vendors(html: &str) -> Result<String> {
    let sources = Hosts::usual()?.sources().join(" ");
    ensure!(
        html.matches(VENDORS).count() == 1,
        "the page has no one place for the vendors' hosts"
    );
    Ok(html.replacen(VENDORS, &format!(" {sources} "), 1))
}

/// The page with its relay named in it, and allowed by its content policy.
///
/// # Errors
///
/// When the address is not one, or the page has no place for it.
pub(crate) fn with_relay(html: &str, relay: &str) -> Result<String> {
    const PLACE: &str = "name=\"tutti-relay\" content=\"";
    let rest = relay
        .strip_prefix("https://")
        .or_else(|| relay.strip_prefix("http://"));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:/_".contains(&byte);
    let host = rest
        .filter(|rest| rest.bytes().all(plain))
        .and_then(|rest| rest.split('/').next());
    let host = host.filter(|host| !host.is_empty());
    let host = host.with_context(|| {
        format!("{RELAY} is an address such as https://tutti.example/relay, not {relay:?}")
    })?;
    let origin = format!("{}//{host}", relay.split("//").next().unwrap_or_default());
    ensure!(
        html.contains(PLACE),
        "the page has no place for a relay's address"
    );
    let html = html.replacen(PLACE, &format!("{PLACE}{relay}"), 1);
    let html = html.replacen(
        "connect-src 'self'",
        &format!("connect-src 'self' {origin}"),
        1,
    );
    Ok(html.replacen("media-src 'self'", &format!("media-src 'self' {origin}"), 1))
}

/// A `_headers` file, as several static hosts read it: the relay's headers for the page on everything, the page's own policy
/// with what only a header can say, and files whose name changes with their content kept for ever.
///
/// # Errors
///
/// When the page has no content policy.
pub(crate) fn headers_file(html: &str, for_ever: &[PathBuf]) -> Result<String> {
    let own = content_policy(html).context("the page has no content policy")?;
    let lines = PAGE_HEADERS.map(|(name, value)| match name {
        "content-security-policy" => format!("  {name}: {own}; frame-ancestors 'none'\n"),
        _ => format!("  {name}: {value}\n"),
    });
    let kept = for_ever.iter().map(|file| {
        let path = file.display();
        format!("/{path}\n  cache-control: public, max-age=31536000, immutable\n")
    });
    Ok(format!(
        "/*\n{}{}",
        lines.concat(),
        kept.collect::<String>()
    ))
}

/// The content policy that a page has in its head.
fn content_policy(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once(POLICY)?;
    let (_, rest) = rest.split_once("content=\"")?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../www/index.html");

    #[test]
    fn the_page_may_ask_the_hosts_of_the_list_and_no_other_of_the_internet() -> Result<()> {
        let html = with_vendors(PAGE)?;
        let policy = content_policy(&html).context("a policy")?;
        let asks = policy
            .split("; ")
            .find(|part| part.starts_with("connect-src "));
        let named: Vec<&str> = asks
            .into_iter()
            .flat_map(|part| part.split(' '))
            .filter(|source| source.starts_with("https:"))
            .collect();
        assert_eq!(named, Hosts::usual()?.sources());
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(with_vendors(&html).is_err(), "it is filled once");
        Ok(())
    }

    #[test]
    fn a_host_that_reads_headers_is_told_the_same_policy_and_what_to_keep() -> Result<()> {
        let html = with_vendors(PAGE)?;
        let file = headers_file(&html, &["app-0123456789abcdef.js".into()])?;
        let policy = content_policy(&html).context("a policy")?;
        assert!(
            file.contains(&format!("{policy}; frame-ancestors 'none'\n")),
            "{file}"
        );
        assert!(
            file.contains("  x-content-type-options: nosniff\n"),
            "{file}"
        );
        assert!(file.ends_with(
            "\n/app-0123456789abcdef.js\n  cache-control: public, max-age=31536000, immutable\n"
        ));
        assert!(headers_file("<html>", &[]).is_err());
        Ok(())
    }

    #[test]
    fn a_relay_on_another_origin_is_named_in_the_page_and_in_its_content_policy() -> Result<()> {
        let named = with_relay(PAGE, "https://relay.example:8443/relay")?;
        assert!(named.contains(
            "<meta name=\"tutti-relay\" content=\"https://relay.example:8443/relay\" />"
        ));
        assert!(named.contains("connect-src 'self' https://relay.example:8443 "));
        for bad in [
            "relay.example",
            "https://",
            "https://a.example\" x",
            "https://a.example; script-src *",
        ] {
            assert!(with_relay(PAGE, bad).is_err(), "{bad}");
        }
        Ok(())
    }
}
