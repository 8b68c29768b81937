//! Opening the database: pools, pragmas, migrations.

use crate::{Dialect, Error, Result, Subscriptions, Tx, migrate};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor};
use std::sync::{Arc, Once};
use std::time::Duration;

static DRIVERS: Once = Once::new();

/// How to open the rows.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// Connections that read (and, on PostgreSQL, write).
    pub connections: u32,
    /// Who is told of which fact.
    pub subscriptions: Subscriptions,
}

impl Options {
    /// Options with defaults for a laptop.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 4,
            subscriptions: Subscriptions::default(),
        }
    }
}

/// The rows: a handle that is cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: AnyPool,
    pub(crate) reader: AnyPool,
    dialect: Dialect,
    subscriptions: Arc<Subscriptions>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// An unknown address, an unreachable database, a schema newer than this binary.
    pub async fn open(options: Options) -> Result<Self> {
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let (dialect, writers) = if options.url.starts_with("sqlite:") {
            (Dialect::Sqlite, 1)
        } else if options.url.starts_with("postgres") {
            (Dialect::Postgres, options.connections.max(2))
        } else {
            return Err(Error::UnknownEngine(options.url));
        };
        let url = match dialect {
            Dialect::Sqlite if !options.url.contains('?') => format!("{}?mode=rwc", options.url),
            _ => options.url.clone(),
        };
        let writer = pool(&url, dialect, writers).await?;
        migrate::run(&writer).await?;
        let reader = match dialect {
            Dialect::Sqlite => pool(&url, dialect, options.connections).await?,
            Dialect::Postgres => writer.clone(),
        };
        Ok(Self {
            writer,
            reader,
            dialect,
            subscriptions: Arc::new(options.subscriptions),
        })
    }

    /// Which engine this is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Who is told of which fact.
    pub fn subscriptions(&self) -> &Subscriptions {
        &self.subscriptions
    }

    /// A transaction that writes.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx::new(
            self.writer.begin().await?,
            self.dialect,
            Arc::clone(&self.subscriptions),
        ))
    }

    /// Waits for running work and closes all connections.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("SELECT 1").execute(&self.reader).await?;
        Ok(())
    }
}

async fn pool(url: &str, dialect: Dialect, connections: u32) -> Result<AnyPool> {
    let pool = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if dialect == Dialect::Sqlite {
                    // FULL: a commit survives power loss. secure_delete: erased bytes are overwritten.
                    connection
                        .execute(
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                             PRAGMA busy_timeout = 10000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;",
                        )
                        .await?;
                }
                Ok(())
            })
        })
        .connect(url)
        .await?;
    Ok(pool)
}
