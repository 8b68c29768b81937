//! `ces(score)`: customer effort, the mean answer on the question's own scale.

use super::mean_ci::{moments, state};
use super::statistic::Statistic;
use datafusion::arrow::datatypes::DataType;
use stats::{Estimate, Rules, ces, mean};

/// n, sum and sum of squares of the answers.
#[derive(Debug, Default)]
pub(crate) struct Ces(mean::Moments);

impl Statistic for Ces {
    const NAME: &'static str = "ces";
    const TAKES: &'static [DataType] = &[DataType::Float64];
    const STATE: usize = 3;

    fn observe(&mut self, row: &[f64]) -> Result<(), String> {
        self.0.observe(row[0]).map_err(|e| e.to_string())
    }
    fn state(&self) -> Vec<f64> {
        state(&self.0)
    }
    fn merge(&mut self, other: &[f64]) {
        self.0.merge(&moments(other));
    }
    fn estimate(&self) -> Result<Estimate, String> {
        ces::estimate(&self.0, None, &Rules::default()).map_err(|e| e.to_string())
    }
}
