//! Room 1: invite, ask, receive, import. Everything heard comes in through here.
//!
//! * Facts in: none. Facts out: `SignalsReceived`, announced by `store::Ingest` with each batch.
//! * Tables: `posts`, `questions`, `imports`, `open_responses`, `survey_links`; `signal_keys`,
//!   `customers` and `customer_aliases` are written by `store::Ingest` on behalf of this room.
//! * Use cases: [`receive`] (JSON over HTTP), [`import`] (files), [`posts`] (listening posts),
//!   [`survey`] (the public page), [`jobs`] (what runs later).
//!
//! Clock, randomness and files come in as arguments; formats are parsed here.

pub mod error;
pub mod flaw;
pub mod import;
pub mod jobs;
mod near;
pub mod posts;
pub mod questions;
pub mod receive;
pub mod survey;

pub use error::{Error, Result};
pub use flaw::Flaw;
pub use posts::Post;
pub use receive::Draft;
