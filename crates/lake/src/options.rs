//! How to open the lake.

use crate::Bucket;
use std::path::PathBuf;
use std::time::Duration;

/// How to open the lake.
#[derive(Debug, Clone)]
pub struct LakeOptions {
    /// Holds `tmp/`, `files/` unless they lie in a bucket, and `catalogue.sqlite` unless it lies
    /// in PostgreSQL.
    pub folder: PathBuf,
    /// `postgres://…` of a database in which a schema holds the catalogue; none for a SQLite file
    /// in the folder. A lake that began with the file stays with it.
    pub catalogue_url: Option<String>,
    /// The bucket that holds the Parquet files; none for the folder.
    pub bucket: Option<Bucket>,
    /// Memory that all running queries share; beyond it they spill to `tmp/`, then are refused.
    pub memory_bytes: usize,
    /// Disk that spilling may use.
    pub spill_bytes: u64,
    /// Longest run of one query.
    pub query_timeout: Duration,
    /// Queries that run at once.
    pub concurrency: usize,
    /// How long a query waits for its turn before it is refused as busy.
    pub queue_timeout: Duration,
    /// Questions and attributes that get a column of their own.
    pub wide_columns: usize,
    /// Rows in one commit of a flush.
    pub flush_rows: i64,
    /// How long old snapshots stay readable.
    pub retention: Duration,
    /// Whether this process is the only one that writes in the folder: what an earlier one left
    /// half done is then cleaned away on opening.
    pub sole_writer: bool,
}

impl LakeOptions {
    /// Options for a laptop.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            catalogue_url: None,
            bucket: None,
            memory_bytes: 512 << 20,
            spill_bytes: 4 << 30,
            query_timeout: Duration::from_secs(60),
            concurrency: 4,
            queue_timeout: Duration::from_secs(5),
            wide_columns: 500,
            flush_rows: 25_000,
            retention: Duration::from_secs(3600),
            sole_writer: true,
        }
    }

    /// How long after a commit a query may still read what was there before it, unix microseconds:
    /// the longest run, the longest wait, and a margin for clocks.
    pub(crate) fn grace_micros(&self) -> i64 {
        let grace = self.query_timeout + self.queue_timeout + Duration::from_secs(5);
        i64::try_from(grace.as_micros()).unwrap_or(i64::MAX / 4)
    }
}
