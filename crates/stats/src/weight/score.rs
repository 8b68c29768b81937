//! A weighted mean whose weights were made to meet known totals.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use crate::design::{Cluster, Linearized, Stratum};
use crate::weight::{check_rows, check_weights, kish, solve};
use crate::{Estimate, Method, Refusal, Rules, StatsError, Unit};

/// How the rows were drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Stratum of each row; none if all were drawn from one pot.
    pub stratum: Option<Vec<usize>>,
    /// Sampling unit of each row (a store, a respondent); none if each row is its own.
    pub unit: Option<Vec<usize>>,
    /// Units in each stratum's frame, where they are known; one entry if there are no strata.
    pub frame: Option<Vec<u64>>,
}

/// The calibrated mean with its standard error by Taylor linearization.
///
/// Formula: `m = Σwy / Σw`; influence `u = (y - m) / Σw` (0 in rows without an answer); `e` the
/// residuals of u regressed on the calibration columns with the base weights d;
/// `V = Σ_h (1 - n_h / N_h) n_h / (n_h - 1) Σ_i (E_hi - mean E_h)²` over the units' sums E of w e.
/// What the margins explain of the answers no longer adds to the error.
/// Arguments: `values` y, blank where there is no answer; final `weights` w and `base` weights d;
/// `x`, the columns whose totals were met (see [`indicators`](super::indicators); an empty matrix
/// with one row each for weights that met none); how the rows were drawn.
/// Errors: [`StatsError::Length`], [`StatsError::Weight`], [`StatsError::NoWeight`],
/// [`StatsError::NotFinite`], [`StatsError::NoFreedom`], [`StatsError::Frame`].
/// Assumptions: totals known without error; a sample large beside the number of columns; weights
/// that a cap holds down are treated as if they met the totals.
/// Sources: Deville and Särndal 1992, doi:10.2307/2290268; Lumley 2010, Complex Surveys,
/// chapter 7, doi:10.1002/9780470580066.
///
/// ```
/// use stats::weight::{Drawn, Margin, indicators, mean, post_stratify};
/// let sex = Margin { of: vec![0, 0, 0, 1, 1, 1], target: vec![0.6, 0.4] };
/// let base = [1.0; 6];
/// let w = post_stratify(&base, &sex, 6.0)?;
/// let x = indicators(&[sex], 6)?;
/// let y = [9.0, 8.0, 10.0, 4.0, 5.0, 3.0].map(Some);
/// let found = mean(&y, &w, &base, &x, &Drawn::default())?;
/// assert!((found.mean - 7.0).abs() < 1e-12);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn mean(
    values: &[Option<f64>],
    weights: &[f64],
    base: &[f64],
    x: &DMatrix<f64>,
    drawn: &Drawn,
) -> Result<Linearized, StatsError> {
    let rows = values.len();
    for (name, given) in [
        ("weights", weights.len()),
        ("base weights", base.len()),
        ("calibration columns", x.nrows()),
    ] {
        check_rows(name, given, rows)?;
    }
    check_weights(base)?;
    if let Some(value) = values.iter().flatten().find(|v| !v.is_finite()) {
        return Err(StatsError::NotFinite {
            name: "value",
            value: *value,
        });
    }
    let answered: Vec<(f64, f64)> = values
        .iter()
        .zip(weights)
        .filter_map(|(value, &weight)| value.map(|value| (value, weight)))
        .collect();
    let weight: f64 = answered.iter().map(|(_, w)| w).sum();
    if !(weight > 0.0 && weight.is_finite()) {
        return Err(StatsError::NoWeight { sum: weight });
    }
    let mean = answered.iter().map(|(y, w)| w * y).sum::<f64>() / weight;
    let influence = DVector::from_iterator(
        rows,
        values
            .iter()
            .map(|y| y.map_or(0.0, |y| (y - mean) / weight)),
    );
    let residual = residuals(&influence, base, x);
    let strata = strata(&residual, weights, drawn)?;
    let units: u64 = strata.iter().map(|s| s.units).sum();
    let count = strata.len() as u64;
    if units <= count {
        return Err(StatsError::NoFreedom {
            units,
            strata: count,
        });
    }
    let variance: f64 = strata.iter().map(|s| s.variance(0.0, 1.0)).sum();
    let n = answered.len() as u64;
    let spread = answered
        .iter()
        .map(|(y, w)| w * (y - mean) * (y - mean))
        .sum::<f64>();
    let simple = spread / weight / (n as f64 - 1.0);
    let used: Vec<f64> = answered.iter().map(|(_, w)| *w).collect();
    let n_effective = match kish(&used) {
        Ok(kish) => kish.n_effective,
        // GREG may give a negative weight: Kish's n is then of the absolute weights.
        Err(_) => kish(&used.iter().map(|w| w.abs()).collect::<Vec<f64>>())?.n_effective,
    };
    Ok(Linearized {
        mean,
        se: variance.sqrt(),
        df: units - count,
        n,
        weight,
        n_effective,
        design_effect: (simple > 0.0).then(|| variance / simple),
        is_census: strata.iter().all(|s| s.frame == Some(s.units)),
    })
}

