//! Forward-only migrations, embedded and checksummed.

use crate::{Error, Result};
use sha2::{Digest, Sha256};
use sqlx::{AnyPool, Executor, Row};

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../migrations/0001_rows.sql")),
    (2, include_str!("../migrations/0002_runs.sql")),
    (3, include_str!("../migrations/0003_alerts.sql")),
    (4, include_str!("../migrations/0004_corrections.sql")),
];

/// The newest schema version this binary has.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _)| *version)
}

/// The tables that the migrations make, and the one that lists them.
pub(crate) fn tables() -> Vec<String> {
    let made = MIGRATIONS.iter().flat_map(|(_, text)| statements(text));
    let named = made.filter_map(|statement| {
        let rest = statement.strip_prefix("CREATE TABLE ")?;
        Some(rest.split([' ', '(']).next()?.to_owned())
    });
    named.chain(["schema_migrations".to_owned()]).collect()
}

/// Brings the schema up to date; each migration and its record commit together.
pub(crate) async fn run(pool: &AnyPool) -> Result<()> {
    pool.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, checksum TEXT NOT NULL)",
    )
    .await?;
    let applied = sqlx::query("SELECT version, checksum FROM schema_migrations ORDER BY version")
        .fetch_all(pool)
        .await?;
    for row in &applied {
        let (version, checksum): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
        match MIGRATIONS.iter().find(|(known, _)| *known == version) {
            None => {
                return Err(Error::NewerSchema {
                    found: version,
                    known: newest(),
                });
            }
            Some((_, text)) if checksum_of(text) != checksum => {
                return Err(Error::ChangedMigration(version));
            }
            Some(_) => {}
        }
    }
    for (version, text) in &MIGRATIONS[applied.len()..] {
        let mut tx = pool.begin().await?;
        for statement in statements(text) {
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("INSERT INTO schema_migrations (version, checksum) VALUES ($1, $2)")
            .bind(*version)
            .bind(checksum_of(text))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}

fn checksum_of(text: &str) -> String {
    crate::ledger::hex(&Sha256::digest(text.replace("\r\n", "\n").as_bytes()))
}

/// The statements of a migration: comments dropped, cut at semicolons (none stands in a literal).
fn statements(text: &str) -> Vec<String> {
    let code: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim_start().starts_with("--"))
        .collect();
    code.join("\n")
        .split(';')
        .map(|s| s.trim().to_owned())
        .filter(|s| !s.is_empty())
        .collect()
}
