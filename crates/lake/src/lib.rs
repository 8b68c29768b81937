//! Columns answered: DuckLake tables of Parquet through DataFusion.
//!
//! Each workspace has a DuckLake schema with the tables `signals`, `verbatims` and `mentions`.
//! [`Lake::flush`] appends hot rows batch by batch; a query reads the lake at one pinned snapshot
//! together with the hot rows that are not in it, so it sees all that was acknowledged before it.
//! Nothing of DataFusion or DuckLake shows outside of this crate.

mod answer;
mod catalogue;
mod compact;
mod erase;
mod error;
mod flush;
mod functions;
mod lake;
mod objects;
mod options;
mod read;
mod rows;
mod runs;
mod sql;
mod threads;
mod upkeep;
mod verify;

pub use catalogue::TableStats;
pub use compact::Compacted;
pub use erase::ErasedRows;
pub use error::{Error, Result};
pub use flush::Flushed;
pub use lake::{Lake, stage_in};
pub use objects::Bucket;
pub use options::LakeOptions;
pub use sql::SqlAnswer;
