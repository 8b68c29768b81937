//! What unequal weights cost.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::weight::check_weights;

/// How many answers unequal weights leave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Kish {
    /// Answers.
    pub n: u64,
    /// Variance with these weights over that with equal ones; at least 1.
    pub design_effect: f64,
    /// Answers of equal weight that would say as much: n over the design effect.
    pub n_effective: f64,
}

/// Kish's design effect of weights, and the effective n.
///
/// Formula: `deff = n Σw² / (Σw)²`, `n_eff = (Σw)² / Σw²`.
/// Arguments: weights in any unit. Errors: [`StatsError::Weight`], [`StatsError::NoWeight`].
/// Assumptions: the weights have nothing to do with the answers; where the margins explain the
/// answers, weighting costs less than this.
/// Source: Kish 1965, Survey Sampling, section 11.7.
///
/// ```
/// let found = stats::weight::kish(&[1.0, 1.0, 4.0])?;
/// assert_eq!((found.design_effect, found.n_effective), (1.5, 2.0));
/// # Ok::<(), stats::StatsError>(())
/// ```
pub fn kish(weights: &[f64]) -> Result<Kish, StatsError> {
    let sum = check_weights(weights)?;
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    let n = weights.len() as f64;
    Ok(Kish {
        n: weights.len() as u64,
        design_effect: n * squares / (sum * sum),
        n_effective: sum * sum / squares,
    })
}
