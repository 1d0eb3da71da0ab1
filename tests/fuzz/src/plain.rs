//! Targets that need no vendor's answer.

use std::time::{Duration, SystemTime};

use tutti_core::audio::{BadAudio, probe};
use tutti_core::http::{Body, Response};
use tutti_core::origin::{Address, encode, join, rebase};
use tutti_core::{
    Asked, Call, Job, Level, Moment, Order, Output, Reply, Settings, Snapshot, Start, millis,
};
use url::Url;

use crate::read::Bytes;
use crate::replies::{NOW, at_home, fetchable, speaks};

/// Any bytes are audio or not, and what they say of themselves can be.
///
/// # Panics
///
/// When it cannot.
pub fn audio(bytes: &[u8]) {
    match probe(bytes) {
        Ok(facts) => {
            assert_eq!(facts.bytes, bytes.len() as u64);
            assert!(
                facts.seconds.is_none_or(|it| it.is_finite() && it > 0.0),
                "{facts:?}"
            );
            assert!(
                facts.sample_rate_hz != Some(0) && facts.channels != Some(0),
                "{facts:?}"
            );
        }
        Err(BadAudio::Truncated { expected, got }) => {
            assert!(
                got == bytes.len() as u64 && expected > got,
                "{expected} of {got}"
            );
        }
        Err(BadAudio::Empty) => assert!(bytes.is_empty()),
        Err(BadAudio::NotAudio(start)) => assert!(start.chars().count() <= 64),
    }
}

/// Any two texts: an address is read as a browser reads it, and none is moved to another origin.
///
/// # Panics
///
/// When one is.
pub fn address(bytes: &[u8]) {
    const BASES: [&str; 3] = [
        "https://api.segmind.com",
        "https://relay.example/below/",
        "http://127.0.0.1:8787/segmind",
    ];
    let mut bytes = Bytes::new(bytes);
    let (url, other) = (bytes.text(), bytes.text());
    if let Some(address) = Address::of(&url) {
        let read = Url::parse(&url);
        // What a browser cannot read it does not fetch either.
        if let Ok(read) = read {
            let ours = Url::parse(address.origin).expect("an origin is an address");
            assert_eq!(read.origin(), ours.origin(), "{url:?}");
            assert!(
                read.username().is_empty() && read.password().is_none(),
                "{url:?}"
            );
        }
    }
    for base in BASES {
        if let Some(moved) = rebase(&url, base, BASES[0]) {
            at_home(&moved, base);
        }
        let below = join(base, &format!("/v2/requests/{}/status", encode(&other)));
        at_home(&below, base);
        let path = Url::parse(&below).expect("an address").path().to_owned();
        let mine = Url::parse(base)
            .expect("a base")
            .path()
            .trim_end_matches('/')
            .to_owned();
        assert!(
            path.starts_with(&format!("{mine}/v2/requests/")),
            "{other:?} climbs"
        );
    }
}

/// Any text in a header that says when to come back; dates are held against another reader's.
///
/// # Panics
///
/// When the two differ.
pub fn retry_after(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let response = Response {
        status: 429,
        headers: vec![("retry-after".to_owned(), text.clone())],
        body: Body::Text(String::new()),
    };
    let wait = response.retry_after(NOW);
    let now = SystemTime::UNIX_EPOCH + Duration::from_millis(NOW.as_millis());
    // Two-digit years and names of days are read by that one only.
    let theirs = httpdate::parse_http_date(text.trim());
    if let (Some(wait), Ok(theirs), true) = (wait, theirs, text.trim().len() == 29) {
        let expected = theirs.duration_since(now).unwrap_or_default();
        assert_eq!(wait, expected, "{text:?}");
    }
    if let (Some(wait), Ok(seconds)) = (wait, text.trim().parse::<u32>())
        && seconds < 1_000_000_000
    {
        assert_eq!(wait, Duration::from_secs(seconds.into()), "{text:?}");
    }
    let _ = millis(wait.unwrap_or_default());
}

/// Any text where a decimal number is due: read as the standard library reads it, or not at all.
///
/// # Panics
///
/// When it is read as another number.
pub fn decimal(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let order = crate::read::plain_order("segmind/lyria-2").with("mode", "direct");
    let order = Order::admit(&order.into()).expect("a plain order");
    let provider = order.provider();
    let call = Call {
        order: &order,
        base: provider.info().base_url,
        now: NOW,
    };
    let response = Response {
        status: 200,
        headers: vec![("x-cost".to_owned(), text.clone())],
        body: Body::Audio(Ok(crate::read::facts())),
    };
    let Ok(Reply::Finished(found)) = provider.read(&call, Asked::Submit, &response) else {
        panic!("audio is a result");
    };
    if let Some(number) = found[0].usd {
        assert_eq!(text.trim().parse(), Ok(number), "{text:?}");
    }
}

/// Any value is an order or is refused, and an order is what it says after it was stored.
///
/// # Panics
///
/// When it is not.
pub fn order(bytes: &[u8]) {
    let value = Bytes::new(bytes).value();
    let findings = Order::findings(&value);
    let stopped = findings.iter().any(|it| it.level == Level::Error);
    let order = match Order::admit(&value) {
        Ok(order) => order,
        Err(error) => {
            assert!(stopped, "refused without a finding: {error}");
            return speaks(&error);
        }
    };
    assert!(!stopped, "admitted with {findings:?}");
    let stored = order.to_value();
    let again = Order::admit(&stored).expect("what was admitted is admitted again");
    assert_eq!(again.to_value(), stored);
    let provider = order.provider();
    let call = Call {
        order: &order,
        base: provider.info().base_url,
        now: NOW,
    };
    match provider.submit(&call) {
        Ok(Start::Send(request)) => at_home(&request.url, call.base),
        Ok(Start::Render(_)) => {}
        Err(error) => speaks(&error),
    }
}

/// Any value is a record or is not, and one that is can be gone on from without a request elsewhere.
///
/// # Panics
///
/// When it cannot.
pub fn snapshot(bytes: &[u8]) {
    let value = Bytes::new(bytes).value();
    let record = match Snapshot::from_value(&value) {
        Ok(record) => record,
        Err(error) => return speaks(&error),
    };
    let again = Snapshot::from_value(&record.to_value());
    assert_eq!(
        again.as_ref(),
        Ok(&record),
        "a record survives being stored"
    );
    match Job::resume(&record, Settings::default(), NOW) {
        Ok(job) => go_on(job),
        Err(error) => speaks(&error),
    }
}

/// Polls up to the first thing that needs an answer.
fn go_on(mut job: Job) {
    let base = job.order().provider().info().base_url;
    let mut now = NOW;
    for _ in 0..100 {
        match job.poll(now) {
            Output::Send(request) => return at_home(&request.url, base),
            Output::Persist(_) => job.stored(Ok(()), now),
            Output::Report(_) => {}
            Output::Wait(until) => now = later(until, now),
            Output::Done(Err(error)) => return speaks(&error),
            Output::Busy | Output::Done(Ok(_)) | Output::Stopped => return,
            Output::Fetch { url, .. } => return fetchable(&url),
            Output::Render(_) => return,
        }
    }
    panic!("no end in sight");
}

fn later(until: Moment, now: Moment) -> Moment {
    assert!(until > now, "a wait is ahead");
    until
}
