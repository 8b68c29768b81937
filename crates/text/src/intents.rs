//! What the writer wants: high-precision phrases per language, joined with sentiment.
//!
//! A false churn alarm costs more than a missed one, so a phrase must be said outright; for
//! complaint and praise a clear sentiment is enough. Confidences are fixed strengths of
//! evidence (or the sentiment's probability), not calibrated frequencies.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::annotation::IntentReading;
use crate::error::{Result, TextError};
use crate::language::phrases_for;
use crate::matcher::{Matcher, lowered};

static EMBEDDED: &str = include_str!("../../../models/intents.json");

const COMPLAINT: &str = "complaint";
const PRAISE: &str = "praise";
const QUESTION: &str = "question";
const SUGGESTION: &str = "suggestion";
const WANTS_CONTACT: &str = "wants_contact";
const THREATENS_TO_LEAVE: &str = "threatens_to_leave";

/// The intents, in the order in which the phrases refer to them.
pub const INTENTS: [&str; 6] = [
    COMPLAINT,
    PRAISE,
    QUESTION,
    SUGGESTION,
    WANTS_CONTACT,
    THREATENS_TO_LEAVE,
];

/// Confidence of an outright phrase.
const SAID: f32 = 0.9;
/// Confidence of a question mark alone.
const ASKED: f32 = 0.7;
/// Probability from which sentiment alone makes a complaint or a praise.
const CLEAR: f32 = 0.6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    intents: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// The compiled phrases.
#[derive(Debug)]
pub struct Intents {
    matchers: BTreeMap<String, Matcher>,
}

impl Intents {
    /// The phrases of this build, `models/intents.json`.
    ///
    /// # Errors
    /// Never in a build that passed its tests.
    pub fn embedded() -> Result<Self> {
        let bad = |detail: String| TextError::BadCodeframe { detail };
        let file: File = serde_json::from_str(EMBEDDED).map_err(|error| bad(error.to_string()))?;
        let mut by_language: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
        for (intent, languages) in &file.intents {
            let owner = INTENTS
                .iter()
                .position(|known| known == intent)
                .ok_or_else(|| bad(format!("there is no intent {intent:?}")))?;
            for (language, phrases) in languages {
                let list = by_language.entry(language).or_default();
                list.extend(phrases.iter().map(|p| (owner, p.as_str())));
            }
        }
        let mut matchers = BTreeMap::new();
        for (language, phrases) in by_language {
            let matcher = Matcher::new(phrases.into_iter())
                .ok_or_else(|| bad(format!("the phrases in {language:?} are too many")))?;
            matchers.insert(language.to_owned(), matcher);
        }
        Ok(Self { matchers })
    }

    /// Intents of a text, the surest first. `sentiment` is negative, neutral, positive.
    pub fn read(&self, text: &str, language: &str, sentiment: &[f32; 3]) -> Vec<IntentReading> {
        let mut strength = [0f32; INTENTS.len()];
        let matcher = self.matchers.get(language);
        if let Some(matcher) = matcher.or_else(|| self.matchers.get(phrases_for(language))) {
            for hit in matcher.find(&lowered(text)) {
                strength[hit.owner] = SAID;
            }
        }
        let [negative, _, positive] = *sentiment;
        // Thanks in an angry text are no praise, and "not a complaint" is no complaint.
        if positive > negative {
            strength[0] = 0.0;
        }
        if negative > positive {
            strength[1] = 0.0;
        }
        if negative >= CLEAR {
            strength[0] = strength[0].max(negative);
        }
        if positive >= CLEAR {
            strength[1] = strength[1].max(positive);
        }
        if asks(text) {
            strength[2] = strength[2].max(ASKED);
        }
        let mut out: Vec<IntentReading> = INTENTS
            .iter()
            .zip(strength)
            .filter(|&(_, strength)| strength > 0.0)
            .map(|(intent, strength)| IntentReading {
                intent: (*intent).to_owned(),
                confidence: (strength * 1e4).round() / 1e4,
            })
            .collect();
        out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        out
    }
}

/// A question mark that ends a sentence of at least two words.
fn asks(text: &str) -> bool {
    text.split_inclusive(['.', '!', '?', '\n', '？', '。'])
        .any(|sentence| {
            let words = sentence.split_whitespace().count();
            (sentence.ends_with('?') && words >= 2) || sentence.ends_with('？')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intents(text: &str, language: &str, sentiment: [f32; 3]) -> Vec<String> {
        let all = Intents::embedded()
            .unwrap()
            .read(text, language, &sentiment);
        all.into_iter().map(|reading| reading.intent).collect()
    }

    #[test]
    fn what_is_said_outright_is_heard() {
        let flat = [0.3, 0.4, 0.3];
        assert_eq!(intents("Please call me back.", "en", flat), [WANTS_CONTACT]);
        assert_eq!(
            intents("I will never come back", "en", flat),
            [THREATENS_TO_LEAVE]
        );
        assert_eq!(
            intents("Ich kündige meinen Vertrag", "de", flat),
            [THREATENS_TO_LEAVE]
        );
        assert_eq!(intents("Where is my order?", "en", flat), [QUESTION]);
        assert_eq!(intents("The room was blue", "en", flat), [""; 0]);
    }

    #[test]
    fn clear_sentiment_makes_complaint_or_praise() {
        assert_eq!(intents("Awful", "en", [0.8, 0.1, 0.1]), [COMPLAINT]);
        assert_eq!(intents("Lovely", "en", [0.1, 0.1, 0.8]), [PRAISE]);
    }
}
