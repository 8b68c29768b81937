//! Gaps of groups that were drawn with weights, strata or clusters.

use super::Gap;
use crate::change::difference;
use crate::design::{Stratum, linearize};
use crate::share::wilson_of;
use crate::{Interval, Level, Method, StatsError, quantile};

/// The gap of two separate groups with weights, strata, clusters or a frame.
///
/// Formula: Newcombe's hybrid of two Wilson intervals, each at the number of independent
/// answers that would have the design's standard error, `p (1 - p) / se²`, times `(z / t)²` for
/// the design's degrees of freedom; at Kish's effective n where all answers agree.
/// Arguments: strata of each group, filled with 1 (yes) and 0 (no) and weights.
/// Errors: those of [`linearize`]. Assumptions: as there; the groups are drawn separately.
/// Sources: Korn and Graubard 1998, Survey Methodology 24:193 (the number of answers); Newcombe
/// 1998 as for [`newcombe`](super::newcombe()).
///
/// ```
/// use stats::{Level, design::Stratum, gap};
/// let group = |yes: u64, n: u64| {
///     let mut stratum = Stratum::default();
///     for i in 0..n {
///         stratum.observe(1.5, f64::from(u8::from(i < yes))).unwrap();
///     }
///     [stratum]
/// };
/// let found = gap::weighted(&group(560, 700), &group(480, 800), Level::NINETY_FIVE).unwrap();
/// assert!((found.value - 0.2).abs() < 1e-12 && (found.interval.low - 0.154).abs() < 1e-3);
/// ```
pub fn weighted(first: &[Stratum], second: &[Stratum], level: Level) -> Result<Gap, StatsError> {
    let of = |strata: &[Stratum]| -> Result<(u64, f64, Interval), StatsError> {
        let found = linearize(strata)?;
        let share = found.mean.clamp(0.0, 1.0);
        let spread = share * (1.0 - share);
        let n = if found.se > 0.0 && spread > 0.0 {
            let t = quantile::student_t(0.5 + level.share() / 2.0, found.df as f64);
            spread / (found.se * found.se) * (level.z() / t).powi(2)
        } else {
            found.n_effective
        };
        Ok((found.n, share, wilson_of(share, n, level).holding(share)))
    };
    let (n1, share1, ends1) = of(first)?;
    let (n2, share2, ends2) = of(second)?;
    let found = difference((share2, ends2), (share1, ends1), 0.0, level)?;
    Ok(Gap {
        value: found.value,
        interval: found.interval.clipped(-1.0, 1.0),
        method: Method::Newcombe,
        n: [n1, n2],
        level,
    })
}
