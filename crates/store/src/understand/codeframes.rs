//! Versions of a workspace's codeframe.

use crate::{Error, Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;

/// One version; 0 is the binary's own and never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeframeVersion {
    /// From 1, without gaps.
    pub version: i64,
    /// The complete codeframe as JSON text.
    pub body: String,
    /// What was changed, in the words of who changed it.
    pub note: String,
    /// A user's or key's id.
    pub made_by: String,
    /// When, unix microseconds.
    pub made_at: Micros,
}

const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM codeframes WHERE workspace = $1";

impl Store {
    /// The newest version; 0 when nothing was changed yet.
    pub async fn newest_codeframe(&self, workspace: &WorkspaceId) -> Result<i64> {
        let row = sqlx::query(NEWEST)
            .bind(workspace.as_str())
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// One version.
    pub async fn codeframe(
        &self,
        workspace: &WorkspaceId,
        version: i64,
    ) -> Result<Option<CodeframeVersion>> {
        let row = sqlx::query(
            "SELECT version, body, note, made_by, made_at FROM codeframes WHERE workspace = $1 AND version = $2",
        )
        .bind(workspace.as_str())
        .bind(version)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// All versions, newest first.
    pub async fn codeframes(&self, workspace: &WorkspaceId) -> Result<Vec<CodeframeVersion>> {
        let rows = sqlx::query(
            "SELECT version, body, note, made_by, made_at FROM codeframes WHERE workspace = $1 ORDER BY version DESC",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }
}

impl Tx {
    /// Writes the version behind the newest. Hold the runs first ([`Tx::hold_runs`]).
    ///
    /// # Errors
    /// [`Error::Stale`] when another version was made since this one was thought out.
    pub async fn add_codeframe(
        &mut self,
        workspace: &WorkspaceId,
        version: &CodeframeVersion,
    ) -> Result<()> {
        let row = sqlx::query(NEWEST)
            .bind(workspace.as_str())
            .fetch_one(self.connection())
            .await?;
        let newest: i64 = row.try_get(0)?;
        if newest + 1 != version.version {
            return Err(Error::Stale {
                what: "codeframe",
                id: (version.version - 1).to_string(),
            });
        }
        sqlx::query(
            "INSERT INTO codeframes (workspace, version, body, note, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(workspace.as_str())
        .bind(version.version)
        .bind(version.body.as_str())
        .bind(version.note.as_str())
        .bind(version.made_by.as_str())
        .bind(version.made_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<CodeframeVersion> {
    Ok(CodeframeVersion {
        version: row.try_get(0)?,
        body: row.try_get(1)?,
        note: row.try_get(2)?,
        made_by: row.try_get(3)?,
        made_at: row.try_get(4)?,
    })
}
