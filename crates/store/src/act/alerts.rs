//! Alerts: what the monitor noticed. A shift is stored as JSON of ids and numbers, never words.

use crate::{Error, Result, Store, Tx};
use domain::alert::{Alert, AlertState};
use domain::{AlertId, WorkspaceId};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

macro_rules! columns {
    () => {
        "id, state, opened_at, seen_at, muted_until, closed_at, useful, shift"
    };
}

fn read(row: &AnyRow) -> Result<Alert> {
    let shift: String = row.try_get(7)?;
    Ok(Alert {
        id: AlertId::new(row.try_get::<String, _>(0)?),
        // A word written by a newer version: shown as open, so that nobody misses it.
        state: AlertState::parse(&row.try_get::<String, _>(1)?).unwrap_or(AlertState::Open),
        opened_at: row.try_get(2)?,
        seen_at: row.try_get(3)?,
        muted_until: row.try_get(4)?,
        closed_at: row.try_get(5)?,
        useful: row.try_get::<Option<i64>, _>(6)?.map(|useful| useful != 0),
        shift: serde_json::from_str(&shift).map_err(|source| Error::Unreadable {
            what: "alert",
            source,
        })?,
    })
}

impl Store {
    /// Alerts of a workspace, newest first; those of one state when it is given.
    pub async fn alerts(
        &self,
        workspace: &WorkspaceId,
        state: Option<AlertState>,
        limit: i64,
    ) -> Result<Vec<Alert>> {
        let rows = sqlx::query(concat!(
            "SELECT ",
            columns!(),
            " FROM alerts WHERE workspace = $1 AND (CAST($2 AS TEXT) = '' OR state = $2)
              ORDER BY opened_at DESC, id DESC LIMIT $3"
        ))
        .bind(workspace.as_str())
        .bind(state.map_or("", AlertState::as_str))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }

    /// One alert.
    pub async fn alert(&self, workspace: &WorkspaceId, id: &AlertId) -> Result<Option<Alert>> {
        let row = sqlx::query(concat!(
            "SELECT ",
            columns!(),
            " FROM alerts WHERE workspace = $1 AND id = $2"
        ))
        .bind(workspace.as_str())
        .bind(id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// How often alerts of each stream were found not to be useful, by the stream's key.
    pub async fn alerts_not_useful(
        &self,
        workspace: &WorkspaceId,
    ) -> Result<BTreeMap<String, i64>> {
        let rows = sqlx::query(
            "SELECT stream, COUNT(*) FROM alerts WHERE workspace = $1 AND useful = 0 GROUP BY stream",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect()
    }
}

impl Tx {
    /// The alert of a stream that is not closed.
    pub async fn live_alert(
        &mut self,
        workspace: &WorkspaceId,
        stream: &str,
    ) -> Result<Option<Alert>> {
        let row = sqlx::query(concat!(
            "SELECT ",
            columns!(),
            " FROM alerts WHERE workspace = $1 AND stream = $2 AND state <> 'closed'"
        ))
        .bind(workspace.as_str())
        .bind(stream)
        .fetch_optional(self.connection())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes an alert; one with its id is replaced.
    pub async fn save_alert(&mut self, workspace: &WorkspaceId, alert: &Alert) -> Result<()> {
        let shift = serde_json::to_string(&alert.shift).map_err(|source| Error::Unreadable {
            what: "alert",
            source,
        })?;
        sqlx::query(
            "INSERT INTO alerts (workspace, id, stream, state, opened_at, seen_at, muted_until, closed_at, useful, shift)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (workspace, id) DO UPDATE SET state = excluded.state, seen_at = excluded.seen_at,
               muted_until = excluded.muted_until, closed_at = excluded.closed_at, useful = excluded.useful,
               shift = excluded.shift",
        )
        .bind(workspace.as_str())
        .bind(alert.id.as_str())
        .bind(alert.shift.stream.key())
        .bind(alert.state.as_str())
        .bind(alert.opened_at)
        .bind(alert.seen_at)
        .bind(alert.muted_until)
        .bind(alert.closed_at)
        .bind(alert.useful.map(i64::from))
        .bind(shift)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
