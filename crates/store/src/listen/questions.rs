//! Questions: registered when first met, by key and version.

use crate::{Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;

/// A question as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionRow {
    /// Its stable key.
    pub key: String,
    /// Its version, from 1.
    pub version: i64,
    /// How people see it.
    pub label: String,
    /// `score`, `choice` or `verbatim`.
    pub kind: String,
    /// Lowest value of its scale, when known.
    pub scale_low: Option<f64>,
    /// Highest value of its scale, when known.
    pub scale_high: Option<f64>,
}

impl Store {
    /// All questions of a workspace, by key and version.
    pub async fn questions(&self, workspace: &WorkspaceId) -> Result<Vec<QuestionRow>> {
        let rows = sqlx::query(
            "SELECT key, version, label, kind, scale_low, scale_high FROM questions
             WHERE workspace = $1 ORDER BY key, version",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(QuestionRow {
                    key: row.try_get(0)?,
                    version: row.try_get(1)?,
                    label: row.try_get(2)?,
                    kind: row.try_get(3)?,
                    scale_low: row.try_get(4)?,
                    scale_high: row.try_get(5)?,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Registers questions; those that are there stay as they are (versions do not change).
    pub async fn register_questions(
        &mut self,
        workspace: &WorkspaceId,
        questions: &[QuestionRow],
        at: Micros,
    ) -> Result<()> {
        for question in questions {
            sqlx::query(
                "INSERT INTO questions (workspace, key, version, label, kind, scale_low, scale_high, created_at)
                 VALUES ($1, $2, $3, $4, $5, CAST($6 AS DOUBLE PRECISION), CAST($7 AS DOUBLE PRECISION), $8)
                 ON CONFLICT DO NOTHING",
            )
            .bind(workspace.as_str())
            .bind(question.key.as_str())
            .bind(question.version)
            .bind(question.label.as_str())
            .bind(question.kind.as_str())
            .bind(question.scale_low)
            .bind(question.scale_high)
            .bind(at)
            .execute(self.connection())
            .await?;
        }
        Ok(())
    }
}
