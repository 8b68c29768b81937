//! What is asked of the drivers.

use stats::Level;

use crate::analyze::Missing;

/// Options of `analyze drivers`.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Column of the outcome, a number: the score that drivers move.
    pub outcome: String,
    /// Columns of the drivers, each a score.
    pub drivers: Vec<String>,
    /// Column of weights, 0 or more; a row without one is left out.
    pub weight: Option<String>,
    /// Column whose equal cells are drawn together (respondent, store).
    pub cluster: Option<String>,
    /// Codes in a driver's column that say it was not encountered; blank cells do too. A code
    /// other than a whole number from 0 to 10 (such as NA or 99) is no answer in the outcome
    /// either.
    pub missing: Missing,
    /// Codes in a driver's column that say it was met but not answered; blank cells then do too.
    pub item_missing: Option<Missing>,
    /// Codes in the outcome's column that are no answer; a row with one is left out.
    pub outcome_missing: Missing,
    /// Columns of unrelated items, whose mean over a person is held constant as that person's
    /// leaning (halo); importance is then given with and without it.
    pub halo: Vec<String>,
    /// Score below which a driver falls short; each driver's mean where not given.
    pub target: Option<f64>,
    /// Highest score that is low; by the scale where not given (2 of 5, 3 of 7, 6 of 10).
    pub low: Option<f64>,
    /// Lowest score that is high; by the scale where not given (5 of 5, 6 of 7, 9 of 10).
    pub high: Option<f64>,
    /// Whether the outcome is 0 or 1 and importance in a logistic regression is wanted too
    /// (at most 8 drivers).
    pub logit: bool,
    /// Whether importance is wanted with answers as ordered boxes too (polychoric correlations).
    pub ordinal: bool,
    /// Confidence of intervals.
    pub level: Level,
    /// Samples drawn again for the intervals.
    pub replicates: u64,
    /// Seed of those samples: the same seed, the same bytes.
    pub seed: u64,
}

impl Options {
    /// The columns that are read.
    pub(super) fn columns(&self) -> Vec<String> {
        let named = [&self.weight, &self.cluster].into_iter().flatten();
        let names = [&self.outcome].into_iter().chain(&self.drivers);
        names.chain(named).chain(&self.halo).cloned().collect()
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            outcome: String::new(),
            drivers: Vec::new(),
            weight: None,
            cluster: None,
            missing: Missing::default(),
            item_missing: None,
            outcome_missing: Missing::default(),
            halo: Vec::new(),
            target: None,
            low: None,
            high: None,
            logit: false,
            ordinal: false,
            level: Level::NINETY_FIVE,
            replicates: 1000,
            seed: 1,
        }
    }
}
