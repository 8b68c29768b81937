//! What happened to cases.

use crate::{Error, Result, Store, Tx};
use domain::case::{CaseEvent, kind};
use domain::time::Micros;
use domain::{CaseId, WorkspaceId};
use sqlx::Row;

/// A reply that was written to someone, for comparing with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The case it answered.
    pub case: CaseId,
    /// What was written.
    pub text: String,
}

fn body(text: &str) -> Result<serde_json::Value> {
    serde_json::from_str(text).map_err(|source| Error::Unreadable {
        what: "case event",
        source,
    })
}

impl Store {
    /// A case's history, oldest first.
    pub async fn case_events(
        &self,
        workspace: &WorkspaceId,
        case: &CaseId,
    ) -> Result<Vec<CaseEvent>> {
        let rows = sqlx::query(
            "SELECT at, actor, kind, body FROM case_events WHERE workspace = $1 AND case_id = $2 ORDER BY seq",
        )
        .bind(workspace.as_str())
        .bind(case.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|r| {
                Ok(CaseEvent {
                    at: r.try_get(0)?,
                    actor: r.try_get(1)?,
                    kind: r.try_get(2)?,
                    body: body(&r.try_get::<String, _>(3)?)?,
                })
            })
            .collect()
    }

    /// The newest replies since an instant on cases other than `except`, at most `limit`.
    pub async fn replies_since(
        &self,
        workspace: &WorkspaceId,
        since: Micros,
        except: &CaseId,
        limit: i64,
    ) -> Result<Vec<Written>> {
        let rows = sqlx::query(
            "SELECT case_id, body FROM case_events WHERE workspace = $1 AND kind = $2 AND at >= $3 AND case_id <> $4
             ORDER BY at DESC, case_id, seq DESC LIMIT $5",
        )
        .bind(workspace.as_str())
        .bind(kind::REPLIED)
        .bind(since)
        .bind(except.as_str())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            // An erased person's events have lost their text.
            if let Some(text) = body(&row.try_get::<String, _>(1)?)?["text"].as_str() {
                found.push(Written {
                    case: CaseId::new(row.try_get::<String, _>(0)?),
                    text: text.to_owned(),
                });
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Appends to a case's history. Call it after the case was written: that write holds the case,
    /// so that two writers never take the same place.
    pub async fn add_case_events(
        &mut self,
        workspace: &WorkspaceId,
        case: &CaseId,
        events: &[CaseEvent],
    ) -> Result<()> {
        for event in events {
            sqlx::query(
                "INSERT INTO case_events (workspace, case_id, seq, at, actor, kind, body)
                 SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT)
                   FROM case_events WHERE workspace = $1 AND case_id = $2",
            )
            .bind(workspace.as_str())
            .bind(case.as_str())
            .bind(event.at)
            .bind(event.actor.as_str())
            .bind(event.kind.as_str())
            .bind(event.body.to_string())
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}
