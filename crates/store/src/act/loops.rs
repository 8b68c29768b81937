//! What the loop report is computed from.

use crate::{Result, Store};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;

/// The times of one case; no words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoopRow {
    /// When it was opened.
    pub opened_at: Micros,
    /// By when the first answer was promised.
    pub promised_at: Micros,
    /// When it was first answered.
    pub answered_at: Option<Micros>,
    /// When it was closed, unless it was opened again.
    pub closed_at: Option<Micros>,
    /// Whether a follow-up survey was answered.
    pub followed_up: bool,
    /// The score given there.
    pub follow_up_score: Option<f64>,
}

impl Store {
    /// The times of all cases opened in `[since, until)`, optionally at one place, in the order of opening.
    pub async fn loop_rows(
        &self,
        workspace: &WorkspaceId,
        since: Micros,
        until: Micros,
        location: Option<&str>,
    ) -> Result<Vec<LoopRow>> {
        let rows = sqlx::query(
            "SELECT opened_at, promised_at, answered_at, closed_at,
                    CAST(CASE WHEN follow_up_signal IS NULL THEN 0 ELSE 1 END AS BIGINT), follow_up_score
             FROM cases WHERE workspace = $1 AND opened_at >= $2 AND opened_at < $3
               AND (CAST($4 AS TEXT) IS NULL OR location = $4)
             ORDER BY opened_at, id",
        )
        .bind(workspace.as_str())
        .bind(since)
        .bind(until)
        .bind(location.map(str::to_owned))
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|r| {
                Ok(LoopRow {
                    opened_at: r.try_get(0)?,
                    promised_at: r.try_get(1)?,
                    answered_at: r.try_get(2)?,
                    closed_at: r.try_get(3)?,
                    followed_up: r.try_get::<i64, _>(4)? != 0,
                    follow_up_score: r.try_get(5)?,
                })
            })
            .collect()
    }
}
