//! Cases one by one: read, open, change.

use crate::{Error, Result, Store, Tx};
use domain::case::{Case, CaseState, Priority};
use domain::{CaseId, CustomerId, RuleId, SignalId, UserId, WorkspaceId};
use sqlx::Row;
use sqlx::any::AnyRow;

macro_rules! columns {
    () => {
        "id, number, signal, rule, customer, state, priority, title, why, words, score, contact, location, owner,
         opened_at, promised_at, due_at, answered_at, closed_at, root_cause, outcome, follow_up_signal, follow_up_score, rev"
    };
}
pub(super) use columns;

/// A case from a row whose columns stand as in [`columns`].
pub(super) fn read(row: &AnyRow) -> Result<Case> {
    let text = |at: usize| row.try_get::<String, _>(at);
    let maybe = |at: usize| row.try_get::<Option<String>, _>(at);
    Ok(Case {
        id: CaseId::new(text(0)?),
        number: row.try_get(1)?,
        signal: SignalId::new(text(2)?),
        rule: maybe(3)?.map(RuleId::new),
        customer: maybe(4)?.map(CustomerId::new),
        // A word written by a newer version: the case is shown as open, so that nobody misses it.
        state: CaseState::parse(&text(5)?).unwrap_or(CaseState::Open),
        priority: Priority::parse(&text(6)?).unwrap_or_default(),
        title: text(7)?,
        why: text(8)?,
        words: maybe(9)?,
        score: row.try_get(10)?,
        contact: maybe(11)?,
        location: maybe(12)?,
        owner: maybe(13)?.map(UserId::new),
        opened_at: row.try_get(14)?,
        promised_at: row.try_get(15)?,
        due_at: row.try_get(16)?,
        answered_at: row.try_get(17)?,
        closed_at: row.try_get(18)?,
        root_cause: maybe(19)?,
        outcome: maybe(20)?,
        follow_up_signal: maybe(21)?.map(SignalId::new),
        follow_up_score: row.try_get(22)?,
        rev: row.try_get(23)?,
    })
}

/// A number that may be missing, bound as text: sqlx 0.9's `Any` announces a missing f64 to
/// PostgreSQL as a 4-byte float, and the statement then refuses the 8 bytes of the next one.
/// The shortest text of an f64 reads back as the same f64.
pub(super) fn decimal(number: Option<f64>) -> Option<String> {
    number.map(|n| n.to_string())
}

const ONE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE workspace = $1 AND id = $2"
);
const OF_SIGNAL: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE workspace = $1 AND signal = $2"
);
const OPEN: &str = concat!(
    "INSERT INTO cases (workspace, ",
    columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, CAST(CAST($12 AS TEXT) AS DOUBLE PRECISION), $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, CAST(CAST($24 AS TEXT) AS DOUBLE PRECISION), $25)
     ON CONFLICT DO NOTHING"
);

