//! Commits of deletes and compactions. Each begins by taking the next snapshot, which locks the
//! catalogue on both engines: what is checked afterwards stays so until the commit.

use datafusion_ducklake::{
    CommitIds, CompactionOutputFile, CompactionSourceFile, DeleteFileEntry, DuckLakeError, Result,
    SourceRetirement,
};
use sqlx::{AnyConnection, AnyPool, Row};

/// A snapshot that a commit has taken, and the version of the schema it carries on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub id: i64,
    pub schema_version: i64,
}

/// What a compaction does: files that take the place of others.
pub(super) struct Compaction<'a> {
    pub sources: &'a [CompactionSourceFile],
    pub outputs: &'a [CompactionOutputFile],
    pub retirement: SourceRetirement,
}

/// Takes the next snapshot; must be the first statement of its transaction.
pub(super) async fn next_snapshot(
    tx: &mut AnyConnection,
    changes: &str,
    message: Option<&str>,
) -> sqlx::Result<Taken> {
    // The crate counts snapshots here on PostgreSQL, and its commits wait for this row. On SQLite
    // there is no such row, and the statement takes the lock of the file.
    sqlx::query(
        "UPDATE ducklake_metadata SET value = CAST(CAST(value AS BIGINT) + 1 AS VARCHAR)
          WHERE key = 'next_snapshot_id' AND scope IS NULL",
    )
    .execute(&mut *tx)
    .await?;
    let row = sqlx::query(
        "INSERT INTO ducklake_snapshot (snapshot_id, schema_version)
         SELECT MAX(snapshot_id) + 1, MAX(schema_version) FROM ducklake_snapshot
         RETURNING snapshot_id, schema_version",
    )
    .fetch_one(&mut *tx)
    .await?;
    let taken = Taken {
        id: row.try_get(0)?,
        schema_version: row.try_get(1)?,
    };
    sqlx::query(
        "INSERT INTO ducklake_snapshot_changes (snapshot_id, changes_made, author, commit_message)
         VALUES ($1, $2, 'hearback', CAST($3 AS VARCHAR))",
    )
    .bind(taken.id)
    .bind(changes)
    .bind(message)
    .execute(&mut *tx)
    .await?;
    Ok(taken)
}

/// Registers files of deleted positions; each takes the place of the one that its data file had.
pub(super) async fn delete(
    rows: &AnyPool,
    table_id: i64,
    base: i64,
    deletes: &[DeleteFileEntry],
) -> Result<CommitIds> {
    let mut tx = rows.begin().await?;
    let changes = format!("deleted_from_table:{table_id}");
    let taken = next_snapshot(&mut tx, &changes, None).await?;
    for entry in deletes {
        let (file, before) = (entry.data_file_id, entry.expected_prev_delete_file);
        unchanged(&mut tx, table_id, base, file, before).await?;
        end_deletes(&mut tx, file, taken.id).await?;
        sqlx::query(
            "INSERT INTO ducklake_delete_file (data_file_id, table_id, path, path_is_relative,
                                               file_size_bytes, footer_size, delete_count, begin_snapshot)
             VALUES ($1, $2, $3, $4, $5, CAST($6 AS BIGINT), $7, $8)",
        )
        .bind(file)
        .bind(table_id)
        .bind(&entry.delete.path)
        .bind(entry.delete.path_is_relative)
        .bind(entry.delete.file_size_bytes)
        .bind(entry.delete.footer_size)
        .bind(entry.delete.delete_count)
        .bind(taken.id)
        .execute(&mut *tx)
        .await?;
    }
    let ids = ids(&mut tx, table_id, taken).await?;
    tx.commit().await?;
    Ok(ids)
}

