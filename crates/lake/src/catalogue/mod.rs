//! The DuckLake catalogue: its tables, what it knows of each stream, and its upkeep.
//!
//! The tables are made by our own migration with the official columns, so that DuckDB can attach;
//! triggers keep the watermark of each stream and drop statistics of text in the transaction that
//! commits the files.

mod columns;
mod files;

pub use files::TableStats;

use crate::{Error, Result};
use datafusion_ducklake::{MetadataWriter, SqliteMetadataProvider, SqliteMetadataWriter};
use domain::WorkspaceId;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Row, SqlitePool};
use std::path::Path;
use std::sync::Arc;

const MIGRATION: &str = include_str!("../../catalogue/0001_ducklake.sql");

/// Where the catalogue's answers and commits go.
#[derive(Clone)]
pub(crate) struct Catalogue {
    /// Our own statements.
    pool: SqlitePool,
    /// The crate's reads.
    pub provider: Arc<SqliteMetadataProvider>,
    /// The crate's commits.
    pub writer: Arc<SqliteMetadataWriter>,
    folder: std::path::PathBuf,
}

/// A snapshot and how far each stream of a workspace is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Pinned {
    /// The snapshot.
    pub snapshot: i64,
    /// Last batch of signals in it.
    pub signals: i64,
    /// Last batch of verbatims in it.
    pub verbatims: i64,
}

/// The DuckLake schema of a workspace.
pub(crate) fn schema_of(workspace: &WorkspaceId) -> String {
    format!("ws_{workspace}")
}

impl Catalogue {
    /// Opens the catalogue in `folder`, making it when it is not there.
    pub async fn open(folder: &Path) -> Result<Self> {
        let files = folder.join("files");
        std::fs::create_dir_all(&files).map_err(Error::folder(&files))?;
        let path = folder.join("catalogue.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(10))
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await?;
        sqlx::raw_sql(MIGRATION).execute(&pool).await?;
        let url = format!("sqlite:{}", path.display());
        let writer = SqliteMetadataWriter::new_with_init(&url).await?;
        let files = files.canonicalize().map_err(Error::folder(&files))?;
        writer.set_data_path(&files.display().to_string())?;
        let provider = SqliteMetadataProvider::new(&url).await?;
        Ok(Self {
            pool,
            provider: Arc::new(provider),
            writer: Arc::new(writer),
            folder: files,
        })
    }

    /// The newest snapshot, with the watermarks of a workspace in it.
    pub async fn pin(&self, workspace: &WorkspaceId) -> Result<Pinned> {
        // One statement, so that snapshot and watermarks are of one moment.
        let row = sqlx::query(
            "SELECT s.id,
               COALESCE((SELECT MAX(through) FROM hearback_watermark w
                          WHERE w.workspace = $1 AND w.stream = $2 AND w.snapshot_id <= s.id), 0),
               COALESCE((SELECT MAX(through) FROM hearback_watermark w
                          WHERE w.workspace = $1 AND w.stream = $3 AND w.snapshot_id <= s.id), 0)
             FROM (SELECT MAX(snapshot_id) AS id FROM ducklake_snapshot) s",
        )
        .bind(workspace.as_str())
        .bind(store::hot::SIGNALS)
        .bind(store::hot::VERBATIMS)
        .fetch_one(&self.pool)
        .await?;
        Ok(Pinned {
            snapshot: row.try_get(0)?,
            signals: row.try_get(1)?,
            verbatims: row.try_get(2)?,
        })
    }

    /// Forgets watermarks of snapshots that are gone, but never the newest of a stream.
    pub async fn prune_watermarks(&self) -> Result<()> {
        sqlx::query(
            "DELETE FROM hearback_watermark
              WHERE snapshot_id < (SELECT MIN(snapshot_id) FROM ducklake_snapshot)
                AND EXISTS (SELECT 1 FROM hearback_watermark n
                             WHERE n.workspace = hearback_watermark.workspace
                               AND n.stream = hearback_watermark.stream
                               AND n.snapshot_id > hearback_watermark.snapshot_id
                               AND n.snapshot_id <= (SELECT MIN(snapshot_id) FROM ducklake_snapshot))",
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Drops what a flush that was cut off reserved but never committed.
    pub async fn drop_reservations(&self) -> Result<()> {
        for sql in [
            "DELETE FROM ducklake_table WHERE table_id NOT IN (SELECT table_id FROM ducklake_column)",
            "DELETE FROM ducklake_schema WHERE schema_name LIKE 'ws\\_%' ESCAPE '\\' AND end_snapshot IS NULL
               AND schema_id NOT IN (SELECT schema_id FROM ducklake_table)",
        ] {
            sqlx::query(sql).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Drops statistics of text that an older binary may have left.
    pub async fn clear_text_statistics(&self) -> Result<()> {
        for table in ["ducklake_file_column_stats", "ducklake_table_column_stats"] {
            let sql = format!(
                "UPDATE {table} SET min_value = NULL, max_value = NULL, extra_stats = NULL
                  WHERE NOT EXISTS (SELECT 1 FROM ducklake_column c
                    WHERE c.table_id = {table}.table_id AND c.column_id = {table}.column_id
                      AND c.column_type IN ('int64', 'int32', 'float64', 'boolean', 'date', 'timestamp')
                      AND c.parent_column IS NULL)"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&self.pool)
                .await?;
        }
        Ok(())
    }

    /// Folds the write-ahead log back and writes freed pages over, so that no erased byte stays.
    pub async fn scrub(&self) -> Result<()> {
        for sql in [
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ] {
            sqlx::raw_sql(sql).execute(&self.pool).await?;
        }
        Ok(())
    }

    /// Ends a workspace's schema and forgets its watermarks, after its tables are dropped.
    pub async fn end_workspace(&self, workspace: &WorkspaceId) -> Result<()> {
        sqlx::query(
            "UPDATE ducklake_schema SET end_snapshot = (SELECT MAX(snapshot_id) FROM ducklake_snapshot)
              WHERE schema_name = $1 AND end_snapshot IS NULL",
        )
        .bind(schema_of(workspace))
        .execute(&self.pool)
        .await?;
        sqlx::query("DELETE FROM hearback_watermark WHERE workspace = $1")
            .bind(workspace.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Closes the connections of our own statements.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
