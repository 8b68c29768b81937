//! One thing wrong with what was sent: where, what, and how to mend it.

use serde::Serialize;
use std::fmt;

/// One thing wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// The line of the body, counted from 1; 1 for a single object.
    pub line: usize,
    /// The field with its path, e.g. `customer.kind`; empty when it is the whole line.
    pub field: String,
    /// What is wrong, naming the value.
    pub detail: String,
    /// What to do.
    pub hint: String,
}

impl Flaw {
    /// A flaw of a field; the line is set by who knows it.
    pub fn new(
        field: impl Into<String>,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            line: 1,
            field: field.into(),
            detail: detail.into(),
            hint: hint.into(),
        }
    }

    /// The same flaw on a line.
    pub fn on_line(mut self, line: usize) -> Self {
        self.line = line;
        self
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        write!(f, ": {}; {}", self.detail, self.hint)
    }
}

/// A value cut short, for messages.
pub(crate) fn brief(value: &str) -> String {
    const MOST: usize = 60;
    if value.chars().count() <= MOST {
        return value.to_owned();
    }
    let mut cut: String = value.chars().take(MOST).collect();
    cut.push('…');
    cut
}
