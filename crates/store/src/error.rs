//! What can go wrong with rows.

/// The result of a store call.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong with rows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached; the write may or may not be there:
    /// retry with the same key.
    #[error("the database said: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema is newer than this binary.
    #[error(
        "the database schema is at version {found}, this binary knows {known}: run a newer hearback"
    )]
    NewerSchema {
        /// Version in the database.
        found: i64,
        /// Newest version this binary has.
        known: i64,
    },
    /// A migration's text differs from the one that was applied.
    #[error(
        "migration {0} differs from the one that was applied: this binary was not built from a released schema"
    )]
    ChangedMigration(i64),
    /// A row holds JSON that its type does not read.
    #[error("a stored {what} does not read: {source}")]
    Unreadable {
        /// Which kind of row.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The job's lease went to another worker; nothing was written.
    #[error("the lease of job {kind}/{key} was lost: another worker has it")]
    LostLease {
        /// Kind of job.
        kind: String,
        /// Its key.
        key: String,
    },
    /// The row was changed by someone else since it was read.
    #[error("{what} {id} was changed meanwhile: read it again and repeat")]
    Stale {
        /// Which kind of row.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// A row with this key is there already.
    #[error("{what} '{id}' is there already: choose another name")]
    Taken {
        /// Which kind of row.
        what: &'static str,
        /// Its key.
        id: String,
    },
    /// The queue of signals is full; nothing was written.
    #[error("too many signals are waiting to be written: send again in a moment")]
    Overloaded,
    /// The writer has stopped (shutdown).
    #[error("the store is shutting down: send again when it is back")]
    Closed,
    /// A copy was made with another schema.
    #[error(
        "the copy is of schema version {found}, this binary has {known}: restore it with the hearback that made it, then upgrade"
    )]
    OtherSchema {
        /// Version of the copy.
        found: i64,
        /// Version of this binary.
        known: i64,
    },
    /// A copy is to be put into a database that is in use.
    #[error("the database holds rows already: name an empty one")]
    NotEmpty,
    /// A file of a copy could not be used.
    #[error("cannot use '{}': {source}; check that it is there and that the disk has room", path.display())]
    File {
        /// Which.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The address is neither SQLite nor PostgreSQL.
    #[error("'{0}' is no database address: use sqlite://FILE or postgres://…")]
    UnknownEngine(String),
}

impl Error {
    /// Names a file that could not be used.
    pub(crate) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// Whether trying again later may help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Database(_) | Self::Overloaded | Self::Closed)
    }
}
