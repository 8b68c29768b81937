//! Where an analysis takes its columns from: a file, or the signals of a workspace.

use columns::{Columns, Filter, Grain};
use domain::WorkspaceId;
use std::borrow::Cow;
use understand::Result;
use understand::analyze::{Table, asked};

/// The period that stands for the filter's days and as many before.
const RANGE: &str = "range";

/// A file's table, or the columns of a workspace under a filter.
pub enum Source<'a> {
    /// All columns of a file.
    File {
        /// The columns.
        table: Table,
        /// Which bytes they were.
        version: String,
    },
    /// The signals.
    Signals {
        /// Who answers.
        columns: &'a dyn Columns,
        /// Whose.
        workspace: &'a WorkspaceId,
        /// Which.
        filter: Filter,
        /// Which state of the data answers.
        version: String,
    },
}

impl Source<'_> {
    /// Which state of the data answers.
    pub fn version(&self) -> &str {
        match self {
            Source::File { version, .. } | Source::Signals { version, .. } => version,
        }
    }

    /// The table with the named columns.
    ///
    /// # Errors
    /// The columns did not answer, or there is none of a name.
    pub async fn table(&self, names: impl IntoIterator<Item = String>) -> Result<Cow<'_, Table>> {
        self.cut(names, None).await
    }

    /// The table with the named columns and the period. Where signals are asked and `period` is a
    /// grain (day, week, month, quarter, year), time is cut by it; where it is [`RANGE`], the
    /// filter's days are set beside as many days before. `period` becomes the name of the column
    /// that holds it.
    ///
    /// # Errors
    /// As [`Source::table`], and a range without its first and last day.
    pub async fn table_by_period(
        &self,
        names: impl IntoIterator<Item = String>,
        period: &mut String,
    ) -> Result<Cow<'_, Table>> {
        let Source::Signals {
            columns,
            workspace,
            filter,
            ..
        } = self
        else {
            return self
                .cut(names.into_iter().chain([period.clone()]), None)
                .await;
        };
        let grain = Grain::parse(period);
        if grain.is_none() && period != RANGE {
            return self
                .cut(names.into_iter().chain([period.clone()]), None)
                .await;
        }
        asked::PERIOD.clone_into(period);
        if grain.is_some() {
            return self.cut(names, grain).await;
        }
        let table = asked::ranges(*columns, workspace, &once(names), filter).await?;
        Ok(Cow::Owned(table))
    }

    async fn cut(
        &self,
        names: impl IntoIterator<Item = String>,
        grain: Option<Grain>,
    ) -> Result<Cow<'_, Table>> {
        match self {
            Source::File { table, .. } => Ok(Cow::Borrowed(table)),
            Source::Signals {
                columns,
                workspace,
                filter,
                ..
            } => {
                let names = once(names);
                let table = asked::table(*columns, workspace, &names, grain, filter).await?;
                Ok(Cow::Owned(table))
            }
        }
    }
}

/// Each name once, in the order in which it first stands.
fn once(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    for name in names {
        if !wanted.contains(&name) {
            wanted.push(name);
        }
    }
    wanted
}
