//! What the catalogue lets go of: old snapshots, the files that only they read, and workspaces.

use super::commits::{Taken, next_snapshot};
use super::{Catalogue, schema_of};
use crate::Result;
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::AnyConnection;

/// The place of a file below the base. The crate writes every path relative to the one above it.
const PLACE: &str = "RTRIM(s.path, '/') || '/' || RTRIM(t.path, '/') || '/' || f.path
   FROM {files} f JOIN ducklake_table t ON t.table_id = f.table_id JOIN ducklake_schema s ON s.schema_id = t.schema_id";

/// True of what no snapshot reads that is still there.
const UNREAD: &str = "f.end_snapshot IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ducklake_snapshot n
   WHERE n.snapshot_id >= f.begin_snapshot AND n.snapshot_id < f.end_snapshot)";

/// Later than any instant; instants are compared as the text that both engines write.
const END_OF_TIME: &str = "9999-12-31 23:59:59";

/// An instant as the catalogue writes it; none is the end of time.
fn written(at: Option<Micros>) -> String {
    let at = at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
    at.map_or_else(
        || END_OF_TIME.to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string(),
    )
}

fn place(files: &str) -> String {
    PLACE.replace("{files}", files)
}

impl Catalogue {
    /// Lets go of snapshots older than `before` (of all, when it is none), but never the newest,
    /// and schedules the files that only they read for removal.
    pub async fn expire(&self, before: Option<Micros>) -> Result<()> {
        let mut tx = self.begin_alone().await?;
        sqlx::query(
            "DELETE FROM ducklake_snapshot WHERE CAST(snapshot_time AS VARCHAR) < $1
                AND snapshot_id <> (SELECT MAX(snapshot_id) FROM ducklake_snapshot)",
        )
        .bind(written(before))
        .execute(&mut *tx)
        .await?;
        for (files, id) in [
            ("ducklake_data_file", "data_file_id"),
            ("ducklake_delete_file", "delete_file_id"),
        ] {
            run(
                &mut tx,
                &format!(
                    "INSERT INTO ducklake_files_scheduled_for_deletion (data_file_id, path)
                 SELECT f.{id}, {} WHERE {UNREAD}",
                    place(files)
                ),
            )
            .await?;
            run(&mut tx, &format!("DELETE FROM {files} WHERE {id} IN (SELECT f.{id} FROM {files} f WHERE {UNREAD})")).await?;
        }
        for table in [
            "ducklake_file_column_stats",
            "ducklake_file_partition_value",
        ] {
            run(&mut tx, &format!(
                "DELETE FROM {table} WHERE data_file_id NOT IN (SELECT data_file_id FROM ducklake_data_file)"
            ))
            .await?;
        }
        for (table, id) in [
            ("ducklake_table", "table_id"),
            ("ducklake_schema", "schema_id"),
        ] {
            run(&mut tx, &format!("DELETE FROM {table} WHERE {id} IN (SELECT f.{id} FROM {table} f WHERE {UNREAD})")).await?;
        }
        for table in [
            "ducklake_column",
            "ducklake_schema_versions",
            "ducklake_table_stats",
            "ducklake_table_column_stats",
        ] {
            run(&mut tx, &format!(
                "DELETE FROM {table} WHERE table_id NOT IN (SELECT table_id FROM ducklake_table)"
            ))
            .await?;
        }
        run(
            &mut tx,
            "DELETE FROM ducklake_snapshot_changes
                       WHERE snapshot_id NOT IN (SELECT snapshot_id FROM ducklake_snapshot)",
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The places of the files that were scheduled for removal before `before`, or of all.
    pub async fn scheduled(&self, before: Option<Micros>) -> Result<Vec<String>> {
        let places = sqlx::query_scalar(
            "SELECT path FROM ducklake_files_scheduled_for_deletion
              WHERE CAST(schedule_start AS VARCHAR) < $1 ORDER BY path",
        )
        .bind(written(before))
        .fetch_all(&self.rows)
        .await?;
        Ok(places)
    }

    /// Forgets files that were scheduled for removal, after they went.
    pub async fn removed(&self, places: &[String]) -> Result<()> {
        let mut tx = self.begin_alone().await?;
        for place in places {
            sqlx::query("DELETE FROM ducklake_files_scheduled_for_deletion WHERE path = $1")
                .bind(place)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The places of all files that the catalogue names, those scheduled for removal included.
    pub async fn named(&self) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT {} UNION ALL SELECT {} UNION ALL SELECT path FROM ducklake_files_scheduled_for_deletion",
            place("ducklake_data_file"),
            place("ducklake_delete_file"),
        );
        let places = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_all(&self.rows)
            .await?;
        Ok(places)
    }

    /// Ends a workspace's schema with its tables and forgets its watermarks.
    pub async fn end_workspace(&self, workspace: &WorkspaceId) -> Result<()> {
        let mut tx = self.begin_alone().await?;
        let changes = format!("dropped_schema:{}", schema_of(workspace));
        let Taken { id, schema_version } = next_snapshot(&mut tx, &changes, None).await?;
        sqlx::query("UPDATE ducklake_snapshot SET schema_version = $1 WHERE snapshot_id = $2")
            .bind(schema_version + 1)
            .bind(id)
            .execute(&mut *tx)
            .await?;
        for table in [
            "ducklake_data_file",
            "ducklake_delete_file",
            "ducklake_column",
            "ducklake_table",
        ] {
            let sql = format!(
                "UPDATE {table} SET end_snapshot = $1 WHERE end_snapshot IS NULL AND table_id IN (
                   SELECT t.table_id FROM ducklake_table t JOIN ducklake_schema s ON s.schema_id = t.schema_id
                    WHERE s.schema_name = $2 AND s.end_snapshot IS NULL)"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(id)
                .bind(schema_of(workspace))
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("UPDATE ducklake_schema SET end_snapshot = $1 WHERE schema_name = $2 AND end_snapshot IS NULL")
            .bind(id)
            .bind(schema_of(workspace))
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM hearback_watermark WHERE workspace = $1")
            .bind(workspace.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The places of the files that the newest snapshot reads.
    pub async fn live(&self) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT {} WHERE f.end_snapshot IS NULL UNION ALL SELECT {} WHERE f.end_snapshot IS NULL",
            place("ducklake_data_file"),
            place("ducklake_delete_file"),
        );
        let places = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_all(&self.rows)
            .await?;
        Ok(places)
    }
}

/// Schedules a data file and its deletes for removal and forgets them.
pub(super) async fn forget_file(tx: &mut AnyConnection, file: i64) -> sqlx::Result<()> {
    for (files, id) in [
        ("ducklake_data_file", "data_file_id"),
        ("ducklake_delete_file", "delete_file_id"),
    ] {
        run(
            tx,
            &format!(
                "INSERT INTO ducklake_files_scheduled_for_deletion (data_file_id, path)
             SELECT f.{id}, {} WHERE f.data_file_id = {file}",
                place(files)
            ),
        )
        .await?;
    }
    for table in [
        "ducklake_delete_file",
        "ducklake_data_file",
        "ducklake_file_column_stats",
        "ducklake_file_partition_value",
    ] {
        run(
            tx,
            &format!("DELETE FROM {table} WHERE data_file_id = {file}"),
        )
        .await?;
    }
    Ok(())
}

/// Runs a statement that is put together of our own words and of numbers.
async fn run(tx: &mut AnyConnection, sql: &str) -> sqlx::Result<()> {
    sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut *tx)
        .await?;
    Ok(())
}
