//! Workspaces: the scope of every query.

use crate::{Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Its id; the first is `default`.
    pub id: WorkspaceId,
    /// Its name as people see it.
    pub name: String,
    /// IANA time zone in which local dates are fixed.
    pub time_zone: String,
}

impl Store {
    /// All workspaces, oldest first.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>> {
        let rows =
            sqlx::query("SELECT id, name, time_zone FROM workspaces ORDER BY created_at, id")
                .fetch_all(&self.reader)
                .await?;
        rows.iter()
            .map(|row| {
                Ok(Workspace {
                    id: WorkspaceId::new(row.try_get::<String, _>(0)?),
                    name: row.try_get(1)?,
                    time_zone: row.try_get(2)?,
                })
            })
            .collect()
    }

    /// One workspace.
    pub async fn workspace(&self, id: &WorkspaceId) -> Result<Option<Workspace>> {
        Ok(self.workspaces().await?.into_iter().find(|w| w.id == *id))
    }
}

impl Tx {
    /// Creates a workspace unless it is there; `tombstone_key` keys the hashes that erasure leaves.
    pub async fn create_workspace(
        &mut self,
        workspace: &Workspace,
        tombstone_key: &str,
        at: Micros,
    ) -> Result<()> {
        let made = sqlx::query(
            "INSERT INTO workspaces (id, name, time_zone, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(workspace.id.as_str())
        .bind(workspace.name.as_str())
        .bind(workspace.time_zone.as_str())
        .bind(at)
        .execute(self.connection())
        .await?;
        if made.rows_affected() == 1 {
            self.set_setting(&workspace.id, crate::erase::TOMBSTONE_KEY, tombstone_key)
                .await?;
        }
        Ok(())
    }
}
