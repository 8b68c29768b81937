//! `Columns` answered: one aggregate per question.

mod cells;
mod checks;
mod covariances;
mod filter;
pub(crate) mod names;
mod page;
mod received;
mod runs;
mod scores;
mod signals;
mod topics;
mod verbatims;
mod weeks;
mod words;

pub(crate) use cells::whole;
pub(crate) use checks::{not_of, rows_by_batch, signals_of, verbatims_of};
pub(crate) use filter::keep;
pub(crate) use received::received;
pub(crate) use runs::{counts_of_runs, newest_words};

use crate::Lake;
use crate::lake::SIGNALS;
use crate::read::{Reading, Scope};
use async_trait::async_trait;
use columns::{
    Ask, By, Column, Columns, CovarianceAsk, CubeAsk, CubeRow, Filter, MomentsRow, Page, PageAsk,
    Result, SignalRow, Tally, TopicScores, TopicTally, TopicWeek, ValueCount, VerbatimFilter,
    VerbatimRow, Words,
};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{ident, lit};
use domain::WorkspaceId;
use stats::drivers::Covariance;

impl Lake {
    async fn asked(&self, workspace: &WorkspaceId) -> Result<Reading> {
        Ok(self.read(workspace, Scope::Asked).await?)
    }
}

#[async_trait]
impl Columns for Lake {
    async fn columns(&self, workspace: &WorkspaceId) -> Result<Vec<Column>> {
        let reading = self.asked(workspace).await?;
        Ok(names::columns(&reading.signals))
    }

    async fn values(
        &self,
        workspace: &WorkspaceId,
        column: &str,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<ValueCount>> {
        let reading = self.asked(workspace).await?;
        let name = names::dimension(&reading.signals, column)?;
        let wanted = filter::signals(&reading.signals, filter)?;
        let rows = reading.table(SIGNALS).await?;
        let rows = keep(rows, wanted)
            .and_then(|rows| {
                rows.aggregate(vec![ident(&name)], vec![count(lit(1)).alias("n_rows")])?
                    .sort(vec![
                        ident("n_rows").sort(false, false),
                        ident(&name).sort(true, true),
                    ])?
                    .limit(0, Some(limit))
            })
            .map_err(crate::error::of_engine)?;
        let answer = reading.collect(rows).await?;
        cells::value_counts(&answer)
    }

    async fn tally(&self, workspace: &WorkspaceId, ask: &Ask) -> Result<Vec<Tally>> {
        scores::tally(&self.asked(workspace).await?, ask).await
    }

    async fn moments(&self, workspace: &WorkspaceId, ask: &Ask) -> Result<Vec<MomentsRow>> {
        scores::moments(&self.asked(workspace).await?, ask).await
    }

    async fn cube(&self, workspace: &WorkspaceId, ask: &CubeAsk) -> Result<Vec<CubeRow>> {
        scores::cube(&self.asked(workspace).await?, ask).await
    }

    async fn covariances(
        &self,
        workspace: &WorkspaceId,
        ask: &CovarianceAsk,
    ) -> Result<Vec<Covariance>> {
        covariances::covariances(&self.asked(workspace).await?, ask).await
    }

    async fn topics(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
    ) -> Result<Vec<TopicTally>> {
        topics::topics(&self.asked(workspace).await?, filter).await
    }

    async fn topic_scores(
        &self,
        workspace: &WorkspaceId,
        question: &str,
        filter: &Filter,
    ) -> Result<Vec<TopicScores>> {
        topics::scores(&self.asked(workspace).await?, question, filter).await
    }

    async fn words(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
        most: usize,
    ) -> Result<Vec<Words>> {
        words::words(&self.asked(workspace).await?, filter, most).await
    }

    async fn topic_weeks(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
    ) -> Result<Vec<TopicWeek>> {
        weeks::topic_weeks(&self.asked(workspace).await?, filter).await
    }

    async fn driver_means(
        &self,
        workspace: &WorkspaceId,
        ask: &CovarianceAsk,
    ) -> Result<Vec<Option<f64>>> {
        covariances::means(&self.asked(workspace).await?, ask).await
    }

    async fn verbatim_counts(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
        by: &By,
    ) -> Result<Vec<ValueCount>> {
        verbatims::counts(&self.asked(workspace).await?, filter, by).await
    }

    async fn sentiments(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
    ) -> Result<Vec<ValueCount>> {
        topics::sentiments(&self.asked(workspace).await?, filter).await
    }

    async fn verbatims(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
        page: &PageAsk,
    ) -> Result<Page<VerbatimRow>> {
        verbatims::verbatims(&self.asked(workspace).await?, filter, page).await
    }

    async fn signals(
        &self,
        workspace: &WorkspaceId,
        filter: &Filter,
        page: &PageAsk,
    ) -> Result<Page<SignalRow>> {
        signals::signals(&self.asked(workspace).await?, filter, page).await
    }
}
