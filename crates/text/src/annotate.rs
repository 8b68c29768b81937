//! Putting one annotation together from the heads, the clauses and the phrases.

use crate::annotation::{
    Annotation, EmotionReading, IntentReading, Sentiment, SentimentLabel, TopicMention,
};
use crate::document::{Clause, Document};
use crate::emotion::Emotion;
use crate::intents::INTENTS;
use crate::language::UNDETERMINED;
use crate::model::{Heads, Model, Scratch, capped};
use crate::topics::Codeframe;

/// Confidence below which a text is not counted under its label: three classes, and none is
/// as probable as the two others together.
pub(crate) const UNSURE_BELOW: f32 = 0.5;
/// Probability of a sentiment from which it makes a complaint or a praise by itself.
const CLEAR: f32 = 0.75;

impl Model {
    /// Says what one verbatim says, by the codeframe of this build. The same text and model give
    /// the same annotation; no text makes it fail. At most [`crate::READ_CAP_BYTES`] are read.
    pub fn annotate(&self, text: &str) -> Annotation {
        self.annotate_with(text, self.codeframe())
    }

    /// The same by another codeframe: topics that the model learned are found under their id or
    /// where it became an alias; others by their phrases alone.
    pub fn annotate_with(&self, text: &str, codeframe: &Codeframe) -> Annotation {
        let text = capped(text);
        let mut scratch = Scratch::default();
        let (language, language_confidence) = self.language_of(text, &mut scratch);
        let document = &mut scratch.document;
        self.read(text, language, codeframe, document);
        if document.clauses.is_empty() {
            return nothing_said();
        }
        let heads = self.heads_of(document);
        let sentiment = self.sentiment(&heads);
        Annotation {
            language: language.to_owned(),
            language_confidence: rounded(language_confidence),
            sentiment,
            topics: self.mentions(text, document, codeframe, sentiment.score),
            emotions: self.emotions(&heads),
            intents: self.intents(&heads),
            effort: self.reports_effort(&heads).then(|| tenths(heads.effort)),
            irony: rounded(heads.irony),
        }
    }

    fn mentions(
        &self,
        text: &str,
        document: &Document,
        codeframe: &Codeframe,
        whole: f32,
    ) -> Vec<TopicMention> {
        let mut out = Vec::new();
        for place in 0..document.clauses.len() {
            let found = self.found_in(text, document, place, codeframe);
            if found.is_empty() {
                continue;
            }
            let score = if document.clauses.len() == 1 {
                whole
            } else {
                let [negative, _, positive] = self.sentiment_of(document, place);
                rounded(positive - negative)
            };
            out.extend(found.into_iter().map(|found| {
                let topic = &codeframe.topics()[found.topic];
                TopicMention {
                    topic: topic.id.clone(),
                    label: topic.label.clone(),
                    sentiment: score,
                    confidence: rounded(found.confidence),
                    start: found.start,
                    end: found.end,
                }
            }));
        }
        out
    }

    /// Topics of one clause, each once, in reading order.
    fn found_in(
        &self,
        text: &str,
        document: &Document,
        place: usize,
        codeframe: &Codeframe,
    ) -> Vec<Found> {
        let clause = &document.clauses[place];
        let hits = || {
            document
                .hits
                .iter()
                .filter(|hit| (clause.start..clause.end).contains(&hit.start))
        };
        let any_named = hits().next().is_some();
        let mut out: Vec<Found> = Vec::new();
        for (column, &p) in self.topics_of(document, place).iter().enumerate() {
            // Most columns end here, before anything is looked up.
            if p < self.topic_threshold(column) && !any_named {
                continue;
            }
            let Some(topic) = codeframe.index_of(&self.topics()[column]) else {
                continue;
            };
            // A phrase of the codeframe always counts: people may change what it says.
            let named = hits().find(|hit| hit.topic == topic);
            if p < self.topic_threshold(column) && named.is_none() {
                continue;
            }
            if let Some(known) = out.iter_mut().find(|known| known.topic == topic) {
                known.confidence = known.confidence.max(p);
                continue;
            }
            let (start, end) =
                named.map_or_else(|| trimmed(text, clause), |hit| (hit.start, hit.end));
            out.push(Found {
                topic,
                confidence: p,
                start,
                end,
            });
        }
        for hit in hits() {
            let learned = codeframe.is_learned(hit.topic, self.topics());
            if !learned && out.iter().all(|known| known.topic != hit.topic) {
                out.push(Found {
                    topic: hit.topic,
                    confidence: 1.0,
                    start: hit.start,
                    end: hit.end,
                });
            }
        }
        out.sort_by_key(|found| (found.start, found.topic));
        out
    }

    /// Emotions above their thresholds, the surest first.
    fn emotions(&self, heads: &Heads) -> Vec<EmotionReading> {
        let mut found: Vec<Emotion> = Emotion::ALL
            .into_iter()
            .filter(|&e| self.reports(heads, e))
            .collect();
        found.sort_by(|a, b| heads.field[*b as usize].total_cmp(&heads.field[*a as usize]));
        let reading = |e: Emotion| EmotionReading {
            emotion: e.name().to_owned(),
            confidence: rounded(heads.field[e as usize]),
        };
        found.into_iter().map(reading).collect()
    }

    /// Intents above their thresholds, the surest first; clear displeasure is a complaint and
    /// clear pleasure a praise.
    fn intents(&self, heads: &Heads) -> Vec<IntentReading> {
        let [negative, _, positive] = heads.sentiment;
        let clear = |i: usize| match INTENTS[i] {
            "complaint" => negative >= CLEAR,
            "praise" => positive >= CLEAR,
            _ => false,
        };
        let mut found: Vec<usize> = (0..INTENTS.len())
            .filter(|&i| self.reports_intent(heads, i) || clear(i))
            .collect();
        found.sort_by(|a, b| heads.intents[*b].total_cmp(&heads.intents[*a]));
        let reading = |i: usize| IntentReading {
            intent: INTENTS[i].to_owned(),
            confidence: rounded(heads.intents[i]),
        };
        found.into_iter().map(reading).collect()
    }

    fn sentiment(&self, heads: &Heads) -> Sentiment {
        let p = heads.sentiment;
        let best = (1..3).fold(0, |best, i| if p[i] > p[best] { i } else { best });
        let score = rounded(p[2] - p[0]);
        Sentiment {
            label: SentimentLabel::ALL[best],
            score,
            confidence: rounded(p[best]),
            level: self.level(score),
            unsure: p[best] < UNSURE_BELOW,
        }
    }
}

struct Found {
    topic: usize,
    confidence: f32,
    start: usize,
    end: usize,
}

/// A clause without the spaces and marks around its words; all of a clause of marks.
pub(crate) fn trimmed(text: &str, clause: &Clause) -> (usize, usize) {
    let words = &text[clause.start..clause.end];
    let tail = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let core = tail.trim_end_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() {
        return (clause.start, clause.end);
    }
    let start = clause.end - tail.len();
    (start, start + core.len())
}

fn nothing_said() -> Annotation {
    let sentiment = Sentiment {
        label: SentimentLabel::Neutral,
        score: 0.0,
        confidence: 0.0,
        level: 0,
        unsure: true,
    };
    Annotation {
        language: UNDETERMINED.to_owned(),
        language_confidence: 0.0,
        sentiment,
        topics: Vec::new(),
        emotions: Vec::new(),
        intents: Vec::new(),
        effort: None,
        irony: 0.0,
    }
}

/// Four decimals are more than the model knows, and read better.
pub(crate) fn rounded(value: f32) -> f32 {
    (value * 1e4).round() / 1e4
}

fn tenths(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}
