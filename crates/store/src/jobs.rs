//! Jobs: typed, idempotent, leased with a fencing token.

use crate::{Error, Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sqlx::Row;

/// A leased job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The scope of the work.
    pub workspace: WorkspaceId,
    /// Which work.
    pub kind: String,
    /// Its key; the same key is done once.
    pub key: String,
    /// Its argument.
    pub body: serde_json::Value,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// Grows with every lease; a worker whose token is old cannot finish the job.
    pub fence: i64,
}

impl Store {
    /// Leases up to `limit` due jobs of a kind, across workspaces, until `now + lease_us`.
    pub async fn claim_jobs(
        &self,
        kind: &str,
        now: Micros,
        lease_us: i64,
        limit: i64,
    ) -> Result<Vec<Job>> {
        // A look first: an idle system writes nothing.
        let due = sqlx::query(
            "SELECT 1 FROM jobs WHERE done_at IS NULL AND kind = $1 AND due_at <= $2
               AND (leased_until IS NULL OR leased_until < $2) LIMIT 1",
        )
        .bind(kind)
        .bind(now)
        .fetch_optional(&self.reader)
        .await?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(self.dialect().claim_jobs())
            .bind(now)
            .bind(now + lease_us)
            .bind(kind)
            .bind(limit)
            .fetch_all(&self.writer)
            .await?;
        let mut jobs = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        jobs.sort_by(|a, b| (&a.workspace, &a.key).cmp(&(&b.workspace, &b.key)));
        Ok(jobs)
    }

    /// Puts a job back after an error, to be tried again at `due_at`.
    pub async fn retry_job(&self, job: &Job, error: &str, due_at: Micros) -> Result<()> {
        sqlx::query(
            "UPDATE jobs SET leased_until = NULL, error = $5, due_at = $6
             WHERE workspace = $1 AND kind = $2 AND key = $3 AND fence = $4 AND done_at IS NULL",
        )
        .bind(job.workspace.as_str())
        .bind(job.kind.as_str())
        .bind(job.key.as_str())
        .bind(job.fence)
        .bind(error.chars().take(500).collect::<String>())
        .bind(due_at)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Ends all leases: for the one process that owns the rows, at its start, because whoever held
    /// a lease is dead. What was being sent is sent again under the same id.
    pub async fn end_leases(&self) -> Result<()> {
        sqlx::query("UPDATE jobs SET leased_until = NULL WHERE done_at IS NULL AND leased_until IS NOT NULL")
            .execute(&self.writer)
            .await?;
        sqlx::query("UPDATE outbox SET leased_until = NULL WHERE state = 'waiting' AND leased_until IS NOT NULL")
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Jobs that are not done: kind, how many, the highest number of attempts, one error.
    pub async fn open_jobs(&self) -> Result<Vec<(String, i64, i64, Option<String>)>> {
        let rows = sqlx::query(
            "SELECT kind, COUNT(*), MAX(attempts), MAX(error) FROM jobs WHERE done_at IS NULL GROUP BY kind ORDER BY kind",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|r| Ok((r.try_get(0)?, r.try_get(1)?, r.try_get(2)?, r.try_get(3)?)))
            .collect()
    }

    /// Whether a job was queued under a key, done or not.
    pub async fn knows_job(&self, workspace: &WorkspaceId, kind: &str, key: &str) -> Result<bool> {
        let known =
            sqlx::query("SELECT 1 FROM jobs WHERE workspace = $1 AND kind = $2 AND key = $3")
                .bind(workspace.as_str())
                .bind(kind)
                .bind(key)
                .fetch_optional(&self.reader)
                .await?;
        Ok(known.is_some())
    }

    /// Forgets jobs that were done before an instant.
    pub async fn forget_jobs(&self, done_before: Micros) -> Result<u64> {
        let gone = sqlx::query("DELETE FROM jobs WHERE done_at < $1")
            .bind(done_before)
            .execute(&self.writer)
            .await?;
        Ok(gone.rows_affected())
    }
}

impl Tx {
    /// Whether a job of a kind is not done.
    pub async fn is_open(&mut self, workspace: &WorkspaceId, kind: &str) -> Result<bool> {
        let open = sqlx::query(
            "SELECT 1 FROM jobs WHERE workspace = $1 AND kind = $2 AND done_at IS NULL LIMIT 1",
        )
        .bind(workspace.as_str())
        .bind(kind)
        .fetch_optional(self.connection())
        .await?;
        Ok(open.is_some())
    }

    /// Puts a job back with what it has done so far: it goes on at `due_at`.
    ///
    /// # Errors
    /// [`Error::LostLease`] when another worker took it meanwhile; then nothing may commit.
    pub async fn postpone_job(&mut self, job: &Job, due_at: Micros) -> Result<()> {
        let put_back = sqlx::query(
            "UPDATE jobs SET leased_until = NULL, error = NULL, attempts = 0, due_at = $5
             WHERE workspace = $1 AND kind = $2 AND key = $3 AND fence = $4 AND done_at IS NULL",
        )
        .bind(job.workspace.as_str())
        .bind(job.kind.as_str())
        .bind(job.key.as_str())
        .bind(job.fence)
        .bind(due_at)
        .execute(self.connection())
        .await?;
        held(job, put_back.rows_affected())
    }

    /// Marks a job done together with its effects.
    ///
    /// # Errors
    /// [`Error::LostLease`] when another worker took it meanwhile; then nothing may commit.
    pub async fn finish_job(&mut self, job: &Job, at: Micros) -> Result<()> {
        let done = sqlx::query(
            "UPDATE jobs SET done_at = $5, leased_until = NULL, error = NULL
             WHERE workspace = $1 AND kind = $2 AND key = $3 AND fence = $4 AND done_at IS NULL",
        )
        .bind(job.workspace.as_str())
        .bind(job.kind.as_str())
        .bind(job.key.as_str())
        .bind(job.fence)
        .bind(at)
        .execute(self.connection())
        .await?;
        held(job, done.rows_affected())
    }
}

/// A change of one row says that the lease is still ours.
fn held(job: &Job, rows: u64) -> Result<()> {
    if rows == 1 {
        return Ok(());
    }
    Err(Error::LostLease {
        kind: job.kind.clone(),
        key: job.key.clone(),
    })
}

fn read(row: &sqlx::any::AnyRow) -> Result<Job> {
    let body: String = row.try_get(3)?;
    Ok(Job {
        workspace: WorkspaceId::new(row.try_get::<String, _>(0)?),
        kind: row.try_get(1)?,
        key: row.try_get(2)?,
        body: serde_json::from_str(&body).map_err(|source| Error::Unreadable {
            what: "job",
            source,
        })?,
        attempts: row.try_get(4)?,
        fence: row.try_get(5)?,
    })
}
