//! The opaque references that tie the answer to a follow-up survey to its case.

use crate::{Result, Store, Tx};
use domain::time::Micros;
use domain::{CaseId, WorkspaceId};
use sqlx::Row;

impl Store {
    /// The workspace that a follow-up reference belongs to; references are unguessable.
    pub async fn workspace_of_follow_up(&self, reference: &str) -> Result<Option<WorkspaceId>> {
        let row = sqlx::query("SELECT workspace FROM follow_ups WHERE reference = $1 LIMIT 1")
            .bind(reference)
            .fetch_optional(&self.reader)
            .await?;
        Ok(row
            .map(|r| r.try_get::<String, _>(0))
            .transpose()?
            .map(WorkspaceId::new))
    }
}

impl Tx {
    /// Remembers which case a reference was minted for.
    pub async fn save_follow_up(
        &mut self,
        workspace: &WorkspaceId,
        reference: &str,
        case: &CaseId,
        at: Micros,
    ) -> Result<()> {
        sqlx::query("INSERT INTO follow_ups (workspace, reference, case_id, created_at) VALUES ($1, $2, $3, $4)")
            .bind(workspace.as_str())
            .bind(reference)
            .bind(case.as_str())
            .bind(at)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// The case that a reference was minted for.
    pub async fn case_of_follow_up(
        &mut self,
        workspace: &WorkspaceId,
        reference: &str,
    ) -> Result<Option<CaseId>> {
        let row =
            sqlx::query("SELECT case_id FROM follow_ups WHERE workspace = $1 AND reference = $2")
                .bind(workspace.as_str())
                .bind(reference)
                .fetch_optional(self.connection())
                .await?;
        Ok(row
            .map(|r| r.try_get::<String, _>(0))
            .transpose()?
            .map(CaseId::new))
    }
}
