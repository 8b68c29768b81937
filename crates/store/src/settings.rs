//! Small named values of a workspace.

use crate::{Result, Store, Tx};
use domain::WorkspaceId;
use sqlx::Row;

impl Store {
    /// A setting's value.
    pub async fn setting(&self, workspace: &WorkspaceId, name: &str) -> Result<Option<String>> {
        let row = sqlx::query("SELECT value FROM settings WHERE workspace = $1 AND name = $2")
            .bind(workspace.as_str())
            .bind(name)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row.map(|r| r.try_get(0)).transpose()?)
    }
}

impl Tx {
    /// Writes a setting.
    pub async fn set_setting(
        &mut self,
        workspace: &WorkspaceId,
        name: &str,
        value: &str,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO settings (workspace, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (workspace, name) DO UPDATE SET value = excluded.value",
        )
        .bind(workspace.as_str())
        .bind(name)
        .bind(value)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
