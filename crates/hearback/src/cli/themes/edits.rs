//! Edits as they are written on the command line.

use crate::cli::failure::Failure;
use std::collections::BTreeMap;
use understand::themes::{Edit, NewTopic};

/// An edit of the codeframe.
#[derive(Debug, clap::Subcommand)]
pub enum EditCommand {
    /// Another label; of a topic or a group
    Rename {
        /// Its id
        topic: String,
        /// The label
        label: String,
        /// The language of the label
        #[arg(long, default_value = "en")]
        language: String,
        #[command(flatten)]
        why: Why,
    },
    /// Under another group
    Move {
        /// The topic's id
        topic: String,
        /// The group's id
        parent: String,
        #[command(flatten)]
        why: Why,
    },
    /// One topic becomes part of another
    Merge {
        /// The topic that goes; its id leads to the other from then on
        topic: String,
        /// The topic that stays
        into: String,
        #[command(flatten)]
        why: Why,
    },
    /// Phrases are taken out of a topic and make a new one
    Split {
        /// The topic that they are taken out of
        topic: String,
        #[command(flatten)]
        new: New,
        #[command(flatten)]
        why: Why,
    },
    /// A new topic
    Add {
        #[command(flatten)]
        new: New,
        #[command(flatten)]
        why: Why,
    },
    /// Other phrases for one language, in place of those that are there
    Patterns {
        /// The topic's id
        topic: String,
        /// The language of the phrases; any for all
        #[arg(long, default_value = "en")]
        language: String,
        /// A phrase; a star at an end leaves it open; may be repeated
        #[arg(long = "pattern")]
        patterns: Vec<String>,
        #[command(flatten)]
        why: Why,
    },
    /// Not looked for any more
    Retire {
        /// The topic's id
        topic: String,
        #[command(flatten)]
        why: Why,
    },
    /// Looked for again
    Restore {
        /// The topic's id
        topic: String,
        #[command(flatten)]
        why: Why,
    },
}

/// Why an edit is made.
#[derive(Debug, clap::Args)]
pub struct Why {
    /// Why; kept with the version
    #[arg(long, default_value = "")]
    note: String,
}

/// A topic that is not there yet.
#[derive(Debug, clap::Args)]
pub struct New {
    /// Its id: lower-case letters, digits and _
    id: String,
    /// Its English label
    #[arg(long)]
    label: String,
    /// The id of its group
    #[arg(long)]
    parent: Option<String>,
    /// What belongs to it
    #[arg(long, default_value = "")]
    definition: String,
    /// A phrase, LANGUAGE:PHRASE or in English; a star at an end leaves it open; may be repeated
    #[arg(long = "pattern", required = true)]
    patterns: Vec<String>,
    /// A comment that shows what is meant; may be repeated
    #[arg(long = "example")]
    examples: Vec<String>,
}

impl New {
    fn topic(&self) -> NewTopic {
        let mut patterns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pattern in &self.patterns {
            let (language, phrase) = pattern.split_once(':').unwrap_or(("en", pattern));
            patterns
                .entry(language.to_owned())
                .or_default()
                .push(phrase.to_owned());
        }
        NewTopic {
            id: self.id.clone(),
            labels: [("en".to_owned(), self.label.clone())].into(),
            parent: self.parent.clone(),
            definition: self.definition.clone(),
            patterns,
            examples: self.examples.clone(),
        }
    }
}

impl EditCommand {
    /// The edit.
    pub fn edit(&self) -> Result<Edit, Failure> {
        Ok(match self {
            Self::Rename {
                topic,
                label,
                language,
                ..
            } => Edit::Rename {
                topic: topic.clone(),
                labels: [(language.clone(), label.clone())].into(),
            },
            Self::Move { topic, parent, .. } => Edit::Move {
                topic: topic.clone(),
                parent: parent.clone(),
            },
            Self::Merge { topic, into, .. } => Edit::Merge {
                topic: topic.clone(),
                into: into.clone(),
            },
            Self::Split { topic, new, .. } => Edit::Split {
                topic: topic.clone(),
                new: new.topic(),
            },
            Self::Add { new, .. } if new.parent.is_none() => {
                return Err(Failure::usage(
                    format!("topic '{}' has no group", new.id),
                    "name one with --parent; hearback themes list shows them",
                ));
            }
            Self::Add { new, .. } => Edit::Add { new: new.topic() },
            Self::Patterns {
                topic,
                language,
                patterns,
                ..
            } => Edit::Patterns {
                topic: topic.clone(),
                language: language.clone(),
                patterns: patterns.clone(),
            },
            Self::Retire { topic, .. } => Edit::Retire {
                topic: topic.clone(),
            },
            Self::Restore { topic, .. } => Edit::Restore {
                topic: topic.clone(),
            },
        })
    }

    /// Why it is made.
    pub fn note(&self) -> &str {
        match self {
            Self::Rename { why, .. }
            | Self::Move { why, .. }
            | Self::Merge { why, .. }
            | Self::Split { why, .. }
            | Self::Add { why, .. }
            | Self::Patterns { why, .. }
            | Self::Retire { why, .. }
            | Self::Restore { why, .. } => &why.note,
        }
    }
}
