//! Keeping test texts out of training: the same text in other clothes is the same text.

use std::collections::{BTreeMap, HashSet};

use super::data::stable;

/// Letters and digits from which a beginning or an end alone gives a text away.
const LONG: usize = 60;
/// How much of a long text's beginning and end is compared.
const EDGE: usize = 40;

/// Fingerprints of texts that must not be trained on.
#[derive(Default)]
pub struct TestTexts {
    whole: HashSet<u64>,
    edges: HashSet<u64>,
}

impl TestTexts {
    /// Adds a test text.
    pub fn add(&mut self, text: &str) {
        let plain = plain(text);
        self.whole.insert(stable(&plain));
        self.edges.extend(edges(&plain));
    }

    /// Whether the text, or a near copy, is a test text.
    pub fn hold(&self, text: &str) -> bool {
        let plain = plain(text);
        // "ok" and "thank you" stand in every set and give nothing away.
        plain.len() > 12
            && (self.whole.contains(&stable(&plain))
                || edges(&plain).iter().any(|edge| self.edges.contains(edge)))
    }
}

/// Counts per source of what was left out.
pub type LeftOut = BTreeMap<String, usize>;

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn edges(plain: &str) -> Vec<u64> {
    let count = plain.chars().count();
    if count < LONG {
        return Vec::new();
    }
    let first: String = plain.chars().take(EDGE).collect();
    let last: String = plain.chars().skip(count - EDGE).collect();
    vec![stable(&first), stable(&format!("end {last}"))]
}
