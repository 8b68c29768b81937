//! The authored corpus, `models/corpus/LANGUAGE.jsonl`: comments with everything people said of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use text::intents::INTENTS;
use text::train::{Example, TopicExample};
use text::{Codeframe, Emotion};

use super::TextTaskError;
use super::data::{Part, example, read, stable};

/// How much a comment counts for sentiment against a rated sentence of the public sets.
const WEIGHT: f32 = 1.5;
/// How much a clause counts.
const CLAUSE_WEIGHT: f32 = 0.8;
/// How much a comment counts for emotions: the public sets have many more rows.
const EMOTION_WEIGHT: f32 = 4.0;

/// A comment of the corpus.
#[derive(Debug, Clone, Deserialize)]
pub struct Comment {
    /// Language, industry, number.
    pub id: String,
    /// `train` or `test`.
    pub split: String,
    /// In which round it was written.
    #[serde(default = "first")]
    pub round: u8,
    /// ISO 639-1.
    pub language: String,
    /// The comment.
    pub text: String,
    /// -2 to 2.
    pub sentiment: i8,
    /// Names of [`Emotion`].
    pub emotions: Vec<String>,
    /// Names of [`INTENTS`].
    pub intents: Vec<String>,
    /// -5 to 5.
    pub effort: Option<i8>,
    /// Whether it means the opposite.
    pub irony: bool,
    /// What it speaks of.
    pub aspects: Vec<Aspect>,
    /// Invented personal data in it.
    pub pii: Vec<Mark>,
}

fn first() -> u8 {
    1
}

impl Comment {
    /// 0 negative, 1 neutral or mixed, 2 positive.
    pub fn class(&self) -> usize {
        (self.sentiment.signum() + 1).unsigned_abs() as usize
    }

    /// Ids of the topics it speaks of.
    pub fn topics(&self) -> BTreeSet<&str> {
        self.aspects.iter().map(|a| a.topic.as_str()).collect()
    }
}

/// Personal data at a place of a comment.
#[derive(Debug, Clone, Deserialize)]
pub struct Mark {
    /// `name`, `email`, `phone` and so on.
    pub kind: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A topic at a place of a comment.
#[derive(Debug, Clone, Deserialize)]
pub struct Aspect {
    /// Id of the codeframe.
    pub topic: String,
    /// -1, 0, 1.
    pub polarity: i8,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Where the corpus lies.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/corpus")
}

/// All comments, by file name.
pub fn comments() -> Result<Vec<Comment>, TextTaskError> {
    let folder = folder();
    let listed = std::fs::read_dir(&folder).map_err(|source| TextTaskError::Read {
        path: folder.clone(),
        source,
    })?;
    let mut files: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|path| {
        let stem = path
            .file_stem()
            .and_then(|s| s.to_str())
            .unwrap_or_default();
        stem.len() == 2 && path.extension().is_some_and(|e| e == "jsonl")
    });
    files.sort();
    let mut all = Vec::new();
    for path in files {
        for line in read(&path)?.lines() {
            let comment = serde_json::from_str(line).map_err(|error| TextTaskError::Shape {
                path: path.clone(),
                detail: error.to_string(),
            })?;
            all.push(comment);
        }
    }
    Ok(all)
}

/// What a comment is used for: of the train part, a seventh is tuned on.
pub fn part(comment: &Comment) -> Part {
    if comment.split == "test" {
        Part::Test
    } else if stable(&comment.id).rotate_left(21).is_multiple_of(7) {
        Part::Tune
    } else {
        Part::Fit
    }
}

/// Comments, and clauses of one polarity, as examples of every head but the topics.
pub fn examples(all: &mut Vec<(Part, Example)>) -> Result<(), TextTaskError> {
    for comment in comments()? {
        let part = part(&comment);
        let mut e = example(&comment.text, &comment.language, "authored", WEIGHT);
        e.emotion_weight = EMOTION_WEIGHT;
        e.sentiment = Some(shares(comment.sentiment));
        e.level = Some(comment.sentiment);
        let felt = comment
            .emotions
            .iter()
            .filter_map(|name| Emotion::named(name));
        let felt = felt.fold(0, |bits, emotion| bits | 1 << emotion as u32);
        e.field = Some((felt, u32::MAX));
        e.intents = Some(bits(&comment.intents, INTENTS.into_iter()));
        e.irony = Some(comment.irony);
        e.effort = Some(comment.effort.map(f32::from));
        all.push((part, e));
        let cuts = text::clause::clauses(&comment.text, &comment.language);
        for &(from, to) in cuts.iter().filter(|_| cuts.len() > 1 && part != Part::Test) {
            let mut said: Vec<i8> = within(&comment, from, to).map(|a| a.polarity).collect();
            said.dedup();
            if let [polarity] = said[..] {
                let words = comment.text[from..to].trim();
                let mut e = example(words, &comment.language, "clauses", CLAUSE_WEIGHT);
                e.sentiment = Some(shares(2 * polarity));
                all.push((part, e));
            }
        }
    }
    Ok(())
}

