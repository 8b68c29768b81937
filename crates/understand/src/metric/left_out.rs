//! What a score does not count, and why: a filter that changes only the numerator would lie.

use serde::Serialize;
use std::collections::BTreeMap;

/// Signals or answers that a score leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub reason: String,
    /// How many.
    pub n: u64,
}

/// Counts by reason, most first.
#[derive(Debug, Default)]
pub(crate) struct Reasons(BTreeMap<String, u64>);

impl Reasons {
    pub(crate) fn add(&mut self, reason: impl Into<String>, n: u64) {
        if n > 0 {
            *self.0.entry(reason.into()).or_default() += n;
        }
    }

    pub(crate) fn list(self) -> Vec<LeftOut> {
        let mut list: Vec<LeftOut> = self
            .0
            .into_iter()
            .map(|(reason, n)| LeftOut { reason, n })
            .collect();
        list.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.reason.cmp(&b.reason)));
        list
    }
}
