//! EARS: the limit of a count from the few periods before it.
//!
//! For streams too young for [`farrington`](super::farrington): no season, no trend.

use serde::{Deserialize, Serialize};

use crate::{Level, StatsError};

/// Which of the three rules of the Early Aberration Reporting System.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// The 7 periods right before.
    C1,
    /// The 7 periods before the last two, lest a slow start hides itself.
    C2,
    /// As C2, with what the last two periods were too high by.
    C3,
}

/// Periods of the baseline.
const BASELINE: usize = 7;
/// Periods between baseline and count in C2 and C3.
const LAG: usize = 2;

/// One period beside its limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// The period, counted from 0.
    pub index: usize,
    /// Mean of its baseline.
    pub expected: f64,
    /// The count above which it calls.
    pub upper: f64,
    /// Whether it calls.
    pub alarm: bool,
}

/// Every period that has a whole baseline, by one rule.
///
/// Formula: with mean m and standard deviation s of the 7 periods before t (C1) or before t - 2
/// (C2), the limit is `m + z s`. C3 calls where
/// `Σ_{i = 1, 2} max(0, C2_{t-i} - 1) > z` with `C2 = (y - m) / s`; its limit is that rule said
/// of the count, `max(0, y_t + s (z - Σ))`.
/// Arguments: counts in order; `level`, the quantile z of a normal value, such as 0.999. A
/// baseline without any spread makes `C2` 0.
/// Errors: [`StatsError::ShortSeries`] where no period has a whole baseline.
/// Assumptions: nearly normal counts, no season. With 7 periods z is far from exact: of
/// Poisson counts of mean 5 without any rise, C1 at 0.999 calls for 2.2 % rather than 0.1 %.
/// Sources: Hutwagner et al. 2003, doi:10.1007/PL00022319; Fricker, Hegler and Dunfee 2008,
/// doi:10.1002/sim.3197; R package surveillance (agreement).
///
/// ```
/// use stats::{Level, series::ears::{Rule, ears}};
/// let found = ears(&[1, 2, 3, 2, 1, 2, 3, 9], Rule::C1, Level::new(0.999).unwrap()).unwrap();
/// assert!(found[0].index == 7 && found[0].alarm);
/// ```
pub fn ears(counts: &[u64], rule: Rule, level: Level) -> Result<Vec<Checked>, StatsError> {
    let lag = if rule == Rule::C1 { 0 } else { LAG };
    let extra = if rule == Rule::C3 { LAG } else { 0 };
    let needed = BASELINE + lag + extra;
    if counts.len() <= needed {
        return Err(StatsError::ShortSeries {
            periods: counts.len(),
            needed: needed + 1,
        });
    }
    let z = crate::quantile::normal(level.share());
    let excess = |t: usize| {
        let (mean, sd) = base(&counts[t - lag - BASELINE..t - lag]);
        if sd > 0.0 {
            ((counts[t] as f64 - mean) / sd - 1.0).max(0.0)
        } else {
            0.0
        }
    };
    let check = |t: usize| {
        let (expected, sd) = base(&counts[t - lag - BASELINE..t - lag]);
        let upper = if rule == Rule::C3 {
            let before = excess(t - 1) + excess(t - 2);
            (counts[t] as f64 + sd * (z - before)).max(0.0)
        } else {
            expected + z * sd
        };
        Checked {
            index: t,
            expected,
            upper,
            alarm: counts[t] as f64 > upper,
        }
    };
    Ok((needed..counts.len()).map(check).collect())
}

/// Mean and standard deviation of a baseline.
fn base(counts: &[u64]) -> (f64, f64) {
    let n = counts.len() as f64;
    let mean = counts.iter().map(|&c| c as f64).sum::<f64>() / n;
    let squares: f64 = counts.iter().map(|&c| (c as f64 - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}
