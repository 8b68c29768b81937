//! `index`: one number out of several items, with its weights in the open.

use std::collections::BTreeMap;

use serde::Serialize;
use stats::index::{Alpha, Form, Scored, Weighing, alpha, index};
use stats::style::Scale;
use stats::{Estimate, Level, Rules};

use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::left_out::Reasons;

/// Options of `index`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Columns of the items, all on one scale.
    pub items: Vec<String>,
    /// Ends of the scale.
    pub scale: (f64, f64),
    /// UKCSI's form (percent of the highest answer) or ACSI's (0 to 100 from lowest to highest).
    pub form: Form,
    /// Weights of the items, in their order; equal ones if neither these nor an outcome are named.
    pub weights: Option<Vec<f64>>,
    /// Column of an outcome (loyalty) that weights are estimated from, as in ACSI.
    pub outcome: Option<String>,
    /// Columns whose levels are scored too, with the same weights, one column at a time.
    pub by: Vec<String>,
    /// Bootstrap samples where weights are estimated.
    pub replicates: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// UKCSI: items of 1 to 10 with equal weights, times 10.
    fn default() -> Self {
        Options {
            items: Vec::new(),
            scale: (1.0, 10.0),
            form: Form::OfHighest,
            weights: None,
            outcome: None,
            by: Vec::new(),
            replicates: 1000,
            seed: 1,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// The index of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Column and level that make the group; empty for the whole.
    pub group: BTreeMap<String, String>,
    /// The index with interval, n and method.
    #[serde(flatten)]
    pub index: Estimate,
    /// Standard error, that of estimated weights included.
    pub se: f64,
    /// Standard error as if the weights had been known.
    pub naive_se: f64,
}

/// One item of the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Its column.
    pub item: String,
    /// Its weight; all add up to 1.
    pub weight: f64,
    /// Its mean, on the scale.
    pub mean: f64,
}

/// What stands beside the scores.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Makeup {
    /// The items with their weights.
    pub items: Vec<Item>,
    /// Where the weights come from: equal, given, or the outcome's column.
    pub weighing: String,
    /// Cronbach's alpha of the items, with its interval.
    pub alpha: Option<Alpha>,
    /// Bootstrap samples used.
    pub replicates: usize,
}

