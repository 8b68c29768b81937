//! What an edit would change, counted on verbatims that are there. Nothing is stored.

use super::{Edit, Frame};
use crate::Reader;
use crate::annotate::read;
use crate::corrections::Lessons;
use std::collections::{BTreeMap, BTreeSet};

/// Verbatims that a preview reads at most.
pub const MOST: usize = 20_000;

/// How much is said about a topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Verbatims that mention it.
    pub verbatims: u64,
    /// Mentions.
    pub mentions: u64,
}

/// One topic before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its id.
    pub topic: String,
    /// Its label; that of before where it goes.
    pub label: String,
    /// As things are.
    pub before: Said,
    /// As they would be.
    pub after: Said,
}

/// What an edit would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Verbatims that were read, the newest.
    pub verbatims: u64,
    /// The topics of the edits, and every other whose counts differ.
    pub topics: Vec<Moved>,
    /// Verbatims that no topic explains, before.
    pub untagged_before: u64,
    /// And after.
    pub untagged_after: u64,
}

/// Counts per topic, and the texts without any.
#[derive(Default)]
struct Counts {
    topics: BTreeMap<String, Said>,
    untagged: u64,
}

impl Counts {
    fn of(reader: &Reader<'_>, frame: &Frame, lessons: &Lessons, texts: &[String]) -> Self {
        let mut counts = Self::default();
        for text in texts {
            let found = read(reader.model, frame, lessons, text).topics;
            counts.untagged += u64::from(found.is_empty());
            let mut met = BTreeSet::new();
            for mention in &found {
                let said = counts.topics.entry(mention.topic.clone()).or_default();
                said.mentions += 1;
                said.verbatims += u64::from(met.insert(&mention.topic));
            }
        }
        counts
    }

    fn topic(&self, id: &str) -> Said {
        self.topics.get(id).copied().unwrap_or_default()
    }
}

/// Reads the same texts by both codeframes and compares.
pub fn compare(
    reader: &Reader<'_>,
    (before, after): (&Frame, &Frame),
    lessons: &Lessons,
    edits: &[Edit],
    texts: &[String],
) -> Preview {
    let old = Counts::of(reader, before, lessons, texts);
    let new = Counts::of(reader, after, lessons, texts);
    let mut ids: BTreeSet<&str> = edits
        .iter()
        .flat_map(Edit::topics)
        .filter(|id| before.body.topic(id).is_some() || after.body.topic(id).is_some())
        .collect();
    ids.extend(
        old.topics
            .keys()
            .chain(new.topics.keys())
            .map(String::as_str)
            .filter(|id| old.topic(id) != new.topic(id)),
    );
    let topics = ids.into_iter().map(|id| {
        let known = if after.body.topic(id).is_some() {
            after
        } else {
            before
        };
        Moved {
            topic: id.to_owned(),
            label: known.body.label_of(id).to_owned(),
            before: old.topic(id),
            after: new.topic(id),
        }
    });
    Preview {
        verbatims: texts.len() as u64,
        topics: topics.collect(),
        untagged_before: old.untagged,
        untagged_after: new.untagged,
    }
}
