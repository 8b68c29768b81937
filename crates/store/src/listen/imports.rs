//! Runs of imports: how far each has come, so that it can go on.

use crate::{Result, Store, Tx};
use domain::time::Micros;
use domain::{ImportId, PostId, WorkspaceId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Rows are being read, or were when the process ended.
    Running,
    /// All rows were read.
    Done,
    /// It stopped with an error; running it again goes on.
    Failed,
    /// Someone stopped it; running it again goes on.
    Canceled,
}

impl ImportState {
    /// The word as stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    fn parse(word: &str) -> Self {
        match word {
            "done" => Self::Done,
            "failed" => Self::Failed,
            "canceled" => Self::Canceled,
            _ => Self::Running,
        }
    }
}

/// One run of an import as stored. `received = accepted + duplicates + rejected`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its id.
    pub id: ImportId,
    /// The post that the rows go to.
    pub post: PostId,
    /// The file's name as given.
    pub file_name: String,
    /// SHA-256 of the file's bytes, hex.
    pub file_hash: String,
    /// The mapping as TOML.
    pub mapping: String,
    /// Where it stands.
    pub state: ImportState,
    /// Size of the file in bytes.
    pub bytes_total: i64,
    /// Bytes read so far.
    pub bytes_read: i64,
    /// Rows read so far.
    pub received: i64,
    /// Rows stored.
    pub accepted: i64,
    /// Rows that were there already.
    pub duplicates: i64,
    /// Rows refused.
    pub rejected: i64,
    /// The file that holds the refused rows, if any.
    pub rejects_path: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Micros,
    /// When it last moved.
    pub updated_at: Micros,
}

impl Store {
    /// The newest imports of a workspace, newest first.
    pub async fn imports(&self, workspace: &WorkspaceId, limit: i64) -> Result<Vec<ImportRow>> {
        let rows = sqlx::query(
            "SELECT id, post, file_name, file_hash, mapping, state, bytes_total, bytes_read, received, accepted,
                    duplicates, rejected, rejects_path, error, started_at, updated_at
             FROM imports WHERE workspace = $1 ORDER BY started_at DESC, id DESC LIMIT $2",
        )
        .bind(workspace.as_str())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }

    /// One import.
    pub async fn import(
        &self,
        workspace: &WorkspaceId,
        id: &ImportId,
    ) -> Result<Option<ImportRow>> {
        let row = sqlx::query(
            "SELECT id, post, file_name, file_hash, mapping, state, bytes_total, bytes_read, received, accepted,
                    duplicates, rejected, rejects_path, error, started_at, updated_at
             FROM imports WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The newest run of the same file, post and mapping that was not finished.
    pub async fn unfinished_import(
        &self,
        workspace: &WorkspaceId,
        post: &PostId,
        file_hash: &str,
        mapping: &str,
    ) -> Result<Option<ImportRow>> {
        let row = sqlx::query(
            "SELECT id, post, file_name, file_hash, mapping, state, bytes_total, bytes_read, received, accepted,
                    duplicates, rejected, rejects_path, error, started_at, updated_at
             FROM imports WHERE workspace = $1 AND post = $2 AND file_hash = $3 AND mapping = $4 AND state <> 'done'
             ORDER BY started_at DESC, id DESC LIMIT 1",
        )
        .bind(workspace.as_str())
        .bind(post.as_str())
        .bind(file_hash)
        .bind(mapping)
        .fetch_optional(&self.reader)
        .await?;
        row.as_ref().map(read).transpose()
    }
}

impl Tx {
    /// Writes how far a run has come; the first time it makes the row.
    pub async fn save_import(&mut self, workspace: &WorkspaceId, run: &ImportRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO imports (workspace, id, post, file_name, file_hash, mapping, state, bytes_total, bytes_read,
                                  received, accepted, duplicates, rejected, rejects_path, error, started_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, CAST($14 AS TEXT), CAST($15 AS TEXT), $16, $17)
             ON CONFLICT (workspace, id) DO UPDATE SET state = excluded.state, bytes_read = excluded.bytes_read,
               received = excluded.received, accepted = excluded.accepted, duplicates = excluded.duplicates,
               rejected = excluded.rejected, rejects_path = excluded.rejects_path, error = excluded.error,
               updated_at = excluded.updated_at",
        )
        .bind(workspace.as_str())
        .bind(run.id.as_str())
        .bind(run.post.as_str())
        .bind(run.file_name.as_str())
        .bind(run.file_hash.as_str())
        .bind(run.mapping.as_str())
        .bind(run.state.as_str())
        .bind(run.bytes_total)
        .bind(run.bytes_read)
        .bind(run.received)
        .bind(run.accepted)
        .bind(run.duplicates)
        .bind(run.rejected)
        .bind(run.rejects_path.clone())
        .bind(run.error.clone())
        .bind(run.started_at)
        .bind(run.updated_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<ImportRow> {
    let state: String = row.try_get(5)?;
    Ok(ImportRow {
        id: ImportId::new(row.try_get::<String, _>(0)?),
        post: PostId::new(row.try_get::<String, _>(1)?),
        file_name: row.try_get(2)?,
        file_hash: row.try_get(3)?,
        mapping: row.try_get(4)?,
        state: ImportState::parse(&state),
        bytes_total: row.try_get(6)?,
        bytes_read: row.try_get(7)?,
        received: row.try_get(8)?,
        accepted: row.try_get(9)?,
        duplicates: row.try_get(10)?,
        rejected: row.try_get(11)?,
        rejects_path: row.try_get(12)?,
        error: row.try_get(13)?,
        started_at: row.try_get(14)?,
        updated_at: row.try_get(15)?,
    })
}
