use super::*;
use crate::providers;
use crate::value::Map;

/// A body in memory, and what it is as words.
struct Kept(Vec<u8>, Option<Words>);

impl Bytes for Kept {
    fn len(&self) -> u64 {
        self.0.as_slice().len() as u64
    }

    fn read(&self, at: u64, into: &mut [u8]) -> usize {
        self.0.as_slice().read(at, into)
    }
}

impl Held for Kept {
    fn words(&self) -> Option<Words> {
        self.1.clone()
    }
}

fn segmind() -> &'static ProviderInfo {
    providers::provider("segmind").unwrap().info()
}

fn live() -> Api<'static> {
    Api::new(segmind(), segmind().base_url, None)
}

fn key() -> Secret {
    Secret::new("SG_planted").unwrap()
}

fn answered(status: u16, headers: &[(&str, &str)], words: Words) -> Came<Kept> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Came::Answer(Answer {
        status,
        opaque: false,
        headers: headers.iter().map(owned).collect(),
        total: None,
        extent: Extent::Whole,
        body: Kept(b"{}".to_vec(), Some(words)),
    })
}

fn refused(api: Api<'_>, came: Came<Kept>) -> Unanswered {
    api.judge(came, None)
        .map(|(response, _)| response)
        .unwrap_err()
}

#[test]
fn a_key_goes_to_its_providers_origin_and_to_no_other() {
    let to = |url: &str| live().admit(&Request::get(url.to_owned()), false);
    assert_eq!(to("https://api.segmind.com/v1/x"), Ok(()));
    for url in [
        "https://api.segmind.com.evil.example/v1",
        "http://api.segmind.com/v1",
        "https://evil.example/?https://api.segmind.com",
    ] {
        assert!(matches!(to(url), Err(Unanswered::NoKey(_))), "{url}");
    }
}

#[test]
fn nothing_is_sent_without_a_network_except_to_this_machine() {
    let here = Api::new(segmind(), "http://127.0.0.1:8787/segmind", None);
    let request = |base: &str| Request::get([base, "/x"].concat());
    assert_eq!(
        live().admit(&request(live().base), true),
        Err(Unanswered::Offline)
    );
    assert_eq!(here.admit(&request(here.base), true), Ok(()));
}

#[test]
fn a_key_is_text_that_fits_a_header_and_a_relay_may_hold_it() {
    let relay = Relay::new("https://r.example/relay/", Some("t"));
    let base = relay.api("segmind");
    let relayed = Api::new(segmind(), &base, Some(&relay));
    assert_eq!(live().key(Given::Text(" SG_planted\n")), Ok(Some(key())));
    for given in [
        Given::Failure,
        Given::Nothing,
        Given::Text(" "),
        Given::Text("a\nb"),
    ] {
        assert!(live().key(given).is_err());
    }
    assert_eq!(relayed.key(Given::Nothing), Ok(None));
    assert!(relayed.key(Given::Text(" ")).is_err());
    assert!(relayed.key(Given::Failure).is_err());
}

#[test]
fn only_a_relay_is_shown_its_token_and_the_orders_id() {
    let relay = Relay::new("https://r.example/relay", Some("t"));
    let base = relay.api("segmind");
    let own = live().headers(Some(&key()), Some("job-1"));
    assert_eq!(own, [("x-api-key", "SG_planted".to_owned())]);
    let shown = Api::new(segmind(), &base, Some(&relay)).headers(None, Some("job-1"));
    assert_eq!(
        shown,
        [
            (TOKEN_HEADER, "t".to_owned()),
            (relay::ORDER, "job-1".to_owned())
        ]
    );
    // A base address of one's own is no relay's.
    let aside = Api::new(segmind(), "https://other.example", Some(&relay));
    assert!(aside.headers(None, Some("job-1")).is_empty());
}

const TOKEN_HEADER: &str = "x-tutti-token";

