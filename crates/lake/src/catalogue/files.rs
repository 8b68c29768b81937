//! The files behind the catalogue: making them durable, counting them.

use super::{Catalogue, schema_of};
use crate::{Error, Result};
use domain::WorkspaceId;
use sqlx::Row;
use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

/// What a workspace has in the lake.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct TableStats {
    /// `signals`, `verbatims` or `mentions`.
    pub table: String,
    /// Rows, those deleted and not yet rewritten away included.
    pub rows: i64,
    /// Rows that are deleted and not yet rewritten away.
    pub deleted: i64,
    /// Data files.
    pub files: i64,
    /// Their bytes.
    pub bytes: i64,
}

impl Catalogue {
    /// Makes the files of a table durable that the catalogue does not know yet: the object store
    /// leaves that to the system, and a commit must never name a file that power loss can take.
    pub async fn sync_new_files(&self, workspace: &WorkspaceId, table: &str) -> Result<()> {
        let rows = sqlx::query(
            "SELECT path FROM ducklake_data_file UNION ALL SELECT path FROM ducklake_delete_file",
        )
        .fetch_all(&self.pool)
        .await?;
        let known = rows
            .iter()
            .map(|row| row.try_get(0))
            .collect::<std::result::Result<HashSet<String>, _>>()?;
        self.sync(workspace, table, move |name| !known.contains(name))
            .await
    }

    /// Makes every file of a table durable, after maintenance that commits by itself.
    pub async fn sync_all_files(&self, workspace: &WorkspaceId, table: &str) -> Result<()> {
        self.sync(workspace, table, |_| true).await
    }

    async fn sync(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        wanted: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<()> {
        let schema = self.folder.join(schema_of(workspace));
        let folders = [schema.join(table), schema, self.folder.clone()];
        let work = move || -> Result<()> {
            if !folders[0].is_dir() {
                return Ok(());
            }
            for entry in std::fs::read_dir(&folders[0]).map_err(Error::folder(&folders[0]))? {
                let entry = entry.map_err(Error::folder(&folders[0]))?;
                if entry.file_name().to_str().is_some_and(&wanted) {
                    sync_one(&entry.path())?;
                }
            }
            folders.iter().try_for_each(|folder| sync_one(folder))
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(stopped) => Err(Error::folder(&self.folder)(std::io::Error::other(stopped))),
        }
    }

    /// Rows, files and bytes of each table of a workspace.
    pub async fn table_stats(&self, workspace: &WorkspaceId) -> Result<Vec<TableStats>> {
        let rows = sqlx::query(
            "SELECT t.table_name, CAST(COALESCE(SUM(f.record_count), 0) AS BIGINT),
                    CAST(COALESCE(SUM((SELECT SUM(d.delete_count) FROM ducklake_delete_file d
                       WHERE d.data_file_id = f.data_file_id AND d.end_snapshot IS NULL)), 0) AS BIGINT),
                    COUNT(f.data_file_id), CAST(COALESCE(SUM(f.file_size_bytes), 0) AS BIGINT)
               FROM ducklake_schema s
               JOIN ducklake_table t ON t.schema_id = s.schema_id AND t.end_snapshot IS NULL
               LEFT JOIN ducklake_data_file f ON f.table_id = t.table_id AND f.end_snapshot IS NULL
              WHERE s.schema_name = $1 AND s.end_snapshot IS NULL
              GROUP BY t.table_name ORDER BY t.table_name",
        )
        .bind(schema_of(workspace))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(TableStats {
                    table: row.try_get(0)?,
                    rows: row.try_get(1)?,
                    deleted: row.try_get(2)?,
                    files: row.try_get(3)?,
                    bytes: row.try_get(4)?,
                })
            })
            .collect()
    }
}

fn sync_one(path: &Path) -> Result<()> {
    match File::open(path).and_then(|file| file.sync_all()) {
        // A file that went meanwhile (a clean-up) needs no syncing.
        Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(Error::folder(path)),
    }
}
