//! Listening posts.

use crate::{Error, Result, Store, Tx};
use domain::time::Micros;
use domain::{PostId, Provenance, WorkspaceId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A listening post as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRow {
    /// Its id.
    pub id: PostId,
    /// Its name, unique in the workspace.
    pub name: String,
    /// The journey stage; empty while nobody has placed it.
    pub stage: String,
    /// The moment of interaction.
    pub touchpoint: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Hours within which a person is answered; 0 while nothing is promised.
    pub promise_hours: i64,
    /// The channel that signals get when they name none.
    pub channel: String,
    /// The provenance that signals get when they name none.
    pub provenance: Provenance,
    /// The purpose of consent that signals get when they name none.
    pub purpose: String,
    /// The token of the public survey page; the survey is open while there is one.
    pub survey_token: Option<String>,
    /// The survey's definition as JSON.
    pub survey: Option<String>,
    /// When it was made.
    pub created_at: Micros,
    /// When it was closed for good.
    pub archived_at: Option<Micros>,
}

impl Store {
    /// All posts of a workspace, archived ones too, oldest first.
    pub async fn posts(&self, workspace: &WorkspaceId) -> Result<Vec<PostRow>> {
        let rows = sqlx::query(
            "SELECT id, name, stage, touchpoint, owner, promise_hours, channel, provenance, purpose,
                    survey_token, survey, created_at, archived_at
             FROM posts WHERE workspace = $1 ORDER BY created_at, id",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| read(row, 0)).collect()
    }

    /// The open post behind a public survey token, in whichever workspace: the token is the scope.
    pub async fn post_of_token(&self, token: &str) -> Result<Option<(WorkspaceId, PostRow)>> {
        let row = sqlx::query(
            "SELECT workspace, id, name, stage, touchpoint, owner, promise_hours, channel, provenance,
                    purpose, survey_token, survey, created_at, archived_at
             FROM posts WHERE survey_token = $1 AND archived_at IS NULL",
        )
        .bind(token)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| {
            let workspace = WorkspaceId::new(row.try_get::<String, _>(0)?);
            Ok((workspace, read(&row, 1)?))
        })
        .transpose()
    }
}

impl Tx {
    /// Makes a post.
    ///
    /// # Errors
    /// [`Error::Taken`] when its id or its name is there already in the workspace.
    pub async fn insert_post(&mut self, workspace: &WorkspaceId, post: &PostRow) -> Result<()> {
        let same =
            sqlx::query("SELECT 1 FROM posts WHERE workspace = $1 AND (name = $2 OR id = $3)")
                .bind(workspace.as_str())
                .bind(post.name.as_str())
                .bind(post.id.as_str())
                .fetch_optional(self.connection())
                .await?;
        if same.is_some() {
            return Err(taken(post));
        }
        let made = sqlx::query(
            "INSERT INTO posts (workspace, id, name, stage, touchpoint, owner, promise_hours, channel,
                                provenance, purpose, survey_token, survey, created_at, archived_at)
             VALUES ($1, $2, $3, $4, CAST($5 AS TEXT), CAST($6 AS TEXT), $7, $8, $9, $10,
                     CAST($11 AS TEXT), CAST($12 AS TEXT), $13, CAST($14 AS BIGINT))
             ON CONFLICT DO NOTHING",
        )
        .bind(workspace.as_str())
        .bind(post.id.as_str())
        .bind(post.name.as_str())
        .bind(post.stage.as_str())
        .bind(post.touchpoint.clone())
        .bind(post.owner.clone())
        .bind(post.promise_hours)
        .bind(post.channel.as_str())
        .bind(post.provenance.as_str())
        .bind(post.purpose.as_str())
        .bind(post.survey_token.clone())
        .bind(post.survey.clone())
        .bind(post.created_at)
        .bind(post.archived_at)
        .execute(self.connection())
        .await?;
        if made.rows_affected() == 1 {
            Ok(())
        } else {
            Err(taken(post))
        }
    }

    /// Writes a post as it is now; returns false when the workspace has none of that id.
    ///
    /// # Errors
    /// [`Error::Taken`] when another post of the workspace has its name.
    pub async fn update_post(&mut self, workspace: &WorkspaceId, post: &PostRow) -> Result<bool> {
        let same =
            sqlx::query("SELECT 1 FROM posts WHERE workspace = $1 AND name = $2 AND id <> $3")
                .bind(workspace.as_str())
                .bind(post.name.as_str())
                .bind(post.id.as_str())
                .fetch_optional(self.connection())
                .await?;
        if same.is_some() {
            return Err(taken(post));
        }
        let done = sqlx::query(
            "UPDATE posts SET name = $3, stage = $4, touchpoint = CAST($5 AS TEXT), owner = CAST($6 AS TEXT),
                    promise_hours = $7, channel = $8, provenance = $9, purpose = $10,
                    survey_token = CAST($11 AS TEXT), survey = CAST($12 AS TEXT), archived_at = CAST($13 AS BIGINT)
             WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(post.id.as_str())
        .bind(post.name.as_str())
        .bind(post.stage.as_str())
        .bind(post.touchpoint.clone())
        .bind(post.owner.clone())
        .bind(post.promise_hours)
        .bind(post.channel.as_str())
        .bind(post.provenance.as_str())
        .bind(post.purpose.as_str())
        .bind(post.survey_token.clone())
        .bind(post.survey.clone())
        .bind(post.archived_at)
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn taken(post: &PostRow) -> Error {
    Error::Taken {
        what: "listening post",
        id: post.name.clone(),
    }
}

fn read(row: &AnyRow, from: usize) -> Result<PostRow> {
    let provenance: String = row.try_get(from + 7)?;
    Ok(PostRow {
        id: PostId::new(row.try_get::<String, _>(from)?),
        name: row.try_get(from + 1)?,
        stage: row.try_get(from + 2)?,
        touchpoint: row.try_get(from + 3)?,
        owner: row.try_get(from + 4)?,
        promise_hours: row.try_get(from + 5)?,
        channel: row.try_get(from + 6)?,
        // Only words of `Provenance` are ever written.
        provenance: Provenance::parse(&provenance).unwrap_or_default(),
        purpose: row.try_get(from + 8)?,
        survey_token: row.try_get(from + 9)?,
        survey: row.try_get(from + 10)?,
        created_at: row.try_get(from + 11)?,
        archived_at: row.try_get(from + 12)?,
    })
}
