//! Requests that somebody with bad intent would send, byte by byte. None of them may make the relay so much as look a name
//! up, and every one is answered or hung up on.

use crate::support::{HOST, PAGE, Relay, found_at, request};

/// Headers that every good request has.
const GOOD: &str = "host: tutti.example\r\norigin: https://tutti.example\r\nx-api-key: SG_x\r\nconnection: close\r\n";

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\n{GOOD}\r\n")
}

fn with(headers: &str) -> String {
    format!("GET /relay/segmind/v1/get-user-credits HTTP/1.1\r\n{headers}connection: close\r\n\r\n")
}

fn media(url: &str) -> String {
    get(&format!("/relay/media?url={url}"))
}

fn order(headers: &str, body: &str) -> String {
    format!("POST /relay/segmind/v2/lyria-2 HTTP/1.1\r\n{GOOD}{headers}\r\n{body}")
}

/// Targets: encodings, other forms, traversal, routes that are not on the list.
fn targets() -> Vec<String> {
    let paths = [
        "/relay/",
        "/relay//segmind/v1/get-user-credits",
        "/relay/segmind//v1/get-user-credits",
        "/relay/segmind/v1//get-user-credits",
        "/relay/segmind/v1/get-user-credits/",
        "/relay/segmind/v1/../v1/get-user-credits",
        "/relay/segmind/v1/%2e%2e/v1/get-user-credits",
        "/relay/segmind/v1/%2E./get-user-credits",
        "/relay/segmind/./v1/get-user-credits",
        "/relay/segmind/v2/requests/..%2fadmin",
        "/relay/segmind/v2/requests/a%2Fb",
        "/relay/segmind/v2/requests/a%5cb",
        "/relay/segmind/v2/requests/%252e%252e",
        "/relay/segmind/v2/requests/%00",
        "/relay/segmind/v2/requests/a%0d%0aX:1",
        "/relay/segmind/v2/requests/a%",
        "/relay/segmind/v2/requests/a%zz",
        "/relay/segmind/v2/requests/a\\b",
        "/relay/segmind/admin/keys",
        "/relay/segmind/v1/get-user-credits/more",
        "/relay/segmind/v3/lyria",
        "/relay/segmind",
        "/relay/SEGMIND/v1/get-user-credits",
        "/relay/segmind%2fv1/get-user-credits",
        "/relay/evil.example/v1/x",
        "/relay/127.0.0.1/v1/x",
        "/relay/https://api.segmind.com/v1/get-user-credits",
        "/relay/segmind@evil.example/v1/get-user-credits",
        "/relay/segmind:80/v1/get-user-credits",
        "/relay/..;/segmind/v1/get-user-credits",
        "/RELAY/segmind/v1/get-user-credits",
        "//relay/segmind/v1/get-user-credits",
        "/relay/health/../segmind/v1/get-user-credits",
    ];
    let forms = [
        "http://api.segmind.com/v1/get-user-credits",
        "https://api.segmind.com/v1/get-user-credits",
        "http://tutti.example/relay/segmind/v1/get-user-credits",
        "http://169.254.169.254/latest/meta-data/",
        "*",
        "relay/segmind/v1/get-user-credits",
        "@api.segmind.com/v1",
        "file:///etc/passwd",
    ];
    let long = format!("/relay/segmind/v2/requests/{}", "a".repeat(9_000));
    let mut all: Vec<_> = paths
        .iter()
        .chain(&forms)
        .map(|target| get(target))
        .collect();
    all.extend([
        get(&long),
        "CONNECT api.segmind.com:443 HTTP/1.1\r\nhost: api.segmind.com:443\r\n\r\n".to_owned(),
    ]);
    all.push(format!(
        "CONNECT api.segmind.com:443 HTTP/1.1\r\n{GOOD}\r\n"
    ));
    all.push(format!(
        "GET /relay/segmind/v1/get-user-credits\r\n{GOOD}\r\n"
    ));
    all.push("GET /relay/segmind/v1/get-user-credits HTTP/1.0\r\n\r\n".to_owned());
    all
}

