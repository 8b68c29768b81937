//! `nps(score)`: Net Promoter Score of answers 0 to 10, in points −100 to 100.
//!
//! What is no whole number from 0 to 10 (codes such as 11 for "do not know") is left out, as
//! `hearback metric nps` leaves it out and counts it.

use super::statistic::{Statistic, count};
use datafusion::arrow::datatypes::DataType;
use stats::{Estimate, Rules, nps};

/// Promoters, passives, detractors.
#[derive(Debug, Default)]
pub(crate) struct Nps(nps::Counts);

impl Statistic for Nps {
    const NAME: &'static str = "nps";
    const TAKES: &'static [DataType] = &[DataType::Float64];
    const STATE: usize = 3;

    fn observe(&mut self, row: &[f64]) -> Result<(), String> {
        // A code outside the scale is no answer; counting it either way would be wrong.
        let _left_out = self.0.observe(row[0]);
        Ok(())
    }
    fn state(&self) -> Vec<f64> {
        vec![
            self.0.promoters as f64,
            self.0.passives as f64,
            self.0.detractors as f64,
        ]
    }
    fn merge(&mut self, state: &[f64]) {
        self.0.merge(&nps::Counts {
            promoters: count(state[0]),
            passives: count(state[1]),
            detractors: count(state[2]),
        });
    }
    fn estimate(&self) -> Result<Estimate, String> {
        Ok(nps::estimate(&self.0, &Rules::default()))
    }
}
