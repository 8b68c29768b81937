//! Where an analysis takes its columns from: a file, or the signals of a workspace.

use columns::{Columns, Filter, Grain};
use domain::WorkspaceId;
use std::borrow::Cow;
use understand::Result;
use understand::analyze::{Table, asked};

/// A file's table, or the columns of a workspace under a filter.
pub enum Source<'a> {
    /// All columns of a file.
    File(Table),
    /// The signals.
    Signals {
        /// Who answers.
        columns: &'a dyn Columns,
        /// Whose.
        workspace: &'a WorkspaceId,
        /// Which.
        filter: Filter,
    },
}

impl Source<'_> {
    /// The table with the named columns.
    ///
    /// # Errors
    /// The columns did not answer, or there is none of a name.
    pub async fn table(&self, names: impl IntoIterator<Item = String>) -> Result<Cow<'_, Table>> {
        self.cut(names, None).await
    }

    /// The table with the named columns and the period. Where `period` is a grain (day, week,
    /// month, quarter, year) and signals are asked, time is cut by it, and `period` becomes the
    /// name of the column that holds it.
    ///
    /// # Errors
    /// As [`Source::table`].
    pub async fn table_by_period(
        &self,
        names: impl IntoIterator<Item = String>,
        period: &mut String,
    ) -> Result<Cow<'_, Table>> {
        let grain = Grain::parse(period).filter(|_| matches!(self, Source::Signals { .. }));
        let column = match grain {
            Some(_) => None,
            None => Some(period.clone()),
        };
        let table = self.cut(names.into_iter().chain(column), grain).await?;
        if grain.is_some() {
            asked::PERIOD.clone_into(period);
        }
        Ok(table)
    }

    async fn cut(
        &self,
        names: impl IntoIterator<Item = String>,
        grain: Option<Grain>,
    ) -> Result<Cow<'_, Table>> {
        match self {
            Source::File(table) => Ok(Cow::Borrowed(table)),
            Source::Signals {
                columns,
                workspace,
                filter,
            } => {
                let mut wanted: Vec<String> = Vec::new();
                for name in names {
                    if !wanted.contains(&name) {
                        wanted.push(name);
                    }
                }
                let table = asked::table(*columns, workspace, &wanted, grain, filter).await?;
                Ok(Cow::Owned(table))
            }
        }
    }
}
