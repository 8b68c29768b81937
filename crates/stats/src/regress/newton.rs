//! Newton's method for concave log-likelihoods.

use nalgebra::{DMatrix, DVector};

use super::solve::inverse;
use crate::StatsError;

const STEPS: usize = 100;

/// A log-likelihood at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Derivatives {
    /// The log-likelihood; not finite where the point is outside its domain.
    pub value: f64,
    /// Its gradient.
    pub gradient: DVector<f64>,
    /// The negative of its matrix of second derivatives.
    pub information: DMatrix<f64>,
}

/// The point at which a log-likelihood is greatest.
#[derive(Debug, Clone, PartialEq)]
pub struct Maximum {
    /// The coefficients.
    pub coef: DVector<f64>,
    /// Inverse of the information there.
    pub cov: DMatrix<f64>,
    /// Gradient there, zero up to rounding.
    pub gradient: DVector<f64>,
    /// The log-likelihood there.
    pub log_likelihood: f64,
    /// Newton steps taken.
    pub steps: usize,
}

/// The greatest value of a concave log-likelihood.
///
/// Formula: `b + I⁻¹ g`, halved while the log-likelihood would fall, until a whole step moves
/// no coefficient by more than 1e-10 (absolute, or relative above 1).
/// Arguments: `start`, a point in the domain; `at`, the log-likelihood and its derivatives.
/// Errors: [`StatsError::RankDeficient`] where the information is singular at the start;
/// [`StatsError::Separated`] where it becomes so, or where a coefficient runs away while the
/// log-likelihood stands still; [`StatsError::NotConverged`] after 100 steps.
/// Assumptions: concave and twice differentiable.
/// Source: Nocedal and Wright 2006, Numerical Optimization, chapter 3.
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::regress::{Derivatives, newton};
/// // 3 events in exposure 2: the rate is 1.5.
/// let found = newton(DVector::from(vec![0.0]), |b| {
///     let mean = 2.0 * b[0].exp();
///     Derivatives {
///         value: 3.0 * b[0] - mean,
///         gradient: DVector::from(vec![3.0 - mean]),
///         information: DMatrix::from_row_slice(1, 1, &[mean]),
///     }
/// });
/// assert!((found.unwrap().coef[0] - 1.5f64.ln()).abs() < 1e-10);
/// ```
pub fn newton(
    start: DVector<f64>,
    mut at: impl FnMut(&DVector<f64>) -> Derivatives,
) -> Result<Maximum, StatsError> {
    let mut coef = start;
    let mut here = at(&coef);
    for steps in 1..=STEPS {
        let cov = inverse(&here.information).map_err(|column| match steps {
            1 => StatsError::RankDeficient { column },
            _ => StatsError::Separated { column },
        })?;
        let mut moved = &cov * &here.gradient;
        let close = |(b, m): (&f64, &f64)| m.abs() <= 1e-10 * b.abs().max(1.0);
        if coef.iter().zip(moved.iter()).all(close) {
            return Ok(Maximum {
                coef,
                cov,
                gradient: here.gradient,
                log_likelihood: here.value,
                steps,
            });
        }
        let before = here.value;
        let slack = 1e-12 * (before.abs() + 1.0);
        let mut next = at(&(&coef + &moved));
        for _ in 0..40 {
            if next.value.is_finite() && next.value >= before - slack {
                break;
            }
            moved *= 0.5;
            next = at(&(&coef + &moved));
        }
        coef += &moved;
        here = next;
        let still = (here.value - before).abs() <= 1e-9 * (before.abs() + 0.1);
        // A standard error much greater than any step that still changes something.
        if still && steps > 8 {
            let runs = |&j: &usize| moved[j].abs() > 0.3 && cov[(j, j)].sqrt() > 100.0;
            if let Some(column) = (0..moved.len()).find(runs) {
                return Err(StatsError::Separated { column });
            }
        }
    }
    Err(StatsError::NotConverged { steps: STEPS })
}
