//! Pages by key: newest first, each page begins behind the last row of the one before.

use columns::{Error, PageAsk, Result};
use datafusion::prelude::{Expr, ident, lit};
use datafusion::scalar::ScalarValue;

/// Most rows on a page.
const MOST: usize = 200;
/// Rows on a page when no number is given.
const USUAL: usize = 50;

/// Rows on the page that is asked for.
pub(crate) fn limit(page: &PageAsk) -> usize {
    match page.limit {
        0 => USUAL,
        limit => limit.min(MOST),
    }
}

/// Where a page ends: the instant of its last row and that row's other keys.
pub(crate) fn mark(at: i64, keys: &[&str]) -> String {
    std::iter::once(at.to_string())
        .chain(keys.iter().map(|key| (*key).to_owned()))
        .collect::<Vec<_>>()
        .join(".")
}

/// The condition that a row comes behind a mark, in the order `occurred_at` descending, then
/// `columns` ascending.
pub(crate) fn behind(page: &PageAsk, columns: &[&str]) -> Result<Option<Expr>> {
    let Some(mark) = &page.after else {
        return Ok(None);
    };
    let refuse = || {
        Error::BadStatement(format!(
            "'{}' is no page mark: pass the 'next' of the page before",
            mark.chars().take(80).collect::<String>()
        ))
    };
    let (at, keys) = mark.split_once('.').ok_or_else(refuse)?;
    let at: i64 = at.parse().map_err(|_| refuse())?;
    let keys: Vec<&str> = keys.splitn(columns.len(), '.').collect();
    if keys.len() != columns.len() {
        return Err(refuse());
    }
    let instant = || lit(ScalarValue::TimestampMicrosecond(Some(at), None));
    let mut later = lit(false);
    let mut same = ident("occurred_at").eq(instant());
    for (column, key) in columns.iter().zip(keys) {
        later = later.or(same.clone().and(ident(*column).gt(lit(key))));
        same = same.and(ident(*column).eq(lit(key)));
    }
    Ok(Some(ident("occurred_at").lt(instant()).or(later)))
}
