//! Weighted least squares.

use super::{Design, Family, Fit, penalized};
use crate::StatsError;

/// Weighted least squares.
///
/// Formula: `b = (XᵀWX)⁻¹ XᵀW(y - offset)`, dispersion `s² = Σ w r² / (n - p)`, model-based
/// covariance `s² (XᵀWX)⁻¹`, sandwich by [`sandwich`](super::sandwich()). Solved by Householder
/// reflections of `√W X`.
/// Arguments: the design; `y` in its own unit, coefficients in that unit per unit of a column.
/// Errors: [`StatsError::RankDeficient`] names a column that depends on those before it;
/// [`StatsError::Rows`] where rows do not outnumber columns; [`StatsError::Length`],
/// [`StatsError::Weight`] and [`StatsError::NotFinite`] for arguments that do not fit.
/// Assumptions: the model-based covariance trusts that a row's variance is `s² / w`; the
/// sandwich does not.
/// Sources: Seber and Lee 2003, Linear Regression Analysis, chapters 3 and 11.
///
/// ```
/// use nalgebra::{DMatrix, DVector};
/// use stats::regress::{Design, wls};
/// let x = DMatrix::from_row_slice(4, 2, &[1.0, 0.0, 1.0, 1.0, 1.0, 2.0, 1.0, 3.0]);
/// let fit = wls(&Design::new(x, DVector::from(vec![1.0, 3.0, 5.0, 7.0]))).unwrap();
/// assert!((fit.coef[0] - 1.0).abs() < 1e-12 && (fit.coef[1] - 2.0).abs() < 1e-12);
/// ```
pub fn wls(design: &Design) -> Result<Fit, StatsError> {
    penalized(design, Family::Gaussian, None)
}
