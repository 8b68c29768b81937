//! Which signals are known already: a look before an import, without writing.

use crate::{Result, Store};
use domain::{PostId, WorkspaceId};
use serde_json::json;
use sqlx::Row;

/// A key that is taken, and the hash of what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSignal {
    /// The source's id.
    pub external_id: String,
    /// Hash of what was stored under it.
    pub body_hash: String,
}

impl Store {
    /// Which of `external_ids` are taken at a post, in no order.
    pub async fn known_signals(
        &self,
        workspace: &WorkspaceId,
        post: &PostId,
        external_ids: &[&str],
    ) -> Result<Vec<KnownSignal>> {
        let keys: Vec<_> = external_ids
            .iter()
            .map(|external_id| json!({ "post": post, "external_id": external_id }))
            .collect();
        let rows = sqlx::query(self.dialect().read_signal_keys())
            .bind(workspace.as_str())
            .bind(serde_json::Value::Array(keys).to_string())
            .fetch_all(&self.reader)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(KnownSignal {
                    external_id: row.try_get(1)?,
                    body_hash: row.try_get(3)?,
                })
            })
            .collect()
    }
}
