//! Two counts over two exposures.

use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, Discrete};

use super::Period;
use crate::{Interval, Level, StatsError, quantile};

/// How much greater one rate is than another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RateRatio {
    /// First rate over the second; infinite where the second count is 0.
    pub ratio: f64,
    /// Exact interval of the ratio.
    pub interval: Interval,
    /// Chance of counts at least as unlikely if the rates are equal.
    pub p: f64,
    /// Events in both.
    pub n: u64,
}

/// The ratio of two Poisson rates, exactly.
///
/// Formula: given `n = x1 + x2`, x1 is binomial of n with share `ρ e1 / (ρ e1 + e2)`, so the
/// Clopper-Pearson ends `s` of that share give the ends `s / (1 - s) · e2 / e1`; p sums the
/// chances of all outcomes that are no likelier than the observed one at `ρ = 1`.
/// Arguments: two periods with exposures above 0 in the same unit; the level.
/// Errors: [`StatsError::NotAboveZero`] for an exposure; [`StatsError::NoEvents`] where both
/// counts are 0.
/// Assumptions: Poisson counts: with counts that spread more the interval is too narrow.
/// Source: Przyborowski and Wilenski 1940, doi:10.1093/biomet/31.3-4.313.
///
/// ```
/// use stats::{Level, series::count::{Period, rate_ratio}};
/// let of = |count, exposure| Period { count, exposure };
/// let found = rate_ratio(of(31, 1000.0), of(14, 900.0), Level::NINETY_FIVE).unwrap();
/// assert!((found.p - 0.035_681_725_3).abs() < 1e-9);
/// ```
pub fn rate_ratio(first: Period, second: Period, level: Level) -> Result<RateRatio, StatsError> {
    for period in [first, second] {
        crate::series::arl::above_zero("exposure", period.exposure)?;
    }
    let (x, n) = (first.count, first.count + second.count);
    if n == 0 {
        return Err(StatsError::NoEvents);
    }
    let exposures = second.exposure / first.exposure;
    let tail = level.alpha() / 2.0;
    let (a, b) = (x as f64, (n - x) as f64);
    let odds = |share: f64| share / (1.0 - share) * exposures;
    let low = if x == 0 {
        0.0
    } else {
        odds(quantile::beta(tail, a, b + 1.0))
    };
    let high = if x == n {
        f64::INFINITY
    } else {
        odds(quantile::beta(1.0 - tail, a + 1.0, b))
    };
    let equal = first.exposure / (first.exposure + second.exposure);
    let p = match Binomial::new(equal, n) {
        Ok(law) => {
            let observed = law.pmf(x) * (1.0 + 1e-7);
            let chances = (0..=n).map(|k| law.pmf(k));
            chances.filter(|c| *c <= observed).sum::<f64>().min(1.0)
        }
        Err(_) => f64::NAN,
    };
    Ok(RateRatio {
        ratio: a / b * exposures,
        interval: Interval { low, high },
        p,
        n,
    })
}
