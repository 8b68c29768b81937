//! Questions that checks and erasure ask.

use super::cells;
use crate::error::of_engine;
use crate::lake::{SIGNALS, VERBATIMS};
use crate::read::Reading;
use columns::Result;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{Expr, ident, lit};
use domain::CustomerId;

/// Rows of a table per batch, ascending; only those that meet every condition.
pub(crate) async fn rows_by_batch(
    reading: &Reading,
    table: &str,
    wanted: Vec<Expr>,
) -> Result<Vec<(i64, u64)>> {
    let rows = reading.table(table).await?;
    let counted = super::keep(rows, wanted)
        .map_err(of_engine)?
        .aggregate(vec![ident("seq")], vec![count(lit(1)).alias("n_rows")])
        .and_then(|rows| rows.sort(vec![ident("seq").sort(true, true)]))
        .map_err(of_engine)?;
    let answer = reading.collect(counted).await?;
    let (seq, n) = (
        cells::whole(&answer, "seq")?,
        cells::whole(&answer, "n_rows")?,
    );
    Ok(seq
        .values()
        .iter()
        .zip(n.values())
        .map(|(seq, n)| (*seq, n.unsigned_abs()))
        .collect())
}

/// How many verbatims of a customer each batch has, but for those of `removed` runs.
pub(crate) async fn verbatims_of(
    reading: &Reading,
    customer: &CustomerId,
    removed: &[String],
) -> Result<Vec<(i64, u64)>> {
    let mut wanted = vec![ident("customer").eq(lit(customer.as_str()))];
    wanted.extend(not_of(removed));
    rows_by_batch(reading, VERBATIMS, wanted).await
}

/// The condition that a row is of none of these runs.
pub(crate) fn not_of(runs: &[String]) -> Option<Expr> {
    let list: Vec<Expr> = runs.iter().map(|run| lit(run.as_str())).collect();
    (!list.is_empty()).then(|| ident("run").in_list(list, true))
}

/// The signals of a customer with their batches, ascending.
pub(crate) async fn signals_of(
    reading: &Reading,
    customer: &CustomerId,
) -> Result<Vec<(String, i64)>> {
    let theirs = reading
        .table(SIGNALS)
        .await?
        .filter(ident("customer").eq(lit(customer.as_str())))
        .and_then(|rows| rows.select(vec![ident("id"), ident("seq")]))
        .map_err(of_engine)?;
    let answer = reading.collect(theirs).await?;
    let (ids, seq) = (cells::texts(&answer, "id")?, cells::whole(&answer, "seq")?);
    let mut found: Vec<(String, i64)> = (0..answer.num_rows())
        .map(|row| (ids.value(row).to_owned(), seq.value(row)))
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
