//! Shares of yes or no, and all shares of a set at once.

mod intervals;
mod simultaneous;
mod sison_glaz;

pub(crate) use intervals::wilson_of;
pub use intervals::{agresti_coull, clopper_pearson, jeffreys, wilson};
pub use simultaneous::goodman;
pub use sison_glaz::sison_glaz;

use serde::{Deserialize, Serialize};

use crate::design::{Bounds, Stratum, estimate_within};
use crate::{Estimate, Method, Rules, StatsError, Unit};

/// Answers with and without a property; together they are n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Answers with the property.
    pub hits: u64,
    /// Answers without it.
    pub others: u64,
}

impl Counts {
    /// Counts one answer.
    pub fn observe(&mut self, hit: bool) {
        if hit {
            self.hits += 1;
        } else {
            self.others += 1;
        }
    }

    /// Adds the counts of other answers.
    pub fn merge(&mut self, other: &Counts) {
        self.hits += other.hits;
        self.others += other.others;
    }

    /// Answers counted.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.hits + self.others
    }
}

/// The share in percent with its Wilson interval.
///
/// Formula: `100 hits / n`, interval of [`wilson`].
/// Arguments: counts of answers; `rules` give level and fewest answers.
/// Errors: none; with fewer than `rules.min_n` answers the estimate is refused.
/// Where the parts of a refused score are shown, use [`wilson`] itself or rules
/// with a lower `min_n`.
/// Assumptions: independent answers.
/// Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
///
/// ```
/// use stats::{Rules, share};
/// let e = share::estimate(&share::Counts { hits: 5, others: 5 }, &Rules::default());
/// assert_eq!(e.value, Some(50.0));
/// assert_eq!(e.low.map(f64::round), Some(24.0));
/// ```
#[must_use]
pub fn estimate(counts: &Counts, rules: &Rules) -> Estimate {
    let (n, unit, method) = (counts.n(), Unit::Percent, Method::Wilson);
    if let Some(refusal) = rules.too_few(n) {
        return Estimate::refused(refusal, n, unit, method, rules);
    }
    let value = 100.0 * counts.hits as f64 / n as f64;
    let interval = wilson(counts, rules.level).times(100.0);
    Estimate::shown(value, interval, n, unit, method, rules)
}

/// The share in percent of a sample with weights, strata, clusters or a frame.
///
/// Formula: 100 times the weighted mean of 1 (hit) and 0 (other), with the
/// interval of [`linearize`](crate::design::linearize), clipped to 0 to 100;
/// where all answers agree, Wilson's at Kish's effective n instead.
/// Arguments: strata filled with 1 and 0 and weights (any unit).
/// Errors: those of [`linearize`](crate::design::linearize).
/// Assumptions: as there; for shares of a few percent in small samples the
/// interval is too short at the side away from the middle.
/// Sources: Lumley 2010, doi:10.1002/9780470580066; Kish 1965, Survey Sampling.
///
/// ```text
/// 12 hits of 12 with equal weights: 100 (76 .. 100)
/// ```
pub fn estimate_weighted(strata: &[Stratum], rules: &Rules) -> Result<Estimate, StatsError> {
    let bounds = Bounds {
        unit: Unit::Percent,
        factor: 100.0,
        lowest: 0.0,
        highest: 1.0,
    };
    estimate_within(strata, &bounds, rules, |found| {
        let share = found.mean.clamp(0.0, 1.0);
        let interval = wilson_of(share, found.n_effective, rules.level);
        Some((interval, Method::Wilson))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighted(values: &[f64]) -> Estimate {
        let mut stratum = Stratum::default();
        for &value in values {
            stratum.observe(2.0, value).unwrap();
        }
        estimate_weighted(&[stratum], &Rules::default()).unwrap()
    }

    #[test]
    fn weighted_shares_that_all_agree_have_wilsons_width() {
        let e = weighted(&[1.0; 12]);
        let plain = estimate(
            &Counts {
                hits: 12,
                others: 0,
            },
            &Rules::default(),
        );
        assert_eq!((e.value, e.method), (Some(100.0), Method::Wilson));
        assert!((e.low.unwrap() - plain.low.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn a_weighted_share_has_the_t_interval_of_its_zeros_and_ones() {
        let e = weighted(&[1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        // t(0.975; 9) = 2.262157162740992, variance 0.25 over n - 1.
        let half = 100.0 * 2.262157162740992 * (0.25_f64 / 9.0).sqrt();
        assert_eq!((e.value, e.method), (Some(50.0), Method::Linearized));
        assert!((e.low.unwrap() - (50.0 - half)).abs() < 1e-8);
        assert!(weighted(&[1.0; 9]).refused.is_some());
    }
}
