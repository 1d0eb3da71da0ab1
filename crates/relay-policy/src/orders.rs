//! Orders by their ids: what makes two arrivals the same order, and how long and how much of an answer is kept for the
//! second.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::Pass;

/// How long an answer is kept, from the order's first arrival.
pub const KEPT_FOR: Duration = Duration::from_secs(3600);

/// The longest answer that is kept, in bytes; a direct order's is a whole piece of audio.
pub const LONGEST_KEPT: usize = 16 << 20;

/// What an order is, so that another one under its id is told apart: its address, its key and its body, hashed.
pub type Fingerprint = [u8; 32];

/// What tells one order from another.
pub fn fingerprint(pass: &Pass, body: &[u8]) -> Fingerprint {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    add(pass.url.to_string().as_bytes());
    for (name, value) in &pass.headers {
        if value.is_sensitive() {
            add(name.as_str().as_bytes());
            add(value.as_bytes());
        }
    }
    add(body);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method};

    use super::*;
    use crate::{Kind, Limits};

    fn order(url: &str, key: &str, accept: &str) -> Pass {
        let mut headers = HeaderMap::new();
        let mut key = HeaderValue::from_str(key).unwrap();
        key.set_sensitive(true);
        headers.insert("x-api-key", key);
        headers.insert("accept", HeaderValue::from_str(accept).unwrap());
        let limits = Limits::default();
        Pass {
            kind: Kind::Api(0),
            method: Method::POST,
            url: url.parse().unwrap(),
            headers,
            order: None,
            page: None,
            hops: 0,
            most_sent: limits.request_bytes,
            most_read: limits.answer_bytes,
            patience: limits.order_time,
        }
    }

    #[test]
    fn an_order_is_its_address_its_key_and_its_body() {
        let print =
            |url, key, accept, body: &str| fingerprint(&order(url, key, accept), body.as_bytes());
        let one = print("https://a.example/x", "key", "*/*", "{}");
        assert_eq!(one, print("https://a.example/x", "key", "audio/wav", "{}"));
        for other in [
            print("https://a.example/y", "key", "*/*", "{}"),
            print("https://a.example/x", "key2", "*/*", "{}"),
            print("https://a.example/x", "key", "*/*", "{ }"),
        ] {
            assert_ne!(one, other);
        }
    }
}
