//! `changepoint`: where the level of a series broke, and how surely the place is known.

use serde::Serialize;
use stats::Level;
use stats::series::breaks::{self, Break};
use stats::series::online::{Prior, online};

use super::{Analyzed, Card, Missing, Report, Table};
use crate::left_out::Reasons;

/// Fewest values in which a break is looked for.
const NEEDED: usize = 10;
/// Periods between breaks that are expected before anything is seen.
const BETWEEN: f64 = 100.0;
/// Newest values asked about for a break just now.
const RECENT: usize = 5;

/// Options of `changepoint`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the values; the rows are in the order of time.
    pub value: String,
    /// Fewest values between two breaks.
    pub shortest: usize,
    /// Cells that stand for no value.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Column `value`, segments of 2 or more, 95 %.
    fn default() -> Self {
        Options {
            value: "value".to_owned(),
            shortest: 2,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// A break.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// First row of the new level, counted from 0.
    pub index: usize,
    /// Earliest row it may be.
    pub low: usize,
    /// Latest row it may be.
    pub high: usize,
    /// Mean before, back to the break before.
    pub before: f64,
    /// Mean after, up to the next break.
    pub after: f64,
    /// `after - before`.
    pub shift: f64,
    /// Lower end of the shift's interval.
    pub shift_low: f64,
    /// Upper end of the shift's interval.
    pub shift_high: f64,
    /// Values on both sides.
    pub n: u64,
}

/// What stands beside the breaks.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Levels {
    /// Jitter of neighboring values, which scales the search.
    pub noise: Option<f64>,
    /// Standard deviation around the levels.
    pub sd: Option<f64>,
    /// Correlation of neighboring residuals.
    pub lag_one: Option<f64>,
    /// How probable it is that the level broke within the newest 5 values.
    pub just_broken: Option<f64>,
    /// Most probable number of values since the latest break, as seen from the last value.
    pub latest_run: Option<usize>,
}

/// Finds the breaks of a level.
///
/// # Errors
/// Unknown columns and cells that are no numbers.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Levels> {
    let cells = table.numbers(&options.value, &options.missing)?;
    let mut skipped = Reasons::default();
    let (mut rows, mut values) = (Vec::new(), Vec::new());
    for (row, cell) in cells.iter().enumerate() {
        match cell {
            Some(value) => {
                rows.push(row);
                values.push(*value);
            }
            None => skipped.no(&options.value),
        }
    }
    let gaps = skipped.total();
    let mut report = Report {
        kind: "changepoint",
        method: "PELT with the modified BIC, Bai's interval of the place".to_owned(),
        n: values.len() as u64,
        more: Levels::default(),
        results: Vec::new(),
        warnings: Vec::new(),
        refused: None,
        card: Card {
            filters: vec![format!("a number in {}", options.value)],
            rows_read: table.rows() as u64,
            rows_used: values.len() as u64,
            left_out: skipped.list(),
            formula: "least Σ (RSS / noise² + ln(n_i / n)) + 3 m ln n over all cuts; place ± c sd² / shift²",
            sources: &[
                "doi:10.1080/01621459.2012.737745",
                "doi:10.1111/j.1541-0420.2006.00662.x",
                "doi:10.1162/003465397557132",
                "arXiv:0710.3742",
            ],
        },
    };
    if values.len() < NEEDED.max(2 * options.shortest) {
        report.refused = Some(format!(
            "{} values are too few to tell a break from noise; at least {} are needed",
            values.len(),
            NEEDED.max(2 * options.shortest)
        ));
        return Ok(report);
    }
    let found = match breaks::breaks(&values, options.shortest, options.level) {
        Ok(found) => found,
        Err(stats::StatsError::NoSpread { n }) => {
            report.refused = Some(format!("all {n} values are equal, so nothing broke"));
            return Ok(report);
        }
        Err(other) => return Err(other.into()),
    };
    // Beliefs are about values in units of their jitter, around the first level.
    let first = found.breaks.first().map_or(values.len(), |b| b.index);
    let level = values[..first].iter().sum::<f64>() / first as f64;
    let scaled: Vec<f64> = values.iter().map(|v| (v - level) / found.noise).collect();
    let last = online(&scaled, &Prior::standard(BETWEEN), RECENT)?.pop();
    report.more = Levels {
        noise: Some(found.noise),
        sd: Some(found.sd),
        lag_one: Some(found.lag_one),
        just_broken: last.map(|b| b.broken),
        latest_run: last.map(|b| b.run),
    };
    report.results = found.breaks.iter().map(|b| row(b, &rows)).collect();
    if found.lag_one > 2.0 / (values.len() as f64).sqrt() {
        report.warnings.push(format!(
            "neighboring values are alike (correlation {:.2}), so some breaks may be drifts; look at the longest segments first",
            found.lag_one
        ));
    }
    if found.sd > 1.5 * found.noise {
        report.warnings.push(format!(
            "values spread more around their levels ({:.3}) than from one to the next ({:.3}); a slope or a season is not a break",
            found.sd, found.noise
        ));
    }
    if gaps > 0 {
        report.warnings.push(format!(
            "{gaps} rows without a value are left out; the values around them count as neighbors"
        ));
    }
    Ok(report)
}

fn row(found: &Break, rows: &[usize]) -> Row {
    Row {
        index: rows[found.index],
        low: rows[found.low],
        high: rows[found.high],
        before: found.before,
        after: found.after,
        shift: found.shift,
        shift_low: found.shift_interval.low,
        shift_high: found.shift_interval.high,
        n: found.n,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(values: impl IntoIterator<Item = String>) -> Table {
        Table::new(
            vec!["value".to_owned()],
            values.into_iter().map(|v| vec![v]),
        )
        .unwrap()
    }

    fn jitter(at: usize) -> f64 {
        [0.1, -0.2, 0.15, -0.05, 0.3, -0.25, 0.05][at % 7]
    }

    #[test]
    fn a_break_is_told_by_the_row_of_the_file_it_stands_in() {
        let value = |t: usize| match t {
            3 => String::new(),
            _ => (if t < 20 { 7.0 } else { 8.0 } + jitter(t)).to_string(),
        };
        let report = analyze(&table((0..40).map(value)), &Options::default()).unwrap();
        let [only] = &report.results[..] else {
            panic!("{report:?}")
        };
        assert_eq!(only.index, 20);
        assert!(only.low <= 20 && only.high >= 20 && only.shift_low < 1.0 && 1.0 < only.shift_high);
        assert_eq!(report.card.left_out[0].n, 1);
        assert!(report.more.just_broken.unwrap() < 0.1);
    }

    #[test]
    fn too_few_or_equal_values_are_refused() {
        let few = analyze(&table((0..9).map(|t| t.to_string())), &Options::default()).unwrap();
        assert!(few.refused.unwrap().contains("9 values"));
        let flat = analyze(&table((0..30).map(|_| "4".to_owned())), &Options::default()).unwrap();
        assert!(flat.refused.unwrap().contains("all 30"));
    }

    #[test]
    fn a_steady_level_has_no_break() {
        let values = (0..60).map(|t| (5.0 + jitter(t * 3)).to_string());
        let report = analyze(&table(values), &Options::default()).unwrap();
        assert!(report.results.is_empty() && report.refused.is_none());
    }
}
