//! The codeframe: what customers talk about, in two levels, and the phrases that name it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Result, TextError};
use crate::language::phrases_for;
use crate::matcher::{Hit, Matcher, lowered};

static EMBEDDED: &str = include_str!("../../../models/codeframe.json");

/// Phrases under this key are looked for in every language.
const EVERY_LANGUAGE: &str = "any";

/// A group of topics: the first level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicGroup {
    /// Stable id.
    pub id: String,
    /// English label.
    pub label: String,
}

/// A topic: the second level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Stable id, snake case; never reused for another meaning.
    pub id: String,
    /// Id of its [`TopicGroup`].
    pub parent: String,
    /// English label.
    pub label: String,
    /// Phrases per language code; `any` stands for all languages.
    patterns: BTreeMap<String, Vec<String>>,
}

impl Topic {
    /// The phrases that name the topic in a language, stars and all.
    pub fn patterns(&self, language: &str) -> &[String] {
        self.patterns.get(language).map_or(&[], Vec::as_slice)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    groups: Vec<TopicGroup>,
    topics: Vec<Topic>,
}

/// The topics in force and their compiled phrases.
#[derive(Debug)]
pub struct Codeframe {
    version: String,
    groups: Vec<TopicGroup>,
    topics: Vec<Topic>,
    matchers: BTreeMap<String, Matcher>,
}

/// A topic found at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicHit {
    /// Index into [`Codeframe::topics`].
    pub topic: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Codeframe {
    /// The codeframe of this build, `models/codeframe.json`.
    ///
    /// # Errors
    /// Never in a build that passed its tests.
    pub fn embedded() -> Result<Self> {
        Self::parse(EMBEDDED)
    }

    /// Reads a codeframe from its JSON text.
    ///
    /// # Errors
    /// When the text is no codeframe, an id is used twice or a parent is missing.
    pub fn parse(json: &str) -> Result<Self> {
        let bad = |detail: String| TextError::BadCodeframe { detail };
        let file: File = serde_json::from_str(json).map_err(|error| bad(error.to_string()))?;
        for (i, topic) in file.topics.iter().enumerate() {
            if file.topics[..i].iter().any(|other| other.id == topic.id) {
                return Err(bad(format!("topic {:?} stands there twice", topic.id)));
            }
            if !file.groups.iter().any(|group| group.id == topic.parent) {
                return Err(bad(format!(
                    "topic {:?} has no group {:?}",
                    topic.id, topic.parent
                )));
            }
        }
        let mut by_language: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
        for (owner, topic) in file.topics.iter().enumerate() {
            for (language, patterns) in &topic.patterns {
                let list = by_language.entry(language).or_default();
                list.extend(patterns.iter().map(|p| (owner, p.as_str())));
            }
        }
        let shared = by_language.remove(EVERY_LANGUAGE).unwrap_or_default();
        let mut matchers = BTreeMap::new();
        for (language, mut patterns) in by_language {
            patterns.extend(&shared);
            if let Some((_, p)) = patterns.iter().find(|(_, p)| p.trim_matches('*').len() < 2) {
                return Err(bad(format!(
                    "the phrase {p:?} in {language:?} is too short"
                )));
            }
            let matcher = Matcher::new(patterns.into_iter())
                .ok_or_else(|| bad(format!("the phrases in {language:?} are too many")))?;
            matchers.insert(language.to_owned(), matcher);
        }
        Ok(Self {
            version: file.version,
            groups: file.groups,
            topics: file.topics,
            matchers,
        })
    }

    /// Version of the codeframe.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The first level.
    pub fn groups(&self) -> &[TopicGroup] {
        &self.groups
    }

    /// The second level.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Languages that have phrases of their own.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.matchers.keys().map(String::as_str)
    }

    /// Topics named in `text`, in reading order.
    pub fn find(&self, text: &str, language: &str) -> Vec<TopicHit> {
        let matcher = self.matchers.get(language);
        let matcher = matcher.or_else(|| self.matchers.get(phrases_for(language)));
        let hits = matcher.map(|m| m.find(&lowered(text))).unwrap_or_default();
        hits.into_iter()
            .map(|Hit { owner, start, end }| TopicHit {
                topic: owner,
                start,
                end,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_that_is_missing_is_named() {
        let json = r#"{"version":"1","groups":[],"topics":[{"id":"a","parent":"b","label":"A","patterns":{}}]}"#;
        let detail = r#"topic "a" has no group "b""#.to_owned();
        assert_eq!(
            Codeframe::parse(json).err(),
            Some(TextError::BadCodeframe { detail })
        );
    }

    #[test]
    fn the_codeframe_of_this_build_is_whole() {
        let frame = Codeframe::embedded().unwrap();
        assert!(frame.topics().len() >= 20);
        for language in ["en", "de", "fr", "es", "nl", "da", "sv", "fi", "pt", "it"] {
            assert!(
                frame.languages().any(|l| l == language),
                "{language} has no phrases"
            );
        }
        let plain = |id: &str| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        assert!(
            frame
                .topics()
                .iter()
                .all(|t| plain(&t.id) && !t.label.is_empty())
        );
    }
}
