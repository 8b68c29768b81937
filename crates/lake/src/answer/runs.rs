//! Questions that runs of annotations ask.

use super::cells;
use super::signals::newest_first;
use crate::error::of_engine;
use crate::lake::VERBATIMS;
use crate::read::Reading;
use columns::Result;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{ident, lit};

/// The words of the newest verbatims.
pub(crate) async fn newest_words(reading: &Reading, n: usize) -> Result<Vec<String>> {
    let keys = ["signal", "question"];
    let rows = reading
        .table(VERBATIMS)
        .await?
        .select(
            ["text", "occurred_at", "signal", "question"]
                .map(ident)
                .to_vec(),
        )
        .and_then(|rows| rows.sort(newest_first(&keys))?.limit(0, Some(n)))
        .and_then(|rows| rows.select(vec![ident("text")]))
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let words = cells::texts(&answer, "text")?;
    Ok(words.iter().flatten().map(str::to_owned).collect())
}

/// The runs that verbatims name, the largest first.
pub(crate) async fn counts_of_runs(reading: &Reading) -> Result<Vec<(String, u64)>> {
    let counted = reading
        .table(VERBATIMS)
        .await?
        .aggregate(vec![ident("run")], vec![count(lit(1)).alias("n_rows")])
        .and_then(|rows| {
            rows.sort(vec![
                ident("n_rows").sort(false, false),
                ident("run").sort(true, false),
            ])
        })
        .map_err(of_engine)?;
    let found = cells::value_counts(&reading.collect(counted).await?)?;
    Ok(found
        .into_iter()
        .filter_map(|count| Some((count.value?, count.n)))
        .collect())
}
