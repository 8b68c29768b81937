//! `journey` with a loss: what failing each moment costs.

use serde::Serialize;
use stats::Level;
use stats::journey::{LossOptions, Moment, Visit, recoverable_loss};

use super::super::rows::{Rows, flags};
use super::super::{AnalyzeError, Analyzed, Missing, Report, Table};

/// Options of `journey` with a loss.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the loss: 1 for a customer who left, 0 for one who stayed.
    pub loss: String,
    /// Columns of the moments: 1 failed, 0 met without failure, blank not met.
    pub failures: Vec<String>,
    /// Column of the customers' segments.
    pub segment: Option<String>,
    /// Bootstrap samples.
    pub replicates: u32,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Cells that stand for a moment not met, or for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Column `lost`, no moments yet, 400 samples, 95 %.
    fn default() -> Self {
        let loss = LossOptions::default();
        Options {
            loss: "lost".to_owned(),
            failures: Vec::new(),
            segment: None,
            replicates: loss.replicates,
            seed: loss.seed,
            missing: Missing::default(),
            level: loss.level,
        }
    }
}

/// One moment; the costliest comes first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Column of the moment.
    pub step: String,
    /// Its numbers.
    #[serde(flatten)]
    pub found: Moment,
}

/// The loss itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Lost {
    /// Customers lost.
    pub lost: u64,
    /// Share of customers lost.
    pub loss_rate: f64,
}

/// Ranks moments by the loss that would be saved if they never failed.
///
/// # Errors
/// Unknown columns, no moments, cells that are neither yes nor no.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Lost> {
    if options.failures.is_empty() {
        return Err(AnalyzeError::Option(
            "no moments are named; give the columns that say whether each failed".into(),
        ));
    }
    let missing = &options.missing;
    let loss = flags(table, &options.loss, missing)?;
    let failures: Vec<Vec<Option<bool>>> = options
        .failures
        .iter()
        .map(|column| flags(table, column, missing))
        .collect::<Result<_, _>>()?;
    let segments = match &options.segment {
        Some(column) => Some((column, table.groups(column, missing)?.1)),
        None => None,
    };
    let rows = Rows::without(table.rows(), |row| match &segments {
        _ if loss[row].is_none() => Some(format!("no {}", options.loss)),
        Some((column, of)) if of[row].is_none() => Some(format!("no {column}")),
        _ => None,
    });
    let visit = |&row: &usize| Visit {
        failed: failures.iter().map(|column| column[row]).collect(),
        segment: segments.as_ref().and_then(|(_, of)| of[row]).unwrap_or(0),
        lost: loss[row] == Some(true),
    };
    let visits: Vec<Visit> = rows.used.iter().map(visit).collect();
    let lost = visits.iter().filter(|v| v.lost).count() as u64;
    let found = recoverable_loss(
        &visits,
        &LossOptions {
            replicates: options.replicates,
            seed: options.seed,
            level: options.level,
            ..LossOptions::default()
        },
    )?;
    let refused = if lost == 0 || lost == rows.n() {
        Some(format!(
            "{lost} of {} customers were lost, so there is nothing to tell apart",
            rows.n()
        ))
    } else {
        None
    };
    let named = options.failures.iter().cloned().zip(found);
    let mut results: Vec<Row> = named.map(|(step, found)| Row { step, found }).collect();
    results.sort_by(|a, b| {
        let value = |row: &Row| row.found.recoverable.unwrap_or(f64::NEG_INFINITY);
        value(b).total_cmp(&value(a))
    });
    if refused.is_some() {
        results.clear();
    }
    Ok(Report {
        kind: "journey",
        method: "logit of loss, failures absent one moment at a time".to_owned(),
        n: rows.n(),
        more: Lost {
            lost,
            loss_rate: lost as f64 / rows.n().max(1) as f64,
        },
        results,
        warnings: vec![
            "recoverable loss holds if failures hit like customers by chance; a trial is the proof"
                .to_owned(),
        ],
        refused,
        card: rows.card(
            vec![format!("a known {}", options.loss)],
            "recoverable = mean chance of loss - mean chance with the moment's failures absent",
            &[
                "doi:10.1016/0270-0255(86)90088-6",
                "doi:10.1145/2351356.2351363",
            ],
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_costly_moment_comes_first_and_blank_is_not_met() {
        let names = ["lost", "minor", "costly"].map(str::to_owned).to_vec();
        let rows = (0..600_u32).map(|i| {
            let costly = i % 4 == 0;
            let lost = if costly { i % 3 > 0 } else { i % 10 == 1 };
            let minor = match i % 7 {
                0 => "",
                1 => "1",
                _ => "0",
            };
            let yes = |flag: bool| u32::from(flag).to_string();
            vec![yes(lost), minor.to_owned(), yes(costly)]
        });
        let table = Table::new(names, rows).unwrap();
        let options = Options {
            failures: vec!["minor".to_owned(), "costly".to_owned()],
            replicates: 100,
            ..Options::default()
        };
        let report = analyze(&table, &options).unwrap();
        assert_eq!(report.results[0].step, "costly");
        assert!(report.results[0].found.low.unwrap() > 0.05);
        assert!((report.results[1].found.reach - 514.0 / 600.0).abs() < 1e-12);
        assert!(analyze(&table, &Options::default()).is_err());
    }
}
