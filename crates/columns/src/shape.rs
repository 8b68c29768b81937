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
