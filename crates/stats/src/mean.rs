//! Means from n, sum and sum of squares.

use serde::{Deserialize, Serialize};

use crate::design::{Bounds, Stratum, estimate_within};
use crate::{Estimate, Interval, Level, Method, Refusal, Rules, StatsError, Unit, quantile};

/// n, sum and sum of squares of a set of values.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Moments {
    /// Values counted.
    pub n: u64,
    /// Sum of the values.
    pub sum: f64,
    /// Sum of their squares.
    pub sum_sq: f64,
}

impl Moments {
    /// Adds one value.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`]; nothing is added then.
    pub fn observe(&mut self, value: f64) -> Result<(), StatsError> {
        if !value.is_finite() {
            return Err(StatsError::NotFinite {
                name: "value",
                value,
            });
        }
        self.merge(&Moments {
            n: 1,
            sum: value,
            sum_sq: value * value,
        });
        Ok(())
    }

    /// Adds the moments of other values.
    pub fn merge(&mut self, other: &Moments) {
        self.n += other.n;
        self.sum += other.sum;
        self.sum_sq += other.sum_sq;
    }

    /// The mean, in the values' unit; blank without values.
    pub(crate) fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// Sample variance, in the values' unit squared.
    ///
    /// Formula: `(Σx² - (Σx)²/n) / (n - 1)`, 0 where it is within rounding of it.
    /// Blank with fewer than 2 values. Assumption: the values' spread is not
    /// minute beside their mean (fine for answers on a scale; for amounts of
    /// nine digits subtract a constant first). Source: any textbook.
    ///
    /// ```text
    /// 1, 2, 3, 4: (30 - 100/4) / 3 = 1.667
    /// ```
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean().filter(|_| self.n > 1)?;
        let spread = self.sum_sq - mean * self.sum;
        // Sums of whole numbers are exact; others drift by up to n roundings.
        let exact = self.sum.fract() == 0.0 && self.sum_sq.fract() == 0.0;
        let roundings = if exact { 0.0 } else { 4.0 + self.n as f64 };
        let noise = roundings * f64::EPSILON * self.sum_sq;
        Some(if spread <= noise {
            0.0
        } else {
            spread / (self.n as f64 - 1.0)
        })
    }
}

/// Student's t interval for a mean, in the values' unit.
///
/// Formula: `m ± t(1 - α/2; n - 1) s / √n`.
/// Arguments: moments of the values. Errors: none; blank with fewer than 2
/// values. Assumptions: independent values; near-normal or, for skewed ones,
/// many (about 100).
/// Source: Student 1908, doi:10.1093/biomet/6.1.1.
///
/// ```text
/// 1, 2, 3, 4: 2.5 ± 3.182 × 1.291 / 2 = 0.446 .. 4.554
/// ```
#[must_use]
pub fn student_t(moments: &Moments, level: Level) -> Option<Interval> {
    let (mean, variance) = (moments.mean()?, moments.variance()?);
    let n = moments.n as f64;
    let t = quantile::student_t(0.5 + level.share() / 2.0, n - 1.0);
    Some(Interval::around(mean, t * (variance / n).sqrt()))
}

/// The mean with its t interval, in the values' unit.
///
/// Formula: [`student_t`].
/// Arguments: moments of the values; `rules` give level and fewest values.
/// Errors: none; refused with fewer than `rules.min_n` (or 2) values, and where
/// all values are the same (use [`estimate_on_scale`] where the scale is known).
/// Assumptions and source: [`student_t`].
///
/// ```
/// use stats::{Rules, mean};
/// let moments = mean::Moments { n: 100, sum: 420.0, sum_sq: 1900.0 };
/// let e = mean::estimate(&moments, &Rules::default());
/// assert_eq!(e.value, Some(4.2));
/// assert!(e.low < Some(4.0) && e.high > Some(4.4));
/// ```
#[must_use]
pub fn estimate(moments: &Moments, rules: &Rules) -> Estimate {
    let (n, unit, method) = (moments.n, Unit::Scale, Method::StudentT);
    let two = Rules {
        min_n: rules.min_n.max(2),
        ..*rules
    };
    let refuse = |refusal| Estimate::refused(refusal, n, unit, method, rules);
    if let Some(refusal) = two.too_few(n) {
        return refuse(refusal);
    }
    match (moments.mean(), student_t(moments, rules.level)) {
        (Some(mean), Some(interval)) if interval.width() > 0.0 => {
            Estimate::shown(mean, interval, n, unit, method, rules)
        }
        _ => refuse(Refusal::NoSpread { n }),
    }
}

