//! Opening the catalogue's database: a SQLite file in the folder, or a schema beside the rows.

use super::writer::Writer;
use super::{Catalogue, lock};
use crate::{Error, LakeOptions, Result};
use datafusion_ducklake::{
    MetadataProvider, MetadataWriter, PostgresMetadataProvider,
    PostgresSingleCatalogMetadataWriter, SqliteMetadataProvider, SqliteMetadataWriter,
};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use store::Dialect;

/// The schema of PostgreSQL that holds the catalogue, beside the rows.
pub(crate) const SCHEMA: &str = "hearback_lake";

const SQLITE: &str = include_str!("../../catalogue/0001_ducklake.sql");
const POSTGRES: &str = include_str!("../../catalogue/0001_ducklake_postgres.sql");

/// Where the catalogue is and how it is reached.
struct Place {
    dialect: Dialect,
    /// Our own statements go there.
    rows: String,
    /// The crate's go there.
    theirs: String,
}

impl Place {
    /// PostgreSQL when the rows are there. A lake that began with a SQLite file stays with it: its
    /// catalogue would otherwise be empty, and its files nobody's.
    fn of(options: &LakeOptions) -> Self {
        let file = options.folder.join("catalogue.sqlite");
        match &options.catalogue_url {
            Some(url) if !file.exists() => {
                let url = in_schema(url);
                Self {
                    dialect: Dialect::Postgres,
                    rows: url.clone(),
                    theirs: url,
                }
            }
            _ => Self {
                dialect: Dialect::Sqlite,
                rows: format!("sqlite://{}?mode=rwc", file.display()),
                theirs: format!("sqlite:{}", file.display()),
            },
        }
    }

    /// The pool of our own statements, the catalogue's tables made.
    async fn open(&self, folder: &Path) -> Result<AnyPool> {
        std::fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        // The store does so too; a restore comes here before it.
        sqlx::any::install_default_drivers();
        let dialect = self.dialect;
        let pool = AnyPoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if dialect == Dialect::Sqlite {
                        connection
                            .execute(
                                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                                 PRAGMA secure_delete = ON; PRAGMA busy_timeout = 10000;",
                            )
                            .await?;
                    }
                    Ok(())
                })
            })
            .connect(&self.rows)
            .await?;
        match self.dialect {
            Dialect::Sqlite => sqlx::raw_sql(SQLITE).execute(&pool).await?,
            Dialect::Postgres => {
                // Asked first, because making one needs a right on the whole database.
                let there: i64 = sqlx::query_scalar(
                    "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = $1",
                )
                .bind(SCHEMA)
                .fetch_one(&pool)
                .await?;
                if there == 0 {
                    let make = format!("CREATE SCHEMA IF NOT EXISTS {SCHEMA}");
                    sqlx::query(sqlx::AssertSqlSafe(make))
                        .execute(&pool)
                        .await?;
                }
                sqlx::raw_sql(POSTGRES).execute(&pool).await?
            }
        };
        Ok(pool)
    }
}

/// The address with the catalogue's schema as the only one that is searched.
fn in_schema(url: &str) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}options[search_path]={SCHEMA}")
}

/// Makes the catalogue's tables where there are none.
pub(crate) async fn prepare(options: &LakeOptions) -> Result<()> {
    let place = Place::of(options);
    if place.dialect == Dialect::Postgres {
        place.open(&options.folder).await?.close().await;
        // The crate adds tables that we leave empty; a copy names them all the same.
        PostgresSingleCatalogMetadataWriter::new_with_init(&place.theirs).await?;
    }
    Ok(())
}

/// Gives the catalogue a new id, and says it.
pub(crate) async fn renew_identity(options: &LakeOptions) -> Result<String> {
    let place = Place::of(options);
    let rows = place.open(&options.folder).await?;
    let random = match place.dialect {
        Dialect::Sqlite => "lower(hex(randomblob(16)))",
        Dialect::Postgres => "CAST(gen_random_uuid() AS VARCHAR)",
    };
    let renew = format!(
        "UPDATE ducklake_metadata SET value = {random}
          WHERE key = 'hearback_lake' AND scope IS NULL RETURNING value"
    );
    let id = sqlx::query_scalar(sqlx::AssertSqlSafe(renew))
        .fetch_one(&rows)
        .await?;
    rows.close().await;
    Ok(id)
}

impl Catalogue {
    /// Opens the catalogue, making it when it is not there; the only writer holds it from then on.
    pub async fn open(options: &LakeOptions) -> Result<Self> {
        let place = Place::of(options);
        let held = match place.dialect {
            Dialect::Postgres if options.sole_writer => Some(lock::take(&place.rows).await?),
            _ => None,
        };
        let rows = place.open(&options.folder).await?;
        let (provider, inner): (Arc<dyn MetadataProvider>, Arc<dyn MetadataWriter>) = match place
            .dialect
        {
            Dialect::Sqlite => (
                Arc::new(SqliteMetadataProvider::new(&place.theirs).await?),
                Arc::new(SqliteMetadataWriter::new_with_init(&place.theirs).await?),
            ),
            Dialect::Postgres => (
                Arc::new(PostgresMetadataProvider::new(&place.theirs).await?),
                Arc::new(PostgresSingleCatalogMetadataWriter::new_with_init(&place.theirs).await?),
            ),
        };
        Ok(Self {
            writer: Arc::new(Writer::new(inner, rows.clone())),
            provider,
            rows,
            dialect: place.dialect,
            held: tokio::sync::Mutex::new(held),
        })
    }
}
