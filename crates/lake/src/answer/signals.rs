//! The signals behind a number.

use super::{cells, filter, page};
use crate::error::of_engine;
use crate::lake::{SIGNALS, VERBATIMS};
use crate::read::Reading;
use columns::{Filter, Page, PageAsk, Result, SignalRow};
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{DataFrame, Expr, ident, lit};
use std::collections::HashMap;

/// How many rows there are.
pub(crate) async fn total(reading: &Reading, rows: DataFrame) -> Result<u64> {
    let counted = rows
        .aggregate(vec![], vec![count(lit(1)).alias("n_rows")])
        .map_err(of_engine)?;
    let answer = reading.collect(counted).await?;
    let n = cells::whole(&answer, "n_rows")?;
    Ok(n.iter().flatten().next().unwrap_or(0).unsigned_abs())
}

/// One page of signals, newest first.
pub(crate) async fn signals(
    reading: &Reading,
    wanted: &Filter,
    ask: &PageAsk,
) -> Result<Page<SignalRow>> {
    let conditions = filter::signals(&reading.signals, wanted)?;
    let rows = filter::keep(reading.table(SIGNALS).await?, conditions).map_err(of_engine)?;
    let total = total(reading, rows.clone()).await?;
    let limit = page::limit(ask);
    let behind = page::behind(ask, &["id"])?;
    let columns = [
        "id",
        "occurred_at",
        "post",
        "channel",
        "location",
        "customer",
        "answers",
        "attributes",
    ];
    let rows = filter::keep(rows, behind.into_iter().collect())
        .and_then(|rows| {
            rows.select(columns.map(ident).to_vec())?
                .sort(newest_first(&["id"]))?
                .limit(0, Some(limit + 1))
        })
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let shown = answer.num_rows().min(limit);
    let text = |name| cells::texts(&answer, name);
    let (ids, at) = (text("id")?, cells::whole(&answer, "occurred_at")?);
    let (posts, channels) = (text("post")?, text("channel")?);
    let (locations, customers) = (text("location")?, text("customer")?);
    let answers = cells::column(&answer, "answers")?;
    let attributes = cells::column(&answer, "attributes")?;
    let mut words = words_of(reading, (0..shown).map(|row| ids.value(row))).await?;
    let rows: Vec<SignalRow> = (0..shown)
        .map(|row| SignalRow {
            id: ids.value(row).to_owned(),
            occurred_at: at.value(row),
            post: posts.value(row).to_owned(),
            channel: channels.value(row).to_owned(),
            location: cells::text(&locations, row),
            customer: cells::text(&customers, row),
            scores: cells::scores(answers, row),
            attributes: cells::attributes(attributes, row),
            words: words.remove(ids.value(row)).unwrap_or_default(),
        })
        .collect();
    let more = answer.num_rows() > limit;
    let next = rows.last().filter(|_| more);
    let next = next.map(|last| page::mark(last.occurred_at, &[&last.id]));
    Ok(Page { rows, next, total })
}

/// The order of a page.
pub(crate) fn newest_first(keys: &[&str]) -> Vec<datafusion::logical_expr::SortExpr> {
    let newest = ident("occurred_at").sort(false, false);
    let keys = keys.iter().map(|key| ident(*key).sort(true, false));
    std::iter::once(newest).chain(keys).collect()
}

/// A list of ids as a condition.
pub(crate) fn among<'a>(column: &str, ids: impl Iterator<Item = &'a str>) -> Option<Expr> {
    let ids: Vec<Expr> = ids.map(lit).collect();
    (!ids.is_empty()).then(|| ident(column).in_list(ids, false))
}

/// The redacted words of signals, in the order of their questions.
async fn words_of(
    reading: &Reading,
    ids: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Vec<String>>> {
    let Some(wanted) = among("signal", ids) else {
        return Ok(HashMap::new());
    };
    let rows = reading.table(VERBATIMS).await?;
    let rows = rows
        .filter(wanted)
        .and_then(|rows| {
            rows.select(["signal", "question", "text"].map(ident).to_vec())?
                .sort(
                    ["signal", "question"]
                        .map(|n| ident(n).sort(true, false))
                        .to_vec(),
                )
        })
        .map_err(of_engine)?;
    let answer = reading.collect(rows).await?;
    let (signals, texts) = (
        cells::texts(&answer, "signal")?,
        cells::texts(&answer, "text")?,
    );
    let mut words: HashMap<String, Vec<String>> = HashMap::new();
    for row in 0..answer.num_rows() {
        let of = words.entry(signals.value(row).to_owned()).or_default();
        of.extend(cells::text(&texts, row));
    }
    Ok(words)
}
