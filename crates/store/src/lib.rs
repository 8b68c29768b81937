//! Rows: every SQL statement of Hearback, on SQLite and PostgreSQL.
//!
//! One text runs unchanged on both engines; where they truly differ, both variants stand in
//! [`dialect`]. Facts, jobs and notices are written in the transaction of their cause. SQLite
//! runs in WAL mode with `synchronous=FULL` and `secure_delete`, with one writing connection.

pub mod access;
pub mod act;
pub mod audit;
mod copy;
mod copy_postgres;
pub mod crash_point;
mod dialect;
mod engine;
pub mod erase;
mod error;
pub mod facts;
pub mod hot;
pub mod ingest;
pub mod jobs;
pub mod ledger;
pub mod listen;
mod migrate;
pub mod outbox;
pub mod settings;
mod tx;
pub mod understand;
pub mod workspaces;

pub use copy::copy_sqlite;
pub use copy_postgres::{copy_postgres, fill_postgres};
pub use dialect::Dialect;
pub use engine::{Options, Store};
pub use error::{Error, Result};
pub use facts::Subscriptions;
pub use ingest::{Incoming, Ingest, Receipt};
pub use jobs::Job;
pub use tx::{HotRow, Tx};
