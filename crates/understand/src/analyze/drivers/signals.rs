//! Drivers of any number of signals: two scans of sums, then small matrices.

use super::{Driver, FORMULA, Fit, More, Options, Pair, SOURCES, analyze};
use crate::Result;
use crate::analyze::{AnalyzeError, Card, Report, asked};
use columns::{Columns, CovarianceAsk, CubeAsk, Filter};
use domain::WorkspaceId;
use stats::drivers::{
    Assessed, Covariance, Layout, Replicates, assess, pairs, resample_parts, tie_groups,
};
use stats::{Interval, StatsError};

/// Parts that signals are dealt into by their customer; samples drawn again draw parts.
const PARTS: usize = 200;
/// Fewest signals for so many parts to be samples.
const FEWEST: u64 = 2_000;

/// Signals up to which answers are read one by one; beyond, sums are.
const ONE_BY_ONE: u64 = 50_000;

/// Importance, effect, performance and opportunity over the signals under a filter: of few
/// signals from their answers, of many from sums ([`over`]).
///
/// # Errors
/// As [`analyze`] and [`over`].
pub async fn of_signals(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    filter: &Filter,
    options: &Options,
) -> Result<Report<Driver, More>> {
    let count = CubeAsk {
        by: Vec::new(),
        grain: None,
        filter: filter.clone(),
        most: 1,
    };
    let count = columns.cube(workspace, &count).await?;
    if count.iter().map(|row| row.n).sum::<u64>() > ONE_BY_ONE {
        return over(columns, workspace, filter, options).await;
    }
    let table = asked::table(columns, workspace, &options.columns(), None, filter).await?;
    Ok(analyze(&table, options)?)
}

/// Importance, effect, performance and opportunity over any number of signals, from sums.
///
/// The first scan gives the mean of each driver, which is its reference (0 where nobody met it);
/// the second the sums of products around it, by part. Penalty and reward, shares of low scores and unanswered
/// items need the answers one by one, and are left blank.
///
/// # Errors
/// A question that there is not, options that need single answers, or too few signals.
pub async fn over(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    filter: &Filter,
    options: &Options,
) -> Result<Report<Driver, More>> {
    if options.logit || !options.halo.is_empty() || options.item_missing.is_some() {
        let told = "logit, halo and item-missing need the answers one by one; ask for fewer signals, or give a file";
        return Err(AnalyzeError::Option(told.to_owned()).into());
    }
    let count = options.drivers.len();
    let layout = |references: Vec<f64>, split| Layout {
        references,
        split,
        controls: 0,
    };
    let mut ask = CovarianceAsk {
        outcome: options.outcome.clone(),
        outcome_missing: options.outcome_missing.numbers(),
        drivers: options.drivers.clone(),
        missing: options.missing.numbers(),
        layout: layout(vec![0.0; count], false),
        weight: options.weight.clone(),
        parts: PARTS,
        filter: filter.clone(),
    };
    let references = match options.target {
        Some(target) => vec![target; count],
        None => {
            let means = columns.driver_means(workspace, &ask).await?;
            means.into_iter().map(Option::unwrap_or_default).collect()
        }
    };
    ask.layout = layout(references, true);
    let parts = columns.covariances(workspace, &ask).await?;
    let whole = merged(&parts, &ask.layout)?;
    let card = Card {
        filters: vec![format!("{} is given", options.outcome)],
        rows_read: whole.n,
        rows_used: whole.n,
        left_out: Vec::new(),
        formula: FORMULA,
        sources: SOURCES,
    };
    let mut report = Report {
        kind: "drivers",
        method: format!(
            "LMG, not encountered coded apart; {} bootstrap samples of {PARTS} parts by customer",
            options.replicates
        ),
        n: whole.n,
        more: More::default(),
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card,
    };
    if whole.n < FEWEST {
        report.refused = Some(format!(
            "{} signals are too few to be dealt into {PARTS} parts; at least {FEWEST} are needed",
            whole.n
        ));
        return Ok(report);
    }
    let moments = whole.moments().map_err(AnalyzeError::from)?;
    let found = assess(&moments, &ask.layout, None).map_err(AnalyzeError::from)?;
    let again = resample_parts(&parts, &ask.layout, options.replicates, options.seed);
    let again = again.map_err(AnalyzeError::from)?;
    let told = Told {
        options,
        layout: &ask.layout,
        found: &found,
        again: &again,
    };
    report.results = told.drivers(whole.n);
    report.more = told.more(moments.n, moments.n_effective);
    Ok(report)
}