/// A calibrated mean as a headline.
///
/// Formula: `m ± t se` with the design degrees of freedom, clipped to what the unit allows; points
/// and percent are 100 times means of -1 to 1 and 0 to 1.
/// Arguments: what [`mean`] found; the unit; the ends of the scale for [`Unit::Scale`], where they
/// are known; rules. Errors: none; refused with fewer than `rules.min_n` answers and where all
/// answers, or all within the margins, are the same.
/// Assumptions and sources: as [`mean`].
///
/// ```text
/// SFO 2018, raked: 35.1 (32.0 .. 38.2)
/// ```
#[must_use]
pub fn headline(
    found: &Linearized,
    unit: Unit,
    ends: Option<(f64, f64)>,
    rules: &Rules,
) -> Estimate {
    let (factor, lowest, highest) = match (unit, ends) {
        (Unit::Points, _) => (100.0, -1.0, 1.0),
        (Unit::Percent, _) => (100.0, 0.0, 1.0),
        (Unit::Scale, Some((lowest, highest))) => (1.0, lowest, highest),
        (Unit::Scale, None) => (1.0, f64::NEG_INFINITY, f64::INFINITY),
    };
    let (n, method) = (found.n, Method::Calibrated);
    let none = (found.se <= 0.0 && !found.is_census).then_some(Refusal::NoSpread { n });
    let estimate = match rules.too_few(n).or(none) {
        Some(refusal) => Estimate::refused(refusal, n, unit, method, rules),
        None => {
            let interval = found.interval_t(rules.level).clipped(lowest, highest);
            let value = factor * found.mean.clamp(lowest, highest);
            Estimate::shown(value, interval.times(factor), n, unit, method, rules)
        }
    };
    estimate.with_n_effective(found.n_effective)
}

/// What the calibration columns leave of the influence.
fn residuals(influence: &DVector<f64>, base: &[f64], x: &DMatrix<f64>) -> DVector<f64> {
    if x.ncols() == 0 {
        return influence.clone();
    }
    let weighted = DVector::from_iterator(
        base.len(),
        base.iter().zip(influence.iter()).map(|(d, u)| d * u),
    );
    let coefficients = solve::symmetric(&solve::cross(x, base), &x.tr_mul(&weighted));
    influence - x * coefficients
}

/// The sums of `w e` over sampling units, by stratum.
fn strata(
    residual: &DVector<f64>,
    weights: &[f64],
    drawn: &Drawn,
) -> Result<Vec<Stratum>, StatsError> {
    let rows = weights.len();
    for (name, column) in [("strata", &drawn.stratum), ("units", &drawn.unit)] {
        if let Some(column) = column {
            check_rows(name, column.len(), rows)?;
        }
    }
    let mut units = BTreeMap::<(usize, usize), Cluster>::new();
    for row in 0..rows {
        let stratum = drawn.stratum.as_ref().map_or(0, |s| s[row]);
        let unit = drawn.unit.as_ref().map_or(row, |u| u[row]);
        let total = weights[row] * residual[row];
        units.entry((stratum, unit)).or_default().merge(&Cluster {
            n: 1,
            total,
            ..Cluster::default()
        });
    }
    let mut strata = BTreeMap::<usize, Stratum>::new();
    for ((stratum, _), unit) in &units {
        strata.entry(*stratum).or_default().add(unit);
    }
    for (number, stratum) in &mut strata {
        stratum.frame = drawn.frame.as_ref().and_then(|f| f.get(*number).copied());
        if let Some(frame) = stratum.frame.filter(|&f| f < stratum.units) {
            return Err(StatsError::Frame {
                frame,
                units: stratum.units,
            });
        }
    }
    Ok(strata.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weight::{Margin, indicators, post_stratify};

    #[test]
    fn without_calibration_it_is_the_linearized_mean() {
        let y = [9.0, 2.0, 7.0, 8.0, 1.0, 10.0];
        let w = [1.0, 2.0, 1.5, 0.5, 3.0, 1.0];
        let mut stratum = Stratum::default();
        for (y, w) in y.iter().zip(w) {
            stratum.observe(w, *y).unwrap();
        }
        let plain = crate::design::linearize(&[stratum]).unwrap();
        let none = DMatrix::zeros(6, 0);
        let found = mean(&y.map(Some), &w, &w, &none, &Drawn::default()).unwrap();
        assert!((found.se - plain.se).abs() < 1e-12, "{found:?} {plain:?}");
        assert!((found.mean - plain.mean).abs() < 1e-12);
        assert!((found.design_effect.unwrap() - plain.design_effect.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn margins_that_explain_the_answers_leave_little_error() {
        let of: Vec<usize> = (0..40).map(|i| i % 2).collect();
        let y: Vec<Option<f64>> = (0..40)
            .map(|i| Some(10.0 * (i % 2) as f64 + (i % 5) as f64 / 100.0))
            .collect();
        let margin = Margin {
            of,
            target: vec![0.5, 0.5],
        };
        let base = [1.0; 40];
        let w = post_stratify(&base, &margin, 40.0).unwrap();
        let x = indicators(&[margin], 40).unwrap();
        let found = mean(&y, &w, &base, &x, &Drawn::default()).unwrap();
        assert!(found.se < 0.01, "{found:?}");
        assert!(found.design_effect.unwrap() < 1e-3);
    }
}
