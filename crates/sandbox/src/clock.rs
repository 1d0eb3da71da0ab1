//! The time jobs age by: the wall's, the wall's times a factor, or moved by hand.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::lock;

/// The fastest a clock may run, in sandbox seconds to a real one.
pub const MAX_SPEED: f64 = 1_000_000.0;

/// Where a clock moved by hand stands in UTC when it reads zero: 2026-01-01T00:00:00Z.
pub const MANUAL_START: Duration = Duration::from_secs(1_767_225_600);

/// Sandbox time: starts at zero and decides how old a job is. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    hands: Mutex<Hands>,
    /// Told of every change, so that whoever waits reckons again.
    moved: watch::Sender<()>,
}

#[derive(Debug)]
struct Hands {
    /// Sandbox time at `read_at`.
    shown: Duration,
    read_at: Instant,
    /// Sandbox seconds to a real one; zero stands still until it is advanced.
    speed: f64,
    by_hand: bool,
}

impl Clock {
    /// A clock that runs with the wall's.
    pub fn real() -> Self {
        Self::scaled(1.0)
    }

    /// A clock that runs `speed` times as fast as the wall's, between 0 and [`MAX_SPEED`].
    pub fn scaled(speed: f64) -> Self {
        Self::build(speed, false)
    }

    /// A clock that stands still until [`Clock::advance`] moves it.
    ///
    /// In UTC it starts at [`MANUAL_START`], so that headers with a date can be foretold.
    pub fn manual() -> Self {
        Self::build(0.0, true)
    }

    fn build(speed: f64, by_hand: bool) -> Self {
        let hands = Hands {
            shown: Duration::ZERO,
            read_at: Instant::now(),
            speed: sane(speed),
            by_hand,
        };
        Self(Arc::new(Inner {
            hands: Mutex::new(hands),
            moved: watch::Sender::new(()),
        }))
    }

    /// Sandbox time since this clock was made.
    pub fn now(&self) -> Duration {
        lock(&self.0.hands).now()
    }

    /// Sandbox seconds to a real one.
    pub fn speed(&self) -> f64 {
        lock(&self.0.hands).speed
    }

    /// Time since 1970 in UTC: the wall's, or for a clock moved by hand [`MANUAL_START`] plus what it shows.
    pub fn utc(&self) -> Duration {
        let hands = lock(&self.0.hands);
        if hands.by_hand {
            return MANUAL_START.saturating_add(hands.now());
        }
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
    }

    /// Moves the clock on at once. Meant for a clock moved by hand; a running one jumps.
    pub fn advance(&self, by: Duration) {
        lock(&self.0.hands).wind(|hands| hands.shown = hands.shown.saturating_add(by));
        self.0.moved.send_replace(());
    }

    /// Lets the clock run `speed` times as fast as the wall's from here on; 0 stops it.
    pub fn set_speed(&self, speed: f64) {
        lock(&self.0.hands).wind(|hands| hands.speed = sane(speed));
        self.0.moved.send_replace(());
    }

    /// Waits until the clock shows `at`, however it gets there.
    pub(crate) async fn wait_until(&self, at: Duration) {
        let mut moved = self.0.moved.subscribe();
        loop {
            let changed = async { moved.changed().await.is_ok() };
            let left = lock(&self.0.hands).real_time_until(at);
            match left {
                Some(Duration::ZERO) => return,
                Some(pause) => {
                    tokio::time::timeout(pause, changed).await.ok();
                }
                None => {
                    changed.await;
                }
            }
        }
    }

    /// Waits `pause` of sandbox time.
    pub(crate) async fn sleep(&self, pause: Duration) {
        self.wait_until(self.now().saturating_add(pause)).await;
    }
}

impl Hands {
    fn now(&self) -> Duration {
        let passed = self.read_at.elapsed().as_secs_f64() * self.speed;
        self.shown
            .saturating_add(Duration::try_from_secs_f64(passed).unwrap_or(Duration::MAX))
    }

    /// Brings the hands up to now, then changes them.
    fn wind(&mut self, change: impl FnOnce(&mut Self)) {
        self.shown = self.now();
        self.read_at = Instant::now();
        change(self);
    }

    /// Real time until the clock shows `at`, or nothing if it stands still before.
    fn real_time_until(&self, at: Duration) -> Option<Duration> {
        let left = at.saturating_sub(self.now());
        if left.is_zero() {
            return Some(Duration::ZERO);
        }
        if self.speed == 0.0 {
            return None;
        }
        // At least a millisecond: a pause rounded to nothing would be taken for "already there".
        let pause =
            Duration::try_from_secs_f64(left.as_secs_f64() / self.speed).unwrap_or(Duration::MAX);
        Some(pause.clamp(Duration::from_millis(1), Duration::from_secs(3600)))
    }
}

fn sane(speed: f64) -> f64 {
    if speed.is_nan() {
        1.0
    } else {
        speed.clamp(0.0, MAX_SPEED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_moved_by_hand_stands_still_until_it_is_moved() {
        let clock = Clock::manual();
        std::thread::sleep(Duration::from_millis(5));
        assert_eq!(clock.now(), Duration::ZERO);
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now(), Duration::from_millis(1500));
        assert_eq!(
            clock.clone().utc(),
            MANUAL_START + Duration::from_millis(1500)
        );
    }

    #[test]
    fn a_scaled_clock_runs_faster_and_keeps_its_time_when_its_speed_changes() {
        let clock = Clock::scaled(1000.0);
        std::thread::sleep(Duration::from_millis(20));
        clock.set_speed(0.0);
        let stopped = clock.now();
        assert!(stopped >= Duration::from_secs(20), "{stopped:?}");
        std::thread::sleep(Duration::from_millis(5));
        assert_eq!(clock.now(), stopped);
    }

    #[test]
    fn no_speed_or_distance_can_break_it() {
        for speed in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            let clock = Clock::scaled(speed);
            clock.advance(Duration::MAX);
            clock.advance(Duration::MAX);
            assert_eq!(clock.now(), Duration::MAX);
        }
    }

    #[tokio::test]
    async fn whoever_waits_wakes_when_the_clock_is_moved_far_enough() {
        let clock = Clock::manual();
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.wait_until(Duration::from_secs(10)).await }
        });
        clock.advance(Duration::from_secs(9));
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert!(!waiter.is_finished());
        clock.advance(Duration::from_secs(1));
        waiter.await.unwrap();
    }

    #[tokio::test]
    async fn a_wait_follows_a_change_of_speed() {
        let clock = Clock::manual();
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_secs(100)).await }
        });
        tokio::task::yield_now().await;
        clock.set_speed(10_000.0);
        tokio::time::timeout(Duration::from_secs(5), waiter)
            .await
            .unwrap()
            .unwrap();
    }
}
