//! How long a step took, for people to read; nothing is decided by it.

use std::time::Instant;

/// A running stopwatch.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "a development command tells people how long they waited"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds so far, as a measurement.
    pub(crate) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    /// `0.4 s`, `12 s` or `3 min 20 s`.
    pub(crate) fn read(&self) -> String {
        words(self.0.elapsed().as_secs_f64())
    }
}

fn words(seconds: f64) -> String {
    if seconds < 9.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match (whole / 60, whole % 60) {
        (0, s) => format!("{s} s"),
        (m, s) => format!("{m} min {s} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_duration_reads_as_people_say_it() {
        assert_eq!(words(0.44), "0.4 s");
        assert_eq!(words(12.4), "12 s");
        assert_eq!(words(200.0), "3 min 20 s");
    }
}
