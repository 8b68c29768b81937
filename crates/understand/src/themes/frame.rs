//! A codeframe as it is stored and edited, and as it reads.

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use text::Codeframe;

/// The language in which everything has a label.
pub(crate) const FIRST_LANGUAGE: &str = "en";

/// A codeframe as JSON: the shape of `models/codeframe.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameBody {
    /// Grows with every change; part of a run's id.
    pub version: String,
    /// The first level.
    pub groups: Vec<GroupBody>,
    /// The second level, retired topics included.
    pub topics: Vec<TopicBody>,
}

/// A group of topics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupBody {
    /// Stable id.
    pub id: String,
    /// English label.
    pub label: String,
    /// Label per language, English aside.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicBody {
    /// Stable id; never given to another topic, also not after a merge.
    pub id: String,
    /// Id of its group.
    pub parent: String,
    /// English label.
    pub label: String,
    /// Label per language, English aside.
    pub labels: BTreeMap<String, String>,
    /// What belongs to it and what does not.
    pub definition: String,
    /// Phrases per language; `any` stands for all languages. A star at an end leaves it open.
    pub patterns: BTreeMap<String, Vec<String>>,
    /// Ids of topics that were merged into this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Retired topics keep their place and are not looked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Comments that show what is meant, redacted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
}

impl TopicBody {
    /// The label in a language; the English one where it has none.
    pub fn label_in(&self, language: &str) -> &str {
        self.labels.get(language).unwrap_or(&self.label)
    }
}

impl FrameBody {
    /// Reads a codeframe from its JSON text.
    ///
    /// # Errors
    /// Text that is no codeframe.
    pub fn parse(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|e| Error::Codeframe(e.to_string()))
    }

    /// A topic by its id.
    pub fn topic(&self, id: &str) -> Option<&TopicBody> {
        self.topics.iter().find(|t| t.id == id)
    }

    /// The id under which a topic is found now: its own, or that of the one it was merged into.
    pub fn current<'a>(&'a self, id: &'a str) -> &'a str {
        let merged = || {
            self.topics
                .iter()
                .find(|t| t.aliases.iter().any(|a| a == id))
        };
        match self.topic(id).or_else(merged) {
            Some(topic) => &topic.id,
            None => id,
        }
    }

    /// The English label of a topic or group; the id when there is none.
    pub fn label_of<'a>(&'a self, id: &'a str) -> &'a str {
        let group = || self.groups.iter().find(|g| g.id == id);
        match self.topic(id) {
            Some(topic) => &topic.label,
            None => group().map_or(id, |g| &g.label),
        }
    }

    /// This codeframe again, after `newest`: topics that came later stay, retired, so that no id is
    /// ever given twice.
    pub fn again_after(&self, newest: &Self) -> Self {
        let mut body = self.clone();
        let known = |id: &str| self.topic(id).is_some() || self.current(id) != id;
        for later in newest.topics.iter().filter(|t| !known(&t.id)) {
            let group = self.groups.iter().any(|g| g.id == later.parent);
            let parent = if group {
                Some(later.parent.clone())
            } else {
                self.groups.first().map(|g| g.id.clone())
            };
            let mut later = later.clone();
            later.retired = true;
            later.aliases.retain(|alias| !known(alias));
            later.parent = parent.unwrap_or(later.parent);
            body.topics.push(later);
        }
        body
    }

    /// Whether it finds the same topics in every text: other labels, groups and examples read alike.
    pub fn reads_like(&self, other: &Self) -> bool {
        fn reading(body: &FrameBody) -> impl Iterator<Item = impl PartialEq> {
            let live = body.topics.iter().filter(|t| !t.retired);
            live.map(|t| (&t.id, &t.aliases, &t.patterns))
        }
        reading(self).eq(reading(other))
    }
}

/// A version of a workspace's codeframe, ready to read with.
#[derive(Debug)]
pub struct Frame {
    /// Its version in the workspace; 0 is the binary's own.
    pub version: i64,
    /// As it is edited.
    pub body: FrameBody,
    compiled: Codeframe,
}

impl Frame {
    /// Compiles a codeframe.
    ///
    /// # Errors
    /// Phrases that are too short or too many.
    pub fn new(version: i64, body: FrameBody) -> Result<Self> {
        let json = serde_json::to_string(&body).map_err(|e| Error::Codeframe(e.to_string()))?;
        let compiled = Codeframe::parse(&json).map_err(|e| Error::Codeframe(e.to_string()))?;
        Ok(Self {
            version,
            body,
            compiled,
        })
    }

    /// The phrases, compiled.
    pub fn compiled(&self) -> &Codeframe {
        &self.compiled
    }
}
