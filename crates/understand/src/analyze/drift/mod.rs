//! `drift`: which scores slip slowly, with limits from a budget of false alarms.

use serde::Serialize;
use stats::series::arl::{Sides, cusum_limit, ewma_limit};
use stats::series::chart::{Baseline, Sample, Widening, baseline, cusum, ewma};
use stats::{Level, StatsError};

use super::periods::{Periods, streams};
use super::{AnalyzeError, Analyzed, Card, Missing, Report, Table};
use crate::left_out::Reasons;

/// Fewest periods of a baseline.
const LEAST: usize = 8;

/// Options of `drift`.
#[derive(Debug, Clone)]
pub struct Options {
    /// Column of the scores, one answer a row.
    pub score: String,
    /// Column of the periods: dates, weeks (2026-W10), months, quarters or numbers.
    pub period: String,
    /// Column of the streams, such as store; none for a single one.
    pub stream: Option<String>,
    /// False alarms a year that can be borne over all streams together.
    pub false_alarms: f64,
    /// First periods that are taken as usual; half of them, at least 8, if not named.
    pub baseline: Option<usize>,
    /// The shift to be found, in standard errors of a period's mean.
    pub shift: f64,
    /// Weight of the newest period in the smoothed mean, above 0 and at most 1.
    pub smoothing: f64,
    /// Periods in a year, where the labels do not tell.
    pub periods_per_year: Option<f64>,
    /// Cells that stand for no answer.
    pub missing: Missing,
    /// Confidence of the intervals.
    pub level: Level,
}

impl Default for Options {
    /// Columns `score` and `period`, 4 false alarms a year, a shift of 1 standard error.
    fn default() -> Self {
        Options {
            score: "score".to_owned(),
            period: "period".to_owned(),
            stream: None,
            false_alarms: 4.0,
            baseline: None,
            shift: 1.0,
            smoothing: 0.2,
            periods_per_year: None,
            missing: Missing::default(),
            level: Level::NINETY_FIVE,
        }
    }
}

/// One stream in one period after its baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The stream; empty where there is only one.
    pub stream: String,
    /// The period.
    pub period: String,
    /// Answers.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Lower end of the mean's interval.
    pub low: f64,
    /// Upper end of the mean's interval.
    pub high: f64,
    /// Mean of the baseline.
    pub usual: f64,
    /// The mean in its own standard errors from the baseline, which know n.
    pub z: f64,
    /// Accumulated rise.
    pub up: f64,
    /// Accumulated fall.
    pub down: f64,
    /// Accumulated rise or fall at which it calls.
    pub cusum_limit: f64,
    /// The smoothed z.
    pub ewma: f64,
    /// Smoothed z, on both sides of 0, at which it calls.
    pub ewma_limit: f64,
    /// Whether either chart calls.
    pub alarm: bool,
    /// `up` or `down`, where it calls.
    pub direction: Option<&'static str>,
    /// The period in which the rise or fall began to accumulate; none where it has not.
    pub since: Option<String>,
    /// Mean of the answers since then, less the baseline.
    pub shift: Option<f64>,
    /// Lower end of the shift's interval.
    pub shift_low: Option<f64>,
    /// Upper end of the shift's interval.
    pub shift_high: Option<f64>,
}

/// The usual of one stream.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Usual {
    /// The stream.
    pub stream: String,
    /// Its baseline.
    #[serde(flatten)]
    pub baseline: Baseline,
}

/// What stands beside the rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Plan {
    /// Baselines of the streams.
    pub baselines: Vec<Usual>,
    /// Average periods between false alarms of one stream.
    pub run_length: Option<f64>,
    /// False alarms expected a year over all streams.
    pub false_alarms: f64,
    /// Alarms.
    pub alarms: u64,
}

