//! What checks need to know: rows per batch, and the size of things.

use crate::answer::{not_of, rows_by_batch};
use crate::catalogue::TableStats;
use crate::lake::{SIGNALS, VERBATIMS};
use crate::read::Scope;
use crate::{Lake, Result};
use domain::WorkspaceId;

impl Lake {
    /// Rows per batch of a stream, in the lake and hot together, test signals included and those of
    /// removed runs not: what a ledger's `n − erased` must equal. Ascending by batch.
    pub async fn counts_by_batch(
        &self,
        workspace: &WorkspaceId,
        stream: &str,
    ) -> Result<Vec<(i64, u64)>> {
        let table = if stream == store::hot::VERBATIMS {
            VERBATIMS
        } else {
            SIGNALS
        };
        let removed = self.inner.store.removed_runs(workspace).await?;
        let counted = not_of(&removed).filter(|_| table == VERBATIMS);
        let reading = self.read(workspace, Scope::Whole).await?;
        Ok(rows_by_batch(&reading, table, counted.into_iter().collect()).await?)
    }

    /// Rows, files and bytes of each table of a workspace.
    pub async fn stats(&self, workspace: &WorkspaceId) -> Result<Vec<TableStats>> {
        self.inner.catalogue.table_stats(workspace).await
    }

    /// Through which batch each stream is in the lake: signals, verbatims.
    pub async fn watermarks(&self, workspace: &WorkspaceId) -> Result<(i64, i64)> {
        let pinned = self.inner.catalogue.pin(workspace).await?;
        Ok((pinned.signals, pinned.verbatims))
    }
}
