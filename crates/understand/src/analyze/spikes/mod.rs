//! `spikes`: which counts rise beyond what season, exposure and chance let expect.

mod cells;

use std::collections::BTreeMap;

use serde::Serialize;
use stats::StatsError;
use stats::change::benjamini_hochberg;
use stats::series::count::{self, Law, Period};
use stats::series::monitor::{Budget, Limits, Settings, Watch, monitor, shape};

use super::periods::{Periods, streams};
use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::left_out::Reasons;
use cells::Cells;

/// Fewest periods before the first that is watched.
const WARM_UP: usize = 13;
/// The same where the history is short.
const SHORT_WARM_UP: usize = 8;

/// Options of `spikes`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the counts; rows of one stream and period are added up.
    pub count: String,
    /// Column of the periods: dates, weeks (2026-W10), months, quarters or numbers.
    pub period: String,
    /// Column of what could have brought events (responses, visits); without it a stream and
    /// period that has no row counts as 0 events, with it as not observed.
    pub exposure: Option<String>,
    /// Column of the streams, such as topic in store; none for a single one.
    pub stream: Option<String>,
    /// False alarms a year that can be borne over all streams together.
    pub false_alarms: f64,
    /// The rise to be found, such as 2.5 for two and a half times the usual.
    pub rise: f64,
    /// Periods in a year, where the labels do not tell.
    pub periods_per_year: Option<f64>,
    /// Cells that stand for no answer.
    pub missing: Missing,
}

impl Default for Options {
    /// Columns `count` and `period`, 4 false alarms a year (one a quarter), a rise of 2.5.
    fn default() -> Self {
        Options {
            count: "count".to_owned(),
            period: "period".to_owned(),
            exposure: None,
            stream: None,
            false_alarms: 4.0,
            rise: 2.5,
            periods_per_year: None,
            missing: Missing::default(),
        }
    }
}

/// One stream in one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The stream; empty where there is only one.
    pub stream: String,
    /// The period.
    pub period: String,
    /// Events counted.
    pub observed: u64,
    /// What could have brought events; 1 without a column for it.
    pub exposure: f64,
    /// Events expected.
    pub expected: f64,
    /// Lower end of where 95 of 100 such counts lie.
    pub low: u64,
    /// Upper end of where 95 of 100 such counts lie.
    pub high: u64,
    /// Past periods behind the expectation.
    pub n: u64,
    /// Smallest count of this period that calls, after the periods before it.
    pub limit: u64,
    /// Mid-p of this count alone.
    pub p: f64,
    /// The p adjusted for all streams of the period (Benjamini and Hochberg).
    pub q: f64,
    /// Accumulated evidence of a rise.
    pub statistic: f64,
    /// Evidence at which it calls.
    pub statistic_limit: f64,
    /// Whether it calls.
    pub alarm: bool,
    /// The period in which the evidence began to accumulate; none where there is none.
    pub since: Option<String>,
    /// Events counted since then.
    pub observed_since: u64,
    /// Events expected since then.
    pub expected_since: f64,
}

/// What stands beside the rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// Streams watched.
    pub streams: u64,
    /// Periods from the first to the last.
    pub periods: u64,
    /// Average periods between false alarms of one stream.
    pub run_length: Option<f64>,
    /// False alarms expected a year over all streams.
    pub false_alarms: f64,
    /// Size of the negative binomial that all streams share; none for Poisson.
    pub size: Option<f64>,
    /// Alarms.
    pub alarms: u64,
}

