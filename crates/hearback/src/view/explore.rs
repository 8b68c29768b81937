//! Views of topics, verbatims and people.

use super::EstimateView;
use super::themes::learning::SaidLabel;
use columns::{SignalRow, VerbatimRow};
use domain::time;
use serde::Serialize;
use std::collections::BTreeMap;
use store::understand::Judgment;
use understand::explore::TopicSummary;
use understand::themes::FrameBody;
use utoipa::ToSchema;

/// One topic under a filter.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TopicView {
    /// Stable id.
    pub topic: String,
    /// Label.
    pub label: String,
    /// Label of the group above it.
    pub parent: Option<String>,
    /// Verbatims that mention it.
    pub verbatims: u64,
    /// Negative mentions.
    pub negative: u64,
    /// Neutral mentions.
    pub neutral: u64,
    /// Positive mentions.
    pub positive: u64,
    /// Share positive minus share negative, in points.
    pub net: EstimateView,
}

impl From<TopicSummary> for TopicView {
    fn from(topic: TopicSummary) -> Self {
        Self {
            net: EstimateView::from(&topic.net),
            topic: topic.topic,
            label: topic.label,
            parent: topic.parent,
            verbatims: topic.verbatims,
            negative: topic.negative,
            neutral: topic.neutral,
            positive: topic.positive,
        }
    }
}

/// How many verbatims per sentiment.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct SentimentCounts {
    /// Displeased.
    pub negative: u64,
    /// Neither.
    pub neutral: u64,
    /// Pleased.
    pub positive: u64,
}

impl From<&[columns::ValueCount]> for SentimentCounts {
    fn from(counts: &[columns::ValueCount]) -> Self {
        let of = |label: &str| {
            counts
                .iter()
                .filter(|c| c.value.as_deref() == Some(label))
                .map(|c| c.n)
                .sum()
        };
        Self {
            negative: of("negative"),
            neutral: of("neutral"),
            positive: of("positive"),
        }
    }
}

/// How one text is felt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentimentView {
    /// `negative`, `neutral` or `positive`.
    pub label: String,
    /// −1..1.
    pub score: f64,
    /// 0..1.
    pub confidence: f64,
}

/// A topic at its place; offsets are UTF-8 bytes, half-open.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MentionView {
    /// Stable id.
    pub topic: String,
    /// Label.
    pub label: String,
    /// −1..1, of the clause.
    pub sentiment: f64,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// An emotion with its confidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmotionView {
    /// Which.
    pub emotion: String,
    /// 0..1.
    pub confidence: f64,
}

/// An intent with its confidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntentView {
    /// Which.
    pub intent: String,
    /// 0..1.
    pub confidence: f64,
}

/// A verbatim with what it says and where it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VerbatimView {
    /// The signal it came with.
    pub signal: String,
    /// The question it answers.
    pub question: String,
    /// The words, redacted.
    pub text: String,
    /// Language tag.
    pub language: String,
    /// How it is felt.
    pub sentiment: SentimentView,
    /// What is talked about.
    pub topics: Vec<MentionView>,
    /// Emotions, surest first.
    pub emotions: Vec<EmotionView>,
    /// Intents, surest first.
    pub intents: Vec<IntentView>,
    /// When it happened.
    pub occurred_at: String,
    /// The listening post.
    pub post: String,
    /// Where it came from.
    pub channel: String,
    /// The place.
    pub location: Option<String>,
    /// Numbers given in the same response.
    pub scores: BTreeMap<String, f64>,
    /// Attributes of the same response.
    pub attributes: BTreeMap<String, String>,
    /// The case it opened.
    pub case: Option<String>,
    /// What people said of its labels.
    pub corrections: Vec<SaidLabel>,
}

/// The view of a verbatim, with labels of the codeframe on show.
pub fn verbatim(
    row: VerbatimRow,
    codeframe: &FrameBody,
    case: Option<String>,
    said: &[Judgment],
) -> VerbatimView {
    let v = row.verbatim;
    let said = said.iter().filter(|said| said.question == v.question);
    let label = |id: &str| codeframe.label_of(id).to_owned();
    VerbatimView {
        corrections: said.map(SaidLabel::from).collect(),
        signal: v.signal.into(),
        question: v.question,
        text: v.text,
        language: v.language,
        sentiment: SentimentView {
            label: v.sentiment_label,
            score: v.sentiment,
            confidence: v.confidence,
        },
        topics: v
            .mentions
            .into_iter()
            .map(|m| MentionView {
                label: label(&m.topic),
                topic: m.topic,
                sentiment: m.sentiment,
                start: m.start,
                end: m.end,
            })
            .collect(),
        emotions: v
            .emotions
            .into_iter()
            .map(|(emotion, confidence)| EmotionView {
                emotion,
                confidence,
            })
            .collect(),
        intents: v
            .intents
            .into_iter()
            .map(|(intent, confidence)| IntentView { intent, confidence })
            .collect(),
        occurred_at: time::to_text(v.occurred_at),
        post: v.post.into(),
        channel: v.channel,
        location: v.location,
        scores: row.scores,
        attributes: row.attributes,
        case,
    }
}

/// A signal in a list of people behind a number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SignalView {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub occurred_at: String,
    /// The listening post.
    pub post: String,
    /// Where it came from.
    pub channel: String,
    /// The place.
    pub location: Option<String>,
    /// Our customer id, when known.
    pub customer: Option<String>,
    /// Numbers given.
    pub scores: BTreeMap<String, f64>,
    /// Attributes.
    pub attributes: BTreeMap<String, String>,
    /// The words, redacted.
    pub words: Vec<String>,
}

impl From<SignalRow> for SignalView {
    fn from(row: SignalRow) -> Self {
        Self {
            id: row.id,
            occurred_at: time::to_text(row.occurred_at),
            post: row.post,
            channel: row.channel,
            location: row.location,
            customer: row.customer,
            scores: row.scores,
            attributes: row.attributes,
            words: row.words,
        }
    }
}