#[test]
fn a_key_is_struck_out_of_headers_names_and_texts_at_any_depth() {
    let said = Map::new().with("no SG_planted", vec![Value::from("SG_planted!")]);
    let came = answered(400, &[("x-said", "SG_planted")], Words::Json(said.into()));
    let (response, _) = live().judge(came, Some(&key())).unwrap();
    assert!(
        !format!("{response:?}").contains("SG_planted"),
        "{response:?}"
    );
    assert_eq!(response.header("x-said"), Some("***"));
    let text = format!("{}SG_planted", "x".repeat(1_995));
    let came = answered(500, &[], Words::Text(text));
    let (response, _) = live().judge(came, Some(&key())).unwrap();
    assert_eq!(
        response.body,
        Body::Text(format!("{}***", "x".repeat(1_995)))
    );
}

#[test]
fn a_redirect_is_no_answer() {
    let words = || Words::Text(String::new());
    for status in [301, 302, 303, 307, 308] {
        let came = answered(status, &[("location", "https://evil.example")], words());
        assert_eq!(refused(live(), came), Unanswered::Redirected);
    }
}

#[test]
fn what_the_relay_says_of_itself_is_no_answer_of_the_provider() {
    let relay = Relay::new("https://r.example/relay", None);
    let base = relay.api("segmind");
    let api = Api::new(segmind(), &base, Some(&relay));
    let said = || Words::Json(Map::new().with("message", "Not on the list.").into());
    let unsent = answered(403, &[("x-tutti-relay", "unsent")], said());
    assert_eq!(
        refused(api, unsent),
        Unanswered::Relay("Not on the list.".to_owned())
    );
    let lost = answered(502, &[("x-tutti-relay", "lost")], said());
    assert_eq!(refused(api, lost), Unanswered::Failed);
    // Where no relay is set, the same header is only a header.
    let (response, _) = live()
        .judge(answered(403, &[("x-tutti-relay", "unsent")], said()), None)
        .unwrap();
    assert_eq!(response.status, 403);
}

#[test]
fn only_codes_that_say_so_mean_that_nothing_was_sent() {
    let lost = |code: &str| refused(live(), Came::Lost(code.to_owned()));
    assert_eq!(lost("ECONNREFUSED"), Unanswered::Refused);
    assert_eq!(lost("ECONNRESET"), Unanswered::Failed);
    assert_eq!(lost(""), Unanswered::Failed);
    assert_eq!(refused(live(), Came::Late), Unanswered::TimedOut);
}

#[test]
fn audio_that_broke_off_is_no_audio() {
    let came = |extent| {
        Came::Answer(Answer {
            status: 200,
            opaque: false,
            headers: Vec::new(),
            total: Some(500.0),
            extent,
            body: Kept(b"fLaC".to_vec(), None),
        })
    };
    let broken = read_audio(came(Extent::Broken), Moment::default()).map(|(facts, _)| facts);
    assert_eq!(
        broken.unwrap_err(),
        FetchFault::Bad(BadAudio::Truncated {
            expected: 500,
            got: 4
        })
    );
    let large = read_audio(came(Extent::TooLarge), Moment::default()).map(|(facts, _)| facts);
    assert_eq!(large.unwrap_err(), FetchFault::Unreadable);
}

#[test]
fn only_audio_may_be_larger_than_words() {
    let flac = || b"fLaC".to_vec();
    assert!(!is_too_large(MOST_WORDS, Vec::new));
    assert!(is_too_large(MOST_WORDS + 1.0, Vec::new));
    assert!(!is_too_large(MOST_WORDS + 1.0, flac));
    assert!(is_too_large(MOST_AUDIO + 1.0, flac));
}

#[test]
fn audio_written_out_in_its_address_goes_through_no_relay() {
    assert_eq!(
        audio_url("data:audio/wav,x", Some("https://r/?url=")),
        "data:audio/wav,x"
    );
    assert_eq!(
        audio_url("https://a/b", Some("https://r/?url=")),
        "https://r/?url=https%3A%2F%2Fa%2Fb"
    );
    assert_eq!(audio_url("https://a/b", None), "https://a/b");
}
