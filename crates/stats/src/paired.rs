//! Two readers of the same cases: does one get more of them right?

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

/// What the cases say on which the two readers differ.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Cases that only the challenger got right.
    pub won: u64,
    /// Cases that only the incumbent got right.
    pub lost: u64,
    /// Chance of so many wins or more if neither is better.
    pub p_better: f64,
    /// Chance of so uneven a result, either way, if neither is better.
    pub p_differ: f64,
}

/// McNemar's exact test, which is the sign test of the cases that differ.
///
/// Formula: with n = won + lost, `p_better = P(B >= won)` for B binomial of n with share 1/2;
/// `p_differ` is twice the smaller tail, at most 1.
/// Arguments: numbers of cases; cases on which both are right or both are wrong say nothing
/// and are not given.
/// Errors: none; without any case both are 1.
/// Assumptions: the cases are independent and none of the readers learned from them.
/// Sources: McNemar 1947, doi:10.1007/BF02295996; Liddell 1983, doi:10.2307/2344310.
///
/// ```
/// let found = stats::paired::exact(8, 2);
/// assert!((found.p_better - 56.0 / 1024.0).abs() < 1e-12);
/// assert!((found.p_differ - 112.0 / 1024.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn exact(won: u64, lost: u64) -> Paired {
    let p_better = at_least(won, won + lost);
    Paired {
        won,
        lost,
        p_better,
        p_differ: (2.0 * p_better.min(at_least(lost, won + lost))).min(1.0),
    }
}

/// P(B >= k) for B binomial of n with share 1/2.
fn at_least(k: u64, n: u64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    let n = n as f64;
    let ln_half = -n * std::f64::consts::LN_2;
    let ln_ways = |j: f64| ln_gamma(n + 1.0) - ln_gamma(j + 1.0) - ln_gamma(n - j + 1.0);
    let mut at = k as f64;
    let mut term = (ln_ways(at) + ln_half).exp();
    let mut sum = term;
    while at < n {
        term *= (n - at) / (at + 1.0);
        at += 1.0;
        sum += term;
    }
    sum.min(1.0)
}
