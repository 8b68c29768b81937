//! The lake as its users see it.

mod answers;
mod compact;
mod crash;
mod duckdb;
mod erase;
mod flush;
mod functions;
mod help;
mod limits;
mod runs;
mod sql;
