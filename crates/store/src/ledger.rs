//! The commit chain: a hash over each committed batch commits with it.
//!
//! Link `k` is `sha256(link[k-1] ‖ seq ‖ n ‖ sha256(bodies))`. A row lost or changed behind the
//! database's back breaks the count or the chain; a chain cut at its end is found by the head
//! that the door appends to a second file.

use crate::tx::HotRow;
use crate::{Result, Store, Tx};
use domain::WorkspaceId;
use domain::time::Micros;
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::fmt::Write;

/// One link of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Position in the stream.
    pub seq: i64,
    /// Rows in the batch.
    pub n: i64,
    /// Rows of the batch that were erased, or removed with their run, since.
    pub erased: i64,
    /// The chained hash, hex.
    pub hash: String,
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The hash of the next link.
pub fn chain(previous: &str, seq: i64, n: i64, content: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(previous.as_bytes());
    hash.update(seq.to_be_bytes());
    hash.update(n.to_be_bytes());
    hash.update(content);
    hex(&hash.finalize())
}

fn content(rows: &[HotRow]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for row in rows {
        hash.update(row.id.as_bytes());
        hash.update([0]);
        hash.update(row.body.as_bytes());
        hash.update([0]);
    }
    hash.finalize().to_vec()
}

/// Appends the batch's link within its transaction.
pub(crate) async fn link(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    stream: &str,
    seq: i64,
    rows: &[HotRow],
    at: Micros,
) -> Result<()> {
    let previous =
        sqlx::query("SELECT hash FROM ledger WHERE workspace = $1 AND stream = $2 AND seq = $3")
            .bind(workspace.as_str())
            .bind(stream)
            .bind(seq - 1)
            .fetch_optional(tx.connection())
            .await?;
    let previous: String = previous.map_or(Ok(String::new()), |row| row.try_get(0))?;
    let n = rows.len() as i64;
    sqlx::query("INSERT INTO ledger (workspace, stream, seq, n, erased, hash, at) VALUES ($1, $2, $3, $4, 0, $5, $6)")
        .bind(workspace.as_str())
        .bind(stream)
        .bind(seq)
        .bind(n)
        .bind(chain(&previous, seq, n, &content(rows)))
        .bind(at)
        .execute(tx.connection())
        .await?;
    Ok(())
}

impl Tx {
    /// Notes that rows of a batch are gone on purpose.
    pub(crate) async fn count_out(
        &mut self,
        workspace: &WorkspaceId,
        stream: &str,
        seq: i64,
        n: i64,
    ) -> Result<()> {
        sqlx::query("UPDATE ledger SET erased = erased + $4 WHERE workspace = $1 AND stream = $2 AND seq = $3")
            .bind(workspace.as_str())
            .bind(stream)
            .bind(seq)
            .bind(n)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The newest link of a stream.
    pub async fn ledger_head(&self, workspace: &WorkspaceId, stream: &str) -> Result<Option<Link>> {
        let row = sqlx::query(
            "SELECT seq, n, erased, hash FROM ledger WHERE workspace = $1 AND stream = $2 ORDER BY seq DESC LIMIT 1",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// When a batch was committed, unix microseconds; 0 when there is none.
    pub async fn batch_at(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        seq: i64,
    ) -> Result<Micros> {
        let row =
            sqlx::query("SELECT at FROM ledger WHERE workspace = $1 AND stream = $2 AND seq = $3")
                .bind(workspace.as_str())
                .bind(stream)
                .bind(seq)
                .fetch_optional(&self.reader)
                .await?;
        Ok(row.map(|r| r.try_get(0)).transpose()?.unwrap_or(0))
    }

    /// Links after a sequence number, oldest first.
    pub async fn ledger_after(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<Link>> {
        let rows = sqlx::query(
            "SELECT seq, n, erased, hash FROM ledger WHERE workspace = $1 AND stream = $2 AND seq > $3 ORDER BY seq LIMIT $4",
        )
        .bind(workspace.as_str())
        .bind(stream)
        .bind(seq)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &sqlx::any::AnyRow) -> Result<Link> {
    Ok(Link {
        seq: row.try_get(0)?,
        n: row.try_get(1)?,
        erased: row.try_get(2)?,
        hash: row.try_get(3)?,
    })
}
