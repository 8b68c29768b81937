//! A writing transaction: what rooms change, announce, queue and post commits together.

use crate::{Dialect, Result, Subscriptions, crash_point, ledger};
use domain::time::Micros;
use domain::{Fact, NewJob, NewNotice, WorkspaceId};
use serde::Serialize;
use sqlx::{Any, AnyConnection, Row, Transaction};
use std::sync::Arc;

/// A writing transaction. Dropping it without [`Tx::commit`] undoes everything.
pub struct Tx {
    inner: Transaction<'static, Any>,
    dialect: Dialect,
    subscriptions: Arc<Subscriptions>,
}

/// One row of a stream on its way to the lake.
#[derive(Debug, Clone, Serialize)]
pub struct HotRow {
    /// Unique within its batch.
    pub id: String,
    /// Whose data it is.
    pub customer: Option<String>,
    /// The complete record as JSON text.
    pub body: String,
}

impl Tx {
    pub(crate) fn new(
        inner: Transaction<'static, Any>,
        dialect: Dialect,
        subscriptions: Arc<Subscriptions>,
    ) -> Self {
        Self {
            inner,
            dialect,
            subscriptions,
        }
    }

    /// The connection, for the statements of this crate.
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Takes the next number of a counter; numbers follow commit order without gaps.
    pub async fn next_number(&mut self, workspace: &WorkspaceId, counter: &str) -> Result<i64> {
        let row = sqlx::query(
            "INSERT INTO counters (workspace, name, value) VALUES ($1, $2, 1)
             ON CONFLICT (workspace, name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        )
        .bind(workspace.as_str())
        .bind(counter)
        .fetch_one(self.connection())
        .await?;
        Ok(row.try_get(0)?)
    }

    /// Writes a fact and one job per subscriber. The jobs' keys carry the fact's own key, so that
    /// announcing the same fact again queues nothing.
    pub async fn announce(
        &mut self,
        workspace: &WorkspaceId,
        fact: &Fact,
        key: &str,
        at: Micros,
    ) -> Result<()> {
        let seq = self.next_number(workspace, "facts").await?;
        sqlx::query(
            "INSERT INTO facts (workspace, seq, kind, body, at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(workspace.as_str())
        .bind(seq)
        .bind(fact.kind.as_str())
        .bind(fact.body.to_string())
        .bind(at)
        .execute(self.connection())
        .await?;
        let subscriptions = Arc::clone(&self.subscriptions);
        for job in subscriptions.of(&fact.kind) {
            let job = NewJob {
                kind: (*job).to_owned(),
                key: key.to_owned(),
                body: fact.body.clone(),
                due_at: at,
            };
            self.queue(workspace, &job).await?;
        }
        Ok(())
    }

    /// Queues a job unless one with its key is there.
    pub async fn queue(&mut self, workspace: &WorkspaceId, job: &NewJob) -> Result<()> {
        sqlx::query(
            "INSERT INTO jobs (workspace, kind, key, body, due_at, attempts, fence)
             VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT DO NOTHING",
        )
        .bind(workspace.as_str())
        .bind(job.kind.as_str())
        .bind(job.key.as_str())
        .bind(job.body.to_string())
        .bind(job.due_at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Posts a notice to the outbox; it leaves only if this transaction commits.
    pub async fn post(
        &mut self,
        workspace: &WorkspaceId,
        notice: &NewNotice,
        at: Micros,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO outbox (workspace, id, channel, recipient, body, case_id, customer, state,
                                 attempts, fence, next_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, 0, $8, $8) ON CONFLICT DO NOTHING",
        )
        .bind(workspace.as_str())
        .bind(notice.id.as_str())
        .bind(notice.channel.as_str())
        .bind(notice.recipient.as_str())
        .bind(notice.body.to_string())
        .bind(notice.case.as_ref().map(|c| c.as_str().to_owned()))
        .bind(notice.customer.as_ref().map(|c| c.as_str().to_owned()))
        .bind(at)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Appends one batch to a stream: hot rows, ledger link, sequence number.
    ///
    /// Returns the batch's sequence number, which follows commit order within the stream.
    pub async fn append_hot(
        &mut self,
        workspace: &WorkspaceId,
        stream: &str,
        rows: &[HotRow],
        at: Micros,
    ) -> Result<i64> {
        let seq = self
            .next_number(workspace, &format!("hot:{stream}"))
            .await?;
        let json = serde_json::to_string(rows).map_err(|source| crate::Error::Unreadable {
            what: "hot batch",
            source,
        })?;
        let sql = self.dialect.insert_hot();
        sqlx::query(sql)
            .bind(workspace.as_str())
            .bind(stream)
            .bind(seq)
            .bind(json)
            .execute(self.connection())
            .await?;
        ledger::link(self, workspace, stream, seq, rows, at).await?;
        Ok(seq)
    }

    /// Makes everything in this transaction durable at once.
    pub async fn commit(self) -> Result<()> {
        crash_point::reach(crash_point::BEFORE_COMMIT);
        self.inner.commit().await?;
        crash_point::reach(crash_point::COMMITTED);
        Ok(())
    }
}
