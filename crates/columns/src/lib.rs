//! What may be asked of columns, whoever answers: filters, the shapes of sufficient statistics,
//! and the [`Columns`] trait.
//!
//! Rooms take `&dyn Columns`; the lake answers in process today and on a cluster later. An
//! analysis asks for counts and sums with one aggregate and finishes on a small matrix.

pub mod ask;
pub mod error;
pub mod page;
pub mod shape;

use async_trait::async_trait;
use domain::WorkspaceId;
use jiff::civil::Date;
use stats::drivers::Covariance;

pub use ask::{Ask, By, CovarianceAsk, CubeAsk, Filter, Grain, VerbatimFilter};
pub use error::{Error, Result};
pub use page::{Page, SignalRow, VerbatimRow, Words};
pub use shape::{
    Column, ColumnKind, CubeRow, MomentsRow, Tally, TopicScores, TopicTally, TopicWeek, ValueCount,
};

/// Columns of one workspace's signals, verbatims and mentions; test signals never appear.
///
/// Every answer sees what was acknowledged before the question was asked.
#[async_trait]
pub trait Columns: Send + Sync {
    /// The columns there are: core dimensions, questions (`q_…`) and attributes (`a_…`).
    async fn columns(&self, workspace: &WorkspaceId) -> Result<Vec<Column>>;

    /// Distinct values of a dimension with their counts, most frequent first.
    async fn values(
        &self,
        workspace: &WorkspaceId,
        column: &str,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<ValueCount>>;

    /// First and last local date under a filter; `None` when nothing is.
    async fn span(&self, workspace: &WorkspaceId, filter: &Filter) -> Result<Option<(Date, Date)>> {
        let dates = self
            .values(workspace, "occurred_on", filter, 100_000)
            .await?;
        let dates = dates
            .iter()
            .filter_map(|d| d.value.as_deref()?.parse::<Date>().ok());
        Ok(dates.fold(None, |span, date| match span {
            None => Some((date, date)),
            Some((first, last)) => Some((date.min(first), date.max(last))),
        }))
    }

    /// How often each value of a question was given, by group: the sufficient statistic of every
    /// score on a discrete scale.
    async fn tally(&self, workspace: &WorkspaceId, ask: &Ask) -> Result<Vec<Tally>>;

    /// Count, sum and sum of squares of a question by group: for means of any number.
    async fn moments(&self, workspace: &WorkspaceId, ask: &Ask) -> Result<Vec<MomentsRow>>;

    /// How many signals have each combination of values.
    async fn cube(&self, workspace: &WorkspaceId, ask: &CubeAsk) -> Result<Vec<CubeRow>>;

    /// Sums of products of an outcome and its drivers, one entry per part, in one scan.
    async fn covariances(
        &self,
        workspace: &WorkspaceId,
        ask: &CovarianceAsk,
    ) -> Result<Vec<Covariance>>;

    /// The weighted mean of each of those drivers over the signals that have it and the outcome;
    /// `None` where nobody has. The layout and the parts are not looked at.
    async fn driver_means(
        &self,
        workspace: &WorkspaceId,
        ask: &CovarianceAsk,
    ) -> Result<Vec<Option<f64>>>;

    /// Topics with how often and how they are talked about.
    async fn topics(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
    ) -> Result<Vec<TopicTally>>;

    /// What those answered to a question who talk about each topic; the filter is on signals.
    async fn topic_scores(
        &self,
        workspace: &WorkspaceId,
        question: &str,
        filter: &Filter,
    ) -> Result<Vec<TopicScores>>;

    /// The words of the newest verbatims under a filter, at most `most`, newest first.
    async fn words(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
        most: usize,
    ) -> Result<Vec<Words>>;

    /// Verbatims by place and week: all of them, and those displeased with each topic.
    async fn topic_weeks(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
    ) -> Result<Vec<TopicWeek>>;

    /// Verbatims under a filter by the values of a column of theirs or of their signals, or by
    /// period, in the order of the values; `None` counts those without a value.
    async fn verbatim_counts(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
        by: &By,
    ) -> Result<Vec<ValueCount>>;

    /// Verbatims per sentiment label under a filter.
    async fn sentiments(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
    ) -> Result<Vec<ValueCount>>;

    /// Verbatims under a filter, newest first.
    async fn verbatims(
        &self,
        workspace: &WorkspaceId,
        filter: &VerbatimFilter,
        page: &PageAsk,
    ) -> Result<Page<VerbatimRow>>;

    /// The signals behind a number, newest first.
    async fn signals(
        &self,
        workspace: &WorkspaceId,
        filter: &Filter,
        page: &PageAsk,
    ) -> Result<Page<SignalRow>>;
}

/// Which page: how many rows, after which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageAsk {
    /// Rows per page, at most 200.
    pub limit: usize,
    /// The `next` of the page before.
    pub after: Option<String>,
}
