//! `journey`: the paths customers take, and which steps conversions pass through.
//!
//! [`loss`] says what failing a moment costs.

pub mod loss;

use std::collections::BTreeMap;

use serde::Serialize;
use stats::journey::{self, Path, PathOptions};
use stats::{Interval, Level, Method};

use super::rows::Rows;
use super::{AnalyzeError, Analyzed, Missing, Report, Table};

/// Options of `journey`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the paths, such as `search > store > checkout`.
    pub path: String,
    /// Column with the number of customers of the row who converted (1 or 0 for one customer).
    pub converted: String,
    /// Column with the number who were lost.
    pub lost: String,
    /// What stands between the steps of a path.
    pub separator: String,
    /// Most edges and ways shown.
    pub shown: usize,
    /// Bootstrap samples.
    pub replicates: u32,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Columns `path`, `converted`, `lost`; steps parted by `>`; 400 samples, 95 %.
    fn default() -> Self {
        let paths = PathOptions::default();
        Options {
            path: "path".to_owned(),
            converted: "converted".to_owned(),
            lost: "lost".to_owned(),
            separator: ">".to_owned(),
            shown: 20,
            replicates: paths.replicates,
            seed: paths.seed,
            missing: Missing::default(),
            level: paths.level,
        }
    }
}

/// One step; the greatest effect comes first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The step.
    pub step: String,
    /// Share of conversions that would be lost if whoever comes to the step were lost there.
    pub removal_effect: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// The effect over the sum of all effects.
    pub share: f64,
    /// The step's Shapley value in the chance to convert, over the sum of all.
    pub shapley_share: f64,
    /// Standard error of the Shapley value's sampling; 0 where all coalitions were counted.
    pub shapley_se: f64,
    /// Customers whose path came to the step.
    pub n: f64,
    /// How the interval was computed.
    pub method: Method,
}

/// How often one step directly follows another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// The step before; none for the start.
    pub from: Option<String>,
    /// The step after; none for the end.
    pub to: Option<String>,
    /// Times it was taken.
    pub times: f64,
    /// Customers who took it.
    pub n: f64,
    /// Share of these who converted.
    pub converted: f64,
    /// Its interval.
    #[serde(flatten)]
    pub interval: Interval,
}

/// One way through the journey.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// The steps in order.
    pub steps: Vec<String>,
    /// Customers who took exactly this way.
    pub n: f64,
    /// Share of all customers.
    pub share: f64,
    /// Share of customers on this way and those before it.
    pub covered: f64,
    /// Share of its customers who converted.
    pub converted: f64,
    /// Its interval.
    #[serde(flatten)]
    pub interval: Interval,
}

/// The paths themselves.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Paths {
    /// Customers.
    pub customers: f64,
    /// Of them, who converted.
    pub converted: f64,
    /// What follows what, the most customers first.
    pub edges: Vec<Edge>,
    /// The ways taken, the most customers first.
    pub ways: Vec<Way>,
}

