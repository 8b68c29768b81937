//! Personal and follow-up links: unguessable, single use.

use crate::{Error, Result, Store, Tx};
use domain::time::Micros;
use domain::{CustomerId, PostId, WorkspaceId};
use sqlx::Row;

/// A link as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyLink {
    /// The secret in the address, at least 128 bits.
    pub token: String,
    /// The scope.
    pub workspace: WorkspaceId,
    /// The post that asks.
    pub post: PostId,
    /// Who is asked.
    pub customer: Option<CustomerId>,
    /// An opaque reference of another room.
    pub follow_up: Option<String>,
    /// When it was made.
    pub created_at: Micros,
    /// When its response was submitted.
    pub used_at: Option<Micros>,
}

impl Store {
    /// The link behind a token, in whichever workspace: the token is the scope.
    pub async fn survey_link(&self, token: &str) -> Result<Option<SurveyLink>> {
        let row = sqlx::query(
            "SELECT token, workspace, post, customer, follow_up, created_at, used_at
             FROM survey_links WHERE token = $1",
        )
        .bind(token)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| {
            Ok(SurveyLink {
                token: row.try_get(0)?,
                workspace: WorkspaceId::new(row.try_get::<String, _>(1)?),
                post: PostId::new(row.try_get::<String, _>(2)?),
                customer: row.try_get::<Option<String>, _>(3)?.map(CustomerId::new),
                follow_up: row.try_get(4)?,
                created_at: row.try_get(5)?,
                used_at: row.try_get(6)?,
            })
        })
        .transpose()
    }
}

impl Tx {
    /// Makes a link.
    ///
    /// # Errors
    /// [`Error::Taken`] when the token is there already.
    pub async fn insert_survey_link(&mut self, link: &SurveyLink) -> Result<()> {
        let made = sqlx::query(
            "INSERT INTO survey_links (token, workspace, post, customer, follow_up, created_at, used_at)
             VALUES ($1, $2, $3, CAST($4 AS TEXT), CAST($5 AS TEXT), $6, CAST($7 AS BIGINT))
             ON CONFLICT DO NOTHING",
        )
        .bind(link.token.as_str())
        .bind(link.workspace.as_str())
        .bind(link.post.as_str())
        .bind(link.customer.as_ref().map(|c| c.as_str().to_owned()))
        .bind(link.follow_up.clone())
        .bind(link.created_at)
        .bind(link.used_at)
        .execute(self.connection())
        .await?;
        if made.rows_affected() == 1 {
            return Ok(());
        }
        Err(Error::Taken {
            what: "survey link",
            id: "(secret)".to_owned(),
        })
    }

    /// Marks a link as used; returns whether this was the first time.
    pub async fn use_survey_link(
        &mut self,
        workspace: &WorkspaceId,
        token: &str,
        at: Micros,
    ) -> Result<bool> {
        let used = sqlx::query(
            "UPDATE survey_links SET used_at = $3 WHERE workspace = $1 AND token = $2 AND used_at IS NULL",
        )
        .bind(workspace.as_str())
        .bind(token)
        .bind(at)
        .execute(self.connection())
        .await?;
        Ok(used.rows_affected() == 1)
    }
}
