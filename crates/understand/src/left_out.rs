//! What a number does not count, and why: a filter that changes only the numerator would lie.

use serde::Serialize;
use std::collections::BTreeMap;

/// Signals, answers or rows that a number leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub reason: String,
    /// How many.
    pub n: u64,
}

/// Counts by reason, most first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reasons(BTreeMap<String, u64>);

impl Reasons {
    pub(crate) fn add(&mut self, reason: impl Into<String>, n: u64) {
        if n > 0 {
            *self.0.entry(reason.into()).or_default() += n;
        }
    }

    /// One more without an answer in `column`.
    pub(crate) fn no(&mut self, column: &str) {
        self.add(format!("no {column}"), 1);
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.values().sum()
    }

    pub(crate) fn list(&self) -> Vec<LeftOut> {
        let each = self.0.iter();
        let mut list: Vec<LeftOut> = each
            .map(|(reason, &n)| LeftOut {
                reason: reason.clone(),
                n,
            })
            .collect();
        list.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.reason.cmp(&b.reason)));
        list
    }
}
