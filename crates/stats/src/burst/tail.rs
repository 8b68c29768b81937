//! The upper tail of a negative binomial distribution, summed term by term.
//!
//! `statrs` takes the tail from a continued fraction that it ends after 140 steps, which is too
//! few for counts in the ten thousands; the sum has no such end and keeps small tails exact.

use statrs::function::gamma::ln_gamma;

/// Terms below this share of the sum no longer change it.
const NEGLIGIBLE: f64 = 1e-17;

/// The chance of `count` or more, for a negative binomial count.
///
/// Formula: `Σ_{j >= y} Γ(j + k) / (Γ(k) j!) (k / (k + m))^k (m / (k + m))^j`; at or below the
/// mean, 1 less the sum of the terms below y.
/// Arguments: `count` y; `mean` m and `size` k (1 over the dispersion), both above 0.
/// Errors: none; a mean or size that is not above 0 and finite gives NaN.
/// Assumptions: none. Source: Johnson, Kemp and Kotz 2005, doi:10.1002/0471715816, chapter 5.
///
/// ```
/// // Size 1 is the geometric distribution: (m / (1 + m))^y.
/// assert!((stats::burst::upper_tail(3, 1.0, 1.0) - 0.125).abs() < 1e-15);
/// ```
#[must_use]
pub fn upper_tail(count: u64, mean: f64, size: f64) -> f64 {
    let known = |x: f64| x.is_finite() && x > 0.0;
    if !known(mean) || !known(size) {
        return f64::NAN;
    }
    if count == 0 {
        return 1.0;
    }
    let chance = mean / (size + mean);
    if count as f64 > mean {
        // From the count upward; each term follows from the one before.
        let mut at = count as f64;
        let mut term = probability(at, mean, size);
        let mut sum = term;
        while term > NEGLIGIBLE * sum {
            term *= chance * (at + size) / (at + 1.0);
            at += 1.0;
            sum += term;
        }
        return sum.min(1.0);
    }
    // From the count downward.
    let mut at = count as f64 - 1.0;
    let mut term = probability(at, mean, size);
    let mut below = term;
    while at > 0.0 && term > NEGLIGIBLE * below {
        term *= at / (chance * (at - 1.0 + size));
        at -= 1.0;
        below += term;
    }
    (1.0 - below).clamp(0.0, 1.0)
}

/// The smallest count beyond which at most `above` of the distribution with this upper tail lies.
pub(super) fn quantile(above: f64, upper_tail: impl Fn(u64) -> f64) -> f64 {
    let beyond = |count: u64| upper_tail(count + 1) > above;
    let mut high = 1;
    while beyond(high) {
        high *= 2;
    }
    let mut low = 0;
    while low < high {
        let middle = low + (high - low) / 2;
        if beyond(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low as f64
}

fn probability(count: f64, mean: f64, size: f64) -> f64 {
    let ways = ln_gamma(count + size) - ln_gamma(size) - ln_gamma(count + 1.0);
    // ln_1p keeps the digits of a mean that is small beside the size, and the other way round.
    let none = -size * (mean / size).ln_1p();
    let each = -count * (size / mean).ln_1p();
    (ways + none + each).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_where_the_tail_passes() {
        for (mean, size) in [(0.3, 1.0), (4.0, 2.5), (900.0, 40.0)] {
            for above in [0.975, 0.5, 0.025] {
                let at = quantile(above, |y| upper_tail(y, mean, size)) as u64;
                assert!(upper_tail(at + 1, mean, size) <= above);
                assert!(at == 0 || upper_tail(at, mean, size) > above);
            }
        }
    }

    #[test]
    fn what_is_no_distribution_has_no_tail() {
        assert!(upper_tail(1, 0.0, 1.0).is_nan());
        assert!(upper_tail(1, 1.0, f64::INFINITY).is_nan());
        assert_eq!(upper_tail(0, 1.0, 1.0), 1.0);
    }
}
