//! `share(yes)`: the percent of rows that hold, 0 to 100.

use super::statistic::{Statistic, count};
use datafusion::arrow::datatypes::DataType;
use stats::{Estimate, Rules, share};

/// Rows that hold and rows that do not.
#[derive(Debug, Default)]
pub(crate) struct Share(share::Counts);

/// The counts as an aggregate's state.
pub(super) fn state(counts: &share::Counts) -> Vec<f64> {
    vec![counts.hits as f64, counts.others as f64]
}

/// The counts in an aggregate's state.
pub(super) fn counts(state: &[f64]) -> share::Counts {
    share::Counts {
        hits: count(state[0]),
        others: count(state[1]),
    }
}

impl Statistic for Share {
    const NAME: &'static str = "share";
    const TAKES: &'static [DataType] = &[DataType::Boolean];
    const STATE: usize = 2;

    fn observe(&mut self, row: &[f64]) -> Result<(), String> {
        self.0.observe(row[0] != 0.0);
        Ok(())
    }
    fn state(&self) -> Vec<f64> {
        state(&self.0)
    }
    fn merge(&mut self, other: &[f64]) {
        self.0.merge(&counts(other));
    }
    fn estimate(&self) -> Result<Estimate, String> {
        Ok(share::estimate(&self.0, &Rules::default()))
    }
}
