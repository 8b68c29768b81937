//! New columns of a table.

use super::commits::next_snapshot;
use super::{Catalogue, schema_of};
use crate::Result;
use datafusion::arrow::datatypes::{DataType, FieldRef};
use domain::WorkspaceId;

impl Catalogue {
    /// Adds nullable columns at the end of a table, in one commit of its own: the crate's commit of
    /// several tables takes a table's columns as they are. Only metadata; older files read as null.
    ///
    /// A crash behind it leaves columns without values, which the next flush fills.
    pub async fn add_columns(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        columns: &[FieldRef],
    ) -> Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin_alone().await?;
        let table_id: i64 = sqlx::query_scalar(
            "SELECT t.table_id FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
              WHERE s.schema_name = $1 AND s.end_snapshot IS NULL AND t.table_name = $2 AND t.end_snapshot IS NULL",
        )
        .bind(schema_of(workspace))
        .bind(table)
        .fetch_one(&mut *tx)
        .await?;
        let changes = format!("altered_table:{table_id}");
        let taken = next_snapshot(&mut tx, &changes, Some("new columns")).await?;
        let (snapshot_id, version) = (taken.id, taken.schema_version + 1);
        sqlx::query("UPDATE ducklake_snapshot SET schema_version = $1 WHERE snapshot_id = $2")
            .bind(version)
            .bind(snapshot_id)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO ducklake_schema_versions (begin_snapshot, schema_version, table_id) VALUES ($1, $2, $3)",
        )
        .bind(snapshot_id)
        .bind(version)
        .bind(table_id)
        .execute(&mut *tx)
        .await?;
        let n = columns.len() as i64;
        let last: String = sqlx::query_scalar(
            "UPDATE ducklake_metadata SET value = CAST(CAST(value AS BIGINT) + $1 AS VARCHAR)
              WHERE key = 'next_column_id' AND scope IS NULL RETURNING value",
        )
        .bind(n)
        .fetch_one(&mut *tx)
        .await?;
        let first = last
            .parse::<i64>()
            .map_err(|e| sqlx::Error::Decode(Box::new(e)))?
            - n
            + 1;
        let order: i64 = sqlx::query_scalar(
            "SELECT MAX(column_order) + 1 FROM ducklake_column WHERE table_id = $1 AND end_snapshot IS NULL",
        )
        .bind(table_id)
        .fetch_one(&mut *tx)
        .await?;
        for (at, column) in (0_i64..).zip(columns) {
            let kind = match column.data_type() {
                DataType::Float64 => "float64",
                _ => "varchar",
            };
            sqlx::query(
                "INSERT INTO ducklake_column (column_id, begin_snapshot, table_id, column_order,
                                              column_name, column_type, nulls_allowed)
                 VALUES ($1, $2, $3, $4, $5, $6, TRUE)",
            )
            .bind(first + at)
            .bind(snapshot_id)
            .bind(table_id)
            .bind(order + at)
            .bind(column.name())
            .bind(kind)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
