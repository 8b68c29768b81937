//! Rules: what decides that a signal needs a case. Their bodies are read by `act`.

use crate::{Result, Store, Tx};
use domain::time::Micros;
use domain::{RuleId, WorkspaceId};
use sqlx::Row;

/// A rule as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRow {
    /// Id.
    pub id: RuleId,
    /// Its name as people see it.
    pub name: String,
    /// Conditions and consequences, JSON.
    pub body: String,
    /// Whether it is looked at.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Micros,
}

impl Store {
    /// Rules of a workspace, oldest first.
    pub async fn rules(&self, workspace: &WorkspaceId) -> Result<Vec<RuleRow>> {
        let rows = sqlx::query(
            "SELECT id, name, body, enabled, created_at FROM rules WHERE workspace = $1 ORDER BY created_at, id",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|r| {
                Ok(RuleRow {
                    id: RuleId::new(r.try_get::<String, _>(0)?),
                    name: r.try_get(1)?,
                    body: r.try_get(2)?,
                    enabled: r.try_get::<i64, _>(3)? != 0,
                    created_at: r.try_get(4)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Writes a rule; one with its id is replaced, its time of making stays.
    pub async fn save_rule(&mut self, workspace: &WorkspaceId, rule: &RuleRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO rules (workspace, id, name, body, enabled, created_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, body = excluded.body, enabled = excluded.enabled",
        )
        .bind(workspace.as_str())
        .bind(rule.id.as_str())
        .bind(rule.name.as_str())
        .bind(rule.body.as_str())
        .bind(i64::from(rule.enabled))
        .bind(rule.created_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes a rule; true if it was there. Cases it opened keep its id.
    pub async fn delete_rule(&mut self, workspace: &WorkspaceId, rule: &RuleId) -> Result<bool> {
        let gone = sqlx::query("DELETE FROM rules WHERE workspace = $1 AND id = $2")
            .bind(workspace.as_str())
            .bind(rule.as_str())
            .execute(self.connection())
            .await?;
        Ok(gone.rows_affected() == 1)
    }
}
