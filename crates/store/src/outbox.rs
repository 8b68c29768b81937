//! The outbox: what shall leave, what left, what could not.

use crate::{Error, Result, Store};
use domain::time::Micros;
use domain::{CaseId, NoticeId, WorkspaceId};
use sqlx::Row;

/// A notice as the courier and the outbox screen see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The scope.
    pub workspace: WorkspaceId,
    /// Stable id, the same on every attempt.
    pub id: NoticeId,
    /// `email`, `webhook` or `slack`.
    pub channel: String,
    /// Mail address or endpoint id.
    pub recipient: String,
    /// What to send.
    pub body: serde_json::Value,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// `waiting`, `delivered` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Fencing token of the lease.
    pub fence: i64,
    /// Not before, unix microseconds.
    pub next_at: Micros,
    /// When it was posted.
    pub created_at: Micros,
    /// When it was delivered.
    pub delivered_at: Option<Micros>,
    /// Why the last attempt failed.
    pub error: Option<String>,
}

impl Store {
    /// Leases due notices until `now + lease_us`: at most `limit`, at most `per_recipient` of one
    /// recipient, none for a recipient that has others under way, and mail only where `with_mail`.
    pub async fn claim_notices(
        &self,
        now: Micros,
        lease_us: i64,
        limit: i64,
        with_mail: bool,
        per_recipient: i64,
    ) -> Result<Vec<Notice>> {
        let due = sqlx::query(
            "SELECT 1 FROM outbox WHERE state = 'waiting' AND next_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
               AND ($2 = 1 OR channel <> 'email') LIMIT 1",
        )
        .bind(now)
        .bind(i64::from(with_mail))
        .fetch_optional(&self.reader)
        .await?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(self.dialect().claim_notices())
            .bind(now)
            .bind(now + lease_us)
            .bind(limit)
            .bind(i64::from(with_mail))
            .bind(per_recipient)
            .fetch_all(&self.writer)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Records what became of an attempt. An old fencing token changes nothing and returns false.
    pub async fn settle_notice(
        &self,
        notice: &Notice,
        outcome: &Outcome,
        now: Micros,
    ) -> Result<bool> {
        let (state, next_at, delivered_at, error) = match outcome {
            Outcome::Delivered => ("delivered", notice.next_at, Some(now), None),
            Outcome::Retry { at, error } => ("waiting", *at, None, Some(error)),
            Outcome::Dead { error } => ("dead", notice.next_at, None, Some(error)),
        };
        let done = sqlx::query(
            "UPDATE outbox SET state = $4, next_at = $5, delivered_at = $6, error = $7, leased_until = NULL
             WHERE workspace = $1 AND id = $2 AND fence = $3 AND state = 'waiting'",
        )
        .bind(notice.workspace.as_str())
        .bind(notice.id.as_str())
        .bind(notice.fence)
        .bind(state)
        .bind(next_at)
        .bind(delivered_at)
        .bind(error.map(|e| e.chars().take(500).collect::<String>()))
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notices of a workspace, newest first; `state` narrows, `before` pages by id.
    pub async fn notices(
        &self,
        workspace: &WorkspaceId,
        state: Option<&str>,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Notice>> {
        let rows = sqlx::query(
            "SELECT workspace, id, channel, recipient, body, case_id, customer, state, attempts, fence, next_at, created_at, delivered_at, error
             FROM outbox WHERE workspace = $1 AND (CAST($2 AS TEXT) IS NULL OR state = $2)
               AND (CAST($3 AS TEXT) IS NULL OR id < $3) ORDER BY id DESC LIMIT $4",
        )
        .bind(workspace.as_str())
        .bind(state.map(str::to_owned))
        .bind(before.map(str::to_owned))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }

    /// One notice.
    pub async fn notice(&self, workspace: &WorkspaceId, id: &NoticeId) -> Result<Option<Notice>> {
        let row = sqlx::query(
            "SELECT workspace, id, channel, recipient, body, case_id, customer, state, attempts, fence, next_at, created_at, delivered_at, error
             FROM outbox WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Puts a dead notice back in line; true if it was dead.
    pub async fn replay_notice(
        &self,
        workspace: &WorkspaceId,
        id: &NoticeId,
        now: Micros,
    ) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'waiting', attempts = 0, next_at = $3, error = NULL
             WHERE workspace = $1 AND id = $2 AND state = 'dead'",
        )
        .bind(workspace.as_str())
        .bind(id.as_str())
        .bind(now)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// What became of one attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took it.
    Delivered,
    /// Not now: try again.
    Retry {
        /// Not before, unix microseconds.
        at: Micros,
        /// What the other side said.
        error: String,
    },
    /// Never: a person must look.
    Dead {
        /// What the other side said.
        error: String,
    },
}

fn read(row: &sqlx::any::AnyRow) -> Result<Notice> {
    let body: String = row.try_get("body")?;
    Ok(Notice {
        workspace: WorkspaceId::new(row.try_get::<String, _>("workspace")?),
        id: NoticeId::new(row.try_get::<String, _>("id")?),
        channel: row.try_get("channel")?,
        recipient: row.try_get("recipient")?,
        body: serde_json::from_str(&body).map_err(|source| Error::Unreadable {
            what: "notice",
            source,
        })?,
        case: row
            .try_get::<Option<String>, _>("case_id")?
            .map(CaseId::new),
        state: row.try_get("state")?,
        attempts: row.try_get("attempts")?,
        fence: row.try_get("fence")?,
        next_at: row.try_get("next_at")?,
        created_at: row.try_get("created_at")?,
        delivered_at: row.try_get("delivered_at")?,
        error: row.try_get("error")?,
    })
}
