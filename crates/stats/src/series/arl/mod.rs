//! Average run length (ARL): how many periods a chart runs, on average, until it calls.
//!
//! A limit of "three sigma" says nothing about how often people are bothered in vain. Here the
//! question is turned round: name the false alarms that can be borne, and get the limit.

mod cusum;
mod ewma;
mod legendre;
mod search;

pub use cusum::{cusum, cusum_limit};
pub(crate) use ewma::smoothing;
pub use ewma::{ewma, ewma_limit};

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// Whether a chart calls for rises only, or for rises and falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// Rises only.
    One,
    /// Rises and falls.
    #[default]
    Two,
}

/// Checks that a setting of a chart is finite and above 0.
pub(crate) fn above_zero(name: &'static str, value: f64) -> Result<(), StatsError> {
    if value.is_finite() && value > 0.0 {
        Ok(())
    } else {
        Err(StatsError::NotAboveZero { name, value })
    }
}

/// Checks a wanted run length: a chart cannot run less than 1 period.
fn run_length(value: f64) -> Result<(), StatsError> {
    above_zero("run length less 1 period", value - 1.0)
}
