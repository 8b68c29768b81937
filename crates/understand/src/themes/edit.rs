//! Changing a codeframe: pure functions from one codeframe to the next.

use super::{FrameBody, TopicBody};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod checks;
mod steps;

pub use checks::{EditError, EditKind};

/// Labels or phrases per language.
type ByLanguage<T> = BTreeMap<String, T>;

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Other labels, for the languages given; of a topic or a group.
    Rename {
        /// Which topic or group.
        topic: String,
        /// Label per language.
        labels: ByLanguage<String>,
    },
    /// Under another group.
    Move {
        /// Which.
        topic: String,
        /// Id of the group.
        parent: String,
    },
    /// One topic becomes part of another, phrases and all; its id stays as an alias.
    Merge {
        /// Which goes.
        topic: String,
        /// Which stays.
        into: String,
    },
    /// Phrases are taken out of a topic and make one of their own.
    Split {
        /// Which they are taken out of.
        topic: String,
        /// The new topic with the phrases, which must all stand in the old one.
        new: NewTopic,
    },
    /// A new topic.
    Add {
        /// What it is.
        new: NewTopic,
    },
    /// Other phrases for one language.
    Patterns {
        /// Which.
        topic: String,
        /// Language code, or `any`.
        language: String,
        /// All phrases from now on; none takes the language away.
        patterns: Vec<String>,
    },
    /// Not looked for any more.
    Retire {
        /// Which.
        topic: String,
    },
    /// Looked for again.
    Restore {
        /// Which.
        topic: String,
    },
}

/// A topic that is not there yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTopic {
    /// Lower-case letters, digits and `_`; never used before.
    pub id: String,
    /// Label per language.
    pub labels: ByLanguage<String>,
    /// Id of its group; of a split, that of the old topic unless given.
    #[serde(default)]
    pub parent: Option<String>,
    /// What belongs to it.
    #[serde(default)]
    pub definition: String,
    /// Phrases per language.
    #[serde(default)]
    pub patterns: ByLanguage<Vec<String>>,
    /// Comments that show what is meant.
    #[serde(default)]
    pub examples: Vec<String>,
}

impl Edit {
    /// The topics that it is about.
    pub fn topics(&self) -> Vec<&str> {
        match self {
            Self::Rename { topic, .. }
            | Self::Move { topic, .. }
            | Self::Patterns { topic, .. }
            | Self::Retire { topic }
            | Self::Restore { topic } => vec![topic],
            Self::Merge { topic, into } => vec![topic, into],
            Self::Split { topic, new } => vec![topic, &new.id],
            Self::Add { new } => vec![&new.id],
        }
    }
}

/// The codeframe after some edits, in order. All hold, or none.
///
/// # Errors
/// The first edit that cannot be made.
pub fn edited(frame: &FrameBody, edits: &[Edit]) -> Result<FrameBody, EditError> {
    let mut frame = frame.clone();
    for edit in edits {
        match edit {
            Edit::Rename { topic, labels } => frame.rename(topic, labels)?,
            Edit::Move { topic, parent } => frame.put_under(topic, parent)?,
            Edit::Merge { topic, into } => frame.merge(topic, into)?,
            Edit::Split { topic, new } => frame.split(topic, new)?,
            Edit::Add { new } => frame.add(new)?,
            Edit::Patterns {
                topic,
                language,
                patterns,
            } => frame.set_patterns(topic, language, patterns)?,
            Edit::Retire { topic } => frame.topic_mut(topic)?.retired = true,
            Edit::Restore { topic } => frame.topic_mut(topic)?.retired = false,
        }
    }
    Ok(frame)
}

impl TopicBody {
    /// Its phrases, each with its language.
    fn phrases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.patterns
            .iter()
            .flat_map(|(language, list)| list.iter().map(move |p| (language.as_str(), p.as_str())))
    }
}

#[cfg(test)]
mod tests;
