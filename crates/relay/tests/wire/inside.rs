//! Names that lead inside: whatever a resolver says, no connection goes to an address that is not public.

use tokio::net::TcpListener;

use crate::support::{Relay, found_at};

const CREDITS: &str = "GET /relay/segmind/v1/get-user-credits";
const AUDIO: &str = "GET /relay/media?url=https%3A%2F%2Fimages.segmind.com%2Fa.wav";

#[tokio::test]
async fn a_listed_name_that_resolves_to_an_inside_address_is_not_connected_to() {
    for inside in [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "fd00::1",
        "0.0.0.0",
        "64:ff9b::7f00:1",
    ] {
        let (lookup, asked) = found_at(vec![vec![inside]]);
        let relay = Relay::start(&[], &[], lookup).await;
        for line in [CREDITS, AUDIO] {
            let reply = relay.ask(line, &["x-api-key: SG_x"], "").await;
            assert_eq!(reply.status, 502, "{inside}");
            assert!(
                reply.is_unsent() && reply.text().contains("no public address"),
                "{}",
                reply.text()
            );
        }
        assert_eq!(
            *asked.lock().unwrap(),
            ["api.segmind.com", "images.segmind.com"]
        );
    }
}

#[tokio::test]
async fn a_name_that_is_rebound_between_two_looks_is_checked_at_each_and_connected_where_it_was_checked()
 {
    // Nothing answers at the public address, which is for documents; the inside one has a listener on the vendor's port, if
    // this machine lets a test have it, and on any other it would be refused all the same.
    let trap = TcpListener::bind("127.0.0.1:443").await.ok();
    let (lookup, _) = found_at(vec![vec!["8.8.8.8", "127.0.0.1"], vec!["127.0.0.1"]]);
    let relay = Relay::start(&[], &[], lookup).await;
    for _ in 0..2 {
        assert!(
            relay
                .ask(CREDITS, &["x-api-key: SG_x"], "")
                .await
                .text()
                .contains("no public address")
        );
    }
    if let Some(trap) = trap {
        let came = tokio::time::timeout(std::time::Duration::from_millis(50), trap.accept()).await;
        assert!(came.is_err(), "somebody connected");
    }
}
