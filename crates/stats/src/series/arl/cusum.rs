//! Run lengths of CUSUM charts of normal values.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::{Sides, above_zero, legendre, run_length, search};
use crate::StatsError;

/// Average run length of a CUSUM chart of independent normal values.
///
/// Formula: for `C_t = max(0, C_{t-1} + x_t - k)` that calls at `C_t > h`, the run length from
/// state z solves `L(z) = 1 + L(0) Φ(k - z - μ) + ∫_0^h L(s) φ(s + k - z - μ) ds`. The integral
/// is a Gauss-Legendre sum (Nyström), which leaves a small linear system; the result is `L(0)`.
/// Two sided charts run `1 / (1 / L⁺ + 1 / L⁻)`.
/// Arguments: `k` the reference value and `h` the limit, both above 0 and counted in standard
/// errors of a value; `mu` the mean in the same unit (0 in control); `sides`.
/// Errors: [`StatsError::NotAboveZero`] for `k` or `h`; [`StatsError::NotFinite`] for `mu`, and
/// where the run is too long for numbers.
/// Assumptions: independent normal values of variance 1 with a known in-control mean; a chart
/// that starts at 0. An estimated mean shortens the runs.
/// Sources: Page 1954, doi:10.1093/biomet/41.1-2.100; Brook and Evans 1972,
/// doi:10.1093/biomet/59.3.539; Kemp 1961 (two sides); Knoth's R package spc (agreement).
///
/// ```
/// use stats::series::arl::{Sides, cusum};
/// let quiet = cusum(0.5, 4.0, 0.0, Sides::Two).unwrap();
/// assert!((quiet - 167.683_788_8).abs() < 1e-4);
/// ```
pub fn cusum(k: f64, h: f64, mu: f64, sides: Sides) -> Result<f64, StatsError> {
    above_zero("reference value", k)?;
    above_zero("limit", h)?;
    if !mu.is_finite() {
        return Err(StatsError::NotFinite {
            name: "mean",
            value: mu,
        });
    }
    let up = one_sided(k, h, mu)?;
    match sides {
        Sides::One => Ok(up),
        Sides::Two => Ok(1.0 / (1.0 / up + 1.0 / one_sided(k, h, -mu)?)),
    }
}

/// The limit `h` at which an in-control CUSUM chart runs `arl` periods on average.
///
/// Formula: the `h` that solves `cusum(k, h, 0, sides) = arl`.
/// Arguments: `k` as in [`cusum`]; `arl` in periods, above 1: one false alarm in so many.
/// Errors: those of [`cusum`]; [`StatsError::NotAboveZero`] for a run length of 1 or less.
/// Assumptions and sources: those of [`cusum`].
///
/// ```
/// use stats::series::arl::{Sides, cusum_limit};
/// let h = cusum_limit(0.5, 500.0, Sides::Two).unwrap();
/// assert!((h - 5.070_703_9).abs() < 1e-4);
/// ```
pub fn cusum_limit(k: f64, arl: f64, sides: Sides) -> Result<f64, StatsError> {
    above_zero("reference value", k)?;
    run_length(arl)?;
    search::limit(arl, 4.0, |h| cusum(k, h, 0.0, sides))
}

fn one_sided(k: f64, h: f64, mu: f64) -> Result<f64, StatsError> {
    let law = Normal::standard();
    // The kernel is a normal density: some points per standard error suffice for 1e-9.
    let points = legendre::nodes(24 + (8.0 * h).ceil().min(400.0) as usize, 0.0, h);
    let n = points.len();
    let system = DMatrix::from_fn(n + 1, n + 1, |i, j| {
        let z = if i == 0 { 0.0 } else { points[i - 1].0 };
        let unit = f64::from(u8::from(i == j));
        if j == 0 {
            unit - law.cdf(k - z - mu)
        } else {
            let (s, weight) = points[j - 1];
            unit - weight * law.pdf(s + k - z - mu)
        }
    });
    let lengths = system.lu().solve(&DVector::from_element(n + 1, 1.0));
    let length = lengths.map_or(f64::INFINITY, |l| l[0]);
    if length.is_finite() && length >= 1.0 {
        Ok(length)
    } else {
        Err(StatsError::NotFinite {
            name: "run length",
            value: length,
        })
    }
}
