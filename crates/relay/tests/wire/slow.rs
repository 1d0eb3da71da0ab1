//! Bodies that are too long, too slow, or never end.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{Relay, read, request};
use crate::vendor::{Act, Vendor};

const ORDER: &str = "POST /relay/segmind/v2/lyria-2";
const CREDITS: &str = "GET /relay/segmind/v1/get-user-credits";
const KEY: &str = "x-api-key: SG_x";
const JSON: &str = "content-type: application/json";

#[tokio::test]
async fn a_body_that_is_longer_than_allowed_reaches_nobody() {
    let vendor = Vendor::willing().await;
    let relay = Relay::to(vendor.address, &["--request-bytes", "1000"], &[]).await;
    let long = relay.ask(ORDER, &[KEY, JSON], &"x".repeat(1001)).await;
    assert_eq!((long.status, long.is_unsent()), (413, true));
    let chunks = "3e8\r\n".to_owned() + &"x".repeat(1000) + "\r\n1\r\nx\r\n0\r\n\r\n";
    let chunked = request(ORDER, &[KEY, JSON, "transfer-encoding: chunked"], "") + &chunks;
    assert_eq!(relay.raw(chunked.as_bytes()).await.unwrap().status, 413);
    assert!(vendor.asked().is_empty());
    assert_eq!(
        relay
            .ask(ORDER, &[KEY, JSON], &"x".repeat(1000))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_head_or_a_body_that_does_not_come_ends_the_connection_and_reaches_nobody() {
    let vendor = Vendor::willing().await;
    let relay = Relay::to(vendor.address, &["--idle-seconds", "0.2"], &[]).await;
    let whole = request(ORDER, &[KEY, JSON], "{\"prompt\":\"rain\"}");
    for part in [
        "",
        "POST",
        "POST /relay/segmind/v2/lyria-2 HTTP/1.1\r\nhost: tutti",
        &whole[..whole.len() - 5],
    ] {
        let mut stream = TcpStream::connect(relay.address).await.unwrap();
        stream.write_all(part.as_bytes()).await.unwrap();
        let reply = read(&mut stream).await;
        assert!(
            reply.is_none_or(|reply| matches!(reply.status, 400 | 408)),
            "{part}"
        );
    }
    assert!(vendor.asked().is_empty());
}

#[tokio::test]
async fn an_answer_that_is_longer_than_allowed_or_stands_still_is_cut() {
    let announced = Vendor::start(vec![Act::Stream(4)]).await;
    let relay = Relay::to(announced.address, &["--answer-bytes", "100000"], &[]).await;
    let reply = relay.ask(CREDITS, &[KEY], "").await;
    assert_eq!(
        (reply.status, reply.header("x-tutti-relay")),
        (502, Some("lost"))
    );

    let endless = b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n"
        .iter()
        .copied()
        .chain(b"400\r\n".iter().copied())
        .chain([b'x'; 1024]);
    let still = Vendor::start(vec![Act::Slowly(
        endless.collect(),
        Duration::from_secs(30),
        Vec::new(),
    )])
    .await;
    let relay = Relay::to(still.address, &["--idle-seconds", "0.2"], &[]).await;
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    stream
        .write_all(request(CREDITS, &[KEY], "").as_bytes())
        .await
        .unwrap();
    let cut = read(&mut stream).await.unwrap();
    assert!(cut.body.len() <= 1024);
}

#[tokio::test]
async fn a_caller_that_does_not_read_is_hung_up_on() {
    let vendor = Vendor::start(vec![Act::Stream(2_000)]).await;
    let relay = Relay::to(
        vendor.address,
        &["--idle-seconds", "0.3", "--connections", "1"],
        &[],
    )
    .await;
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    let line = format!(
        "GET /relay/media?url=http%3A%2F%2F{}%2Fa.wav",
        vendor.address
    );
    stream
        .write_all(request(&line, &[], "").as_bytes())
        .await
        .unwrap();
    // There is room for one connection only, so the next is answered when the first is gone.
    assert_eq!(relay.ask("GET /relay/health", &[], "").await.status, 200);
}