fn merged(parts: &[Covariance], layout: &Layout) -> std::result::Result<Covariance, AnalyzeError> {
    let mut whole = Covariance::new(layout.columns());
    for part in parts {
        whole.merge(part)?;
    }
    if whole.n < 2 {
        return Err(StatsError::NoWeight { sum: whole.weight }.into());
    }
    Ok(whole)
}

/// What was found, and found again.
struct Told<'a> {
    options: &'a Options,
    layout: &'a Layout,
    found: &'a Assessed,
    again: &'a Replicates,
}

impl Told<'_> {
    fn importance(&self) -> &[f64] {
        self.found.lmg.as_ref().unwrap_or(&self.found.johnson)
    }

    fn ends(&self, list: &[f64]) -> Interval {
        Replicates::interval(list, self.options.level)
    }

    /// Drivers by importance.
    fn order(&self) -> Vec<usize> {
        let importance = self.importance();
        let mut order: Vec<usize> = (0..importance.len()).collect();
        order.sort_by(|&a, &b| importance[b].total_cmp(&importance[a]));
        order
    }

    fn drivers(&self, n: u64) -> Vec<Driver> {
        let (found, importance) = (self.found, self.importance());
        let total: f64 = importance.iter().sum();
        let spans: Vec<(f64, Interval)> = importance
            .iter()
            .zip(&self.again.importance)
            .map(|(value, list)| (*value, self.ends(list)))
            .collect();
        let ties = tie_groups(&spans);
        let driver = |j: usize| {
            let share = self.ends(&self.again.share[j]);
            let effect = self.ends(&self.again.effect[j]);
            let performance = self.ends(&self.again.performance[j]);
            let opportunity = self.ends(&self.again.opportunity[j]);
            let known = found.inflation[j].is_finite();
            Driver {
                driver: self.options.drivers[j].clone(),
                importance_lmg: found.lmg.as_ref().map(|lmg| lmg[j]),
                importance_johnson: found.johnson[j],
                low: spans[j].1.low,
                high: spans[j].1.high,
                share: importance[j] / total,
                share_low: share.low,
                share_high: share.high,
                tie_group: ties[j],
                effect: known.then_some(found.effect[j]),
                effect_low: known.then_some(effect.low),
                effect_high: known.then_some(effect.high),
                performance: found.performance[j],
                performance_low: performance.low,
                performance_high: performance.high,
                low_share: None,
                low_share_low: None,
                low_share_high: None,
                reference: self.layout.references[j],
                opportunity: found.opportunity[j],
                opportunity_low: opportunity.low,
                opportunity_high: opportunity.high,
                n: (found.encountered[j] * n as f64).round() as u64,
                encountered: found.encountered[j],
                penalty: None,
                penalty_low: None,
                penalty_high: None,
                reward: None,
                reward_low: None,
                reward_high: None,
                asymmetry: None,
                importance_without_halo: None,
                importance_logit: None,
                importance_ordinal: None,
                inflation: known.then_some(found.inflation[j]),
            }
        };
        self.order().into_iter().map(driver).collect()
    }

    fn more(&self, n: u64, n_effective: f64) -> More {
        let order = self.order();
        let sorted: Vec<Vec<f64>> = order
            .iter()
            .map(|&j| self.again.importance[j].clone())
            .collect();
        let name = |at: usize| self.options.drivers[order[at]].clone();
        let span = self.ends(&self.again.r2);
        More {
            fit: Fit {
                r2: Some(self.found.r2),
                low: Some(span.low),
                high: Some(span.high),
                n,
                n_effective,
                complete: None,
                r2_mcfadden: None,
            },
            pairs: pairs(&sorted)
                .into_iter()
                .map(|p| Pair {
                    a: name(p.a),
                    b: name(p.b),
                    p: p.p,
                })
                .collect(),
        }
    }
}
