//! `mean_ci(x)`: the mean of any number, in its own unit.

use super::statistic::{Statistic, count};
use datafusion::arrow::datatypes::DataType;
use stats::{Estimate, Rules, mean};

/// n, sum and sum of squares.
#[derive(Debug, Default)]
pub(crate) struct MeanCi(mean::Moments);

/// The moments as an aggregate's state.
pub(super) fn state(moments: &mean::Moments) -> Vec<f64> {
    vec![moments.n as f64, moments.sum, moments.sum_sq]
}

/// The moments in an aggregate's state.
pub(super) fn moments(state: &[f64]) -> mean::Moments {
    mean::Moments {
        n: count(state[0]),
        sum: state[1],
        sum_sq: state[2],
    }
}

impl Statistic for MeanCi {
    const NAME: &'static str = "mean_ci";
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
        Ok(mean::estimate(&self.0, &Rules::default()))
    }
}
