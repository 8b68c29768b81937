//! Run lengths of EWMA charts of normal values.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{Continuous, Normal};

use super::{above_zero, legendre, run_length, search};
use crate::StatsError;

/// Average run length of a two-sided EWMA chart of independent normal values.
///
/// Formula: for `z_t = (1 - λ) z_{t-1} + λ x_t` that calls at `|z_t| > c √(λ / (2 - λ)) = b`, the
/// run length from state z solves `L(z) = 1 + (1/λ) ∫_{-b}^{b} L(s) φ((s - (1 - λ) z) / λ - μ) ds`,
/// by a Gauss-Legendre sum (Nyström); the result is `L(0)`.
/// Arguments: `lambda` the weight of the newest value, above 0 and at most 1; `c` the limit in
/// asymptotic standard errors of z, above 0; `mu` the mean in standard errors of a value.
/// Errors: [`StatsError::Smoothing`] for `lambda`; [`StatsError::NotAboveZero`] for `c`;
/// [`StatsError::NotFinite`] for `mu`.
/// Assumptions: as for [`cusum`](super::cusum()); limits that do not widen at the start.
/// Sources: Roberts 1959, doi:10.2307/1266443; Crowder 1987, doi:10.2307/1269450; Knoth's R
/// package spc (agreement).
///
/// ```
/// let quiet = stats::series::arl::ewma(0.1, 2.7, 0.0).unwrap();
/// assert!((quiet - 368.993_734).abs() < 1e-3);
/// ```
pub fn ewma(lambda: f64, c: f64, mu: f64) -> Result<f64, StatsError> {
    smoothing(lambda)?;
    above_zero("limit", c)?;
    if !mu.is_finite() {
        return Err(StatsError::NotFinite {
            name: "mean",
            value: mu,
        });
    }
    let law = Normal::standard();
    let end = c * (lambda / (2.0 - lambda)).sqrt();
    // The kernel is a normal density of width λ.
    let count = (40.0 + 8.0 * end / lambda).ceil().min(600.0) as usize;
    // An odd number of points: the middle one is the start, 0.
    let points = legendre::nodes(count | 1, -end, end);
    let n = points.len();
    let system = DMatrix::from_fn(n, n, |i, j| {
        let (s, weight) = points[j];
        let step = (s - (1.0 - lambda) * points[i].0) / lambda - mu;
        f64::from(u8::from(i == j)) - weight / lambda * law.pdf(step)
    });
    let lengths = system.lu().solve(&DVector::from_element(n, 1.0));
    let length = lengths.map_or(f64::INFINITY, |l| l[n / 2]);
    if length.is_finite() && length >= 1.0 - 1e-9 {
        Ok(length)
    } else {
        Err(StatsError::NotFinite {
            name: "run length",
            value: length,
        })
    }
}

/// The limit `c` at which an in-control two-sided EWMA chart runs `arl` periods on average.
///
/// Formula: the `c` that solves `ewma(lambda, c, 0) = arl`.
/// Arguments: `lambda` as in [`ewma`]; `arl` in periods, above 1.
/// Errors: those of [`ewma`]; [`StatsError::NotAboveZero`] for a run length of 1 or less.
/// Assumptions and sources: those of [`ewma`].
///
/// ```
/// let c = stats::series::arl::ewma_limit(0.2, 370.4).unwrap();
/// assert!((c - 2.859_338).abs() < 1e-4);
/// ```
pub fn ewma_limit(lambda: f64, arl: f64) -> Result<f64, StatsError> {
    smoothing(lambda)?;
    run_length(arl)?;
    search::limit(arl, 2.7, |c| ewma(lambda, c, 0.0))
}

pub(crate) fn smoothing(lambda: f64) -> Result<(), StatsError> {
    if lambda > 0.0 && lambda <= 1.0 {
        Ok(())
    } else {
        Err(StatsError::Smoothing { lambda })
    }
}
