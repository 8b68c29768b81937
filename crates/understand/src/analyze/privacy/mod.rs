//! `privacy`: what of a table may be published, and whether the rest can be worked out.

mod published;
mod rows;
#[cfg(test)]
mod tests;
mod time;

use std::collections::BTreeMap;

use serde::Serialize;
use stats::privacy::{Audit, Limits, Shown};
use stats::{Estimate, Level};

pub use time::Stretch;

use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::metric::Kind;

/// Options of `privacy`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Columns that make the cells; for a published table all but the counts if none is named.
    pub by: Vec<String>,
    /// Column of the counts of a published table, blank where hidden; without such a column the
    /// file is read as one row per person.
    pub count: String,
    /// What a margin of a published table is called.
    pub total: String,
    /// Fewest people behind a published count.
    pub k: u64,
    /// Fewest people behind a published score.
    pub k_scores: u64,
    /// Column of a score to publish beside the counts (rows of people only).
    pub score: Option<String>,
    /// Its metric: nps, csat, ces, mean or share.
    pub metric: Kind,
    /// Column of dates (2026-03-02, or instants that begin so); the table is then made for each
    /// stretch of days instead of once (rows of people only).
    pub time: Option<String>,
    /// Stretches of days in the order in which they are published; where none are named, every
    /// calendar month with people and then all days.
    pub stretches: Vec<Stretch>,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the scores' intervals.
    pub level: Level,
}

impl Default for Options {
    /// A column `count` with margins `TOTAL`, 5 people for counts, 10 for scores.
    fn default() -> Self {
        let Limits { scores, counts } = Limits::default();
        Options {
            by: Vec::new(),
            count: "count".to_owned(),
            total: "TOTAL".to_owned(),
            k: counts,
            k_scores: scores,
            score: None,
            metric: Kind::Nps,
            time: None,
            stretches: Vec::new(),
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// One number of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The values that make the cell; margins hold the word for a total.
    pub cell: BTreeMap<String, String>,
    /// People, where they may be shown.
    pub n: Option<u64>,
    /// Why the count is hidden: `primary` (too few people), `complementary` (it would give
    /// another away), `adjacent` (its stretch of time would, beside those published before);
    /// blank where shown.
    pub suppressed: Option<&'static str>,
    /// The least that a reader can work out.
    pub low: Option<f64>,
    /// The most that a reader can work out; blank without a bound.
    pub high: Option<f64>,
    /// Whether the range is wide enough; shown numbers are.
    pub safe: bool,
    /// The score, where it may be shown.
    pub score: Option<Estimate>,
}

/// The verdict on the whole table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Verdict {
    /// SAFE or UNSAFE, by linear programming over all published numbers.
    pub verdict: Option<&'static str>,
    /// Fewest people behind a count.
    pub k: u64,
    /// Numbers shown.
    pub shown: u64,
    /// Numbers hidden for too few people.
    pub primary: u64,
    /// Numbers hidden because they would give another away.
    pub complementary: u64,
    /// Numbers hidden with their stretch of time, which beside earlier ones would give few away.
    pub adjacent: u64,
}

/// Most inner cells of a table.
const MOST: usize = 2_000;

/// Audits a published table, or hides what must be hidden of the table that rows make.
///
/// A table whose small numbers are all shown is treated like rows: what must be hidden is. One
/// with hidden numbers is audited as it is. With a column of dates the table is made for each
/// stretch of days, as far as no difference of stretches gives anybody away.
///
/// # Errors
/// Unknown columns, no column to make cells of, tables of more than 2,000 cells, totals that
/// contradict the cells.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Cell, Verdict> {
    if options.k < 2 {
        return Err(AnalyzeError::Option(format!(
            "a k of {} hides nobody; give 2 or more",
            options.k
        )));
    }
    let published = table.names().contains(&options.count);
    match &options.time {
        Some(column) if !published => return time::analyze(table, column, options),
        Some(_) => {
            return Err(AnalyzeError::Option(format!(
                "{:?} makes this a published table, which stretches of time cannot be cut from; give one row per person",
                options.count
            )));
        }
        None if !options.stretches.is_empty() => {
            return Err(AnalyzeError::Option(
                "stretches need the column of dates; name it, such as --time day".to_owned(),
            ));
        }
        None => {}
    }
    if published {
        published::analyze(table, options)
    } else {
        rows::analyze(table, options)
    }
}

/// The values of each column and the numbers of the table that they cross to.
struct Frame {
    columns: Vec<String>,
    values: Vec<Vec<String>>,
    cells: stats::privacy::Cells,
    keys: Vec<Vec<Option<usize>>>,
}

impl Frame {
    fn new(columns: Vec<String>, values: Vec<Vec<String>>) -> Result<Self, AnalyzeError> {
        if columns.is_empty() {
            let hint = "name the columns that make the cells, such as --by region,channel";
            return Err(AnalyzeError::Option(hint.to_owned()));
        }
        let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
        let inner = sizes.iter().try_fold(1, |n: usize, s| n.checked_mul(*s));
        if columns.len() > 6 || inner.is_none_or(|n| n > MOST) {
            return Err(AnalyzeError::Option(format!(
                "{} columns of {sizes:?} values make a table that is too large to audit; cross fewer columns (at most {MOST} cells)",
                columns.len()
            )));
        }
        let (cells, keys) = stats::privacy::Cells::crossed(&sizes);
        Ok(Frame {
            columns,
            values,
            cells,
            keys,
        })
    }

    fn name(&self, number: usize, total: &str) -> BTreeMap<String, String> {
        let key = self.keys[number].iter().enumerate();
        key.map(|(d, value)| {
            let word = value.map_or(total, |v| self.values[d][v].as_str());
            (self.columns[d].clone(), word.to_owned())
        })
        .collect()
    }
}

/// What is said of one number.
fn cell(
    frame: &Frame,
    number: usize,
    shown: Shown,
    n: u64,
    audit: &Audit,
    options: &Options,
) -> Cell {
    let range = audit.ranges.iter().find(|r| r.number == number);
    let (suppressed, n) = match shown {
        Shown::Shown => (None, Some(n)),
        Shown::Primary => (Some("primary"), None),
        Shown::Complementary => (Some("complementary"), None),
    };
    let exact = n.map(|n| n as f64);
    Cell {
        cell: frame.name(number, &options.total),
        n,
        suppressed,
        low: exact.or(range.map(|r| r.low)),
        high: exact.or(range.and_then(|r| r.high)),
        safe: range.is_none_or(|r| r.safe),
        score: None,
    }
}

fn report(
    results: Vec<Cell>,
    safe: bool,
    n: u64,
    card: Card,
    options: &Options,
) -> Report<Cell, Verdict> {
    let count = |why: Option<&str>| results.iter().filter(|c| c.suppressed == why).count() as u64;
    Report {
        kind: "privacy",
        method: format!(
            "at least {} people for a count and {} for a score; complementary suppression, audited by linear programming over all published numbers",
            options.k, options.k_scores
        ),
        n,
        more: Verdict {
            verdict: Some(if safe { "SAFE" } else { "UNSAFE" }),
            k: options.k,
            shown: count(None),
            primary: count(Some("primary")),
            complementary: count(Some("complementary")),
            adjacent: count(Some("adjacent")),
        },
        results,
        warnings: Vec::new(),
        refused: None,
        card,
    }
}

const FORMULA: &str = "a hidden number is safe when max - min over all tables that agree with what is published is at least k";
const SOURCES: &[&str] = &[
    "doi:10.1002/9781118348239",
    "doi:10.1287/mnsc.47.7.1008.9805",
];
