//! Facts: who is told of what, and what was announced.

use crate::{Result, Store};
use domain::{Fact, WorkspaceId};
use sqlx::Row;
use std::collections::BTreeMap;

/// Which jobs follow which fact. Written down once, in the door's `wiring.rs`.
#[derive(Debug, Clone, Default)]
pub struct Subscriptions(BTreeMap<&'static str, Vec<&'static str>>);

impl Subscriptions {
    /// Adds a subscriber: the fact's kind and the job that follows it.
    #[must_use]
    pub fn on(mut self, fact: &'static str, job: &'static str) -> Self {
        self.0.entry(fact).or_default().push(job);
        self
    }
    /// The jobs that follow a fact.
    pub fn of(&self, fact: &str) -> &[&'static str] {
        self.0.get(fact).map_or(&[], Vec::as_slice)
    }
    /// All pairs, for the page that shows the flow.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0
            .iter()
            .flat_map(|(fact, jobs)| jobs.iter().map(move |job| (*fact, *job)))
    }
}

impl Store {
    /// Facts after a sequence number, oldest first.
    pub async fn facts_after(
        &self,
        workspace: &WorkspaceId,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<(i64, Fact)>> {
        let rows = sqlx::query(
            "SELECT seq, kind, body FROM facts WHERE workspace = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(workspace.as_str())
        .bind(seq)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                let body: String = row.try_get(2)?;
                let body =
                    serde_json::from_str(&body).map_err(|source| crate::Error::Unreadable {
                        what: "fact",
                        source,
                    })?;
                Ok((
                    row.try_get(0)?,
                    Fact::new(row.try_get::<String, _>(1)?, body),
                ))
            })
            .collect()
    }
}
