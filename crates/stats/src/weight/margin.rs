//! What is known of the population: how it is shared among the levels of a variable.

use nalgebra::DMatrix;

use crate::StatsError;
use crate::weight::check_rows;

/// One variable whose shares in the population are known; crossed cells are one variable too.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Level of each row, counted from 0.
    pub of: Vec<usize>,
    /// Population of each level: counts or shares, in any unit.
    pub target: Vec<f64>,
}

impl Margin {
    /// Share of each level in the population, 0 to 1.
    #[must_use]
    pub fn target_shares(&self) -> Vec<f64> {
        let sum: f64 = self.target.iter().sum();
        self.target.iter().map(|t| t / sum).collect()
    }

    /// Share of each level among weighted rows, 0 to 1; `weights` as many as rows.
    #[must_use]
    pub fn shares(&self, weights: &[f64]) -> Vec<f64> {
        let sum: f64 = weights.iter().sum();
        self.sums(weights).iter().map(|w| w / sum).collect()
    }

    /// Weight of each level.
    pub(super) fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.target.len()];
        for (&level, weight) in self.of.iter().zip(weights) {
            sums[level] += weight;
        }
        sums
    }

    /// Every row has a level, every target a meaning, every target above 0 a row with weight.
    pub(super) fn check(&self, at: usize, weights: &[f64]) -> Result<(), StatsError> {
        check_rows("a margin's levels", self.of.len(), weights.len())?;
        let levels = self.target.len();
        if let Some(&level) = self.of.iter().find(|level| **level >= levels) {
            return Err(StatsError::MarginLevel { level, levels });
        }
        let sums = self.sums(weights);
        for (level, &target) in self.target.iter().enumerate() {
            if !(target >= 0.0 && target.is_finite()) {
                return Err(StatsError::Target { target });
            }
            if target > 0.0 && sums[level] <= 0.0 {
                return Err(StatsError::EmptyLevel { margin: at, level });
            }
        }
        let sum: f64 = self.target.iter().sum();
        if sum > 0.0 {
            Ok(())
        } else {
            Err(StatsError::Target { target: sum })
        }
    }
}

/// The margins as columns of 0 and 1: an intercept, then every level but each margin's first.
///
/// Formula: column of level l is 1 in the rows that have l, otherwise 0. These are the columns
/// whose totals raking and post-stratification meet, so they are what [`mean`](super::mean) has
/// to know.
/// Arguments: margins over the same `rows`. Errors: [`StatsError::Length`] and
/// [`StatsError::MarginLevel`].
///
/// ```text
/// levels 0, 1, 1 of two: rows (1, 0), (1, 1), (1, 1)
/// ```
pub fn indicators(margins: &[Margin], rows: usize) -> Result<DMatrix<f64>, StatsError> {
    let columns = 1 + margins
        .iter()
        .map(|m| m.target.len().saturating_sub(1))
        .sum::<usize>();
    let mut x = DMatrix::zeros(rows, columns);
    x.column_mut(0).fill(1.0);
    let mut first = 1;
    for margin in margins {
        check_rows("a margin's levels", margin.of.len(), rows)?;
        let levels = margin.target.len();
        for (row, &level) in margin.of.iter().enumerate() {
            if level >= levels {
                return Err(StatsError::MarginLevel { level, levels });
            }
            if level > 0 {
                x[(row, first + level - 1)] = 1.0;
            }
        }
        first += levels.saturating_sub(1);
    }
    Ok(x)
}
