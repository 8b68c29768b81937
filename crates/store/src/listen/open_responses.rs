//! Responses that are not yet submitted.

use crate::{Error, Result, Store, Tx};
use domain::time::Micros;
use domain::{CustomerId, PostId, WorkspaceId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A response on its way: what was answered so far.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenResponse {
    /// Its id; the external id of the signal it becomes.
    pub id: String,
    /// The post that asked.
    pub post: PostId,
    /// Grows with every save; the highest wins.
    pub rev: i64,
    /// Who answers, when a personal link said so.
    pub customer: Option<CustomerId>,
    /// The opaque reference that came with the link.
    pub follow_up: Option<String>,
    /// The answers so far.
    pub answers: serde_json::Value,
    /// When the first answer came.
    pub created_at: Micros,
    /// When the last answer came.
    pub updated_at: Micros,
}

impl Store {
    /// One open response.
    pub async fn open_response(
        &self,
        workspace: &WorkspaceId,
        id: &str,
    ) -> Result<Option<OpenResponse>> {
        let row = sqlx::query(
            "SELECT id, post, rev, customer, follow_up, answers, created_at, updated_at
             FROM open_responses WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(id)
        .fetch_optional(&self.reader)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Whether a response was submitted already: its key is taken at the post.
    pub async fn is_submitted(
        &self,
        workspace: &WorkspaceId,
        post: &PostId,
        response: &str,
    ) -> Result<bool> {
        let row = sqlx::query(
            "SELECT 1 FROM signal_keys WHERE workspace = $1 AND post = $2 AND external_id = $3",
        )
        .bind(workspace.as_str())
        .bind(post.as_str())
        .bind(response)
        .fetch_optional(&self.reader)
        .await?;
        Ok(row.is_some())
    }

    /// Open responses of a workspace that nobody has touched since before an instant, oldest first.
    pub async fn idle_responses(
        &self,
        workspace: &WorkspaceId,
        untouched_since: Micros,
        limit: i64,
    ) -> Result<Vec<OpenResponse>> {
        let rows = sqlx::query(
            "SELECT id, post, rev, customer, follow_up, answers, created_at, updated_at
             FROM open_responses WHERE workspace = $1 AND updated_at < $2 ORDER BY updated_at, id LIMIT $3",
        )
        .bind(workspace.as_str())
        .bind(untouched_since)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }
}

impl Tx {
    /// Saves a response unless a save with the same or a higher revision is there;
    /// returns whether it was saved.
    pub async fn save_open_response(
        &mut self,
        workspace: &WorkspaceId,
        response: &OpenResponse,
    ) -> Result<bool> {
        let saved = sqlx::query(
            "INSERT INTO open_responses (workspace, id, post, rev, customer, follow_up, answers, created_at, updated_at)
             VALUES ($1, $2, $3, $4, CAST($5 AS TEXT), CAST($6 AS TEXT), $7, $8, $9)
             ON CONFLICT (workspace, id) DO UPDATE SET rev = excluded.rev, answers = excluded.answers,
               updated_at = excluded.updated_at
             WHERE open_responses.rev < excluded.rev AND open_responses.post = excluded.post",
        )
        .bind(workspace.as_str())
        .bind(response.id.as_str())
        .bind(response.post.as_str())
        .bind(response.rev)
        .bind(response.customer.as_ref().map(|c| c.as_str().to_owned()))
        .bind(response.follow_up.clone())
        .bind(response.answers.to_string())
        .bind(response.created_at)
        .bind(response.updated_at)
        .execute(self.connection())
        .await?;
        Ok(saved.rows_affected() == 1)
    }

    /// Forgets an open response (it was submitted).
    pub async fn remove_open_response(&mut self, workspace: &WorkspaceId, id: &str) -> Result<()> {
        sqlx::query("DELETE FROM open_responses WHERE workspace = $1 AND id = $2")
            .bind(workspace.as_str())
            .bind(id)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<OpenResponse> {
    let answers: String = row.try_get(5)?;
    Ok(OpenResponse {
        id: row.try_get(0)?,
        post: PostId::new(row.try_get::<String, _>(1)?),
        rev: row.try_get(2)?,
        customer: row.try_get::<Option<String>, _>(3)?.map(CustomerId::new),
        follow_up: row.try_get(4)?,
        answers: serde_json::from_str(&answers).map_err(|source| Error::Unreadable {
            what: "open response",
            source,
        })?,
        created_at: row.try_get(6)?,
        updated_at: row.try_get(7)?,
    })
}
