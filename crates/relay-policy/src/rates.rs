//! How often one client may ask: a bucket that fills by the second.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

/// The most clients that are remembered; those that asked for nothing lately are forgotten first.
const MOST_CLIENTS: usize = 50_000;

/// Buckets of requests, one for each client.
#[derive(Debug)]
pub struct Rates {
    per_second: f64,
    burst: f64,
    buckets: HashMap<u64, Bucket>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Duration,
}

impl Rates {
    /// So many requests a second, and so many at once.
    pub fn new(per_second: f64, burst: f64) -> Self {
        Self {
            per_second,
            burst,
            buckets: HashMap::new(),
        }
    }

    /// Takes one request out of a client's bucket, at a time that never goes back.
    ///
    /// # Errors
    ///
    /// How many whole seconds to wait.
    pub fn take(&mut self, client: u64, now: Duration) -> Result<(), u64> {
        if self.buckets.len() >= MOST_CLIENTS && !self.buckets.contains_key(&client) {
            self.forget(now);
        }
        let (per_second, burst) = (self.per_second, self.burst);
        let bucket = self.buckets.entry(client).or_insert(Bucket {
            left: burst,
            at: now,
        });
        bucket.left = bucket.filled(per_second, now).min(burst);
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        Err(((1.0 - bucket.left) / per_second).ceil().max(1.0) as u64)
    }

    /// Forgets clients whose buckets are full again, and all of them when that is not enough: nobody may fill the memory.
    fn forget(&mut self, now: Duration) {
        let (per_second, burst) = (self.per_second, self.burst);
        self.buckets
            .retain(|_, bucket| bucket.filled(per_second, now) < burst);
        if self.buckets.len() >= MOST_CLIENTS {
            self.buckets.clear();
        }
    }
}

impl Bucket {
    fn filled(&self, per_second: f64, now: Duration) -> f64 {
        self.left + now.saturating_sub(self.at).as_secs_f64() * per_second
    }
}

/// Who counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that a line is given.
pub fn client_of(address: IpAddr) -> u64 {
    match address.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again_and_each_client_has_its_own() {
        let mut rates = Rates::new(2.0, 3.0);
        let at = Duration::from_millis;
        for _ in 0..3 {
            assert_eq!(rates.take(1, at(0)), Ok(()));
        }
        assert_eq!(rates.take(1, at(0)), Err(1));
        assert_eq!(rates.take(2, at(0)), Ok(()));
        assert_eq!(rates.take(1, at(500)), Ok(()));
        assert_eq!(rates.take(1, at(500)), Err(1));
        assert_eq!(rates.take(1, at(0)), Err(1));
    }

    #[test]
    fn no_number_of_clients_fills_the_memory() {
        let mut rates = Rates::new(0.001, 2.0);
        for client in 0..3 * MOST_CLIENTS as u64 {
            assert_eq!(rates.take(client, Duration::ZERO), Ok(()));
            assert!(rates.buckets.len() <= MOST_CLIENTS);
        }
    }

    #[test]
    fn neighbours_on_one_ipv6_line_are_one_client() {
        let client = |address: &str| client_of(address.parse().unwrap());
        assert_eq!(client("2001:db8:1:2::1"), client("2001:db8:1:2:ffff::9"));
        assert_ne!(client("2001:db8:1:2::1"), client("2001:db8:1:3::1"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
    }
}
