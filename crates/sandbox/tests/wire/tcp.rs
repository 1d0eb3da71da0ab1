//! Over real connections, which can really break.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tutti_sandbox::{Clock, Kind, Length, MAX_BODY, Route, Sandbox};

use crate::client::{Client, KEY, rain};

#[tokio::test]
async fn a_job_runs_over_a_connection_and_its_urls_lead_back_to_it() {
    let server = Server::start(Clock::scaled(1000.0)).await;
    let taken = json(
        &server
            .post("/segmind/v2/lyria-2", rain().to_string().as_bytes())
            .await,
    );
    let status_url = taken["status_url"].as_str().unwrap();
    let path = status_url
        .strip_prefix(&format!("http://{}", server.address))
        .expect("our own address");
    loop {
        let answer = json(&server.get(path).await);
        if answer["status"] == "COMPLETED" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_dropped_connection_closes_without_a_byte() {
    let server = Server::start(Clock::manual()).await;
    for (kind, billed) in [(Kind::DropBefore {}, 0), (Kind::DropAfter {}, 1)] {
        server.client.fault(Route::Submit, kind);
        let answer = server
            .post("/segmind/v2/lyria-2", rain().to_string().as_bytes())
            .await;
        assert_eq!(answer, b"");
        assert_eq!(server.client.sandbox.ledger().billed.len(), billed);
    }
    assert!(
        server
            .get("/_sandbox/health")
            .await
            .ends_with(b"{\"ok\":true}")
    );
}

#[tokio::test]
async fn a_cut_body_breaks_off_short_of_the_length_it_declared() {
    let server = Server::start(Clock::manual()).await;
    server.client.fault(
        Route::Submit,
        Kind::Truncate {
            keep: 0.5,
            length: Length::Full,
        },
    );
    let answer = server
        .post("/segmind/v2/lyria-2", rain().to_string().as_bytes())
        .await;
    let (head, body) = parts(&answer);
    let declared: usize = head
        .split("content-length: ")
        .nth(1)
        .unwrap()
        .split('\r')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(body.len(), declared / 2, "{head}");
    assert!(body.starts_with(b"{\"request_id\""));
}

#[tokio::test]
async fn a_body_of_ten_megabytes_is_refused_not_reset() {
    let server = Server::start(Clock::manual()).await;
    let answer = server
        .post("/segmind/v2/lyria-2", &vec![b'x'; 10 * MAX_BODY])
        .await;
    assert!(
        answer.starts_with(b"HTTP/1.1 413"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
}

#[tokio::test]
async fn bytes_that_are_no_http_harm_nobody_else() {
    let server = Server::start(Clock::manual()).await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"GET\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let answer = server.exchange(&[bytes]).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"));
    }
    assert!(
        server
            .get("/_sandbox/health")
            .await
            .starts_with(b"HTTP/1.1 200")
    );
}

/// A sandbox on a free port.
struct Server {
    address: String,
    client: Client,
}

impl Server {
    async fn start(clock: Clock) -> Self {
        let client = Client {
            sandbox: Sandbox::new(clock),
            ..Client::new()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(axum::serve(listener, client.sandbox.router()).into_future());
        Self { address, client }
    }

    async fn get(&self, path: &str) -> Vec<u8> {
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\nx-api-key: {KEY}\r\nconnection: close\r\n\r\n",
            self.address
        );
        self.exchange(&[head.as_bytes()]).await
    }

    async fn post(&self, path: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nx-api-key: {KEY}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            self.address,
            body.len()
        );
        self.exchange(&[head.as_bytes(), body]).await
    }

    async fn exchange(&self, sent: &[&[u8]]) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        for bytes in sent {
            stream.write_all(bytes).await.unwrap();
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok();
        answer
    }
}

fn parts(answer: &[u8]) -> (String, &[u8]) {
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a head")
        + 4;
    (
        String::from_utf8(answer[..end].to_vec()).unwrap(),
        &answer[end..],
    )
}

fn json(answer: &[u8]) -> Value {
    let value = serde_json::from_slice(parts(answer).1).unwrap();
    assert_ne!(value, json!({}));
    value
}
