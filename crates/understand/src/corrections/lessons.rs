//! What a workspace taught, put on top of what the model reads.

use super::base::{reading, reported};
use super::{Kind, Learned, Reading};
use crate::themes::Frame;
use crate::{Error, Result};
use text::{Annotation, EmotionReading, IntentReading, Model, SentimentLabel, TopicMention};

/// Confidence below which a text is not counted under its sentiment; the model's own rule.
const UNSURE_BELOW: f64 = 0.5;

/// A version of what a workspace's readings are corrected by: at most one correction per kind.
#[derive(Debug, Default)]
pub struct Lessons {
    /// Its version in the workspace; 0 corrects nothing.
    pub version: i64,
    /// The corrections.
    pub learned: Vec<Learned>,
}

impl Lessons {
    /// From the stored JSON list.
    ///
    /// # Errors
    /// Text that is none of this build's.
    pub fn parse(version: i64, body: &str) -> Result<Self> {
        let unreadable = |e: &dyn std::fmt::Display| Error::Lessons(e.to_string());
        let values: Vec<serde_json::Value> =
            serde_json::from_str(body).map_err(|e| unreadable(&e))?;
        let learned = values
            .iter()
            .map(|v| Learned::from_bytes(v.to_string().as_bytes()).map_err(|e| unreadable(&e)))
            .collect::<Result<_>>()?;
        Ok(Self { version, learned })
    }

    /// As a JSON list, to be stored.
    ///
    /// # Errors
    /// A weight is not finite, which learning never makes.
    pub fn to_json(learned: &[Learned]) -> Result<String> {
        serde_json::to_string(learned).map_err(|e| Error::Lessons(e.to_string()))
    }

    /// Whether any of them corrects what this model reads.
    pub fn fits(&self, model: &Model) -> bool {
        self.learned.iter().any(|l| l.model == model.version())
    }

    /// The correction of a kind for a model.
    pub fn of(&self, kind: &str, model: &Model) -> Option<&Learned> {
        let fits = |l: &&Learned| l.kind.name == kind && l.model == model.version();
        self.learned.iter().find(fits)
    }

    /// An annotation as corrected. Corrections that were learned on another model are left away.
    pub fn correct(
        &self,
        model: &Model,
        frame: &Frame,
        text: &str,
        mut read: Annotation,
    ) -> Annotation {
        let alone = read.clone();
        for learned in self.learned.iter().filter(|l| l.model == model.version()) {
            let kind = &learned.kind;
            let before = reading(kind, (model, frame), text, &alone);
            let after = learned.apply(text, &before);
            if kind.one_of {
                sentiment(model, text, &mut read, &after);
            } else {
                several(kind, (model, frame), text, &mut read, &after);
            }
        }
        read
    }
}

fn sentiment(model: &Model, text: &str, read: &mut Annotation, after: &Reading) {
    let p = SentimentLabel::ALL.map(|l| after.get(l.name()).copied().unwrap_or(0.0));
    let best = (1..3).fold(0, |best, i| if p[i] > p[best] { i } else { best });
    let before = read.sentiment.score;
    let score = ((p[2] - p[0]) * 1e4).round() / 1e4;
    read.sentiment.label = SentimentLabel::ALL[best];
    read.sentiment.score = score as f32;
    read.sentiment.confidence = ((p[best] * 1e4).round() / 1e4) as f32;
    read.sentiment.level = model.level(score as f32);
    read.sentiment.unsure = p[best] < UNSURE_BELOW;
    // In a text of one clause a mention is felt as the whole is.
    if text::clause::clauses(text, &read.language).len() == 1 {
        for mention in read.topics.iter_mut().filter(|t| t.sentiment == before) {
            mention.sentiment = score as f32;
        }
    }
}

/// Takes labels out that are not likely any more, and puts in those that have become so.
fn several(
    kind: &Kind,
    (model, frame): (&Model, &Frame),
    text: &str,
    read: &mut Annotation,
    after: &Reading,
) {
    let holds = |label: &str| after.get(label).is_none_or(|p| *p >= kind.threshold);
    let there: Vec<String> = reported(kind, read)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let fresh = after
        .iter()
        .filter(|(label, p)| **p >= kind.threshold && !there.contains(label));
    let fresh: Vec<(&String, f32)> = fresh.map(|(label, p)| (label, *p as f32)).collect();
    match kind.name.as_str() {
        "topic" => {
            read.topics.retain(|t| holds(&t.topic));
            let found = fresh
                .into_iter()
                .filter_map(|(label, p)| mention((model, frame), text, read, label, p));
            let found: Vec<TopicMention> = found.collect();
            for mention in found {
                if read.topics.iter().all(|t| t.topic != mention.topic) {
                    read.topics.push(mention);
                }
            }
            read.topics
                .sort_by(|a, b| (a.start, &a.topic).cmp(&(b.start, &b.topic)));
        }
        "intent" => {
            read.intents.retain(|i| holds(&i.intent));
            read.intents
                .extend(fresh.into_iter().map(|(label, p)| IntentReading {
                    intent: label.clone(),
                    confidence: p,
                }));
            read.intents
                .sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        }
        _ => {
            read.emotions.retain(|e| holds(&e.emotion));
            read.emotions
                .extend(fresh.into_iter().map(|(label, p)| EmotionReading {
                    emotion: label.clone(),
                    confidence: p,
                }));
            read.emotions
                .sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        }
    }
}

/// A mention of a topic that the model alone did not read: the clause where it is most likely, or
/// all of the text. None of a topic that is not looked for.
fn mention(
    (model, frame): (&Model, &Frame),
    text: &str,
    read: &Annotation,
    label: &str,
    confidence: f32,
) -> Option<TopicMention> {
    let topic = &frame.compiled().topics()[frame.compiled().index_of(label)?];
    let column = model.topics().iter().position(|known| known == label);
    let clauses = model.clause_topics(text, &read.language);
    let likeliest = column.and_then(|column| {
        clauses
            .iter()
            .max_by(|a, b| a.topics[column].total_cmp(&b.topics[column]))
    });
    let (start, end) = likeliest.map_or((0, text.len()), |clause| (clause.start, clause.end));
    let inside = &text[start..end];
    let skipped = inside.len() - inside.trim_start().len();
    Some(TopicMention {
        topic: topic.id.clone(),
        label: topic.label.clone(),
        sentiment: read.sentiment.score,
        confidence,
        start: start + skipped,
        end: start + skipped + inside.trim().len(),
    })
}
