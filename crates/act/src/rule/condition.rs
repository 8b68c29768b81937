//! One condition of a rule: whether it holds, and in which words.

use super::phrase;
use domain::Signal;
use domain::annotation::VerbatimRecord;
use serde::{Deserialize, Serialize};

/// One condition; in JSON its `field` says which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The number given to a question.
    Score {
        /// The question's key, e.g. `nps`.
        question: String,
        /// How to compare.
        op: Op,
        /// With what, on the question's scale.
        value: f64,
    },
    /// How the words were felt (needs annotation).
    Sentiment {
        /// One of these.
        any: Vec<Sentiment>,
    },
    /// What is talked about (needs annotation).
    Topic {
        /// One of these topic ids.
        any: Vec<String>,
        /// And felt so, in the clause that mentions it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        felt: Option<Felt>,
    },
    /// Where it was, as the source names it.
    Location {
        /// One of these.
        any: Vec<String>,
    },
    /// Which way it came: `web`, `email`, `kiosk` …
    Channel {
        /// One of these.
        any: Vec<String>,
    },
    /// Which listening post heard it.
    Post {
        /// One of these post ids.
        any: Vec<String>,
    },
    /// What the words contain: whole words in any case, `injur*` for beginnings.
    Text {
        /// One of these phrases.
        any: Vec<String>,
    },
    /// A registered attribute.
    Attribute {
        /// The attribute's key.
        key: String,
        /// One of these values.
        any: Vec<String>,
    },
}

/// How a score is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// ≤
    AtMost,
    /// ≥
    AtLeast,
    /// <
    Below,
    /// >
    Above,
    /// =
    Equals,
}

/// How words are felt as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentiment {
    /// Bad.
    Negative,
    /// Neither.
    Neutral,
    /// Good.
    Positive,
}

impl Sentiment {
    fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

/// How a topic is felt in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Felt {
    /// Below 0.
    Negative,
    /// Above 0.
    Positive,
}

impl Op {
    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
            Self::Below => left < right,
            Self::Above => left > right,
            Self::Equals => left == right,
        }
    }
    fn words(self) -> &'static str {
        match self {
            Self::AtMost => "at most",
            Self::AtLeast => "at least",
            Self::Below => "below",
            Self::Above => "above",
            Self::Equals => "exactly",
        }
    }
}

/// What made a condition hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Held {
    pub(super) why: String,
    pub(super) score: Option<(String, f64)>,
    pub(super) topic: Option<String>,
    pub(super) phrase: Option<String>,
}

impl Held {
    fn because(why: String) -> Option<Self> {
        Some(Self {
            why,
            ..Self::default()
        })
    }
}

fn one_of<'a>(any: &'a [String], value: Option<&str>) -> Option<&'a String> {
    let value = value?;
    any.iter()
        .find(|v| v.trim().eq_ignore_ascii_case(value.trim()))
}

impl Condition {
    /// Whether only annotation knows.
    pub(super) fn needs_annotation(&self) -> bool {
        matches!(self, Self::Sentiment { .. } | Self::Topic { .. })
    }

    /// What is wrong with it and how to mend it.
    pub(super) fn check(&self) -> Result<(), (String, &'static str)> {
        let (name, list): (&str, Option<&[String]>) = match self {
            Self::Score {
                question, value, ..
            } => {
                if question.trim().is_empty() {
                    return Err((
                        "the score has no question".into(),
                        "name the question's key, e.g. nps",
                    ));
                }
                if !value.is_finite() {
                    return Err((
                        format!("{value} is no score"),
                        "give a number on the question's scale",
                    ));
                }
                ("score", None)
            }
            Self::Sentiment { any } if any.is_empty() => {
                return Err((
                    "'sentiment' names nothing".into(),
                    "put negative, neutral or positive into 'any'",
                ));
            }
            Self::Sentiment { .. } => ("sentiment", None),
            Self::Topic { any, .. } => ("topic", Some(any)),
            Self::Location { any } => ("location", Some(any)),
            Self::Channel { any } => ("channel", Some(any)),
            Self::Post { any } => ("post", Some(any)),
            Self::Text { any } => {
                if let Some(empty) = any.iter().find(|p| !phrase::says_something(p)) {
                    return Err((
                        format!("the phrase '{empty}' has no word"),
                        "write a word or phrase, e.g. unsafe or injur*",
                    ));
                }
                ("text", Some(any))
            }
            Self::Attribute { key, any } => {
                if key.trim().is_empty() {
                    return Err((
                        "the attribute has no key".into(),
                        "name the attribute's key, e.g. branch",
                    ));
                }
                ("attribute", Some(any))
            }
        };
        match list {
            Some([]) => Err((
                format!("'{name}' names nothing"),
                "put at least one value into 'any'",
            )),
            Some(any) if any.len() > 500 || any.iter().any(|v| v.len() > 200) => Err((
                format!("'{name}' is too long"),
                "keep at most 500 values of at most 200 bytes",
            )),
            _ => Ok(()),
        }
    }

    /// Whether it holds, and why in words; without annotation what needs it does not hold.
    pub(super) fn holds(
        &self,
        signal: &Signal,
        annotation: Option<&[VerbatimRecord]>,
    ) -> Option<Held> {
        let records = annotation.unwrap_or_default();
        match self {
            Self::Score {
                question,
                op,
                value,
            } => {
                let score = signal.score(question)?;
                op.holds(score, *value).then(|| Held {
                    why: format!("{question} is {score} ({} {value})", op.words()),
                    score: Some((question.clone(), score)),
                    ..Held::default()
                })
            }
            Self::Sentiment { any } => {
                let felt = records
                    .iter()
                    .find_map(|r| any.iter().find(|s| s.as_str() == r.sentiment_label))?;
                Held::because(format!("the words are {}", felt.as_str()))
            }
            Self::Topic { any, felt } => {
                let mention = records.iter().flat_map(|r| &r.mentions).find(|m| {
                    one_of(any, Some(&m.topic)).is_some()
                        && match felt {
                            None => true,
                            Some(Felt::Negative) => m.sentiment < 0.0,
                            Some(Felt::Positive) => m.sentiment > 0.0,
                        }
                })?;
                Some(Held {
                    why: format!("they are about {}", mention.topic),
                    topic: Some(mention.topic.clone()),
                    ..Held::default()
                })
            }
            Self::Location { any } => {
                let place = one_of(any, signal.location.as_deref())?;
                Held::because(format!("it is about {place}"))
            }
            Self::Channel { any } => {
                let channel = one_of(any, Some(&signal.channel))?;
                Held::because(format!("it came by {channel}"))
            }
            Self::Post { any } => any.iter().any(|p| p == signal.post.as_str()).then(|| Held {
                why: "it came to this listening post".into(),
                ..Held::default()
            }),
            Self::Text { any } => {
                let found = signal
                    .verbatims()
                    .find_map(|(_, words)| phrase::first_in(words, any))?;
                Some(Held {
                    why: format!("the words contain '{found}'"),
                    phrase: Some(found.to_owned()),
                    ..Held::default()
                })
            }
            Self::Attribute { key, any } => {
                let value = one_of(any, signal.attributes.get(key).map(String::as_str))?;
                Held::because(format!("{key} is {value}"))
            }
        }
    }
}
