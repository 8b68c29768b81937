//! How far an import is, and what it came to.

use serde::Serialize;
use std::collections::BTreeMap;

/// What an import came to. `received = accepted + duplicates + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// Rows read.
    pub received: u64,
    /// Rows stored (or, in a dry run, that would be).
    pub accepted: u64,
    /// Rows that were there already.
    pub duplicates: u64,
    /// Rows refused.
    pub rejected: u64,
    /// The file that holds the refused rows, if there are any.
    pub rejects_file: Option<String>,
    /// How many rows were refused for which reason (the value left out).
    pub reasons: BTreeMap<String, u64>,
    /// The rows that an earlier run had done already, out of `received`.
    pub resumed_at: u64,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Bytes of the file that were read.
    pub bytes_read: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
    /// What was done so far.
    pub summary: Summary,
}

impl Progress {
    /// Microseconds to go after `elapsed_us`, at the speed so far; `None` before anything was read.
    pub fn left_us(&self, elapsed_us: i64) -> Option<i64> {
        if self.bytes_read == 0 || elapsed_us <= 0 {
            return None;
        }
        let left = self.bytes_total.saturating_sub(self.bytes_read) as f64;
        Some((elapsed_us as f64 * left / self.bytes_read as f64) as i64)
    }
}