/// Charts every stream's scores.
///
/// The budget is halved between the two charts: the CUSUM finds shifts that stay, the EWMA those
/// that come slowly.
///
/// # Errors
/// Unknown columns, cells that are no numbers, options without a meaning.
pub fn analyze(table: &Table, options: &Options) -> Analyzed<Row, Plan> {
    let periods = Periods::read(table, &options.period, &options.missing)?;
    let (names, of) = streams(table, options.stream.as_deref(), &options.missing)?;
    let mut skipped = Reasons::default();
    let samples = samples(table, options, &periods, &of, names.len(), &mut skipped)?;
    let used = table.rows() as u64 - skipped.total();
    let mut report = Report {
        kind: "drift",
        method: "CUSUM and EWMA of standardized means, limits from a budget of false alarms"
            .to_owned(),
        n: used,
        more: Plan {
            false_alarms: options.false_alarms,
            ..Plan::default()
        },
        results: Vec::new(),
        warnings: periods.warning.clone().into_iter().collect(),
        refused: None,
        card: Card {
            filters: vec![format!(
                "a score in {} and a period in {}",
                options.score, options.period
            )],
            rows_read: table.rows() as u64,
            rows_used: used,
            left_out: skipped.list(),
            formula: "z = (mean - usual) / √(sd² / n + between² + se²); CUSUM k = shift / 2; limits by run length",
            sources: &[
                "doi:10.1093/biomet/41.1-2.100",
                "doi:10.2307/1266443",
                "doi:10.1093/biomet/59.3.539",
            ],
        },
    };
    let cycle = periods.yearly(options.periods_per_year, &mut report.warnings)?;
    let length = periods.labels.len();
    let base = options.baseline.unwrap_or((length / 2).max(LEAST));
    if length <= base {
        report.refused = Some(format!(
            "{length} periods leave none to watch after {base} that say what is usual; at least {} are needed",
            base + 1
        ));
        return Ok(report);
    }
    let wanted = names.len() as f64 * cycle / options.false_alarms;
    if !(options.false_alarms > 0.0 && wanted > 1.0) {
        return Err(AnalyzeError::Option(format!(
            "{} false alarms a year are none or more than there are chances; give a number such as 4",
            options.false_alarms
        )));
    }
    // Either chart may call: each gets half the budget.
    let limits = Limits {
        k: options.shift / 2.0,
        h: cusum_limit(options.shift / 2.0, 2.0 * wanted, Sides::Two)?,
        lambda: options.smoothing,
        c: ewma_limit(options.smoothing, 2.0 * wanted)?,
    };
    let mut untold = Vec::new();
    for (name, samples) in names.iter().zip(&samples) {
        match baseline(&samples[..base]) {
            Ok(usual) => {
                let rows = rows(
                    name,
                    samples,
                    base,
                    &usual,
                    &limits,
                    &periods,
                    options.level,
                )?;
                report.results.extend(rows);
                report.more.baselines.push(Usual {
                    stream: name.clone(),
                    baseline: usual,
                });
            }
            Err(StatsError::Groups { .. } | StatsError::NoSpread { .. }) => {
                untold.push(name.as_str())
            }
            Err(other) => return Err(other.into()),
        }
    }
    report.more.run_length = Some(wanted);
    report.more.alarms = report.results.iter().filter(|r| r.alarm).count() as u64;
    if !untold.is_empty() && untold.len() == names.len() {
        report.refused = Some(format!(
            "the first {base} periods do not say what is usual: fewer than 2 of them have answers, or no answer differs"
        ));
    } else if !untold.is_empty() {
        report.warnings.push(format!(
            "{} of {} streams have no usual in the first {base} periods and are not watched: {}",
            untold.len(),
            names.len(),
            untold.join(", ")
        ));
    }
    let short = report
        .more
        .baselines
        .iter()
        .filter(|b| b.baseline.periods < 2 * LEAST as u64);
    let short = short.count();
    if short > 0 {
        report.warnings.push(format!(
            "the usual of {short} streams is known from fewer than {} periods; false alarms may come more often than planned",
            2 * LEAST
        ));
    }
    Ok(report)
}

struct Limits {
    k: f64,
    h: f64,
    lambda: f64,
    c: f64,
}

fn samples(
    table: &Table,
    options: &Options,
    periods: &Periods,
    of: &[Option<usize>],
    streams: usize,
    skipped: &mut Reasons,
) -> Result<Vec<Vec<Sample>>, AnalyzeError> {
    let scores = table.numbers(&options.score, &options.missing)?;
    let mut samples = vec![vec![Sample::default(); periods.labels.len()]; streams];
    for (row, score) in scores.iter().enumerate() {
        match (score, periods.of[row], of[row]) {
            (Some(score), Some(at), Some(stream)) => {
                let cell = &mut samples[stream][at];
                *cell = cell.merge(Sample::of(&[*score]));
            }
            (None, _, _) => skipped.no(&options.score),
            (_, None, _) => skipped.no(&options.period),
            _ => skipped.no(options.stream.as_deref().unwrap_or("stream")),
        }
    }
    Ok(samples)
}

fn rows(
    stream: &str,
    samples: &[Sample],
    base: usize,
    usual: &Baseline,
    limits: &Limits,
    periods: &Periods,
    level: Level,
) -> Result<Vec<Row>, AnalyzeError> {
    let watched = &samples[base..];
    let z: Vec<f64> = watched.iter().map(|s| usual.standardized(s)).collect();
    let path = cusum(&z, limits.k, limits.h)?;
    let smooth = ewma(&z, limits.lambda, limits.c, Widening::Fixed)?;
    let mut rows = Vec::new();
    for (at, sample) in watched.iter().enumerate().filter(|(_, s)| s.n > 0) {
        let (point, smoothed) = (path[at], smooth[at]);
        let alarm = point.alarm || smoothed.alarm;
        let rising = if point.alarm {
            point.up >= point.down
        } else {
            smoothed.value > 0.0
        };
        let moving = point.up.max(point.down) > 0.0;
        let since = &watched[point.since..=at];
        let shift = moving.then(|| usual.shift(since, level));
        let own = usual.interval(sample, level);
        rows.push(Row {
            stream: stream.to_owned(),
            period: periods.label(base + at),
            n: sample.n,
            mean: sample.mean(),
            low: own.low,
            high: own.high,
            usual: usual.mean,
            z: z[at],
            up: point.up,
            down: point.down,
            cusum_limit: limits.h,
            ewma: smoothed.value,
            ewma_limit: smoothed.limit,
            alarm,
            direction: alarm.then_some(if rising { "up" } else { "down" }),
            since: moving.then(|| periods.label(base + point.since)),
            shift: shift.map(|s| s.0),
            shift_low: shift.map(|s| s.1.low),
            shift_high: shift.map(|s| s.1.high),
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests;
