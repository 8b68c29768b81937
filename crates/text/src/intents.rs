//! What the writer wants: the names, and the phrases per language that say it outright.
//!
//! Phrases are evidence; the model's head weighs them with everything else that was said.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Result, TextError};
use crate::language::phrases_for;
use crate::matcher::{Matcher, lowered};

static EMBEDDED: &str = include_str!("../../../models/intents.json");

/// The intents, in the order of the model's columns.
pub const INTENTS: [&str; 8] = [
    "complaint",
    "praise",
    "question",
    "suggestion",
    "wants_contact",
    "threatens_to_leave",
    "switched",
    "safety_issue",
];
/// Place of the question in [`INTENTS`].
const QUESTION_AT: usize = 2;

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

    /// Intents that a phrase of the list or a question mark says outright, by their place in
    /// [`INTENTS`]: evidence for the head, which decides.
    pub fn said(&self, text: &str, language: &str) -> impl Iterator<Item = usize> {
        let mut said = [false; INTENTS.len()];
        let matcher = self.matchers.get(language);
        if let Some(matcher) = matcher.or_else(|| self.matchers.get(phrases_for(language))) {
            for hit in matcher.find(&lowered(text)) {
                said[hit.owner] = true;
            }
        }
        said[QUESTION_AT] |= asks(text);
        said.into_iter()
            .enumerate()
            .filter(|(_, said)| *said)
            .map(|(i, _)| i)
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

    fn said(text: &str, language: &str) -> Vec<&'static str> {
        let intents = Intents::embedded().unwrap();
        intents.said(text, language).map(|i| INTENTS[i]).collect()
    }

    #[test]
    fn what_is_said_outright_is_heard() {
        assert_eq!(said("Please call me back.", "en"), ["wants_contact"]);
        assert_eq!(said("I will never come back", "en"), ["threatens_to_leave"]);
        assert_eq!(
            said("Ich kündige meinen Vertrag", "de"),
            ["threatens_to_leave"]
        );
        assert_eq!(said("Where is my order?", "en"), ["question"]);
        assert_eq!(
            said("I switched to you from another bank", "en"),
            ["switched"]
        );
        assert_eq!(
            said("Danach hatten wir eine Lebensmittelvergiftung.", "de"),
            ["safety_issue"]
        );
        assert_eq!(
            said("昨日の刺身で食中毒になりました", "ja"),
            ["safety_issue"]
        );
        assert_eq!(said("The room was blue", "en"), [""; 0]);
    }
}
