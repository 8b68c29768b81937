//! The difference of two estimates, from their intervals or standard errors.

use serde::{Deserialize, Serialize};

use crate::{Interval, Level, StatsError, quantile};

/// After less before, with what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// After less before, in the unit of the estimates.
    pub value: f64,
    /// Interval of the difference, in the same unit.
    pub interval: Interval,
    /// Standard error under "nothing changed", in the same unit.
    pub se: f64,
    /// Normal deviate: the difference over its error on the side of zero.
    pub z: f64,
    /// Two-sided p value of "nothing changed".
    pub p: f64,
    /// Confidence of the interval.
    pub level: Level,
}

impl Difference {
    /// The interval at another level, its ends moved in proportion to z.
    ///
    /// Exact where the ends came from standard errors, close otherwise.
    pub(crate) fn at(&self, level: Level) -> Interval {
        let factor = level.z() / self.level.z();
        Interval {
            low: self.value - factor * (self.value - self.interval.low),
            high: self.value + factor * (self.interval.high - self.value),
        }
    }

    /// Smallest true difference that is found with chance `power`.
    ///
    /// Formula: `(z(1 - α/2) + z(power)) se`, in the unit of the estimates.
    /// Arguments: `power` as a level such as 0.8. Errors: none.
    /// Assumptions: near-normal; the same samples again.
    /// Source: Cohen 1988, Statistical Power Analysis, chapter 2.
    ///
    /// ```text
    /// se 2.14, α 0.05, power 0.8: (1.96 + 0.84) × 2.14 = 6.0
    /// ```
    #[must_use]
    pub fn could_have_seen(&self, power: Level) -> f64 {
        (self.level.z() + quantile::normal(power.share())) * self.se
    }
}

/// The difference of two values from their own intervals (MOVER).
///
/// Formula: with estimates m and ends l, u of before (1) and after (2),
/// correlation ρ, `d = m2 - m1`, the interval is
/// `d - √((m2-l2)² - 2ρ (m2-l2)(u1-m1) + (u1-m1)²)` to
/// `d + √((u2-m2)² - 2ρ (u2-m2)(m1-l1) + (m1-l1)²)`.
/// z is d over the interval's half on the side of zero, in units of the level's
/// quantile, so that p < α exactly where zero lies outside the interval; se
/// takes the root mean square of each estimate's two halves.
/// Arguments: `before`, `after`: value and interval, same unit, both intervals
/// at `level` and holding their value; `correlation` of the two estimates, -1
/// to 1 (0 for separate samples).
/// Errors: [`StatsError::Correlation`]; [`StatsError::NotFinite`].
/// Assumptions: each interval is good where its own estimate is. With Wilson
/// intervals this is Newcombe's hybrid, with Wald or t ones the plain difference.
/// Sources: Zou and Donner 2008, doi:10.1002/sim.3095; Newcombe 1998, Statistics
/// in Medicine 17:873-890, method 10.
///
/// ```text
/// shares 56/70 and 48/80: 0.2 (0.0524 .. 0.3339)
/// ```
pub fn difference(
    before: (f64, Interval),
    after: (f64, Interval),
    correlation: f64,
    level: Level,
) -> Result<Difference, StatsError> {
    if !(-1.0..=1.0).contains(&correlation) {
        return Err(StatsError::Correlation { correlation });
    }
    let ((m1, i1), (m2, i2)) = (before, after);
    for value in [m1, i1.low, i1.high, m2, i2.low, i2.high] {
        if !value.is_finite() {
            return Err(StatsError::NotFinite {
                name: "estimate",
                value,
            });
        }
    }
    let join = |a: f64, b: f64| (a * a - 2.0 * correlation * a * b + b * b).max(0.0).sqrt();
    let (below1, above1) = (m1 - i1.low, i1.high - m1);
    let (below2, above2) = (m2 - i2.low, i2.high - m2);
    let value = m2 - m1;
    let interval = Interval {
        low: value - join(below2, above1),
        high: value + join(above2, below1),
    };
    let toward_zero = if value > 0.0 {
        value - interval.low
    } else {
        interval.high - value
    };
    let z = match (value == 0.0, toward_zero > 0.0) {
        (true, _) => 0.0,
        (false, true) => value / toward_zero * level.z(),
        (false, false) => value * f64::INFINITY,
    };
    let typical = |below: f64, above: f64| ((below * below + above * above) / 2.0).sqrt();
    Ok(Difference {
        value,
        interval,
        se: join(typical(below1, above1), typical(below2, above2)) / level.z(),
        z,
        p: quantile::two_sided_p(z),
        level,
    })
}

