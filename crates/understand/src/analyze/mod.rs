//! Analyses: what moves customers, where, since when, and how sure we are.
//!
//! Each kind is a module with `Options` and a pure `analyze(table, options)` that gives a
//! [`Report`]: typed results with interval and n, warnings, or a refusal with its reason, and a
//! [`Card`] that says how the numbers came about. The mathematics stands in `stats`; here columns
//! are read, rows are left out with a reason, and the words for people are found.

pub mod asked;
pub mod cause;
pub mod change;
pub mod changepoint;
pub mod drift;
pub mod drivers;
mod error;
pub mod gap;
pub mod index;
pub mod journey;
pub mod mismatch;
mod periods;
pub mod perks;
pub mod privacy;
pub mod quality;
pub mod rank;
mod report;
mod rows;
pub mod score;
mod scores;
pub mod spikes;
pub mod style;
mod table;
pub mod tenure;
pub mod weight;

pub use error::AnalyzeError;
pub use report::{Card, Nothing, Report};
pub use scores::Scored;
pub use table::{Missing, Table};

/// The result of an analysis.
pub type Analyzed<R, M = Nothing> = Result<Report<R, M>, AnalyzeError>;
