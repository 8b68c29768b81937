//! The monitor: watches topics and a score by place, week by week, within a budget of false alarms.
//!
//! It looks once a day at whole weeks. Nothing is remembered between looks: the past is read
//! again, so that an erased person is in no number, and a look that is repeated says the same.

mod streams;

use crate::Result;
use crate::analyze::{AnalyzeError, asked, drift, spikes};
use crate::overview;
use columns::{Columns, Filter, Grain, PageAsk, VerbatimFilter};
use domain::alert::{Shift, ShiftCell, Stream, StreamKind};
use domain::fact::STREAMS_SHIFTED;
use domain::time::Micros;
use domain::{Fact, NewJob, Provenance, SignalId, WorkspaceId};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Job, Store};

/// Looks for shifts; queued once a day.
pub const MONITOR: &str = "monitor";

/// Weeks of the past that are read.
const MEMORY: i32 = 156;
/// Quarters in a year.
const QUARTERS: f64 = 4.0;
/// Signals named with a shift.
const NAMED: usize = 5;
/// Places named with a shift.
const CELLS: usize = 5;

/// How many false alarms may come, and where people asked for fewer.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// False alarms a quarter over all streams of a workspace.
    pub per_quarter: f64,
    /// Factors on that for streams whose alerts were not useful, by [`Stream::key`].
    pub quieter: BTreeMap<String, f64>,
}

impl Default for Budget {
    /// One a quarter, no stream quieter than another.
    fn default() -> Self {
        Self {
            per_quarter: 1.0,
            quieter: BTreeMap::new(),
        }
    }
}

impl Budget {
    /// False alarms a year for one of the two kinds of streams.
    fn per_year_and_kind(&self) -> f64 {
        self.per_quarter * QUARTERS / 2.0
    }

    /// What a stream's limit is raised by: a CUSUM of likelihood ratios calls falsely about as
    /// often as `e` to the minus its limit says.
    fn raise(&self, stream: &Stream) -> f64 {
        let factor = self.quieter.get(&stream.key()).copied().unwrap_or(1.0);
        -factor.clamp(1e-6, 1.0).ln()
    }
}

/// Queues today's look unless it was queued before.
///
/// # Errors
/// The rows did not answer.
pub async fn queue(store: &Store, workspace: &WorkspaceId, today: Date, now: Micros) -> Result<()> {
    let key = format!("monitor:{today}");
    // Asked every minute: most times there is nothing to write.
    if store.knows_job(workspace, MONITOR, &key).await? {
        return Ok(());
    }
    let job = NewJob {
        kind: MONITOR.to_owned(),
        key,
        body: json!({ "today": today }),
        due_at: now,
    };
    let mut tx = store.begin().await?;
    tx.queue(workspace, &job).await?;
    Ok(tx.commit().await?)
}

/// Announces what a look found, in the transaction that finishes its job.
///
/// # Errors
/// The rows did not answer, or the job went to another worker.
pub async fn announce(store: &Store, job: &Job, shifts: &[Shift], now: Micros) -> Result<()> {
    let mut tx = store.begin().await?;
    if !shifts.is_empty() {
        let fact = Fact::new(STREAMS_SHIFTED, json!({ "shifts": shifts }));
        tx.announce(&job.workspace, &fact, &job.key, now).await?;
    }
    tx.finish_job(job, now).await?;
    Ok(tx.commit().await?)
}

/// The day that a job looks from.
#[must_use]
pub fn day_of(job: &Job) -> Option<Date> {
    job.body["today"].as_str()?.parse().ok()
}

/// What is out of line in the last whole week before `today`.
///
/// # Errors
/// The columns did not answer.
pub async fn look(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    today: Date,
    budget: &Budget,
) -> Result<Vec<Shift>> {
    let until = monday(today);
    let filter = Filter {
        since: Some(until.saturating_sub((MEMORY * 7).days())),
        until: Some(until),
        provenance: Some(Provenance::Direct),
        ..Filter::default()
    };
    let mut shifts = topics(columns, workspace, &filter, until, budget).await?;
    if let Some(shift) = scores(columns, workspace, &filter, until, budget).await? {
        shifts.extend(shift);
    }
    Ok(shifts)
}

/// The Monday of a day's week.
fn monday(day: Date) -> Date {
    ISOWeekDate::new(
        day.iso_week_date().year(),
        day.iso_week_date().week(),
        Weekday::Monday,
    )
    .map_or(day, |monday| monday.date())
}

/// The Monday of a week such as `2026-W10`.
fn begins(week: &str) -> Option<Date> {
    let (year, week) = week.split_once("-W")?;
    let week = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday);
    Some(week.ok()?.date())
}

async fn topics(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    filter: &Filter,
    until: Date,
    budget: &Budget,
) -> Result<Vec<Shift>> {
    let asked = VerbatimFilter {
        signals: filter.clone(),
        ..VerbatimFilter::default()
    };
    let weeks = columns.topic_weeks(workspace, &asked).await?;
    let Some((table, streams)) = streams::table(&weeks)? else {
        return Ok(Vec::new());
    };
    let options = spikes::Options {
        exposure: Some(streams::EXPOSURE.to_owned()),
        stream: Some(streams::STREAM.to_owned()),
        false_alarms: budget.per_year_and_kind(),
        ..spikes::Options::default()
    };
    let report = spikes::analyze(&table, &options)?;
    let last = Grain::Week.label(until.saturating_sub(7.days()));
    let latest: BTreeMap<usize, &spikes::Row> = report
        .results
        .iter()
        .filter(|row| row.period == last)
        .filter_map(|row| Some((row.stream.parse().ok()?, row)))
        .collect();
    let mut shifts = Vec::new();
    for (number, row) in &latest {
        let Some(stream) = streams.get(*number) else {
            continue;
        };
        if !row.alarm || row.statistic < row.statistic_limit + budget.raise(stream) {
            continue;
        }
        let since = row.since.as_deref().and_then(begins).unwrap_or(until);
        shifts.push(Shift {
            since,
            through: until.saturating_sub(7.days()),
            observed: row.observed as f64,
            expected: row.expected,
            low: row.low as f64,
            high: row.high as f64,
            n: row.exposure.round() as u64,
            statistic: row.statistic,
            limit: row.statistic_limit,
            false_per_year: report.more.false_alarms / report.more.streams.max(1) as f64,
            cells: places(stream, &streams, &latest),
            signals: named(columns, workspace, stream, since, filter).await?,
            stream: stream.clone(),
        });
    }
    Ok(shifts)
}

