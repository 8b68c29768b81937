//! The conformance suite of the rows: the same tests on SQLite and PostgreSQL.

mod erasing;
mod ingesting;
mod jobs_and_outbox;
mod runs;
mod schema;
mod world;