/// The difference of two values from their standard errors.
///
/// Formula: `d ± z √(s1² - 2ρ s1 s2 + s2²)`, p from the normal tails.
/// Arguments: value and standard error before and after, in one unit;
/// `correlation` of the two estimates, -1 to 1.
/// Errors: [`StatsError::StandardError`], and those of [`difference`].
/// Assumptions: both estimates near normal.
/// Source: Lumley 2010, doi:10.1002/9780470580066.
///
/// ```text
/// SFO 40.40 ± 1.45 to 35.11 ± 1.58: -5.28 (-9.48 .. -1.09), p 0.014
/// ```
pub fn from_standard_errors(
    before: (f64, f64),
    after: (f64, f64),
    correlation: f64,
    level: Level,
) -> Result<Difference, StatsError> {
    for se in [before.1, after.1] {
        if !(se >= 0.0 && se.is_finite()) {
            return Err(StatsError::StandardError { se });
        }
    }
    let side = |(value, se): (f64, f64)| (value, Interval::around(value, level.z() * se));
    difference(side(before), side(after), correlation, level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::{Counts, wilson};

    #[test]
    fn with_wilson_ends_it_is_newcombes_hybrid() {
        // Newcombe 1998, table II, example (a): 56/70 against 48/80.
        let side = |hits, n: u64| {
            let counts = Counts {
                hits,
                others: n - hits,
            };
            (hits as f64 / n as f64, wilson(&counts, Level::NINETY_FIVE))
        };
        let d = difference(side(48, 80), side(56, 70), 0.0, Level::NINETY_FIVE).unwrap();
        assert!((d.value - 0.2).abs() < 1e-12);
        assert!((d.interval.low - 0.0524).abs() < 5e-5, "{d:?}");
        assert!((d.interval.high - 0.3339).abs() < 5e-5, "{d:?}");
    }

    #[test]
    fn a_shared_panel_narrows_the_difference() {
        let d = |rho| from_standard_errors((0.0, 2.0), (5.0, 2.0), rho, Level::NINETY_FIVE);
        let (apart, panel) = (d(0.0).unwrap(), d(0.5).unwrap());
        assert!((panel.se - 2.0).abs() < 1e-12 && (apart.se - 8.0_f64.sqrt()).abs() < 1e-12);
        assert!(panel.p < 0.05 && apart.p > 0.05);
        assert!(d(1.5).unwrap_err().to_string().contains("1.5"));
    }

    #[test]
    fn what_could_have_been_seen_follows_the_textbook() {
        let d = from_standard_errors((0.0, 3.0), (1.0, 4.0), 0.0, Level::NINETY_FIVE).unwrap();
        let power = Level::new(0.8).unwrap();
        assert!((d.could_have_seen(power) - 2.801_585_218 * 5.0).abs() < 1e-8);
    }

    #[test]
    fn certain_values_that_differ_are_certain_to_differ() {
        let d = from_standard_errors((1.0, 0.0), (2.0, 0.0), 0.0, Level::NINETY_FIVE).unwrap();
        assert_eq!(d.p, 0.0);
        assert!(from_standard_errors((1.0, -1.0), (2.0, 0.0), 0.0, Level::NINETY_FIVE).is_err());
    }
}
