//! Putting one annotation together from the heads, the phrases and the clauses.

use crate::annotation::{Annotation, EmotionReading, Sentiment, SentimentLabel, TopicMention};
use crate::clause::clauses;
use crate::emotion::{Basic, Emotion};
use crate::language::UNDETERMINED;
use crate::model::{Heads, Model, Scratch, capped};

impl Model {
    /// Says what one verbatim says. The same text and model give the same annotation; no text
    /// makes it fail. At most [`crate::READ_CAP_BYTES`] are read.
    pub fn annotate(&self, text: &str) -> Annotation {
        let text = capped(text);
        let mut scratch = Scratch::default();
        scratch.tokens.read(text);
        let (language, language_confidence) = self.language_of(text, &mut scratch);
        if scratch.tokens.list.is_empty() {
            return nothing_said();
        }
        let heads = self.heads_of_tokens(language, &mut scratch);
        let sentiment = sentiment(&heads);
        let cuts = clauses(text, language);
        let topics = self.topics(text, language, &cuts, sentiment.score, &mut scratch);
        let emotions = self.emotions(language, &heads);
        let intents = self.intents.read(text, language, &heads.sentiment);
        Annotation {
            language: language.to_owned(),
            language_confidence: rounded(language_confidence),
            sentiment,
            topics,
            emotions,
            intents,
        }
    }

    fn topics(
        &self,
        text: &str,
        language: &str,
        cuts: &[(usize, usize)],
        whole: f32,
        scratch: &mut Scratch,
    ) -> Vec<TopicMention> {
        let found = self.codeframe().find(text, language);
        let mut out: Vec<TopicMention> = Vec::with_capacity(found.len());
        let mut scored: Option<(usize, f32)> = None;
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for hit in found {
            let clause = cuts
                .iter()
                .rposition(|&(from, _)| from <= hit.start)
                .unwrap_or(0);
            if taken.contains(&(clause, hit.topic)) {
                continue;
            }
            taken.push((clause, hit.topic));
            let score = match scored {
                Some((at, score)) if at == clause => score,
                _ if cuts.len() < 2 => whole,
                _ => {
                    scratch.tokens.read(&text[cuts[clause].0..cuts[clause].1]);
                    let heads = self.heads_of_tokens(language, scratch);
                    rounded(heads.sentiment[2] - heads.sentiment[0])
                }
            };
            scored = Some((clause, score));
            let topic = &self.codeframe().topics()[hit.topic];
            out.push(TopicMention {
                topic: topic.id.clone(),
                label: topic.label.clone(),
                sentiment: score,
                start: hit.start,
                end: hit.end,
            });
        }
        out
    }

    /// Emotions above their thresholds. Indifference is only told of a neutral text.
    fn emotions(&self, language: &str, heads: &Heads) -> Vec<EmotionReading> {
        let [negative, neutral, positive] = heads.sentiment;
        let flat = neutral > negative && neutral > positive;
        let mut found: Vec<(Emotion, f32)> = if language == "en" {
            let told = |&e: &Emotion| self.reports(heads, e) && (flat || e != Emotion::Indifferent);
            let all = Emotion::ALL.into_iter().filter(told);
            all.map(|e| (e, heads.field[e as usize])).collect()
        } else {
            let all = Basic::ALL
                .into_iter()
                .filter(|&b| self.reports_basic(heads, b));
            all.map(|b| (b.nearest(), heads.basic[b as usize]))
                .collect()
        };
        if found.is_empty() && flat {
            found.push((Emotion::Indifferent, neutral));
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found
            .into_iter()
            .map(|(e, p)| EmotionReading {
                emotion: e.name().to_owned(),
                confidence: rounded(p),
            })
            .collect()
    }
}

fn sentiment(heads: &Heads) -> Sentiment {
    let p = heads.sentiment;
    let best = (1..3).fold(0, |best, i| if p[i] > p[best] { i } else { best });
    Sentiment {
        label: SentimentLabel::ALL[best],
        score: rounded(p[2] - p[0]),
        confidence: rounded(p[best]),
    }
}

fn nothing_said() -> Annotation {
    let sentiment = Sentiment {
        label: SentimentLabel::Neutral,
        score: 0.0,
        confidence: 0.0,
    };
    Annotation {
        language: UNDETERMINED.to_owned(),
        language_confidence: 0.0,
        sentiment,
        topics: Vec::new(),
        emotions: Vec::new(),
        intents: Vec::new(),
    }
}

/// Four decimals are more than the model knows, and read better.
fn rounded(value: f32) -> f32 {
    (value * 1e4).round() / 1e4
}
