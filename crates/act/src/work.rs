//! What people do with a case: assign, discuss, answer, close, reopen.
//!
//! Every step takes the `rev` the person saw; `None` means whatever stands now.

use crate::{Error, Means, Result, follow_up};
use domain::case::{Case, Changed, FollowUpPolicy, Priority};
use domain::fact::CASE_CLOSED;
use domain::{Actor, CaseId, Fact, Problem, UserId};
use serde_json::json;
use store::Store;

pub use crate::follow_up::POLICY_SETTING;

/// A case to change: which, and the revision that was seen.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Which case.
    pub case: &'a CaseId,
    /// The revision that the person saw, when known.
    pub rev: Option<i64>,
}

/// Reads the case to change, in the actor's workspace and at the revision seen.
pub(crate) async fn load(store: &Store, actor: &Actor, seen: Seen<'_>) -> Result<Case> {
    let case = store
        .case(&actor.workspace, seen.case)
        .await?
        .ok_or_else(|| Error::not_found("case", seen.case))?;
    if seen.rev.is_some_and(|rev| rev != case.rev) {
        return Err(store::Error::Stale {
            what: "case",
            id: case.id.to_string(),
        }
        .into());
    }
    Ok(case)
}

async fn step<E: Into<Problem>>(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    change: impl FnOnce(Case) -> std::result::Result<Changed, E>,
) -> Result<Case> {
    let case = load(store, actor, seen).await?;
    let changed = change(case).map_err(|e| Error::Refused(e.into()))?;
    let mut tx = store.begin().await?;
    tx.save_case(&actor.workspace, &changed.case).await?;
    tx.add_case_events(&actor.workspace, &changed.case.id, &changed.events)
        .await?;
    tx.commit().await?;
    Ok(changed.case)
}

/// Gives the case to a member of the workspace.
pub async fn assign(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    to: &UserId,
    means: &Means<'_>,
) -> Result<Case> {
    if !to.as_str().trim().is_empty() {
        let members = store.users(&actor.workspace).await?;
        if !members
            .iter()
            .any(|m| m.id == *to && m.disabled_at.is_none())
        {
            return Err(Error::not_found("user", to));
        }
    }
    step(store, actor, seen, |case| {
        case.assign(to.clone(), actor.user.as_str(), means.now)
    })
    .await
}

/// Adds to the discussion.
pub async fn note(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    text: &str,
    means: &Means<'_>,
) -> Result<Case> {
    step(store, actor, seen, |case| {
        case.note(text, actor.user.as_str(), means.now)
    })
    .await
}

/// Changes how much it matters.
pub async fn reprioritize(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    to: Priority,
    means: &Means<'_>,
) -> Result<Case> {
    step(store, actor, seen, |case| {
        case.reprioritize(to, actor.user.as_str(), means.now)
    })
    .await
}

/// Sets the mail address of the person.
pub async fn address(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    contact: &str,
    means: &Means<'_>,
) -> Result<Case> {
    step(store, actor, seen, |case| {
        case.address(contact, actor.user.as_str(), means.now)
    })
    .await
}

/// Records that the person was answered by phone, in person, by post.
pub async fn record_answer(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    how: &str,
    means: &Means<'_>,
) -> Result<Case> {
    step(store, actor, seen, |case| {
        case.record_answer(how, actor.user.as_str(), means.now)
    })
    .await
}

/// Closes the case with root cause and outcome, and announces it.
pub async fn close(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    root_cause: &str,
    outcome: &str,
    means: &Means<'_>,
) -> Result<Case> {
    let case = load(store, actor, seen).await?;
    let changed = case
        .close(root_cause, outcome, actor.user.as_str(), means.now)
        .map_err(|e| Error::Refused(e.into()))?;
    let case = changed.case;
    let mut tx = store.begin().await?;
    tx.save_case(&actor.workspace, &case).await?;
    tx.add_case_events(&actor.workspace, &case.id, &changed.events)
        .await?;
    let fact = Fact::new(CASE_CLOSED, json!({ "case": case.id }));
    // A case may close more than once; the revision tells the times apart.
    let key = format!("case_closed:{}:{}", case.id, case.rev);
    tx.announce(&actor.workspace, &fact, &key, means.now)
        .await?;
    tx.commit().await?;
    Ok(case)
}

/// Opens a closed case again.
pub async fn reopen(
    store: &Store,
    actor: &Actor,
    seen: Seen<'_>,
    why: &str,
    means: &Means<'_>,
) -> Result<Case> {
    step(store, actor, seen, |case| {
        case.reopen(why, actor.user.as_str(), means.now)
    })
    .await
}

/// When a follow-up reopens its case and when it counts as recovered.
pub async fn follow_up_policy(store: &Store, actor: &Actor) -> Result<FollowUpPolicy> {
    follow_up::policy(store, &actor.workspace).await
}

/// Changes that.
pub async fn save_follow_up_policy(
    store: &Store,
    actor: &Actor,
    policy: &FollowUpPolicy,
    means: &Means<'_>,
) -> Result<()> {
    follow_up::save_policy(store, actor, policy, means).await
}
