//! A table from columns: the combinations of a few columns, each as often as signals have it.

use super::{AnalyzeError, Table};
use crate::{Error, Result};
use columns::{Columns, CubeAsk, Filter, Grain};
use domain::WorkspaceId;

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
    let period = grain.map(|_| PERIOD.to_owned());
    let header = period.into_iter().chain(names.iter().cloned()).collect();
    let rows = cube.into_iter().flat_map(|row| {
        let cells: Vec<String> = row
            .group
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect();
        let n = usize::try_from(row.n).unwrap_or(usize::MAX);
        std::iter::repeat_n(cells, n)
    });
    Table::new(header, rows).map_err(Error::Analyze)
}
