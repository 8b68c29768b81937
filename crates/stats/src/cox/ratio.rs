//! Hazard ratios as people read them, or the reason why there is no single one.

use serde::Serialize;

use super::{Cohort, Fit, Proportionality};
use crate::change::holm;
use crate::{Level, Method, Refusal, StatsError};

/// How much more often a customer leaves per unit of a covariate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HazardRatio {
    /// The covariate, or the level of its group.
    pub column: String,
    /// The term it belongs to.
    pub term: String,
    /// Hazard ratio: 2 is twice as often at any time; blank where refused.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Spells.
    pub n: u64,
    /// Events.
    pub events: u64,
    /// How the interval was computed.
    pub method: Method,
    /// Why there is no single ratio.
    pub refused: Option<Refusal>,
}

/// Hazard ratios with intervals; none for a term whose effect drifts over the tenure.
///
/// Formula: `exp(β ± z se)`, `se` from the sandwich where the cohort has clusters, else from the
/// model. A term is refused where its p of [`proportionality`](super::proportionality), adjusted
/// by [`holm`] over terms, is below `drift`.
/// Arguments: the cohort, its fit and check; `None` for the check trusts one ratio throughout (as
/// within a short period); `drift` commonly .05; level of the interval.
/// Errors: [`StatsError::Level`] for a `drift` outside 0 to 1.
/// Assumptions: those of [`fit`](super::fit).
/// Source: Grambsch and Therneau 1994, doi:10.1093/biomet/81.3.515.
///
/// ```
/// use nalgebra::DMatrix;
/// use stats::Level;
/// use stats::cox::{Cohort, Term, Ties, fit, hazard_ratios};
/// use stats::survival::Spell;
/// let spells = [1.0, 2.0, 3.0, 4.0].map(|t| Spell::new(t, true)).to_vec();
/// let x = DMatrix::from_column_slice(4, 1, &[0.0, 1.0, 1.0, 0.0]);
/// let cohort = Cohort::new(spells, x, vec![Term::number("x")]);
/// let found = fit(&cohort, Ties::Efron).unwrap();
/// let ratios = hazard_ratios(&cohort, &found, None, 0.05, Level::NINETY_FIVE).unwrap();
/// assert!(ratios[0].low < ratios[0].value && ratios[0].value < ratios[0].high);
/// ```
pub fn hazard_ratios(
    cohort: &Cohort,
    fit: &Fit,
    check: Option<&Proportionality>,
    drift: f64,
    level: Level,
) -> Result<Vec<HazardRatio>, StatsError> {
    let drift = Level::new(drift)?.share();
    let adjusted = match check {
        Some(check) => holm(&check.terms.iter().map(|t| t.p).collect::<Vec<f64>>())?,
        None => vec![1.0; cohort.terms.len()],
    };
    let (cov, method) = if cohort.cluster.is_some() {
        (&fit.sandwich, Method::Sandwich)
    } else {
        (&fit.cov, Method::Wald)
    };
    let mut found = Vec::with_capacity(fit.coef.len());
    for (term, p) in cohort.terms.iter().zip(adjusted) {
        for column in &term.columns {
            let at = found.len();
            let (coef, half) = (fit.coef[at], level.z() * cov[(at, at)].sqrt());
            let refused = (p < drift).then_some(Refusal::Drifts { p });
            let shown = |x: f64| refused.is_none().then(|| x.exp());
            found.push(HazardRatio {
                column: column.clone(),
                term: term.name.clone(),
                value: shown(coef),
                low: shown(coef - half),
                high: shown(coef + half),
                n: fit.n,
                events: fit.events,
                method,
                refused,
            });
        }
    }
    Ok(found)
}
