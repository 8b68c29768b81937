//! What two samples can see.

use crate::{Level, StatsError, quantile};

/// The smallest true gap that two groups of these sizes find with chance `power`.
///
/// Formula: `(z(1 - α/2) + z(power)) √(p (1 - p) (1 / n1 + 1 / n2))`, at most 1.
/// Arguments: `n`, answers of each group (effective ones where weighted); `share` of yes in
/// both together, 0 to 1 (0.5 where unknown); `level` of the interval; `power`, commonly 0.8.
/// Errors: [`StatsError::Rows`] for a group without answers; [`StatsError::Outcome`] for a share
/// outside 0 to 1.
/// Assumptions: near-normal; about 5 yes and 5 no in each group.
/// Source: Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, chapter 4.
///
/// ```
/// use stats::{Level, gap::smallest_detectable};
/// let power = Level::new(0.8).unwrap();
/// let found = smallest_detectable([1000.0, 300.0], 0.5, Level::NINETY_FIVE, power).unwrap();
/// assert!((found - 0.0922).abs() < 1e-4);
/// ```
pub fn smallest_detectable(
    n: [f64; 2],
    share: f64,
    level: Level,
    power: Level,
) -> Result<f64, StatsError> {
    if n.iter().any(|n| n.is_nan() || *n <= 0.0) {
        return Err(StatsError::Rows {
            rows: 0,
            columns: 1,
        });
    }
    if !(0.0..=1.0).contains(&share) {
        return Err(StatsError::Outcome {
            value: share,
            range: "from 0 to 1",
        });
    }
    let se = (share * (1.0 - share) * (1.0 / n[0] + 1.0 / n[1])).sqrt();
    Ok(((level.z() + quantile::normal(power.share())) * se).min(1.0))
}
