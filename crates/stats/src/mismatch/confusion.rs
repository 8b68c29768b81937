//! How often the reader of the words errs, and how.

use serde::{Deserialize, Serialize};

use crate::StatsError;

/// Chance of each tone that is read, by the tone that is meant; rows sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Confusion(pub(super) [[f64; 3]; 3]);

impl Confusion {
    /// A reader that is right with this chance.
    ///
    /// An error about a negative or positive text reads it as neutral three times in four, else as
    /// the opposite; a neutral text is misread either way alike.
    ///
    /// # Errors
    /// [`StatsError::Level`] unless `accuracy` is above 0 and below 1.
    pub fn of_accuracy(accuracy: f64) -> Result<Self, StatsError> {
        let right = crate::Level::new(accuracy)?.share();
        let wrong = 1.0 - right;
        let (near, far) = (0.75 * wrong, 0.25 * wrong);
        Ok(Confusion([
            [right, near, far],
            [wrong / 2.0, right, wrong / 2.0],
            [far, near, right],
        ]))
    }

    /// From counts of a judged sample: rows by the tone meant, columns by the tone read, negative
    /// first. Half an answer is added to each count, so that no error is impossible.
    #[must_use]
    pub fn of_counts(counts: [[u64; 3]; 3]) -> Self {
        Confusion(counts.map(|row| {
            let sum = row.iter().sum::<u64>() as f64 + 1.5;
            row.map(|n| (n as f64 + 0.5) / sum)
        }))
    }
}
