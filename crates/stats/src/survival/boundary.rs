//! Whether more leave where a contract ends than just before and after.

use serde::Serialize;
use statrs::distribution::{Binomial, DiscreteCDF};

use super::{Hazard, LifeTable};
use crate::share::{Counts, clopper_pearson};
use crate::{Level, Refusal};

/// The hazard at one time beside that of its neighbors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Boundary {
    /// The hazard at the boundary.
    pub at: Hazard,
    /// The hazard within reach of it, the boundary left out; `time` is the boundary's.
    pub around: Hazard,
    /// Hazard at the boundary over the hazard around; blank where refused.
    pub ratio: Option<f64>,
    /// Lower end of the ratio's interval.
    pub low: Option<f64>,
    /// Upper end of the ratio's interval; blank where nobody left around it.
    pub high: Option<f64>,
    /// Two-sided exact p of a ratio of 1.
    pub p: Option<f64>,
    /// Why the ratio is blank.
    pub refused: Option<Refusal>,
}

/// Do more customers leave at `time` (where contracts end) than in the periods around it?
///
/// Formula: with `d` of `n` customer-periods at the boundary and `d'` of `n'` within `reach` on
/// both sides, given `d + d'` the count `d` is binomial with chance `ρ n / (ρ n + n')` for a
/// ratio `ρ` of the hazards. Exact ends of that chance (Clopper-Pearson) give those of `ρ`; p is
/// twice the smaller exact tail at `ρ = 1`.
/// Arguments: a table whose times are whole periods; the boundary and the reach in its unit.
/// Errors: none; refused where nobody was at risk or nobody left.
/// Assumptions: hazards are small (a few percent), so that counts are near Poisson (else the
/// interval is too wide); without the boundary they would move evenly within reach. A family of
/// boundaries needs [`benjamini_hochberg`](crate::change::benjamini_hochberg) on its p.
/// Source: Przyborowski and Wilenski 1940, doi:10.1093/biomet/31.3-4.313.
///
/// ```
/// use stats::Level;
/// use stats::survival::{LifeTable, at_boundary};
/// let months = (1..=24).map(|m| (m as f64, if m == 12 { 30 } else { 5 }, 0));
/// let table = LifeTable::from_counts(months.chain([(25.0, 0, 500)])).unwrap();
/// let found = at_boundary(&table, 12.0, 3.0, Level::NINETY_FIVE);
/// assert!(found.ratio.unwrap() > 5.0 && found.low.unwrap() > 2.0);
/// ```
#[must_use]
pub fn at_boundary(table: &LifeTable, time: f64, reach: f64, level: Level) -> Boundary {
    let (mut here, mut near) = ((0, 0), (0, 0));
    for step in table.steps() {
        let side = if step.time == time {
            &mut here
        } else if (step.time - time).abs() <= reach {
            &mut near
        } else {
            continue;
        };
        side.0 += step.at_risk;
        side.1 += step.events;
    }
    let mut found = Boundary {
        at: Hazard::new(time, here.0, here.1, level),
        around: Hazard::new(time, near.0, near.1, level),
        ratio: None,
        low: None,
        high: None,
        p: None,
        refused: None,
    };
    let total = here.1 + near.1;
    if here.0 == 0 || near.0 == 0 || total == 0 {
        found.refused = Some(Refusal::TooFew {
            n: total,
            needed: 1,
        });
        return found;
    }
    let exposure = here.0 as f64 / near.0 as f64;
    let odds = |share: f64| share / (1.0 - share) / exposure;
    let counts = Counts {
        hits: here.1,
        others: near.1,
    };
    let ends = clopper_pearson(&counts, level);
    // Nobody left around it: the ratio has no upper end, so the lower one stands for it.
    let ratio = if near.1 == 0 {
        odds(ends.low)
    } else {
        odds(here.1 as f64 / total as f64)
    };
    found.ratio = Some(ratio);
    found.low = Some(odds(ends.low));
    found.high = (ends.high < 1.0).then(|| odds(ends.high));
    found.p = Binomial::new(exposure / (1.0 + exposure), total)
        .ok()
        .map(|b| {
            let above = if here.1 == 0 { 1.0 } else { b.sf(here.1 - 1) };
            (2.0 * above.min(b.cdf(here.1))).min(1.0)
        });
    found
}
