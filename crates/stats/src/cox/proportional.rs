//! Whether one hazard ratio holds for all of the tenure.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use super::sweep::Sweep;
use super::{Cohort, Fit};
use crate::survival::{LifeTable, kaplan_meier};
use crate::{Level, StatsError, quantile};

/// The clock on which an effect may drift.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The share who have left so far (Kaplan-Meier), which no single late event can dominate.
    #[default]
    KaplanMeier,
    /// The time itself.
    Identity,
}

/// The check of one term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermCheck {
    /// The term.
    pub name: String,
    /// Chi-squared statistic.
    pub chi2: f64,
    /// Its degrees of freedom: the term's columns.
    pub df: u64,
    /// Chance of a greater one where the effect does not drift.
    pub p: f64,
}

/// Whether effects drift over the tenure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proportionality {
    /// One check per term.
    pub terms: Vec<TermCheck>,
    /// All terms at once.
    pub global: TermCheck,
}

/// Do effects drift over the tenure? Grambsch's and Therneau's score test.
///
/// Formula: the model is widened by `x g(t)` with slope `θ`; at `β` as fitted and `θ = 0` the
/// slope is `u = Σ_events g(t) (x - mean at risk)` and the information `Σ V(t) ⊗ [1 g; g g²]`;
/// `χ² = (0, u)' I⁻¹ (0, u)` for the term's columns of `θ` beside all of `β`.
/// Arguments: the cohort and its fit; `g` is the clock.
/// Errors: [`StatsError::NobodyLeft`] where the events lie at so few times that nothing can drift.
/// Assumptions: drift is near linear on the clock; the other terms are right as they are.
/// Sources: Grambsch and Therneau 1994, doi:10.1093/biomet/81.3.515; Therneau and Grambsch 2000,
/// Modeling Survival Data, section 6.2.
///
/// ```
/// use nalgebra::DMatrix;
/// use stats::cox::{Clock, Cohort, Term, Ties, fit, proportionality};
/// use stats::survival::Spell;
/// // One group leaves all along, the other at once or very late.
/// let steady = (1..=40).map(|t| (f64::from(t), 0.0));
/// let split = (1..=20).map(|t| f64::from(t) / 10.0).chain((51..=70).map(f64::from));
/// let split = split.map(|t| (t, 1.0));
/// let rows: Vec<_> = steady.chain(split).collect();
/// let spells = rows.iter().map(|r| Spell::new(r.0, true)).collect();
/// let x = DMatrix::from_iterator(80, 1, rows.iter().map(|r| r.1));
/// let cohort = Cohort::new(spells, x, vec![Term::number("free trial")]);
/// let found = fit(&cohort, Ties::Efron).unwrap();
/// let check = proportionality(&cohort, &found, Clock::KaplanMeier).unwrap();
/// assert!(check.terms[0].p < 0.01);
/// ```
pub fn proportionality(
    cohort: &Cohort,
    fit: &Fit,
    clock: Clock,
) -> Result<Proportionality, StatsError> {
    let sweep = Sweep::new(cohort);
    let clock = reading(cohort, clock)?;
    let size = fit.coef.len();
    let mut slope = DVector::zeros(2 * size);
    let mut information = DMatrix::<f64>::zeros(2 * size, 2 * size);
    let (risks, _) = sweep.risks(&fit.coef);
    sweep.visit(&risks, |moment| {
        let g = clock(moment.time);
        let mut drift = DVector::zeros(size);
        for &i in moment.deaths {
            drift += sweep.x.column(i);
        }
        for draw in moment.draws(fit.ties) {
            drift -= &draw.mean;
            for j in 0..size {
                for k in j..size {
                    let spread = draw.spread[(k, j)];
                    information[(k, j)] += spread;
                    information[(size + k, size + j)] += g * g * spread;
                    information[(size + k, j)] += g * spread;
                    if k != j {
                        information[(size + j, k)] += g * spread;
                    }
                }
            }
        }
        let mut drifts = slope.rows_mut(size, size);
        drifts += drift * g;
    });
    information.fill_upper_triangle_with_lower_triangle();
    let check = |name: &str, columns: std::ops::Range<usize>| {
        let df = columns.len() as u64;
        let kept: Vec<usize> = (0..size).chain(columns.map(|c| size + c)).collect();
        let u = slope.select_rows(&kept);
        let within = information.select_rows(&kept).select_columns(&kept);
        let solved = within.cholesky().ok_or(StatsError::NobodyLeft)?.solve(&u);
        let chi2 = u.dot(&solved);
        Ok(TermCheck {
            name: name.to_owned(),
            chi2,
            df,
            p: quantile::chi_squared_above(chi2, df as f64),
        })
    };
    let mut from = 0;
    let terms = cohort.terms.iter().map(|term| {
        let columns = from..from + term.columns.len();
        from = columns.end;
        check(&term.name, columns)
    });
    Ok(Proportionality {
        terms: terms.collect::<Result<_, StatsError>>()?,
        global: check("all", 0..size)?,
    })
}

/// The clock as a function of time, around zero so that squares stay small.
fn reading(cohort: &Cohort, clock: Clock) -> Result<Box<dyn Fn(f64) -> f64>, StatsError> {
    let curve = match clock {
        Clock::Identity => None,
        Clock::KaplanMeier => {
            let table = LifeTable::from_spells(&cohort.spells)?;
            Some(kaplan_meier(&table, Level::NINETY_FIVE))
        }
    };
    let raw = move |time: f64| match &curve {
        None => time,
        Some(curve) => {
            // The share gone just before the time.
            let before = curve.points.partition_point(|p| p.time < time);
            1.0 - before
                .checked_sub(1)
                .map_or(1.0, |at| curve.points[at].survival)
        }
    };
    let events = cohort.spells.iter().filter(|s| s.event);
    let (mut sum, mut count) = (0.0, 0.0);
    for spell in events {
        sum += raw(spell.time);
        count += 1.0;
    }
    let mean = sum / count;
    Ok(Box::new(move |time| raw(time) - mean))
}
