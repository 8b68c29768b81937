//! The shapes of answers: sufficient statistics, never bare scores.

use serde::{Deserialize, Serialize};

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// A common dimension: `post`, `channel`, `location` …
    Dimension,
    /// A question that holds a number: `q_…`.
    Question,
    /// A registered attribute: `a_…`.
    Attribute,
}

/// One column of the signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in SQL.
    pub name: String,
    /// What it is.
    pub kind: ColumnKind,
}

/// A value and how many rows have it; `None` is "not given".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueCount {
    /// The value as text.
    pub value: Option<String>,
    /// How many.
    pub n: u64,
}

/// One group's values of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// The group: period label first when a grain was asked, then each dimension's value in order.
    pub group: Vec<Option<String>>,
    /// Each value given and how often, ascending.
    pub values: Vec<(f64, u64)>,
    /// Signals of the group without a value.
    pub missing: u64,
}

/// One group's moments of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct MomentsRow {
    /// The group, as in [`Tally::group`].
    pub group: Vec<Option<String>>,
    /// Signals with a value.
    pub n: u64,
    /// Sum of values.
    pub sum: f64,
    /// Sum of squared values.
    pub sum_sq: f64,
    /// Signals without a value.
    pub missing: u64,
}

/// What those answered to a question who talk about a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicScores {
    /// Stable topic id.
    pub topic: String,
    /// Each value given and how often, ascending; every signal counts once.
    pub values: Vec<(f64, u64)>,
}

/// How many verbatims of a week and place there are, and how many are displeased with a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicWeek {
    /// Stable topic id; absent where all verbatims are counted.
    pub topic: Option<String>,
    /// The place; absent for "not given".
    pub location: Option<String>,
    /// The Monday it begins with.
    pub week: jiff::civil::Date,
    /// Verbatims.
    pub n: u64,
}

/// One topic's counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicTally {
    /// Stable topic id.
    pub topic: String,
    /// Verbatims that mention it.
    pub verbatims: u64,
    /// Mentions, by how the clause is felt.
    pub negative: u64,
    /// Neutral mentions.
    pub neutral: u64,
    /// Positive mentions.
    pub positive: u64,
}

/// One combination of values and how many signals have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CubeRow {
    /// The combination, as in [`Tally::group`].
    pub group: Vec<Option<String>>,
    /// Signals.
    pub n: u64,
}

/// Weighted sums of products of `v = (1, x₁ … x_k, m₁ … m_k)`, where `x` is a question's value, 0
/// where it is missing, and `m` is 1 where it is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Products {
    /// Length of `v`: one more than twice the questions.
    pub width: usize,
    /// Signals.
    pub n: u64,
    /// Sum of squared weights, for the effective number of signals.
    pub weight_sq: f64,
    /// The upper triangle of `Σ w v vᵀ`, row by row.
    pub sums: Vec<f64>,
}

impl Products {
    /// Nothing summed yet, for so many questions.
    #[must_use]
    pub fn zero(questions: usize) -> Self {
        let width = 1 + 2 * questions;
        Self {
            width,
            n: 0,
            weight_sq: 0.0,
            sums: vec![0.0; width * (width + 1) / 2],
        }
    }

    /// `Σ w v_a v_b`.
    #[must_use]
    pub fn sum(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (a.min(b), a.max(b));
        self.sums[self.start(a) + b - a]
    }

    /// Where row `a` of the triangle begins.
    fn start(&self, a: usize) -> usize {
        a * self.width - a * a.saturating_sub(1) / 2
    }

    /// Adds one signal; `None` is a missing value.
    pub fn push(&mut self, weight: f64, values: impl IntoIterator<Item = Option<f64>>) {
        let questions = self.width / 2;
        let mut here = Vec::with_capacity(questions + 1);
        here.push((0, 1.0));
        let mut absent = Vec::new();
        for (at, value) in values.into_iter().enumerate() {
            match value {
                Some(value) => here.push((1 + at, value)),
                None => absent.push((1 + questions + at, 1.0)),
            }
        }
        here.extend(absent);
        self.n += 1;
        self.weight_sq += weight * weight;
        for (i, &(a, x)) in here.iter().enumerate() {
            let start = self.start(a);
            let row = &mut self.sums[start..];
            for &(b, y) in &here[i..] {
                row[b - a] += weight * x * y;
            }
        }
    }

    /// Adds the sums of other signals.
    pub fn merge(&mut self, other: &Self) {
        self.n += other.n;
        self.weight_sq += other.weight_sq;
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_sums_over_rows_and_merge() {
        let rows = [
            (1.0, [Some(2.0), Some(3.0)]),
            (0.5, [Some(4.0), None]),
            (2.0, [None, Some(5.0)]),
        ];
        let mut whole = Products::zero(2);
        let mut parts = [Products::zero(2), Products::zero(2)];
        for (at, (weight, values)) in rows.iter().enumerate() {
            whole.push(*weight, *values);
            parts[at % 2].push(*weight, *values);
        }
        let [mut first, second] = parts;
        first.merge(&second);
        assert_eq!(first, whole);
        // v = (1, x1, x2, m1, m2)
        assert_eq!(whole.sum(0, 0), 3.5);
        assert_eq!(whole.sum(0, 1), 2.0 + 0.5 * 4.0);
        assert_eq!(whole.sum(2, 1), 6.0);
        assert_eq!(whole.sum(2, 2), 9.0 + 2.0 * 25.0);
        assert_eq!(whole.sum(1, 4), 0.5 * 4.0);
        assert_eq!(whole.sum(3, 2), 2.0 * 5.0);
        assert_eq!((whole.sum(3, 3), whole.sum(3, 4), whole.n), (2.0, 0.0, 3));
        assert_eq!(whole.weight_sq, 1.0 + 0.25 + 4.0);
    }
}