/// The mean of answers on a scale with known ends, such as 1 to 7.
///
/// Formula: as [`estimate`], clipped to the scale. Where all n values equal v,
/// the share of other answers may still be up to `u = 1 - (α/2)^(1/n)`, so the
/// mean lies between `v - u (v - lowest)` and `v + u (highest - v)`.
/// Arguments: moments of the values; ends of the scale in the values' unit.
/// Errors: [`StatsError::Scale`] where the mean lies outside the scale.
/// Assumptions: [`student_t`]'s; the bound holds for any spread on the scale.
/// Sources: [`student_t`]; for the bound the binomial with no misses, Clopper
/// and Pearson 1934, doi:10.1093/biomet/26.4.404.
///
/// ```text
/// twenty answers of 7 on 1 to 7: 7 (6.0 .. 7)
/// ```
pub fn estimate_on_scale(
    moments: &Moments,
    lowest: f64,
    highest: f64,
    rules: &Rules,
) -> Result<Estimate, StatsError> {
    if let Some(mean) = moments.mean() {
        let slack = 1e-9 * (highest - lowest).abs();
        if !(lowest < highest && mean >= lowest - slack && mean <= highest + slack) {
            return Err(StatsError::Scale {
                mean,
                lowest,
                highest,
            });
        }
    }
    let found = estimate(moments, rules);
    let (n, unit) = (moments.n, Unit::Scale);
    Ok(match (found.value, found.interval(), moments.mean()) {
        (Some(mean), Some(interval), _) => {
            let interval = interval.clipped(lowest, highest);
            Estimate::shown(mean, interval, n, unit, found.method, rules)
        }
        (None, _, Some(v)) if matches!(found.refused, Some(Refusal::NoSpread { .. })) => {
            let unseen = 1.0 - (rules.level.alpha() / 2.0).powf(1.0 / n as f64);
            let interval = Interval {
                low: v - unseen * (v - lowest),
                high: v + unseen * (highest - v),
            };
            Estimate::shown(v, interval, n, unit, Method::UniformBound, rules)
        }
        _ => found,
    })
}

/// The mean of a sample with weights, strata, clusters or a known frame.
///
/// Formula: [`linearize`](crate::design::linearize), in the values' unit.
/// Arguments: strata filled with values and weights (any unit).
/// Errors: those of [`linearize`](crate::design::linearize); refused with too
/// few values and where all values are the same.
/// Assumptions: as there. Sources: Lumley 2010, doi:10.1002/9780470580066.
///
/// ```text
/// ten values with equal weights: the t interval of the plain mean
/// ```
pub fn estimate_weighted(strata: &[Stratum], rules: &Rules) -> Result<Estimate, StatsError> {
    let bounds = Bounds {
        unit: Unit::Scale,
        factor: 1.0,
        lowest: f64::NEG_INFINITY,
        highest: f64::INFINITY,
    };
    estimate_within(strata, &bounds, rules, |_| None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(value: f64, times: u64) -> Moments {
        let mut moments = Moments::default();
        for _ in 0..times {
            moments.observe(value).unwrap();
        }
        moments
    }

    #[test]
    fn equal_values_are_refused_without_a_scale_and_bounded_with_one() {
        let same = repeated(7.0, 20);
        let e = estimate(&same, &Rules::default());
        assert_eq!(
            (e.value, e.refused),
            (None, Some(Refusal::NoSpread { n: 20 }))
        );
        let e = estimate_on_scale(&same, 1.0, 7.0, &Rules::default()).unwrap();
        assert_eq!(
            (e.value, e.high, e.method),
            (Some(7.0), Some(7.0), Method::UniformBound)
        );
        let expected = 7.0 - 6.0 * (1.0 - 0.025_f64.powf(1.0 / 20.0));
        assert!((e.low.unwrap() - expected).abs() < 1e-12);
    }

    #[test]
    fn equal_values_that_binary_cannot_hold_have_no_spread_either() {
        assert_eq!(repeated(0.1, 1000).variance(), Some(0.0));
    }

    #[test]
    fn the_t_interval_agrees_with_the_textbook() {
        let m = Moments {
            n: 4,
            sum: 10.0,
            sum_sq: 30.0,
        };
        let found = student_t(&m, Level::NINETY_FIVE).unwrap();
        // t(0.975; 3) = 3.182446305284263, s = √(5/3), n = 4.
        let half = 3.182446305284263 * (5.0_f64 / 3.0).sqrt() / 2.0;
        assert!((found.low - (2.5 - half)).abs() < 1e-10);
        assert!((found.high - (2.5 + half)).abs() < 1e-10);
    }

    #[test]
    fn one_value_has_no_interval_even_without_a_minimum() {
        let rules = Rules {
            min_n: 0,
            ..Rules::default()
        };
        let e = estimate(&repeated(3.0, 1), &rules);
        assert_eq!(e.refused, Some(Refusal::TooFew { n: 1, needed: 2 }));
        assert!(student_t(&Moments::default(), Level::NINETY_FIVE).is_none());
    }

    #[test]
    fn a_mean_off_its_scale_and_a_value_that_is_no_number_are_named() {
        let error = estimate_on_scale(&repeated(9.0, 20), 1.0, 7.0, &Rules::default());
        assert!(error.unwrap_err().to_string().contains('9'));
        assert!(Moments::default().observe(f64::INFINITY).is_err());
    }

    #[test]
    fn equal_weights_give_the_plain_mean_and_its_t_interval() {
        let (mut plain, mut weighted) = (Moments::default(), Stratum::default());
        for i in 0..25 {
            let value = f64::from(i * i % 7);
            plain.observe(value).unwrap();
            weighted.observe(0.7, value).unwrap();
        }
        let rules = Rules::default();
        let (one, two) = (
            estimate(&plain, &rules),
            estimate_weighted(&[weighted], &rules).unwrap(),
        );
        for (a, b) in [
            (one.value, two.value),
            (one.low, two.low),
            (one.high, two.high),
        ] {
            assert!((a.unwrap() - b.unwrap()).abs() < 1e-9, "{one:?} {two:?}");
        }
        let mut same = Stratum::default();
        for _ in 0..12 {
            same.observe(0.7, 0.1).unwrap();
        }
        let e = estimate_weighted(&[same], &rules).unwrap();
        assert_eq!(e.refused, Some(Refusal::NoSpread { n: 12 }));
    }
}
