//! Questions: registered on first sight, so that screens can name and order them.

use crate::Result;
use domain::time::Micros;
use domain::{Answer, WorkspaceId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use store::Store;

/// A question as registered.
pub use store::listen::QuestionRow as Question;

/// What kind of question an answer is to.
pub(crate) fn kind_of(answer: &Answer) -> &'static str {
    if answer.text.is_some() {
        "verbatim"
    } else if answer.value.is_some() {
        "score"
    } else {
        "choice"
    }
}

/// A question known by its key alone.
pub(crate) fn bare(key: &str, version: i64, kind: &str) -> Question {
    Question {
        key: key.to_owned(),
        version,
        label: key.to_owned(),
        kind: kind.to_owned(),
        scale_low: None,
        scale_high: None,
    }
}

/// Questions of a workspace that this process has registered or seen registered.
#[derive(Default)]
pub(crate) struct Known(Mutex<HashMap<WorkspaceId, HashSet<(String, i64)>>>);

impl Known {
    /// Those of the answers' questions that were not met before.
    pub(crate) fn unmet<'a>(
        &self,
        workspace: &WorkspaceId,
        answers: impl Iterator<Item = &'a Answer>,
    ) -> Vec<Question> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(workspace);
        let mut fresh = BTreeMap::new();
        for answer in answers {
            let key = (answer.question.clone(), answer.version);
            if !known.is_some_and(|k| k.contains(&key)) {
                let kind = kind_of(answer);
                fresh
                    .entry(key)
                    .or_insert_with_key(|(key, version)| bare(key, *version, kind));
            }
        }
        fresh.into_values().collect()
    }

    /// Remembers questions as registered.
    pub(crate) fn met(&self, workspace: &WorkspaceId, questions: &[Question]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .entry(workspace.clone())
            .or_default()
            .extend(questions.iter().map(|q| (q.key.clone(), q.version)));
    }
}

/// Registers questions; those that are there stay as they are.
pub async fn register(
    store: &Store,
    workspace: &WorkspaceId,
    questions: &[Question],
    now: Micros,
) -> Result<()> {
    if questions.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    tx.register_questions(workspace, questions, now).await?;
    tx.commit().await?;
    Ok(())
}
