//! Making runs: begin, go on, put on show, give up, remove.
//!
//! Every change begins with [`Tx::hold_runs`], as does every transaction that writes annotations:
//! they take turns, so whoever writes knows which runs are live when it commits.

use super::runs::{Live, REMOVED, live_of, live_sql};
use crate::hot::{SIGNALS, VERBATIMS, batch_of};
use crate::{Result, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use serde_json::json;
use sqlx::Row;

/// A run to begin.
#[derive(Debug, Clone, Copy)]
pub struct NewRun<'a> {
    /// Model and codeframe; the id is made from it.
    pub reads_by: &'a str,
    /// The codeframe's version in this workspace.
    pub codeframe: i64,
    /// The version of what its readings are corrected by.
    pub lessons: i64,
    /// The kind of the job that reads the words of a batch when it comes in.
    pub awaiting: &'a str,
}

/// What a replay reads: batches of signals up to one, but for those with an open job.
#[derive(Debug, Default)]
struct Reach {
    through: i64,
    left_open: Vec<i64>,
    total: i64,
}

impl Tx {
    /// The live runs, which stay as they are until this transaction ends.
    pub async fn hold_runs(&mut self, workspace: &WorkspaceId) -> Result<Live> {
        // The counter's row is the lock, on both engines.
        self.next_number(workspace, "annotation_runs").await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(live_sql()))
            .bind(workspace.as_str())
            .fetch_all(self.connection())
            .await?;
        live_of(&rows)
    }

    /// Puts the first run of a workspace on show, before any words were read. Its id.
    pub async fn begin_first_run(
        &mut self,
        workspace: &WorkspaceId,
        new: &NewRun<'_>,
        at: Micros,
    ) -> Result<String> {
        let run = self.fresh_id(workspace, new.reads_by).await?;
        self.insert(workspace, &run, new, &Reach::default(), at)
            .await?;
        self.switch_run(workspace, &Live::default(), at).await?;
        Ok(run)
    }

    /// Puts rows that were written before there were runs under the runs that they name: the first
    /// is on show, the others are replaced. `reads_by` is how the first reads.
    pub async fn adopt_runs(
        &mut self,
        workspace: &WorkspaceId,
        runs: &[String],
        reads_by: &str,
        at: Micros,
    ) -> Result<()> {
        for (place, run) in runs.iter().enumerate() {
            let new = NewRun {
                reads_by: if place == 0 { reads_by } else { run },
                codeframe: 0,
                lessons: 0,
                awaiting: "",
            };
            self.insert(workspace, run, &new, &Reach::default(), at)
                .await?;
            if place == 0 {
                self.switch_run(workspace, &Live::default(), at).await?;
            } else {
                self.end_run(workspace, run, "replaced", at).await?;
            }
        }
        Ok(())
    }

    /// Begins a run beside the one on show: it is to read what was received so far. A batch whose
    /// own job is still open is left to that job, which reads it under every live run. Its id.
    pub async fn begin_run(
        &mut self,
        workspace: &WorkspaceId,
        new: &NewRun<'_>,
        at: Micros,
    ) -> Result<String> {
        let run = self.fresh_id(workspace, new.reads_by).await?;
        // First the newest batch, then the open jobs: a batch commits together with its job.
        let through = self.head(workspace, SIGNALS).await?;
        let open = sqlx::query(
            "SELECT key FROM jobs WHERE workspace = $1 AND kind = $2 AND done_at IS NULL ORDER BY key",
        )
        .bind(workspace.as_str())
        .bind(new.awaiting)
        .fetch_all(self.connection())
        .await?;
        let mut left_open = Vec::new();
        for row in open {
            let key: String = row.try_get(0)?;
            left_open.extend(batch_of(&key).filter(|seq| *seq <= through));
        }
        let reach = Reach {
            total: self.signals_through(workspace, through, &left_open).await?,
            through,
            left_open,
        };
        self.insert(workspace, &run, new, &reach, at).await?;
        Ok(run)
    }

    /// Notes how far the replay of a building run is.
    pub async fn advance_run(
        &mut self,
        workspace: &WorkspaceId,
        run: &str,
        position: i64,
        signals: i64,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE annotation_runs SET position = $3, signals_done = signals_done + $4
              WHERE workspace = $1 AND run = $2 AND state = 'building'",
        )
        .bind(workspace.as_str())
        .bind(run)
        .bind(position)
        .bind(signals)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Gives a live run a codeframe that reads like its own (other labels, another order).
    pub async fn repoint_run(
        &mut self,
        workspace: &WorkspaceId,
        run: &str,
        new: &NewRun<'_>,
    ) -> Result<()> {
        sqlx::query(
            "UPDATE annotation_runs SET codeframe = $3, reads_by = $4, lessons = $5 WHERE workspace = $1 AND run = $2",
        )
        .bind(workspace.as_str())
        .bind(run)
        .bind(new.codeframe)
        .bind(new.reads_by)
        .bind(new.lessons)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Puts the building run on show in place of the active one. Who was replaced.
    pub async fn switch_run(
        &mut self,
        workspace: &WorkspaceId,
        live: &Live,
        at: Micros,
    ) -> Result<Option<String>> {
        if let Some(old) = &live.active {
            self.end_run(workspace, &old.run, "replaced", at).await?;
        }
        sqlx::query(
            "UPDATE annotation_runs SET state = 'active', finished_at = $2 WHERE workspace = $1 AND state = 'building'",
        )
        .bind(workspace.as_str())
        .bind(at)
        .execute(self.connection())
        .await?;
        Ok(live.active.as_ref().map(|old| old.run.clone()))
    }

    /// Gives up a run that is being made.
    pub async fn abandon_run(
        &mut self,
        workspace: &WorkspaceId,
        run: &str,
        at: Micros,
    ) -> Result<()> {
        self.end_run(workspace, run, "abandoned", at).await
    }

    /// Takes the rows of a run that has ended out of the ledger: `rows` says how many each batch
    /// has. From here on they count nowhere, and may be deleted.
    pub async fn remove_run(
        &mut self,
        workspace: &WorkspaceId,
        run: &str,
        rows: &[(i64, i64)],
        at: Micros,
    ) -> Result<()> {
        for (seq, n) in rows {
            self.count_out(workspace, VERBATIMS, *seq, *n).await?;
        }
        sqlx::query("UPDATE annotation_runs SET removed_at = $3 WHERE workspace = $1 AND run = $2")
            .bind(workspace.as_str())
            .bind(run)
            .bind(at)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// As [`crate::Store::removed_runs`], as this transaction sees them.
    pub async fn removed_runs(&mut self, workspace: &WorkspaceId) -> Result<Vec<String>> {
        let rows = sqlx::query(REMOVED)
            .bind(workspace.as_str())
            .fetch_all(self.connection())
            .await?;
        rows.iter().map(|r| Ok(r.try_get(0)?)).collect()
    }

    /// An id that no run of the workspace has or had.
    async fn fresh_id(&mut self, workspace: &WorkspaceId, reads_by: &str) -> Result<String> {
        let mut id = reads_by.to_owned();
        for again in 2.. {
            let taken =
                sqlx::query("SELECT 1 FROM annotation_runs WHERE workspace = $1 AND run = $2")
                    .bind(workspace.as_str())
                    .bind(id.as_str())
                    .fetch_optional(self.connection())
                    .await?;
            if taken.is_none() {
                break;
            }
            id = format!("{reads_by}.{again}");
        }
        Ok(id)
    }

    async fn end_run(
        &mut self,
        workspace: &WorkspaceId,
        run: &str,
        state: &str,
        at: Micros,
    ) -> Result<()> {
        let head = self.head(workspace, VERBATIMS).await?;
        sqlx::query(
            "UPDATE annotation_runs SET state = $3, ended_at = $4, ended_behind = $5 WHERE workspace = $1 AND run = $2",
        )
        .bind(workspace.as_str())
        .bind(run)
        .bind(state)
        .bind(at)
        .bind(head)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    async fn head(&mut self, workspace: &WorkspaceId, stream: &str) -> Result<i64> {
        let row = sqlx::query(
            "SELECT COALESCE(MAX(seq), 0) FROM ledger WHERE workspace = $1 AND stream = $2",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .fetch_one(self.connection())
        .await?;
        Ok(row.try_get(0)?)
    }

    /// Signals in batches up to `through`, without those in `left_out`.
    async fn signals_through(
        &mut self,
        workspace: &WorkspaceId,
        through: i64,
        left_out: &[i64],
    ) -> Result<i64> {
        let row = sqlx::query(
            "SELECT CAST(COALESCE(SUM(n - erased), 0) AS BIGINT) FROM ledger
              WHERE workspace = $1 AND stream = 'signals' AND seq <= $2",
        )
        .bind(workspace.as_str())
        .bind(through)
        .fetch_one(self.connection())
        .await?;
        let mut total: i64 = row.try_get(0)?;
        for seq in left_out {
            let row = sqlx::query(
                "SELECT n - erased FROM ledger WHERE workspace = $1 AND stream = 'signals' AND seq = $2",
            )
            .bind(workspace.as_str())
            .bind(*seq)
            .fetch_optional(self.connection())
            .await?;
            total -= row
                .map(|r| r.try_get::<i64, _>(0))
                .transpose()?
                .unwrap_or(0);
        }
        Ok(total)
    }

    async fn insert(
        &mut self,
        workspace: &WorkspaceId,
        run: &str,
        new: &NewRun<'_>,
        reach: &Reach,
        at: Micros,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO annotation_runs (workspace, run, reads_by, codeframe, state, position, through, left_open,
                                          signals_done, signals_total, started_at, lessons)
             VALUES ($1, $2, $3, $4, 'building', 0, $5, $6, 0, $7, $8, $9)",
        )
        .bind(workspace.as_str())
        .bind(run)
        .bind(new.reads_by)
        .bind(new.codeframe)
        .bind(reach.through)
        .bind(json!(reach.left_open).to_string())
        .bind(reach.total)
        .bind(at)
        .bind(new.lessons)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
