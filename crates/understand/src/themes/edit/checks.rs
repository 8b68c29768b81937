//! What an edit must not do.

use super::NewTopic;
use crate::themes::{FrameBody, TopicBody};
use std::collections::BTreeMap;

/// Longest id, label and phrase, bytes.
const LONGEST: usize = 120;
/// Shortest phrase without its stars, bytes: what is shorter matches by chance.
const SHORTEST: usize = 2;

/// Why a codeframe cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// No topic has this id.
    #[error("there is no topic '{0}': take its id from the list of themes")]
    UnknownTopic(String),
    /// It was merged into another.
    #[error("topic '{topic}' was merged into '{into}': change that one")]
    Merged {
        /// Which.
        topic: String,
        /// Into which.
        into: String,
    },
    /// No group has this id.
    #[error("there is no group '{0}': take its id from the list of themes")]
    UnknownGroup(String),
    /// The id is or was in use.
    #[error("the id '{0}' is taken, or was before a merge: choose another")]
    Taken(String),
    /// An id must be plain, so that it can stand in addresses and statements.
    #[error(
        "'{0}' is no id: begin with a letter and use lower-case letters, digits and _, at most 56"
    )]
    BadId(String),
    /// A merge with itself.
    #[error("topic '{0}' cannot be merged into itself: name another")]
    Itself(String),
    /// A retired topic takes part in nothing but its own restoring.
    #[error("topic '{0}' is retired: restore it first")]
    Retired(String),
    /// No label at all.
    #[error("'{0}' needs a label: give one in English at least")]
    NoLabel(String),
    /// A label is blank or long.
    #[error(
        "the label '{label}' in '{language}' is blank or longer than {LONGEST} bytes: write a few words"
    )]
    BadLabel {
        /// The label.
        label: String,
        /// Its language.
        language: String,
    },
    /// A language code is none.
    #[error("'{0}' is no language: use a code such as en or de, or any")]
    BadLanguage(String),
    /// A phrase matches too much.
    #[error(
        "the phrase '{pattern}' in '{language}' is too short or too long: use {SHORTEST} to {LONGEST} bytes beside its stars"
    )]
    BadPattern {
        /// The phrase.
        pattern: String,
        /// Its language.
        language: String,
    },
    /// The phrases of a split must come from somewhere.
    #[error("topic '{topic}' has no phrase '{pattern}' in '{language}': take phrases that it has")]
    NoSuchPattern {
        /// The topic to split.
        topic: String,
        /// The phrase.
        pattern: String,
        /// Its language.
        language: String,
    },
    /// A new topic without phrases finds nothing.
    #[error("topic '{0}' has no phrases, so it would find nothing: give some")]
    NoPatterns(String),
    /// A split must leave something behind.
    #[error("nothing would be left of topic '{0}': rename it instead")]
    Emptied(String),
    /// There is no such older version.
    #[error("there is no older version {0}: take one from the list of versions")]
    NoVersion(i64),
}

/// What sort of trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditKind {
    /// Something named is not there.
    Missing,
    /// The state does not allow it.
    Taken,
    /// A value makes no sense.
    Invalid,
}

impl EditError {
    /// What sort of trouble it is.
    pub fn kind(&self) -> EditKind {
        match self {
            Self::UnknownTopic(_) | Self::UnknownGroup(_) | Self::NoVersion(_) => EditKind::Missing,
            Self::Taken(_) | Self::Merged { .. } | Self::Retired(_) => EditKind::Taken,
            _ => EditKind::Invalid,
        }
    }
}

/// An id that is plain.
fn id(id: &str) -> Result<(), EditError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let good =
        id.len() <= 56 && id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain);
    good.then_some(())
        .ok_or_else(|| EditError::BadId(id.chars().take(LONGEST).collect()))
}

/// A language code, or `any`.
pub(super) fn language(code: &str) -> Result<(), EditError> {
    let good =
        (2..=8).contains(&code.len()) && code.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    good.then_some(())
        .ok_or_else(|| EditError::BadLanguage(code.chars().take(LONGEST).collect()))
}

/// Labels that can be shown.
pub(super) fn labels(labels: &BTreeMap<String, String>) -> Result<(), EditError> {
    for (code, label) in labels {
        language(code)?;
        if label.trim().is_empty() || label.len() > LONGEST || label.contains(char::is_control) {
            return Err(EditError::BadLabel {
                label: label.chars().take(LONGEST).collect(),
                language: code.clone(),
            });
        }
    }
    Ok(())
}

/// A phrase as it is matched: lower case, without blanks around it.
pub(super) fn phrase(code: &str, pattern: &str) -> Result<String, EditError> {
    language(code)?;
    let text = pattern.trim().to_lowercase();
    let bare = text.trim_matches('*');
    if (SHORTEST..=LONGEST).contains(&bare.trim().len()) && !bare.contains(['*', '\n']) {
        Ok(text)
    } else {
        Err(EditError::BadPattern {
            pattern: pattern.chars().take(LONGEST).collect(),
            language: code.to_owned(),
        })
    }
}

impl FrameBody {
    /// What makes a new topic impossible.
    pub(super) fn check_new(&self, new: &NewTopic) -> Result<(), EditError> {
        id(&new.id)?;
        let known = |t: &TopicBody| t.id == new.id || t.aliases.contains(&new.id);
        if self.topics.iter().any(known) || self.groups.iter().any(|g| g.id == new.id) {
            return Err(EditError::Taken(new.id.clone()));
        }
        labels(&new.labels)
    }

    /// The group must be there.
    pub(super) fn check_group(&self, group: &str) -> Result<(), EditError> {
        let found = self.groups.iter().any(|g| g.id == group);
        found
            .then_some(())
            .ok_or_else(|| EditError::UnknownGroup(group.to_owned()))
    }

    /// A topic to change.
    pub(super) fn topic_mut(&mut self, id: &str) -> Result<&mut TopicBody, EditError> {
        let into = self.current(id).to_owned();
        if into != id {
            let topic = id.to_owned();
            return Err(EditError::Merged { topic, into });
        }
        let found = self.topics.iter_mut().find(|t| t.id == id);
        found.ok_or_else(|| EditError::UnknownTopic(id.to_owned()))
    }

    /// A topic to change that is not retired.
    pub(super) fn live_mut(&mut self, id: &str) -> Result<&mut TopicBody, EditError> {
        let topic = self.topic_mut(id)?;
        if topic.retired {
            return Err(EditError::Retired(id.to_owned()));
        }
        Ok(topic)
    }
}
