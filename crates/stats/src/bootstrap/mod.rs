//! Intervals from bootstrap replicates of a statistic.

use statrs::function::erf;

use crate::{Interval, Level, quantile};

/// The percentile interval.
///
/// Formula: the quantiles `α/2` and `1 - α/2` of the replicates, at rank `(B + 1) p`, linear
/// between neighbors.
/// Arguments: `replicates` of the statistic in its own unit, in any order (they are sorted
/// here); commonly 1,000. Errors: none; without a replicate the ends are NaN.
/// Assumptions: replicates are drawn as the data were (by respondent, or by cluster); the
/// statistic has little bias.
/// Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
///
/// ```
/// use stats::{Level, bootstrap};
/// let mut replicates: Vec<f64> = (1..1000).map(f64::from).collect();
/// let interval = bootstrap::percentile(&mut replicates, Level::NINETY_FIVE);
/// assert!((interval.low - 25.0).abs() < 1e-9 && (interval.high - 975.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn percentile(replicates: &mut [f64], level: Level) -> Interval {
    replicates.sort_by(f64::total_cmp);
    let half = level.alpha() / 2.0;
    Interval {
        low: rank(replicates, half),
        high: rank(replicates, 1.0 - half),
    }
}

/// The bias-corrected and accelerated interval.
///
/// Formula: the quantiles `Φ(z0 + (z0 + z) / (1 - a (z0 + z)))` of the replicates for `z` the
/// normal quantiles of `α/2` and `1 - α/2`; `z0` is the normal quantile of the share of
/// replicates below `observed` (ties count half), `a = Σ d³ / 6 (Σ d²)^{3/2}` over the
/// jackknife deviations `d = mean - value`.
/// Arguments: the `observed` statistic, its bootstrap `replicates` (sorted here) and its
/// `jackknife` values with one row (or cluster) left out each, all in the statistic's unit.
/// Errors: none; without a replicate the ends are NaN. Where all replicates lie on one side of
/// `observed`, no bias is corrected.
/// Assumptions: as [`percentile`], but bias and skew are allowed for.
/// Source: Efron 1987, doi:10.1080/01621459.1987.10478410.
///
/// ```
/// use stats::{Level, bootstrap};
/// let mut replicates: Vec<f64> = (1..1000).map(f64::from).collect();
/// let even = [499.0, 500.0, 501.0];
/// let interval = bootstrap::bca(500.0, &mut replicates, &even, Level::NINETY_FIVE);
/// assert!((interval.low - 25.0).abs() < 1e-6 && (interval.high - 975.0).abs() < 1e-6);
/// ```
#[must_use]
pub fn bca(observed: f64, replicates: &mut [f64], jackknife: &[f64], level: Level) -> Interval {
    replicates.sort_by(f64::total_cmp);
    let b = replicates.len() as f64;
    let below = replicates.iter().filter(|&&r| r < observed).count() as f64;
    let equal = replicates.iter().filter(|&&r| r == observed).count() as f64;
    let share = (below + equal / 2.0) / b;
    let bias = if share > 0.0 && share < 1.0 {
        quantile::normal(share)
    } else {
        0.0
    };
    let mean = jackknife.iter().sum::<f64>() / jackknife.len().max(1) as f64;
    let power = |k: i32| jackknife.iter().map(|v| (mean - v).powi(k)).sum::<f64>();
    let squares = power(2);
    let acceleration = if squares > 0.0 {
        power(3) / (6.0 * squares.powf(1.5))
    } else {
        0.0
    };
    let end = |z: f64| {
        let moved = bias + z;
        let z = bias + moved / (1.0 - acceleration * moved);
        rank(replicates, 0.5 * erf::erfc(-z / std::f64::consts::SQRT_2))
    };
    Interval {
        low: end(-level.z()),
        high: end(level.z()),
    }
}

/// The value at rank `(B + 1) p` of sorted values.
fn rank(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let at = ((sorted.len() as f64 + 1.0) * p - 1.0).clamp(0.0, last as f64);
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}
