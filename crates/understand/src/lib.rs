//! Room 2: understand — annotate, measure, compare, explain.
//!
//! Facts in: `SignalsReceived`. Facts out: `VerbatimsAnnotated`, `StreamsShifted`. Tables: the stream `verbatims`
//! of the hot rows, `codeframes`, `annotation_runs`, `label_corrections`, `label_lessons`. Asks columns through [`columns::Columns`]; never touches an engine.

pub mod analyze;
pub mod annotate;
pub mod corrections;
pub mod effects;
pub mod emerging;
mod error;
pub mod explore;
pub mod jobs;
mod left_out;
pub mod meaning;
pub mod metric;
pub mod monitor;
pub mod overview;
pub mod profile;
mod reader;
pub mod replay;
pub mod themes;

pub use error::{Error, Result};
pub use left_out::LeftOut;
pub use reader::Reader;
