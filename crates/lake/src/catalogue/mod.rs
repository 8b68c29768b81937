//! The DuckLake catalogue: its tables, what it knows of each stream, and its upkeep.
//!
//! The tables are made by our own migration with the official columns, so that DuckDB can attach;
//! triggers keep the watermark of each stream and drop statistics of text in the transaction that
//! commits the files. It lies in a SQLite file, or in a schema of the database that has the rows.

mod columns;
mod commits;
mod engine;
mod expire;
mod files;
mod lock;
mod writer;

pub(crate) use engine::{prepare, renew_identity};
pub use files::TableStats;

use crate::Result;
use datafusion_ducklake::{MetadataProvider, MetadataWriter};
use domain::WorkspaceId;
use sqlx::{Any, AnyPool, PgConnection, Row, Transaction};
use std::sync::Arc;
use store::Dialect;

/// Where the catalogue's answers and commits go.
pub(crate) struct Catalogue {
    /// Our own statements.
    rows: AnyPool,
    dialect: Dialect,
    /// The crate's reads.
    pub provider: Arc<dyn MetadataProvider>,
    /// Commits.
    pub writer: Arc<dyn MetadataWriter>,
    /// The connection that holds the lock, where the database has one.
    held: tokio::sync::Mutex<Option<PgConnection>>,
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
    /// A transaction that nobody else's commit comes between.
    async fn begin_alone(&self) -> Result<Transaction<'static, Any>> {
        Ok(match self.dialect {
            Dialect::Sqlite => self.rows.begin_with("BEGIN IMMEDIATE").await?,
            // Whoever commits waits for this row, the crate too.
            Dialect::Postgres => {
                let mut tx = self.rows.begin().await?;
                sqlx::query("SELECT value FROM ducklake_metadata WHERE key = 'next_snapshot_id' AND scope IS NULL FOR UPDATE")
                    .fetch_optional(&mut *tx)
                    .await?;
                tx
            }
        })
    }

    /// Its id, which stands beside the files too.
    pub async fn identity(&self) -> Result<String> {
        let id = sqlx::query_scalar(
            "SELECT value FROM ducklake_metadata WHERE key = 'hearback_lake' AND scope IS NULL",
        )
        .fetch_one(&self.rows)
        .await?;
        Ok(id)
    }

    /// Whether it lies in a database that others can reach, and not beside the files.
    pub fn is_shared(&self) -> bool {
        self.dialect == Dialect::Postgres
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
        .fetch_one(&self.rows)
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
        .execute(&self.rows)
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
            sqlx::query(sql).execute(&self.rows).await?;
        }
        Ok(())
    }

    /// Drops statistics of text that an older binary may have left.
    pub async fn clear_text_statistics(&self) -> Result<()> {
        for table in ["ducklake_file_column_stats", "ducklake_table_column_stats"] {
            let sql = format!(
                "UPDATE {table} SET min_value = NULL, max_value = NULL, extra_stats = NULL
                  WHERE COALESCE(min_value, max_value, extra_stats) IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ducklake_column c
                    WHERE c.table_id = {table}.table_id AND c.column_id = {table}.column_id
                      AND c.column_type IN ('int64', 'int32', 'float64', 'boolean', 'date', 'timestamp')
                      AND c.parent_column IS NULL)"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&self.rows)
                .await?;
        }
        Ok(())
    }

    /// Writes freed pages over, so that no erased byte stays.
    pub async fn scrub(&self) -> Result<()> {
        let statements = match self.dialect {
            Dialect::Sqlite => [
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "VACUUM",
                "PRAGMA wal_checkpoint(TRUNCATE)",
            ],
            Dialect::Postgres => [
                "VACUUM (FULL) ducklake_file_column_stats",
                "VACUUM (FULL) ducklake_table_column_stats",
                "VACUUM (FULL) ducklake_data_file",
            ],
        };
        for sql in statements {
            sqlx::raw_sql(sql).execute(&self.rows).await?;
        }
        Ok(())
    }

    /// Closes the connections of our own statements and gives the lock back.
    pub async fn close(&self) {
        self.rows.close().await;
        if let Some(held) = self.held.lock().await.take() {
            // The lock goes with the connection, however it ends.
            let _ = sqlx::Connection::close(held).await;
        }
    }
}
