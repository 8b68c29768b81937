//! Goodman's intervals for all shares of a set at once.

use crate::{Interval, Level, quantile};

/// Goodman's simultaneous intervals: all hold together with the level.
///
/// Formula: for each of k counts x of n,
/// `(q + 2x ± √(q (q + 4 x (n - x) / n))) / (2 (n + q))`, where q is the
/// chi-square quantile with 1 degree of freedom at `1 - α / k`.
/// Arguments: counts of each category; result as shares 0 to 1, in the same
/// order. Errors: none; without answers each interval is 0 to 1.
/// Assumptions: independent answers, each in one category; better than
/// Sison-Glaz where shares differ much.
/// Source: Goodman 1965, doi:10.1080/00401706.1965.10490252.
///
/// ```text
/// [5, 3, 2]: 0.198 .. 0.802, 0.087 .. 0.659, 0.044 .. 0.574
/// ```
#[must_use]
pub fn goodman(counts: &[u64], level: Level) -> Vec<Interval> {
    let n = counts.iter().sum::<u64>() as f64;
    let k = counts.len() as f64;
    let q = quantile::normal(1.0 - level.alpha() / (2.0 * k).max(2.0)).powi(2);
    let one = |&x: &u64| {
        if n == 0.0 {
            return Interval {
                low: 0.0,
                high: 1.0,
            };
        }
        let x = x as f64;
        let root = (q * (q + 4.0 * x * (n - x) / n)).sqrt();
        Interval::around(q + 2.0 * x, root)
            .times(1.0 / (2.0 * (n + q)))
            .clipped(0.0, 1.0)
    };
    counts.iter().map(one).collect()
}
