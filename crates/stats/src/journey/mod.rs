//! Journeys: which moments matter, by which paths customers come, and what failing them costs.
//!
//! [`removal`] and [`shapley`] say how much of the conversions pass through each step of observed
//! paths (descriptive); [`discover`] draws the paths themselves; [`recoverable_loss`] says what
//! loss would be saved if a moment never failed.

mod chain;
mod discover;
mod loss;
mod pattern;
mod removal;
mod shapley;

pub use discover::{Discovered, Edge, Variant, discover};
pub use loss::{Confidence, LossOptions, Moment, Visit, recoverable_loss};
pub use removal::{PathOptions, Removal, removal};
pub use shapley::{EXACT_STEPS, Shapley, shapley};

use crate::StatsError;

/// Customers who took the same path.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The steps in order, each a number from 0; a step may come again.
    pub steps: Vec<usize>,
    /// Of them, who converted (bought, stayed).
    pub converted: f64,
    /// Of them, who were lost.
    pub lost: f64,
}

/// Refuses paths of which no number can be computed; gives how many steps there are.
fn check(paths: &[Path]) -> Result<usize, StatsError> {
    for path in paths {
        for count in [path.converted, path.lost] {
            if !count.is_finite() || count < 0.0 {
                return Err(StatsError::Weight { weight: count });
            }
        }
    }
    let steps = paths.iter().flat_map(|p| &p.steps);
    Ok(steps.max().map_or(0, |last| last + 1))
}
