//! What can go wrong in the lake.

use datafusion::arrow::error::ArrowError;
use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use datafusion_ducklake::DuckLakeError;
use std::path::PathBuf;

/// The result of a lake call.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong in the lake.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The catalogue or a data file could not be written or read.
    #[error("the lake's catalogue said: {0}")]
    Catalogue(#[from] DuckLakeError),
    /// The catalogue's database could not be read.
    #[error("the lake's catalogue database said: {0}")]
    Database(#[from] sqlx::Error),
    /// The rows could not be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The query engine failed.
    #[error("the lake said: {0}")]
    Engine(#[from] DataFusionError),
    /// Columns could not be built or read.
    #[error("the lake's columns said: {0}")]
    Arrow(#[from] ArrowError),
    /// The store of the Parquet files refused, or did not answer.
    #[error("the store of the lake's files said: {0}")]
    Objects(#[from] object_store::Error),
    /// The place of the files or of the catalogue is not the one it should be.
    #[error("{0}")]
    Place(String),
    /// A file or folder could not be used.
    #[error("cannot use '{}': {source}; check that it is there, writable and on a disk with room", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A hot row holds JSON that its type does not read.
    #[error("hot row {seq}/{id} of {stream} does not read: {source}; run 'hearback verify'")]
    Unreadable {
        /// Of which stream.
        stream: &'static str,
        /// Its batch.
        seq: i64,
        /// Its id.
        id: String,
        /// Why.
        source: serde_json::Error,
    },
    /// Work was cut off.
    #[error("the lake's threads stopped: {0}; try again, and read the log for the reason")]
    Stopped(String),
    /// The question could not be answered; the reason is the asker's to mend.
    #[error(transparent)]
    Question(#[from] columns::Error),
}

impl Error {
    /// Names a path that could not be used.
    pub(crate) fn folder(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Folder { path, source }
    }
}

impl From<Error> for columns::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Question(question) => question,
            Error::Engine(engine) => of_engine(engine),
            other => Self::Engine(other.to_string()),
        }
    }
}

/// Sorts the engine's refusals into what the asker can mend and what they cannot.
pub(crate) fn of_engine(error: DataFusionError) -> columns::Error {
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => columns::Error::TooLarge("memory"),
        // What a query may spill has no error of its own.
        spilled
            if spilled
                .to_string()
                .contains("disk space during the spilling") =>
        {
            columns::Error::TooLarge("disk")
        }
        DataFusionError::SchemaError(schema, _) => match schema.as_ref() {
            SchemaError::FieldNotFound {
                field,
                valid_fields,
            } => columns::Error::UnknownColumn {
                near: crate::answer::names::near(
                    &field.name,
                    valid_fields.iter().map(|f| f.name.as_str()),
                ),
                name: field.name.clone(),
            },
            other => columns::Error::BadStatement(other.to_string()),
        },
        DataFusionError::Plan(why)
        | DataFusionError::Execution(why)
        | DataFusionError::Configuration(why)
        | DataFusionError::NotImplemented(why) => columns::Error::BadStatement(why.clone()),
        DataFusionError::SQL(why, _) => columns::Error::BadStatement(why.to_string()),
        DataFusionError::ArrowError(why, _) => columns::Error::BadStatement(why.to_string()),
        other => columns::Error::Engine(other.to_string()),
    }
}
