//! `weight`: a sample made to resemble its population, and what that costs and cannot mend.

mod checks;
mod scored;
mod targets;

pub use checks::{Check, Late};
pub use targets::{Target, Targets};

use serde::Serialize;
use stats::weight::{
    Distance, Kish, Margin, Raking, Sensitivity, calibrate, indicators, kish, rake,
};
use stats::{Estimate, Level};

use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::metric::Kind;
use scored::Solved;
use targets::Matched;

/// How weights are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Raking; with one target column (crossed cells, say) this is post-stratification.
    #[default]
    Rake,
    /// Generalized regression (GREG): exact in one step, but weights may turn negative.
    Greg,
}

/// Options of `weight`.
#[derive(Debug, Clone)]
pub struct Options {
    /// What is known of the population.
    pub targets: Targets,
    /// How weights are found.
    pub how: How,
    /// Column of the weights that the draw itself asks for (design weights); 1 without one.
    pub base: Option<String>,
    /// Largest weight, in times the mean; blank leaves weights free (raking only).
    pub cap: Option<f64>,
    /// Column of answers to score with the weights.
    pub score: Option<String>,
    /// Which metric the score column is: nps, csat, ces, mean or share.
    pub metric: Kind,
    /// Ends of the score's scale.
    pub scale: Option<(f64, f64)>,
    /// Lowest answer that counts (csat, share).
    pub top: Option<f64>,
    /// People in the whole population, where the sample is a sizable part of it.
    pub frame: Option<u64>,
    /// Share of those asked who answered, 0 to 1, where it is known.
    pub response_rate: Option<f64>,
    /// How far those who did not answer may differ, in the score's unit; half a standard deviation
    /// of the answers if blank.
    pub delta: Option<f64>,
    /// What else is known of the population (refund rates, who owns a card): not weighted by, but
    /// held against the weighted sample, so that a response by outcome can show.
    pub checks: Targets,
    /// Column that says how late a row answered (days, reminders). If the late half scores
    /// otherwise than the early half, those who never answered likely do too.
    pub late: Option<String>,
    /// Whether every row's weight is given back.
    pub list: bool,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Raking with a cap of 5 times the mean, no score.
    fn default() -> Self {
        Options {
            targets: Targets::default(),
            how: How::Rake,
            base: None,
            cap: Raking::default().cap,
            score: None,
            metric: Kind::Nps,
            scale: None,
            top: None,
            frame: None,
            response_rate: None,
            delta: None,
            checks: Targets::default(),
            late: None,
            list: false,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// One level of one target column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MarginLevel {
    /// The target's column, or columns joined by `*`.
    pub column: String,
    /// The level.
    pub level: String,
    /// Share of the population, in percent.
    pub target: f64,
    /// Share of the sample with base weights, in percent.
    pub before: f64,
    /// Share with the weights found, in percent.
    pub after: f64,
    /// Rows.
    pub n: u64,
}

/// What stands beside the margins.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Weighted {
    /// Kish's design effect and effective n of the weights.
    pub cost: Option<Kish>,
    /// Rounds over all margins (raking).
    pub rounds: Option<usize>,
    /// Rows whose weight the cap holds down.
    pub capped: Option<usize>,
    /// Smallest weight, in times the mean.
    pub smallest: Option<f64>,
    /// Largest weight, in times the mean.
    pub largest: Option<f64>,
    /// The score without the weights (with base weights, if there are).
    pub raw: Option<Estimate>,
    /// The score with them, its error that of a calibrated estimate.
    pub weighted: Option<Estimate>,
    /// Variance of the weighted score over that of a simple random sample.
    pub design_effect: Option<f64>,
    /// How far the score could be off if answering depended on the answer.
    pub sensitivity: Option<Sensitivity>,
    /// Known shares held against the weighted sample.
    pub checks: Vec<Check>,
    /// The score of those who answered early and late.
    pub late: Option<Late>,
    /// Weight of each row, mean 1, where it was asked for; blank for rows left out.
    pub weights: Option<Vec<Option<f64>>>,
}

/// What no weighting can tell.
const CAUTION: &str = "weighting mends who answered, not why: where answering depends on the answer itself (the angry and the delighted reply more), no margin shows it and weights can lead further off; read the sensitivity band";

/// Weights a sample to its targets and scores it.
///
/// # Errors
/// No targets, unknown columns, shares that do not add up, levels without a target.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<MarginLevel, Weighted> {
    let base = match &options.base {
        Some(column) => table.numbers(column, &options.missing)?,
        None => vec![Some(1.0); table.rows()],
    };
    let matched = Matched::new(table, &options.targets, &base, &options.missing)?;
    let card = Card {
        filters: options.targets.words(),
        rows_read: table.rows() as u64,
        rows_used: matched.rows.len() as u64,
        left_out: matched.left_out.list(),
        formula: "w = base weight × factors, one per margin, until every share meets its target",
        sources: &[
            "doi:10.1214/aoms/1177731829",
            "doi:10.2307/2290268",
            "doi:10.2307/2286214",
        ],
    };
    let mut report = Report {
        kind: "weight",
        method: method(options),
        n: matched.rows.len() as u64,
        more: Weighted::default(),
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card,
    };
    if let Some(why) = matched.nobody() {
        report.refused = Some(why);
        return Ok(report);
    }
    let base: Vec<f64> = matched
        .rows
        .iter()
        .map(|&r| base[r].unwrap_or(0.0))
        .collect();
    let weights = find(options, &matched.margins, &base, &mut report)?;
    report.results = levels(&matched, &base, &weights);
    let mean_weight = weights.iter().sum::<f64>() / weights.len() as f64;
    let relative = weights.iter().map(|w| w / mean_weight);
    report.more.smallest = Some(relative.clone().fold(f64::INFINITY, f64::min));
    report.more.largest = Some(relative.clone().fold(f64::NEG_INFINITY, f64::max));
    if weights.iter().all(|w| *w >= 0.0) {
        report.more.cost = Some(kish(&weights)?);
    } else {
        report.warnings.push(
            "some weights are negative, so there is no effective n; rake instead, or merge small levels"
                .to_owned(),
        );
    }
    if options.list {
        let mut list = vec![None; table.rows()];
        for (&row, weight) in matched.rows.iter().zip(relative) {
            list[row] = Some(weight);
        }
        report.more.weights = Some(list);
    }
    warn(&mut report);
    let solved = Solved {
        table,
        options,
        x: indicators(&matched.margins, base.len())?,
        matched: &matched,
        base,
        weights,
    };
    solved.hold_against(&mut report)?;
    if let Some(column) = &options.score {
        solved.score(column, &mut report)?;
    }
    report.warnings.push(CAUTION.to_owned());
    Ok(report)
}

