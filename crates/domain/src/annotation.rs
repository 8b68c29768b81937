//! What a verbatim was read to say, as stored hot and in the lake.

use crate::time::Micros;
use crate::{CustomerId, PostId, Provenance, SignalId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One annotated verbatim: the redacted words, what they say, and the dimensions to ask by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerbatimRecord {
    /// The signal the words came with.
    pub signal: SignalId,
    /// The question they answer.
    pub question: String,
    /// The words, redacted.
    pub text: String,
    /// Whose words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The listening post.
    pub post: PostId,
    /// How we came to hear it.
    pub provenance: Provenance,
    /// Where it was said.
    pub channel: String,
    /// The place it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// When it happened, unix microseconds.
    pub occurred_at: Micros,
    /// The local date of it.
    pub occurred_on: Date,
    /// Test signals are excluded everywhere.
    #[serde(default)]
    pub test: bool,
    /// Which model and codeframe read it.
    pub run: String,
    /// Language tag.
    pub language: String,
    /// `negative`, `neutral` or `positive`.
    pub sentiment_label: String,
    /// −1..1.
    pub sentiment: f64,
    /// Calibrated probability of the label, 0..1.
    pub confidence: f64,
    /// Emotions with their confidence.
    #[serde(default)]
    pub emotions: Vec<(String, f64)>,
    /// Intents with their confidence.
    #[serde(default)]
    pub intents: Vec<(String, f64)>,
    /// Topics with their place in `text`.
    #[serde(default)]
    pub mentions: Vec<Mention>,
}

/// One topic, where it stands in the words, and how it is felt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Stable topic id.
    pub topic: String,
    /// −1..1, of the clause.
    pub sentiment: f64,
    /// UTF-8 byte offset in the redacted text, inclusive.
    pub start: usize,
    /// UTF-8 byte offset, exclusive.
    pub end: usize,
}