/// Clauses with their topics; of the parts that are tuned or tested on, whole comments.
pub fn topics(codeframe: &Codeframe) -> Result<Vec<(Part, TopicExample)>, TextTaskError> {
    let ids = || codeframe.topics().iter().map(|topic| topic.id.as_str());
    let mut all = Vec::new();
    for comment in comments()? {
        let part = part(&comment);
        let cuts = if part == Part::Fit {
            text::clause::clauses(&comment.text, &comment.language)
        } else {
            vec![(0, comment.text.len())]
        };
        for (from, to) in cuts {
            let named: Vec<&str> = within(&comment, from, to)
                .map(|a| a.topic.as_str())
                .collect();
            let topics = ids().enumerate().fold(0u64, |bits, (i, id)| {
                bits | u64::from(named.contains(&id)) << i
            });
            let text = comment.text[from..to].trim().to_owned();
            let language = comment.language.clone();
            all.push((
                part,
                TopicExample {
                    text,
                    language,
                    topics: Some(topics),
                    soft: None,
                },
            ));
        }
    }
    Ok(all)
}

/// Aspects of which a good part lies in a clause.
fn within(comment: &Comment, from: usize, to: usize) -> impl Iterator<Item = &Aspect> {
    comment.aspects.iter().filter(move |a| {
        let shared = a.end.min(to).saturating_sub(a.start.max(from));
        shared * 3 > a.end - a.start
    })
}

/// Negative, neutral and positive shares of a level: the middle ones are less sure.
fn shares(level: i8) -> [f32; 3] {
    match level {
        ..=-2 => [1.0, 0.0, 0.0],
        -1 => [0.88, 0.12, 0.0],
        0 => [0.0, 1.0, 0.0],
        1 => [0.0, 0.12, 0.88],
        2.. => [0.0, 0.0, 1.0],
    }
}

fn bits<'a>(names: &[String], known: impl Iterator<Item = &'a str>) -> u32 {
    known.enumerate().fold(0, |bits, (i, name)| {
        bits | u32::from(names.iter().any(|n| n == name)) << i
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::overlap::TestTexts;
    use std::collections::BTreeMap;

    #[test]
    fn every_label_is_one_that_the_model_knows_and_stands_at_a_place() {
        let frame = Codeframe::embedded().unwrap();
        let mut ids = BTreeSet::new();
        for c in comments().unwrap() {
            assert!(ids.insert(c.id.clone()), "{} stands there twice", c.id);
            assert!((-2..=2).contains(&c.sentiment), "{}", c.id);
            assert!(c.effort.is_none_or(|e| (-5..=5).contains(&e)), "{}", c.id);
            let known = c.emotions.iter().all(|name| Emotion::named(name).is_some());
            assert!(known, "{}: {:?}", c.id, c.emotions);
            let known = c
                .intents
                .iter()
                .all(|name| INTENTS.contains(&name.as_str()));
            assert!(known, "{}: {:?}", c.id, c.intents);
            let marked = |mark: &Mark| c.text.get(mark.start..mark.end).is_some();
            assert!(c.pii.iter().all(marked), "{}: {:?}", c.id, c.pii);
            for a in &c.aspects {
                assert!(frame.index_of(&a.topic).is_some(), "{}: {}", c.id, a.topic);
                assert!(
                    a.start < a.end && (-1..=1).contains(&a.polarity),
                    "{}",
                    c.id
                );
                assert!(c.text.get(a.start..a.end).is_some(), "{}: {a:?}", c.id);
            }
        }
    }

    #[test]
    fn a_fifth_of_every_language_is_held_out_and_repeats_no_other_comment() {
        let all = comments().unwrap();
        let mut held = TestTexts::default();
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for c in &all {
            let count = counts.entry(&c.language).or_default();
            count.0 += usize::from(c.split == "test");
            count.1 += 1;
            if c.split == "test" {
                held.add(&c.text);
            }
        }
        assert_eq!(counts.len(), 14);
        for (language, (test, count)) in &counts {
            assert!(*count >= 250, "{language}: {count}");
            let share = *test as f64 / *count as f64;
            assert!((0.18..0.22).contains(&share), "{language}: {share}");
        }
        let twice = all
            .iter()
            .filter(|c| c.split == "train" && held.hold(&c.text));
        let twice: Vec<&str> = twice.map(|c| c.id.as_str()).collect();
        // One opening is shared by chance; training leaves that comment out.
        assert!(twice.len() <= 1, "{twice:?}");
    }
}
