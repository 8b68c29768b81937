//! Versions of what a workspace's readings are corrected by.

use crate::{Error, Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;
use sqlx::any::AnyRow;

/// One version; 0 corrects nothing and is never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lessons {
    /// From 1, without gaps; the newest is in force.
    pub version: i64,
    /// The version that undoing leads back to.
    pub basis: i64,
    /// All corrections as JSON text.
    pub body: String,
    /// Why it was made.
    pub note: String,
    /// A user's or key's id.
    pub made_by: String,
    /// When, unix microseconds.
    pub made_at: Micros,
}

const COLUMNS: &str = "version, basis, body, note, made_by, made_at";
const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM label_lessons WHERE workspace = $1";

impl Store {
    /// The newest version; 0 when nothing was learned yet.
    pub async fn newest_lessons(&self, workspace: &WorkspaceId) -> Result<i64> {
        let row = sqlx::query(NEWEST)
            .bind(workspace.as_str())
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// One version.
    pub async fn lessons(&self, workspace: &WorkspaceId, version: i64) -> Result<Option<Lessons>> {
        let sql =
            format!("SELECT {COLUMNS} FROM label_lessons WHERE workspace = $1 AND version = $2");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(workspace.as_str())
            .bind(version)
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// All versions, newest first.
    pub async fn all_lessons(&self, workspace: &WorkspaceId) -> Result<Vec<Lessons>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM label_lessons WHERE workspace = $1 ORDER BY version DESC"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
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
    /// [`Error::Stale`] when another version was made meanwhile.
    pub async fn add_lessons(&mut self, workspace: &WorkspaceId, lessons: &Lessons) -> Result<()> {
        let row = sqlx::query(NEWEST)
            .bind(workspace.as_str())
            .fetch_one(self.connection())
            .await?;
        let newest: i64 = row.try_get(0)?;
        if newest + 1 != lessons.version {
            return Err(Error::Stale {
                what: "lessons",
                id: (lessons.version - 1).to_string(),
            });
        }
        sqlx::query(
            "INSERT INTO label_lessons (workspace, version, basis, body, note, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(workspace.as_str())
        .bind(lessons.version)
        .bind(lessons.basis)
        .bind(lessons.body.as_str())
        .bind(lessons.note.as_str())
        .bind(lessons.made_by.as_str())
        .bind(lessons.made_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Lessons> {
    Ok(Lessons {
        version: row.try_get(0)?,
        basis: row.try_get(1)?,
        body: row.try_get(2)?,
        note: row.try_get(3)?,
        made_by: row.try_get(4)?,
        made_at: row.try_get(5)?,
    })
}
