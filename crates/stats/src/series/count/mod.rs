//! Counts of one period beside what was to be expected.

mod law;
mod model;
mod ratio;

pub use law::Law;
pub use model::{Expected, Model, Settings, fit};
pub use ratio::{RateRatio, rate_ratio};

use serde::{Deserialize, Serialize};

/// What was counted in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// Events, such as mentions of a topic.
    pub count: u64,
    /// What could have brought events, such as responses or visits; 1 where that is the same in
    /// all periods, 0 where nothing was observed.
    pub exposure: f64,
}

impl Period {
    /// Whether anything was observed.
    #[must_use]
    pub fn observed(&self) -> bool {
        self.exposure > 0.0
    }
}

/// The reference value `k` of a Poisson CUSUM: halfway, in likelihood, between two means.
///
/// Formula: `(μ1 - μ0) / (ln μ1 - ln μ0)`; the likelihood ratio of a count x is
/// `(x - k) ln(μ1 / μ0)`, so a CUSUM of counts with this k is that of the likelihood ratio.
/// Arguments: `quiet` the mean in control, `raised` the mean to be found, above it, in events a
/// period.
/// Errors: none; means that are not above 0 or equal give NaN.
/// Assumptions: Poisson counts. Source: Lucas 1985, doi:10.1080/00401706.1985.10488030.
///
/// ```
/// assert!((stats::series::count::reference(4.0, 7.0) - 5.360_820_879).abs() < 1e-9);
/// ```
#[must_use]
pub fn reference(quiet: f64, raised: f64) -> f64 {
    (raised - quiet) / (raised.ln() - quiet.ln())
}
