//! The middle of a sample and how far it may be off, without assuming a shape.

use crate::{Estimate, Interval, Method, Refusal, Rules, Unit};
use statrs::function::beta::beta_reg;

/// The median with the interval between two order statistics.
///
/// Formula: the median of the sorted values; the interval reaches from the `k`-th smallest to the
/// `k`-th largest, `k` the largest rank with `P(Bin(n, ½) < k) <= α/2`. Its confidence is at least
/// the level asked for.
/// Arguments: the values in any order and unit (`unit` of the result is [`Unit::Scale`]: that of the
/// values); `rules` give level and fewest values.
/// Errors: none; with fewer than `rules.min_n` values, or too few for any rank (5 or fewer at 95 %),
/// the estimate is refused. Values that are not finite are left out.
/// Assumptions: independent values of one distribution; ties make the interval wider, never too narrow.
/// Source: Thompson 1936, doi:10.1214/aoms/1177732502; Conover 1999, Practical Nonparametric
/// Statistics, ch. 3.2.
///
/// ```
/// use stats::{Rules, median};
/// let hours: Vec<f64> = (1..=20).map(f64::from).collect();
/// let e = median::estimate(&hours, &Rules::default());
/// assert_eq!((e.low, e.value, e.high), (Some(6.0), Some(10.5), Some(15.0)));
/// ```
#[must_use]
pub fn estimate(values: &[f64], rules: &Rules) -> Estimate {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let (count, unit, method) = (n as u64, Unit::Scale, Method::OrderStatistics);
    if let Some(refusal) = rules.too_few(count) {
        return Estimate::refused(refusal, count, unit, method, rules);
    }
    let k = rank(n, rules.level.alpha() / 2.0);
    if k == 0 {
        let needed = (2..)
            .find(|n| rank(*n, rules.level.alpha() / 2.0) > 0)
            .unwrap_or(6) as u64;
        let refusal = Refusal::TooFew { n: count, needed };
        return Estimate::refused(refusal, count, unit, method, rules);
    }
    let value = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
    let interval = Interval {
        low: sorted[k - 1],
        high: sorted[n - k],
    };
    Estimate::shown(value, interval, count, unit, method, rules)
}

/// The largest `k` with `P(Bin(n, ½) < k) <= tail`; 0 when there is none.
fn rank(n: usize, tail: f64) -> usize {
    // P(Bin(n, ½) <= k - 1) is the regularized incomplete beta function at ½.
    let below = |k: usize| beta_reg((n - k + 1) as f64, k as f64, 0.5);
    let (mut low, mut high) = (0, n / 2);
    while low < high {
        let middle = usize::midpoint(low, high + 1);
        if below(middle) <= tail {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_agree_with_the_published_table() {
        // Lower ranks of the 95 % interval for a median; the same as qbinom(0.025, n, 0.5) of R.
        for (n, k) in [
            (5, 0),
            (6, 1),
            (8, 1),
            (9, 2),
            (10, 2),
            (15, 4),
            (20, 6),
            (25, 8),
            (50, 18),
            (100, 40),
        ] {
            assert_eq!(rank(n, 0.025), k, "n = {n}");
        }
    }

    #[test]
    fn order_and_what_is_not_finite_do_not_matter() {
        let mut values: Vec<f64> = (1..=11).rev().map(f64::from).collect();
        values.push(f64::NAN);
        let e = estimate(&values, &Rules::default());
        assert_eq!(
            (e.n, e.low, e.value, e.high),
            (11, Some(2.0), Some(6.0), Some(10.0))
        );
    }

    #[test]
    fn five_values_give_no_interval_and_say_how_many_would() {
        let rules = Rules {
            min_n: 1,
            ..Rules::default()
        };
        let e = estimate(&[1.0, 2.0, 3.0, 4.0, 5.0], &rules);
        assert_eq!(e.refused, Some(Refusal::TooFew { n: 5, needed: 6 }));
        assert_eq!(estimate(&[], &rules).value, None);
    }
}
