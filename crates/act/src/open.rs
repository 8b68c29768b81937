//! Opening a case for a signal, or raising the one it has.

use crate::rule::Opening;
use crate::{Means, Result};
use domain::case::{Case, CaseEvent, CaseState, Priority, kind};
use domain::fact::{CASE_OPENED, is_mail_address};
use domain::{CaseId, CustomerId, Fact, PostId, RuleId, Signal, SignalId, WorkspaceId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::act::Promise;
use store::{Store, Tx};

const HOUR: i64 = 3_600_000_000;

/// A signal that needs a case, with where its person can be reached.
pub(crate) struct Candidate {
    pub(crate) signal: Signal,
    pub(crate) opening: Opening,
    pub(crate) contact: Option<String>,
}

/// Hours until an answer is due: the rule's, else the post's promise, else by priority.
pub(crate) fn due_hours(opening: &Opening, promised: Option<&Promise>) -> i64 {
    let usual = match opening.priority {
        Priority::Urgent => 4,
        Priority::High => 24,
        Priority::Normal => 48,
        Priority::Low => 120,
    };
    opening
        .due_hours
        .map(i64::from)
        .or_else(|| promised.map(|p| p.hours).filter(|hours| *hours > 0))
        .unwrap_or(usual)
}

/// Where the person can be written to: a mail address they are known by, unless they spoke for
/// research only, where answering them one by one is not what they agreed to.
pub(crate) async fn contact(
    store: &Store,
    workspace: &WorkspaceId,
    signal: &Signal,
) -> Result<Option<String>> {
    match &signal.customer {
        Some(customer) if signal.consent.lets_answer() => address(store, workspace, customer).await,
        _ => Ok(None),
    }
}

/// A mail address that someone is known by.
pub(crate) async fn address(
    store: &Store,
    workspace: &WorkspaceId,
    customer: &CustomerId,
) -> Result<Option<String>> {
    let known = store.aliases_of(workspace, customer, "email").await?;
    Ok(known.into_iter().find(|address| is_mail_address(address)))
}

/// What a case is opened with.
pub(crate) struct Beginning<'a> {
    pub(crate) signal: &'a SignalId,
    pub(crate) customer: Option<&'a CustomerId>,
    pub(crate) location: Option<&'a String>,
    pub(crate) contact: Option<&'a String>,
    pub(crate) rule: Option<&'a RuleId>,
    pub(crate) priority: Priority,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) words: Option<&'a String>,
    pub(crate) score: Option<f64>,
    pub(crate) due_at: i64,
    /// Who or what opened it, and from what: the first event of its history.
    pub(crate) by: &'a str,
    pub(crate) from: Value,
}

/// Writes the case, its first event and the fact; false where the signal has got a case meanwhile.
pub(crate) async fn begin(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    beginning: Beginning<'_>,
    means: &Means<'_>,
) -> Result<bool> {
    let case = Case {
        id: CaseId::new((means.mint)()),
        number: tx.next_number(workspace, "cases").await?,
        signal: beginning.signal.clone(),
        rule: beginning.rule.cloned(),
        customer: beginning.customer.cloned(),
        state: CaseState::Open,
        priority: beginning.priority,
        title: beginning.title,
        why: beginning.why,
        words: beginning.words.cloned(),
        score: beginning.score,
        contact: beginning.contact.cloned(),
        location: beginning.location.cloned(),
        owner: None,
        opened_at: means.now,
        promised_at: beginning.due_at,
        due_at: beginning.due_at,
        answered_at: None,
        closed_at: None,
        root_cause: None,
        outcome: None,
        follow_up_signal: None,
        follow_up_score: None,
        rev: 1,
    };
    if !tx.open_case(workspace, &case).await? {
        return Ok(false);
    }
    let opened = CaseEvent::new(means.now, beginning.by, kind::OPENED, beginning.from);
    tx.add_case_events(workspace, &case.id, &[opened]).await?;
    let fact = Fact::new(CASE_OPENED, json!({ "case": case.id }));
    let key = format!("case_opened:{}", case.id);
    tx.announce(workspace, &fact, &key, means.now).await?;
    Ok(true)
}

/// Opens the case in the transaction given, or escalates the one the signal has. True when one was opened.
pub(crate) async fn open(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    candidate: &Candidate,
    promises: &BTreeMap<PostId, Promise>,
    means: &Means<'_>,
) -> Result<bool> {
    let Candidate {
        signal,
        opening,
        contact,
    } = candidate;
    if let Some(customer) = &signal.customer
        && !tx.hold_customer(workspace, customer).await?
    {
        return Ok(false); // erased since the signal was read
    }
    let due_at = means.now + due_hours(opening, promises.get(&signal.post)) * HOUR;
    if let Some(standing) = tx.case_of_signal(workspace, &signal.id).await? {
        if let Some(raised) = standing.escalate(opening.priority, due_at, &opening.why, means.now) {
            tx.save_case(workspace, &raised.case).await?;
            tx.add_case_events(workspace, &raised.case.id, &raised.events)
                .await?;
        }
        return Ok(false);
    }
    let beginning = Beginning {
        signal: &signal.id,
        customer: signal.customer.as_ref(),
        location: signal.location.as_ref(),
        contact: contact.as_ref(),
        rule: Some(&opening.rule),
        priority: opening.priority,
        title: opening.title.clone(),
        why: opening.why.clone(),
        words: opening.words.as_ref(),
        score: opening.score,
        due_at,
        by: "rule",
        from: json!({ "rule": opening.rule }),
    };
    begin(tx, workspace, beginning, means).await
}
