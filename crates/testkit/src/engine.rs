//! One empty database on each engine, so that a suite is written once and runs on both.

use crate::TempFolder;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// An empty database that is removed on drop.
pub struct Engine {
    url: String,
    home: Home,
}

enum Home {
    Sqlite(TempFolder),
    Postgres { server: String, database: String },
}

/// One empty database per engine: always a SQLite file in a temporary folder, and a fresh
/// PostgreSQL database in the server that `HEARBACK_TEST_POSTGRES` names (`cargo xtask test`
/// starts one and sets it). Without the variable only SQLite, with a printed notice.
///
/// # Panics
/// When the variable is missing and `CI=true`, or the server cannot be reached.
pub async fn engines() -> Vec<Engine> {
    let mut all = vec![Engine::sqlite()];
    if let Some(server) = postgres_server() {
        all.push(Engine::postgres(&server).await);
    }
    all
}

/// The PostgreSQL server of this run, for [`Engine::postgres`]; without one a notice is printed.
///
/// # Panics
/// When there is none and `CI=true`.
pub fn postgres_server() -> Option<String> {
    match std::env::var("HEARBACK_TEST_POSTGRES") {
        Ok(server) => Some(server),
        Err(_) if crate::in_ci() => panic!(
            "HEARBACK_TEST_POSTGRES is not set and CI=true: run the tests by 'cargo xtask test'"
        ),
        Err(_) => {
            eprintln!("skipped: PostgreSQL; set HEARBACK_TEST_POSTGRES or run 'cargo xtask test'");
            None
        }
    }
}

impl Engine {
    /// A path for a SQLite file in a folder of its own; the file is made on first connect.
    pub fn sqlite() -> Self {
        let folder = TempFolder::new();
        let url = format!("sqlite://{}?mode=rwc", folder.join("rows.db").display());
        Self {
            url,
            home: Home::Sqlite(folder),
        }
    }

    /// A new database in the PostgreSQL server at `server` (a URL whose user may create one).
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn postgres(server: &str) -> Self {
        let database = format!("hearback_test_{}", random_name());
        run(server, &format!("create database {database}"))
            .await
            .unwrap_or_else(|e| panic!("cannot create '{database}' at '{server}': {e}"));
        Self {
            url: with_database(server, &database),
            home: Home::Postgres {
                server: server.to_owned(),
                database,
            },
        }
    }

    /// `sqlite` or `postgres`, for messages.
    pub fn name(&self) -> &'static str {
        match self.home {
            Home::Sqlite(_) => "sqlite",
            Home::Postgres { .. } => "postgres",
        }
    }

    /// True on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.home, Home::Postgres { .. })
    }

    /// The database URL, as `--database-url` takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What the tables of a PostgreSQL database hold, as text, by table; nothing on SQLite, whose
    /// file is there to be read.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn dump(&self) -> Vec<(String, String)> {
        if !self.is_postgres() {
            return Vec::new();
        }
        let mut connection = AnyConnection::connect(&self.url)
            .await
            .expect("a connection");
        let tables: Vec<String> = sqlx::query_scalar(
            "select cast(table_schema || '.' || table_name as text) from information_schema.tables
              where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
        )
        .fetch_all(&mut connection)
        .await
        .expect("the tables");
        let mut all = Vec::new();
        for table in tables {
            let rows = format!("select cast(t.* as text) from {table} t");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows))
                .fetch_all(&mut connection)
                .await
                .expect("the rows");
            all.push((table, rows.join("\n")));
        }
        all
    }

    /// The folder of the SQLite file; `None` on PostgreSQL.
    pub fn folder(&self) -> Option<&TempFolder> {
        match &self.home {
            Home::Sqlite(folder) => Some(folder),
            Home::Postgres { .. } => None,
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let Home::Postgres { server, database } = &self.home else {
            return;
        };
        let (server, database) = (server.clone(), database.clone());
        // A thread of its own: drop runs inside and outside of a runtime. Best effort, since
        // the whole server goes away at the end of the run.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime
                .block_on(run(
                    &server,
                    &format!("drop database if exists {database} with (force)"),
                ))
                .map_err(std::io::Error::other)
        });
        if let Ok(Err(e)) = dropped.join() {
            eprintln!("a test database stays behind: {e}");
        }
    }
}

async fn run(server: &str, statement: &str) -> Result<(), sqlx::Error> {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server).await?;
    // Safe: the statement holds only a name made by `random_name`.
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await?;
    connection.close().await
}

/// The server's URL with its database replaced; a query (`?sslmode=…`) is kept.
fn with_database(server: &str, database: &str) -> String {
    let (base, query) = match server.split_once('?') {
        Some((base, query)) => (base, format!("?{query}")),
        None => (server, String::new()),
    };
    let start = base.find("://").map_or(0, |at| at + 3);
    let end = base[start..].find('/').map_or(base.len(), |at| start + at);
    format!("{}/{database}{query}", &base[..end])
}

/// Letters that no other test of this run has drawn.
fn random_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    // The standard library seeds each hasher from the system's randomness.
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
    crate::Dice::new(hasher.finish()).letters(16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_in_a_url_is_replaced() {
        assert_eq!(
            with_database("postgres://p@127.0.0.1:5/postgres", "x"),
            "postgres://p@127.0.0.1:5/x"
        );
        assert_eq!(with_database("postgres://p@h:5", "x"), "postgres://p@h:5/x");
        assert_eq!(
            with_database("postgres://p@h/a?b=c/d", "x"),
            "postgres://p@h/x?b=c/d"
        );
    }

    #[tokio::test]
    async fn each_engine_is_empty_writable_and_its_own() {
        for engine in engines().await.into_iter().chain(engines().await) {
            run(engine.url(), "create table only_here (id BIGINT)")
                .await
                .unwrap_or_else(|e| panic!("{}: {e}", engine.name()));
            assert_eq!(engine.is_postgres(), engine.folder().is_none());
        }
    }

    #[tokio::test]
    async fn a_dropped_engine_leaves_no_database() {
        for engine in engines().await {
            let url = engine.url().replace("?mode=rwc", "");
            run(engine.url(), "create table t (id BIGINT)")
                .await
                .unwrap();
            run(&url, "select 1").await.unwrap();
            drop(engine);
            assert!(run(&url, "select 1").await.is_err(), "{url} is still there");
        }
    }
}
