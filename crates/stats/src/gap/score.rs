//! Intervals of a gap by score tests.

use super::{Gap, answered, share};
use crate::share::Counts;
use crate::{Interval, Level, Method, StatsError};

/// Halvings of the range in which an end lies.
const HALVINGS: usize = 60;

/// The gap of two separate groups, by the score test of Miettinen and Nurminen.
///
/// Formula: all `δ` for which `|d - δ| <= z √(V(δ) N / (N - 1))`, where
/// `V = p̃1 (1 - p̃1) / n1 + p̃2 (1 - p̃2) / n2` at the likeliest shares with `p̃1 - p̃2 = δ`.
/// Arguments: as [`newcombe`](super::newcombe()). Errors: as there.
/// Assumptions: as there; keeps its level for rare and unequal shares.
/// Source: Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211.
///
/// ```
/// use stats::{Level, gap, share::Counts};
/// let yes = |hits, n| Counts { hits, others: n - hits };
/// let found = gap::miettinen_nurminen(&yes(56, 70), &yes(48, 80), Level::NINETY_FIVE).unwrap();
/// assert!((found.interval.low - 0.0528).abs() < 5e-5);
/// ```
pub fn miettinen_nurminen(
    first: &Counts,
    second: &Counts,
    level: Level,
) -> Result<Gap, StatsError> {
    let all = (first.n() + second.n()) as f64;
    by_score(
        first,
        second,
        level,
        Method::MiettinenNurminen,
        all / (all - 1.0),
    )
}

/// The gap of two separate groups, by Mee's score test.
///
/// Formula: as [`miettinen_nurminen`] without `N / (N - 1)`.
/// Arguments, errors, assumptions: as there.
/// Source: Mee 1984, doi:10.2307/2531174; Newcombe 1998, method 5.
///
/// ```
/// use stats::{Level, gap, share::Counts};
/// let yes = |hits, n| Counts { hits, others: n - hits };
/// let found = gap::mee(&yes(56, 70), &yes(48, 80), Level::NINETY_FIVE).unwrap();
/// assert!((found.interval.low - 0.0533).abs() < 5e-5);
/// ```
pub fn mee(first: &Counts, second: &Counts, level: Level) -> Result<Gap, StatsError> {
    by_score(first, second, level, Method::Mee, 1.0)
}

fn by_score(
    first: &Counts,
    second: &Counts,
    level: Level,
    method: Method,
    factor: f64,
) -> Result<Gap, StatsError> {
    let n = answered(first, second)?;
    let value = share(first) - share(second);
    let inside = |delta: f64| {
        let variance = variance_at(first, second, delta) * factor;
        (value - delta).abs() <= level.z() * variance.max(0.0).sqrt()
    };
    let end = |limit: f64| {
        let (mut inner, mut outer) = (value, limit);
        if inside(outer) {
            return outer;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (inner + outer);
            if inside(middle) {
                inner = middle;
            } else {
                outer = middle;
            }
        }
        0.5 * (inner + outer)
    };
    let interval = Interval {
        low: end(-1.0),
        high: end(1.0),
    };
    Ok(Gap {
        value,
        interval,
        method,
        n,
        level,
    })
}

/// Variance of the gap at the likeliest shares that lie `delta` apart: the root of a cubic.
fn variance_at(first: &Counts, second: &Counts, delta: f64) -> f64 {
    let (x1, x2) = (first.hits as f64, second.hits as f64);
    let (n1, n2) = (first.n() as f64, second.n() as f64);
    let all = n1 + n2;
    let l2 = ((n1 + 2.0 * n2) * delta - all - x1 - x2) / (3.0 * all);
    let l1 = ((n2 * delta - all - 2.0 * x2) * delta + x1 + x2) / (3.0 * all);
    let l0 = x2 * delta * (1.0 - delta) / (2.0 * all);
    let q = l2.powi(3) - 1.5 * l1 * l2 + l0;
    let root = (l2 * l2 - l1).max(0.0).sqrt();
    let p = if q > 0.0 { root } else { -root };
    let ratio = if p == 0.0 {
        0.0
    } else {
        (q / p.powi(3)).clamp(-1.0, 1.0)
    };
    let angle = (std::f64::consts::PI + ratio.acos()) / 3.0;
    let second = 2.0 * p * angle.cos() - l2;
    let second = second.clamp((-delta).max(0.0), (1.0 - delta).min(1.0));
    let first = (second + delta).clamp(0.0, 1.0);
    first * (1.0 - first) / n1 + second * (1.0 - second) / n2
}
