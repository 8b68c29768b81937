//! The path of an EWMA chart.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::series::arl::{above_zero, smoothing};

/// One period of an EWMA chart, in standard errors of a single value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EwmaPoint {
    /// The smoothed value.
    pub value: f64,
    /// The limit on both sides of 0.
    pub limit: f64,
    /// Whether the smoothed value is beyond it.
    pub alarm: bool,
}

/// Whether the limits are those of a long run from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Widening {
    /// Fixed limits, those that run lengths are computed for.
    #[default]
    Fixed,
    /// Narrow at the start, when little is smoothed yet.
    FromStart,
}

/// A two-sided EWMA chart.
///
/// Formula: `v_t = (1 - λ) v_{t-1} + λ z_t`, `v_0 = 0`; an alarm where `|v_t|` is above
/// `c √(λ / (2 - λ))`, from the start times `√(1 - (1 - λ)^{2t})`.
/// Arguments: `z` standardized values in order (`NaN` for a period without any, which leaves the
/// smoothed value as it is); `lambda` above 0 and at most 1; `c` the limit, see
/// [`ewma_limit`](super::super::arl::ewma_limit).
/// Errors: [`StatsError::Smoothing`], [`StatsError::NotAboveZero`] for `c`.
/// Assumptions: independent values of mean 0 and variance 1 until the shift.
/// Sources: Roberts 1959, doi:10.2307/1266443; Lucas and Saccucci 1990, doi:10.2307/1269835.
///
/// ```
/// use stats::series::chart::{Widening, ewma};
/// let path = ewma(&[1.0, 3.0, 3.0], 0.2, 2.86, Widening::Fixed).unwrap();
/// assert!((path[1].value - 0.76).abs() < 1e-12);
/// assert!((path[2].limit - 2.86 / 3.0).abs() < 1e-12 && path[2].alarm);
/// ```
pub fn ewma(
    z: &[f64],
    lambda: f64,
    c: f64,
    widening: Widening,
) -> Result<Vec<EwmaPoint>, StatsError> {
    smoothing(lambda)?;
    above_zero("limit", c)?;
    let long = c * (lambda / (2.0 - lambda)).sqrt();
    let (mut value, mut left) = (0.0, 1.0);
    let point = |&z: &f64| {
        if !z.is_nan() {
            value = (1.0 - lambda) * value + lambda * z;
            left *= (1.0 - lambda) * (1.0 - lambda);
        }
        let limit = match widening {
            Widening::Fixed => long,
            Widening::FromStart => long * f64::sqrt(1.0 - left),
        };
        EwmaPoint {
            value,
            limit,
            alarm: value.abs() > limit,
        }
    };
    Ok(z.iter().map(point).collect())
}
