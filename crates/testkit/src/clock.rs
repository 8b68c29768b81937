//! A clock that stands still until it is told to move.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Unix microseconds that only the test moves; clones share the same hands.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// A clock that stands at `at` (unix microseconds).
    pub fn at(at: i64) -> Self {
        Self(Arc::new(AtomicI64::new(at)))
    }

    /// The instant it shows, in unix microseconds.
    pub fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Moves the hands forward and returns the new instant.
    pub fn advance(&self, by: Duration) -> i64 {
        let by = i64::try_from(by.as_micros()).expect("a test moves less than 292,000 years");
        self.0.fetch_add(by, Ordering::SeqCst) + by
    }

    /// Sets the hands, backwards too: clocks do jump.
    pub fn set(&self, at: i64) {
        self.0.store(at, Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    /// 2026-03-02 09:00 UTC, a Monday.
    fn default() -> Self {
        Self::at(1_772_442_000_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_clock_share_its_hands() {
        let clock = FixedClock::default();
        let seen = clock.clone();
        assert_eq!(domain::time::to_text(seen.now()), "2026-03-02T09:00:00Z");
        assert_eq!(clock.advance(Duration::from_millis(1)), seen.now());
        clock.set(5);
        assert_eq!(seen.now(), 5);
    }
}
