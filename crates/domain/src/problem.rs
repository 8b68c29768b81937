//! What went wrong, for a person: a stable code, the value, and the mend.

use serde::Serialize;

/// An error as people and programs meet it (RFC 9457 over HTTP; the same words on the command line).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{detail}; {hint}")]
pub struct Problem {
    /// Stable, snake_case: programs branch on it.
    pub code: &'static str,
    /// What happened, naming the value.
    pub detail: String,
    /// What to do next.
    pub hint: String,
}

impl Problem {
    /// A problem with its code, detail and mend.
    pub fn new(code: &'static str, detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            hint: hint.into(),
        }
    }
}
