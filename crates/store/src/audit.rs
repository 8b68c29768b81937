//! The audit log: who did what, hash-chained.

use crate::{Result, Store, Tx, ledger};
use domain::time::Micros;
use domain::{Actor, WorkspaceId};
use sqlx::Row;

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the chain.
    pub seq: i64,
    /// When, unix microseconds.
    pub at: Micros,
    /// Who: a user's or key's id.
    pub actor: String,
    /// What, e.g. `customer.erased`.
    pub action: String,
    /// On what: an id, never words.
    pub subject: String,
}

impl Tx {
    /// Appends to the audit log.
    pub async fn audit(
        &mut self,
        actor: &Actor,
        action: &str,
        subject: &str,
        at: Micros,
    ) -> Result<()> {
        let workspace = &actor.workspace;
        let seq = self.next_number(workspace, "audit").await?;
        let previous = sqlx::query("SELECT hash FROM audit WHERE workspace = $1 AND seq = $2")
            .bind(workspace.as_str())
            .bind(seq - 1)
            .fetch_optional(self.connection())
            .await?;
        let previous: String = previous.map_or(Ok(String::new()), |row| row.try_get(0))?;
        let content = format!("{at}\u{1f}{}\u{1f}{action}\u{1f}{subject}", actor.user);
        sqlx::query(
            "INSERT INTO audit (workspace, seq, at, actor, action, subject, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(workspace.as_str())
        .bind(seq)
        .bind(at)
        .bind(actor.user.as_str())
        .bind(action)
        .bind(subject)
        .bind(ledger::chain(&previous, seq, 1, content.as_bytes()))
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

impl Store {
    /// The newest entries, newest first.
    pub async fn audit_log(&self, workspace: &WorkspaceId, limit: i64) -> Result<Vec<Entry>> {
        let rows = sqlx::query(
            "SELECT seq, at, actor, action, subject FROM audit WHERE workspace = $1 ORDER BY seq DESC LIMIT $2",
        )
        .bind(workspace.as_str())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|r| {
                Ok(Entry {
                    seq: r.try_get(0)?,
                    at: r.try_get(1)?,
                    actor: r.try_get(2)?,
                    action: r.try_get(3)?,
                    subject: r.try_get(4)?,
                })
            })
            .collect()
    }
}
