//! Good requests: what the vendor hears of them, and what the page hears of its answer.

use crate::support::{HOST, PAGE, Relay};
use crate::vendor::{Act, Vendor, ok, said};

const CREDITS: &str = "GET /relay/segmind/v1/get-user-credits";
const ORDER: &str = "POST /relay/segmind/v2/lyria-2";
const KEY: &str = "x-api-key: SG_secret";
const JSON: &str = "content-type: application/json";

#[tokio::test]
async fn the_vendor_hears_the_order_and_nothing_about_the_caller() {
    let vendor = Vendor::willing().await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    let headers = [
        KEY,
        JSON,
        "idempotency-key: 0123456789",
        "cookie: session=1",
        "referer: https://tutti.example/?x",
        "x-forwarded-for: 1.2.3.4",
        "authorization: Bearer other",
        "user-agent: Mozilla",
        "x-http-method-override: DELETE",
        "x-tutti-token: t",
        "forwarded: for=1.2.3.4",
        "te: trailers",
    ];
    let reply = relay.ask(ORDER, &headers, "{\"prompt\":\"rain\"}").await;
    assert_eq!(
        (reply.status, reply.text().as_str()),
        (200, "{\"request_id\":\"r1\"}")
    );
    let asked = vendor.asked();
    let mut lines: Vec<_> = asked[0]
        .split("\r\n\r\n")
        .next()
        .unwrap()
        .lines()
        .map(str::to_lowercase)
        .collect();
    lines[1..].sort();
    let host = format!("host: {}", vendor.address);
    let expected = [
        "post /segmind/v2/lyria-2 http/1.1",
        "accept: */*",
        "content-length: 17",
        "content-type: application/json",
        &host,
        "user-agent: tutti-relay/0.1.0",
        "x-api-key: sg_secret",
    ];
    assert_eq!(lines, expected);
    assert!(asked[0].ends_with("{\"prompt\":\"rain\"}"));
}

#[tokio::test]
async fn the_page_hears_known_headers_only_and_what_it_opens_is_inert() {
    let headers = [
        "content-type: text/html",
        "set-cookie: a=1",
        "x-remaining-credits: 7",
        "x-powered-by: php",
        "retry-after: 3",
        "access-control-allow-origin: *",
        "strict-transport-security: max-age=1",
        "x-tutti-relay: unsent",
        "location: https://evil.example/",
    ];
    let vendor = Vendor::start(vec![Act::Say(said(503, &headers, "<script>"))]).await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    let reply = relay.ask(CREDITS, &[KEY], "").await;
    assert_eq!((reply.status, reply.text().as_str()), (503, "<script>"));
    for (name, value) in [
        ("x-remaining-credits", Some("7")),
        ("retry-after", Some("3")),
        ("access-control-allow-origin", Some(PAGE)),
        ("vary", Some("origin")),
        (
            "content-security-policy",
            Some("default-src 'none'; sandbox"),
        ),
        ("x-content-type-options", Some("nosniff")),
        ("cache-control", Some("no-store")),
        ("set-cookie", None),
        ("x-powered-by", None),
        ("strict-transport-security", None),
        ("x-tutti-relay", None),
        ("location", None),
        ("access-control-allow-credentials", None),
    ] {
        assert_eq!(reply.header(name), value, "{name}");
    }
    assert!(
        reply
            .header("access-control-expose-headers")
            .unwrap()
            .contains("x-remaining-credits")
    );
}

