//! Development only: what tests of every crate need from outside their arguments.
//!
//! Temporary folders and databases on both engines, the shared data, a clock that stands
//! still, repeatable dice, a retrying HTTP client, programs to start and kill, sinks that
//! take mail and webhooks, and a bucket for files.
//! This crate may read the environment and the clock, so that no other one has to.
//! Helpers panic with a sentence that says what to do: the caller is always a test.

mod client;
mod clock;
mod dice;
mod engine;
mod folder;
mod http_sink;
mod program;
mod s3;
mod s3_answer;
mod s3_signed;
mod shared;
mod smtp;
mod smtp_talk;

pub use client::{Client, Reply, Retries};
pub use clock::FixedClock;
pub use dice::Dice;
pub use engine::{Engine, engines, postgres_server};
pub use folder::TempFolder;
pub use http_sink::{HttpSink, Received};
pub use program::Program;
pub use s3::{S3, WriteFault};
pub use shared::shared;
pub use smtp::{Mail, Mood, SmtpSink};

/// True where a skipped test is a failure (`CI=true`).
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}
