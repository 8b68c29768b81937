//! Means of groups of equal size.

use serde::{Deserialize, Serialize};

use super::{RANGE, SIGMAS};
use crate::{Interval, StatsError};

/// An x-bar chart: the center and limits of group means.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Xbar {
    /// Mean of all values of the base groups.
    pub center: f64,
    /// Standard deviation of a single value within groups.
    pub sd: f64,
    /// Values a group.
    pub size: u64,
    /// Where group means lie while nothing changes.
    pub limits: Interval,
}

/// The x-bar chart of base groups.
///
/// Formula: center `x̄`, standard deviation `R̄ / d2(n)` from the mean range, limits
/// `x̄ ± 3 sd / √n`.
/// Arguments: the groups of a time in which nothing changed, each of the same 2 to 10 values.
/// Errors: [`StatsError::Groups`] where there is none, or sizes differ or are not 2 to 10;
/// [`StatsError::NotFinite`] for a value.
/// Assumptions: nearly normal values; all variation in control shows within groups.
/// Source: Montgomery, Introduction to Statistical Quality Control, chapter 6; `d2` as tabled
/// there to 3 decimals.
///
/// ```
/// let chart = stats::series::chart::xbar(&[vec![4.0, 6.0], vec![5.0, 7.0]]).unwrap();
/// assert_eq!(chart.center, 5.5);
/// assert!((chart.sd - 2.0 / 1.128).abs() < 1e-12);
/// ```
pub fn xbar(groups: &[Vec<f64>]) -> Result<Xbar, StatsError> {
    let size = groups.first().map_or(0, Vec::len);
    let even = groups.iter().all(|g| g.len() == size);
    let Some(d2) = size
        .checked_sub(2)
        .and_then(|at| RANGE.get(at))
        .filter(|_| even)
    else {
        let groups = groups.len() as u64;
        return Err(StatsError::Groups { groups });
    };
    if let Some(&value) = groups.iter().flatten().find(|v| !v.is_finite()) {
        let name = "value of a group";
        return Err(StatsError::NotFinite { name, value });
    }
    let count = groups.len() as f64;
    let center = groups.iter().flatten().sum::<f64>() / (count * size as f64);
    let range = |g: &Vec<f64>| {
        g.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b))
            - g.iter().fold(f64::INFINITY, |a, &b| a.min(b))
    };
    let sd = groups.iter().map(range).sum::<f64>() / count / d2;
    Ok(Xbar {
        center,
        sd,
        size: size as u64,
        limits: Interval::around(center, SIGMAS * sd / (size as f64).sqrt()),
    })
}

impl Xbar {
    /// A group's mean in standard errors from the center.
    #[must_use]
    pub fn standardized(&self, mean: f64) -> f64 {
        (mean - self.center) / self.sd * (self.size as f64).sqrt()
    }
}
