//! Reading cases: the inbox, one case with its history, the counts.

use crate::{Error, Result};
use domain::case::{Case, CaseEvent, CaseFilter, CaseOrder};
use domain::time::Micros;
use domain::{Actor, CaseId};
use store::Store;
use store::act::{CaseCounts, CaseCursor};

/// The most cases on a page.
pub const LONGEST_PAGE: i64 = 200;

/// A page of cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The cases, in order.
    pub cases: Vec<Case>,
    /// Where the next page begins; absent on the last one.
    pub next: Option<String>,
    /// How many match in all.
    pub total: i64,
}

/// One case with what happened to it, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct WithHistory {
    /// The case.
    pub case: Case,
    /// Its history.
    pub events: Vec<CaseEvent>,
}

/// A page of cases that match; `after` is the `next` of the page before.
pub async fn page(
    store: &Store,
    actor: &Actor,
    filter: &CaseFilter,
    order: CaseOrder,
    after: Option<&str>,
    limit: i64,
) -> Result<Page> {
    let after = after.map(read_cursor).transpose()?;
    let limit = limit.clamp(1, LONGEST_PAGE);
    let mut cases = store
        .cases(&actor.workspace, filter, order, after.as_ref(), limit + 1)
        .await?;
    let more = cases.len() as i64 > limit;
    cases.truncate(limit as usize);
    let next = cases.last().filter(|_| more).map(|case| {
        let at = match order {
            CaseOrder::Due => case.due_at,
            CaseOrder::Newest => case.number,
        };
        format!("{at}~{}", case.id)
    });
    let total = store.count_cases(&actor.workspace, filter).await?;
    Ok(Page { cases, next, total })
}

fn read_cursor(text: &str) -> Result<CaseCursor> {
    let cursor = text.split_once('~').and_then(|(at, id)| {
        let at = at.parse().ok()?;
        domain::is_id(id).then(|| CaseCursor {
            at,
            id: id.to_owned(),
        })
    });
    cursor.ok_or_else(|| {
        Error::invalid(
            "cursor_invalid",
            format!(
                "'{}' is no place in the list",
                text.chars().take(80).collect::<String>()
            ),
            "pass 'next' of the page before, unchanged",
        )
    })
}

/// One case with its history.
pub async fn open(store: &Store, actor: &Actor, id: &CaseId) -> Result<WithHistory> {
    let case = store
        .case(&actor.workspace, id)
        .await?
        .ok_or_else(|| Error::not_found("case", id))?;
    let events = store.case_events(&actor.workspace, id).await?;
    Ok(WithHistory { case, events })
}

/// The counts of the inbox's tabs; `closed_since` counts cases closed in the week before `now`.
pub async fn counts(store: &Store, actor: &Actor, now: Micros) -> Result<CaseCounts> {
    const WEEK: i64 = 7 * 86_400_000_000;
    Ok(store
        .case_counts(&actor.workspace, actor.user.as_str(), now, now - WEEK)
        .await?)
}
