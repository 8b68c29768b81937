//! Why customers left, each reason keeping the others from happening.

use serde::Serialize;
use stats::survival::{LifeTable, Spell, cumulative_incidence};
use stats::{Level, StatsError};

/// What stands for a reason that was not given.
const NOT_SAID: &str = "not said";

/// One reason to leave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The reason.
    pub reason: String,
    /// Customers.
    pub n: u64,
    /// Of them, who left for it.
    pub events: u64,
    /// Share who have left for it by each tenure.
    pub at: Vec<AtTenure>,
}

/// The share who have left for a reason by one tenure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtTenure {
    /// The tenure.
    pub time: f64,
    /// Share of all customers, 0 to 1 (Aalen-Johansen).
    pub share: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// The shares by reason, the commonest reason first.
///
/// # Errors
/// [`StatsError::Reasons`] where all who left gave one reason, which nothing competes with.
pub(super) fn reasons(
    names: &[String],
    left: &[(Spell, Option<usize>)],
    at: impl Iterator<Item = f64> + Clone,
    level: Level,
) -> Result<Vec<Reason>, StatsError> {
    // Only reasons that somebody left for; the last one is none given.
    let named = (0..names.len()).map(Some).chain([None]);
    let had: Vec<Option<usize>> = named
        .filter(|of| left.iter().any(|(spell, why)| spell.event && why == of))
        .collect();
    let tables = had
        .iter()
        .map(|of| {
            let own = |(spell, why): &(Spell, Option<usize>)| Spell {
                event: spell.event && why == of,
                ..*spell
            };
            LifeTable::from_spells(&left.iter().map(own).collect::<Vec<_>>())
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<Reason> = cumulative_incidence(&tables, level)?
        .iter()
        .zip(&had)
        .map(|(incidence, of)| Reason {
            reason: of.map_or_else(|| NOT_SAID.to_owned(), |of| names[of].clone()),
            n: incidence.n,
            events: incidence.events,
            at: at
                .clone()
                .filter_map(|time| {
                    incidence.at(time).map(|point| AtTenure {
                        time,
                        share: point.incidence,
                        low: point.low,
                        high: point.high,
                    })
                })
                .collect(),
        })
        .collect();
    found.sort_by(|a, b| {
        b.events
            .cmp(&a.events)
            .then_with(|| a.reason.cmp(&b.reason))
    });
    Ok(found)
}
