//! A consistent copy of a SQLite file that may be written to meanwhile.

use crate::Result;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;

/// Copies a SQLite database as of one instant.
///
/// # Errors
/// The file is not there or not a database, or the target is there already.
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<()> {
    let mut connection = SqliteConnectOptions::new()
        .filename(from)
        .create_if_missing(false)
        .connect()
        .await?;
    sqlx::query("VACUUM INTO $1")
        .bind(to.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await?;
    Ok(())
}
