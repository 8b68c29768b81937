//! Cases many at a time: the inbox and its counts.

use super::cases::{columns, decimal, read};
use crate::{Result, Store};
use domain::WorkspaceId;
use domain::case::{Case, CaseFilter, CaseOrder};
use domain::time::Micros;
use sqlx::Row;

/// Where the next page begins: after this case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseCursor {
    /// The last case's due time (order `due`) or number (order `newest`).
    pub at: i64,
    /// The last case's id.
    pub id: String,
}

/// How many cases there are, for the inbox's tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseCounts {
    /// Not closed.
    pub unfinished: i64,
    /// Not closed, and of the user asked about.
    pub mine: i64,
    /// Not closed, and of nobody.
    pub unassigned: i64,
    /// Open and past due.
    pub overdue: i64,
    /// Closed since the instant asked about.
    pub closed_since: i64,
}

/// Narrows to a filter; parameters 2 to 16 stand in the order of [`Store::cases`].
macro_rules! matching {
    () => {
        "workspace = $1
         AND (CAST($2 AS TEXT) IS NULL OR state = $2)
         AND (CAST($3 AS BIGINT) IS NULL OR (CASE WHEN state = 'closed' THEN 0 ELSE 1 END) = $3)
         AND (CAST($4 AS TEXT) IS NULL OR priority = $4)
         AND (CAST($5 AS TEXT) IS NULL OR COALESCE(owner, 'nobody') = $5)
         AND (CAST($6 AS TEXT) IS NULL OR customer = $6)
         AND (CAST($7 AS TEXT) IS NULL OR location = $7)
         AND (CAST($8 AS BIGINT) IS NULL OR opened_at >= $8)
         AND (CAST($9 AS BIGINT) IS NULL OR opened_at < $9)
         AND (CAST($10 AS BIGINT) IS NULL OR (CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) = $10)
         AND (CAST($11 AS BIGINT) IS NULL OR (CASE WHEN answered_at <= promised_at THEN 1 ELSE 0 END) = $11)
         AND (CAST($12 AS BIGINT) IS NULL OR answered_at IS NOT NULL OR promised_at <= $12)
         AND (CAST($13 AS BIGINT) IS NULL OR (state = 'open' AND due_at < $13))
         AND (CAST($14 AS BIGINT) IS NULL OR (CASE WHEN follow_up_signal IS NULL THEN 0 ELSE 1 END) = $14)
         AND (CAST($15 AS TEXT) IS NULL OR follow_up_score >= CAST(CAST($15 AS TEXT) AS DOUBLE PRECISION))
         AND (CAST($16 AS TEXT) IS NULL OR follow_up_score < CAST(CAST($16 AS TEXT) AS DOUBLE PRECISION))"
    };
}

const BY_DUE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE ",
    matching!(),
    " AND (CAST($17 AS BIGINT) IS NULL OR due_at > $17 OR (due_at = $17 AND id > $18)) ORDER BY due_at, id LIMIT $19"
);
const BY_NUMBER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE ",
    matching!(),
    " AND (CAST($17 AS BIGINT) IS NULL OR number < $17 OR (number = $17 AND id > $18)) ORDER BY number DESC, id LIMIT $19"
);
const COUNT: &str = concat!("SELECT COUNT(*) FROM cases WHERE ", matching!());

type Query<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

fn filtered<'q>(
    sql: &'static str,
    workspace: &'q WorkspaceId,
    filter: &'q CaseFilter,
) -> Query<'q> {
    let flag = |value: Option<bool>| value.map(i64::from);
    sqlx::query(sql)
        .bind(workspace.as_str())
        .bind(filter.state.map(|s| s.as_str().to_owned()))
        .bind(flag(filter.unfinished))
        .bind(filter.priority.map(|p| p.as_str().to_owned()))
        .bind(filter.owner.clone())
        .bind(filter.customer.as_ref().map(|c| c.as_str().to_owned()))
        .bind(filter.location.clone())
        .bind(filter.opened_since)
        .bind(filter.opened_until)
        .bind(flag(filter.answered))
        .bind(flag(filter.in_time))
        .bind(filter.judged_at)
        .bind(filter.overdue_at)
        .bind(flag(filter.followed_up))
        .bind(decimal(filter.follow_up_at_least))
        .bind(decimal(filter.follow_up_below))
}

impl Store {
    /// Cases that match, in order, at most `limit`, after a cursor.
    pub async fn cases(
        &self,
        workspace: &WorkspaceId,
        filter: &CaseFilter,
        order: CaseOrder,
        after: Option<&CaseCursor>,
        limit: i64,
    ) -> Result<Vec<Case>> {
        let sql = match order {
            CaseOrder::Due => BY_DUE,
            CaseOrder::Newest => BY_NUMBER,
        };
        let rows = filtered(sql, workspace, filter)
            .bind(after.map(|c| c.at))
            .bind(after.map_or(String::new(), |c| c.id.clone()))
            .bind(limit)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many cases match.
    pub async fn count_cases(&self, workspace: &WorkspaceId, filter: &CaseFilter) -> Result<i64> {
        let row = filtered(COUNT, workspace, filter)
            .fetch_one(&self.reader)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// The counts of the inbox's tabs, for a user, now; `since` is where "closed" begins.
    pub async fn case_counts(
        &self,
        workspace: &WorkspaceId,
        user: &str,
        now: Micros,
        since: Micros,
    ) -> Result<CaseCounts> {
        let row = sqlx::query(
            "SELECT COUNT(CASE WHEN state <> 'closed' THEN 1 END),
                    COUNT(CASE WHEN state <> 'closed' AND owner = $2 THEN 1 END),
                    COUNT(CASE WHEN state <> 'closed' AND owner IS NULL THEN 1 END),
                    COUNT(CASE WHEN state = 'open' AND due_at < $3 THEN 1 END),
                    COUNT(CASE WHEN closed_at >= $4 THEN 1 END)
             FROM cases WHERE workspace = $1",
        )
        .bind(workspace.as_str())
        .bind(user)
        .bind(now)
        .bind(since)
        .fetch_one(&self.reader)
        .await?;
        Ok(CaseCounts {
            unfinished: row.try_get(0)?,
            mine: row.try_get(1)?,
            unassigned: row.try_get(2)?,
            overdue: row.try_get(3)?,
            closed_since: row.try_get(4)?,
        })
    }
}
