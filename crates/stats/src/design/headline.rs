//! Headlines from weighted samples, for each kind of score.

use crate::design::{Linearized, Stratum, linearize};
use crate::{Estimate, Interval, Method, Refusal, Rules, StatsError, Unit};

/// What a score's values are and what it is shown in.
pub(crate) struct Bounds {
    /// What the estimate is counted in.
    pub unit: Unit,
    /// From the values' unit to that of the estimate, above 0.
    pub factor: f64,
    /// Lowest value there can be.
    pub lowest: f64,
    /// Highest value there can be.
    pub highest: f64,
}

/// The weighted mean as a headline, clipped to its bounds.
///
/// Where all values agree, linearization gives no width; `uniform` then gives
/// interval (in the values' unit) and method, or the headline is refused. A
/// frame that was asked in full truly has no width.
pub(crate) fn estimate_within(
    strata: &[Stratum],
    bounds: &Bounds,
    rules: &Rules,
    uniform: impl FnOnce(&Linearized) -> Option<(Interval, Method)>,
) -> Result<Estimate, StatsError> {
    let n = strata.iter().map(|s| s.n).sum();
    let n_effective = Stratum::kish(strata);
    let refuse = |refusal| {
        let method = Method::Linearized;
        Estimate::refused(refusal, n, bounds.unit, method, rules).with_n_effective(n_effective)
    };
    if let Some(refusal) = rules.too_few(n) {
        return Ok(refuse(refusal));
    }
    let found = linearize(strata)?;
    let (interval, method) = if found.se > 0.0 || found.is_census {
        (found.interval_t(rules.level), Method::Linearized)
    } else {
        match uniform(&found) {
            Some(known) => known,
            None => return Ok(refuse(Refusal::NoSpread { n })),
        }
    };
    let interval = interval
        .clipped(bounds.lowest, bounds.highest)
        .times(bounds.factor);
    let value = bounds.factor * found.mean.clamp(bounds.lowest, bounds.highest);
    let e = Estimate::shown(value, interval, n, bounds.unit, method, rules);
    Ok(e.with_n_effective(n_effective))
}
