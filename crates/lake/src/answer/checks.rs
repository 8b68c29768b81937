//! Questions that checks and erasure ask.

use super::cells;
use crate::error::of_engine;
use crate::lake::SIGNALS;
use crate::read::Reading;
use columns::Result;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{ident, lit};
use domain::CustomerId;

/// Rows of a table per batch, ascending.
pub(crate) async fn rows_by_batch(reading: &Reading, table: &str) -> Result<Vec<(i64, u64)>> {
    let counted = reading
        .table(table)
        .await?
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
