//! Calibration: weights that meet totals of any columns.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::weight::{check_rows, check_weights, solve};

/// What "near to the base weights" means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// Chi-square distance: the generalized regression estimator (GREG). Quick and exact, but a
    /// weight may turn negative.
    Linear,
    /// Kullback-Leibler distance: raking. No weight turns negative.
    Raking,
}

/// Weights that meet the population totals of columns, as near to the base weights as can be.
///
/// Formula: `w = d F(x'λ)` with `Σ w x = T`, F(u) = 1 + u (linear) or exp(u) (raking); λ by
/// Newton steps on `Σ d F(x'λ) x = T`.
/// Arguments: `base` weights d; `x` rows × columns (give an intercept to meet the population's
/// size); `totals` T of the columns in the population, in the columns' units.
/// Errors: [`StatsError::Weight`], [`StatsError::NoWeight`], [`StatsError::Length`];
/// [`StatsError::NotConverged`] where no weights meet the totals.
/// Assumptions: as [`rake`](super::rake); totals are known without error.
/// Source: Deville and Särndal 1992, doi:10.2307/2290268.
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::weight::{Distance, calibrate};
/// let x = DMatrix::from_row_slice(3, 2, &[1.0, 0.0, 1.0, 0.0, 1.0, 1.0]);
/// let totals = DVector::from_vec(vec![4.0, 2.0]);
/// let w = calibrate(&[1.0; 3], &x, &totals, Distance::Raking)?;
/// assert!((w[0] - 1.0).abs() < 1e-9 && (w[2] - 2.0).abs() < 1e-9);
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn calibrate(
    base: &[f64],
    x: &DMatrix<f64>,
    totals: &DVector<f64>,
    distance: Distance,
) -> Result<Vec<f64>, StatsError> {
    const STEPS: usize = 100;
    check_weights(base)?;
    check_rows("base weights", base.len(), x.nrows())?;
    check_rows("totals", totals.len(), x.ncols())?;
    if let Some(&value) = x.iter().chain(totals.iter()).find(|v| !v.is_finite()) {
        return Err(StatsError::NotFinite {
            name: "calibration value",
            value,
        });
    }
    let size = DVector::from_fn(x.ncols(), |j, _| {
        let sum: f64 = base
            .iter()
            .zip(x.column(j).iter())
            .map(|(d, v)| d * v.abs())
            .sum();
        sum.max(totals[j].abs()).max(f64::MIN_POSITIVE)
    });
    let missed = |weights: &[f64]| totals - x.tr_mul(&DVector::from_column_slice(weights));
    let worst = |missed: &DVector<f64>| missed.component_div(&size).amax();
    let weigh = |lambda: &DVector<f64>| -> Vec<f64> {
        let u = x * lambda;
        let factor = |u: f64| match distance {
            Distance::Linear => 1.0 + u,
            Distance::Raking => u.exp(),
        };
        base.iter()
            .zip(u.iter())
            .map(|(d, &u)| d * factor(u))
            .collect()
    };
    let mut lambda = DVector::zeros(x.ncols());
    let mut weights = weigh(&lambda);
    for _ in 0..STEPS {
        let gap = missed(&weights);
        if worst(&gap) <= 1e-13 {
            return Ok(weights);
        }
        let slope = match distance {
            Distance::Linear => solve::cross(x, base),
            Distance::Raking => solve::cross(x, &weights),
        };
        let step = solve::symmetric(&slope, &gap);
        // A step that leads further away is halved: exp() runs off quickly.
        let mut share = 1.0;
        loop {
            let next = &lambda + &step * share;
            let tried = weigh(&next);
            let better = worst(&missed(&tried)) < worst(&gap);
            if better {
                (lambda, weights) = (next, tried);
                break;
            }
            share /= 2.0;
            if share < 1e-6 {
                let near = worst(&gap) <= 1e-9;
                return if near {
                    Ok(weights)
                } else {
                    Err(StatsError::NotConverged { steps: STEPS })
                };
            }
        }
    }
    if worst(&missed(&weights)) <= 1e-9 {
        Ok(weights)
    } else {
        Err(StatsError::NotConverged { steps: STEPS })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(values: &[f64]) -> DVector<f64> {
        DVector::from_column_slice(values)
    }

    #[test]
    fn totals_that_no_weights_can_meet_are_an_error() {
        // The second column is never above 0, but its total should be.
        let x = DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 1.0, 0.0]);
        for distance in [Distance::Linear, Distance::Raking] {
            assert!(calibrate(&[1.0; 2], &x, &totals(&[2.0, 1.0]), distance).is_err());
        }
    }

    #[test]
    fn a_column_given_twice_changes_nothing() {
        let once = DMatrix::from_row_slice(3, 2, &[1.0, 2.0, 1.0, 3.0, 1.0, 7.0]);
        let twice = DMatrix::from_fn(3, 3, |i, j| once[(i, j.min(1))]);
        let a = calibrate(&[1.0; 3], &once, &totals(&[3.0, 13.0]), Distance::Raking).unwrap();
        let t = totals(&[3.0, 13.0, 13.0]);
        let b = calibrate(&[1.0; 3], &twice, &t, Distance::Raking).unwrap();
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-9));
    }
}
