//! Erasing a person from the lake, down to the bytes.

use crate::answer::{signals_of, verbatims_of};
use crate::lake::{SIGNALS, TABLES};
use crate::read::Scope;
use crate::{Lake, Result};
use datafusion::physical_plan::collect;
use datafusion::prelude::{Expr, ident, lit};
use domain::{CustomerId, WorkspaceId};
use std::sync::Arc;

/// What an erasure removed from the lake.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ErasedRows {
    /// Signals.
    pub signals: u64,
    /// Verbatims.
    pub verbatims: u64,
    /// Mentions.
    pub mentions: u64,
    /// Files removed from disk.
    pub files_removed: usize,
}

impl Lake {
    /// The signals of a customer that are in the lake or hot, with their batches; ask before the
    /// rows are erased.
    pub async fn signals_of(
        &self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
    ) -> Result<Vec<(String, i64)>> {
        let reading = self.read(workspace, Scope::Whole).await?;
        Ok(signals_of(&reading, customer).await?)
    }

    /// How many verbatims of a customer each batch has, in the lake and hot together, over all runs
    /// but the `removed` ones, whose rows count nowhere; ask before the rows are erased.
    pub async fn verbatims_of(
        &self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
        removed: &[String],
    ) -> Result<Vec<(i64, i64)>> {
        let reading = self.read(workspace, Scope::Whole).await?;
        let found = verbatims_of(&reading, customer, removed).await?;
        Ok(counted(found))
    }

    /// Removes a customer, and what came with `signals`, from all tables: deletes the rows, writes
    /// their files anew, lets go of every older snapshot and file, and writes the catalogue's freed
    /// pages over. Waits for running queries before files go; other questions wait meanwhile.
    ///
    /// Erase the rows first: what is still hot would be flushed again. It may be repeated.
    pub async fn erase(
        &self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
        signals: &[String],
    ) -> Result<ErasedRows> {
        let (lake, workspace) = (self.clone(), workspace.clone());
        let (customer, signals) = (customer.clone(), signals.to_vec());
        let work = async move { lake.erased(&workspace, &customer, &signals).await };
        self.inner.write_threads.run(work).await
    }

    async fn erased(
        &self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
        signals: &[String],
    ) -> Result<ErasedRows> {
        let inner = &self.inner;
        let _writing = inner.writing.lock().await;
        inner.hot.forget(workspace);
        let mut gone = [0; TABLES.len()];
        for (table, gone) in TABLES.iter().zip(&mut gone) {
            let key = if *table == SIGNALS { "id" } else { "signal" };
            let mut theirs = ident("customer").eq(lit(customer.as_str()));
            if !signals.is_empty() {
                let ids: Vec<Expr> = signals.iter().map(|id| lit(id.as_str())).collect();
                theirs = theirs.or(ident(key).in_list(ids, false));
            }
            *gone = self.delete(workspace, table, theirs).await?;
            // Also what an erasure that was cut off deleted and did not rewrite.
            self.rewrite(workspace, table, 0.0).await?;
        }
        let alone = Arc::clone(&inner.reading).write_owned().await;
        let files_removed = self.let_go(None, None).await?;
        drop(alone);
        inner.hot.forget(workspace);
        inner.catalogue.clear_text_statistics().await?;
        inner.catalogue.scrub().await?;
        let [signals, verbatims, mentions] = gone;
        Ok(ErasedRows {
            signals,
            verbatims,
            mentions,
            files_removed,
        })
    }

    /// Removes a workspace's tables, files and watermarks.
    pub async fn drop_workspace(&self, workspace: &WorkspaceId) -> Result<()> {
        let inner = &self.inner;
        let _writing = inner.writing.lock().await;
        inner.catalogue.end_workspace(workspace).await?;
        inner.hot.forget(workspace);
        let alone = Arc::clone(&inner.reading).write_owned().await;
        self.let_go(None, None).await?;
        drop(alone);
        inner.catalogue.scrub().await
    }

    /// Deletes rows of a table; how many.
    pub(crate) async fn delete(
        &self,
        workspace: &WorkspaceId,
        table: &str,
        which: Expr,
    ) -> Result<u64> {
        let Some((provider, state)) = self.inner.writable(workspace, table).await? else {
            return Ok(0);
        };
        let plan = provider.delete_from(&state, vec![which]).await?;
        let counts = collect(plan, state.task_ctx()).await?;
        let mut gone = 0;
        for batch in counts {
            let name = batch.schema().field(0).name().clone();
            let counted = crate::answer::whole(&batch, &name)?;
            gone += counted.iter().flatten().map(i64::unsigned_abs).sum::<u64>();
        }
        Ok(gone)
    }
}

/// Counts as the ledger has them.
pub(crate) fn counted(rows: Vec<(i64, u64)>) -> Vec<(i64, i64)> {
    let fits = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    rows.into_iter().map(|(seq, n)| (seq, fits(n))).collect()
}
