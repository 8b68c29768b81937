//! A table from columns: the combinations of a few columns, each as often as signals have it.

use super::{AnalyzeError, Table};
use crate::overview::Period;
use crate::{Error, Result};
use columns::{Columns, CubeAsk, Filter, Grain};
use domain::WorkspaceId;
use jiff::ToSpan;

/// Most combinations of values that one analysis takes from the columns.
pub const MOST_COMBINATIONS: usize = 500_000;
/// Most signals that an analysis takes row by row.
pub const MOST_ROWS: u64 = 3_000_000;
/// The column that holds the period, where time was cut.
pub const PERIOD: &str = "period";

/// The named columns of the signals under a filter, one row per signal in the order of their
/// values; with a grain, the period stands in [`PERIOD`].
///
/// # Errors
/// A column that there is not, too many combinations or signals, or the columns did not answer.
pub async fn table(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    names: &[String],
    grain: Option<Grain>,
    filter: &Filter,
) -> Result<Table> {
    let rows = rows(columns, workspace, names, grain, filter).await?;
    let period = grain.map(|_| PERIOD.to_owned());
    let header = period.into_iter().chain(names.iter().cloned()).collect();
    Table::new(header, rows).map_err(Error::Analyze)
}

/// The named columns of the signals under a filter and of those of as many days before, one row
/// per signal; [`PERIOD`] holds the first and last day of its range, as `2026-03-02/2026-03-29`.
///
/// # Errors
/// A filter without both of its days, else as [`table`].
pub async fn ranges(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    names: &[String],
    filter: &Filter,
) -> Result<Table> {
    let now = match (filter.since, filter.until) {
        (Some(since), Some(until)) if since < until => Period { since, until },
        _ => {
            return Err(Error::Analyze(AnalyzeError::Option(
                "a range is compared with the one before it; give its first day as since and the day after its last as until".to_owned(),
            )));
        }
    };
    let mut both = Vec::new();
    for Period { since, until } in [now.before(), now] {
        let filter = Filter {
            since: Some(since),
            until: Some(until),
            ..filter.clone()
        };
        let label = format!("{since}/{}", until.saturating_sub(1.day()));
        let rows = rows(columns, workspace, names, None, &filter).await?;
        both.extend(rows.map(|mut cells| {
            cells.insert(0, label.clone());
            cells
        }));
    }
    let header = std::iter::once(PERIOD.to_owned());
    Table::new(header.chain(names.iter().cloned()).collect(), both).map_err(Error::Analyze)
}

/// Each combination as many times as there are signals with it.
async fn rows(
    columns: &dyn Columns,
    workspace: &WorkspaceId,
    names: &[String],
    grain: Option<Grain>,
    filter: &Filter,
) -> Result<impl Iterator<Item = Vec<String>> + use<>> {
    let ask = CubeAsk {
        by: names.to_vec(),
        grain,
        filter: filter.clone(),
        most: MOST_COMBINATIONS,
    };
    let cube = columns.cube(workspace, &ask).await?;
    let signals: u64 = cube.iter().map(|row| row.n).sum();
    if signals > MOST_ROWS {
        return Err(Error::Analyze(AnalyzeError::Option(format!(
            "{signals} signals are more than the {MOST_ROWS} that this analysis reads one by one; narrow the period or add a condition"
        ))));
    }
    Ok(cube.into_iter().flat_map(|row| {
        let cells: Vec<String> = row
            .group
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect();
        let n = usize::try_from(row.n).unwrap_or(usize::MAX);
        std::iter::repeat_n(cells, n)
    }))
}
