//! A consistent copy of the rows in PostgreSQL, and of the lake's catalogue beside them, as one
//! file per table; and putting it back.

use crate::{Error, Result, migrate};
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection, Row};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// The schema of the lake's catalogue; the lake makes it.
const CATALOGUE: &str = "hearback_lake";
/// Says what there is.
const LIST: &str = "tables.json";

/// What a copy holds.
#[derive(Debug, Serialize, Deserialize)]
struct Copied {
    /// Version of the rows' schema.
    schema: i64,
    tables: Vec<Table>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Table {
    /// Whether it is the catalogue's, and not of the rows.
    catalogue: bool,
    name: String,
    /// Names of the columns, quoted, in the order of the copy.
    columns: String,
}

impl Table {
    fn file(&self) -> String {
        let part = if self.catalogue { "catalogue" } else { "rows" };
        format!("{part}.{}.copy", self.name)
    }

    /// As a statement names it. The names come from our own migrations.
    fn in_sql(&self) -> String {
        let schema = if self.catalogue { "hearback_lake." } else { "" };
        format!("{schema}{}", self.name)
    }
}

/// Copies rows and catalogue as of one instant into a folder, which is made.
///
/// # Errors
/// An unreachable database, an unwritable folder.
pub async fn copy_postgres(url: &str, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).map_err(Error::file(to))?;
    let mut connection = PgConnection::connect(url).await?;
    sqlx::raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .execute(&mut connection)
        .await?;
    let tables = tables(&mut connection).await?;
    for table in &tables {
        let path = to.join(table.file());
        let statement = format!("COPY {} ({}) TO STDOUT", table.in_sql(), table.columns);
        let mut rows = connection.copy_out_raw(&statement).await?;
        let mut file = File::create(&path).map_err(Error::file(&path))?;
        while let Some(bytes) = rows.try_next().await? {
            file.write_all(&bytes).map_err(Error::file(&path))?;
        }
        file.sync_all().map_err(Error::file(&path))?;
    }
    connection.close().await?;
    let list = to.join(LIST);
    let copied = Copied {
        schema: migrate::newest(),
        tables,
    };
    let text = serde_json::to_string(&copied).map_err(|source| Error::Unreadable {
        what: "list of tables",
        source,
    })?;
    std::fs::write(&list, text).map_err(Error::file(&list))
}

/// Puts a copy back into a database whose tables are made and empty, in one transaction.
///
/// # Errors
/// A database that holds rows, a copy of another version.
pub async fn fill_postgres(url: &str, from: &Path) -> Result<()> {
    let list = from.join(LIST);
    let text = std::fs::read_to_string(&list).map_err(Error::file(&list))?;
    let copied: Copied = serde_json::from_str(&text).map_err(|source| Error::Unreadable {
        what: "list of tables",
        source,
    })?;
    if copied.schema != migrate::newest() {
        return Err(Error::OtherSchema {
            found: copied.schema,
            known: migrate::newest(),
        });
    }
    let mut connection = PgConnection::connect(url).await?;
    let mut tx = connection.begin().await?;
    let held: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM workspaces")
        .fetch_one(&mut *tx)
        .await?;
    if held > 0 {
        return Err(Error::NotEmpty);
    }
    for table in &copied.tables {
        let empty = format!("DELETE FROM {}", table.in_sql());
        sqlx::query(sqlx::AssertSqlSafe(empty))
            .execute(&mut *tx)
            .await?;
        let path = from.join(table.file());
        let file = tokio::fs::File::open(&path)
            .await
            .map_err(Error::file(&path))?;
        let statement = format!("COPY {} ({}) FROM STDIN", table.in_sql(), table.columns);
        let mut rows = tx.copy_in_raw(&statement).await?;
        if let Err(why) = rows.read_from(file).await {
            rows.abort("the copy does not read").await?;
            return Err(why.into());
        }
        rows.finish().await?;
    }
    // Numbers that the database gives go on behind the largest that was copied.
    let given = sqlx::query(
        "SELECT table_name::text, column_name::text FROM information_schema.columns
          WHERE table_schema = $1 AND is_identity = 'YES'",
    )
    .bind(CATALOGUE)
    .fetch_all(&mut *tx)
    .await?;
    for row in given {
        let (table, column): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let go_on = format!(
            "SELECT setval(pg_get_serial_sequence('{CATALOGUE}.{table}', '{column}'),
                           (SELECT GREATEST(MAX({column}), 1) FROM {CATALOGUE}.{table}))"
        );
        sqlx::query(sqlx::AssertSqlSafe(go_on))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    connection.close().await?;
    Ok(())
}

/// The tables that are ours, with their columns: those of the migrations, and the catalogue's.
async fn tables(connection: &mut PgConnection) -> Result<Vec<Table>> {
    let ours = migrate::tables();
    let rows = sqlx::query(
        "SELECT c.table_schema = $1, c.table_name::text,
                string_agg(quote_ident(c.column_name), ', ' ORDER BY c.ordinal_position)
           FROM information_schema.columns c
           JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
          WHERE t.table_type = 'BASE TABLE' AND (c.table_schema = $1
             OR (c.table_schema = current_schema() AND c.table_name = ANY($2)))
          GROUP BY c.table_schema, c.table_name ORDER BY 1, 2",
    )
    .bind(CATALOGUE)
    .bind(&ours)
    .fetch_all(connection)
    .await?;
    let table = |row: &sqlx::postgres::PgRow| {
        Ok(Table {
            catalogue: row.try_get(0)?,
            name: row.try_get(1)?,
            columns: row.try_get(2)?,
        })
    };
    rows.iter().map(table).collect()
}
