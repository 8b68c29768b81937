//! From the false alarms that can be borne to the run length of each stream.

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::series::arl::above_zero;

/// How many false alarms may come, over how many streams and periods.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// False alarms that can be borne in all, such as 1.
    pub false_alarms: f64,
    /// Periods in which they may come, such as 13 weeks.
    pub periods: f64,
    /// Streams that may call, such as all topics in the places of one owner.
    pub streams: f64,
}

/// By how much runs are planned longer than the budget asks, since the expected counts are
/// themselves estimated and a spike that has ended echoes for a week or two. With this margin the
/// simulated world of the tests (5 times 2,880 streams) keeps the false alarms it asks for.
pub(super) const MARGIN: f64 = 1.4;

impl Budget {
    /// Average run length that each stream gets, in periods between false alarms.
    ///
    /// Formula: `1.4 · streams · periods / false_alarms`, each stream the same share of the
    /// budget; the factor pays for estimated expectations (simulated; see the tests).
    /// Errors: [`StatsError::NotAboveZero`] for a part of the budget, or where it would allow
    /// more than one alarm per stream and period.
    /// Assumptions: streams call independently; alarms are rare, so their rates add up.
    /// Source: the rate of a chart that renews after each alarm is 1 over its average run length
    /// (Page 1954, doi:10.1093/biomet/41.1-2.100).
    ///
    /// ```
    /// use stats::series::monitor::Budget;
    /// // One false alarm a quarter over 12 topics of one place.
    /// let budget = Budget { false_alarms: 1.0, periods: 13.0, streams: 12.0 };
    /// assert!((budget.run_length().unwrap() - 1.4 * 156.0).abs() < 1e-9);
    /// ```
    pub fn run_length(&self) -> Result<f64, StatsError> {
        above_zero("number of false alarms", self.false_alarms)?;
        above_zero("number of periods", self.periods)?;
        above_zero("number of streams", self.streams)?;
        let length = MARGIN * self.streams * self.periods / self.false_alarms;
        above_zero("run length less 1 period", length - 1.0)?;
        Ok(length)
    }
}
