//! The files behind the catalogue: naming and counting them.

use super::{Catalogue, schema_of};
use crate::Result;
use domain::WorkspaceId;
use sqlx::Row;
use std::collections::HashSet;

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
    /// The names of the files that commits name, without their folders.
    pub async fn committed_names(&self) -> Result<HashSet<String>> {
        let names: Vec<String> = sqlx::query_scalar(
            "SELECT path FROM ducklake_data_file UNION ALL SELECT path FROM ducklake_delete_file",
        )
        .fetch_all(&self.rows)
        .await?;
        Ok(names.into_iter().collect())
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
        .fetch_all(&self.rows)
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
