//! What people said of labels: ids and labels, no words.

use crate::{Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;
use sqlx::any::AnyRow;

/// What a person said of one label of one verbatim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgment {
    /// The signal the words came with.
    pub signal: String,
    /// The question they answer.
    pub question: String,
    /// The kind of label: `sentiment`, `topic`, `intent` or `emotion`.
    pub kind: String,
    /// The label that was read; none where a label was missing.
    pub old: Option<String>,
    /// The label that is right; none where `old` does not hold and nothing takes its place.
    pub new: Option<String>,
    /// A user's or key's id.
    pub made_by: String,
    /// When, unix microseconds.
    pub made_at: Micros,
}

impl Judgment {
    /// What of the verbatim it is about: of a kind of which one label holds, the whole kind.
    fn subject(&self) -> &str {
        if self.kind == "sentiment" {
            return "";
        }
        let label = self.old.as_ref().or(self.new.as_ref());
        label.map_or("", String::as_str)
    }
}

const COLUMNS: &str = "signal, question, kind, old_label, new_label, made_by, made_at";

impl Store {
    /// All judgments, in the order of signal, question, kind and label.
    pub async fn judgments(&self, workspace: &WorkspaceId) -> Result<Vec<Judgment>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM label_corrections WHERE workspace = $1 ORDER BY signal, question, kind, subject"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(workspace.as_str())
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Those on the verbatims of one signal.
    pub async fn judgments_of(
        &self,
        workspace: &WorkspaceId,
        signal: &str,
    ) -> Result<Vec<Judgment>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM label_corrections WHERE workspace = $1 AND signal = $2 ORDER BY question, kind, subject"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(workspace.as_str())
            .bind(signal)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }
}

impl Tx {
    /// Keeps what a person said of a label, in place of what was said of it before.
    pub async fn judge(&mut self, workspace: &WorkspaceId, said: &Judgment) -> Result<()> {
        let word = |label: &Option<String>| label.clone().unwrap_or_default();
        sqlx::query(
            "INSERT INTO label_corrections (workspace, signal, question, kind, subject, old_label, new_label, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (workspace, signal, question, kind, subject) DO UPDATE SET
               old_label = excluded.old_label, new_label = excluded.new_label,
               made_by = excluded.made_by, made_at = excluded.made_at",
        )
        .bind(workspace.as_str())
        .bind(said.signal.as_str())
        .bind(said.question.as_str())
        .bind(said.kind.as_str())
        .bind(said.subject())
        .bind(word(&said.old))
        .bind(word(&said.new))
        .bind(said.made_by.as_str())
        .bind(said.made_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Forgets all that was said of the labels of a verbatim.
    pub async fn unjudge(
        &mut self,
        workspace: &WorkspaceId,
        signal: &str,
        question: &str,
    ) -> Result<()> {
        sqlx::query(
            "DELETE FROM label_corrections WHERE workspace = $1 AND signal = $2 AND question = $3",
        )
        .bind(workspace.as_str())
        .bind(signal)
        .bind(question)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Judgment> {
    let label = |at: usize| -> Result<Option<String>> {
        let word: String = row.try_get(at)?;
        Ok((!word.is_empty()).then_some(word))
    };
    Ok(Judgment {
        signal: row.try_get(0)?,
        question: row.try_get(1)?,
        kind: row.try_get(2)?,
        old: label(3)?,
        new: label(4)?,
        made_by: row.try_get(5)?,
        made_at: row.try_get(6)?,
    })
}
