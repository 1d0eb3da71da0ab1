//! An order is carried out once, however often it arrives.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::{Relay, request};
use crate::vendor::{Act, Vendor, ok, said};

const ORDER: &str = "POST /relay/segmind/v2/lyria-2";
const BODY: &str = "{\"prompt\":\"rain\"}";
const HEADERS: [&str; 3] = [
    "x-api-key: SG_x",
    "content-type: application/json",
    "idempotency-key: 5a1f0c1e-job-1",
];

#[tokio::test]
async fn the_second_arrival_of_an_order_gets_the_first_ones_answer() {
    let vendor = Vendor::start(vec![
        Act::Say(ok("{\"request_id\":\"first\"}")),
        Act::Say(ok("{\"request_id\":\"second\"}")),
    ])
    .await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    for _ in 0..3 {
        assert_eq!(
            relay.ask(ORDER, &HEADERS, BODY).await.text(),
            "{\"request_id\":\"first\"}"
        );
    }
    assert_eq!(vendor.asked().len(), 1);
    let other = [HEADERS[0], HEADERS[1], "idempotency-key: 5a1f0c1e-job-2"];
    assert_eq!(
        relay.ask(ORDER, &other, BODY).await.text(),
        "{\"request_id\":\"second\"}"
    );
    assert_eq!(relay.ask(ORDER, &HEADERS[..2], BODY).await.status, 200);
    assert_eq!(vendor.asked().len(), 3);
}

#[tokio::test]
async fn an_arrival_while_the_first_is_under_way_waits_for_its_answer_even_when_the_first_caller_hung_up()
 {
    let answer = ok("{\"request_id\":\"r\"}");
    let vendor = Vendor::start(vec![Act::Slowly(
        Vec::new(),
        Duration::from_millis(300),
        answer,
    )])
    .await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    let mut first = TcpStream::connect(relay.address).await.unwrap();
    first
        .write_all(request(ORDER, &HEADERS, BODY).as_bytes())
        .await
        .unwrap();
    while vendor.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(first);
    let (second, third) = tokio::join!(
        relay.ask(ORDER, &HEADERS, BODY),
        relay.ask(ORDER, &HEADERS, BODY)
    );
    assert_eq!(
        (second.text(), third.text()),
        (
            "{\"request_id\":\"r\"}".to_owned(),
            "{\"request_id\":\"r\"}".to_owned()
        )
    );
    assert_eq!(vendor.asked().len(), 1);
}

#[tokio::test]
async fn another_order_under_the_same_id_is_refused() {
    let vendor = Vendor::willing().await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    relay.ask(ORDER, &HEADERS, BODY).await;
    let other_key = ["x-api-key: SG_y", HEADERS[1], HEADERS[2]];
    for (line, headers, body) in [
        (ORDER, &HEADERS, "{\"prompt\":\"sun\"}"),
        (ORDER, &other_key, BODY),
        ("POST /relay/segmind/v1/lyria-2", &HEADERS, BODY),
    ] {
        let reply = relay.ask(line, headers, body).await;
        assert_eq!((reply.status, reply.is_unsent()), (422, true));
    }
    assert_eq!(vendor.asked().len(), 1);
}

#[tokio::test]
async fn an_order_that_was_not_taken_on_may_come_again_and_one_whose_answer_was_lost_may_not() {
    for status in [429, 500, 503] {
        let vendor =
            Vendor::start(vec![Act::Say(said(status, &[], "no")), Act::Say(ok("{}"))]).await;
        let relay = Relay::to(vendor.address, &[], &[]).await;
        assert_eq!(relay.ask(ORDER, &HEADERS, BODY).await.status, status);
        assert_eq!(relay.ask(ORDER, &HEADERS, BODY).await.status, 200);
    }
    let broken = b"HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\nhalf".to_vec();
    for act in [
        Act::HangUp,
        Act::Say(broken),
        Act::Say(said(504, &[], "late")),
        Act::Say(said(200, &[], "yes")),
    ] {
        let vendor = Vendor::start(vec![act, Act::Say(ok("{\"request_id\":\"another\"}"))]).await;
        let relay = Relay::to(vendor.address, &[], &[]).await;
        let (first, second) = (
            relay.ask(ORDER, &HEADERS, BODY).await,
            relay.ask(ORDER, &HEADERS, BODY).await,
        );
        assert_eq!((first.status, first.text()), (second.status, second.text()));
        assert_eq!(vendor.asked().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_too_long_to_be_kept_is_streamed_to_the_first_and_not_asked_for_again() {
    let vendor = Vendor::start(vec![Act::Stream(300)]).await;
    let relay = Relay::to(vendor.address, &[], &[]).await;
    let first = relay.ask(ORDER, &HEADERS, BODY).await;
    assert_eq!(first.body.len(), 300 * 65_536);
    let second = relay.ask(ORDER, &HEADERS, BODY).await;
    assert_eq!(
        (second.status, second.header("x-tutti-relay")),
        (409, Some("lost"))
    );
    assert_eq!(vendor.asked().len(), 1);
}
