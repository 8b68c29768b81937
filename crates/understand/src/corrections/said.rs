//! "This is wrong": what a person says of the labels of one verbatim, and the rows made of it.

use super::base::{kind, reading};
use super::{Correction, KINDS, Kind};
use crate::{Reader, Result};
use columns::{Columns, VerbatimFilter, Words};
use domain::Actor;
use domain::WorkspaceId;
use domain::time::Micros;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use store::understand::Judgment;
use text::intents::INTENTS;
use text::{Emotion, SentimentLabel};

/// Signals whose words are asked for at once.
const AT_ONCE: usize = 500;
/// Verbatims of so many signals at most.
const PER_SIGNAL: usize = 50;

/// What a person says of one label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// `sentiment`, `topic`, `intent` or `emotion`.
    pub kind: String,
    /// The label that was read; absent where one is missing.
    #[serde(default)]
    pub old: Option<String>,
    /// The label that is right; the same as `old` to confirm it, absent where `old` does not hold.
    #[serde(default)]
    pub new: Option<String>,
}

/// Why something said of a label is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{words}: {mend}")]
pub struct SaidError {
    kind: SaidKind,
    words: String,
    mend: String,
}

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidKind {
    /// There is no such verbatim.
    Missing,
    /// The label does not exist or says nothing.
    Invalid,
}

impl SaidError {
    /// What kind of refusal it is.
    pub fn kind(&self) -> SaidKind {
        self.kind
    }

    fn invalid(words: String, mend: &str) -> Self {
        Self {
            kind: SaidKind::Invalid,
            words,
            mend: mend.to_owned(),
        }
    }
}

/// Keeps what a person says of the labels of a verbatim; the last word on each stands.
///
/// # Errors
/// A label that does not exist; a verbatim that is not there; the rows did not answer.
pub async fn say(
    store: &Store,
    reader: &Reader<'_>,
    columns: &dyn Columns,
    (actor, signal, question): (&Actor, &str, &str),
    labels: &[Label],
    now: Micros,
) -> Result<()> {
    let workspace = &actor.workspace;
    let frame = reader.frames.newest(store, workspace).await?;
    let known = |topic: &str| frame.body.topic(frame.body.current(topic)).is_some();
    for label in labels {
        check(label, &known)?;
    }
    let of = VerbatimFilter {
        of: vec![signal.to_owned()],
        question: Some(question.to_owned()),
        ..VerbatimFilter::default()
    };
    if columns.words(workspace, &of, 1).await?.is_empty() {
        return Err(SaidError {
            kind: SaidKind::Missing,
            words: format!("signal '{signal}' has no words in answer to '{question}'"),
            mend: "take both from GET /api/v1/verbatims".into(),
        }
        .into());
    }
    let mut tx = store.begin().await?;
    for label in labels {
        let said = Judgment {
            signal: signal.to_owned(),
            question: question.to_owned(),
            kind: label.kind.clone(),
            old: label.old.clone(),
            new: label.new.clone(),
            made_by: actor.user.to_string(),
            made_at: now,
        };
        tx.judge(workspace, &said).await?;
    }
    tx.audit(actor, "labels.corrected", signal, now).await?;
    Ok(tx.commit().await?)
}

/// Takes back all that was said of the labels of a verbatim.
///
/// # Errors
/// The rows did not answer.
pub async fn take_back(
    store: &Store,
    actor: &Actor,
    signal: &str,
    question: &str,
    now: Micros,
) -> Result<()> {
    let mut tx = store.begin().await?;
    tx.unjudge(&actor.workspace, signal, question).await?;
    tx.audit(actor, "labels.correction_withdrawn", signal, now)
        .await?;
    Ok(tx.commit().await?)
}

