//! Weights that make a sample resemble its population, and what they cost.
//!
//! A [`Margin`] says which level each row has and how the population is shared among the levels.
//! [`rake`] meets several margins at once, with a cap if wanted; [`post_stratify`] meets one
//! (crossed cells are one margin); [`calibrate`] meets totals of any columns (GREG). [`mean`] then
//! gives the score with the error of an estimate that was calibrated, [`kish`] says how many
//! answers are left, and [`sensitivity`] what weighting cannot mend.

mod calibrate;
mod kish;
mod margin;
mod nonresponse;
mod rake;
mod score;
mod solve;

pub use calibrate::{Distance, calibrate};
pub use kish::{Kish, kish};
pub use margin::{Margin, indicators};
pub use nonresponse::{Sensitivity, Step, sensitivity};
pub use rake::{Raked, Raking, post_stratify, rake};
pub use score::{Drawn, headline, mean};

use crate::StatsError;

/// Calibration columns: rows × columns.
pub type Columns = nalgebra::DMatrix<f64>;

/// Base weights must be finite, at least 0, and not all 0.
fn check_weights(weights: &[f64]) -> Result<f64, StatsError> {
    if let Some(&weight) = weights.iter().find(|w| !(**w >= 0.0 && w.is_finite())) {
        return Err(StatsError::Weight { weight });
    }
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        Ok(sum)
    } else {
        Err(StatsError::NoWeight { sum })
    }
}

/// One value for each row.
fn check_rows(name: &'static str, given: usize, rows: usize) -> Result<(), StatsError> {
    if given == rows {
        Ok(())
    } else {
        Err(StatsError::Length { name, given, rows })
    }
}
