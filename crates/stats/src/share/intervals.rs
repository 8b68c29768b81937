//! Intervals for one share, on the 0 to 1 scale.
//!
//! Without answers each of them is 0 to 1: nothing is known.

use crate::share::Counts;
use crate::{Interval, Level, quantile};

const ANYTHING: Interval = Interval {
    low: 0.0,
    high: 1.0,
};

/// Wilson's score interval, the product's default.
///
/// Formula: `(p + z²/2n ± z √(p (1-p)/n + z²/4n²)) / (1 + z²/n)`.
/// Arguments: counts of answers; result as shares 0 to 1. Errors: none.
/// Assumptions: independent answers with one chance each.
/// Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
///
/// ```text
/// 5 of 10: 0.237 .. 0.763
/// ```
#[must_use]
pub fn wilson(counts: &Counts, level: Level) -> Interval {
    if counts.n() == 0 {
        return ANYTHING;
    }
    let n = counts.n() as f64;
    let mut found = wilson_of(counts.hits as f64 / n, n, level);
    // The ends meet the scale exactly when all answers agree; rounding must not.
    if counts.hits == 0 {
        found.low = 0.0;
    }
    if counts.others == 0 {
        found.high = 1.0;
    }
    found.clipped(0.0, 1.0)
}

/// Wilson's interval around a share seen in `n` answers, which may be an
/// effective, fractional number.
pub(crate) fn wilson_of(share: f64, n: f64, level: Level) -> Interval {
    let z2 = level.z().powi(2);
    let half = (z2 * (share * (1.0 - share) / n + z2 / (4.0 * n * n))).sqrt();
    Interval::around(share + z2 / (2.0 * n), half).times(n / (n + z2))
}

/// The Agresti-Coull interval.
///
/// Formula: add z²/2 hits and z²/2 others, then Wald; clipped to 0 to 1.
/// Arguments: counts of answers; result as shares 0 to 1. Errors: none.
/// Assumptions: as [`wilson`]; same center, never narrower.
/// Source: Agresti and Coull 1998, doi:10.1080/00031305.1998.10480550.
///
/// ```text
/// 10 of 10: 0.679 .. 1
/// ```
#[must_use]
pub fn agresti_coull(counts: &Counts, level: Level) -> Interval {
    if counts.n() == 0 {
        return ANYTHING;
    }
    let z = level.z();
    let n = counts.n() as f64 + z * z;
    let p = (counts.hits as f64 + z * z / 2.0) / n;
    Interval::around(p, z * (p * (1.0 - p) / n).sqrt()).clipped(0.0, 1.0)
}

/// Jeffreys' interval: the middle of the posterior under a Beta(½, ½) prior.
///
/// Formula: quantiles α/2 and 1 - α/2 of `Beta(x + ½, n - x + ½)`. Where no
/// answer is a hit the lower end is 0 and the upper one the 1 - α quantile, so
/// that the interval still holds the level's share of the posterior; mirrored
/// where all are hits. (The source keeps α/2 there and is a little wider.)
/// Arguments: counts of answers; result as shares 0 to 1. Errors: none.
/// Assumptions: as [`wilson`].
/// Source: Brown, Cai and DasGupta 2001, doi:10.1214/ss/1009213286.
///
/// ```text
/// 5 of 10: 0.224 .. 0.776
/// ```
#[must_use]
pub fn jeffreys(counts: &Counts, level: Level) -> Interval {
    if counts.n() == 0 {
        return ANYTHING;
    }
    let beta = |p| quantile::beta(p, counts.hits as f64 + 0.5, counts.others as f64 + 0.5);
    let alpha = level.alpha();
    match (counts.hits, counts.others) {
        (0, _) => Interval {
            low: 0.0,
            high: beta(1.0 - alpha),
        },
        (_, 0) => Interval {
            low: beta(alpha),
            high: 1.0,
        },
        _ => Interval {
            low: beta(alpha / 2.0),
            high: beta(1.0 - alpha / 2.0),
        },
    }
}

/// The exact interval of Clopper and Pearson.
///
/// Formula: lower end the α/2 quantile of `Beta(x, n - x + 1)`, upper end the
/// 1 - α/2 quantile of `Beta(x + 1, n - x)`; 0 and 1 at the ends of the scale.
/// Arguments: counts of answers; result as shares 0 to 1. Errors: none.
/// Assumptions: as [`wilson`]; it never covers less than its level, and so is
/// wider than need be.
/// Source: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404.
///
/// ```text
/// 5 of 10: 0.187 .. 0.813
/// ```
#[must_use]
pub fn clopper_pearson(counts: &Counts, level: Level) -> Interval {
    if counts.n() == 0 {
        return ANYTHING;
    }
    let (x, y) = (counts.hits as f64, counts.others as f64);
    let half = level.alpha() / 2.0;
    Interval {
        low: if counts.hits == 0 {
            0.0
        } else {
            quantile::beta(half, x, y + 1.0)
        },
        high: if counts.others == 0 {
            1.0
        } else {
            quantile::beta(1.0 - half, x + 1.0, y)
        },
    }
}