/// Watches every stream for rises.
///
/// # Errors
/// Unknown columns, cells that are no whole counts or no exposures, options without a meaning.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Plan> {
    let periods = Periods::read(table, &options.period, &options.missing)?;
    let (names, of) = streams(table, options.stream.as_deref(), &options.missing)?;
    let mut skipped = Reasons::default();
    let cells = Cells::read(table, options, &periods, &of, names.len(), &mut skipped)?;
    let used = table.rows() as u64 - skipped.total();
    let length = periods.labels.len();
    let mut report = Report {
        kind: "spikes",
        method:
            "CUSUM of negative binomial likelihood ratios, limits from a budget of false alarms"
                .to_owned(),
        n: used,
        more: Plan {
            streams: names.len() as u64,
            periods: length as u64,
            false_alarms: options.false_alarms,
            ..Plan::default()
        },
        results: Vec::new(),
        warnings: periods.warning.clone().into_iter().collect(),
        refused: None,
        card: Card {
            filters: vec![format!(
                "a count in {} and a period in {}",
                options.count, options.period
            )],
            rows_read: table.rows() as u64,
            rows_used: used,
            left_out: skipped.list(),
            formula: "C_t = max(0, C_{t-1} + ln f(y; rise · m) - ln f(y; m)); limit for 1.4 · streams · periods a year / false alarms",
            sources: &[
                "doi:10.1016/j.csda.2008.02.015",
                "doi:10.1002/sim.5595",
                "doi:10.1093/biomet/59.3.539",
            ],
        },
    };
    let cycle = periods.yearly(options.periods_per_year, &mut report.warnings)?;
    if length <= SHORT_WARM_UP {
        report.refused = Some(format!(
            "{length} periods are too few to know what is usual; at least {} are needed",
            SHORT_WARM_UP + 1
        ));
        return Ok(report);
    }
    let model = count::Settings {
        cycle,
        ..count::Settings::default()
    };
    let shape = match shape(&cells.streams, &model, 0) {
        Ok(shape) => shape,
        Err(StatsError::NoEvents) => {
            report.refused =
                Some("no event was counted, so nothing is usual or unusual".to_owned());
            return Ok(report);
        }
        Err(other) => return Err(other.into()),
    };
    let budget = Budget {
        false_alarms: options.false_alarms,
        periods: cycle,
        streams: names.len() as f64,
    };
    let run_length = budget.run_length()?;
    let limits = Limits::new(&shape, options.rise, run_length)?;
    let settings = Settings {
        start: if length > 2 * WARM_UP {
            WARM_UP
        } else {
            SHORT_WARM_UP
        },
        memory: (2.0 * cycle) as usize,
        healing: (cycle / 2.0) as usize,
        ..Settings::default()
    };
    for (stream, name) in cells.streams.iter().zip(&names) {
        for watch in monitor(stream, &shape, &limits, &settings)? {
            let exposure = stream[watch.index].exposure;
            report.results.push(row(name, &watch, exposure, &periods)?);
        }
    }
    adjust(&mut report.results)?;
    report.more.run_length = Some(run_length);
    report.more.size = Some(shape.size).filter(|s| s.is_finite());
    report.more.alarms = report.results.iter().filter(|r| r.alarm).count() as u64;
    warn(&mut report, length as f64 / cycle, &cells);
    Ok(report)
}

fn row(stream: &str, watch: &Watch, exposure: f64, periods: &Periods) -> Result<Row, AnalyzeError> {
    let law = Law::new(watch.expected, watch.size)?;
    Ok(Row {
        stream: stream.to_owned(),
        period: periods.label(watch.index),
        observed: watch.observed,
        exposure,
        expected: watch.expected,
        low: law.quantile(0.975),
        high: law.quantile(0.025),
        n: watch.n,
        limit: watch.limit_count,
        p: watch.p,
        q: watch.p,
        statistic: watch.statistic,
        statistic_limit: watch.limit,
        alarm: watch.alarm,
        since: (watch.statistic > 0.0).then(|| periods.label(watch.since)),
        observed_since: watch.observed_since,
        expected_since: watch.expected_since,
    })
}

/// Adjusts the p of all streams of a period for each other.
fn adjust(rows: &mut [Row]) -> Result<(), AnalyzeError> {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        families.entry(row.period.clone()).or_default().push(at);
    }
    for family in families.into_values() {
        let p: Vec<f64> = family.iter().map(|&at| rows[at].p).collect();
        for (at, q) in family.iter().zip(benjamini_hochberg(&p)?) {
            rows[*at].q = q;
        }
    }
    Ok(())
}

fn warn(report: &mut Report<Row, Plan>, cycles: f64, cells: &Cells) {
    if cycles < 1.0 {
        report
            .warnings
            .push("less than a year of history: a season cannot be told from a rise".to_owned());
    }
    if cells.filled > 0 {
        report.warnings.push(format!(
            "{} streams and periods without a row count as 0 events; name a column of exposures if they were not observed",
            cells.filled
        ));
    }
    let thin = |s: &Vec<Period>| s.iter().map(|p| p.count).sum::<u64>() < 10;
    let thin = cells.streams.iter().filter(|s| thin(s)).count();
    if thin > 0 {
        report.warnings.push(format!(
            "{thin} streams have fewer than 10 events in all; what is expected of them leans on the common rate"
        ));
    }
}

#[cfg(test)]
mod tests;
