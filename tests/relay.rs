//! The relay's list against the catalogue and the vendors' own pages: whatever the client asks for can be asked for
//! through the relay.

use std::collections::BTreeSet;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tutti_core::catalog::Auth;
use tutti_core::http::Body;
use tutti_core::{Value, origin, providers};
use tutti_relay_policy::{Access, Ask, Hosts, Limits, Policy, Verdict};
use tutti_tests::contracts;

const PAGE: &str = "https://tutti.example";

fn policy() -> Policy {
    let access = Access::for_pages([PAGE.to_owned()]).expect("an origin");
    Policy::new(
        Hosts::usual().expect("the usual list"),
        access,
        Limits::default(),
    )
}

/// What the relay would ask for this, in the page's words, with the vendor's key.
fn passed(
    policy: &Policy,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
) -> Result<String, String> {
    let usual = [
        ("host", "tutti.example"),
        ("origin", PAGE),
        ("content-type", "application/json"),
    ];
    let headers = usual.iter().chain(headers).map(|(name, value)| {
        let name = name.parse::<HeaderName>().expect("a name");
        (name, HeaderValue::from_str(value).expect("a value"))
    });
    let verdict = policy.judge(Ask {
        method: &method.parse::<Method>().expect("a method"),
        uri: &target.parse().expect("a target"),
        headers: &headers.collect::<HeaderMap>(),
    });
    match verdict {
        Ok(Verdict::Pass(pass)) => Ok(pass.url.to_string()),
        other => Err(format!("{method} {target}: {other:?}")),
    }
}

#[test]
fn the_list_holds_every_provider_as_the_catalogue_has_it() {
    let hosts = Hosts::usual().expect("the usual list");
    for provider in providers::ALL
        .iter()
        .filter(|it| it.info().auth != Auth::None)
    {
        let info = provider.info();
        let (_, api) = hosts
            .api(info.id)
            .unwrap_or_else(|| panic!("{} is not in hosts.toml", info.id));
        let Auth::Header { name, prefix } = info.auth else {
            continue;
        };
        assert_eq!(
            (api.base.as_str(), api.key.as_str(), api.prefix.as_str()),
            (info.base_url, name, prefix)
        );
        for status in (500..600).filter(|status| provider.took_nothing_on(*status)) {
            assert!(api.took_nothing_on(status), "{} {status}", info.id);
        }
        for status in (400..600).filter(|status| *status != 429 && api.took_nothing_on(*status)) {
            assert!(provider.took_nothing_on(status), "{} {status}", info.id);
        }
    }
}

#[test]
fn the_content_policy_made_of_the_list_lets_a_page_ask_every_provider_and_fetch_its_audio() {
    let sources = Hosts::usual().expect("the usual list").sources();
    for info in providers::ALL.iter().map(|it| it.info()) {
        let base = info.base_url.to_owned();
        assert!(base.is_empty() || sources.contains(&base), "{base}");
    }
    assert!(sources.contains(&"https://images.segmind.com".to_owned()));
    assert!(sources.contains(&"https://*.r2.dev".to_owned()));
    let plain =
        |source: &String| source.starts_with("https://") && !source.contains([' ', ';', ',']);
    assert!(sources.iter().all(plain), "{sources:?}");
}

#[test]
fn every_request_of_the_vendors_pages_passes_through_unchanged() {
    let policy = policy();
    let mut seen = 0;
    for info in providers::ALL.iter().map(|it| it.info()) {
        let Auth::Header { name: key, .. } = info.auth else {
            continue;
        };
        for case in contracts::of(info.id) {
            let Some(request) = &case.request else {
                continue;
            };
            let (method, url) = (request["method"].as_str(), request["url"].as_str());
            let (method, url) = method
                .zip(url)
                .unwrap_or_else(|| panic!("{}: no request", case.name));
            let own = request["headers"].as_object().into_iter().flatten();
            let own = own.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
            let headers: Vec<_> = [(key, "any")]
                .into_iter()
                .chain(own)
                .filter(|(name, _)| *name != "content-type")
                .collect();
            let target = url.replacen(info.base_url, &format!("/relay/{}", info.id), 1);
            assert_eq!(
                passed(&policy, method, &target, &headers).as_deref(),
                Ok(url),
                "{}",
                case.name
            );
            seen += 1;
        }
        let questions = providers::provider(info.id).and_then(|it| it.knock(info.base_url));
        let url = questions.expect("a free question").url;
        let target = url.replacen(info.base_url, &format!("/relay/{}", info.id), 1);
        assert_eq!(passed(&policy, "GET", &target, &[(key, "any")]), Ok(url));
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn audio_is_fetched_from_every_host_that_the_vendors_pages_show() {
    let (policy, mut urls) = (policy(), BTreeSet::new());
    for info in providers::ALL
        .iter()
        .map(|it| it.info())
        .filter(|info| info.auth != Auth::None)
    {
        for response in contracts::of(info.id)
            .into_iter()
            .filter_map(|case| case.response)
        {
            if let Body::Json(body) = &response.body {
                addresses(body, &mut urls);
            }
        }
    }
    let files = urls.iter().filter(|url| {
        [".wav", ".mp3", ".m4a", ".mpeg"]
            .iter()
            .any(|end| url.ends_with(end))
    });
    // Vendors' pages use these names for "somewhere".
    let real: Vec<_> = files
        .filter(|url| !url.contains(".example") && !url.contains("://example.com"))
        .collect();
    assert!(real.len() > 4, "{real:?}");
    for url in real {
        let target = format!("/relay/media?url={}", origin::encode(url));
        assert_eq!(
            passed(&policy, "GET", &target, &[]).as_deref(),
            Ok(url.as_str())
        );
    }
}

fn addresses(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) if text.starts_with("https://") => drop(into.insert(text.clone())),
        Value::List(list) => list.iter().for_each(|it| addresses(it, into)),
        Value::Map(map) => map.iter().for_each(|(_, it)| addresses(it, into)),
        _ => {}
    }
}
