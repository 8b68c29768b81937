//! The chance to leave in a period, of those who came so far.

use serde::Serialize;

use super::LifeTable;
use crate::Level;
use crate::share::{Counts, clopper_pearson};

/// The chance to leave at one time, of those still there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hazard {
    /// The time.
    pub time: f64,
    /// Customers under observation just before it.
    pub at_risk: u64,
    /// Of these, who left.
    pub events: u64,
    /// `events / at_risk`, 0 to 1.
    pub hazard: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Hazard {
    pub(super) fn new(time: f64, at_risk: u64, events: u64, level: Level) -> Self {
        let counts = Counts {
            hits: events,
            others: at_risk - events,
        };
        let interval = clopper_pearson(&counts, level);
        Hazard {
            time,
            at_risk,
            events,
            hazard: events as f64 / at_risk.max(1) as f64,
            low: interval.low,
            high: interval.high,
        }
    }
}

/// The chance to leave in each period, with its exact interval.
///
/// Formula: `h(t) = d(t) / n(t)`, interval of Clopper and Pearson.
/// Arguments: a table whose times are whole periods (months); round tenures up to whole months
/// before, so that a period holds more than one customer. Errors: none.
/// Assumptions: within a period, customers leave independently.
/// Sources: Singer and Willett 2003, Applied Longitudinal Data Analysis, chapter 10; Clopper and
/// Pearson 1934, doi:10.1093/biomet/26.4.404.
///
/// ```
/// use stats::Level;
/// use stats::survival::{LifeTable, discrete_hazard};
/// let table = LifeTable::from_counts([(1.0, 2, 0), (2.0, 4, 4)]).unwrap();
/// let hazards = discrete_hazard(&table, Level::NINETY_FIVE);
/// assert_eq!((hazards[0].hazard, hazards[1].hazard), (0.2, 0.5));
/// assert!(hazards[1].low > 0.15 && hazards[1].high < 0.85);
/// ```
#[must_use]
pub fn discrete_hazard(table: &LifeTable, level: Level) -> Vec<Hazard> {
    table
        .steps()
        .iter()
        .map(|s| Hazard::new(s.time, s.at_risk, s.events, level))
        .collect()
}
