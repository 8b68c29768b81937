//! The encoder as the second reader of a cascade.

use super::topical::{self, Said};
use super::{Encoder, EncoderReading, HeadSettings};
use crate::annotate::{UNSURE_BELOW, rounded};
use crate::annotation::{
    Annotation, EmotionReading, IntentReading, Sentiment, SentimentLabel, TopicMention,
};
use crate::cascade::SecondReader;
use crate::clause::clauses;
use crate::emotion::Emotion;
use crate::model::Model;
use crate::topics::Codeframe;

/// An encoder, and how unsure the fast tier must be of a text for the encoder to read it.
#[derive(Debug)]
pub struct Second {
    encoder: Encoder,
    below: f32,
    version: String,
}

impl Second {
    /// An encoder that reads about `share` (0 to 1) of the texts: those that the fast tier is
    /// least sure of. The model's file says how sure that is, measured on its held-back texts;
    /// where it says nothing, every text is taken to be equally likely at every confidence from
    /// a third to 1.
    #[must_use]
    pub fn new(encoder: Encoder, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let below = confidence_at(&encoder.settings().cascade, share);
        let version = format!("{}@{share}", encoder.settings().version);
        Self {
            encoder,
            below,
            version,
        }
    }

    /// The encoder.
    #[must_use]
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// Whether it would read a text again that the fast tier read so.
    #[must_use]
    pub fn asks(&self, said: &Annotation) -> bool {
        let languages = &self.encoder.settings().languages;
        let known = languages.is_empty() || languages.contains(&said.language);
        known && said.sentiment.confidence > 0.0 && said.sentiment.confidence < self.below
    }

    fn enter(
        &self,
        text: &str,
        codeframe: &Codeframe,
        reading: &EncoderReading,
        said: &mut Annotation,
    ) {
        let heads = &self.encoder.settings().heads;
        if let Some(p) = reading.sentiment {
            said.sentiment = sentiment(p);
        }
        if let (Some(topics), Some(head)) = (&reading.topics, heads.get("topics")) {
            let whole = said.sentiment.score;
            let by = Said {
                head,
                topics,
                whole,
            };
            said.topics = topical::mentions(text, &said.language, by, codeframe, &said.topics);
        }
        if reading.sentiment.is_some() {
            // In a text of one clause a mention is felt as the whole is.
            if clauses(text, &said.language).len() == 1 {
                for mention in &mut said.topics {
                    mention.sentiment = said.sentiment.score;
                }
            }
        }
        if let (Some(p), Some(head)) = (&reading.field, heads.get("field")) {
            let named = |(emotion, confidence)| EmotionReading {
                emotion,
                confidence,
            };
            let known = |name: &String| Emotion::ALL.iter().any(|e| e.name() == name);
            said.emotions = above(head, p)
                .filter(|(name, _)| known(name))
                .map(named)
                .collect();
            said.emotions
                .sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        }
        if let (Some(p), Some(head)) = (&reading.intents, heads.get("intents")) {
            let named = |(intent, confidence)| IntentReading { intent, confidence };
            said.intents = above(head, p).map(named).collect();
            said.intents
                .sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        }
    }

    /// How the mentions in texts of several clauses are felt, where the encoder can say so of a
    /// text and an aspect's words.
    fn feel(&self, texts: &[&str], asked: &[usize], first: &mut [Annotation]) {
        let mut words: Vec<(usize, usize, String)> = Vec::new();
        for &i in asked {
            let said = &first[i];
            if clauses(texts[i], &said.language).len() > 1 {
                let of = |(at, mention)| (i, at, aspect(texts[i], mention, &said.topics));
                words.extend(said.topics.iter().enumerate().map(of));
            }
        }
        let pairs = words
            .iter()
            .map(|(i, _, words)| (texts[*i], words.as_str()));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        let Ok(felt) = self.encoder.aspect_polarity(&pairs) else {
            return;
        };
        for ((i, at, _), p) in words.iter().zip(felt) {
            first[*i].topics[*at].sentiment = rounded(p[2] - p[0]);
        }
    }
}

/// The words under which the encoder is asked how a mention is felt: the topic's, or those at its
/// place where the text speaks of the topic more than once.
fn aspect(text: &str, mention: &TopicMention, all: &[TopicMention]) -> String {
    let alike = all.iter().filter(|other| other.topic == mention.topic);
    match text.get(mention.start..mention.end) {
        Some(words) if alike.count() > 1 => words.to_owned(),
        _ => mention.topic.replace('_', " "),
    }
}

/// Labels at or above their thresholds, with their probabilities.
fn above<'a>(head: &'a HeadSettings, p: &'a [f32]) -> impl Iterator<Item = (String, f32)> + 'a {
    let edge = |at: usize| head.thresholds.get(at).copied().unwrap_or(0.5);
    let labels = head.labels.iter().zip(p).enumerate();
    labels
        .filter(move |(at, (_, p))| **p >= edge(*at))
        .map(|(_, (name, p))| (name.clone(), rounded(*p)))
}

fn sentiment(p: [f32; 3]) -> Sentiment {
    let best = (1..3).fold(0, |best, i| if p[i] > p[best] { i } else { best });
    let score = rounded(p[2] - p[0]);
    Sentiment {
        label: SentimentLabel::ALL[best],
        score,
        confidence: rounded(p[best]),
        level: Model::embedded().level(score),
        unsure: p[best] < UNSURE_BELOW,
    }
}

/// The confidence below which a share of texts lies, from its quantiles at equal steps.
fn confidence_at(quantiles: &[f32], share: f32) -> f32 {
    const LEAST: f32 = 1.0 / 3.0;
    // Nobody is surer than 1; a share of 1 asks about every text.
    if share >= 1.0 {
        return f32::INFINITY;
    }
    let (Some(last), Some(_)) = (quantiles.len().checked_sub(1), quantiles.first()) else {
        return LEAST + share * (1.0 - LEAST);
    };
    let at = share * last as f32;
    let (low, rest) = (at.floor() as usize, at.fract());
    let next = quantiles[(low + 1).min(last)];
    quantiles[low] + rest * (next - quantiles[low])
}

impl SecondReader for Second {
    fn version(&self) -> &str {
        &self.version
    }

    fn read_again(&self, texts: &[&str], codeframe: &Codeframe, first: &mut [Annotation]) -> usize {
        let asked: Vec<usize> = (0..texts.len().min(first.len()))
            .filter(|&i| self.asks(&first[i]))
            .collect();
        let words: Vec<&str> = asked.iter().map(|&i| texts[i]).collect();
        let Ok(read) = self.encoder.read(&words) else {
            return 0;
        };
        for (&i, reading) in asked.iter().zip(&read) {
            self.enter(texts[i], codeframe, reading, &mut first[i]);
        }
        self.feel(texts, &asked, first);
        asked.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_off_the_quantiles() {
        let quantiles = [0.4, 0.6, 0.9];
        assert_eq!(confidence_at(&quantiles, 0.0), 0.4);
        assert!((confidence_at(&quantiles, 0.25) - 0.5).abs() < 1e-6);
        assert_eq!(confidence_at(&quantiles, 0.5), 0.6);
        assert_eq!(confidence_at(&quantiles, 1.0), f32::INFINITY);
        assert!((confidence_at(&[], 0.5) - 2.0 / 3.0).abs() < 1e-6);
    }
}
