//! How much a series jitters, whatever its level does.

use crate::StatsError;

/// Median of absolute standard normal values.
const NORMAL: f64 = 0.674_489_750_196_081_7;

/// The standard deviation of single values around a level that may break.
///
/// Formula: `median |x_t - x_{t-1}| / (√2 · 0.6745)`; where most neighbors are equal (a coarse
/// scale) the root of half their mean square instead.
/// Arguments: values in order, 3 or more, in any unit; the result has the same unit.
/// Errors: [`StatsError::ShortSeries`]; [`StatsError::NotFinite`]; [`StatsError::NoSpread`] where
/// all values are equal.
/// Assumptions: independent noise; with neighbors that are alike it comes out too small (see
/// [`lag_one`]).
/// Source: von Neumann et al. 1941, doi:10.1214/aoms/1177731677, with Hampel's median.
///
/// ```
/// let quiet = [0.0, 1.0, 0.0, 1.0, 50.0, 51.0, 50.0, 51.0];
/// assert!((stats::series::breaks::noise(&quiet).unwrap() - 1.0484).abs() < 1e-3);
/// ```
pub fn noise(values: &[f64]) -> Result<f64, StatsError> {
    if values.len() < 3 {
        return Err(StatsError::ShortSeries {
            periods: values.len(),
            needed: 3,
        });
    }
    if let Some(&value) = values.iter().find(|v| !v.is_finite()) {
        return Err(StatsError::NotFinite {
            name: "value",
            value,
        });
    }
    let mut moves: Vec<f64> = values.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    moves.sort_by(f64::total_cmp);
    let half = moves.len() / 2;
    let median = if moves.len() % 2 == 1 {
        moves[half]
    } else {
        (moves[half - 1] + moves[half]) / 2.0
    };
    let squares: f64 = moves.iter().map(|m| m * m).sum();
    let sd = if median > 0.0 {
        median / (std::f64::consts::SQRT_2 * NORMAL)
    } else {
        (squares / (2.0 * moves.len() as f64)).sqrt()
    };
    if sd > 0.0 {
        Ok(sd)
    } else {
        Err(StatsError::NoSpread {
            n: values.len() as u64,
        })
    }
}

/// Correlation of neighboring residuals.
///
/// Formula: `Σ r_t r_{t-1} / Σ r_t²`; beyond `2 / √n` neighbors are alike and a search for breaks
/// finds too many.
/// Arguments: residuals in order. Errors: none; all zero gives 0.
/// Assumptions: mean 0. Source: Box and Jenkins, Time Series Analysis, section 2.1.
///
/// ```
/// assert_eq!(stats::series::breaks::lag_one(&[1.0, -1.0, 1.0, -1.0]), -0.75);
/// ```
#[must_use]
pub fn lag_one(residuals: &[f64]) -> f64 {
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    let pairs: f64 = residuals.windows(2).map(|w| w[0] * w[1]).sum();
    if squares > 0.0 { pairs / squares } else { 0.0 }
}
