//! When to try again.

use domain::time::Micros;

const SECOND: f64 = 1_000_000.0;
const HOUR_S: f64 = 3_600.0;

/// Seconds to wait after the first, second … failed attempt; after the last one it is given up.
const SCHEDULE_S: [f64; 9] = [
    5.0,
    300.0,
    1_800.0,
    2.0 * HOUR_S,
    5.0 * HOUR_S,
    10.0 * HOUR_S,
    14.0 * HOUR_S,
    20.0 * HOUR_S,
    24.0 * HOUR_S,
];
/// The longest wait that the other side may ask for.
const LONGEST_ASKED_S: f64 = 24.0 * HOUR_S;

/// When to try again after failed attempt number `attempts` (from 1); `None` when it was the last.
///
/// `share` (0–1) spreads the wait by ±20 %, so that what failed together does not come back
/// together. `asked_s` is what the other side asked for in `Retry-After`: never sooner than that.
pub(super) fn next_at(
    now: Micros,
    attempts: i64,
    share: f64,
    asked_s: Option<f64>,
) -> Option<Micros> {
    let index = usize::try_from(attempts.max(1) - 1).ok()?;
    let wait = SCHEDULE_S.get(index)? * (0.8 + 0.4 * share.clamp(0.0, 1.0));
    let asked = asked_s.unwrap_or(0.0).clamp(0.0, LONGEST_ASKED_S);
    Some(now + (wait.max(asked) * SECOND) as i64)
}

/// Seconds that `Retry-After` asks for: a number, or a date compared with now.
pub(super) fn asked_s(header: Option<&str>, now: Micros) -> Option<f64> {
    let header = header?.trim();
    if let Ok(seconds) = header.parse::<u32>() {
        return Some(f64::from(seconds));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(header)
        .ok()?;
    Some(((at.as_microsecond() - now) as f64 / SECOND).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_follow_the_schedule_within_a_fifth() {
        let wanted = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        for (i, seconds) in wanted.into_iter().enumerate() {
            let attempts = i as i64 + 1;
            let micros = seconds * 1_000_000;
            assert_eq!(next_at(0, attempts, 0.0, None), Some(micros * 8 / 10));
            assert_eq!(next_at(0, attempts, 0.5, None), Some(micros));
            let most = next_at(0, attempts, 1.0, None).unwrap();
            assert!((most - micros * 12 / 10).abs() <= 1, "{most}");
        }
        assert_eq!(next_at(0, 10, 0.5, None), None);
    }

    #[test]
    fn retry_after_is_honored_up_to_a_day() {
        let now = 1_772_442_000_000_000; // 2026-03-02 09:00:00 UTC, a Monday
        assert_eq!(asked_s(Some("120"), now), Some(120.0));
        assert_eq!(
            asked_s(Some("Mon, 02 Mar 2026 09:01:30 GMT"), now),
            Some(90.0)
        );
        assert_eq!(
            asked_s(Some("Mon, 02 Mar 2026 08:00:00 GMT"), now),
            Some(0.0)
        );
        assert_eq!(asked_s(Some("soon"), now), None);
        assert_eq!(asked_s(None, now), None);
        assert_eq!(next_at(0, 1, 0.5, Some(120.0)), Some(120_000_000));
        assert_eq!(next_at(0, 2, 0.5, Some(120.0)), Some(300_000_000));
        assert_eq!(next_at(0, 1, 0.5, Some(1e9)), Some(86_400_000_000));
    }
}
