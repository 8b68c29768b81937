//! Views of alerts.

use domain::alert::{Alert, ShiftCell};
use domain::time;
use serde::Serialize;
use utoipa::ToSchema;

/// An alert with what was observed and what was to be expected.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlertView {
    /// Id.
    pub id: String,
    /// `open`, `muted` or `closed`.
    pub state: String,
    /// `topic` (displeased mentions, counted) or `score` (a mean).
    pub kind: String,
    /// The topic's id or the question's key.
    pub what: String,
    /// The place; all of them when absent.
    pub location: Option<String>,
    /// First day of the first period out of line.
    pub since: String,
    /// First day of the last period looked at.
    pub through: String,
    /// Counted, or averaged, since then.
    pub observed: f64,
    /// What the past explains.
    pub expected: f64,
    /// Lower end of what it explains.
    pub low: f64,
    /// Upper end of what it explains.
    pub high: f64,
    /// Verbatims or answers behind it.
    pub n: u64,
    /// The monitor's statistic and the limit that it passed.
    pub statistic: f64,
    /// See `statistic`.
    pub limit: f64,
    /// False alarms that this limit lets through on the stream, per year.
    pub false_per_year: f64,
    /// Where it comes from, the largest part first.
    pub cells: Vec<ShiftCellView>,
    /// When it was opened.
    pub opened_at: String,
    /// When its numbers were last brought up to date.
    pub seen_at: String,
    /// Until when a muted one stays quiet.
    pub muted_until: Option<String>,
    /// When it was closed.
    pub closed_at: Option<String>,
    /// Whether a person found it useful.
    pub useful: Option<bool>,
}

/// A value of a dimension and its part of a shift.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShiftCellView {
    /// The dimension's column.
    pub dimension: String,
    /// Its value.
    pub value: Option<String>,
    /// What was observed there.
    pub observed: f64,
    /// What its own past would have given.
    pub expected: f64,
    /// Its part, 0 to 1.
    pub share: f64,
}

impl From<ShiftCell> for ShiftCellView {
    fn from(cell: ShiftCell) -> Self {
        Self {
            dimension: cell.dimension,
            value: cell.value,
            observed: cell.observed,
            expected: cell.expected,
            share: cell.share,
        }
    }
}

impl From<Alert> for AlertView {
    fn from(alert: Alert) -> Self {
        let shift = alert.shift;
        Self {
            id: alert.id.into(),
            state: alert.state.as_str().to_owned(),
            kind: shift.stream.kind.as_str().to_owned(),
            what: shift.stream.what,
            location: shift.stream.location,
            since: shift.since.to_string(),
            through: shift.through.to_string(),
            observed: shift.observed,
            expected: shift.expected,
            low: shift.low,
            high: shift.high,
            n: shift.n,
            statistic: shift.statistic,
            limit: shift.limit,
            false_per_year: shift.false_per_year,
            cells: shift.cells.into_iter().map(Into::into).collect(),
            opened_at: time::to_text(alert.opened_at),
            seen_at: time::to_text(alert.seen_at),
            muted_until: alert.muted_until.map(time::to_text),
            closed_at: alert.closed_at.map(time::to_text),
            useful: alert.useful,
        }
    }
}
