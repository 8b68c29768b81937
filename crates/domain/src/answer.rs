//! One item's value in a response.

use serde::{Deserialize, Serialize};

/// Why an answer has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The question was shown and left empty.
    Blank,
    /// Logic or sampling did not show the question.
    NotShown,
    /// The person did not meet what is asked about ("never used").
    NotEncountered,
    /// The person declined to answer.
    Refused,
    /// A value came that the scale does not have; it is kept in `choice`.
    OutOfRange,
}

/// One item's value. Exactly one of `value`, `choice`, `text` or `missing` says what was answered;
/// a choice may carry its code in `value` too.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question's stable key (see [`crate::name::key_of`]).
    pub question: String,
    /// The question's version; 1 when the source has none.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub version: i64,
    /// A number or an ordered choice's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// An unordered choice, as its code or label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// The person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

fn first() -> i64 {
    1
}

fn is_first(version: &i64) -> bool {
    *version == 1
}

impl Answer {
    /// A number on a scale.
    pub fn score(question: impl Into<String>, value: f64) -> Self {
        Self {
            question: question.into(),
            version: 1,
            value: Some(value),
            ..Self::default()
        }
    }
    /// The person's own words.
    pub fn verbatim(question: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            question: question.into(),
            version: 1,
            text: Some(text.into()),
            ..Self::default()
        }
    }
    /// An unordered choice.
    pub fn choice(question: impl Into<String>, choice: impl Into<String>) -> Self {
        Self {
            question: question.into(),
            version: 1,
            choice: Some(choice.into()),
            ..Self::default()
        }
    }
    /// An answer that is missing for a known reason.
    pub fn missing(question: impl Into<String>, why: Missing) -> Self {
        Self {
            question: question.into(),
            version: 1,
            missing: Some(why),
            ..Self::default()
        }
    }
}
