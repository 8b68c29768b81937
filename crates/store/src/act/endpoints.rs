//! Endpoints: where alerts are delivered. The secret leaves this file only towards the courier.

use crate::{Result, Store, Tx};
use domain::time::Micros;
use domain::{EndpointId, WorkspaceId};
use sqlx::Row;
use sqlx::any::AnyRow;

/// An endpoint as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct EndpointRow {
    /// Id.
    pub id: EndpointId,
    /// `webhook` or `slack`.
    pub kind: String,
    /// Its name as people see it.
    pub name: String,
    /// Where to send; for Slack the address itself is the secret.
    pub url: String,
    /// `whsec_…`; empty for Slack.
    pub secret: String,
    /// Set when it said 410, or when a person switched it off.
    pub disabled_at: Option<Micros>,
    /// When it was made.
    pub created_at: Micros,
}

/// Never shows the secret or the address.
impl std::fmt::Debug for EndpointRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EndpointRow")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

fn read(r: &AnyRow) -> Result<EndpointRow> {
    Ok(EndpointRow {
        id: EndpointId::new(r.try_get::<String, _>(0)?),
        kind: r.try_get(1)?,
        name: r.try_get(2)?,
        url: r.try_get(3)?,
        secret: r.try_get(4)?,
        disabled_at: r.try_get(5)?,
        created_at: r.try_get(6)?,
    })
}

impl Store {
    /// Endpoints of a workspace, oldest first.
    pub async fn endpoints(&self, workspace: &WorkspaceId) -> Result<Vec<EndpointRow>> {
        let rows = sqlx::query(
            "SELECT id, kind, name, url, secret, disabled_at, created_at FROM endpoints
             WHERE workspace = $1 ORDER BY created_at, id",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }

    /// One endpoint.
    pub async fn endpoint(
        &self,
        workspace: &WorkspaceId,
        id: &EndpointId,
    ) -> Result<Option<EndpointRow>> {
        let row = sqlx::query(
            "SELECT id, kind, name, url, secret, disabled_at, created_at FROM endpoints
             WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Switches an endpoint off, because it said that it wants no more.
    pub async fn disable_endpoint(
        &self,
        workspace: &WorkspaceId,
        id: &EndpointId,
        at: Micros,
    ) -> Result<()> {
        sqlx::query("UPDATE endpoints SET disabled_at = $3 WHERE workspace = $1 AND id = $2 AND disabled_at IS NULL")
            .bind(workspace.as_str())
            .bind(id.as_str())
            .bind(at)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

impl Tx {
    /// Writes an endpoint; one with its id is replaced, its time of making stays.
    pub async fn save_endpoint(
        &mut self,
        workspace: &WorkspaceId,
        endpoint: &EndpointRow,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO endpoints (workspace, id, kind, name, url, secret, disabled_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (workspace, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, url = excluded.url,
               secret = excluded.secret, disabled_at = excluded.disabled_at",
        )
        .bind(workspace.as_str())
        .bind(endpoint.id.as_str())
        .bind(endpoint.kind.as_str())
        .bind(endpoint.name.as_str())
        .bind(endpoint.url.as_str())
        .bind(endpoint.secret.as_str())
        .bind(endpoint.disabled_at)
        .bind(endpoint.created_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes an endpoint; true if it was there. What waits for it goes to the dead letters.
    pub async fn delete_endpoint(
        &mut self,
        workspace: &WorkspaceId,
        id: &EndpointId,
    ) -> Result<bool> {
        let gone = sqlx::query("DELETE FROM endpoints WHERE workspace = $1 AND id = $2")
            .bind(workspace.as_str())
            .bind(id.as_str())
            .execute(self.connection())
            .await?;
        Ok(gone.rows_affected() == 1)
    }
}