/// Addresses of audio: other hosts, other ports, user names, other spellings of inside addresses, names that look alike.
fn audio() -> Vec<String> {
    let urls = [
        "https://evil.example/a.wav",
        "http://images.segmind.com/a.wav",
        "https://images.segmind.com:8443/a.wav",
        "https://images.segmind.com@evil.example/a.wav",
        "https://user:word@images.segmind.com/a.wav",
        "https://images.segmind.com.evil.example/a.wav",
        "https://evil.example%23@images.segmind.com/a.wav",
        "https://images.segmind.com%5C@evil.example/a.wav",
        "https://images.segmind.com%2F..%2F..%2Fa.wav",
        "https://images.segmind.com/a/%252e%252e/b",
        "https://images.segmind.com./a.wav",
        "https://127.0.0.1/a.wav",
        "https://2130706433/a.wav",
        "https://0x7f.1/a.wav",
        "https://0177.0.0.1/a.wav",
        "https://[::1]/a.wav",
        "https://[::ffff:169.254.169.254]/a.wav",
        "https://[::ffff:7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/a.wav",
        "https://metadata.google.internal/x",
        "https://images.segm%D1%96nd.com/a.wav",
        "https://xn--images-segmnd-xyz.com/a.wav",
        "https://pub-a.b.r2.dev/a.wav",
        "https://pub-.r2.dev/a.wav",
        "https://r2.dev/a.wav",
        "https://pub-a.r2.dev.evil.example/a",
        "https://pub-*.r2.dev/a",
        "https:///a.wav",
        "https:images.segmind.com/a.wav",
        "//images.segmind.com/a.wav",
        "ftp://images.segmind.com/a.wav",
        "file:///etc/passwd",
        "data:audio/wav;base64,AA",
        "javascript:alert(1)",
        "",
        "https://images.segmind.com",
        "https://images.segmind.com/a%20b%0D%0AX: 1",
        "%",
        "https://images.segmind.com/a.wav%23x",
        "https://images.segmind.com/a.wav&url=https://evil.example/",
        "https%253A%252F%252Fimages.segmind.com/a",
    ];
    let mut all: Vec<_> = urls.iter().map(|url| media(url)).collect();
    all.extend(
        [
            "/relay/media",
            "/relay/media/https://images.segmind.com/a.wav",
            "/relay/media?URL=https://images.segmind.com/a",
            "/relay/media?x=1&url=https://images.segmind.com/a",
        ]
        .map(get),
    );
    all.push(media("https://images.segmind.com/a.wav").replace("GET", "POST"));
    all
}

/// Callers: wrong origins, wrong names of the relay, origins that look alike or are there twice.
fn callers() -> Vec<String> {
    let origin = |origin: &str| {
        with(&format!(
            "host: {HOST}\r\norigin: {origin}\r\nx-api-key: SG_x\r\n"
        ))
    };
    let host = |host: &str| {
        with(&format!(
            "host: {host}\r\norigin: {PAGE}\r\nx-api-key: SG_x\r\n"
        ))
    };
    let mut all: Vec<_> = [
        "null",
        "https://evil.example",
        "http://tutti.example",
        "https://tutti.example.evil.example",
        "https://tutti.example:443",
        "https://tutti.example/",
        "https://TUTTI.example",
        "https://eviltutti.example",
        "https://tutti.example, https://evil.example",
        "https://tutti.example\u{0}",
        "*",
        "",
        "file://",
    ]
    .iter()
    .map(|it| origin(it))
    .collect();
    all.extend(
        [
            "evil.example",
            "tutti.example:81",
            "tutti.example.",
            "127.0.0.1",
            "",
            "tutti.example, evil.example",
            "tutti.example@evil.example",
        ]
        .map(host),
    );
    all.extend([
        with("x-api-key: SG_x\r\norigin: https://tutti.example\r\n"),
        with(&format!("host: {HOST}\r\nx-api-key: SG_x\r\n")),
        with(&format!(
            "host: {HOST}\r\nhost: evil.example\r\norigin: {PAGE}\r\nx-api-key: SG_x\r\n"
        )),
        with(&format!(
            "host: {HOST}\r\norigin: {PAGE}\r\norigin: https://evil.example\r\nx-api-key: SG_x\r\n"
        )),
        with(&format!(
            "host: {HOST}\r\nsec-fetch-site: cross-site\r\nx-api-key: SG_x\r\n"
        )),
        with(&format!(
            "host: {HOST}\r\nsec-fetch-site: none\r\nx-api-key: SG_x\r\n"
        )),
        with(&format!(
            "host: {HOST}\r\nsec-fetch-site: same-site\r\nreferer: {PAGE}/\r\nx-api-key: SG_x\r\n"
        )),
        with(&format!("host: {HOST}\r\norigin: {PAGE}\r\n")),
        with(&format!(
            "host: {HOST}\r\norigin: {PAGE}\r\nx-api-key: a\r\nx-api-key: b\r\n"
        )),
        with(&format!(
            "host: {HOST}\r\norigin: {PAGE}\r\nauthorization: Bearer SG_x\r\n"
        )),
    ]);
    all
}

