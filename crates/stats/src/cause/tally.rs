//! Sums over the rows of a cell.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// Sums over the rows of one cell in one period: all that a root cause needs.
///
/// With weight w and value y these are `Σ1, Σw, Σwy, Σwy², Σw², Σw²y, Σw²y²`, so one
/// `GROUP BY` fills them; without weights the last three equal the three before them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows.
    pub n: u64,
    /// Sum of the weights.
    pub weight: f64,
    /// Weighted sum of the values.
    pub sum: f64,
    /// Weighted sum of the squared values.
    pub squares: f64,
    /// Sum of the squared weights.
    pub weight2: f64,
    /// Sum of the values by squared weight.
    pub sum2: f64,
    /// Sum of the squared values by squared weight.
    pub squares2: f64,
}

impl Tally {
    /// The tally of `n` rows of weight 1 from the sums of their values and squares.
    #[must_use]
    pub fn unweighted(n: u64, sum: f64, squares: f64) -> Self {
        Tally {
            n,
            weight: n as f64,
            sum,
            squares,
            weight2: n as f64,
            sum2: sum,
            squares2: squares,
        }
    }

    /// Counts one row.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] and [`StatsError::Weight`]; nothing is counted then.
    pub fn observe(&mut self, value: f64, weight: f64) -> Result<(), StatsError> {
        if !value.is_finite() {
            let name = "value";
            return Err(StatsError::NotFinite { name, value });
        }
        if !(weight.is_finite() && weight >= 0.0) {
            return Err(StatsError::Weight { weight });
        }
        let row = Tally::unweighted(1, value, value * value);
        self.merge(&Tally {
            n: 1,
            weight,
            sum: weight * row.sum,
            squares: weight * row.squares,
            weight2: weight * weight,
            sum2: weight * weight * row.sum,
            squares2: weight * weight * row.squares,
        });
        Ok(())
    }

    /// Adds the sums of other rows.
    pub fn merge(&mut self, other: &Tally) {
        self.n += other.n;
        self.weight += other.weight;
        self.sum += other.sum;
        self.squares += other.squares;
        self.weight2 += other.weight2;
        self.sum2 += other.sum2;
        self.squares2 += other.squares2;
    }

    /// The sums of the rows that are in `self` but not in `part`, a part of them.
    pub(super) fn less(&self, part: &Tally) -> Tally {
        Tally {
            n: self.n.saturating_sub(part.n),
            weight: self.weight - part.weight,
            sum: self.sum - part.sum,
            squares: self.squares - part.squares,
            weight2: self.weight2 - part.weight2,
            sum2: self.sum2 - part.sum2,
            squares2: self.squares2 - part.squares2,
        }
    }

    /// The mean value; blank without weight.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0 && self.weight > 0.0).then(|| self.sum / self.weight)
    }

    /// Variance of one row's value, dividing by the weight; 0 without rows.
    pub(super) fn spread(&self) -> f64 {
        self.mean()
            .map_or(0.0, |m| (self.squares / self.weight - m * m).max(0.0))
    }

    /// Squared standard error of the mean, the spread of few rows drawn towards `prior`.
    pub(super) fn error2(&self, mean: f64, prior: f64) -> f64 {
        let n = self.n as f64;
        let own = (self.squares2 - 2.0 * mean * self.sum2 + mean * mean * self.weight2).max(0.0);
        let borrowed = BORROWED * prior * self.weight2 / n;
        (own + borrowed) / (n + BORROWED) * n / (self.weight * self.weight)
    }
}

/// Rows' worth of the whole's spread that every cell borrows, so that a cell whose few answers
/// happen to agree does not look sure of itself.
const BORROWED: f64 = 2.0;