impl Store {
    /// One case.
    pub async fn case(&self, workspace: &WorkspaceId, id: &CaseId) -> Result<Option<Case>> {
        let row = sqlx::query(ONE)
            .bind(workspace.as_str())
            .bind(id.as_str())
            .fetch_optional(&self.reader)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

impl Store {
    /// The id of the case that a signal has, if any.
    pub async fn case_id_of_signal(
        &self,
        workspace: &WorkspaceId,
        signal: &SignalId,
    ) -> Result<Option<CaseId>> {
        let row = sqlx::query("SELECT id FROM cases WHERE workspace = $1 AND signal = $2")
            .bind(workspace.as_str())
            .bind(signal.as_str())
            .fetch_optional(&self.reader)
            .await?;
        Ok(row
            .map(|r| r.try_get::<String, _>(0))
            .transpose()?
            .map(CaseId::new))
    }
}

impl Tx {
    /// One case, as this transaction sees it.
    pub async fn case(&mut self, workspace: &WorkspaceId, id: &CaseId) -> Result<Option<Case>> {
        let row = sqlx::query(ONE)
            .bind(workspace.as_str())
            .bind(id.as_str())
            .fetch_optional(self.connection())
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The case that a signal has, if any.
    pub async fn case_of_signal(
        &mut self,
        workspace: &WorkspaceId,
        signal: &SignalId,
    ) -> Result<Option<Case>> {
        let row = sqlx::query(OF_SIGNAL)
            .bind(workspace.as_str())
            .bind(signal.as_str())
            .fetch_optional(self.connection())
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Locks a customer's row until the transaction ends; false when the customer is not there (any
    /// more). Whoever writes a person's words somewhere new calls this first, so that an erasure
    /// either sees the new row or lets nothing be written.
    pub async fn hold_customer(
        &mut self,
        workspace: &WorkspaceId,
        customer: &CustomerId,
    ) -> Result<bool> {
        let held = sqlx::query(
            "UPDATE customers SET created_at = created_at WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace.as_str())
        .bind(customer.as_str())
        .execute(self.connection())
        .await?;
        Ok(held.rows_affected() == 1)
    }

    /// Writes a new case; false when its signal has one already, and then nothing is written.
    pub async fn open_case(&mut self, workspace: &WorkspaceId, case: &Case) -> Result<bool> {
        let made = sqlx::query(OPEN)
            .bind(workspace.as_str())
            .bind(case.id.as_str())
            .bind(case.number)
            .bind(case.signal.as_str())
            .bind(case.rule.as_ref().map(|v| v.as_str().to_owned()))
            .bind(case.customer.as_ref().map(|v| v.as_str().to_owned()))
            .bind(case.state.as_str())
            .bind(case.priority.as_str())
            .bind(case.title.as_str())
            .bind(case.why.as_str())
            .bind(case.words.clone())
            .bind(decimal(case.score))
            .bind(case.contact.clone())
            .bind(case.location.clone())
            .bind(case.owner.as_ref().map(|v| v.as_str().to_owned()))
            .bind(case.opened_at)
            .bind(case.promised_at)
            .bind(case.due_at)
            .bind(case.answered_at)
            .bind(case.closed_at)
            .bind(case.root_cause.clone())
            .bind(case.outcome.clone())
            .bind(
                case.follow_up_signal
                    .as_ref()
                    .map(|v| v.as_str().to_owned()),
            )
            .bind(decimal(case.follow_up_score))
            .bind(case.rev)
            .execute(self.connection())
            .await?;
        Ok(made.rows_affected() == 1)
    }

    /// Writes a changed case over the one it was made from.
    ///
    /// # Errors
    /// [`Error::Stale`] when someone else changed it meanwhile.
    pub async fn save_case(&mut self, workspace: &WorkspaceId, case: &Case) -> Result<()> {
        let done = sqlx::query(
            "UPDATE cases SET state = $4, priority = $5, contact = $6, owner = $7, promised_at = $8, due_at = $9,
               answered_at = $10, closed_at = $11, root_cause = $12, outcome = $13, follow_up_signal = $14,
               follow_up_score = CAST(CAST($15 AS TEXT) AS DOUBLE PRECISION), rev = $16
             WHERE workspace = $1 AND id = $2 AND rev = $3",
        )
        .bind(workspace.as_str())
        .bind(case.id.as_str())
        .bind(case.rev - 1)
        .bind(case.state.as_str())
        .bind(case.priority.as_str())
        .bind(case.contact.clone())
        .bind(case.owner.as_ref().map(|v| v.as_str().to_owned()))
        .bind(case.promised_at)
        .bind(case.due_at)
        .bind(case.answered_at)
        .bind(case.closed_at)
        .bind(case.root_cause.clone())
        .bind(case.outcome.clone())
        .bind(
            case.follow_up_signal
                .as_ref()
                .map(|v| v.as_str().to_owned()),
        )
        .bind(decimal(case.follow_up_score))
        .bind(case.rev)
        .execute(self.connection())
        .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(Error::Stale {
                what: "case",
                id: case.id.to_string(),
            })
        }
    }
}
