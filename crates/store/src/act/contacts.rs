//! What room 3 reads of room 1: a customer's mail address, a post's name and promise.

use crate::{Result, Store};
use domain::{CustomerId, PostId, WorkspaceId};
use sqlx::Row;
use std::collections::BTreeMap;

/// What a listening post promises those who speak there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The post's name.
    pub name: String,
    /// Within how many hours an answer is promised.
    pub hours: i64,
}

impl Store {
    /// The references of one kind (`email` …) that a customer is known by, sorted.
    pub async fn aliases_of(
        &self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
        kind: &str,
    ) -> Result<Vec<String>> {
        let rows = sqlx::query(
            "SELECT value FROM customer_aliases WHERE workspace = $1 AND customer = $2 AND kind = $3 ORDER BY value",
        )
        .bind(workspace.as_str())
        .bind(customer.as_str())
        .bind(kind)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|r| Ok(r.try_get(0)?)).collect()
    }

    /// What each listening post of a workspace promises, archived ones included.
    pub async fn promises(&self, workspace: &WorkspaceId) -> Result<BTreeMap<PostId, Promise>> {
        let rows = sqlx::query("SELECT id, name, promise_hours FROM posts WHERE workspace = $1")
            .bind(workspace.as_str())
            .fetch_all(&self.reader)
            .await?;
        rows.iter()
            .map(|r| {
                let promise = Promise {
                    name: r.try_get(1)?,
                    hours: r.try_get(2)?,
                };
                Ok((PostId::new(r.try_get::<String, _>(0)?), promise))
            })
            .collect()
    }
}
