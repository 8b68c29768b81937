//! Runs of annotations: what a replay reads, and removing what a run has written.

use crate::answer::{counts_of_runs, newest_words, received, rows_by_batch};
use crate::erase::counted;
use crate::lake::{MENTIONS, VERBATIMS};
use crate::read::Scope;
use crate::{Lake, Result};
use datafusion::prelude::{ident, lit};
use domain::{Signal, WorkspaceId};

impl Lake {
    /// The signals of batches behind `after` up to `through`, with their batches, in order: what an
    /// annotation needs of them (no attributes, no consent, of the answers only the words). Test
    /// signals are among them.
    pub async fn received(
        &self,
        workspace: &WorkspaceId,
        after: i64,
        through: i64,
    ) -> Result<Vec<(i64, Signal)>> {
        let reading = self.read(workspace, Scope::Received).await?;
        Ok(received(&reading, after, through).await?)
    }

    /// The redacted words of the newest `n` verbatims on show.
    pub async fn newest_words(&self, workspace: &WorkspaceId, n: usize) -> Result<Vec<String>> {
        let reading = self.read(workspace, Scope::Asked).await?;
        Ok(newest_words(&reading, n).await?)
    }

    /// The runs that verbatims name, with how many do; the largest first.
    pub async fn runs_found(&self, workspace: &WorkspaceId) -> Result<Vec<(String, u64)>> {
        let reading = self.read(workspace, Scope::Whole).await?;
        Ok(counts_of_runs(&reading).await?)
    }

    /// How many verbatims of a run each batch has.
    pub async fn rows_of_run(&self, workspace: &WorkspaceId, run: &str) -> Result<Vec<(i64, i64)>> {
        let reading = self.read(workspace, Scope::Whole).await?;
        let of_run = vec![ident("run").eq(lit(run))];
        Ok(counted(rows_by_batch(&reading, VERBATIMS, of_run).await?))
    }

    /// Deletes the rows of a run; compaction gives their space back. It may be repeated. Says how
    /// many verbatims and mentions went.
    pub async fn forget_run(&self, workspace: &WorkspaceId, run: &str) -> Result<(u64, u64)> {
        let (lake, workspace, run) = (self.clone(), workspace.clone(), run.to_owned());
        let work = async move {
            let _writing = lake.inner.writing.lock().await;
            let of_run = || ident("run").eq(lit(run.as_str()));
            let verbatims = lake.delete(&workspace, VERBATIMS, of_run()).await?;
            let mentions = lake.delete(&workspace, MENTIONS, of_run()).await?;
            Ok((verbatims, mentions))
        };
        self.inner.write_threads.run(work).await
    }
}