/// Scores an index, whole and by the levels of each column asked.
///
/// Only rows with an answer to every item count: to average over the items that were answered
/// would weigh them anew in silence.
///
/// # Errors
/// Unknown columns, cells that are no numbers, answers off the scale, weights that do not fit.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Makeup> {
    if options.items.is_empty() {
        return Err(AnalyzeError::Option(
            "no items are named; give the columns that make the index".into(),
        ));
    }
    if options.weights.is_some() && options.outcome.is_some() {
        return Err(AnalyzeError::Option(
            "weights are given and an outcome to estimate them from too; name one of the two"
                .into(),
        ));
    }
    let missing = &options.missing;
    let scale = Scale::new(options.scale.0, options.scale.1)?;
    let columns: Vec<Vec<Option<f64>>> = options
        .items
        .iter()
        .map(|item| table.numbers(item, missing))
        .collect::<Result<_, _>>()?;
    let outcome = match &options.outcome {
        Some(column) => Some(table.numbers(column, missing)?),
        None => None,
    };
    let mut left_out = Reasons::default();
    let (mut used, mut rows, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..table.rows() {
        let skipped = columns.iter().position(|c| c[row].is_none());
        let reason = match (skipped, &outcome) {
            (Some(at), _) => format!("no {}", options.items[at]),
            (None, Some(outcome)) if outcome[row].is_none() => {
                format!("no {}", options.outcome.as_deref().unwrap_or("outcome"))
            }
            _ => {
                used.push(row);
                rows.push(columns.iter().filter_map(|c| c[row]).collect::<Vec<f64>>());
                outcomes.extend(outcome.as_ref().and_then(|o| o[row]));
                continue;
            }
        };
        left_out.add(reason, 1);
    }
    let rules = Rules {
        level: options.level,
        ..Rules::default()
    };
    let weighing = match (&options.weights, &options.outcome) {
        (Some(weights), _) => Weighing::Given(weights),
        (None, Some(_)) => Weighing::Outcome(&outcomes),
        (None, None) => Weighing::Equal,
    };
    let named = match (&options.weights, &options.outcome) {
        (Some(_), _) => "given".to_owned(),
        (None, Some(column)) => format!("estimated from {column} (PLS, mode A)"),
        (None, None) => "equal".to_owned(),
    };
    let n = rows.len() as u64;
    let mut report = Report {
        kind: "index",
        method: format!("mean of {} items, weights {named}", options.items.len()),
        n,
        more: Makeup {
            weighing: named,
            ..Makeup::default()
        },
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card: Card {
            filters: vec![format!("an answer to each of {}", options.items.join(", "))],
            rows_read: table.rows() as u64,
            rows_used: n,
            left_out: left_out.list(),
            formula: match options.form {
                Form::OfHighest => "100 Σ weight × mean / highest answer",
                Form::OfRange => "100 (Σ weight × mean - lowest) / (highest - lowest)",
            },
            sources: &[
                "doi:10.1177/002224299606000403",
                "doi:10.1016/j.csda.2004.03.005",
                "doi:10.1007/BF02310555",
            ],
        },
    };
    if n < rules.min_n {
        let needed = rules.min_n;
        report.refused = Some(stats::Refusal::TooFew { n, needed }.to_string());
        return Ok(report);
    }
    report.more.alpha = alpha(&rows, options.level)?;
    let run = |group: &[usize], groups: usize| {
        let drawn = (options.replicates, options.seed);
        index(
            &rows,
            (group, groups),
            weighing,
            options.form,
            scale,
            drawn,
            &rules,
        )
    };
    let whole = run(&vec![0; rows.len()], 1)?;
    let makeup = options.items.iter().zip(&whole.weights).zip(&whole.means);
    report.more.items = makeup
        .map(|((item, weight), mean)| Item {
            item: item.clone(),
            weight: *weight,
            mean: *mean,
        })
        .collect();
    report.more.replicates = whole.replicates;
    report.refused = whole.whole.estimate.refused.map(|why| why.to_string());
    report.results.push(row(BTreeMap::new(), &whole.whole));
    for column in &options.by {
        let (names, of) = table.groups(column, missing)?;
        // Rows without a level still count for the weights: they form a group that is not shown.
        let group: Vec<usize> = used.iter().map(|&r| of[r].unwrap_or(names.len())).collect();
        let found = run(&group, names.len() + 1)?;
        for (name, scored) in names.iter().zip(&found.groups) {
            let group = BTreeMap::from([(column.clone(), name.clone())]);
            report.results.push(row(group, scored));
        }
    }
    warn(&mut report);
    Ok(report)
}

fn row(group: BTreeMap<String, String>, scored: &Scored) -> Row {
    Row {
        group,
        index: scored.estimate,
        se: scored.se,
        naive_se: scored.naive_se,
    }
}

fn warn(report: &mut Report<Row, Makeup>) {
    if let Some(alpha) = report.more.alpha.filter(|a| a.value < 0.7) {
        report.warnings.push(format!(
            "the items hang together loosely (alpha {:.2}); show them one by one beside the index",
            alpha.value
        ));
    }
    let against: Vec<&str> = report
        .more
        .items
        .iter()
        .filter(|i| i.weight < 0.0)
        .map(|i| i.item.as_str())
        .collect();
    if !against.is_empty() {
        report.warnings.push(format!(
            "{} counts against the index; check how it is worded, or leave it out",
            against.join(", ")
        ));
    }
    if report.more.replicates > 0 {
        report.warnings.push(
            "weights are estimated from these rows; to compare with another period or firm, give both the same weights"
                .to_owned(),
        );
    }
    let (read, used) = (report.card.rows_read, report.card.rows_used);
    if used * 10 < read * 9 {
        report.warnings.push(format!(
            "{} of {read} rows skip an item and are left out; those who skip may differ",
            read - used
        ));
    }
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