/// Puts files in the place of others.
pub(super) async fn compact(
    rows: &AnyPool,
    table_id: i64,
    base: i64,
    compaction: Compaction<'_>,
) -> Result<CommitIds> {
    let mut tx = rows.begin().await?;
    let changes = format!("compacted_table:{table_id}");
    let taken = next_snapshot(&mut tx, &changes, Some("compaction")).await?;
    for source in compaction.sources {
        let file = source.data_file_id;
        unchanged(&mut tx, table_id, base, file, source.delete_file_id).await?;
        match compaction.retirement {
            // The new file answers for every snapshot that the old one did.
            SourceRetirement::Remove => super::expire::forget_file(&mut tx, file).await?,
            // Older snapshots still read the old one.
            SourceRetirement::Retire => {
                end_deletes(&mut tx, file, taken.id).await?;
                sqlx::query(
                    "UPDATE ducklake_data_file SET end_snapshot = $1 WHERE data_file_id = $2",
                )
                .bind(taken.id)
                .bind(file)
                .execute(&mut *tx)
                .await?;
            }
        }
    }
    for output in compaction.outputs {
        register(&mut tx, table_id, output, taken.id).await?;
    }
    // Rows keep the ids they carry, so the next id to give does not move.
    sqlx::query(
        "UPDATE ducklake_table_stats SET
           record_count = (SELECT CAST(COALESCE(SUM(record_count), 0) AS BIGINT) FROM ducklake_data_file
                            WHERE table_id = $1 AND end_snapshot IS NULL),
           file_size_bytes = (SELECT CAST(COALESCE(SUM(file_size_bytes), 0) AS BIGINT) FROM ducklake_data_file
                               WHERE table_id = $1 AND end_snapshot IS NULL)
          WHERE table_id = $1",
    )
    .bind(table_id)
    .execute(&mut *tx)
    .await?;
    let ids = ids(&mut tx, table_id, taken).await?;
    tx.commit().await?;
    Ok(ids)
}

/// Refuses when a data file is no longer live, or other rows of it are deleted than were read.
async fn unchanged(
    tx: &mut AnyConnection,
    table_id: i64,
    base: i64,
    file: i64,
    deletes: Option<i64>,
) -> Result<()> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT COALESCE((SELECT MAX(d.delete_file_id) FROM ducklake_delete_file d
                           WHERE d.data_file_id = f.data_file_id AND d.end_snapshot IS NULL), -1)
           FROM ducklake_data_file f WHERE f.data_file_id = $1 AND f.table_id = $2 AND f.end_snapshot IS NULL",
    )
    .bind(file)
    .bind(table_id)
    .fetch_optional(&mut *tx)
    .await?;
    if found == Some(deletes.unwrap_or(-1)) {
        return Ok(());
    }
    Err(DuckLakeError::Conflict(format!(
        "data file {file} of table {table_id} changed since snapshot {base}; try again"
    )))
}

async fn end_deletes(tx: &mut AnyConnection, file: i64, snapshot: i64) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE ducklake_delete_file SET end_snapshot = $1 WHERE data_file_id = $2 AND end_snapshot IS NULL",
    )
    .bind(snapshot)
    .bind(file)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

/// Registers a file whose rows carry their ids in a column of their own.
async fn register(
    tx: &mut AnyConnection,
    table_id: i64,
    output: &CompactionOutputFile,
    snapshot: i64,
) -> sqlx::Result<()> {
    let file = &output.file;
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO ducklake_data_file (table_id, path, path_is_relative, file_size_bytes, footer_size,
                                         record_count, begin_snapshot, partial_max)
         VALUES ($1, $2, $3, $4, CAST($5 AS BIGINT), $6, $7, CAST($8 AS BIGINT)) RETURNING data_file_id",
    )
    .bind(table_id)
    .bind(&file.path)
    .bind(file.path_is_relative)
    .bind(file.file_size_bytes)
    .bind(file.footer_size)
    .bind(file.record_count)
    .bind(output.begin_snapshot.unwrap_or(snapshot))
    .bind(output.partial_max)
    .fetch_one(&mut *tx)
    .await?;
    for stat in &file.column_stats {
        sqlx::query(
            "INSERT INTO ducklake_file_column_stats (data_file_id, table_id, column_id, column_size_bytes,
                                                     value_count, null_count, min_value, max_value, contains_nan)
             VALUES ($1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT),
                     CAST($7 AS VARCHAR), CAST($8 AS VARCHAR), CAST($9 AS BOOLEAN))",
        )
        .bind(id)
        .bind(table_id)
        .bind(stat.column_id)
        .bind(stat.column_size_bytes)
        .bind(stat.value_count)
        .bind(stat.null_count)
        .bind(stat.min_value.as_deref())
        .bind(stat.max_value.as_deref())
        .bind(stat.contains_nan)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

async fn ids(tx: &mut AnyConnection, table_id: i64, taken: Taken) -> sqlx::Result<CommitIds> {
    let schema_id = sqlx::query_scalar("SELECT schema_id FROM ducklake_table WHERE table_id = $1")
        .bind(table_id)
        .fetch_one(&mut *tx)
        .await?;
    Ok(CommitIds {
        snapshot_id: taken.id,
        schema_id,
        table_id,
    })
}
