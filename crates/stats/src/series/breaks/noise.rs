//! How much a series jitters, whatever its level does.

use crate::StatsError;

/// Median of absolute standard normal values.
const NORMAL: f64 = 0.674_489_750_196_081_7;

/// Standard deviations beyond which a move is taken for a break.
const TRIM: f64 = 2.5;
/// Mean square of a standard normal value within `TRIM` of 0.
const TRIMMED_SQUARE: f64 = 0.911_256_3;

/// The standard deviation of single values around a level that may break.
///
/// Formula: a first guess is `s = median |x_t - x_{t-1}| / (√2 · 0.6745)`; then moves d beyond
/// `2.5 √2 s` are taken for breaks, and the noise is `√(mean d² / (2 · 0.9113))` of the others,
/// 0.9113 being the mean square of a normal value within ±2.5. Where most neighbors are equal (a
/// coarse scale) it is `√(mean d² / 2)` of all moves.
/// Arguments: values in order, 3 or more, in any unit; the result has the same unit.
/// Errors: [`StatsError::ShortSeries`]; [`StatsError::NotFinite`]; [`StatsError::NoSpread`] where
/// all values are equal.
/// Assumptions: independent noise; with neighbors that are alike it comes out too small (see
/// [`lag_one`]).
/// Source: von Neumann et al. 1941, doi:10.1214/aoms/1177731677, with Hampel's median
/// and a trimmed mean, which needs fewer values for the same error.
///
/// ```
/// let quiet = [0.0, 1.0, 0.0, 1.0, 50.0, 51.0, 50.0, 51.0];
/// let found = stats::series::breaks::noise(&quiet).unwrap();
/// assert!((found - (1.0 / (2.0 * 0.911_256_3_f64)).sqrt()).abs() < 1e-9);
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
    let end = if median > 0.0 {
        let most = TRIM * median / NORMAL;
        moves.partition_point(|m| *m <= most)
    } else {
        moves.len()
    };
    let usual = if median > 0.0 { TRIMMED_SQUARE } else { 1.0 };
    let squares: f64 = moves[..end].iter().map(|m| m * m).sum();
    let sd = (squares / (2.0 * usual * end as f64)).sqrt();
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