/// Framing and bodies: lengths that disagree, odd codings, folded and malformed headers, methods that are not let through.
fn framing() -> Vec<String> {
    let json = "content-type: application/json\r\n";
    let mut all: Vec<_> = [
        "content-length: 2\r\ncontent-length: 3\r\n",
        "content-length: 2\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 2\r\n",
        "transfer-encoding: gzip, chunked\r\n",
        "transfer-encoding: identity\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: xchunked\r\n",
        "content-length: -1\r\n",
        "content-length: +2\r\n",
        "content-length: 0x2\r\n",
        "content-length: 99999999999999999999\r\n",
        "content-length: 2, 2\r\n",
        "content-length : 2\r\n",
        "x: 1\r\n content-length: 2\r\n",
        "\u{1}bad: 1\r\n",
        "no colon here\r\n",
        ": empty\r\n",
        "content-length: 9999999\r\n",
        "upgrade: websocket\r\nconnection: upgrade\r\n",
        "idempotency-key: short\r\ncontent-length: 2\r\n",
        "idempotency-key: 0123456789\r\nidempotency-key: 0123456780\r\ncontent-length: 2\r\n",
        "idempotency-key: 0123456789/../x\r\ncontent-length: 2\r\n",
    ]
    .iter()
    .map(|headers| order(&format!("{json}{headers}"), "{}"))
    .collect();
    all.extend([
        order("content-length: 2\r\n", "{}"),
        order("content-type: text/plain\r\ncontent-length: 2\r\n", "{}"),
        order(
            "content-type: application/json\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n",
            "{}",
        ),
        order(
            "content-type: multipart/form-data\r\ncontent-length: 2\r\n",
            "{}",
        ),
        order(
            &format!("{json}transfer-encoding: chunked\r\n"),
            "zz\r\n{}\r\n0\r\n\r\n",
        ),
        order(
            &format!("{json}{}content-length: 2\r\n", "x-pad: 1\r\n".repeat(80)),
            "{}",
        ),
        order(
            &format!(
                "{json}x-pad: {}\r\ncontent-length: 2\r\n",
                "p".repeat(40_000)
            ),
            "{}",
        ),
        get("/relay/segmind/v1/get-user-credits")
            .replace("\r\n\r\n", "\r\ncontent-length: 2\r\n\r\n{}"),
        get("/relay/segmind/v1/get-user-credits").replace(
            "\r\n\r\n",
            "\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
    ]);
    let methods = [
        "DELETE", "PUT", "PATCH", "TRACE", "TRACK", "HEAD", "PROPFIND", "get", "GE T",
    ];
    all.extend(
        methods.map(|method| get("/relay/segmind/v1/get-user-credits").replacen("GET", method, 1)),
    );
    all.push(get("/relay/segmind/v2/lyria-2"));
    all.push(request("OPTIONS /relay/segmind/v2/lyria-2", &[], ""));
    all.push(request(
        "OPTIONS /relay/segmind/v2/lyria-2",
        &["access-control-request-method: DELETE"],
        "",
    ));
    all.push(request(
        "OPTIONS /relay/segmind/v2/lyria-2",
        &[
            "access-control-request-method: POST",
            "access-control-request-headers: x-forwarded-for",
        ],
        "",
    ));
    all.push("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned());
    all.push("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}".to_owned());
    all
}

#[tokio::test]
async fn no_hostile_request_gets_through() {
    let (lookup, asked) = found_at(vec![vec!["127.0.0.1"]]);
    let relay = Relay::start(&["--burst", "100000", "--idle-seconds", "0.5"], &[], lookup).await;
    let table: Vec<_> = [targets(), audio(), callers(), framing()].concat();
    assert!(table.len() >= 60, "{}", table.len());
    for bytes in &table {
        let reply = relay.raw(bytes.as_bytes()).await;
        let names = asked.lock().unwrap().clone();
        assert!(names.is_empty(), "{names:?} was looked up for\n{bytes}");
        if let Some(reply) = reply {
            assert!(reply.status >= 400, "{}\n{bytes}", reply.status);
        }
    }
}

#[tokio::test]
async fn the_same_requests_without_malice_are_let_through() {
    let (lookup, asked) = found_at(vec![vec!["127.0.0.1"]]);
    let relay = Relay::start(&[], &[], lookup).await;
    let good = [
        get("/relay/segmind/v1/get-user-credits"),
        media("https%3A%2F%2Fimages.segmind.com%2Fa.wav%3Fsig%3Da%252Fb"),
        order(
            "content-type: application/json\r\nidempotency-key: 0123456789\r\ncontent-length: 2\r\n",
            "{}",
        ),
        order(
            "content-type: application/json; charset=utf-8\r\ntransfer-encoding: chunked\r\n",
            "2\r\n{}\r\n0\r\n\r\n",
        ),
        with(&format!(
            "host: {HOST}\r\nsec-fetch-site: same-origin\r\nx-api-key: SG_x\r\n"
        )),
    ];
    for (index, bytes) in good.iter().enumerate() {
        let reply = relay.raw(bytes.as_bytes()).await.unwrap();
        assert_eq!(reply.status, 502, "{bytes}\n{}", reply.text());
        assert_eq!(asked.lock().unwrap().len(), index + 1, "{bytes}");
    }
}
