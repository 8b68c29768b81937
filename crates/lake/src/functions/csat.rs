//! `csat(score, top)`: the percent of answers of at least `top`, 0 to 100.

use super::share::{counts, state};
use super::statistic::Statistic;
use datafusion::arrow::datatypes::DataType;
use stats::{Estimate, Rules, csat, share};

/// Answers in the top boxes and others.
#[derive(Debug, Default)]
pub(crate) struct Csat(share::Counts);

impl Statistic for Csat {
    const NAME: &'static str = "csat";
    const TAKES: &'static [DataType] = &[DataType::Float64, DataType::Float64];
    const STATE: usize = 2;

    fn observe(&mut self, row: &[f64]) -> Result<(), String> {
        csat::observe(&mut self.0, row[0], row[1]).map_err(|e| e.to_string())
    }
    fn state(&self) -> Vec<f64> {
        state(&self.0)
    }
    fn merge(&mut self, other: &[f64]) {
        self.0.merge(&counts(other));
    }
    fn estimate(&self) -> Result<Estimate, String> {
        Ok(csat::estimate(&self.0, &Rules::default()))
    }
}