/// Removal effects and Shapley values of steps, and the paths taken.
///
/// # Errors
/// Unknown columns, counts that are no numbers or negative, an empty separator.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Paths> {
    if options.separator.trim().is_empty() {
        return Err(AnalyzeError::Option(
            "the separator is empty; name what stands between steps, such as >".into(),
        ));
    }
    let missing = &options.missing;
    let cells = table.column(&options.path)?;
    let converted = table.numbers(&options.converted, missing)?;
    let lost = table.numbers(&options.lost, missing)?;
    let rows = Rows::without(table.rows(), |row| {
        if missing.holds(&cells[row]) {
            Some(format!("no {}", options.path))
        } else if converted[row].is_none() && lost[row].is_none() {
            Some(format!(
                "neither {} nor {}",
                options.converted, options.lost
            ))
        } else {
            None
        }
    });
    let mut numbers = BTreeMap::<&str, usize>::new();
    let steps_of = |row: usize| {
        let words = cells[row].split(options.separator.trim());
        words.map(str::trim).filter(|w| !w.is_empty())
    };
    for &row in &rows.used {
        numbers.extend(steps_of(row).map(|step| (step, 0)));
    }
    let mut names = Vec::with_capacity(numbers.len());
    for (at, (name, number)) in numbers.iter_mut().enumerate() {
        *number = at;
        names.push((*name).to_owned());
    }
    let path = |&row: &usize| Path {
        steps: steps_of(row).map(|step| numbers[step]).collect(),
        converted: converted[row].unwrap_or(0.0),
        lost: lost[row].unwrap_or(0.0),
    };
    let paths: Vec<Path> = rows.used.iter().map(path).collect();
    let how = PathOptions {
        replicates: options.replicates,
        seed: options.seed,
        level: options.level,
    };
    let removals = journey::removal(&paths, &how)?;
    let values = journey::shapley(&paths, &how)?;
    let discovered = journey::discover(&paths, options.level)?;
    let refused =
        (removals.is_empty() || removals.iter().any(|r| r.refused.is_some())).then(|| {
            "no customer of any path with a step converted, so nothing can be credited".to_owned()
        });
    let mut results: Vec<Row> = removals
        .iter()
        .zip(&values)
        .filter_map(|(removal, value)| {
            Some(Row {
                step: names[removal.step].clone(),
                removal_effect: removal.effect?,
                low: removal.low.or(removal.effect)?,
                high: removal.high.or(removal.effect)?,
                share: removal.share?,
                shapley_share: value.share,
                shapley_se: value.se,
                n: removal.n,
                method: removal.method,
            })
        })
        .collect();
    results.sort_by(|a, b| b.removal_effect.total_cmp(&a.removal_effect));
    let named = |step: &Option<usize>| step.map(|step| names[step].clone());
    let edges = discovered.edges.iter().take(options.shown);
    let ways = discovered.variants.iter().take(options.shown);
    Ok(Report {
        kind: "journey",
        method: "first-order Markov chain, removal by exact linear solve".to_owned(),
        n: rows.n(),
        more: Paths {
            customers: discovered.n,
            converted: paths.iter().map(|p| p.converted).sum(),
            edges: edges
                .map(|e| Edge {
                    from: named(&e.from),
                    to: named(&e.to),
                    times: e.times,
                    n: e.customers,
                    converted: e.converted,
                    interval: e.interval,
                })
                .collect(),
            ways: ways
                .map(|v| Way {
                    steps: v.steps.iter().map(|&s| names[s].clone()).collect(),
                    n: v.customers,
                    share: v.share,
                    covered: v.covered,
                    converted: v.converted,
                    interval: v.interval,
                })
                .collect(),
        },
        results,
        warnings: vec![
            "this describes traffic: that the converted pass a step does not say it converts them"
                .to_owned(),
        ],
        refused,
        card: rows.card(
            vec![format!("a path in {} with its outcome", options.path)],
            "effect = chance to reach the step × chance to convert from it / chance to convert",
            &[
                "doi:10.1016/j.ijresmar.2016.03.001",
                "doi:10.1145/2351356.2351363",
            ],
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[&str; 3]]) -> Table {
        let names = ["path", "converted", "lost"].map(str::to_owned).to_vec();
        let rows = rows.iter().map(|r| r.map(str::to_owned).to_vec());
        Table::new(names, rows).unwrap()
    }

    #[test]
    fn steps_are_credited_by_what_closing_them_would_lose() {
        let table = table(&[["a > b", "5", "5"], ["b", "5", "5"], ["", "1", "1"]]);
        let report = analyze(&table, &Options::default()).unwrap();
        let [b, a] = &report.results[..] else {
            panic!("{report:?}")
        };
        assert_eq!((b.step.as_str(), a.step.as_str()), ("b", "a"));
        assert!((b.removal_effect - 1.0).abs() < 1e-12 && (a.removal_effect - 0.5).abs() < 1e-12);
        assert!((b.share - 2.0 / 3.0).abs() < 1e-12 && a.low < 0.5 && a.high > 0.5);
        assert_eq!(report.card.left_out[0].n, 1);
        assert_eq!(report.more.ways[0].covered, 0.5);
    }

    #[test]
    fn without_any_conversion_it_says_so() {
        let report = analyze(&table(&[["a", "0", "5"]]), &Options::default()).unwrap();
        assert!(report.refused.is_some() && report.results.is_empty());
    }
}
