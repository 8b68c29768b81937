//! What one verbatim says, in the shape that `hearback annotate` prints.

use serde::{Deserialize, Serialize};

/// Everything the model reads in one verbatim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// ISO 639-1 code, or `und` when the text holds no letters.
    pub language: String,
    /// Probability of that language, 0 to 1. Not part of the printed contract.
    #[serde(skip)]
    pub language_confidence: f32,
    /// How the whole text feels.
    pub sentiment: Sentiment,
    /// What is talked about, in reading order.
    pub topics: Vec<TopicMention>,
    /// Emotions above their threshold, the surest first.
    pub emotions: Vec<EmotionReading>,
    /// What the writer wants, the surest first.
    pub intents: Vec<IntentReading>,
    /// The effort the writer speaks of, -5 (very hard) to 5 (effortless); `None` when of none.
    #[serde(default)]
    pub effort: Option<f32>,
    /// Probability that the words say the opposite of what is meant, 0 to 1.
    #[serde(default)]
    pub irony: f32,
}

/// Sentiment of a whole text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sentiment {
    /// The most probable class.
    pub label: SentimentLabel,
    /// P(positive) − P(negative), −1 to 1.
    pub score: f32,
    /// Calibrated probability that `label` is right, 0 to 1.
    pub confidence: f32,
    /// -2 very negative, -1 negative, 0 neutral or mixed, 1 positive, 2 very positive.
    #[serde(default)]
    pub level: i8,
    /// Whether the confidence is too low to count the text under its label.
    #[serde(default)]
    pub unsure: bool,
}

/// Three-way sentiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentimentLabel {
    /// The writer is displeased.
    Negative,
    /// Neither, or a statement of fact.
    Neutral,
    /// The writer is pleased.
    Positive,
}

impl SentimentLabel {
    /// All labels in the order of the model's columns.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];

    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

/// One topic at one place of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicMention {
    /// Stable id from the codeframe.
    pub topic: String,
    /// English label from the codeframe.
    pub label: String,
    /// Sentiment of the clause that holds the mention, −1 to 1.
    pub sentiment: f32,
    /// Probability that the clause speaks of the topic, 0 to 1; 1 for a phrase of a topic that
    /// only phrases find.
    #[serde(default)]
    pub confidence: f32,
    /// First byte of the words that name the topic (UTF-8 offset).
    pub start: usize,
    /// One past their last byte.
    pub end: usize,
}

/// One emotion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmotionReading {
    /// Name from [`crate::Emotion`].
    pub emotion: String,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

/// One intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntentReading {
    /// One of [`crate::intents::INTENTS`].
    pub intent: String,
    /// Probability, 0 to 1.
    pub confidence: f32,
}