fn check(label: &Label, topic: &dyn Fn(&str) -> bool) -> std::result::Result<(), SaidError> {
    let Some(kind) = kind(&label.kind) else {
        return Err(SaidError::invalid(
            format!("'{}' is no kind of label", label.kind),
            &format!("use one of {}", KINDS.join(", ")),
        ));
    };
    if label.old.is_none() && label.new.is_none() || kind.one_of && label.new.is_none() {
        return Err(SaidError::invalid(
            format!("a {} is corrected without a label", kind.name),
            "give new, or old where nothing takes its place; a sentiment always needs new",
        ));
    }
    for name in [&label.old, &label.new].into_iter().flatten() {
        let there = match kind.name.as_str() {
            "sentiment" => SentimentLabel::ALL.iter().any(|l| l.name() == name),
            "intent" => INTENTS.contains(&name.as_str()),
            "emotion" => Emotion::ALL.iter().any(|e| e.name() == name),
            _ => topic(name),
        };
        if !there {
            return Err(SaidError::invalid(
                format!("'{name}' is no {}", kind.name),
                "see docs/reference/themes.md; GET /api/v1/themes lists the topics",
            ));
        }
    }
    Ok(())
}

/// All that people said, by kind, as rows to learn from: the words come from the columns, read by
/// the model alone. Verbatims that are no longer there are left out.
///
/// # Errors
/// The rows or the columns did not answer.
pub async fn taught(
    store: &Store,
    reader: &Reader<'_>,
    columns: &dyn Columns,
    workspace: &WorkspaceId,
) -> Result<Vec<(Kind, Vec<Correction>)>> {
    let frame = reader.frames.newest(store, workspace).await?;
    let judgments = store.judgments(workspace).await?;
    let words = words_of(columns, workspace, &judgments).await?;
    let mut rows: BTreeMap<&str, Vec<Correction>> = BTreeMap::new();
    for said in &judgments {
        let place = (said.signal.clone(), said.question.clone());
        let (Some(words), Some(kind)) = (words.get(&place), kind(&said.kind)) else {
            continue;
        };
        let current = |label: &Option<String>| {
            let name = label.as_deref()?;
            let topic = kind.name == "topic";
            Some(
                if topic {
                    frame.body.current(name)
                } else {
                    name
                }
                .to_owned(),
            )
        };
        let read = reader.model.annotate_with(&words.text, frame.compiled());
        rows.entry(&said.kind).or_default().push(Correction {
            id: format!("{}/{}", said.signal, said.question),
            text: words.text.clone(),
            old: current(&said.old),
            new: current(&said.new),
            reading: reading(&kind, (reader.model, &frame), &words.text, &read),
        });
    }
    let with_kind = |name: &&str| Some((kind(name)?, rows.remove(*name)?));
    Ok(KINDS.iter().filter_map(with_kind).collect())
}

async fn words_of(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    judgments: &[Judgment],
) -> Result<BTreeMap<(String, String), Words>> {
    let signals: BTreeSet<&String> = judgments.iter().map(|said| &said.signal).collect();
    let signals: Vec<String> = signals.into_iter().cloned().collect();
    let mut found = BTreeMap::new();
    for part in signals.chunks(AT_ONCE) {
        let of = VerbatimFilter {
            of: part.to_vec(),
            ..VerbatimFilter::default()
        };
        for words in columns.words(workspace, &of, AT_ONCE * PER_SIGNAL).await? {
            found.insert((words.signal.clone(), words.question.clone()), words);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(kind: &str, old: Option<&str>, new: Option<&str>) -> Label {
        Label {
            kind: kind.into(),
            old: old.map(Into::into),
            new: new.map(Into::into),
        }
    }

    #[test]
    fn only_labels_that_exist_are_kept() {
        let topic = |name: &str| name == "price";
        for good in [
            label("sentiment", Some("negative"), Some("positive")),
            label("topic", Some("price"), None),
            label("topic", None, Some("price")),
            label("intent", Some("praise"), Some("praise")),
            label("emotion", Some("angry"), None),
        ] {
            assert_eq!(check(&good, &topic), Ok(()));
        }
        for bad in [
            label("sentiment", Some("negative"), None),
            label("sentiment", None, Some("meh")),
            label("topic", None, Some("weather")),
            label("topic", None, None),
            label("effort", None, Some("1")),
            label("intent", None, Some("sing")),
        ] {
            let refused = check(&bad, &topic).unwrap_err();
            assert_eq!(refused.kind(), SaidKind::Invalid, "{refused}");
        }
    }
}
