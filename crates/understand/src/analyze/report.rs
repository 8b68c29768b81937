//! What every analysis gives back.

use crate::LeftOut;
use serde::Serialize;

/// Results of one analysis, `R` each, with `M` beside them (the fit, a decomposition).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report<R, M = Nothing> {
    /// Which analysis: the word of the command line.
    pub kind: &'static str,
    /// How it was computed, as people read it.
    pub method: String,
    /// Rows used.
    pub n: u64,
    /// What stands beside the results.
    #[serde(flatten)]
    pub more: M,
    /// One entry per driver, cell, period, row …
    pub results: Vec<R>,
    /// What a reader must know before using the results.
    pub warnings: Vec<String>,
    /// Why there are no results, where the data cannot say.
    pub refused: Option<String>,
    /// How the numbers came about.
    pub card: Card,
}

/// Nothing beside the results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Nothing {}

/// The provenance card: what was read, what was left out and why, and by which formula. Whoever
/// reads the data adds its version.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Card {
    /// What the rows had to fulfill, in words.
    pub filters: Vec<String>,
    /// Rows read.
    pub rows_read: u64,
    /// Rows used.
    pub rows_used: u64,
    /// Rows left out, by reason.
    pub left_out: Vec<LeftOut>,
    /// The formula in one line.
    pub formula: &'static str,
    /// Where the method is described.
    pub sources: &'static [&'static str],
}
