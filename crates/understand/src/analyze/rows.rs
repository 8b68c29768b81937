//! Which rows of a file an analysis uses, and why it leaves the others out.

use super::{AnalyzeError, Card, Missing, Table};
use crate::left_out::Reasons;

/// Rows that are used, and how many are not, by reason.
pub(super) struct Rows {
    pub used: Vec<usize>,
    read: u64,
    left_out: Reasons,
}

impl Rows {
    /// Keeps the rows without a reason against them.
    pub fn without(rows: usize, reason: impl Fn(usize) -> Option<String>) -> Self {
        let mut found = Rows {
            used: Vec::new(),
            read: rows as u64,
            left_out: Reasons::default(),
        };
        for row in 0..rows {
            match reason(row) {
                Some(why) => found.left_out.add(why, 1),
                None => found.used.push(row),
            }
        }
        found
    }

    /// Rows used.
    pub fn n(&self) -> u64 {
        self.used.len() as u64
    }

    /// The provenance card.
    pub fn card(
        &self,
        filters: Vec<String>,
        formula: &'static str,
        sources: &'static [&'static str],
    ) -> Card {
        Card {
            filters,
            rows_read: self.read,
            rows_used: self.n(),
            left_out: self.left_out.list(),
            formula,
            sources,
        }
    }
}

/// A column of yes (1, yes, true) and no (0, no, false); none where no answer stands.
///
/// # Errors
/// An unknown column, or a cell that is neither.
pub(super) fn flags(
    table: &Table,
    name: &str,
    missing: &Missing,
) -> Result<Vec<Option<bool>>, AnalyzeError> {
    let read = |(at, cell): (usize, &String)| {
        if missing.holds(cell) {
            return Ok(None);
        }
        match cell.trim().to_lowercase().as_str() {
            "1" | "1.0" | "yes" | "true" | "y" => Ok(Some(true)),
            "0" | "0.0" | "no" | "false" | "n" => Ok(Some(false)),
            _ => Err(AnalyzeError::Option(format!(
                "row {} of column {name:?} holds {cell:?}, which is neither yes nor no; write 1 or 0",
                at + 1
            ))),
        }
    };
    table.column(name)?.iter().enumerate().map(read).collect()
}
