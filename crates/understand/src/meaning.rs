//! Search by meaning, and "more like this".

use crate::Result;
use crate::emerging::{Example, find_like};
use crate::themes::Frame;
use columns::{Columns, VerbatimFilter, Words};
use domain::WorkspaceId;
use std::collections::{BTreeMap, BTreeSet};
use text::Model;

/// Verbatims that are compared, the newest under the filter.
pub const MOST: usize = 10_000;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    id: String,
    text: String,
    language: String,
    topics: Vec<String>,
}

/// A verbatim near to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The signal the words came with.
    pub signal: String,
    /// The question they answer.
    pub question: String,
    /// Cosine, above 0 and at most 1.
    pub score: f64,
    /// Words both have, the most telling first.
    pub words: Vec<String>,
    /// Ids of topics both are about.
    pub topics: Vec<String>,
}

impl Sought {
    /// Words that somebody typed: the model says what they are about.
    pub fn words(model: &Model, frame: &Frame, typed: &str) -> Self {
        let read = model.annotate_with(typed, frame.compiled());
        let topics: BTreeSet<String> = read.topics.into_iter().map(|t| t.topic).collect();
        Self {
            id: String::new(),
            text: typed.to_owned(),
            language: read.language,
            topics: topics.into_iter().collect(),
        }
    }

    /// A verbatim that is there; none when it is not.
    ///
    /// # Errors
    /// The columns did not answer.
    pub async fn verbatim(
        columns: &dyn Columns,
        workspace: &WorkspaceId,
        signal: &str,
        question: &str,
    ) -> Result<Option<Self>> {
        let filter = VerbatimFilter {
            of: vec![signal.to_owned()],
            question: Some(question.to_owned()),
            ..VerbatimFilter::default()
        };
        let found = columns.words(workspace, &filter, 1).await?;
        Ok(found.first().map(Self::of))
    }

    fn of(words: &Words) -> Self {
        let topics: BTreeSet<&String> = words.topics.iter().map(|(topic, _)| topic).collect();
        Self {
            id: id(words),
            text: words.text.clone(),
            language: words.language.clone(),
            topics: topics.into_iter().cloned().collect(),
        }
    }

    fn example(&self) -> Example<'_> {
        Example {
            id: &self.id,
            text: &self.text,
            language: &self.language,
            topics: &self.topics,
        }
    }
}

fn id(words: &Words) -> String {
    format!("{}/{}", words.signal, words.question)
}

/// The `most` of the pool nearest to what is sought, the nearest first.
pub fn nearest(sought: &Sought, pool: &[Words], most: usize) -> Vec<Near> {
    let members: Vec<Sought> = pool.iter().map(Sought::of).collect();
    let places: BTreeMap<&str, usize> = members
        .iter()
        .enumerate()
        .map(|(at, member)| (member.id.as_str(), at))
        .collect();
    let examples: Vec<Example<'_>> = members.iter().map(Sought::example).collect();
    find_like(&[sought.example()], &examples, most)
        .into_iter()
        .filter_map(|found| {
            let at = *places.get(found.id.as_str())?;
            let topics = members[at].topics.iter();
            Some(Near {
                signal: pool[at].signal.clone(),
                question: pool[at].question.clone(),
                score: found.score,
                words: found.shared,
                topics: topics
                    .filter(|topic| sought.topics.contains(topic))
                    .cloned()
                    .collect(),
            })
        })
        .collect()
}
