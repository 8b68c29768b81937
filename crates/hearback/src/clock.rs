//! The one place that reads the clock and draws random numbers.

use domain::time::Micros;

/// Now, unix microseconds.
#[allow(clippy::disallowed_methods, reason = "the door owns the clock")]
pub fn now() -> Micros {
    jiff::Timestamp::now().as_microsecond()
}

/// A monotonic instant, for durations only.
#[allow(clippy::disallowed_methods, reason = "the door owns the clock")]
pub fn monotonic() -> std::time::Instant {
    std::time::Instant::now()
}

/// `N` random bytes from the operating system.
///
/// # Panics
/// When the operating system has no randomness, because nothing secret may be made then.
#[allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the door owns randomness; without it every secret would be guessable"
)]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives no randomness");
    bytes
}

/// A fresh ULID.
pub fn new_id() -> String {
    let ms = u64::try_from(now() / 1_000).unwrap_or(0);
    domain::ulid_text(ms, u128::from_be_bytes(random::<16>()))
}
