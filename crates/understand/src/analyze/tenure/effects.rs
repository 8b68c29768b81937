//! What covariates do to the hazard, whole or by period.

use nalgebra::DMatrix;
use serde::Serialize;
use stats::StatsError;
use stats::cox::{
    Clock, Cohort, HazardRatio, Proportionality, Term, Ties, by_period, concordance,
    event_quantiles, fit, hazard_ratios, proportionality,
};
use stats::survival::Spell;

use super::Options;
use crate::analyze::{AnalyzeError, Table};

/// Adjusted p below which an effect is held to drift.
const DRIFT: f64 = 0.05;
/// Parts of the tenure with about the same number of events.
const PARTS: usize = 3;

/// Effects of the covariates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effects {
    /// Customers with all covariates known.
    pub n: u64,
    /// Of them, who left.
    pub events: u64,
    /// Hazard ratios; refused for a covariate whose effect drifts over the tenure.
    pub ratios: Vec<HazardRatio>,
    /// Whether effects drift (Grambsch-Therneau).
    pub proportionality: Proportionality,
    /// Share of pairs whose order of leaving the model foretells.
    pub concordance: Option<f64>,
    /// Effects by part of the tenure, where some effect drifts.
    pub periods: Vec<PeriodEffects>,
}

/// Effects in one part of the tenure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodEffects {
    /// Tenure after which it begins.
    pub from: f64,
    /// Tenure with which it ends; blank for the last one.
    pub to: Option<f64>,
    /// Hazard ratios in it.
    pub ratios: Vec<HazardRatio>,
    /// Groups of which nobody left in it.
    pub nobody: Vec<String>,
    /// Why there are none.
    pub refused: Option<String>,
}

/// The effects, or why the data cannot say.
pub(super) fn effects(
    table: &Table,
    options: &Options,
    rows: &[usize],
    spells: &[Spell],
) -> Result<Result<Effects, StatsError>, AnalyzeError> {
    let cohort = cohort(table, options, rows, spells)?;
    Ok(fitted(&cohort, options))
}

fn fitted(cohort: &Cohort, options: &Options) -> Result<Effects, StatsError> {
    let whole = fit(cohort, Ties::Efron)?;
    let check = proportionality(cohort, &whole, Clock::KaplanMeier)?;
    let ratios = hazard_ratios(cohort, &whole, Some(&check), DRIFT, options.level)?;
    let mut periods = Vec::new();
    if ratios.iter().any(|r| r.refused.is_some()) {
        let cuts = event_quantiles(cohort, PARTS);
        for period in by_period(cohort, Ties::Efron, &cuts)? {
            let ratios = period
                .fit
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|fit| hazard_ratios(&period.cohort, fit, None, DRIFT, options.level));
            periods.push(PeriodEffects {
                from: period.from,
                to: period.to.is_finite().then_some(period.to),
                refused: ratios.as_ref().err().map(ToString::to_string),
                ratios: ratios.unwrap_or_default(),
                nobody: period.nobody,
            });
        }
    }
    Ok(Effects {
        n: whole.n,
        events: whole.events,
        ratios,
        proportionality: check,
        concordance: concordance(cohort, &whole).value(),
        periods,
    })
}

/// Customers with all covariates known; words become one column per group but the first.
fn cohort(
    table: &Table,
    options: &Options,
    rows: &[usize],
    spells: &[Spell],
) -> Result<Cohort, AnalyzeError> {
    let missing = &options.missing;
    let mut columns: Vec<Vec<Option<f64>>> = Vec::new();
    let mut terms = Vec::new();
    for name in &options.covariates {
        if let Ok(numbers) = table.numbers(name, missing) {
            columns.push(numbers);
            terms.push(Term::number(name));
            continue;
        }
        let (levels, of) = table.groups(name, missing)?;
        for level in 1..levels.len() {
            let is = |of: &Option<usize>| of.map(|of| f64::from(of == level));
            columns.push(of.iter().map(is).collect());
        }
        terms.push(Term {
            name: name.clone(),
            columns: levels
                .iter()
                .skip(1)
                .map(|l| format!("{name}: {l}"))
                .collect(),
        });
    }
    let groups = |column: &Option<String>| match column {
        Some(column) => table.groups(column, missing).map(|(_, of)| Some(of)),
        None => Ok(None),
    };
    let (strata, cluster) = (groups(&options.strata)?, groups(&options.cluster)?);
    let known = |row: usize| {
        let there =
            |of: &Option<Vec<Option<usize>>>| of.as_ref().is_none_or(|of| of[row].is_some());
        columns.iter().all(|c| c[row].is_some()) && there(&strata) && there(&cluster)
    };
    let kept: Vec<(usize, Spell)> = rows
        .iter()
        .copied()
        .zip(spells.iter().copied())
        .filter(|(row, _)| known(*row))
        .collect();
    let of = |groups: Option<Vec<Option<usize>>>| {
        let groups = groups?;
        Some(kept.iter().filter_map(|(row, _)| groups[*row]).collect())
    };
    let x = DMatrix::from_fn(kept.len(), columns.len(), |i, j| {
        columns[j][kept[i].0].unwrap_or(0.0)
    });
    Ok(Cohort {
        spells: kept.iter().map(|(_, spell)| *spell).collect(),
        x,
        terms,
        stratum: of(strata),
        cluster: of(cluster),
    })
}
