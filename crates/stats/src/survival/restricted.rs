//! The mean time until a horizon.

use serde::Serialize;

use super::LifeTable;
use crate::{Level, Refusal};

/// Mean time spent until a horizon; blank where the data end before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RestrictedMean {
    /// The horizon.
    pub horizon: f64,
    /// Mean time until the event or the horizon, whichever comes first.
    pub value: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Spells.
    pub n: u64,
    /// Why it is blank.
    pub refused: Option<Refusal>,
}

/// Mean time until the event or `horizon`: the area under the survival curve.
///
/// Formula: `∫₀^τ S(t) dt`; variance `Σ A_i² d_i / (n_i (n_i - d_i))` over event times before
/// `τ`, with `A_i` the area right of the i-th; normal interval within 0 to `τ`.
/// Arguments: a table of spells; `horizon` above 0 in the unit of its times; level.
/// Errors: none. Refused where the last customer was last seen before the horizon without the
/// event, since the curve is unknown from there on, and where there is no spell.
/// Assumptions: as for the curve.
/// Sources: Royston and Parmar 2013, doi:10.1186/1471-2288-13-152; Klein and Moeschberger 2003,
/// Survival Analysis, section 4.5.
///
/// ```
/// use stats::Level;
/// use stats::survival::{LifeTable, restricted_mean};
/// let table = LifeTable::from_counts([(1.0, 1, 0), (4.0, 0, 1)]).unwrap();
/// // All for one month, half of them for two more.
/// assert_eq!(restricted_mean(&table, 3.0, Level::NINETY_FIVE).value, Some(2.0));
/// assert!(restricted_mean(&table, 5.0, Level::NINETY_FIVE).refused.is_some());
/// ```
#[must_use]
pub fn restricted_mean(table: &LifeTable, horizon: f64, level: Level) -> RestrictedMean {
    let mut mean = RestrictedMean {
        horizon,
        value: None,
        se: None,
        low: None,
        high: None,
        n: table.n(),
        refused: None,
    };
    let Some(last) = table.steps().last() else {
        mean.refused = Some(Refusal::TooFew { n: 0, needed: 1 });
        return mean;
    };
    if last.time < horizon && last.events < last.at_risk {
        mean.refused = Some(Refusal::Horizon {
            horizon,
            last: last.time,
        });
        return mean;
    }
    // (area until the event, its Greenwood term)
    let mut events: Vec<(f64, f64)> = Vec::new();
    let (mut area, mut survival, mut from) = (0.0, 1.0, 0.0);
    for step in table.steps().iter().filter(|s| s.events > 0) {
        if step.time >= horizon {
            break;
        }
        area += survival * (step.time - from);
        let (risk, left) = (step.at_risk as f64, (step.at_risk - step.events) as f64);
        if left > 0.0 {
            events.push((area, step.events as f64 / (risk * left)));
        }
        survival *= left / risk;
        from = step.time;
    }
    area += survival * (horizon - from);
    let variance: f64 = events
        .iter()
        .map(|(before, term)| (area - before).powi(2) * term)
        .sum();
    let half = level.z() * variance.sqrt();
    mean.value = Some(area);
    mean.se = Some(variance.sqrt());
    mean.low = Some((area - half).max(0.0));
    mean.high = Some((area + half).min(horizon));
    mean
}