#[tokio::test]
async fn a_browser_is_given_leave_for_what_a_request_may_have() {
    let relay = Relay::to(Vendor::willing().await.address, &[], &[]).await;
    let headers = [
        "access-control-request-method: POST",
        "access-control-request-headers: content-type,idempotency-key,x-api-key,x-tutti-token",
    ];
    let reply = relay
        .ask("OPTIONS /relay/segmind/v2/lyria-2", &headers, "")
        .await;
    assert_eq!(reply.status, 204);
    assert_eq!(reply.header("access-control-allow-origin"), Some(PAGE));
    assert!(
        reply
            .header("access-control-allow-headers")
            .unwrap()
            .contains("x-api-key")
    );
    let refused = relay.raw(format!("OPTIONS /relay/segmind/v2/lyria-2 HTTP/1.1\r\nhost: {HOST}\r\norigin: https://evil.example\r\naccess-control-request-method: POST\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
    assert_eq!(
        (
            refused.status,
            refused.header("access-control-allow-origin")
        ),
        (403, None)
    );
}

#[tokio::test]
async fn a_held_key_is_added_where_none_comes_and_a_key_of_the_callers_own_stands() {
    let vendor = Vendor::willing().await;
    let keys = [
        ("TUTTI_RELAY_KEY_SEGMIND", "SG_held"),
        ("TUTTI_RELAY_KEY_AIMLAPI", "AK_held"),
    ];
    let relay = Relay::to(vendor.address, &[], &keys).await;
    relay.ask(CREDITS, &[], "").await;
    relay.ask(CREDITS, &["x-api-key: SG_own"], "").await;
    relay.ask("GET /relay/aimlapi/v2/billing", &[], "").await;
    let asked = vendor.asked();
    assert!(asked[0].contains("x-api-key: SG_held\r\n"));
    assert!(asked[1].contains("x-api-key: SG_own\r\n") && !asked[1].contains("SG_held"));
    assert!(asked[2].contains("authorization: Bearer AK_held\r\n"));
    let without = relay
        .ask("GET /relay/producer/api/v1/get-credits", &[], "")
        .await;
    assert_eq!((without.status, vendor.asked().len()), (401, 3));
    let health = relay.ask("GET /relay/health", &[], "").await.text();
    assert!(
        health.contains("\"keys\":[\"segmind\",\"aimlapi\"]") && !health.contains("held"),
        "{health}"
    );
}

#[tokio::test]
async fn who_does_not_show_the_token_is_turned_away() {
    let vendor = Vendor::willing().await;
    let relay = Relay::to(
        vendor.address,
        &[],
        &[
            ("TUTTI_RELAY_TOKEN", "open-sesame"),
            ("TUTTI_RELAY_KEY_SEGMIND", "SG_held"),
        ],
    )
    .await;
    for wrong in [
        &[][..],
        &["x-tutti-token: "],
        &["x-tutti-token: open-sesam"],
        &["x-tutti-token: open-sesame2"],
        &["authorization: Bearer open-sesame"],
    ] {
        assert_eq!(relay.ask(CREDITS, wrong, "").await.status, 401, "{wrong:?}");
    }
    assert!(vendor.asked().is_empty());
    assert_eq!(
        relay
            .ask(CREDITS, &["x-tutti-token: open-sesame"], "")
            .await
            .status,
        200
    );
    assert!(!vendor.asked()[0].contains("sesame"));
    // A program that is no browser names no origin; the token lets it in.
    let program = format!(
        "GET /relay/segmind/v1/get-user-credits HTTP/1.1\r\nhost: {HOST}\r\nx-tutti-token: open-sesame\r\nconnection: close\r\n\r\n"
    );
    assert_eq!(relay.raw(program.as_bytes()).await.unwrap().status, 200);
}

#[tokio::test]
async fn audio_comes_in_parts_and_without_the_callers_key() {
    let part = said(
        206,
        &[
            "content-type: audio/wav",
            "content-range: bytes 0-3/9",
            "accept-ranges: bytes",
        ],
        "RIFF",
    );
    let vendor = Vendor::start(vec![Act::Say(part)]).await;
    let relay = Relay::to(
        vendor.address,
        &[],
        &[("TUTTI_RELAY_KEY_SEGMIND", "SG_held")],
    )
    .await;
    let line = format!(
        "GET /relay/media?url=http%3A%2F%2F{}%2Ffiles%2Fa.wav%3Fsig%3D1",
        vendor.address.to_string().replace(':', "%3A")
    );
    let reply = relay.ask(&line, &[KEY, "range: bytes=0-3"], "").await;
    assert_eq!(
        (
            reply.status,
            reply.text().as_str(),
            reply.header("content-range")
        ),
        (206, "RIFF", Some("bytes 0-3/9"))
    );
    let asked = &vendor.asked()[0];
    assert!(
        asked.starts_with("GET /files/a.wav?sig=1 HTTP/1.1") && asked.contains("range: bytes=0-3"),
        "{asked}"
    );
    assert!(!asked.contains("SG_"), "{asked}");
}

#[tokio::test]
async fn a_redirect_of_an_api_is_not_followed_and_one_of_audio_only_on_the_list() {
    let away = said(307, &["location: http://127.0.0.1:1/x"], "");
    let vendor = Vendor::start(vec![Act::Say(away)]).await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    let reply = relay.ask(CREDITS, &[KEY], "").await;
    assert_eq!((reply.status, reply.header("location")), (307, None));
    let file = format!(
        "GET /relay/media?url=http%3A%2F%2F{}%2Fa.wav",
        vendor.address
    );
    let reply = relay.ask(&file, &[], "").await;
    assert_eq!(
        (reply.status, reply.is_unsent()),
        (502, true),
        "{}",
        reply.text()
    );
    assert_eq!(vendor.asked().len(), 2);

    let on = Vendor::start(vec![
        Act::Say(said(302, &["location: /b.wav"], "")),
        Act::Say(said(200, &["content-type: audio/wav"], "RIFF")),
    ])
    .await;
    let relay = Relay::to(on.address, &[], &[]).await;
    let reply = relay
        .ask(
            &format!("GET /relay/media?url=http%3A%2F%2F{}%2Fa.wav", on.address),
            &[],
            "",
        )
        .await;
    assert_eq!((reply.status, reply.text().as_str()), (200, "RIFF"));
    assert!(on.asked()[1].starts_with("GET /b.wav "));
}

#[tokio::test]
async fn what_did_not_leave_is_told_from_what_was_lost() {
    let gone = Vendor::start(vec![Act::HangUp]).await;
    let relay = Relay::to(gone.address, &[], &[]).await;
    let lost = relay.ask(ORDER, &[KEY, JSON], "{}").await;
    assert_eq!(
        (lost.status, lost.header("x-tutti-relay")),
        (504, Some("lost"))
    );
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let relay = Relay::to(closed, &[], &[]).await;
    let unsent = relay.ask(ORDER, &[KEY, JSON], "{}").await;
    assert_eq!(
        (unsent.status, unsent.header("x-tutti-relay")),
        (502, Some("unsent"))
    );
    assert_eq!(unsent.header("access-control-allow-origin"), Some(PAGE));
}

#[tokio::test]
async fn one_client_cannot_ask_without_end_and_a_believed_proxy_tells_clients_apart() {
    let vendor = Vendor::start(vec![Act::Say(ok("{}"))]).await;
    let relay = Relay::to(
        vendor.address,
        &["--rate", "0.01", "--burst", "2", "--proxies", "127.0.0.1"],
        &[],
    )
    .await;
    let from = |client: &'static str| {
        [
            KEY.to_owned(),
            format!("x-forwarded-for: 9.9.9.9, {client}"),
        ]
    };
    let mut seen = Vec::new();
    for client in ["1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2"] {
        let headers = from(client);
        let reply = relay.ask(CREDITS, &[&headers[0], &headers[1]], "").await;
        seen.push((
            reply.status,
            reply.header("retry-after").is_some(),
            reply.header("x-tutti-relay").is_none(),
        ));
    }
    assert_eq!(
        seen,
        [
            (200, false, true),
            (200, false, true),
            (429, true, true),
            (200, false, true)
        ]
    );
}

#[tokio::test]
async fn what_is_under_way_is_finished_before_the_relay_stops() {
    let pause = std::time::Duration::from_millis(300);
    let whole = ok("{\"late\":1}");
    let vendor = Vendor::start(vec![Act::Slowly(
        whole[..20].to_vec(),
        pause,
        whole[20..].to_vec(),
    )])
    .await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    let address = relay.address;
    let asked = tokio::spawn(async move {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let text = crate::support::request(CREDITS, &[KEY], "");
        tokio::io::AsyncWriteExt::write_all(&mut stream, text.as_bytes())
            .await
            .unwrap();
        crate::support::read(&mut stream).await.unwrap()
    });
    while vendor.asked().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    relay.stop().await;
    assert_eq!(asked.await.unwrap().text(), "{\"late\":1}");
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
