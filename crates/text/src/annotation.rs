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
    /// `complaint`, `praise`, `question`, `suggestion`, `wants_contact` or `threatens_to_leave`.
    pub intent: String,
    /// Strength of the evidence, 0 to 1. Rules have fixed strengths; they are not calibrated.
    pub confidence: f32,
}
