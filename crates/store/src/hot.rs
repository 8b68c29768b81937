//! Hot rows: what was committed and is not, or not long, in the lake.

use crate::{Result, Store};
use domain::WorkspaceId;
use sqlx::Row;

/// Signals, one row each; body is `domain::Signal`.
pub const SIGNALS: &str = "signals";
/// Annotated verbatims, one row each; body is `domain::annotation::VerbatimRecord`.
pub const VERBATIMS: &str = "verbatims";

/// A hot row as read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hot {
    /// Position of its batch in the stream.
    pub seq: i64,
    /// Unique within its batch.
    pub id: String,
    /// The complete record as JSON text.
    pub body: String,
}

impl Store {
    /// Hot rows of batches after `after` up to and including `through`, in order, at most `limit` rows
    /// rounded up to whole batches by the caller's choice of `through`.
    pub async fn hot_between(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        after: i64,
        through: i64,
    ) -> Result<Vec<Hot>> {
        let rows = sqlx::query(
            "SELECT seq, id, body FROM hot WHERE workspace = $1 AND stream = $2 AND seq > $3 AND seq <= $4 ORDER BY seq, id",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .bind(after)
        .bind(through)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Hot {
                    seq: row.try_get(0)?,
                    id: row.try_get(1)?,
                    body: row.try_get(2)?,
                })
            })
            .collect()
    }

    /// The newest committed batch of a stream; 0 when there is none.
    pub async fn hot_head(&self, workspace: &WorkspaceId, stream: &str) -> Result<i64> {
        Ok(self
            .ledger_head(workspace, stream)
            .await?
            .map_or(0, |link| link.seq))
    }

    /// The last batch that ends within `limit` rows after `after`; at least one batch when there is any.
    pub async fn hot_cut(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        after: i64,
        limit: i64,
    ) -> Result<i64> {
        let mut through = after;
        let mut rows = 0;
        for link in self
            .ledger_after(workspace, stream, after, limit.max(1))
            .await?
        {
            if through > after && rows + link.n > limit {
                break;
            }
            rows += link.n;
            through = link.seq;
        }
        Ok(through)
    }

    /// How many hot rows wait after a sequence number.
    pub async fn hot_count(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        after: i64,
    ) -> Result<i64> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM hot WHERE workspace = $1 AND stream = $2 AND seq > $3",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .bind(after)
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get(0)?)
    }

    /// How many hot rows there are up to a sequence number, in the lake already or not.
    pub async fn hot_through(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        through: i64,
    ) -> Result<i64> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM hot WHERE workspace = $1 AND stream = $2 AND seq <= $3",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .bind(through)
        .fetch_one(&self.reader)
        .await?;
        Ok(row.try_get(0)?)
    }

    /// Removes hot rows up to `through` that are in the lake, keeping those whose jobs are open and
    /// those committed after `committed_before` (a query may still read them).
    ///
    /// Returns how many rows went.
    pub async fn hot_remove(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        through: i64,
        committed_before: i64,
    ) -> Result<u64> {
        let open = sqlx::query(
            "SELECT MIN(key) FROM jobs WHERE workspace = $1 AND done_at IS NULL AND key LIKE $2",
        )
        .bind(workspace.as_str())
        .bind(format!("{stream}:%"))
        .fetch_one(&self.reader)
        .await?;
        let open: Option<String> = open.try_get(0)?;
        let mut through = match open.as_deref().and_then(batch_of) {
            Some(seq) => through.min(seq - 1),
            None => through,
        };
        if stream == SIGNALS
            && let Some(seq) = self.signals_awaited(workspace).await?
        {
            through = through.min(seq - 1);
        }
        let gone = sqlx::query(
            "DELETE FROM hot WHERE workspace = $1 AND stream = $2 AND seq <= $3
               AND seq <= (SELECT COALESCE(MAX(seq), 0) FROM ledger WHERE workspace = $1 AND stream = $2 AND at < $4)",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .bind(through)
        .bind(committed_before)
        .execute(&self.writer)
        .await?;
        Ok(gone.rows_affected())
    }

    /// The first batch of signals that an open job about verbatims still reads (`signals_seq`).
    async fn signals_awaited(&self, workspace: &WorkspaceId) -> Result<Option<i64>> {
        let rows = sqlx::query(
            "SELECT body FROM jobs WHERE workspace = $1 AND done_at IS NULL AND key LIKE 'verbatims:%'",
        )
        .bind(workspace.as_str())
        .fetch_all(&self.reader)
        .await?;
        let mut first: Option<i64> = None;
        for row in rows {
            let body: String = row.try_get(0)?;
            let body: serde_json::Value =
                serde_json::from_str(&body).map_err(|source| crate::Error::Unreadable {
                    what: "job",
                    source,
                })?;
            if let Some(seq) = body["signals_seq"].as_i64() {
                first = Some(first.map_or(seq, |known| known.min(seq)));
            }
        }
        Ok(first)
    }
}

/// The key of a job or fact about one batch; sorts by sequence.
pub fn batch_key(stream: &str, seq: i64) -> String {
    format!("{stream}:{seq:019}")
}

/// The sequence number in a batch key.
pub fn batch_of(key: &str) -> Option<i64> {
    key.rsplit_once(':').and_then(|(_, seq)| seq.parse().ok())
}