/// The places that a topic's rise comes from.
fn places(
    stream: &Stream,
    streams: &[Stream],
    latest: &BTreeMap<usize, &spikes::Row>,
) -> Vec<ShiftCell> {
    if stream.location.is_some() {
        return Vec::new();
    }
    let of_topic = latest.iter().filter_map(|(number, row)| {
        let other = streams.get(*number)?;
        (other.what == stream.what && other.location.is_some()).then_some((other, *row))
    });
    let rises: Vec<(&Stream, &spikes::Row, f64)> = of_topic
        .map(|(other, row)| (other, row, row.observed as f64 - row.expected))
        .filter(|(.., rise)| *rise > 0.0)
        .collect();
    let total: f64 = rises.iter().map(|(.., rise)| rise).sum();
    let mut cells: Vec<ShiftCell> = rises
        .into_iter()
        .map(|(other, row, rise)| ShiftCell {
            dimension: "location".to_owned(),
            value: other.location.clone(),
            observed: row.observed as f64,
            expected: row.expected,
            share: rise / total,
        })
        .collect();
    cells.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.value.cmp(&b.value)));
    cells.truncate(CELLS);
    cells
}

/// The newest signals whose words are displeased with the topic.
async fn named(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    stream: &Stream,
    since: Date,
    filter: &Filter,
) -> Result<Vec<SignalId>> {
    let place = stream.location.iter();
    let wanted = VerbatimFilter {
        signals: Filter {
            since: Some(since),
            equals: place
                .map(|place| ("location".to_owned(), vec![place.clone()]))
                .collect(),
            ..filter.clone()
        },
        topics: vec![stream.what.clone()],
        sentiment: Some("negative".to_owned()),
        ..VerbatimFilter::default()
    };
    let ask = PageAsk {
        limit: NAMED,
        after: None,
    };
    let page = columns.verbatims(workspace, &wanted, &ask).await?;
    Ok(page
        .rows
        .into_iter()
        .map(|row| row.verbatim.signal)
        .collect())
}

/// The first score of the overview, by place; `None` where there is none or too little past.
async fn scores(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    filter: &Filter,
    until: Date,
    budget: &Budget,
) -> Result<Option<Vec<Shift>>> {
    let questions = overview::questions(columns, workspace, filter).await?;
    let Some((_, question)) = questions.into_iter().next() else {
        return Ok(None);
    };
    let place = "location".to_owned();
    let names = [question.clone(), place.clone()];
    let table = asked::table(columns, workspace, &names, Some(Grain::Week), filter).await?;
    let options = drift::Options {
        score: question.clone(),
        period: asked::PERIOD.to_owned(),
        stream: Some(place),
        false_alarms: budget.per_year_and_kind(),
        ..drift::Options::default()
    };
    let report = match drift::analyze(&table, &options) {
        Ok(report) => report,
        // Nobody answered, or nobody at a named place.
        Err(AnalyzeError::Stats(_)) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let last = until.saturating_sub(7.days());
    let week = Grain::Week.label(last);
    let per_stream = report.more.false_alarms / report.more.baselines.len().max(1) as f64;
    let out = report
        .results
        .iter()
        .filter(|row| row.alarm && row.period == week);
    let shifts = out.filter_map(|row| {
        let stream = Stream {
            kind: StreamKind::Score,
            what: question.clone(),
            location: Some(row.stream.clone()).filter(|place| !place.is_empty()),
        };
        let statistic = row.up.max(row.down);
        let quiet = statistic < row.cusum_limit + budget.raise(&stream);
        // A smoothed mean that calls by itself is not raised: it is bounded by its own limit.
        if quiet && row.ewma.abs() < row.ewma_limit {
            return None;
        }
        let half = row.ewma_limit * (row.high - row.low) / 4.0;
        Some(Shift {
            since: row.since.as_deref().and_then(begins).unwrap_or(last),
            through: last,
            observed: row.mean,
            expected: row.usual,
            low: row.usual - half,
            high: row.usual + half,
            n: row.n,
            statistic,
            limit: row.cusum_limit,
            false_per_year: per_stream,
            cells: Vec::new(),
            signals: Vec::new(),
            stream,
        })
    });
    Ok(Some(shifts.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_its_monday() {
        assert_eq!(begins("2026-W10"), Some(Date::constant(2026, 3, 2)));
        assert_eq!(
            monday(Date::constant(2026, 3, 8)),
            Date::constant(2026, 3, 2)
        );
        assert_eq!(begins("March"), None);
    }

    #[test]
    fn a_stream_that_was_not_useful_must_show_more() {
        let stream = Stream {
            kind: StreamKind::Topic,
            what: "price".into(),
            location: None,
        };
        let mut budget = Budget::default();
        assert_eq!(budget.raise(&stream), 0.0);
        budget.quieter.insert(stream.key(), 0.5);
        assert!((budget.raise(&stream) - 2f64.ln()).abs() < 1e-12);
    }
}
