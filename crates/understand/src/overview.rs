//! The first screen: scores with change and trend.

use crate::LeftOut;
use crate::Result;
use crate::metric::{Definition, Kind, Measured, Row, measure};
use columns::{ColumnKind, Columns, Filter, Grain};
use domain::WorkspaceId;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use stats::Estimate;
use stats::change::{self, Change};

/// How many score questions the first screen shows.
const SHOWN: usize = 6;
/// Days that are compared with the same number before, when no period is asked.
const DEFAULT_DAYS: i64 = 90;

/// A period: from a date up to, not including, another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub since: Date,
    /// The day after the last.
    pub until: Date,
}

impl Period {
    /// The period as asked, or the last 90 days that have data.
    pub fn new(
        since: Option<Date>,
        until: Option<Date>,
        span: Option<(Date, Date)>,
        today: Date,
    ) -> Self {
        let last = span.map_or(today, |(_, last)| last);
        let until = until.unwrap_or_else(|| last.saturating_add(1.day()));
        let since = since.unwrap_or_else(|| until.saturating_sub(DEFAULT_DAYS.days()));
        Self { since, until }
    }

    /// The same number of days just before.
    pub fn before(self) -> Self {
        let days = self.days();
        Self {
            since: self.since.saturating_sub(days),
            until: self.since,
        }
    }

    fn days(self) -> Span {
        self.since.until(self.until).unwrap_or_default()
    }

    /// Weeks for up to half a year, months beyond.
    pub fn grain(self) -> Grain {
        if self.days().get_days() <= 183 {
            Grain::Week
        } else {
            Grain::Month
        }
    }
}

/// One score on the first screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreCard {
    /// How it is defined.
    pub definition: Definition,
    /// The score in the period.
    pub now: Row,
    /// Against the period before.
    pub previous: Estimate,
    /// The change with its verdict; absent when nothing was measured before.
    pub change: Option<Change>,
    /// The score over time, within the period.
    pub trend: Vec<Row>,
    /// What the score leaves out.
    pub left_out: Vec<LeftOut>,
}

/// Guesses which metric a question's values make: NPS when named so or on 0–10 with 9s or 10s,
/// CSAT for 1–5, CES for names with effort on 1–7, a mean otherwise.
pub fn metric_of(key: &str, lowest: f64, highest: f64) -> Kind {
    let named = |words: &[&str]| words.iter().any(|w| key.contains(w));
    let within = |low: f64, high: f64| lowest >= low && highest <= high;
    if named(&["nps", "netpro", "recommend"]) && within(0.0, 11.0) {
        Kind::Nps
    } else if named(&["ces", "effort", "easy"]) && within(1.0, 7.0) {
        Kind::Ces
    } else if within(0.0, 6.0) && highest >= 4.0 {
        Kind::Csat
    } else if within(0.0, 10.0) && highest > 7.0 {
        Kind::Nps
    } else {
        Kind::Mean
    }
}

/// Whether a question is an anchor or vignette: its truth is the same for everybody, so that its
/// answers tell how people use a scale and are no score.
fn is_anchor(key: &str) -> bool {
    key.starts_with("anchor") || key.starts_with("vignette")
}

/// The questions that hold a score under a filter with the metric each makes: the most answered of
/// each metric first (NPS, CSAT, CES, means), then the others alike.
///
/// # Errors
/// The columns did not answer.
pub async fn questions(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    filter: &Filter,
) -> Result<Vec<(Kind, String)>> {
    let mut found = Vec::new();
    for column in columns.columns(workspace).await? {
        if column.kind != ColumnKind::Question {
            continue;
        }
        let key = column.name.trim_start_matches("q_").to_owned();
        if is_anchor(&key) {
            continue;
        }
        let plain = Definition::new(Kind::Mean, &key, Some((-1e12, 1e12)), None)?;
        let all = measure(columns, workspace, &plain, &[], None, filter).await?;
        let Some(row) = all.rows.first().filter(|r| r.estimate.n > 0) else {
            continue;
        };
        let lowest = row.values.first().map_or(0.0, |v| v.0);
        let highest = row.values.last().map_or(0.0, |v| v.0);
        found.push((metric_of(&key, lowest, highest), row.estimate.n, key));
    }
    found.sort_by(|a, b| {
        rank(a.0)
            .cmp(&rank(b.0))
            .then(b.1.cmp(&a.1))
            .then(a.2.cmp(&b.2))
    });
    let mut led: Vec<Kind> = Vec::new();
    let (leaders, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(kind, ..)| {
        let leads = !led.contains(kind);
        led.push(*kind);
        leads
    });
    Ok(leaders
        .into_iter()
        .chain(others)
        .map(|(kind, _, key)| (kind, key))
        .collect())
}

/// The score cards of a period: the questions most answered, NPS first.
///
/// # Errors
/// The columns did not answer.
pub async fn score_cards(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    period: Period,
    filter: &Filter,
) -> Result<Vec<ScoreCard>> {
    let within = |p: Period| Filter {
        since: Some(p.since),
        until: Some(p.until),
        ..filter.clone()
    };
    let found = questions(columns, workspace, &within(period)).await?;
    let mut cards = Vec::new();
    for (kind, key) in found.into_iter().take(SHOWN) {
        let definition = Definition::new(kind, &key, None, None)?;
        let now = measure(columns, workspace, &definition, &[], None, &within(period)).await?;
        let before = measure(
            columns,
            workspace,
            &definition,
            &[],
            None,
            &within(period.before()),
        )
        .await?;
        let trend = measure(
            columns,
            workspace,
            &definition,
            &[],
            Some(period.grain()),
            &within(period),
        )
        .await?;
        cards.extend(card(definition, now, before, trend)?);
    }
    Ok(cards)
}

fn card(
    definition: Definition,
    now: Measured,
    before: Measured,
    trend: Measured,
) -> Result<Option<ScoreCard>> {
    let Some(row) = now.rows.into_iter().next() else {
        return Ok(None);
    };
    let Some(previous) = before.rows.into_iter().next().map(|r| r.estimate) else {
        return Ok(None);
    };
    let change = if previous.n == 0 {
        None
    } else {
        Some(change::between(
            &previous,
            &row.estimate,
            &change::Question::default(),
        )?)
    };
    Ok(Some(ScoreCard {
        definition,
        now: row,
        previous,
        change,
        trend: trend.rows,
        left_out: now.left_out,
    }))
}

fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Nps => 0,
        Kind::Csat => 1,
        Kind::Ces => 2,
        Kind::Mean | Kind::Share => 3,
    }
}
