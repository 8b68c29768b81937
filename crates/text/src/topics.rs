//! The codeframe: what customers talk about, in two levels, and the phrases that name it.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::error::{Result, TextError};
use crate::language::phrases_for;
use crate::matcher::{Hit, Matcher, lowered};

static EMBEDDED: &str = include_str!("../../../models/codeframe.json");

/// Phrases under this key are looked for in every language.
const EVERY_LANGUAGE: &str = "any";

/// A group of topics: the first level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicGroup {
    /// Stable id.
    pub id: String,
    /// English label.
    pub label: String,
    /// Label per language code, English aside.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// A topic: the second level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Stable id, snake case; never reused for another meaning.
    pub id: String,
    /// Id of its [`TopicGroup`].
    pub parent: String,
    /// English label.
    pub label: String,
    /// Label per language code, English aside.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    /// One English sentence that says what belongs to the topic.
    #[serde(default)]
    pub definition: String,
    /// Phrases per language code; `any` stands for all languages.
    patterns: BTreeMap<String, Vec<String>>,
    /// Ids of topics that were merged into this one: what a model reads as them is this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether it is no longer looked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Comments that speak of it, for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

impl Topic {
    /// The label in a language; the English one where the language has none. A region is
    /// ignored: `pt-BR` reads like `pt`.
    pub fn label_in(&self, language: &str) -> &str {
        let code = language.split(['-', '_']).next().unwrap_or(language);
        self.labels.get(code).unwrap_or(&self.label)
    }

    /// The phrases that name the topic in a language, stars and all.
    pub fn patterns(&self, language: &str) -> &[String] {
        self.patterns.get(language).map_or(&[], Vec::as_slice)
    }
}

#[derive(Serialize, Deserialize)]
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
    /// Places of the topics in force by id and alias.
    places: HashMap<String, usize>,
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
        let mut places = HashMap::new();
        for (owner, topic) in file.topics.iter().enumerate() {
            if topic.retired {
                continue;
            }
            for name in topic.aliases.iter().chain([&topic.id]) {
                if places.insert(name.clone(), owner).is_some() {
                    return Err(bad(format!("{name:?} names two topics")));
                }
            }
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
            places,
        })
    }

    /// The JSON text that [`Codeframe::parse`] reads.
    ///
    /// # Errors
    /// Never for a codeframe that was parsed.
    pub fn to_json(&self) -> Result<String> {
        let file = File {
            version: self.version.clone(),
            groups: self.groups.clone(),
            topics: self.topics.clone(),
        };
        serde_json::to_string_pretty(&file).map_err(|error| TextError::BadCodeframe {
            detail: error.to_string(),
        })
    }

    /// Place of the topic in force with this id or alias.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Whether a model that knows the topics `known` looks for the topic at `place` by itself.
    pub fn is_learned(&self, place: usize, known: &[String]) -> bool {
        let topic = &self.topics[place];
        known
            .iter()
            .any(|id| *id == topic.id || topic.aliases.contains(id))
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

    /// The languages that the codeframe is written in.
    const LANGUAGES: [&str; 14] = [
        "en", "de", "fr", "es", "pt", "it", "nl", "da", "sv", "no", "fi", "pl", "tr", "ja",
    ];

    #[test]
    fn the_codeframe_of_this_build_is_whole() {
        let frame = Codeframe::embedded().unwrap();
        assert_eq!((frame.groups().len(), frame.topics().len()), (9, 57));
        let plain = |id: &str| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        for group in frame.groups() {
            assert_eq!(group.labels.len(), LANGUAGES.len() - 1, "{}", group.id);
            for language in group.labels.keys() {
                assert!(LANGUAGES.contains(&language.as_str()), "{language}");
            }
        }
        for topic in frame.topics() {
            let id = &topic.id;
            assert!(plain(id) && !topic.label.is_empty(), "{id}");
            assert!(topic.definition.ends_with('.'), "{id}");
            for language in LANGUAGES {
                let fewest = if language == "en" { 8 } else { 5 };
                let phrases = topic.patterns(language);
                assert!(phrases.len() >= fewest, "{id} in {language}");
                let labeled = language == "en" || topic.labels.contains_key(language);
                assert!(labeled, "{id} has no label in {language}");
            }
        }
    }

    #[test]
    fn a_phrase_names_one_topic_and_has_stars_at_its_ends_only() {
        // The matcher keeps one of several hits at a place: a second owner would never be told.
        let frame = Codeframe::embedded().unwrap();
        for language in LANGUAGES {
            let mut owners = BTreeMap::new();
            for topic in frame.topics() {
                for phrase in topic.patterns(language) {
                    let bare = phrase.strip_prefix('*').unwrap_or(phrase);
                    let bare = bare.strip_suffix('*').unwrap_or(bare);
                    assert!(!bare.contains('*'), "{phrase:?} in {language}");
                    assert_eq!(bare, bare.trim(), "{phrase:?} in {language}");
                    let before = owners.insert(phrase, &topic.id);
                    assert_eq!(before, None, "{phrase:?} in {language}, {}", topic.id);
                }
            }
        }
    }

    #[test]
    fn a_label_falls_back_to_english() {
        let frame = Codeframe::embedded().unwrap();
        let topic = frame.topics().iter().find(|t| t.id == "waiting_time");
        let label = |language| topic.unwrap().label_in(language);
        assert_eq!(label("de"), "Wartezeit");
        assert_eq!(label("pt-BR"), "Tempo de espera");
        assert_eq!(label("en"), "Waiting time");
        assert_eq!(label("ko"), "Waiting time");
    }
}
