//! Room 2: understand — annotate, measure, compare, explain.
//!
//! Facts in: `SignalsReceived`. Facts out: `VerbatimsAnnotated`. Tables: the stream `verbatims`
//! of the hot rows. Asks columns through [`columns::Columns`]; never touches an engine.

pub mod annotate;
mod error;
pub mod explore;
pub mod jobs;
pub mod metric;
pub mod overview;

pub use error::{Error, Result};