fn method(options: &Options) -> String {
    let found = match (options.how, options.targets.0.len()) {
        (How::Greg, _) => "generalized regression (GREG)".to_owned(),
        (How::Rake, 1) => "post-stratification".to_owned(),
        (How::Rake, _) => "raking".to_owned(),
    };
    match options.cap.filter(|_| options.how == How::Rake) {
        Some(cap) => format!("{found}, no weight above {cap} times the mean"),
        None => found,
    }
}

fn find(
    options: &Options,
    margins: &[Margin],
    base: &[f64],
    report: &mut Report<MarginLevel, Weighted>,
) -> Result<Vec<f64>, AnalyzeError> {
    let total = base.len() as f64;
    if options.how == How::Greg {
        let x = indicators(margins, base.len())?;
        let above = margins
            .iter()
            .flat_map(|m| m.target_shares().into_iter().skip(1));
        let totals: Vec<f64> = std::iter::once(1.0)
            .chain(above)
            .map(|s| s * total)
            .collect();
        let sum: f64 = base.iter().sum();
        let base: Vec<f64> = base.iter().map(|w| w * total / sum).collect();
        return Ok(calibrate(&base, &x, &totals.into(), Distance::Linear)?);
    }
    let raking = Raking {
        cap: options.cap,
        ..Raking::default()
    };
    let raked = rake(base, margins, total, &raking)?;
    report.more.rounds = Some(raked.rounds);
    report.more.capped = Some(raked.capped);
    if !raked.met {
        let why = if raked.capped > 0 {
            "the cap keeps them from it: raise it, or merge small levels"
        } else {
            "the targets contradict each other in this sample: merge levels, or drop a target"
        };
        report.warnings.push(format!(
            "the weights miss a target by up to {:.2} percent points; {why}",
            100.0 * raked.gap
        ));
    }
    Ok(raked.weights)
}

fn levels(matched: &Matched, base: &[f64], weights: &[f64]) -> Vec<MarginLevel> {
    let mut results = Vec::new();
    for (margin, (column, names)) in matched.margins.iter().zip(&matched.names) {
        let target = margin.target_shares();
        let (before, after) = (margin.shares(base), margin.shares(weights));
        for (level, name) in names.iter().enumerate() {
            results.push(MarginLevel {
                column: column.clone(),
                level: name.clone(),
                target: 100.0 * target[level],
                before: 100.0 * before[level],
                after: 100.0 * after[level],
                n: margin.of.iter().filter(|l| **l == level).count() as u64,
            });
        }
    }
    results
}

fn warn(report: &mut Report<MarginLevel, Weighted>) {
    const FEW: u64 = 20;
    let few: Vec<String> = report
        .results
        .iter()
        .filter(|l| l.n < FEW && l.target > 0.0)
        .map(|l| format!("{} {} ({})", l.column, l.level, l.n))
        .collect();
    if !few.is_empty() {
        report.warnings.push(format!(
            "few rows speak for {}; merge such levels with a like one",
            few.join(", ")
        ));
    }
    let cost = report.more.cost.map(|c| (c.design_effect, c.n_effective));
    if let Some((deff, effective)) = cost.filter(|(deff, _)| *deff > 2.0) {
        report.warnings.push(format!(
            "the weights cost more than half of the sample (design effect {deff:.1}, {effective:.0} answers left)"
        ));
    }
    let (read, used) = (report.card.rows_read, report.card.rows_used);
    if used * 20 < read * 19 {
        report.warnings.push(format!(
            "{} of {read} rows have no level or weight and are left out",
            read - used
        ));
    }
}

#[cfg(test)]
mod tests;
