//! Gaps between two questions to the same people.

use serde::{Deserialize, Serialize};

use super::Gap;
use crate::{Interval, Level, Method, StatsError, nps, paired};

/// A gap within one group, and whether it is there at all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Within {
    /// First question less second.
    pub gap: Gap,
    /// Chance of so uneven a result if both questions have one share (McNemar, exact).
    pub p: f64,
}

/// The gap between two yes-no questions to the same people.
///
/// Formula: `(b - c) / n` with `b` who agree to the first only and `c` to the second only; the
/// interval is Tango's score interval for matched shares, p is McNemar's exact test.
/// Arguments: people who agree to the first only, to the second only, and to both or neither.
/// Errors: [`StatsError::Rows`] without people.
/// Assumptions: people are independent.
/// Sources: McNemar 1947, doi:10.1007/BF02295996; Tango 1998,
/// doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
///
/// ```
/// let found = stats::gap::within(8, 2, 90, stats::Level::NINETY_FIVE).unwrap();
/// assert!((found.gap.value - 0.06).abs() < 1e-12);
/// assert!((found.p - 112.0 / 1024.0).abs() < 1e-12);
/// ```
pub fn within(
    first_only: u64,
    second_only: u64,
    alike: u64,
    level: Level,
) -> Result<Within, StatsError> {
    let n = first_only + second_only + alike;
    if n == 0 {
        return Err(StatsError::Rows {
            rows: 0,
            columns: 1,
        });
    }
    let counts = nps::Counts {
        promoters: first_only,
        passives: alike,
        detractors: second_only,
    };
    let value = (first_only as f64 - second_only as f64) / n as f64;
    let Interval { low, high } = nps::tango(&counts, level).holding(value);
    Ok(Within {
        gap: Gap {
            value,
            interval: Interval { low, high },
            method: Method::Tango,
            n: [n, n],
            level,
        },
        p: paired::exact(first_only, second_only).p_differ,
    })
}
